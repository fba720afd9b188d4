/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-reader.h"

#include <string.h>

#include <glib/gi18n.h>

/**
 * smith-import-reader:
 *
 * From files and folders to what the parser finds in them. What cannot be read is told, and does
 * not stop the rest.
 */

#define ATTRIBUTES \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," \
  G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE

typedef struct
{
  guint8 *data;
  gsize   size;
} Buffer;

typedef struct
{
  GTlsInteraction *interaction;
  GPtrArray       *found;
  GPtrArray       *problems;
  GCancellable    *cancellable;
} Reading;

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
add_problem (GPtrArray  *problems,
             const char *label,
             const char *reason)
{
  SmithImportProblem *problem = g_new0 (SmithImportProblem, 1);

  problem->label = g_strdup (label);
  problem->reason = g_strdup (reason);
  g_ptr_array_add (problems, problem);
}

static void
set_too_large_error (GError **error)
{
  g_autofree char *limit = g_format_size (SMITH_PARSER_MAX_SIZE);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
               /* Translators: a size such as "64 MB" */
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

/* In place of GIO's words for the two that everybody meets. */
static const char *
describe_error (const GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return _("It does not exist.");
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return _("You do not have the permission to read it.");

  return reason->message;
}

static gboolean
read_regular (const Reading  *reading,
              GFile          *file,
              GFileInfo      *info,
              GError        **error)
{
  const char *name = g_file_info_get_display_name (info);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      add_problem (reading->problems, name, _("It is neither a file nor a folder."));
      return TRUE;
    }
  if (g_file_info_get_size (info) > SMITH_PARSER_MAX_SIZE)
    set_too_large_error (&reason);
  else
    bytes = read_stream (file, g_file_info_get_size (info), reading->cancellable, &reason);
  if (g_cancellable_set_error_if_cancelled (reading->cancellable, error))
    return FALSE;
  if (bytes == NULL)
    {
      add_problem (reading->problems, name, describe_error (reason));
      return TRUE;
    }

  return smith_import_read_bytes (bytes, name, reading->interaction, reading->found, reading->problems,
                                  reading->cancellable, error);
}

/* The files that lie in it; folders in it are told, not entered. */
static gboolean
read_folder (const Reading  *reading,
             GFile          *folder,
             const char     *name,
             GError        **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, reading->cancellable, &reason);
  guint n_files = 0;

  while (children != NULL)
    {
      GFileInfo *info = NULL;
      GFile *child = NULL;

      if (!g_file_enumerator_iterate (children, &info, &child, reading->cancellable, &reason) || info == NULL)
        break;
      n_files++;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        add_problem (reading->problems, g_file_info_get_display_name (info),
                     _("A folder in a folder is not opened. Drop it by itself."));
      else if (!read_regular (reading, child, info, error))
        return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (reading->cancellable, error))
    return FALSE;
  if (reason != NULL)
    add_problem (reading->problems, name, describe_error (reason));
  else if (n_files == 0)
    add_problem (reading->problems, name, _("The folder is empty."));

  return TRUE;
}

static gboolean
read_file (const Reading  *reading,
           GFile          *file,
           GError        **error)
{
  g_autofree char *fallback = g_file_get_parse_name (file);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, reading->cancellable, &reason);

  if (g_cancellable_set_error_if_cancelled (reading->cancellable, error))
    return FALSE;
  if (info == NULL)
    {
      add_problem (reading->problems, fallback, describe_error (reason));
      return TRUE;
    }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return read_folder (reading, file, g_file_info_get_display_name (info), error);

  return read_regular (reading, file, info, error);
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
  g_autoptr (GError) reason = NULL;
  g_autoptr (GListModel) parsed = smith_parser_parse (bytes, source, interaction, cancellable, &reason);
  guint n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (parsed == NULL)
    {
      add_problem (problems, source, reason->message);
      return TRUE;
    }

  n = g_list_model_get_n_items (parsed);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (found, g_list_model_get_item (parsed, i));
  if (n == 0)
    add_problem (problems, source, _("There is no certificate, request or key in it."));

  return TRUE;
}

/**
 * smith_import_read_files:
 * @files: (element-type GFile): files, and folders whose files are read
 * @progress: (nullable): told before each file, in this thread
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
  Reading reading = { interaction, found, problems, cancellable };

  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = g_ptr_array_index (files, i);

      if (progress != NULL)
        {
          g_autofree char *base = g_file_get_basename (file);
          g_autofree char *name = g_filename_display_name (base != NULL ? base : "");

          progress ((double) i / files->len, name, user_data);
        }
      if (!read_file (&reading, file, error))
        return FALSE;
    }

  return TRUE;
}
