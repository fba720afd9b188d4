/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-dialog.h"

#include <string.h>

#include "authorities.h"
#include "smith-command-button.h"
#include "smith-issue-dialog.h"
#include "smith-revocation-dialog.h"
#include "smith-signer-row.h"
#include "smith-test.h"

/* The dialogs of authorities on a screen: what may be clicked when, what is said, what comes of it. */

static gpointer
part (GtkWidget  *dialog,
      const char *name)
{
  GObject *child = gtk_widget_get_template_child (dialog, G_OBJECT_TYPE (dialog), name);

  g_assert_nonnull (child);

  return child;
}

static void
set (GtkWidget  *dialog,
     const char *row,
     const char *text)
{
  gtk_editable_set_text (part (dialog, row), text);
}

static gboolean
may (GtkWidget  *dialog,
     const char *button)
{
  return gtk_widget_get_sensitive (part (dialog, button));
}

static const char *
get_command (GtkWidget *dialog)
{
  return smith_command_button_get_command (part (dialog, "command_button"));
}

static void
created_cb (GtkWidget     *dialog,
            SmithIdentity *identity,
            const char    *warning,
            gpointer       place)
{
  g_assert_null (warning);
  g_set_object ((SmithIdentity **) place, identity);
}

static gboolean
is_there (gpointer place)
{
  return *(gpointer *) place != NULL;
}

static void
test_new (Authorities   *fixture,
          gconstpointer  data)
{
  GtkWidget *dialog = smith_authority_dialog_new (fixture->workspace);
  g_autoptr (SmithIdentity) made = NULL;
  g_autofree char *subject = NULL;

  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (may (dialog, "create_button"));
  g_assert_null (get_command (dialog));
  g_assert_false (gtk_widget_get_visible (part (dialog, "error_label")));

  set (dialog, "name_row", "Example");
  g_assert_true (may (dialog, "create_button"));
  g_assert_nonnull (strstr (get_command (dialog), "/CN=Example Issuing CA"));

  /* A country by its name or its letters; what is none is told. */
  set (dialog, "country_row", "Nowhere at all");
  g_assert_false (may (dialog, "create_button"));
  g_assert_true (gtk_widget_get_visible (part (dialog, "error_label")));
  g_assert_null (get_command (dialog));
  set (dialog, "country_row", "de");
  g_assert_true (may (dialog, "create_button"));
  g_assert_nonnull (strstr (get_command (dialog), "/C=DE"));

  /* There is nobody yet who could sign an intermediate. */
  adw_combo_row_set_selected (part (dialog, "kind_row"), SMITH_AUTHORITY_KIND_INTERMEDIATE);
  g_assert_false (may (dialog, "create_button"));
  g_assert_true (gtk_widget_get_visible (part (dialog, "parent_row")));
  adw_combo_row_set_selected (part (dialog, "kind_row"), SMITH_AUTHORITY_KIND_ROOT);
  g_assert_true (may (dialog, "create_button"));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (part (dialog, "days_button")), ==, SMITH_AUTHORITY_ROOT_DAYS);

  g_signal_connect (dialog, "created", G_CALLBACK (created_cb), &made);
  g_signal_emit_by_name (part (dialog, "create_button"), "clicked");
  smith_test_wait_until (is_there, &made);
  subject = g_strdup (smith_name_get_rfc4514 (smith_certificate_get_subject (smith_identity_get_certificate (made))));
  g_assert_cmpstr (subject, ==, "CN=Example,C=DE");
}

static void
signed_cb (GtkWidget        *dialog,
           SmithCertificate *certificate,
           SmithIdentity    *recipient,
           const char       *warning,
           gpointer          place)
{
  g_assert_null (recipient);
  g_set_object ((SmithCertificate **) place, certificate);
}

