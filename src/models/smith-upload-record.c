/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-record.h"

/**
 * SmithUploadRecord:
 *
 * What is remembered of an upload: plain strings, all of them nullable, in the group "Upload" of
 * identity.ini. Nothing in it is secret.
 */
G_DEFINE_BOXED_TYPE (SmithUploadRecord, smith_upload_record, smith_upload_record_copy, smith_upload_record_free)

#define GROUP "Upload"

/* Where each string lies in the struct, and what it is called in the file. */
static const struct
{
  const char *key;
  gsize       offset;
} strings[] = {
  { "account", G_STRUCT_OFFSET (SmithUploadRecord, account) },
  { "account-name", G_STRUCT_OFFSET (SmithUploadRecord, account_name) },
  { "name", G_STRUCT_OFFSET (SmithUploadRecord, name) },
  { "path", G_STRUCT_OFFSET (SmithUploadRecord, path) },
  { "arn", G_STRUCT_OFFSET (SmithUploadRecord, arn) },
  { "certificate-id", G_STRUCT_OFFSET (SmithUploadRecord, certificate_id) },
  { "sha256", G_STRUCT_OFFSET (SmithUploadRecord, sha256) },
};

static const char *
peek_string (const SmithUploadRecord *record,
             guint                    row)
{
  return G_STRUCT_MEMBER (char *, record, strings[row].offset);
}

/**
 * smith_upload_record_copy:
 * @record: (nullable): a record
 *
 * Returns: (transfer full) (nullable): a copy
 */
SmithUploadRecord *
smith_upload_record_copy (const SmithUploadRecord *record)
{
  SmithUploadRecord *copy;

  if (record == NULL)
    return NULL;

  copy = g_new0 (SmithUploadRecord, 1);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    G_STRUCT_MEMBER (char *, copy, strings[i].offset) = g_strdup (peek_string (record, i));
  copy->uploaded_at = record->uploaded_at != NULL ? g_date_time_ref (record->uploaded_at) : NULL;
  copy->verified = record->verified;

  return copy;
}

/**
 * smith_upload_record_free:
 * @record: (nullable) (transfer full): a record
 */
void
smith_upload_record_free (SmithUploadRecord *record)
{
  if (record == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (G_STRUCT_MEMBER (char *, record, strings[i].offset));
  g_clear_pointer (&record->uploaded_at, g_date_time_unref);
  g_free (record);
}

/**
 * smith_upload_record_equal:
 * @a: (nullable): a record
 * @b: (nullable): another
 */
gboolean
smith_upload_record_equal (const SmithUploadRecord *a,
                           const SmithUploadRecord *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || !a->verified != !b->verified)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (g_strcmp0 (peek_string (a, i), peek_string (b, i)) != 0)
      return FALSE;
  if (a->uploaded_at == NULL || b->uploaded_at == NULL)
    return a->uploaded_at == b->uploaded_at;

  return g_date_time_equal (a->uploaded_at, b->uploaded_at);
}

/**
 * smith_upload_record_read:
 * @file: the identity.ini of an identity
 *
 * Returns: (transfer full) (nullable): the record in it
 */
SmithUploadRecord *
smith_upload_record_read (GKeyFile *file)
{
  g_autofree char *uploaded_at = NULL;
  SmithUploadRecord *record;

  g_return_val_if_fail (file != NULL, NULL);

  if (!g_key_file_has_group (file, GROUP))
    return NULL;

  record = g_new0 (SmithUploadRecord, 1);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    G_STRUCT_MEMBER (char *, record, strings[i].offset) = g_key_file_get_string (file, GROUP, strings[i].key, NULL);
  uploaded_at = g_key_file_get_string (file, GROUP, "uploaded-at", NULL);
  if (uploaded_at != NULL)
    record->uploaded_at = g_date_time_new_from_iso8601 (uploaded_at, NULL);
  record->verified = g_key_file_get_boolean (file, GROUP, "verified", NULL);

  return record;
}

/**
 * smith_upload_record_write:
 * @record: (nullable): a record; NULL removes the one that is there
 * @file: the identity.ini of an identity
 */
void
smith_upload_record_write (const SmithUploadRecord *record,
                           GKeyFile                *file)
{
  g_return_if_fail (file != NULL);

  g_key_file_remove_group (file, GROUP, NULL);
  if (record == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (peek_string (record, i) != NULL)
      g_key_file_set_string (file, GROUP, strings[i].key, peek_string (record, i));
  if (record->uploaded_at != NULL)
    {
      g_autofree char *uploaded_at = g_date_time_format_iso8601 (record->uploaded_at);

      g_key_file_set_string (file, GROUP, "uploaded-at", uploaded_at);
    }
  g_key_file_set_boolean (file, GROUP, "verified", record->verified);
}
