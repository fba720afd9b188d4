/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-writer-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-file.h"
#include "smith-identity-history-private.h"
#include "smith-identity-reader-private.h"
#include "smith-library.h"
#include "smith-transaction.h"

/**
 * smith-identity-writer:
 *
 * From a #SmithIdentityEdit to the files of a folder, in one #SmithTransaction. A private key is read
 * back before it counts; a certificate that is replaced, and a file that was damaged, stay in the
 * folder under another name.
 */

#define PRIVATE_MODE 0600
#define PUBLIC_MODE 0644

/* Asks the disk, not memory, whether the key that is about to count can be opened again. */
static gboolean
verify_written_key (SmithTransaction  *transaction,
                    SmithKey          *key,
                    SmithSecret       *passphrase,
                    GError           **error)
{
  g_autofree char *path = smith_transaction_dup_path (transaction, SMITH_IDENTITY_FILE_PRIVATE_KEY);
  g_autoptr (SmithSecret) pem = smith_file_read_secret (path, SMITH_IDENTITY_MAX_SIZE, error);
  g_autoptr (SmithKey) read_back = NULL;

  if (pem == NULL)
    return FALSE;
  read_back = smith_key_new_from_pem (pem, passphrase, error);
  if (read_back == NULL)
    return FALSE;
  if (!smith_public_key_equal (smith_key_get_public_key (read_back), smith_key_get_public_key (key)))
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("The private key that was read back is another one. The disk may be faulty."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
put_text (SmithTransaction  *transaction,
          const char        *name,
          const char        *text,
          GError           **error)
{
  return smith_transaction_put (transaction, name, text, strlen (text), PUBLIC_MODE, error);
}

static char *
join_chain (GPtrArray *chain)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; chain != NULL && i < chain->len; i++)
    g_string_append (text, smith_certificate_get_pem (g_ptr_array_index (chain, i)));

  return g_string_free (text, FALSE);
}

static gboolean
has_content (const char *file,
             const void *data,
             gsize       size)
{
  g_autoptr (SmithSecret) expected = smith_secret_new (data, size);
  g_autoptr (SmithSecret) found = smith_file_read_secret (file, SMITH_IDENTITY_MAX_SIZE, NULL);

  return found != NULL && smith_secret_equal (found, expected);
}

/* Under a name that nothing in the folder has: "certificate-20270303-01ab.pem". What was put aside
 * today already, because somebody went back and forth, is not put aside again. */
static gboolean
put_aside (SmithTransaction  *transaction,
           const char        *path,
           const char        *stem,
           const char        *mark,
           const void        *data,
           gsize              size,
           int                mode,
           GError           **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = g_date_time_format (now, "%Y%m%d");

  for (guint i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s-%s-%s.pem", stem, day, mark)
                                     : g_strdup_printf ("%s-%s-%s-%u.pem", stem, day, mark, i);
      g_autofree char *found = smith_transaction_find (path, name);

      if (found == NULL)
        return smith_transaction_put (transaction, name, data, size, mode, error);
      if (has_content (found, data, size))
        return TRUE;
    }
}

/* Keeps a damaged file under another name before it is replaced. */
static gboolean
keep_damaged (SmithTransaction  *transaction,
              const char        *path,
              const char        *name,
              const char        *stem,
              GError           **error)
{
  g_autofree char *current = smith_transaction_find (path, name);
  g_autoptr (SmithSecret) content = NULL;
  gboolean is_key = g_str_equal (name, SMITH_IDENTITY_FILE_PRIVATE_KEY);

  if (current == NULL)
    return TRUE;
  content = smith_file_read_secret (current, SMITH_IDENTITY_MAX_SIZE, error);
  if (content == NULL)
    return FALSE;

  return put_aside (transaction, path, stem, "damaged", smith_secret_get_data (content), smith_secret_get_size (content),
                    is_key ? PRIVATE_MODE : PUBLIC_MODE, error);
}

