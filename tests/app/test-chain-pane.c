/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-pane.h"

#include <string.h>

#include "smith-chain-list.h"
#include "smith-chain-row.h"
#include "smith-fake-keyring.h"
#include "smith-spare-row.h"
#include "smith-test.h"
#include "smith-workspace.h"

/* SmithChainPane with SmithChainList, SmithChainRow, SmithSpareRow and smith-chain-undo, in a window.
 * Dragging is tested with a real pointer in tests/desktop. */

typedef struct
{
  char           *folder;
  SmithWorkspace *workspace;
  SmithLibrary   *library;
  SmithIdentity  *identity;
  GtkWidget      *window;
  GtkWidget      *pane;
  const char     *expected;   /* of wait_saved() */
} Fixture;

#define TWO  "Example RSA Authority Two"
#define ONE  "Example RSA Authority One"
#define ROOT "Example RSA Root"

static SmithCertificate *
load_certificate (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".crt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

static char *
dup_saved (Fixture *fixture)
{
  GListModel *chain = smith_identity_get_chain (fixture->identity);
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (chain); i++)
    {
      g_autoptr (SmithCertificate) certificate = g_list_model_get_item (chain, i);

      g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", smith_certificate_get_title (certificate));
    }

  return g_string_free (titles, FALSE);
}

static gboolean
is_saved (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *saved = dup_saved (fixture);

  return g_str_equal (saved, fixture->expected);
}

static void
wait_saved (Fixture    *fixture,
            const char *expected)
{
  fixture->expected = expected;
  smith_test_wait_until (is_saved, fixture);
}

/* The first visible widget of @type below @widget whose label contains @text (nullable). */
static GtkWidget *
find (GtkWidget  *widget,
      GType       type,
      const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    {
      const char *label = NULL;

      if (GTK_IS_LABEL (widget))
        label = gtk_label_get_label (GTK_LABEL (widget));
      else if (GTK_IS_BUTTON (widget))
        label = gtk_button_get_label (GTK_BUTTON (widget));
      if (text == NULL || (label != NULL && strstr (label, text) != NULL))
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

typedef struct
{
  GtkWidget  *root;
  GType       type;
  const char *text;
} Sought;

static gboolean
is_found (gpointer user_data)
{
  Sought *sought = user_data;

  return find (sought->root, sought->type, sought->text) != NULL;
}

static GtkWidget *
wait_for (Fixture    *fixture,
          GType       type,
          const char *text)
{
  Sought sought = { fixture->window, type, text };

  smith_test_wait_until (is_found, &sought);

  return find (fixture->window, type, text);
}

static guint
count_undo (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Undo") == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_undo (child);

  return n;
}

static gboolean
has_one_undo (gpointer user_data)
{
  return count_undo (user_data) == 1;
}

/* Clicks the Undo of the toast that says @text, once the one before has gone. */
static void
undo (Fixture    *fixture,
      const char *text)
{
  wait_for (fixture, GTK_TYPE_LABEL, text);
  smith_test_wait_until (has_one_undo, fixture->window);
  g_signal_emit_by_name (wait_for (fixture, GTK_TYPE_BUTTON, "Undo"), "clicked");
}

static GtkListBoxRow *
get_row (Fixture *fixture,
         int      position)
{
  GtkWidget *list = find (fixture->pane, SMITH_TYPE_CHAIN_LIST, NULL);

  g_assert_nonnull (list);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (gtk_widget_get_first_child (list)), position);
}

static void
set_certificate (Fixture    *fixture,
                 const char *leaf,
                 const char *chain)
{
  g_auto (GStrv) names = g_strsplit (chain, " ", -1);
  g_autoptr (SmithCertificate) certificate = load_certificate (leaf);
  g_autoptr (GListStore) store = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (SmithCertificate) issuer = load_certificate (names[i]);

      g_list_store_append (store, issuer);
    }
  smith_library_set_certificate_async (fixture->library, fixture->identity, certificate, G_LIST_MODEL (store), NULL,
                                       smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  smith_library_change_finish (fixture->library, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithKeyring) keyring = SMITH_KEYRING (smith_fake_keyring_new ());
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, keyring);
  fixture->library = smith_workspace_get_library (fixture->workspace);
  fixture->identity = smith_library_add (fixture->library, "www.example.com");
  fixture->pane = g_object_new (SMITH_TYPE_CHAIN_PANE, "workspace", fixture->workspace, "identity", fixture->identity, NULL);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 700);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->pane);
  adw_window_set_content (ADW_WINDOW (fixture->window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_ref (fixture->pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  smith_test_unref_and_wait (fixture->pane);
  smith_test_unref_and_wait (fixture->workspace);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
test_no_certificate (Fixture       *fixture,
                     gconstpointer  data)
{
  int minimum;

  wait_for (fixture, ADW_TYPE_STATUS_PAGE, NULL);
  g_assert_nonnull (find (fixture->pane, GTK_TYPE_BUTTON, "Go to _Certificate"));
  g_assert_null (find (fixture->pane, SMITH_TYPE_CHAIN_LIST, NULL));
  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  int minimum;

  set_certificate (fixture, "rsa-leaf", "rsa-one other-root rsa-two rsa-root");
  wait_for (fixture, GTK_TYPE_LABEL, "not in order");
  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  g_assert_true (gtk_widget_activate_action (fixture->pane, "chain.order", NULL));
  wait_saved (fixture, TWO "|" ONE "|" ROOT);
  wait_for (fixture, GTK_TYPE_LABEL, "complete and in order");
  g_assert_null (find (fixture->pane, GTK_TYPE_BUTTON, "Put in _Order"));

  /* What does not belong is below, and can be moved in. */
  g_signal_emit_by_name (wait_for (fixture, SMITH_TYPE_SPARE_ROW, NULL), "adopt");
  wait_saved (fixture, TWO "|" ONE "|" ROOT "|Other Root");
  g_assert_null (find (fixture->pane, SMITH_TYPE_SPARE_ROW, NULL));
  undo (fixture, "moved into the chain");
  wait_saved (fixture, TWO "|" ONE "|" ROOT);
  g_signal_emit_by_name (wait_for (fixture, SMITH_TYPE_SPARE_ROW, NULL), "forget");
  g_assert_null (find (fixture->pane, SMITH_TYPE_SPARE_ROW, NULL));
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *focus;

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  wait_for (fixture, GTK_TYPE_LABEL, "complete and in order");
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (get_row (fixture, 1))));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 1)), "chain-row.move-down", NULL));

  /* The focus is where the certificate is, at once. */
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus == GTK_WIDGET (get_row (fixture, 2)));
  g_assert_cmpstr (smith_chain_link_get_title (smith_chain_row_get_link (SMITH_CHAIN_ROW (focus))), ==, TWO);
  wait_saved (fixture, ONE "|" TWO "|" ROOT);

  gtk_widget_activate_action (focus, "chain-row.move-up", NULL);
  wait_saved (fixture, TWO "|" ONE "|" ROOT);
  /* Not over the leaf, and the leaf not at all. */
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 1)), "chain-row.move-up", NULL);
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 0)), "chain-row.move-down", NULL);
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 0)), "chain-row.remove", NULL);
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 3)), "chain-row.move-down", NULL);
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 3)), "chain-row.move-up", NULL);
  wait_saved (fixture, TWO "|" ROOT "|" ONE);
}

