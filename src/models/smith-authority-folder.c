/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-file.h"
#include "smith-identity-folder.h"
#include "smith-identity-reader-private.h"
#include "smith-library.h"
#include "smith-parser.h"
#include "smith-transaction.h"

/**
 * smith-authority-folder:
 *
 * The files of an authority. A certificate is issued once its file is on the disk, under its serial
 * number, and never removed by the program. The revocations and the list that is made of them change in one
 * transaction. Nothing is written over what cannot be read.
 */

#define GROUP "Authority"
#define PUBLIC_MODE 0644

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

void
smith_issued_file_free (SmithIssuedFile *self)
{
  g_free (self->name);
  g_clear_object (&self->certificate);
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

static SmithAuthorityRecords *
read_records (const char *path)
{
  SmithAuthorityRecords *records = g_new0 (SmithAuthorityRecords, 1);

  records->revocations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_revocation);
  records->addresses = smith_extensions_new ();
  records->crl_days = SMITH_AUTHORITY_DEFAULT_CRL_DAYS;
  read_revocations (records, path);
  read_crl (records, path);

  return records;
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

/**
 * smith_authority_folder_find_problem:
 * @path: (type filename): the folder of an identity, under a lock that the caller holds
 * @crl_due_at: (out) (optional): when its list should be renewed, in seconds since the epoch; 0: there is none
 * @crl_ends_at: (out) (optional): when clients want a newer one; 0: there is none
 *
 * Returns: (transfer full) (nullable): what is damaged among the records of an authority; NULL where
 *   nothing is, as where there are none
 */
char *
smith_authority_folder_find_problem (const char *path,
                                     gint64     *crl_due_at,
                                     gint64     *crl_ends_at)
{
  g_autofree char *revocations = smith_transaction_find (path, SMITH_AUTHORITY_FILE_REVOCATIONS);
  g_autofree char *crl = smith_transaction_find (path, SMITH_AUTHORITY_FILE_CRL);
  g_autoptr (SmithAuthorityRecords) records = NULL;
  gint64 due;

  if (crl_due_at != NULL)
    *crl_due_at = 0;
  if (crl_ends_at != NULL)
    *crl_ends_at = 0;
  if (revocations == NULL && crl == NULL)
    return NULL;
  records = read_records (path);
  due = smith_authority_find_crl_due (records->crl);
  if (crl_due_at != NULL)
    *crl_due_at = due;
  if (crl_ends_at != NULL && due != 0)
    *crl_ends_at = g_date_time_to_unix (smith_crl_get_next_update (records->crl));

  return g_steal_pointer (&records->problem);
}

/**
 * smith_authority_folder_read:
 *
 * Returns: (transfer full): what the authority has revoked, with a problem where something is damaged
 */
SmithAuthorityRecords *
smith_authority_folder_read (const char    *library,
                             const char    *id,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autofree char *path = smith_identity_folder_dup_path (library, id);
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_SHARED, cancellable, error);

  return lock != NULL ? read_records (path) : NULL;
}

static SmithIssuedFile *
read_issued_file (const char *room,
                  const char *name)
{
  g_autofree char *path = g_build_filename (room, name, NULL);
  SmithIssuedFile *file = g_new0 (SmithIssuedFile, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = smith_file_read (path, SMITH_IDENTITY_MAX_SIZE, &error);

  file->name = g_strdup (name);
  if (bytes != NULL)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      file->certificate = smith_certificate_new_from_pem (text, &error);
    }
  if (file->certificate == NULL)
    file->problem = g_strdup_printf (_("The file is damaged: %s Bring it back from a backup; it is left as it is."),
                                     error->message);

  return file;
}

/**
 * smith_authority_folder_read_issued:
 *
 * Returns: (transfer full) (element-type SmithIssuedFile): everything that was issued, in no order; damaged
 *   files have a problem
 */
GPtrArray *
smith_authority_folder_read_issued (const char    *library,
                                    const char    *id,
                                    GCancellable  *cancellable,
                                    GError       **error)
{
  g_autofree char *path = smith_identity_folder_dup_path (library, id);
  g_autofree char *room = g_build_filename (path, SMITH_AUTHORITY_FOLDER_ISSUED, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_issued_file_free);
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_SHARED, cancellable, error);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (lock == NULL)
    return NULL;
  dir = g_dir_open (room, 0, &reason);
  if (dir == NULL && !g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (*name != '.' && g_str_has_suffix (name, ".pem"))
        g_ptr_array_add (files, read_issued_file (room, name));
    }

  return g_steal_pointer (&files);
}

