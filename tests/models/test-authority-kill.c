/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "material.h"

#include "smith-authority-folder.h"
#include "smith-identity-folder.h"
#include "smith-issuance.h"
#include "smith-test.h"

/*
 * This program runs itself as an authority that issues and revokes without end, and kills it at random
 * moments. After each kill everything that it said to have issued is there and whole, and the revocations and
 * the list that is made of them are of one moment.
 */

#define ID "authority"
#define N_KILLS 24
#define ISSUED_MARK "issued: "
#define NUMBER_MARK "number: "

static void
report (const char *mark,
        const char *value)
{
  g_autofree char *line = g_strconcat (mark, value, "\n", NULL);

  if (write (STDOUT_FILENO, line, strlen (line)) != (gssize) strlen (line))
    _exit (1);
}

static char *
issue_one (const char       *library,
           SmithRequest     *request,
           SmithCertificate *issuer,
           SmithKey         *key)
{
  g_autoptr (SmithIssuance) issuance = smith_issuance_new_from_request (request, 30);
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  certificate = smith_certificate_issue (smith_request_get_public_key (request), issuance, issuer, NULL, key, &error);
  if (certificate == NULL || !smith_authority_folder_add_issued (library, ID, certificate, NULL, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      _exit (2);
    }

  return smith_authority_dup_serial (certificate);
}

static int
write_without_end (const char *library,
                   guint32     seed)
{
  g_autoptr (SmithKey) key = material_key ("rsa-one");
  g_autoptr (SmithCertificate) issuer = material_certificate ("rsa-one");
  g_autoptr (SmithRequest) request = material_request ("ec-leaf");
  g_autoptr (GPtrArray) serials = g_ptr_array_new_with_free_func (g_free);

  g_random_set_seed (seed);
  for (;;)
    {
      SmithAuthorityChange change = { .issuer = issuer, .key = key, .reason = SMITH_REVOCATION_REASON_SUPERSEDED };
      g_autoptr (SmithAuthorityRecords) records = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *number = NULL;

      if (serials->len == 0 || g_random_int_range (0, 3) == 0)
        {
          g_ptr_array_add (serials, issue_one (library, request, issuer, key));
          report (ISSUED_MARK, g_ptr_array_index (serials, serials->len - 1));
          continue;
        }
      change.serial = g_ptr_array_index (serials, (guint) g_random_int_range (0, (int) serials->len));
      change.kind = g_random_boolean () ? SMITH_AUTHORITY_CHANGE_REVOKE : SMITH_AUTHORITY_CHANGE_RESTORE;
      records = smith_authority_folder_change (library, ID, &change, NULL, &error);
      if (records == NULL)
        {
          fprintf (stderr, "%s\n", error->message);
          _exit (2);
        }
      number = g_strdup_printf ("%" G_GUINT64_FORMAT, records->crl_number);
      report (NUMBER_MARK, number);
    }
}

/* What was told before it died. */
static void
run_and_kill (const char *self,
              const char *library,
              GHashTable *issued,
              guint64    *number)
{
  g_autofree char *seed = g_strdup_printf ("%u", g_test_rand_int ());
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  const char *data;
  gsize size;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--writer", library, seed, NULL);
  g_assert_no_error (error);
  g_usleep ((gulong) g_test_rand_int_range (50000, 250000));
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (process));
  data = g_bytes_get_data (output, &size);
  text = g_strndup (data != NULL ? data : "", size);
  lines = g_strsplit (text, "\n", -1);
  /* Behind the last newline is what was not told to the end. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (g_str_has_prefix (lines[i], ISSUED_MARK))
      g_hash_table_add (issued, g_strdup (lines[i] + strlen (ISSUED_MARK)));
    else if (g_str_has_prefix (lines[i], NUMBER_MARK))
      *number = MAX (*number, g_ascii_strtoull (lines[i] + strlen (NUMBER_MARK), NULL, 10));
}

static void
check_records (const char       *library,
               SmithCertificate *issuer,
               GHashTable       *issued,
               guint64           number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithIdentityData) data = smith_identity_folder_load (library, ID, NULL, &error);
  g_autoptr (SmithAuthorityRecords) records = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer serial;

  g_assert_no_error (error);
  g_assert_cmpstr (data->problem, ==, NULL);
  records = smith_authority_folder_read (library, ID, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (records->problem, ==, NULL);
  g_assert_cmpuint (records->crl_number, >=, number);
  if (records->crl != NULL)
    {
      g_assert_true (smith_crl_is_signed_by (records->crl, issuer));
      g_assert_cmpuint (smith_crl_get_n_revoked (records->crl), ==, g_hash_table_size (records->revocations));
    }

  files = smith_authority_folder_read_issued (library, ID, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      SmithIssuedFile *file = g_ptr_array_index (files, i);

      g_assert_cmpstr (file->problem, ==, NULL);
      g_hash_table_add (found, smith_authority_dup_serial (file->certificate));
    }
  g_hash_table_iter_init (&iter, issued);
  while (g_hash_table_iter_next (&iter, &serial, NULL))
    g_assert_true (g_hash_table_contains (found, serial));
  g_hash_table_iter_init (&iter, records->revocations);
  while (g_hash_table_iter_next (&iter, &serial, NULL))
    g_assert_true (g_hash_table_contains (found, serial));
}

static void
test_kill (gconstpointer data)
{
  const char *self = data;
  g_autofree char *library = smith_test_make_folder ();
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityData) made = NULL;
  g_autoptr (SmithKey) key = material_key ("rsa-one");
  g_autoptr (SmithCertificate) issuer = material_certificate ("rsa-one");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GHashTable) issued = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  guint64 number = 0;

  smith_identity_edit_set_name (edit, "Authority");
  smith_identity_edit_set_key (edit, key, NULL);
  smith_identity_edit_set_certificate (edit, issuer, none);
  made = smith_identity_folder_create (library, ID, edit, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_KILLS; i++)
    {
      run_and_kill (self, library, issued, &number);
      check_records (library, issuer, issued, number);
    }
  g_test_message ("%u issued, list number %" G_GUINT64_FORMAT, g_hash_table_size (issued), number);
  /* It did something. */
  g_assert_cmpuint (g_hash_table_size (issued), >, 0);
  g_assert_cmpuint (number, >, 0);
  smith_test_remove_folder (library);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (argc == 4 && g_str_equal (argv[1], "--writer"))
    {
      char *arguments[] = { argv[0], NULL };
      char **pointer = arguments;
      int count = 1;

      g_test_init (&count, &pointer, NULL);
      return write_without_end (argv[2], (guint32) g_ascii_strtoull (argv[3], NULL, 10));
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/authority/kill", self, test_kill);

  return g_test_run ();
}
