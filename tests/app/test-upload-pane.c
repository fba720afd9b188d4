/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "../models/material.h"
#include "smith-fake-keyring.h"
#include "smith-test-emulator.h"
#include "smith-test.h"
#include "smith-toast.h"
#include "smith-tip.h"
#include "smith-upload-pane-private.h"
#include "smith-value-row.h"

/* The upload pane on a screen, against the practice account. */

typedef struct
{
  SmithTestEmulator *emulator;
  SmithWorkspace    *workspace;
  SmithIdentity     *identity;
  SmithUploadPane   *pane;
  GtkWidget         *window;
  char              *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->emulator = smith_test_emulator_start (NULL);
  g_setenv ("AWS_ACCESS_KEY_ID", SMITH_TEST_ACCESS_KEY_ID, TRUE);
  g_setenv ("AWS_SECRET_ACCESS_KEY", SMITH_TEST_SECRET_ACCESS_KEY, TRUE);
  g_setenv ("AWS_ENDPOINT_URL", smith_test_emulator_get_uri (fixture->emulator), TRUE);
  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (keyring));
  material_load (smith_workspace_get_library (fixture->workspace));
  fixture->identity = material_keep (smith_workspace_get_library (fixture->workspace), "rsa-leaf",
                                     data != NULL ? data : "rsa-two,rsa-one");
  fixture->pane = g_object_new (SMITH_TYPE_UPLOAD_PANE, "workspace", fixture->workspace, NULL);
  fixture->window = adw_window_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->pane));
  adw_window_set_content (ADW_WINDOW (fixture->window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_object_set (fixture->pane, "identity", fixture->identity, NULL);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->pane), (gpointer *) &fixture->pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  smith_test_wait_until (is_gone, &fixture->pane);
  g_object_add_weak_pointer (G_OBJECT (fixture->workspace), (gpointer *) &fixture->workspace);
  g_object_unref (fixture->workspace);
  smith_test_wait_until (is_gone, &fixture->workspace);
  smith_test_emulator_stop (fixture->emulator);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
is_ready (gpointer user_data)
{
  return smith_preflight_get_ready (((Fixture *) user_data)->pane->preflight);
}

static gboolean
has_facts (gpointer user_data)
{
  return smith_preflight_get_key_size (((Fixture *) user_data)->pane->preflight) > 0;
}

static gboolean
is_stopped (gpointer user_data)
{
  SmithUpload *upload = smith_upload_pane_get_upload (((Fixture *) user_data)->pane);

  return upload != NULL && !smith_upload_get_running (upload);
}

static gboolean
is_sensitive (Fixture *fixture)
{
  return gtk_widget_is_sensitive (fixture->pane->upload_button);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->pane), action, NULL));
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->pane->stack);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  SmithLibrary *library = smith_workspace_get_library (fixture->workspace);

  g_assert_cmpstr (get_page (fixture), ==, "upload");
  g_object_set (fixture->pane, "identity", smith_library_add (library, "empty"), NULL);
  g_assert_cmpstr (get_page (fixture), ==, "empty");
  g_object_set (fixture->pane, "identity", NULL, NULL);
  g_assert_cmpstr (get_page (fixture), ==, "empty");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->pane->empty_button)));
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  SmithUploadPane *pane = fixture->pane;
  g_autofree char *suggestion = NULL;

  smith_test_wait_until (is_ready, fixture);
  g_assert_true (is_sensitive (fixture));
  suggestion = g_strdup (gtk_editable_get_text (pane->name_row));
  g_assert_true (g_str_has_prefix (suggestion, "www.example.com-"));
  g_assert_cmpstr (gtk_editable_get_text (pane->path_row), ==, "/");

  gtk_editable_set_text (pane->name_row, "not good");
  g_assert_nonnull (smith_message_row_get_message (pane->name_message_row));
  g_assert_false (is_sensitive (fixture));
  g_assert_cmpstr (smith_tip_get (pane->upload_button), ==, smith_preflight_get_why_not (pane->preflight));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pane->why_not_label)));
  activate (fixture, "upload.suggest-name");
  g_assert_cmpstr (gtk_editable_get_text (pane->name_row), ==, suggestion);
  g_assert_null (smith_message_row_get_message (pane->name_message_row));
  g_assert_true (is_sensitive (fixture));

  gtk_switch_set_active (pane->cloudfront_switch, TRUE);
  g_assert_cmpstr (gtk_editable_get_text (pane->path_row), ==, "/cloudfront/");
  gtk_editable_set_text (pane->path_row, "/a");
  g_assert_false (gtk_switch_get_active (pane->cloudfront_switch));
  g_assert_nonnull (smith_message_row_get_message (pane->path_message_row));
  activate (fixture, "upload.default-path");
  g_assert_cmpstr (gtk_editable_get_text (pane->path_row), ==, "/");
  g_assert_nonnull (g_strrstr (smith_command_button_get_command (pane->command_button), suggestion));
  g_assert_null (g_strrstr (smith_command_button_get_command (pane->command_button), SMITH_TEST_SECRET_ACCESS_KEY));
}

