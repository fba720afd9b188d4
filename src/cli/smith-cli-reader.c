/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "smith-cli-interaction.h"
#include "smith-crypto-error.h"
#include "smith-file.h"

/*
 * From the names on the command line to what the parser finds in them. A folder stands for the files in it
 * and in its folders; what cannot be read is told and does not stop the rest.
 */

#define FIRST_CAPACITY ((gsize) 64 * 1024)
#define MAX_DEPTH 16

typedef struct
{
  GTlsInteraction *interaction;
  SmithCliVisit    visit;
  gpointer         user_data;
  gboolean         understood;
} Reading;

typedef struct
{
  guint8 *data;
  gsize   size;
  gsize   capacity;
} Buffer;

/* There may be a private key in what was read. */
static void
wipe_buffer (gpointer data)
{
  Buffer *buffer = data;

  smith_secret_wipe (buffer->data, buffer->capacity);
  g_free (buffer->data);
  g_free (buffer);
}

static void
grow_buffer (Buffer *buffer)
{
  gsize capacity = MIN (buffer->capacity * 4, (gsize) SMITH_PARSER_MAX_SIZE + 1);
  guint8 *data = g_malloc (capacity);

  memcpy (data, buffer->data, buffer->size);
  smith_secret_wipe (buffer->data, buffer->capacity);
  g_free (buffer->data);
  buffer->data = data;
  buffer->capacity = capacity;
}

static void
tell_error (Reading      *reading,
            const char   *name,
            const GError *error)
{
  reading->understood = FALSE;
  reading->visit (name, NULL, error, reading->user_data);
}

static void
set_error (GError **error,
           int      number)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               /* Translators: the reason as the end of a sentence. */
               _("It could not be read: %s."), smith_file_describe_errno (number));
}

/* Pipes too: the standard input often is one, and shells make them of commands. */
static GBytes *
read_fd (int      fd,
         GError **error)
{
  Buffer *buffer = g_new0 (Buffer, 1);

  buffer->capacity = FIRST_CAPACITY;
  buffer->data = g_malloc (buffer->capacity);
  for (;;)
    {
      gssize n = read (fd, buffer->data + buffer->size, buffer->capacity - buffer->size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_error (error, errno);
          break;
        }
      if (n == 0)
        return g_bytes_new_with_free_func (buffer->data, buffer->size, wipe_buffer, buffer);
      buffer->size += (gsize) n;
      if (buffer->size > SMITH_PARSER_MAX_SIZE)
        {
          g_autofree char *limit = g_format_size_full (SMITH_PARSER_MAX_SIZE, G_FORMAT_SIZE_IEC_UNITS);

          g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       /* Translators: a size such as "64 MiB" */
                       _("It is larger than %s, and was not read for that reason."), limit);
          break;
        }
      if (buffer->size == buffer->capacity)
        grow_buffer (buffer);
    }
  wipe_buffer (buffer);

  return NULL;
}

/* The parser says that no password was given when nobody knows another one: who gave some is told otherwise. */
static GError *
dup_reason (Reading      *reading,
            const GError *error)
{
  if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED) &&
      SMITH_IS_CLI_INTERACTION (reading->interaction) &&
      smith_cli_interaction_take_refusal (SMITH_CLI_INTERACTION (reading->interaction)))
    return g_error_new_literal (SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG,
                                _("It is encrypted, and none of the passwords opens it."));

  return error != NULL ? g_error_copy (error) : NULL;
}

static void
parse_bytes (Reading    *reading,
             const char *name,
             GBytes     *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) results = smith_parser_parse (bytes, name, reading->interaction, NULL, &error);
  guint n = results != NULL ? g_list_model_get_n_items (results) : 0;

  if (results == NULL)
    tell_error (reading, name, error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, i);
      g_autoptr (GError) reason = dup_reason (reading, smith_parsed_get_error (parsed));

      if (reason != NULL)
        reading->understood = FALSE;
      reading->visit (smith_parsed_get_source (parsed), parsed, reason, reading->user_data);
    }
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void read_path (Reading    *reading,
                       const char *path,
                       guint       depth);

