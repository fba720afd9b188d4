/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-records-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-file.h"
#include "smith-identity-reader-private.h"
#include "smith-parser.h"
#include "smith-transaction.h"

/**
 * SmithAuthorityRecords:
 *
 * What an authority has revoked, the list that says so, and how it makes such lists: as the two files of its
 * folder have it. They change in smith_authority_folder_change().
 */

#define GROUP "Authority"

static void
free_revocation (gpointer data)
{
  SmithRevocation *revocation = data;

  g_clear_pointer (&revocation->date, g_date_time_unref);
  g_free (revocation);
}

void
smith_authority_records_free (SmithAuthorityRecords *self)
{
  g_clear_pointer (&self->revocations, g_hash_table_unref);
  g_clear_pointer (&self->addresses, smith_extensions_free);
  g_clear_object (&self->crl);
  g_free (self->export_uri);
  g_free (self->problem);
  g_free (self);
}

/**
 * smith_authority_dup_serial:
 * @certificate: a certificate
 *
 * Returns: (transfer full): its serial number as files and records of an authority name it: lower-case
 *   hexadecimal without colons
 */
char *
smith_authority_dup_serial (SmithCertificate *certificate)
{
  g_auto (GStrv) pairs = g_strsplit (smith_certificate_get_serial (certificate), ":", -1);
  g_autofree char *joined = g_strjoinv ("", pairs);

  return g_ascii_strdown (joined, -1);
}

/**
 * smith_authority_find_crl_due:
 * @crl: (nullable): a list
 *
 * A week before clients want a newer one, and no earlier than in the last quarter of its time: whoever publishes it
 * may be away for some days.
 *
 * Returns: when it should be renewed, in seconds since the epoch; 0 where there is no list, or it has no end
 */
gint64
smith_authority_find_crl_due (SmithCrl *crl)
{
  gint64 begin, end;

  g_return_val_if_fail (crl == NULL || SMITH_IS_CRL (crl), 0);

  if (crl == NULL || smith_crl_get_next_update (crl) == NULL)
    return 0;
  begin = g_date_time_to_unix (smith_crl_get_this_update (crl));
  end = g_date_time_to_unix (smith_crl_get_next_update (crl));

  return end - CLAMP ((end - begin) / 4, 0, 7 * 24 * 3600);
}

static void
add_problem (SmithAuthorityRecords *records,
             const char            *sentence)
{
  char *both = records->problem == NULL ? g_strdup (sentence) : g_strconcat (records->problem, " ", sentence, NULL);

  g_free (records->problem);
  records->problem = both;
}

/* NULL without an error where there is no such file. */
static char *
read_text (const char  *path,
           const char  *name,
           GError     **error)
{
  g_autofree char *file = smith_transaction_find (path, name);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return NULL;
  bytes = smith_file_read (file, SMITH_IDENTITY_MAX_SIZE, error);

  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
}

static gboolean
read_revocation (SmithAuthorityRecords *records,
                 GKeyFile              *file,
                 const char            *serial)
{
  g_autofree char *date = g_key_file_get_string (file, serial, "date", NULL);
  g_autofree char *name = g_key_file_get_string (file, serial, "reason", NULL);
  g_autoptr (GDateTime) when = date != NULL ? g_date_time_new_from_iso8601 (date, NULL) : NULL;
  SmithRevocationReason reason;
  SmithRevocation *revocation;

  if (when == NULL || !smith_revocation_reason_from_name (name, &reason) ||
      *serial == '\0' || strspn (serial, "0123456789abcdef-") != strlen (serial))
    return FALSE;
  revocation = g_new0 (SmithRevocation, 1);
  revocation->date = g_date_time_ref (when);
  revocation->reason = reason;
  revocation->published = g_key_file_get_boolean (file, serial, "published", NULL);
  g_hash_table_insert (records->revocations, g_strdup (serial), revocation);

  return TRUE;
}

static void
read_settings (SmithAuthorityRecords *records,
               GKeyFile              *file)
{
  int days = g_key_file_get_integer (file, GROUP, "crl-days", NULL);

  records->crl_number = g_key_file_get_uint64 (file, GROUP, "crl-number", NULL);
  if (days > 0)
    records->crl_days = (guint) MIN (days, SMITH_AUTHORITY_MAX_CRL_DAYS);
  records->export_uri = g_key_file_get_string (file, GROUP, "crl-export", NULL);
  records->addresses->crl_urls = g_key_file_get_string_list (file, GROUP, "crl-urls", NULL, NULL);
  records->addresses->ocsp_urls = g_key_file_get_string_list (file, GROUP, "ocsp-urls", NULL, NULL);
  records->addresses->issuer_urls = g_key_file_get_string_list (file, GROUP, "issuer-urls", NULL, NULL);
}

