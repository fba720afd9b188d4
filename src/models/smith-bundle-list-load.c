/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-list-private.h"

#include <glib/gi18n.h>

#include "smith-bundle.h"

/* The reading of a #SmithBundleList: from a file or from memory, once, with a way to stop it. */

static void
batch_cb (SmithBundleBatch *batch,
          double            fraction,
          gpointer          user_data)
{
  smith_bundle_list_add_batch (user_data, batch, fraction);
}

static void
end_loading (SmithBundleList *self,
             GError          *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Reading was stopped. What was read until then is here."));
    }
  self->error = error;
  self->loading = FALSE;
  g_clear_object (&self->cancellable);
  smith_bundle_list_notify (self, SMITH_BUNDLE_LIST_PROP_LOADING);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithBundleList) self = user_data;
  GError *error = NULL;

  smith_bundle_read_finish (result, &error);
  end_loading (self, error);
}

static void
read_stream (SmithBundleList *self,
             GInputStream    *stream,
             goffset          size)
{
  smith_bundle_read_async (stream, size, self->name, batch_cb, self, NULL, self->cancellable, read_cb, g_object_ref (self));
}

static void
query_info_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithBundleList) self = user_data;
  g_autoptr (GFileInfo) info = g_file_input_stream_query_info_finish (G_FILE_INPUT_STREAM (source), result, NULL);

  /* Not every stream knows how long it is. */
  read_stream (self, G_INPUT_STREAM (source), info != NULL ? g_file_info_get_size (info) : -1);
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithBundleList) self = user_data;
  g_autoptr (GFileInputStream) stream = NULL;
  GError *error = NULL;

  stream = g_file_read_finish (G_FILE (source), result, &error);
  if (stream == NULL)
    end_loading (self, error);
  else
    g_file_input_stream_query_info_async (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_PRIORITY_DEFAULT, self->cancellable,
                                          query_info_cb, g_object_ref (self));
}

static void
begin_loading (SmithBundleList *self,
               const char      *name)
{
  self->name = g_strdup (name);
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  smith_bundle_list_notify (self, SMITH_BUNDLE_LIST_PROP_NAME);
  smith_bundle_list_notify (self, SMITH_BUNDLE_LIST_PROP_LOADING);
}

/**
 * smith_bundle_list_load_file:
 * @file: a bundle
 *
 * Begins to read it. Rows appear as they are read; "loading" turns FALSE at the end. Once for each list.
 */
void
smith_bundle_list_load_file (SmithBundleList *self,
                             GFile           *file)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self) && self->name == NULL);
  g_return_if_fail (G_IS_FILE (file));

  base = g_file_get_basename (file);
  name = g_filename_display_name (base != NULL ? base : "");
  begin_loading (self, name);
  g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, open_cb, g_object_ref (self));
}

/**
 * smith_bundle_list_load_bytes:
 * @bytes: what was pasted or dropped
 * @name: what a person knows it by
 *
 * As smith_bundle_list_load_file().
 */
void
smith_bundle_list_load_bytes (SmithBundleList *self,
                              GBytes          *bytes,
                              const char      *name)
{
  g_autoptr (GInputStream) stream = NULL;

  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self) && self->name == NULL);
  g_return_if_fail (bytes != NULL && name != NULL);

  begin_loading (self, name);
  stream = g_memory_input_stream_new_from_bytes (bytes);
  read_stream (self, stream, (goffset) g_bytes_get_size (bytes));
}

/**
 * smith_bundle_list_cancel:
 *
 * Stops reading. The rows that are there stay.
 */
void
smith_bundle_list_cancel (SmithBundleList *self)
{
  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  g_cancellable_cancel (self->cancellable);
}