/* What is typed for one identity is still there after another was looked at. */
static void
test_drafts (Fixture       *fixture,
             gconstpointer  data)
{
  SmithIdentity *other = material_keep (smith_workspace_get_library (fixture->workspace), "ec-leaf", "ec-two,ec-one");

  gtk_editable_set_text (fixture->pane->name_row, "my-own-name");
  g_object_set (fixture->pane, "identity", other, NULL);
  g_assert_cmpstr (gtk_editable_get_text (fixture->pane->name_row), !=, "my-own-name");
  g_object_set (fixture->pane, "identity", fixture->identity, NULL);
  g_assert_cmpstr (gtk_editable_get_text (fixture->pane->name_row), ==, "my-own-name");
}

static void
test_upload (Fixture       *fixture,
             gconstpointer  data)
{
  SmithUploadPane *pane = fixture->pane;
  const SmithUploadRecord *record;
  GtkWidget *arn_row;

  smith_test_wait_until (is_ready, fixture);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pane->result)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pane->progress)));
  activate (fixture, "upload.upload");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pane->progress)));
  g_assert_false (is_sensitive (fixture));
  smith_test_wait_until (is_stopped, fixture);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pane->progress)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pane->result)));
  record = smith_identity_get_upload (fixture->identity);
  arn_row = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (pane->result), SMITH_TYPE_UPLOAD_RESULT, "arn_row"));
  g_assert_cmpstr (smith_value_row_get_value (SMITH_VALUE_ROW (arn_row)), ==, record->arn);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (pane->upload_button)), ==, "_Upload Again");
  g_assert_false (gtk_widget_has_css_class (pane->upload_button, "suggested-action"));
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  SmithUploadPane *pane = fixture->pane;

  smith_test_wait_until (is_ready, fixture);
  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"error\", \"action\": \"UploadServerCertificate\", "
                                 "\"code\": \"MalformedCertificate\", \"status\": 400}");
  activate (fixture, "upload.upload");
  smith_test_wait_until (is_stopped, fixture);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pane->progress)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pane->result)));

  smith_test_emulator_set_fault (fixture->emulator, NULL);
  activate (fixture, "upload.try-again");
  smith_test_wait_until (is_stopped, fixture);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pane->progress)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pane->result)));
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  smith_test_wait_until (is_ready, fixture);
  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"delay\", \"seconds\": 20}");
  activate (fixture, "upload.upload");
  activate (fixture, "upload.cancel");
  smith_test_wait_until (is_stopped, fixture);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->pane->progress)));
  g_assert_null (smith_identity_get_upload (fixture->identity));
}

static void
test_repair (Fixture       *fixture,
             gconstpointer  data)
{
  smith_test_wait_until (has_facts, fixture);
  g_assert_false (is_sensitive (fixture));
  activate (fixture, "upload.put-in-order");
  smith_test_wait_until (is_ready, fixture);
  g_assert_true (is_sensitive (fixture));
}

/* Usable on a phone, whatever is shown. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  int minimum;

  smith_test_wait_until (has_facts, fixture);
  gtk_editable_set_text (fixture->pane->name_row, "not/good");
  gtk_widget_measure (GTK_WIDGET (fixture->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, data, function) g_test_add ("/upload-pane/" name, Fixture, data, set_up, function, tear_down)
  ADD ("empty", NULL, test_empty);
  ADD ("fields", NULL, test_fields);
  ADD ("drafts", NULL, test_drafts);
  ADD ("upload", NULL, test_upload);
  ADD ("failure", NULL, test_failure);
  ADD ("cancel", NULL, test_cancel);
  ADD ("repair", "rsa-one,rsa-two", test_repair);
  ADD ("narrow", "rsa-one,rsa-two", test_narrow);

  return g_test_run ();
}