static gboolean
put_key (SmithTransaction         *transaction,
         const char               *path,
         const SmithIdentityEdit  *edit,
         const SmithIdentityData  *before,
         GError                  **error)
{
  g_autoptr (SmithSecret) pem = smith_key_to_pem (edit->key, edit->passphrase, error);

  if (pem == NULL)
    return FALSE;
  if ((before->damage & SMITH_IDENTITY_PART_PRIVATE_KEY) &&
      !keep_damaged (transaction, path, SMITH_IDENTITY_FILE_PRIVATE_KEY, "private-key", error))
    return FALSE;

  return smith_transaction_put (transaction, SMITH_IDENTITY_FILE_PRIVATE_KEY, smith_secret_get_data (pem),
                                smith_secret_get_size (pem), PRIVATE_MODE, error) &&
         put_text (transaction, SMITH_IDENTITY_FILE_PUBLIC_KEY,
                   smith_public_key_get_pem (smith_key_get_public_key (edit->key)), error) &&
         verify_written_key (transaction, edit->key, edit->passphrase, error);
}

/* The certificate that goes, with its chain, under its day and serial number. */
static gboolean
keep_replaced (SmithTransaction  *transaction,
               const char        *path,
               SmithCertificate  *certificate,
               GPtrArray         *chain,
               GError           **error)
{
  g_autofree char *links = join_chain (chain);
  g_autofree char *text = g_strconcat (smith_certificate_get_pem (certificate), links, NULL);
  g_autofree char *mark = g_strndup (smith_certificate_get_serial (certificate), 32);

  g_strcanon (mark, "0123456789abcdefABCDEF", '-');

  return put_aside (transaction, path, "certificate", mark, text, strlen (text), PUBLIC_MODE, error);
}

static gboolean
put_or_remove (SmithTransaction  *transaction,
               const char        *name,
               const char        *text,
               GError           **error)
{
  if (text != NULL && *text != '\0')
    return put_text (transaction, name, text, error);

  return smith_transaction_remove (transaction, name, error);
}

static gboolean
put_request (SmithTransaction         *transaction,
             const char               *path,
             const SmithIdentityEdit  *edit,
             const SmithIdentityData  *before,
             GError                  **error)
{
  if ((before->damage & SMITH_IDENTITY_PART_REQUEST) &&
      !keep_damaged (transaction, path, SMITH_IDENTITY_FILE_REQUEST, "request", error))
    return FALSE;

  return put_or_remove (transaction, SMITH_IDENTITY_FILE_REQUEST,
                        edit->request != NULL ? smith_request_get_pem (edit->request) : NULL, error);
}

static gboolean
put_certificate (SmithTransaction             *transaction,
                 const char                   *path,
                 const SmithIdentityEdit      *edit,
                 const SmithIdentityData      *before,
                 const SmithIdentityContents  *contents,
                 GError                      **error)
{
  g_autofree char *chain = join_chain (edit->chain);
  gboolean replaced = contents->certificate != NULL &&
                      (edit->certificate == NULL || !smith_certificate_equal (contents->certificate, edit->certificate));

  if (replaced && !keep_replaced (transaction, path, contents->certificate, contents->chain, error))
    return FALSE;
  if (contents->certificate == NULL && (before->damage & SMITH_IDENTITY_PART_CERTIFICATE) &&
      !keep_damaged (transaction, path, SMITH_IDENTITY_FILE_CERTIFICATE, "certificate", error))
    return FALSE;
  if ((before->damage & SMITH_IDENTITY_PART_CHAIN) &&
      !keep_damaged (transaction, path, SMITH_IDENTITY_FILE_CHAIN, "chain", error))
    return FALSE;

  return put_or_remove (transaction, SMITH_IDENTITY_FILE_CERTIFICATE,
                        edit->certificate != NULL ? smith_certificate_get_pem (edit->certificate) : NULL, error) &&
         put_or_remove (transaction, SMITH_IDENTITY_FILE_CHAIN, chain, error);
}