static void
test_issue (Authorities   *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithRequest) request = authorities_make_request ("www.example.com");
  g_autoptr (SmithIdentity) issuing = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  GtkWidget *dialog = smith_issue_dialog_new (fixture->workspace, request, NULL);

  /* Nobody can sign. */
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (may (dialog, "sign_button"));
  g_assert_true (gtk_widget_get_visible (part (dialog, "error_label")));
  g_assert_null (get_command (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));

  issuing = authorities_create_pair (fixture, "Example");
  dialog = smith_issue_dialog_new (fixture->workspace, request, issuing);
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_true (may (dialog, "sign_button"));
  g_assert_nonnull (strstr (get_command (dialog), "-days 397 "));

  /* What is changed is in the command, and in the certificate; a warning is no obstacle, nonsense is. */
  gtk_spin_button_set_value (part (dialog, "days_button"), 500);
  g_assert_true (gtk_widget_get_visible (part (dialog, "warnings_box")));
  g_assert_true (may (dialog, "sign_button"));
  gtk_spin_button_set_value (part (dialog, "days_button"), 30);
  g_assert_nonnull (strstr (get_command (dialog), "-days 30 "));
  g_assert_false (gtk_widget_get_visible (part (dialog, "path_row")));
  gtk_switch_set_active (part (dialog, "ca_switch"), TRUE);
  g_assert_true (gtk_widget_get_visible (part (dialog, "path_row")));
  gtk_switch_set_active (part (dialog, "ca_switch"), FALSE);
  set (dialog, "crl_row", "no address");
  g_assert_false (may (dialog, "sign_button"));
  g_assert_null (get_command (dialog));
  set (dialog, "crl_row", "http://pki.example.com/a.crl");
  g_assert_true (may (dialog, "sign_button"));

  g_signal_connect (dialog, "signed", G_CALLBACK (signed_cb), &certificate);
  g_signal_emit_by_name (part (dialog, "sign_button"), "clicked");
  smith_test_wait_until (is_there, &certificate);
  g_assert_true (smith_certificate_is_issued_by (certificate, smith_identity_get_certificate (issuing)));
}

static void
revoke_cb (GtkWidget        *dialog,
           const char       *serial,
           SmithCertificate *certificate,
           guint             reason,
           gpointer          place)
{
  *(char **) place = g_strdup_printf ("%s %s %u", serial, certificate != NULL ? "known" : "number", reason);
}

static void
test_revocation (Authorities   *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithRequest) request = authorities_make_request ("www.example.com");
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *asked = NULL;
  GtkWidget *dialog;
  const char *serial;

  certificate = authorities_issue (authority, request, NULL, NULL, &error);
  g_assert_no_error (error);
  serial = smith_issued_get_serial (authorities_get_issued (authority, 0));

  dialog = smith_revocation_dialog_new (authority, NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (may (dialog, "revoke_button"));
  set (dialog, "serial_row", "no number");
  g_assert_false (may (dialog, "revoke_button"));
  g_assert_true (gtk_widget_has_css_class (part (dialog, "state_label"), "error"));
  set (dialog, "serial_row", serial);
  g_assert_true (may (dialog, "revoke_button"));
  g_assert_nonnull (strstr (gtk_label_get_label (part (dialog, "state_label")), "www.example.com"));
  set (dialog, "serial_row", "AB:CD");
  g_assert_true (may (dialog, "revoke_button"));
  g_assert_false (gtk_widget_has_css_class (part (dialog, "state_label"), "error"));
  g_signal_connect (dialog, "revoke", G_CALLBACK (revoke_cb), &asked);
  g_signal_emit_by_name (part (dialog, "revoke_button"), "clicked");
  g_assert_cmpstr (asked, ==, "abcd number 0");

  /* What is revoked is not revoked again. */
  g_assert_true (authorities_revoke (authority, authorities_get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED,
                                     NULL, &error));
  dialog = smith_revocation_dialog_new (authority, certificate);
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (gtk_widget_get_visible (part (dialog, "serial_group")));
  g_assert_false (may (dialog, "revoke_button"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_signer (Authorities   *fixture,
             gconstpointer  data)
{
  SmithSignerRow *row = g_object_ref_sink (SMITH_SIGNER_ROW (smith_signer_row_new ()));
  SmithSignerRow *next = g_object_ref_sink (SMITH_SIGNER_ROW (smith_signer_row_new ()));
  g_autoptr (SmithIdentity) issuing = NULL;

  /* Nothing to choose, nothing to show. */
  smith_signer_row_fill (row, fixture->library, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_null (smith_signer_row_get_signer (row));

  issuing = authorities_create_pair (fixture, "Example");
  smith_signer_row_fill (row, fixture->library, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_null (smith_signer_row_get_signer (row));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_true (smith_signer_row_get_signer (row) == issuing);

  /* The same the next time; a renewal begins with who signed it. */
  smith_signer_row_remember (row);
  smith_signer_row_fill (next, fixture->library, NULL);
  g_assert_true (smith_signer_row_get_signer (next) == issuing);
  smith_signer_row_fill (next, fixture->library, issuing);
  g_assert_true (smith_signer_row_get_signer (next) == authorities_find_named (fixture, "Example Root CA"));

  g_object_unref (row);
  g_object_unref (next);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) \
  g_test_add ("/authority-dialogs/" name, Authorities, NULL, authorities_set_up, function, authorities_tear_down)
  ADD ("new", test_new);
  ADD ("issue", test_issue);
  ADD ("revocation", test_revocation);
  ADD ("signer", test_signer);

  return g_test_run ();
}
