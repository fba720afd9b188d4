/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-reader.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-bundle.h"
#include "smith-import-interaction.h"
#include "smith-import-walk-private.h"

/**
 * smith-import-reader:
 *
 * From files and folders to what the parser finds in them. What cannot be read is told, and does
 * not stop the rest.
 */

typedef struct
{
  guint8 *data;
  gsize   size;
} Buffer;

/* There may be a private key in what was read. */
static void
wipe_buffer (gpointer data)
{
  Buffer *buffer = data;

  smith_secret_wipe (buffer->data, buffer->size);
  g_free (buffer->data);
  g_free (buffer);
}

void
smith_import_problem_free (SmithImportProblem *self)
{
  g_free (self->label);
  g_free (self->reason);
  g_free (self);
}

static void
set_too_large_error (GError **error)
{
  g_autofree char *limit = g_format_size_full (SMITH_PARSER_MAX_SIZE, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
               /* Translators: a size such as "64.0 MiB" */
               _("It is larger than %s, and no certificate is. It was not read."), limit);
}

/* Reads one byte more than allowed at most: sizes that a file system tells may be wrong. */
static GBytes *
read_stream (GFile         *file,
             goffset        expected,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  gsize capacity = (gsize) CLAMP (expected, 0, SMITH_PARSER_MAX_SIZE) + 1;
  Buffer *buffer;

  if (stream == NULL)
    return NULL;

  buffer = g_new0 (Buffer, 1);
  buffer->data = g_malloc (capacity);
  for (;;)
    {
      gsize n_read = 0;

      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer->data + buffer->size,
                                    capacity - buffer->size, &n_read, cancellable, error))
        {
          wipe_buffer (buffer);
          return NULL;
        }
      buffer->size += n_read;
      if (buffer->size < capacity)
        return g_bytes_new_with_free_func (buffer->data, buffer->size, wipe_buffer, buffer);
      if (buffer->size > SMITH_PARSER_MAX_SIZE)
        {
          set_too_large_error (error);
          wipe_buffer (buffer);
          return NULL;
        }
      else
        {
          gsize larger = MIN (capacity * 2, (gsize) SMITH_PARSER_MAX_SIZE + 1);
          guint8 *data = g_malloc (larger);

          memcpy (data, buffer->data, buffer->size);
          smith_secret_wipe (buffer->data, buffer->size);
          g_free (buffer->data);
          buffer->data = data;
          capacity = larger;
        }
    }
}

static gboolean
parse (GBytes           *bytes,
       const char       *source,
       GTlsInteraction  *interaction,
       GPtrArray        *found,
       GPtrArray        *problems,
       GCancellable     *cancellable,
       GError          **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GListModel) parsed = smith_parser_parse (bytes, source, interaction, cancellable, &reason);
  guint n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (parsed == NULL)
    {
      smith_import_add_problem (problems, SMITH_IMPORT_NOT_READ, source, reason->message);
      return TRUE;
    }

  n = g_list_model_get_n_items (parsed);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (found, g_list_model_get_item (parsed, i));
  if (n == 0)
    smith_import_add_problem (problems, SMITH_IMPORT_NOT_UNDERSTOOD, source,
                              _("There is no certificate, request or key in it."));

  return TRUE;
}

static gboolean
read_file (SmithImportFile  *file,
           GTlsInteraction  *interaction,
           GPtrArray        *found,
           GPtrArray        *problems,
           GCancellable     *cancellable,
           GError          **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file->size > SMITH_PARSER_MAX_SIZE)
    set_too_large_error (&reason);
  else
    bytes = read_stream (file->file, file->size, cancellable, &reason);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (bytes == NULL)
    {
      smith_import_add_problem (problems, SMITH_IMPORT_NOT_READ, file->name, smith_import_describe_error (reason));
      return TRUE;
    }

  /* Hundreds of rows of a trust store are not what somebody wants who drops a folder. */
  if (file->inner && smith_bundle_is_large (bytes))
    {
      g_autofree char *advice =
        g_strdup_printf (_("It holds more than %d certificates and was not brought in with the folder. "
                           "Open it by itself to look into it."), SMITH_BUNDLE_MANY);

      smith_import_add_problem (problems, SMITH_IMPORT_LEFT_OUT, file->name, advice);
      return TRUE;
    }

  return parse (bytes, file->name, interaction, found, problems, cancellable, error);
}

/**
 * smith_import_read_bytes:
 * @bytes: what was pasted, or the content of a file
 * @source: what a person knows it by
 * @interaction: (nullable): asked for passwords
 * @found: (element-type SmithParsed): appended to
 * @problems: (element-type SmithImportProblem): appended to
 *
 * Returns: FALSE only when cancelled
 */
gboolean
smith_import_read_bytes (GBytes           *bytes,
                         const char       *source,
                         GTlsInteraction  *interaction,
                         GPtrArray        *found,
                         GPtrArray        *problems,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autoptr (GTlsInteraction) asker = smith_import_interaction_new (interaction, FALSE);

  return parse (bytes, source, asker, found, problems, cancellable, error);
}

/**
 * smith_import_read_files:
 * @files: (element-type GFile): files, and folders whose files are read, at most %SMITH_IMPORT_MAX_FILES and
 *   %SMITH_IMPORT_MAX_DEPTH folders deep
 * @interaction: (nullable): asked for passphrases
 * @progress: (nullable): told before each file, in this thread
 * @found: (element-type SmithParsed): appended to
 * @problems: (element-type SmithImportProblem): appended to
 *
 * Returns: FALSE only when cancelled
 */
gboolean
smith_import_read_files (GPtrArray            *files,
                         GTlsInteraction      *interaction,
                         SmithImportProgress   progress,
                         gpointer              user_data,
                         GPtrArray            *found,
                         GPtrArray            *problems,
                         GCancellable         *cancellable,
                         GError              **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_file_free);
  g_autoptr (GTlsInteraction) asker = NULL;

  if (!smith_import_walk (files, entries, problems, cancellable, error))
    return FALSE;

  asker = smith_import_interaction_new (interaction, entries->len > 1);
  for (guint i = 0; i < entries->len; i++)
    {
      SmithImportFile *file = g_ptr_array_index (entries, i);

      if (progress != NULL)
        progress ((double) i / entries->len, file->name, user_data);
      if (!read_file (file, asker, found, problems, cancellable, error))
        return FALSE;
    }

  return TRUE;
}