/* In the order of their names, whatever the file system's is. */
static void
read_folder (Reading    *reading,
             const char *path,
             guint       depth)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  const char *child;

  errno = 0;
  folder = depth < MAX_DEPTH ? g_dir_open (path, 0, NULL) : NULL;
  if (folder == NULL)
    {
      set_error (&error, depth < MAX_DEPTH ? errno : ELOOP);
      tell_error (reading, name, error);
      return;
    }
  while ((child = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (child));
  g_ptr_array_sort (names, compare_names);
  if (names->len == 0)
    {
      g_set_error_literal (&error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD, _("The folder is empty."));
      tell_error (reading, name, error);
    }
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child_path = g_build_filename (path, g_ptr_array_index (names, i), NULL);

      read_path (reading, child_path, depth + 1);
    }
}

static void
read_path (Reading    *reading,
           const char *path,
           guint       depth)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  struct stat info;
  /* In a folder that was named as a whole a pipe is found by accident, and would be waited for without end. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (depth > 0 ? O_NONBLOCK : 0));

  if (fd < 0 || fstat (fd, &info) != 0)
    set_error (&error, errno);
  else if (S_ISDIR (info.st_mode))
    {
      close (fd);
      read_folder (reading, path, depth);
      return;
    }
  else if (depth > 0 && !S_ISREG (info.st_mode))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("It is neither a file nor a folder."));
  else
    bytes = read_fd (fd, &error);
  if (fd >= 0)
    close (fd);
  if (bytes == NULL)
    tell_error (reading, name, error);
  else
    parse_bytes (reading, name, bytes);
}

static void
read_standard_input (Reading *reading)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fd (STDIN_FILENO, &error);

  if (bytes == NULL)
    tell_error (reading, "-", error);
  else
    parse_bytes (reading, "-", bytes);
}

/**
 * smith_cli_reader_read:
 * @files: (array zero-terminated=1) (element-type filename): files and folders; "-" is the standard input
 * @interaction: (nullable): asked for passwords
 * @visit: (scope call): told of each thing
 * @user_data: for @visit
 *
 * Returns: whether everything was understood
 */
gboolean
smith_cli_reader_read (char            **files,
                       GTlsInteraction  *interaction,
                       SmithCliVisit     visit,
                       gpointer          user_data)
{
  Reading reading = { interaction, visit, user_data, TRUE };

  g_return_val_if_fail (files != NULL, FALSE);
  g_return_val_if_fail (interaction == NULL || G_IS_TLS_INTERACTION (interaction), FALSE);
  g_return_val_if_fail (visit != NULL, FALSE);

  for (guint i = 0; files[i] != NULL; i++)
    if (g_str_equal (files[i], "-"))
      read_standard_input (&reading);
    else
      read_path (&reading, files[i], 0);

  return reading.understood;
}

/**
 * smith_cli_reader_name_code:
 * @error: what a visit was told
 *
 * Returns: a word for programs, the same in every language
 */
const char *
smith_cli_reader_name_code (const GError *error)
{
  static const struct
  {
    int         code;
    const char *name;
  } crypto_codes[] = {
    { SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD,  "not-understood"  },
    { SMITH_CRYPTO_ERROR_DAMAGED,         "damaged"         },
    { SMITH_CRYPTO_ERROR_PASSWORD_NEEDED, "password-needed" },
    { SMITH_CRYPTO_ERROR_PASSWORD_WRONG,  "password-wrong"  },
    { SMITH_CRYPTO_ERROR_UNSUPPORTED,     "unsupported"     },
    { SMITH_CRYPTO_ERROR_TOO_LARGE,       "too-large"       },
  }, file_codes[] = {
    { G_IO_ERROR_NOT_FOUND,         "not-found"         },
    { G_IO_ERROR_PERMISSION_DENIED, "permission-denied" },
    { G_IO_ERROR_MESSAGE_TOO_LARGE, "too-large"         },
  };

  g_return_val_if_fail (error != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (crypto_codes); i++)
    if (g_error_matches (error, SMITH_CRYPTO_ERROR, crypto_codes[i].code))
      return crypto_codes[i].name;
  for (guint i = 0; i < G_N_ELEMENTS (file_codes); i++)
    if (g_error_matches (error, G_IO_ERROR, file_codes[i].code))
      return file_codes[i].name;

  return error->domain == G_IO_ERROR ? "unreadable" : "failed";
}
