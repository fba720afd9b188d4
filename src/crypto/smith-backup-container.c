/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup-container.h"

#include <string.h>

#include <archive.h>
#include <archive_entry.h>
#include <openssl/cms.h>

#include <glib/gi18n.h>

#include "smith-backup-container-private.h"
#include "smith-crypto-error-private.h"
#include "smith-openssl-private.h"

/*
 * Many files as one that is encrypted and cannot be changed unnoticed: a TAR archive in CMS authenticated-enveloped
 * data (RFC 5083) with AES-256-GCM (RFC 5084), for one recipient who has a password (RFC 5652, 6.2.4). Other
 * programs open it as well:
 *
 *     openssl cms -decrypt -binary -inform DER -in FILE -pwri_password PASSPHRASE | tar -x
 *
 * What is not encrypted is in memory only, which is wiped.
 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)

/* OWASP's figure for PBKDF2-HMAC-SHA1 (Password Storage Cheat Sheet, 2023), which is the function that OpenSSL
 * writes here: half a second or more. */
guint smith_backup_container_rounds = 1300000;

#define MAX_ENTRIES 1000000
#define FIRST_CAPACITY ((gsize) 64 * 1024)
#define TYPE_PREFIX "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"

/* Grows without leaving copies behind. */
typedef struct
{
  guint8 *data;
  gsize   size;
  gsize   capacity;
} Buffer;

static void
free_buffer (gpointer data)
{
  Buffer *buffer = data;

  if (buffer->data != NULL)
    smith_secret_wipe (buffer->data, buffer->capacity);
  g_free (buffer->data);
  g_free (buffer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Buffer, free_buffer)

static void
append_to_buffer (Buffer     *buffer,
                  const void *data,
                  gsize       size)
{
  if (buffer->capacity - buffer->size < size)
    {
      gsize capacity = MAX (buffer->capacity * 2, buffer->size + size + FIRST_CAPACITY);
      guint8 *larger = g_malloc (capacity);

      if (buffer->data != NULL)
        {
          memcpy (larger, buffer->data, buffer->size);
          smith_secret_wipe (buffer->data, buffer->capacity);
          g_free (buffer->data);
        }
      buffer->data = larger;
      buffer->capacity = capacity;
    }
  memcpy (buffer->data + buffer->size, data, size);
  buffer->size += size;
}

/**
 * smith_backup_entry_new:
 * @name: relative, with slashes
 * @content: whoever makes it sees to it that its memory is wiped where it holds a key
 * @mode: permissions, such as 0600
 * @modified: seconds since the epoch
 *
 * Returns: (transfer full): a new entry
 */
SmithBackupEntry *
smith_backup_entry_new (const char *name,
                        GBytes     *content,
                        guint       mode,
                        gint64      modified)
{
  SmithBackupEntry *self = g_new0 (SmithBackupEntry, 1);

  self->name = g_strdup (name);
  self->content = g_bytes_ref (content);
  self->mode = mode & 0777;
  self->modified = modified;

  return self;
}

void
smith_backup_entry_free (SmithBackupEntry *self)
{
  g_free (self->name);
  g_bytes_unref (self->content);
  g_free (self);
}

static la_ssize_t
write_archive_cb (struct archive *archive,
                  void           *user_data,
                  const void     *data,
                  size_t          size)
{
  append_to_buffer (user_data, data, size);

  return (la_ssize_t) size;
}

static gboolean
write_entry (struct archive         *archive,
             const SmithBackupEntry *entry)
{
  struct archive_entry *head = archive_entry_new ();
  gsize size;
  const void *data = g_bytes_get_data (entry->content, &size);
  gboolean written;

  archive_entry_set_pathname_utf8 (head, entry->name);
  archive_entry_set_filetype (head, AE_IFREG);
  archive_entry_set_perm (head, (mode_t) entry->mode);
  archive_entry_set_mtime (head, (time_t) entry->modified, 0);
  archive_entry_set_size (head, (la_int64_t) size);
  written = archive_write_header (archive, head) == ARCHIVE_OK &&
            (size == 0 || archive_write_data (archive, data, size) == (la_ssize_t) size) &&
            archive_write_finish_entry (archive) == ARCHIVE_OK;
  archive_entry_free (head);

  return written;
}

static Buffer *
pack_entries (GPtrArray     *entries,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (Buffer) buffer = g_new0 (Buffer, 1);
  struct archive *archive = archive_write_new ();
  gboolean success;

  archive_write_set_format_pax_restricted (archive);
  /* Without buffers of its own, whose memory would not be wiped. */
  archive_write_set_bytes_per_block (archive, 0);
  success = archive_write_open (archive, buffer, NULL, write_archive_cb, NULL) == ARCHIVE_OK;
  for (guint i = 0; success && i < entries->len && !g_cancellable_is_cancelled (cancellable); i++)
    success = write_entry (archive, g_ptr_array_index (entries, i));
  success = success && archive_write_close (archive) == ARCHIVE_OK;
  archive_write_free (archive);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!success)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The files could not be put into one archive."));
      return NULL;
    }

  return g_steal_pointer (&buffer);
}

