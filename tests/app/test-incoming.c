/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-incoming.h"

#include <string.h>

#include <glib/gstdio.h>

#include "smith-file-save.h"
#include "smith-test.h"

/* What a window takes in by dropping and pasting, and what it hands out as a file. */

static void
assert_files (SmithIncoming *incoming,
              const char    *expected)
{
  g_autoptr (GString) paths = g_string_new (NULL);

  g_assert_nonnull (incoming);
  g_assert_nonnull (incoming->files);
  g_assert_null (incoming->bytes);
  for (guint i = 0; i < g_list_model_get_n_items (incoming->files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (incoming->files, i);

      g_string_append_printf (paths, "%s%s", i > 0 ? " " : "", g_file_peek_path (file));
    }
  g_assert_cmpstr (paths->str, ==, expected);
}

static void
assert_text (SmithIncoming *incoming,
             const char    *expected)
{
  gsize size;
  const char *data;

  g_assert_nonnull (incoming);
  g_assert_null (incoming->files);
  data = g_bytes_get_data (incoming->bytes, &size);
  g_assert_cmpmem (data, size, expected, strlen (expected));
}

static SmithIncoming *
take_string (const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);

  return smith_incoming_new_from_value (&value);
}

static void
take_files (GValue *value)
{
  g_autoptr (GFile) first = g_file_new_for_path ("/a b/leaf.pem");
  g_autoptr (GFile) second = g_file_new_for_path ("/chain.p7b");
  g_autoptr (GSList) list = g_slist_append (g_slist_append (NULL, first), second);

  g_value_init (value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (value, gdk_file_list_new_from_list (list));
}

static void
test_values (void)
{
  g_auto (GValue) files = G_VALUE_INIT;
  g_auto (GValue) number = G_VALUE_INIT;
  g_autoptr (SmithIncoming) dropped = NULL;
  g_autoptr (SmithIncoming) text = take_string ("-----BEGIN CERTIFICATE-----");
  g_autoptr (SmithIncoming) addresses = take_string ("file:///a%20b/leaf.pem\r\nfile:///chain.p7b\r\n");
  g_autoptr (SmithIncoming) mixed = take_string ("file:///leaf.pem\r\nhttps://example.com/\r\n");

  take_files (&files);
  dropped = smith_incoming_new_from_value (&files);
  assert_files (dropped, "/a b/leaf.pem /chain.p7b");
  assert_text (text, "-----BEGIN CERTIFICATE-----");
  assert_files (addresses, "/a b/leaf.pem /chain.p7b");
  /* Nothing is fetched from elsewhere: then it is text. */
  assert_text (mixed, "file:///leaf.pem\r\nhttps://example.com/\r\n");
  g_assert_null (take_string (""));
  g_assert_null (take_string (NULL));
  g_value_init (&number, G_TYPE_INT);
  g_assert_null (smith_incoming_new_from_value (&number));
}

typedef struct
{
  SmithIncoming *incoming;
  GError        *error;
  gboolean       done;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->incoming, smith_incoming_free);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

static void
paste_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Answer *answer = user_data;

  answer->incoming = smith_incoming_paste_finish (GTK_WIDGET (source), result, &answer->error);
  answer->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Answer *) data)->done;
}

static void
paste (GtkWidget    *window,
       GCancellable *cancellable,
       Answer       *answer)
{
  answer_clear (answer);
  smith_incoming_paste_async (window, cancellable, paste_cb, answer);
  smith_test_wait_until (is_done, answer);
}

static void
test_paste (void)
{
  GtkWidget *window = adw_window_new ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (GValue) files = G_VALUE_INIT;
  Answer answer = { NULL };

  gdk_clipboard_set_text (clipboard, "some text");
  paste (window, NULL, &answer);
  assert_text (answer.incoming, "some text");

  take_files (&files);
  gdk_clipboard_set_value (clipboard, &files);
  paste (window, NULL, &answer);
  assert_files (answer.incoming, "/a b/leaf.pem /chain.p7b");

  gdk_clipboard_set_text (clipboard, "");
  paste (window, NULL, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  g_cancellable_cancel (cancellable);
  paste (window, cancellable, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answer_clear (&answer);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Answer *answer = user_data;

  g_assert_cmpint (smith_file_save_finish (GTK_WIDGET (source), result, &answer->error), ==, answer->error == NULL);
  answer->done = TRUE;
}

/* The label of a toast, or NULL. */
static const char *
find_label (GtkWidget  *root,
            const char *prefix)
{
  const char *found = NULL;

  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), prefix))
    return gtk_label_get_text (GTK_LABEL (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, prefix);

  return found;
}

static void
test_save (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "leaf.pem", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "leaf.pem", NULL);
  g_autofree char *content = NULL;
  g_autofree char *name = smith_file_save_dup_name ("*.example.com", ".csr");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path (nowhere);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("PEM", 3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Answer answer = { NULL };

  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpstr (name, ==, "_.example.com.csr");

  /* What was there is replaced. */
  g_assert_true (g_file_set_contents (path, "something longer", -1, &error));
  smith_file_save_write_async (window, file, bytes, save_cb, &answer);
  smith_test_wait_until (is_done, &answer);
  g_assert_no_error (answer.error);
  g_assert_true (g_file_get_contents (path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "PEM");
  g_assert_cmpstr (find_label (overlay, "Saved"), ==, "Saved as “leaf.pem”");

  /* A failure names the file. */
  answer_clear (&answer);
  smith_file_save_write_async (window, missing, bytes, save_cb, &answer);
  smith_test_wait_until (is_done, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (answer.error->message, "Couldn’t save “leaf.pem”: "));

  /* The chooser is closed. */
  answer_clear (&answer);
  smith_file_save_async (window, "Save As", "leaf.pem", bytes, cancellable, save_cb, &answer);
  g_assert_false (answer.done);
  g_cancellable_cancel (cancellable);
  smith_test_wait_until (is_done, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answer_clear (&answer);
  gtk_window_destroy (GTK_WINDOW (window));
  smith_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/incoming/values", test_values);
  g_test_add_func ("/incoming/paste", test_paste);
  g_test_add_func ("/incoming/save", test_save);

  return g_test_run ();
}
