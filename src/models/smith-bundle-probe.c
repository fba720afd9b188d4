/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-probe.h"

#include <string.h>

#include "smith-bundle.h"
#include "smith-crypto-error.h"
#include "smith-list.h"
#include "smith-parser.h"

/*
 * Looks into files before they are imported. PEM and DER are counted in their first two megabytes without being
 * decoded. PKCS#7 and archives have to be read for that, and are up to a size; not one that also holds keys or requests,
 * or is locked in part: those are imported, and what is left over of them has a window then.
 */

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
/* A hundred of the smallest certificates. */
#define MIN_SIZE (20 * 1024)
#define MAX_HEAD (2 * 1024 * 1024)
/* A hundred certificates are smaller still when they are packed. */
#define MAX_PACKED (8 * 1024 * 1024)

typedef struct
{
  GPtrArray  *files;
  GListStore *bundles;
  GListStore *rest;
} Probe;

static void
probe_free (Probe *probe)
{
  g_clear_pointer (&probe->files, g_ptr_array_unref);
  g_clear_object (&probe->bundles);
  g_clear_object (&probe->rest);
  g_free (probe);
}

static gboolean
starts_with (GBytes     *bytes,
             gsize       offset,
             const char *magic)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size >= offset + strlen (magic) && memcmp (data + offset, magic, strlen (magic)) == 0;
}

/* ZIP, 7-Zip, gzip, xz, bzip2, Zstandard and tar; and PKCS#7 as PEM or DER, which is one long SEQUENCE. */
static gboolean
may_be_packed (GBytes *head)
{
  gsize size;
  const char *data = g_bytes_get_data (head, &size);

  return starts_with (head, 0, "PK\x03\x04") || starts_with (head, 0, "\x1f\x8b") || starts_with (head, 0, "\xfd" "7zXZ")
    || starts_with (head, 0, "7z\xbc\xaf") || starts_with (head, 0, "\x28\xb5\x2f\xfd")
    || starts_with (head, 0, "BZh") || starts_with (head, 257, "ustar") || starts_with (head, 0, "0\x82")
    || starts_with (head, 0, "0\x83") || g_strstr_len (data, (gssize) MIN (size, 4096), "-----BEGIN PKCS7") != NULL;
}

static gboolean
holds_many (GBytes       *bytes,
            GCancellable *cancellable)
{
  g_autoptr (GListModel) found = smith_parser_parse (bytes, NULL, NULL, cancellable, NULL);
  guint n = found != NULL ? g_list_model_get_n_items (found) : 0;
  guint n_certificates = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (found, i);

      if (smith_parsed_get_key (parsed) != NULL || smith_parsed_get_request (parsed) != NULL ||
          smith_parsed_get_crl (parsed) != NULL ||
          g_error_matches (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED))
        return FALSE;
      n_certificates += smith_parsed_get_certificate (parsed) != NULL;
    }

  return n_certificates > SMITH_BUNDLE_MANY;
}

static GBytes *
read_head (GFile         *file,
           gsize          size,
           GCancellable  *cancellable)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);
  g_autofree guint8 *data = NULL;
  gsize n_read = 0;

  if (stream == NULL)
    return NULL;
  data = g_malloc (size);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, size, &n_read, cancellable, NULL))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), n_read);
}

static gboolean
is_bundle (GFile        *file,
           GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  g_autoptr (GBytes) head = NULL;
  goffset size = info != NULL ? g_file_info_get_size (info) : 0;

  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || size > SMITH_PARSER_MAX_SIZE)
    return FALSE;
  if (size < MIN_SIZE)
    return FALSE;
  head = read_head (file, (gsize) MIN (size, MAX_HEAD), cancellable);
  if (head == NULL)
    return FALSE;
  if (smith_bundle_is_large (head))
    return TRUE;
  if (size > MAX_PACKED || !may_be_packed (head))
    return FALSE;
  if (g_bytes_get_size (head) < (gsize) size)
    {
      g_clear_pointer (&head, g_bytes_unref);
      head = read_head (file, (gsize) size, cancellable);
    }

  return head != NULL && holds_many (head, cancellable);
}

static void
probe_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Probe *probe = task_data;

  for (guint i = 0; i < probe->files->len; i++)
    {
      GFile *file = g_ptr_array_index (probe->files, i);

      g_list_store_append (is_bundle (file, cancellable) ? probe->bundles : probe->rest, file);
    }
  g_task_return_pointer (task, g_object_ref (probe->bundles), g_object_unref);
}

/**
 * smith_bundle_probe_async:
 * @files: (transfer none): a list of #GFile, which is not changed meanwhile
 * @cancellable: (nullable): ends it
 *
 * Finds out which of @files hold more than %SMITH_BUNDLE_MANY certificates. What cannot be read is none of them:
 * whoever imports it says why.
 */
void
smith_bundle_probe_async (GListModel          *files,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Probe *probe;

  g_return_if_fail (G_IS_LIST_MODEL (files));

  probe = g_new0 (Probe, 1);
  probe->files = smith_list_dup_items (files);
  probe->bundles = g_list_store_new (G_TYPE_FILE);
  probe->rest = g_list_store_new (G_TYPE_FILE);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_bundle_probe_async);
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);
  g_task_run_in_thread (task, probe_in_thread);
}

/**
 * smith_bundle_probe_finish:
 * @rest: (out) (transfer full): a list of the other #GFile
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): a list of those #GFile that are bundles; NULL on error
 */
GListModel *
smith_bundle_probe_finish (GAsyncResult  *result,
                           GListModel   **rest,
                           GError       **error)
{
  GListModel *bundles;
  Probe *probe;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (rest != NULL, NULL);

  bundles = g_task_propagate_pointer (G_TASK (result), error);
  probe = g_task_get_task_data (G_TASK (result));
  *rest = bundles != NULL ? G_LIST_MODEL (g_object_ref (probe->rest)) : NULL;

  return bundles;
}