/* OpenSSL owns the password from then on, and frees it with the message, wiped (smith-openssl.c). */
static gboolean
add_password (CMS_ContentInfo *message,
              SmithSecret     *passphrase)
{
  gsize size = smith_secret_get_size (passphrase);
  unsigned char *copy = OPENSSL_memdup (smith_secret_get_data (passphrase), size);

  if (copy == NULL)
    return FALSE;
  /* The content's own cipher cannot wrap a key, so the cipher that does is named. */
  if (CMS_add0_recipient_password (message, (int) smith_backup_container_rounds, NID_id_alg_PWRI_KEK, NID_id_pbkdf2,
                                   copy, (ossl_ssize_t) size, (EVP_CIPHER *) EVP_aes_256_cbc ()) != NULL)
    return TRUE;
  OPENSSL_clear_free (copy, size);

  return FALSE;
}

/**
 * smith_backup_container_seal:
 * @entries: (element-type SmithBackupEntry): the files, in this order
 * @passphrase: what will open it; not empty
 * @cancellable: (nullable): gives up between two steps of about a second
 * @error: return location for a SMITH_CRYPTO_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Takes a second or more, so it belongs in a worker.
 *
 * Returns: (transfer full): the container, DER; NULL on error
 */
GBytes *
smith_backup_container_seal (GPtrArray     *entries,
                             SmithSecret   *passphrase,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autoptr (CMS_ContentInfo) message = NULL;
  g_autoptr (Buffer) archive = NULL;
  g_autoptr (BIO) plain = NULL;
  unsigned char *der = NULL;
  GBytes *bytes;
  int size;

  g_return_val_if_fail (entries != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL && smith_secret_get_size (passphrase) > 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  archive = pack_entries (entries, cancellable, error);
  if (archive == NULL)
    return NULL;
  if (archive->size > SMITH_BACKUP_MAX_SIZE)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_TOO_LARGE, _("The library is too large for one file."));
      return NULL;
    }

  plain = BIO_new_mem_buf (archive->data, (int) archive->size);
  message = CMS_encrypt (NULL, NULL, EVP_aes_256_gcm (), CMS_BINARY | CMS_PARTIAL | CMS_STREAM);
  if (message == NULL || !add_password (message, passphrase) ||
      CMS_final (message, plain, NULL, CMS_BINARY) != 1 ||
      (size = i2d_CMS_ContentInfo (message, &der)) <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The backup could not be encrypted."));
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      OPENSSL_free (der);
      return NULL;
    }
  bytes = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);
  smith_crypto_clear_queue ();

  return bytes;
}

/**
 * smith_backup_container_sniff:
 * @bytes: anything
 *
 * Returns: whether it begins as a container does, whole or not
 */
gboolean
smith_backup_container_sniff (GBytes *bytes)
{
  const unsigned char *content;
  const unsigned char *data;
  long length;
  int tag, class, flags;
  gsize size;

  g_return_val_if_fail (bytes != NULL, FALSE);

  data = content = g_bytes_get_data (bytes, &size);
  if (size < 32)
    return FALSE;
  flags = ASN1_get_object (&content, &length, &tag, &class, (long) size);
  smith_crypto_clear_queue ();

  return (flags & V_ASN1_CONSTRUCTED) != 0 && tag == V_ASN1_SEQUENCE && content > data &&
         (gsize) (content - data) + sizeof TYPE_PREFIX - 1 <= size &&
         memcmp (content, TYPE_PREFIX, sizeof TYPE_PREFIX - 1) == 0;
}

