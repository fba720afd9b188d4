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

#include "smith-authority-records-private.h"
#include "smith-file.h"
#include "smith-identity-folder.h"
#include "smith-identity-reader-private.h"
#include "smith-library.h"
#include "smith-transaction.h"

/**
 * smith-authority-folder:
 *
 * The files of an authority. A certificate is issued once its file is on the disk, under its serial
 * number, and never removed by the program. The revocations and the list that is made of them change in one
 * transaction. Nothing is written over what cannot be read.
 */

#define PUBLIC_MODE 0644

void
smith_issued_file_free (SmithIssuedFile *self)
{
  g_free (self->name);
  g_clear_object (&self->certificate);
  g_free (self->problem);
  g_free (self);
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
  records = smith_authority_records_read (path);
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

  return lock != NULL ? smith_authority_records_read (path) : NULL;
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
  g_autofree char *text = NULL;

  if (transaction == NULL)
    return FALSE;
  text = smith_authority_records_dup_text (records, path);
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
  records = smith_authority_records_read (path);
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

  return smith_authority_records_read (path);
}
