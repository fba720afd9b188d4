/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-test.h"
#include "smith-upload-record.h"

static SmithUploadRecord *
make_record (void)
{
  SmithUploadRecord *record = g_new0 (SmithUploadRecord, 1);

  record->account = g_strdup ("123456789012");
  record->account_name = g_strdup ("Größe = [1]; “x”\n\\ and more");
  record->name = g_strdup ("www.example.com");
  record->path = g_strdup ("/cloudfront/");
  record->arn = g_strdup ("arn:aws:iam::123456789012:server-certificate/cloudfront/www.example.com");
  record->certificate_id = g_strdup ("ASCAEXAMPLE");
  record->sha256 = g_strdup ("AB:CD");
  record->uploaded_at = g_date_time_new_utc (2026, 2, 28, 23, 59, 58);
  record->verified = TRUE;

  return record;
}

static void
test_round_trip (void)
{
  g_autoptr (SmithUploadRecord) record = make_record ();
  g_autoptr (SmithUploadRecord) copy = smith_upload_record_copy (record);
  g_autoptr (SmithUploadRecord) read_back = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GKeyFile) again = g_key_file_new ();
  g_autofree char *text = NULL;

  g_assert_true (smith_upload_record_equal (record, copy));
  g_key_file_set_string (file, "Identity", "name", "stays");
  smith_upload_record_write (record, file);
  text = g_key_file_to_data (file, NULL, NULL);
  g_assert_true (g_key_file_load_from_data (again, text, (gsize) -1, G_KEY_FILE_NONE, NULL));
  read_back = smith_upload_record_read (again);
  g_assert_true (smith_upload_record_equal (record, read_back));
  g_assert_true (g_key_file_has_group (again, "Identity"));
}

static void
test_nothing (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (SmithUploadRecord) empty = g_new0 (SmithUploadRecord, 1);
  g_autoptr (SmithUploadRecord) read_back = NULL;

  g_assert_null (smith_upload_record_read (file));
  g_assert_null (smith_upload_record_copy (NULL));
  smith_upload_record_write (empty, file);
  read_back = smith_upload_record_read (file);
  g_assert_true (smith_upload_record_equal (empty, read_back));
  smith_upload_record_write (NULL, file);
  g_assert_null (smith_upload_record_read (file));
}

static void
test_differences (void)
{
  g_autoptr (SmithUploadRecord) record = make_record ();
  g_autoptr (SmithUploadRecord) other = smith_upload_record_copy (record);

  g_assert_false (smith_upload_record_equal (record, NULL));
  other->verified = FALSE;
  g_assert_false (smith_upload_record_equal (record, other));
  other->verified = TRUE;
  g_clear_pointer (&other->uploaded_at, g_date_time_unref);
  g_assert_false (smith_upload_record_equal (record, other));
  other->uploaded_at = g_date_time_new_utc (2026, 2, 28, 23, 59, 57);
  g_assert_false (smith_upload_record_equal (record, other));
  g_clear_pointer (&other->uploaded_at, g_date_time_unref);
  other->uploaded_at = g_date_time_ref (record->uploaded_at);
  g_assert_true (smith_upload_record_equal (record, other));
  g_free (other->path);
  other->path = g_strdup ("/");
  g_assert_false (smith_upload_record_equal (record, other));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-record/round-trip", test_round_trip);
  g_test_add_func ("/upload-record/nothing", test_nothing);
  g_test_add_func ("/upload-record/differences", test_differences);

  return g_test_run ();
}