static void
set_not_saved (GError     **error,
               const char  *reason)
{
  g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
               /* Translators: the reason as a sentence of its own. */
               _("Nothing was changed, because it could not be saved. %s"), reason);
}

/* Under the exclusive lock of the caller. @known: a file of this serial number is no error. */
static gboolean
write_issued (const char        *path,
              SmithCertificate  *certificate,
              gboolean           known,
              GError           **error)
{
  g_autofree char *room = g_build_filename (path, SMITH_AUTHORITY_FOLDER_ISSUED, NULL);
  g_autofree char *serial = smith_authority_dup_serial (certificate);
  g_autofree char *name = g_strconcat (serial, ".pem", NULL);
  g_autofree char *file = g_build_filename (room, name, NULL);
  const char *pem = smith_certificate_get_pem (certificate);
  g_autoptr (GError) reason = NULL;
  GStatBuf info;

  if (g_mkdir (room, 0700) != 0 && errno != EEXIST)
    {
      set_not_saved (error, smith_file_describe_errno (errno));
      return FALSE;
    }
  /* Chance never gives a number twice; what was issued is never overwritten all the same. */
  if (g_lstat (file, &info) == 0)
    {
      if (known)
        return TRUE;
      set_not_saved (error, _("There is a certificate with this serial number already."));
      return FALSE;
    }
  if (!smith_file_sync_directory (path, &reason) ||
      !smith_file_write (file, pem, strlen (pem), PUBLIC_MODE, &reason))
    {
      set_not_saved (error, reason->message);
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_authority_folder_add_issued:
 * @certificate: what was signed; nobody has it yet
 *
 * Returns: whether it is among the issued ones, on the disk
 */
gboolean
smith_authority_folder_add_issued (const char        *library,
                                   const char        *id,
                                   SmithCertificate  *certificate,
                                   GCancellable      *cancellable,
                                   GError           **error)
{
  g_autofree char *path = smith_identity_folder_dup_path (library, id);
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);

  if (lock == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !write_issued (path, certificate, FALSE, error))
    return FALSE;
  smith_lock_touch (lock);

  return TRUE;
}

static gboolean
check_restore (const SmithRevocation  *revocation,
               GError                **error)
{
  /* RFC 5280, 5.3.1: what was told to the world stays revoked, unless it was on hold. */
  if (revocation == NULL || !revocation->published || revocation->reason == SMITH_REVOCATION_REASON_CERTIFICATE_HOLD)
    return TRUE;
  g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                       _("The revocation list with this certificate was exported: what others know of stays revoked. "
                         "Issue a new certificate."));

  return FALSE;
}

static gboolean
apply_change (SmithAuthorityRecords        *records,
              const SmithAuthorityChange   *change,
              GError                      **error)
{
  SmithRevocation *revocation = change->serial != NULL ? g_hash_table_lookup (records->revocations, change->serial) : NULL;
  GHashTableIter iter;
  gpointer value;

  switch (change->kind)
    {
    case SMITH_AUTHORITY_CHANGE_REVOKE:
      if (revocation == NULL)
        {
          revocation = g_new0 (SmithRevocation, 1);
          revocation->date = g_date_time_new_now_utc ();
          g_hash_table_insert (records->revocations, g_strdup (change->serial), revocation);
        }
      revocation->reason = change->reason;
      break;
    case SMITH_AUTHORITY_CHANGE_RESTORE:
      if (!check_restore (revocation, error))
        return FALSE;
      g_hash_table_remove (records->revocations, change->serial);
      break;
    case SMITH_AUTHORITY_CHANGE_PUBLISH:
      g_hash_table_iter_init (&iter, records->revocations);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        ((SmithRevocation *) value)->published = TRUE;
      g_free (records->export_uri);
      records->export_uri = g_strdup (change->export_uri);
      break;
    case SMITH_AUTHORITY_CHANGE_CRL_DAYS:
      records->crl_days = change->crl_days;
      break;
    case SMITH_AUTHORITY_CHANGE_ADDRESSES:
      g_clear_pointer (&records->addresses, smith_extensions_free);
      records->addresses = smith_extensions_copy (change->addresses);
      break;
    case SMITH_AUTHORITY_CHANGE_RENEW:
    default:
      break;
    }

  return TRUE;
}