static void
read_revocations (SmithAuthorityRecords *records,
                  const char            *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = read_text (path, SMITH_AUTHORITY_FILE_REVOCATIONS, &error);
  g_auto (GStrv) groups = NULL;
  gboolean damaged = FALSE;

  if (text == NULL && error == NULL)
    return;
  if (text != NULL && *text != '\0')
    g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &error);
  if (error == NULL)
    {
      read_settings (records, file);
      groups = g_key_file_get_groups (file, NULL);
      for (guint i = 0; groups[i] != NULL; i++)
        if (!g_str_equal (groups[i], GROUP) && !read_revocation (records, file, groups[i]))
          damaged = TRUE;
    }
  if (error != NULL || damaged)
    {
      g_autofree char *sentence =
        g_strdup_printf (_("“%s” is damaged: it says what this authority has revoked. Bring the file back from a backup; "
                           "until then nothing can be revoked here."), SMITH_AUTHORITY_FILE_REVOCATIONS);

      records->locked = TRUE;
      add_problem (records, sentence);
    }
}

static SmithCrl *
parse_crl (const char  *text,
           GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GListModel) found = smith_parser_parse (bytes, SMITH_AUTHORITY_FILE_CRL, NULL, NULL, error);
  guint n = found != NULL ? g_list_model_get_n_items (found) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (found, i);

      if (smith_parsed_get_crl (parsed) != NULL)
        return g_object_ref (smith_parsed_get_crl (parsed));
    }

  return NULL;
}

static void
read_crl (SmithAuthorityRecords *records,
          const char            *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = read_text (path, SMITH_AUTHORITY_FILE_CRL, &error);

  if (text != NULL)
    records->crl = parse_crl (text, NULL);
  if (records->crl != NULL)
    {
      const char *number = smith_crl_get_number (records->crl);
      g_autofree char *digits = NULL;

      /* The higher one counts: the file may come from a backup. */
      if (number != NULL)
        {
          g_auto (GStrv) pairs = g_strsplit (number, ":", -1);

          digits = g_strjoinv ("", pairs);
          records->crl_number = MAX (records->crl_number, g_ascii_strtoull (digits, NULL, 16));
        }
    }
  else if (text != NULL || error != NULL)
    {
      g_autofree char *sentence =
        g_strdup_printf (_("“%s” is damaged. It is made again with the next export; the damaged file is kept beside it."),
                         SMITH_AUTHORITY_FILE_CRL);

      add_problem (records, sentence);
    }
}

/**
 * smith_authority_records_read: (skip)
 * @path: (type filename): the folder of an identity, under a lock that the caller holds
 *
 * Returns: (transfer full): what the authority has revoked, with a problem where something is damaged
 */
SmithAuthorityRecords *
smith_authority_records_read (const char *path)
{
  SmithAuthorityRecords *records = g_new0 (SmithAuthorityRecords, 1);

  records->revocations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_revocation);
  records->addresses = smith_extensions_new ();
  records->crl_days = SMITH_AUTHORITY_DEFAULT_CRL_DAYS;
  read_revocations (records, path);
  read_crl (records, path);

  return records;
}

static void
set_list (GKeyFile    *file,
          const char  *key,
          char       **list)
{
  if (list != NULL && list[0] != NULL)
    g_key_file_set_string_list (file, GROUP, key, (const char * const *) list, g_strv_length (list));
  else
    g_key_file_remove_key (file, GROUP, key, NULL);
}

static void
write_revocations (SmithAuthorityRecords *records,
                   GKeyFile              *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  GHashTableIter iter;
  gpointer serial, value;

  for (guint i = 0; groups[i] != NULL; i++)
    if (!g_str_equal (groups[i], GROUP) && !g_hash_table_contains (records->revocations, groups[i]))
      g_key_file_remove_group (file, groups[i], NULL);
  g_key_file_set_uint64 (file, GROUP, "crl-number", records->crl_number);
  g_key_file_set_integer (file, GROUP, "crl-days", (int) records->crl_days);
  if (records->export_uri != NULL)
    g_key_file_set_string (file, GROUP, "crl-export", records->export_uri);
  set_list (file, "crl-urls", records->addresses->crl_urls);
  set_list (file, "ocsp-urls", records->addresses->ocsp_urls);
  set_list (file, "issuer-urls", records->addresses->issuer_urls);
  g_hash_table_iter_init (&iter, records->revocations);
  while (g_hash_table_iter_next (&iter, &serial, &value))
    {
      SmithRevocation *revocation = value;
      g_autofree char *date = g_date_time_format_iso8601 (revocation->date);

      g_key_file_set_string (file, serial, "date", date);
      g_key_file_set_string (file, serial, "reason", smith_revocation_reason_get_name (revocation->reason));
      g_key_file_set_boolean (file, serial, "published", revocation->published);
    }
}

/**
 * smith_authority_records_dup_text: (skip)
 * @path: (type filename): the folder of the identity, under a lock that the caller holds
 *
 * Returns: (transfer full): what the file of revocations is to say now; what other programs, or a later version,
 *   have put into it stays in it
 */
char *
smith_authority_records_dup_text (SmithAuthorityRecords *self,
                                  const char            *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *current = read_text (path, SMITH_AUTHORITY_FILE_REVOCATIONS, NULL);

  if (current != NULL)
    g_key_file_load_from_data (file, current, strlen (current), G_KEY_FILE_KEEP_COMMENTS, NULL);
  write_revocations (self, file);

  return g_key_file_to_data (file, NULL, NULL);
}
