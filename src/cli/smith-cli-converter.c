/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli-converter.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "smith-crl.h"
#include "smith-file.h"

/*
 * Everything is collected first, because a key has no name of its own: it is called as the certificate or the
 * request that it belongs to.
 */
struct _SmithCliConverter
{
  /* Owned. */
  char       *folder;
  GPtrArray  *pieces;     /* Of SmithParsed. */
  GHashTable *known;      /* The fingerprints of those. */
  GHashTable *names;      /* By SPKI fingerprint. */
};

#define MAX_NAME 60
#define MAX_NUMBERS 1000

static const char *
find_extension (SmithParsed *parsed)
{
  if (smith_parsed_get_certificate (parsed) != NULL)
    return "certificate.pem";
  if (smith_parsed_get_request (parsed) != NULL)
    return "request.pem";
  if (smith_parsed_get_key (parsed) != NULL)
    return "key.pem";

  return "crl.pem";
}

/* What makes two pieces the same: the encoding, and for a key the public half. */
static char *
dup_fingerprint (SmithParsed *parsed)
{
  GBytes *der;

  if (smith_parsed_get_key (parsed) != NULL)
    {
      const char *pin = smith_public_key_get_spki_sha256 (smith_key_get_public_key (smith_parsed_get_key (parsed)));

      return g_compute_checksum_for_string (G_CHECKSUM_SHA256, pin, -1);
    }
  if (smith_parsed_get_certificate (parsed) != NULL)
    der = smith_certificate_get_der (smith_parsed_get_certificate (parsed));
  else if (smith_parsed_get_request (parsed) != NULL)
    der = smith_request_get_der (smith_parsed_get_request (parsed));
  else
    der = smith_crl_get_der (smith_parsed_get_crl (parsed));

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
}

static SmithPublicKey *
find_public_key (SmithParsed *parsed)
{
  if (smith_parsed_get_certificate (parsed) != NULL)
    return smith_certificate_get_public_key (smith_parsed_get_certificate (parsed));
  if (smith_parsed_get_request (parsed) != NULL)
    return smith_request_get_public_key (smith_parsed_get_request (parsed));
  if (smith_parsed_get_key (parsed) != NULL)
    return smith_key_get_public_key (smith_parsed_get_key (parsed));

  return NULL;
}

static const char *
find_title (SmithParsed *parsed)
{
  const char *title = "";

  if (smith_parsed_get_certificate (parsed) != NULL)
    title = smith_certificate_get_title (smith_parsed_get_certificate (parsed));
  else if (smith_parsed_get_request (parsed) != NULL)
    {
      SmithRequest *request = smith_parsed_get_request (parsed);
      g_autoptr (SmithAltName) first = g_list_model_get_item (smith_request_get_alt_names (request), 0);

      title = smith_name_get_display_name (smith_request_get_subject (request));
      /* The list keeps it alive. */
      if (*title == '\0' && first != NULL)
        title = smith_alt_name_get_value (first);
    }
  else if (smith_parsed_get_crl (parsed) != NULL)
    title = smith_name_get_display_name (smith_crl_get_issuer (smith_parsed_get_crl (parsed)));

  return title;
}

/* Letters and digits of any language; what means something to a shell or to a file system goes. */
static char *
make_file_name (const char *title)
{
  GString *name = g_string_new (NULL);
  const char *rest = title;

  if (g_str_has_prefix (rest, "*."))
    {
      g_string_append (name, "wildcard.");
      rest += 2;
    }
  for (const char *p = rest; *p != '\0' && name->len < MAX_NAME; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || ((c == '.' || c == '_' || c == '-') && name->len > 0))
        g_string_append_unichar (name, c);
      else if (name->len > 0 && name->str[name->len - 1] != '-')
        g_string_append_c (name, '-');
    }
  while (name->len > 0 && strchr ("-.", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);

  return g_string_free (name, FALSE);
}