/* A newer certificate of a key that was replaced puts the one before it aside; one that is taken back goes. */
static gboolean
put_former_certificate (SmithTransaction             *transaction,
                        const char                   *path,
                        const SmithIdentityEdit      *edit,
                        const SmithIdentityData      *before,
                        const SmithIdentityContents  *contents,
                        GError                      **error)
{
  g_autofree char *name = smith_identity_history_dup_name (edit->former, SMITH_IDENTITY_FILE_CERTIFICATE);
  g_autofree char *chain_name = smith_identity_history_dup_name (edit->former, SMITH_IDENTITY_FILE_CHAIN);
  g_autofree char *chain = join_chain (edit->chain);
  SmithCertificate *certificate = edit->certificate;

  if (certificate != NULL && contents->certificate != NULL &&
      !smith_certificate_equal (certificate, contents->certificate) &&
      g_date_time_compare (smith_certificate_get_not_before (certificate),
                           smith_certificate_get_not_before (contents->certificate)) >= 0 &&
      !keep_replaced (transaction, path, contents->certificate, contents->chain, error))
    return FALSE;
  if ((before->damage & SMITH_IDENTITY_PART_CERTIFICATE) &&
      !keep_damaged (transaction, path, name, "certificate", error))
    return FALSE;
  if ((before->damage & SMITH_IDENTITY_PART_CHAIN) && !keep_damaged (transaction, path, chain_name, "chain", error))
    return FALSE;

  return put_or_remove (transaction, name, certificate != NULL ? smith_certificate_get_pem (certificate) : NULL, error) &&
         put_or_remove (transaction, chain_name, chain, error);
}

/* What a key that was replaced had asked for before: in the history nothing is lost but by an undo. */
static gboolean
put_former_request (SmithTransaction             *transaction,
                    const char                   *path,
                    const SmithIdentityEdit      *edit,
                    const SmithIdentityData      *before,
                    const SmithIdentityContents  *contents,
                    GError                      **error)
{
  g_autofree char *name = smith_identity_history_dup_name (edit->former, SMITH_IDENTITY_FILE_REQUEST);
  const char *text = edit->request != NULL ? smith_request_get_pem (edit->request) : NULL;
  const char *replaced = contents->request != NULL ? smith_request_get_pem (contents->request) : NULL;

  if ((before->damage & SMITH_IDENTITY_PART_REQUEST) && !keep_damaged (transaction, path, name, "request", error))
    return FALSE;
  if (text != NULL && replaced != NULL && g_strcmp0 (text, replaced) != 0 &&
      !put_aside (transaction, path, "request", "former", replaced, strlen (replaced), PUBLIC_MODE, error))
    return FALSE;

  return put_or_remove (transaction, name, text, error);
}

static gboolean
is_of_key (const SmithIdentityData *data,
           SmithPublicKey          *key)
{
  return g_strcmp0 (data->pin, smith_public_key_get_spki_sha256 (key)) == 0;
}

static gboolean
put_former (SmithTransaction         *transaction,
            const char               *path,
            const SmithIdentityEdit  *edit,
            GError                  **error)
{
  g_autofree char *folder = g_build_filename (path, SMITH_IDENTITY_HISTORY, edit->former, NULL);
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithIdentityData) before = smith_identity_reader_read_former (folder, edit->former, &contents);

  if (!before->has_key ||
      (edit->certificate != NULL && !is_of_key (before, smith_certificate_get_public_key (edit->certificate))) ||
      (edit->request != NULL && !is_of_key (before, smith_request_get_public_key (edit->request))))
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY,
                           _("The former private key is not there any more: another window or program moved it."));
      return FALSE;
    }
  if ((edit->what & SMITH_IDENTITY_EDIT_FORMER_CERTIFICATE) &&
      !put_former_certificate (transaction, path, edit, before, &contents, error))
    return FALSE;

  return !(edit->what & SMITH_IDENTITY_EDIT_FORMER_REQUEST) ||
         put_former_request (transaction, path, edit, before, &contents, error);
}

static void
write_date (GKeyFile   *file,
            const char *key,
            GDateTime  *date)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (date);
  g_autofree char *text = g_date_time_format_iso8601 (utc);

  g_key_file_set_string (file, SMITH_IDENTITY_GROUP, key, text);
}