static SmithCrl *
sign_crl (SmithAuthorityRecords       *records,
          const SmithAuthorityChange  *change,
          GError                     **error)
{
  g_autoptr (SmithCrlBuilder) builder = smith_crl_builder_new (change->issuer);
  GHashTableIter iter;
  gpointer serial, value;

  smith_crl_builder_set_number (builder, records->crl_number + 1);
  smith_crl_builder_set_next_update (builder, records->crl_days);
  g_hash_table_iter_init (&iter, records->revocations);
  while (g_hash_table_iter_next (&iter, &serial, &value))
    {
      SmithRevocation *revocation = value;

      if (!smith_crl_builder_add (builder, serial, revocation->date, revocation->reason, error))
        return NULL;
    }

  return smith_crl_builder_sign (builder, change->key, error);
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

/* A list that cannot be read goes aside, not away. */
static gboolean
keep_damaged_crl (SmithTransaction  *transaction,
                  const char        *path,
                  GError           **error)
{
  g_autofree char *current = smith_transaction_find (path, SMITH_AUTHORITY_FILE_CRL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *name = NULL;

  if (current == NULL)
    return TRUE;
  bytes = smith_file_read (current, SMITH_IDENTITY_MAX_SIZE, error);
  if (bytes == NULL)
    return FALSE;
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  name = g_strdup_printf ("crl-damaged-%.12s.pem", sum);

  return smith_transaction_put (transaction, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                PUBLIC_MODE, error);
}

static gboolean
write_change (const char             *path,
              SmithAuthorityRecords  *records,
              SmithCrl               *crl,
              GCancellable           *cancellable,
              GError                **error)
{
  g_autoptr (SmithTransaction) transaction = smith_transaction_begin (path, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *current = NULL;
  g_autofree char *text = NULL;

  if (transaction == NULL)
    return FALSE;
  /* What other programs, or a later version, have put into the file stays in it. */
  current = read_text (path, SMITH_AUTHORITY_FILE_REVOCATIONS, NULL);
  if (current != NULL)
    g_key_file_load_from_data (file, current, strlen (current), G_KEY_FILE_KEEP_COMMENTS, NULL);
  write_revocations (records, file);
  text = g_key_file_to_data (file, NULL, NULL);
  if (!smith_transaction_put (transaction, SMITH_AUTHORITY_FILE_REVOCATIONS, text, strlen (text), PUBLIC_MODE, error))
    return FALSE;
  if (crl != NULL &&
      ((records->crl == NULL && !keep_damaged_crl (transaction, path, error)) ||
       !smith_transaction_put (transaction, SMITH_AUTHORITY_FILE_CRL, smith_crl_get_pem (crl),
                               strlen (smith_crl_get_pem (crl)), PUBLIC_MODE, error)))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return smith_transaction_commit (transaction, error);
}

/**
 * smith_authority_folder_change:
 * @change: what changes; what needs a new list needs the key
 *
 * What is there is read from the disk first, so that a change that another process made is not undone.
 * Revocations and list are on the disk together after this, or nothing has changed.
 *
 * Returns: (transfer full): the records as they are now
 */
SmithAuthorityRecords *
smith_authority_folder_change (const char                  *library,
                               const char                  *id,
                               const SmithAuthorityChange  *change,
                               GCancellable                *cancellable,
                               GError                     **error)
{
  g_autofree char *path = smith_identity_folder_dup_path (library, id);
  g_autoptr (SmithAuthorityRecords) records = NULL;
  g_autoptr (SmithCrl) crl = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);

  if (lock == NULL)
    return NULL;
  records = read_records (path);
  if (records->locked)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED, records->problem);
      return NULL;
    }
  if (!apply_change (records, change, error))
    return NULL;
  if (change->key != NULL)
    {
      crl = sign_crl (records, change, error);
      if (crl == NULL)
        return NULL;
      records->crl_number++;
    }
  if (change->certificate != NULL && !write_issued (path, change->certificate, TRUE, error))
    return NULL;
  if (!write_change (path, records, crl, cancellable, &reason))
    {
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        set_not_saved (error, reason->message);
      return NULL;
    }
  smith_lock_touch (lock);

  return read_records (path);
}
