/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-pane.h"

#include <string.h>

#include "smith-certificate-details.h"
#include "smith-error-card.h"
#include "smith-fake-keyring.h"
#include "smith-self-sign-dialog.h"
#include "smith-test.h"
#include "smith-text-row.h"
#include "smith-value-row.h"
#include "smith-workspace.h"

/* SmithCertificatePane with its card, its details and the dialog of self-signing, in a window. */

typedef struct
{
  char           *folder;
  SmithWorkspace *workspace;
  SmithLibrary   *library;
  SmithIdentity  *identity;
  GtkWidget      *window;
  GtkWidget      *pane;
} Fixture;

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
finish_change (Fixture       *fixture,
               GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;

  smith_library_change_finish (fixture->library, result, &error);
  g_assert_no_error (error);
}

static void
give_key_and_request (Fixture *fixture)
{
  g_autofree char *key_pem = read_fixture ("ec-leaf.key");
  g_autofree char *request_pem = read_fixture ("ec-leaf.csr");
  g_autoptr (SmithSecret) secret = smith_secret_new_string (key_pem);
  g_autoptr (SmithKey) key = smith_key_new_from_pem (secret, NULL, NULL);
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (request_pem, NULL);
  GAsyncResult *place = NULL;

  smith_library_set_key_async (fixture->library, fixture->identity, key, NULL, NULL, smith_test_store_result, &place);
  finish_change (fixture, &place);
  smith_library_set_request_async (fixture->library, fixture->identity, request, NULL, smith_test_store_result, &place);
  finish_change (fixture, &place);
}

static void
set_certificate (Fixture    *fixture,
                 const char *name)
{
  g_autofree char *pem = read_fixture (name);
  g_autoptr (SmithCertificate) certificate = smith_certificate_new_from_pem (pem, NULL);
  GAsyncResult *place = NULL;

  smith_library_set_certificate_async (fixture->library, fixture->identity, certificate, NULL, NULL,
                                       smith_test_store_result, &place);
  finish_change (fixture, &place);
}

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_label (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (SMITH_IS_VALUE_ROW (widget))
    return smith_value_row_get_value (SMITH_VALUE_ROW (widget));
  if (SMITH_IS_TEXT_ROW (widget))
    return smith_text_row_get_label (SMITH_TEXT_ROW (widget));

  return NULL;
}

static guint
count (GtkWidget  *widget,
       GType       type,
       const char *text,
       GtkWidget **first)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (text == NULL || (get_text (widget) != NULL && strstr (get_text (widget), text) != NULL)))
    {
      if (first != NULL && *first == NULL)
        *first = widget;
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count (child, type, text, first);

  return n;
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

  return count (sought->root, sought->type, sought->text, NULL) > 0;
}

static GtkWidget *
wait_for (GtkWidget  *root,
          GType       type,
          const char *text)
{
  Sought sought = { root, type, text };
  GtkWidget *first = NULL;

  smith_test_wait_until (is_found, &sought);
  count (root, type, text, &first);

  return first;
}

static GtkWidget *
find_dialog (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (SMITH_IS_SELF_SIGN_DIALOG (window))
        return window;
    }

  return NULL;
}

static gboolean
has_no_dialog (gpointer user_data)
{
  return find_dialog (user_data) == NULL;
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
  fixture->pane = g_object_new (SMITH_TYPE_CERTIFICATE_PANE, "workspace", fixture->workspace,
                                "identity", fixture->identity, NULL);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 900);
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
test_ways (Fixture       *fixture,
           gconstpointer  data)
{
  int minimum;

  wait_for (fixture->window, ADW_TYPE_STATUS_PAGE, NULL);
  /* What is missing is said, with a way on. */
  wait_for (fixture->window, GTK_TYPE_LABEL, "There is no private key yet");
  wait_for (fixture->window, GTK_TYPE_BUTTON, "Go to _Key");
  g_assert_false (gtk_widget_get_sensitive (wait_for (fixture->window, GTK_TYPE_BUTTON, "_Self-Sign")));
  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  give_key_and_request (fixture);
  g_assert_true (gtk_widget_get_sensitive (wait_for (fixture->window, GTK_TYPE_BUTTON, "_Self-Sign")));
  g_assert_cmpuint (count (fixture->window, GTK_TYPE_BUTTON, "Go to", NULL), ==, 0);
}