/**
 * smith_cli_converter_new:
 * @folder: (type filename): where the files go; created with the first of them
 *
 * Returns: (transfer full): a new converter that holds nothing yet
 */
SmithCliConverter *
smith_cli_converter_new (const char *folder)
{
  SmithCliConverter *self = g_new0 (SmithCliConverter, 1);

  self->folder = g_strdup (folder);
  self->pieces = g_ptr_array_new_with_free_func (g_object_unref);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
smith_cli_converter_free (SmithCliConverter *self)
{
  g_free (self->folder);
  g_ptr_array_unref (self->pieces);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->names);
  g_free (self);
}

/**
 * smith_cli_converter_take:
 * @parsed: (transfer none): something that was found, not an error; left out where it was taken before
 */
void
smith_cli_converter_take (SmithCliConverter *self,
                          SmithParsed       *parsed)
{
  g_autofree char *fingerprint = dup_fingerprint (parsed);
  SmithPublicKey *key = find_public_key (parsed);
  g_autofree char *name = make_file_name (find_title (parsed));

  if (!g_hash_table_add (self->known, g_strconcat (find_extension (parsed), fingerprint, NULL)))
    return;
  g_ptr_array_add (self->pieces, g_object_ref (parsed));
  /* Certificates come before requests, whichever was found first. */
  if (key != NULL && *name != '\0' && smith_parsed_get_key (parsed) == NULL &&
      (smith_parsed_get_certificate (parsed) != NULL ||
       !g_hash_table_contains (self->names, smith_public_key_get_spki_sha256 (key))))
    g_hash_table_replace (self->names, g_strdup (smith_public_key_get_spki_sha256 (key)), g_steal_pointer (&name));
}

static char *
dup_name (SmithCliConverter *self,
          SmithParsed       *parsed,
          const char        *fingerprint)
{
  g_autofree char *name = make_file_name (find_title (parsed));
  SmithPublicKey *key = find_public_key (parsed);
  const char *known = key != NULL ? g_hash_table_lookup (self->names, smith_public_key_get_spki_sha256 (key)) : NULL;

  if (*name != '\0')
    return g_steal_pointer (&name);
  if (known != NULL)
    return g_strdup (known);

  return g_strndup (fingerprint, 16);
}

/* A key that was encrypted stays so, with the same password. */
static SmithSecret *
write_pem (SmithParsed  *parsed,
           GError      **error)
{
  SmithSecret *passphrase = smith_parsed_get_passphrase (parsed);

  if (smith_parsed_get_certificate (parsed) != NULL)
    return smith_secret_new_string (smith_certificate_get_pem (smith_parsed_get_certificate (parsed)));
  if (smith_parsed_get_request (parsed) != NULL)
    return smith_secret_new_string (smith_request_get_pem (smith_parsed_get_request (parsed)));
  if (smith_parsed_get_crl (parsed) != NULL)
    return smith_secret_new_string (smith_crl_get_pem (smith_parsed_get_crl (parsed)));
  if (passphrase != NULL && smith_secret_get_size (passphrase) == 0)
    passphrase = NULL;

  return smith_key_to_pem (smith_parsed_get_key (parsed), passphrase, error);
}

/* Whether @path already says the same: a second run has nothing to do. An encrypted key never looks the same
 * twice, so its public half counts. */
static gboolean
is_same (const char  *path,
         SmithParsed *parsed,
         SmithSecret *pem)
{
  g_autoptr (SmithSecret) there = smith_file_read_secret (path, SMITH_PARSER_MAX_SIZE, NULL);
  g_autoptr (SmithKey) key = NULL;

  if (there == NULL)
    return FALSE;
  if (smith_secret_equal (there, pem))
    return TRUE;
  if (smith_parsed_get_key (parsed) == NULL || smith_parsed_get_passphrase (parsed) == NULL)
    return FALSE;
  key = smith_key_new_from_pem (there, smith_parsed_get_passphrase (parsed), NULL);

  return key != NULL && smith_key_pem_is_encrypted (there) &&
         smith_public_key_equal (smith_key_get_public_key (key),
                                 smith_key_get_public_key (smith_parsed_get_key (parsed)));
}