/* The tag is checked when the last byte was decrypted: nothing is looked at before. */
static Buffer *
decrypt_message (CMS_ContentInfo  *message,
                 SmithSecret      *passphrase,
                 GError          **error)
{
  g_autoptr (Buffer) buffer = g_new0 (Buffer, 1);
  g_autoptr (BIO) plain = BIO_new (BIO_s_secmem ());
  char *data = NULL;
  long size;

  if (CMS_decrypt_set1_password (message, (unsigned char *) smith_secret_get_data (passphrase),
                                 (ossl_ssize_t) smith_secret_get_size (passphrase)) != 1)
    {
      smith_crypto_clear_queue ();
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_WRONG,
                              _("The passphrase does not open the backup."));
      return NULL;
    }
  if (CMS_decrypt (message, NULL, NULL, NULL, plain, CMS_BINARY) != 1)
    {
      smith_crypto_clear_queue ();
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The backup was changed after it was written, or the disk damaged it: its check "
                                "value is wrong. Nothing was restored from it; use another copy."));
      return NULL;
    }
  size = BIO_get_mem_data (plain, &data);
  append_to_buffer (buffer, data, (gsize) MAX (size, 0));

  return g_steal_pointer (&buffer);
}

/* @left is what the archive may hold yet: a sparse file says that it is larger than it is. */
static SmithBackupEntry *
read_entry (struct archive       *archive,
            struct archive_entry *head,
            gsize                *left)
{
  const char *name = archive_entry_pathname_utf8 (head);
  la_int64_t size = archive_entry_size (head);
  g_autoptr (Buffer) buffer = NULL;
  g_autoptr (GBytes) content = NULL;

  if (name == NULL || size < 0 || (guint64) size > *left)
    return NULL;
  *left -= (gsize) size;
  buffer = g_new0 (Buffer, 1);
  buffer->capacity = (gsize) size + 1;
  buffer->data = g_malloc0 (buffer->capacity);
  if (archive_read_data (archive, buffer->data, (gsize) size) != size)
    return NULL;
  content = g_bytes_new_with_free_func (buffer->data, (gsize) size, free_buffer, buffer);
  buffer = NULL;

  return smith_backup_entry_new (name, content, archive_entry_perm (head), archive_entry_mtime (head));
}

static GPtrArray *
unpack_entries (const Buffer  *buffer,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_backup_entry_free);
  struct archive *archive = archive_read_new ();
  struct archive_entry *head = NULL;
  gsize left = buffer->size;
  int status;

  archive_read_support_format_tar (archive);
  status = archive_read_open_memory (archive, buffer->data, buffer->size);
  while (status == ARCHIVE_OK && !g_cancellable_is_cancelled (cancellable))
    {
      SmithBackupEntry *entry;

      status = archive_read_next_header (archive, &head);
      if (status != ARCHIVE_OK)
        break;
      /* Folders are made for what is in them; links have no business here. */
      if (archive_entry_filetype (head) != AE_IFREG || archive_entry_hardlink (head) != NULL)
        continue;
      entry = entries->len < MAX_ENTRIES ? read_entry (archive, head, &left) : NULL;
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
      else
        status = ARCHIVE_FATAL;
    }
  archive_read_free (archive);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (status != ARCHIVE_EOF)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("What is in the backup is not a TAR archive."));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

/**
 * smith_backup_container_open:
 * @container: what smith_backup_container_seal() made
 * @passphrase: what opens it
 * @cancellable: (nullable): gives up between two steps of about a second
 * @error: return location for a SMITH_CRYPTO_ERROR: %SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD where it is no container,
 *   %SMITH_CRYPTO_ERROR_PASSWORD_WRONG, %SMITH_CRYPTO_ERROR_DAMAGED where it is cut off or was changed,
 *   %SMITH_CRYPTO_ERROR_UNSUPPORTED where its passphrase would take too long to try; or %G_IO_ERROR_CANCELLED
 *
 * Takes a second or more, so it belongs in a worker. Nothing of it is handed out before all of it was checked.
 *
 * Returns: (transfer full) (element-type SmithBackupEntry): the files, in memory that is wiped; NULL on error
 */
GPtrArray *
smith_backup_container_open (GBytes        *container,
                             SmithSecret   *passphrase,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autoptr (CMS_ContentInfo) message = NULL;
  g_autoptr (Buffer) archive = NULL;
  const unsigned char *start, *position;
  gsize size;

  g_return_val_if_fail (container != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  start = position = g_bytes_get_data (container, &size);
  if (size > SMITH_BACKUP_MAX_SIZE)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_TOO_LARGE, _("It is too large for a backup."));
      return NULL;
    }
  if (!smith_backup_container_sniff (container))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD, _("It is not a backup of Chainsmith."));
      return NULL;
    }
  message = d2i_CMS_ContentInfo (NULL, &position, (long) size);
  if (message == NULL || position != start + size)
    {
      smith_crypto_clear_queue ();
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The backup is cut off or damaged. Nothing was restored from it; use another copy."));
      return NULL;
    }
  if (!smith_backup_container_is_affordable (start, size, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  archive = decrypt_message (message, passphrase, error);
  if (archive == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return unpack_entries (archive, cancellable, error);
}