static void
test_self_sign (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithCertificate) first = NULL;
  GtkWidget *dialog;
  GtkWidget *spin;
  SmithCertificate *certificate;
  GTimeSpan span;

  give_key_and_request (fixture);
  g_assert_true (gtk_widget_activate_action (fixture->pane, "certificate.self-sign", NULL));
  dialog = find_dialog (fixture);
  g_assert_nonnull (dialog);
  spin = wait_for (dialog, GTK_TYPE_SPIN_BUTTON, NULL);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin)), ==, 365);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 1000);
  wait_for (dialog, GTK_TYPE_LABEL, "825 days");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 10);
  g_signal_emit_by_name (wait_for (dialog, GTK_TYPE_BUTTON, "_Sign"), "clicked");
  smith_test_wait_until (has_no_dialog, fixture);

  certificate = smith_identity_get_certificate (fixture->identity);
  g_assert_nonnull (certificate);
  g_assert_true (smith_certificate_is_self_signed (certificate));
  span = g_date_time_difference (smith_certificate_get_not_after (certificate),
                                 smith_certificate_get_not_before (certificate));
  g_assert_cmpint (span / G_TIME_SPAN_DAY, >=, 10);
  g_assert_cmpint (span / G_TIME_SPAN_DAY, <=, 11);
  wait_for (fixture->window, GTK_TYPE_LABEL, "Your key fits");
  wait_for (fixture->window, GTK_TYPE_LABEL, "Self-signed: ");
  wait_for (fixture->window, GTK_TYPE_LABEL, "Certificate self-signed");

  /* Again: the one before can be had back. */
  first = g_object_ref (certificate);
  g_assert_true (gtk_widget_activate_action (fixture->pane, "certificate.self-sign", NULL));
  dialog = find_dialog (fixture);
  wait_for (dialog, GTK_TYPE_LABEL, "Takes the place");
  g_signal_emit_by_name (wait_for (dialog, GTK_TYPE_BUTTON, "_Sign"), "clicked");
  smith_test_wait_until (has_no_dialog, fixture);
  g_assert_false (smith_certificate_equal (first, smith_identity_get_certificate (fixture->identity)));
  g_signal_emit_by_name (wait_for (fixture->window, GTK_TYPE_BUTTON, "Undo"), "clicked");
  wait_for (fixture->window, GTK_TYPE_LABEL, "days left");
  {
    guint tries = 0;

    while (!smith_certificate_equal (first, smith_identity_get_certificate (fixture->identity)) && tries++ < 1000)
      {
        g_main_context_iteration (NULL, FALSE);
        g_usleep (5000);
      }
  }
  g_assert_true (smith_certificate_equal (first, smith_identity_get_certificate (fixture->identity)));
}

static void
test_details (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *search;
  int minimum;

  set_certificate (fixture, "many.crt");
  wait_for (fixture->window, GTK_TYPE_LABEL, "host-000.example.com");
  wait_for (fixture->window, GTK_TYPE_BUTTON, "Show _92 More");
  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  search = wait_for (fixture->window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "HOST-077");
  wait_for (fixture->window, SMITH_TYPE_VALUE_ROW, "host-077.example.com");
  /* The extension lists them all, as a text. */
  wait_for (fixture->window, SMITH_TYPE_TEXT_ROW, NULL);
  g_assert_cmpuint (count (fixture->window, SMITH_TYPE_VALUE_ROW, NULL, NULL), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  wait_for (fixture->window, GTK_TYPE_LABEL, "Nothing found");
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  wait_for (fixture->window, SMITH_TYPE_VALUE_ROW, "host-000.example.com");

  g_signal_emit_by_name (wait_for (fixture->window, GTK_TYPE_BUTTON, "Show _92 More"), "clicked");
  wait_for (fixture->window, GTK_TYPE_LABEL, "host-099.example.com");
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  set_certificate (fixture, "expired.crt");
  wait_for (fixture->window, GTK_TYPE_LABEL, "Expired ");
  g_assert_true (gtk_widget_activate_action (fixture->pane, "certificate.copy", NULL));
  wait_for (fixture->window, GTK_TYPE_LABEL, "Certificate copied as PEM");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->pane));
  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (&value), ==,
                   smith_certificate_get_pem (smith_identity_get_certificate (fixture->identity)));
}

/* What went wrong stands there until it is closed, and is gone with another certificate. */
static void
test_error (Fixture       *fixture,
            gconstpointer  data)
{
  SmithErrorCard *card;

  set_certificate (fixture, "expired.crt");
  wait_for (fixture->window, GTK_TYPE_LABEL, "Expired ");
  card = SMITH_ERROR_CARD (gtk_widget_get_template_child (fixture->pane, SMITH_TYPE_CERTIFICATE_PANE, "error_card"));
  g_assert_null (smith_error_card_get_message (card));
  smith_error_card_set_message (card, "The disk is full.");
  g_assert_cmpstr (smith_error_card_get_message (card), ==, "The disk is full.");
  wait_for (fixture->window, GTK_TYPE_LABEL, "The disk is full.");
  g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (card), SMITH_TYPE_ERROR_CARD, "button"), "clicked");
  g_assert_null (smith_error_card_get_message (card));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (card)));

  smith_error_card_set_message (card, "The disk is full.");
  set_certificate (fixture, "many.crt");
  wait_for (fixture->window, GTK_TYPE_LABEL, "host-000.example.com");
  g_assert_null (smith_error_card_get_message (card));
}

/* A row of a text copies all of it, and only when it is the one that was activated. */
static void
test_text_row (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *list = g_object_ref_sink (gtk_list_box_new ());
  GtkWidget *row = smith_text_row_new ("Modulus", "00:01\n02:03", TRUE);
  GtkWidget *other = smith_text_row_new ("Other", "nothing", FALSE);
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *text = smith_text_row_dup_value (SMITH_TEXT_ROW (row));

  g_assert_cmpstr (text, ==, "00:01\n02:03");
  g_assert_cmpstr (smith_text_row_get_label (SMITH_TEXT_ROW (row)), ==, "Modulus");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_list_box_append (GTK_LIST_BOX (list), other);
  g_signal_emit_by_name (list, "row-activated", row);
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (row));
  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, NULL);
  g_assert_cmpstr (g_value_get_string (&value), ==, "00:01\n02:03");
  g_object_unref (list);
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

#define ADD(path, function) g_test_add ("/certificate-pane/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("ways", test_ways);
  ADD ("self-sign", test_self_sign);
  ADD ("details", test_details);
  ADD ("copy", test_copy);
  ADD ("error", test_error);
  ADD ("text-row", test_text_row);
#undef ADD

  return g_test_run ();
}