/* Returns 0, or the errno. */
static int
write_whole (int          fd,
             SmithSecret *pem)
{
  const guint8 *data = smith_secret_get_data (pem);
  gsize size = smith_secret_get_size (pem);

  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      data += n;
      size -= (gsize) n;
    }

  return fsync (fd) == 0 || errno == EINVAL ? 0 : errno;
}

static gboolean
write_new (const char   *path,
           SmithSecret  *pem,
           int           mode,
           gboolean     *taken,
           GError      **error)
{
  /* Never over a file, never through a link; with its permissions from the first moment. */
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  int number = fd < 0 ? errno : 0;
  g_autofree char *name = NULL;

  *taken = number == EEXIST;
  if (*taken)
    return FALSE;
  if (fd >= 0)
    {
      number = write_whole (fd, pem);
      if (close (fd) != 0 && number == 0)
        number = errno;
      if (number == 0)
        return TRUE;
      unlink (path);
    }
  name = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               /* Translators: the file, then the reason as the end of a sentence. */
               _("“%s” could not be saved: %s."), name, smith_file_describe_errno (number));

  return FALSE;
}

static gboolean
write_piece (SmithCliConverter  *self,
             SmithParsed        *parsed,
             SmithCliWritten     written,
             gpointer            user_data,
             GError            **error)
{
  g_autofree char *fingerprint = dup_fingerprint (parsed);
  g_autofree char *name = dup_name (self, parsed, fingerprint);
  g_autoptr (SmithSecret) pem = write_pem (parsed, error);
  int mode = smith_parsed_get_key (parsed) != NULL ? 0600 : 0644;

  if (pem == NULL)
    return FALSE;

  /* By its name; then with its fingerprint; then with a number. */
  for (guint i = 0; i < MAX_NUMBERS; i++)
    {
      g_autofree char *number = i < 2 ? g_strdup ("") : g_strdup_printf (".%u", i);
      g_autofree char *base = g_strdup_printf ("%s%s%.*s%s.%s", name, i > 0 ? "." : "", i > 0 ? 8 : 0, fingerprint,
                                               number, find_extension (parsed));
      g_autofree char *path = g_build_filename (self->folder, base, NULL);
      gboolean taken = FALSE;
      gboolean same;

      if (write_new (path, pem, mode, &taken, error))
        {
          written (path, FALSE, user_data);
          return TRUE;
        }
      if (!taken)
        return FALSE;
      same = is_same (path, parsed, pem);
      if (same)
        {
          written (path, TRUE, user_data);
          return TRUE;
        }
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("There are too many files of that name already: “%s”."), name);

  return FALSE;
}

/**
 * smith_cli_converter_write:
 * @written: (scope call): told of each file
 * @user_data: for @written
 * @error: return location for an error of G_IO_ERROR or SMITH_CRYPTO_ERROR
 *
 * Writes everything that was taken: keys as PKCS#8 with permissions 0600, encrypted where they were.
 *
 * Returns: whether all of it is safe on the disk; what was told of is, in any case
 */
gboolean
smith_cli_converter_write (SmithCliConverter  *self,
                           SmithCliWritten     written,
                           gpointer            user_data,
                           GError            **error)
{
  if (self->pieces->len == 0)
    return TRUE;
  if (g_mkdir_with_parents (self->folder, 0755) != 0)
    {
      int number = errno;
      g_autofree char *name = g_filename_display_name (self->folder);

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
                   /* Translators: a folder, then the reason as the end of a sentence. */
                   _("The folder “%s” could not be created: %s."), name, smith_file_describe_errno (number));
      return FALSE;
    }
  for (guint i = 0; i < self->pieces->len; i++)
    if (!write_piece (self, g_ptr_array_index (self->pieces, i), written, user_data, error))
      return FALSE;

  return smith_file_sync_directory (self->folder, error);
}