static void
test_remove_and_undo (Fixture       *fixture,
                      gconstpointer  data)
{
  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  wait_for (fixture, GTK_TYPE_LABEL, "complete and in order");
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 2)), "chain-row.remove", NULL);
  wait_saved (fixture, TWO "|" ROOT);
  wait_for (fixture, GTK_TYPE_LABEL, "A certificate is missing");
  wait_for (fixture, GTK_TYPE_BUTTON, "_Add the Issuer");
  undo (fixture, "removed from the chain");
  wait_saved (fixture, TWO "|" ONE "|" ROOT);
}

static void
test_repair (Fixture       *fixture,
             gconstpointer  data)
{
  set_certificate (fixture, "rsa-leaf", "rsa-leaf rsa-one rsa-two");
  wait_for (fixture, GTK_TYPE_LABEL, "server certificate again");
  g_signal_emit_by_name (wait_for (fixture, GTK_TYPE_BUTTON, "_Remove"), "clicked");
  wait_saved (fixture, ONE "|" TWO);
  g_signal_emit_by_name (get_row (fixture, 1), "repair");
  wait_saved (fixture, TWO "|" ONE);
}

static void
test_details (Fixture       *fixture,
              gconstpointer  data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n_windows;

  set_certificate (fixture, "rsa-leaf", "rsa-two");
  wait_for (fixture, GTK_TYPE_LABEL, "in order up to");
  n_windows = g_list_model_get_n_items (windows);
  gtk_widget_activate_action (GTK_WIDGET (get_row (fixture, 1)), "chain-row.details", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, n_windows + 1);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (fixture->window))
        {
          g_assert_cmpstr (gtk_window_get_title (window), ==, TWO);
          gtk_window_destroy (window);
          break;
        }
    }
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  const char *p;
  guint n = 0;

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  wait_for (fixture, GTK_TYPE_LABEL, "complete and in order");
  g_assert_true (gtk_widget_activate_action (fixture->pane, "chain.copy", "s", "leaf"));
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->pane));
  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);
  for (p = g_value_get_string (&value); (p = strstr (p, "-----BEGIN CERTIFICATE-----")) != NULL; p++)
    n++;
  g_assert_cmpuint (n, ==, 3);
  wait_for (fixture, GTK_TYPE_LABEL, "Certificate and chain copied");

  /* And in again, through the clipboard: nothing of it is new. */
  g_assert_true (gtk_widget_activate_action (fixture->pane, "chain.paste", NULL));
  wait_for (fixture, GTK_TYPE_LABEL, "Nothing new");
}

static gboolean
has_error (gpointer user_data)
{
  GtkWidget *widget = user_data;

  if (gtk_widget_has_css_class (widget, "smith-error") && gtk_widget_get_mapped (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_error (child))
      return TRUE;

  return FALSE;
}

static void
test_paste_nonsense (Fixture       *fixture,
                     gconstpointer  data)
{
  set_certificate (fixture, "rsa-leaf", "rsa-two");
  wait_for (fixture, GTK_TYPE_LABEL, "in order up to");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->pane), "nothing of the kind");
  g_assert_true (gtk_widget_activate_action (fixture->pane, "chain.paste", NULL));
  /* Shown in the pane until it is closed, not in a toast. */
  smith_test_wait_until (has_error, fixture->window);
  g_assert_cmpuint (count_undo (fixture->window), ==, 0);
  wait_saved (fixture, TWO);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GtkCssProvider) style = NULL;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* As the application does it: widths depend on it. */
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/io/github/chainsmith/Chainsmith/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

#define ADD(path, function) g_test_add ("/chain-pane/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("no-certificate", test_no_certificate);
  ADD ("order", test_order);
  ADD ("keyboard", test_keyboard);
  ADD ("remove-and-undo", test_remove_and_undo);
  ADD ("repair", test_repair);
  ADD ("details", test_details);
  ADD ("copy", test_copy);
  ADD ("paste-nonsense", test_paste_nonsense);
#undef ADD

  return g_test_run ();
}