/* What other programs, or a later version, have put into the file stays in it. */
static gboolean
put_ini (SmithTransaction         *transaction,
         const char               *path,
         const SmithIdentityEdit  *edit,
         const SmithIdentityData  *before,
         GError                  **error)
{
  g_autofree char *current = smith_transaction_find (path, SMITH_IDENTITY_FILE_INI);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = NULL;

  if (current != NULL)
    g_key_file_load_from_file (file, current, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
  g_key_file_set_string (file, SMITH_IDENTITY_GROUP, "name",
                         edit->what & SMITH_IDENTITY_EDIT_NAME ? edit->name : before->name);
  if (!g_key_file_has_key (file, SMITH_IDENTITY_GROUP, "created", NULL))
    write_date (file, "created", now);
  if (edit->what & (SMITH_IDENTITY_EDIT_KEY | SMITH_IDENTITY_EDIT_BRING_BACK))
    write_date (file, "key-created", edit->key_created_at != NULL ? edit->key_created_at : now);
  /* Until now the date of the file told it, which is another one from here on. */
  else if ((edit->what & SMITH_IDENTITY_EDIT_PASSPHRASE) && before->key_created_at != NULL)
    write_date (file, "key-created", before->key_created_at);
  if (edit->what & SMITH_IDENTITY_EDIT_UPLOAD)
    smith_upload_record_write (edit->upload, file);
  text = g_key_file_to_data (file, NULL, NULL);

  return put_text (transaction, SMITH_IDENTITY_FILE_INI, text, error);
}

/**
 * smith_identity_writer_write:
 * @path: (type filename): the folder of the identity, with the writer's lock held
 * @edit: what changes; checked by smith_identity_edit_check()
 * @before: the identity as it is on disk
 * @contents: what it holds
 *
 * Returns: whether all of @edit is on disk; if not, nothing of it is
 */
gboolean
smith_identity_writer_write (const char                   *path,
                             const SmithIdentityEdit      *edit,
                             const SmithIdentityData      *before,
                             const SmithIdentityContents  *contents,
                             GCancellable                 *cancellable,
                             GError                      **error)
{
  g_autoptr (SmithTransaction) transaction = smith_transaction_begin (path, error);

  if (transaction == NULL)
    return FALSE;
  if ((edit->what & SMITH_IDENTITY_EDIT_REPLACE) &&
      !smith_identity_history_put (transaction, path, before, error))
    return FALSE;
  if ((edit->what & SMITH_IDENTITY_EDIT_BRING_BACK) &&
      !smith_identity_history_bring_back (transaction, path, edit->former, before, error))
    return FALSE;
  if ((edit->what & (SMITH_IDENTITY_EDIT_KEY | SMITH_IDENTITY_EDIT_PASSPHRASE)) &&
      !put_key (transaction, path, edit, before, error))
    return FALSE;
  if ((edit->what & SMITH_IDENTITY_EDIT_PUBLIC_KEY) &&
      !put_text (transaction, SMITH_IDENTITY_FILE_PUBLIC_KEY,
                 smith_public_key_get_pem (smith_key_get_public_key (edit->key)), error))
    return FALSE;
  if ((edit->what & SMITH_IDENTITY_EDIT_REQUEST) && !put_request (transaction, path, edit, before, error))
    return FALSE;
  if ((edit->what & SMITH_IDENTITY_EDIT_CERTIFICATE) &&
      !put_certificate (transaction, path, edit, before, contents, error))
    return FALSE;
  if ((edit->what & (SMITH_IDENTITY_EDIT_NAME | SMITH_IDENTITY_EDIT_KEY | SMITH_IDENTITY_EDIT_PASSPHRASE |
                     SMITH_IDENTITY_EDIT_UPLOAD | SMITH_IDENTITY_EDIT_BRING_BACK)) &&
      !put_ini (transaction, path, edit, before, error))
    return FALSE;
  if ((edit->what & (SMITH_IDENTITY_EDIT_FORMER_CERTIFICATE | SMITH_IDENTITY_EDIT_FORMER_REQUEST)) &&
      !put_former (transaction, path, edit, error))
    return FALSE;
  /* The last moment at which nothing has happened yet. */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return smith_transaction_commit (transaction, error);
}
