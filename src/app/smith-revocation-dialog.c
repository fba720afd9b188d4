/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-revocation-dialog.h"

#include <glib/gi18n.h>

#include "smith-authority-folder.h"

/**
 * SmithRevocationDialog:
 *
 * Asks why a certificate is revoked, and, where none is given, for its serial number. Says beforehand what the number
 * stands for. Only asks: emits "revoke" and closes.
 */
struct _SmithRevocationDialog
{
  AdwWindow parent_instance;

  /* Owned */
  SmithAuthority   *authority;
  SmithCertificate *certificate;   /* (nullable) */
  char             *serial;        /* (nullable): as the records have it */

  /* Template */
  GtkWidget        *revoke_button;
  GtkWidget        *serial_group;
  GtkEditable      *serial_row;
  GtkLabel         *state_label;
  AdwComboRow      *reason_row;
};

enum
{
  SIGNAL_REVOKE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithRevocationDialog, smith_revocation_dialog, ADW_TYPE_WINDOW)

/* What will happen, or why it will not; @wrong where it will not. */
static char *
describe (SmithRevocationDialog *self,
          const char            *problem,
          gboolean              *wrong)
{
  SmithIssued *issued = self->serial != NULL ? smith_authority_find_issued (self->authority, self->serial) : NULL;
  const char *title = NULL;

  *wrong = problem != NULL;
  if (problem != NULL)
    return g_strdup (problem);
  if (self->serial == NULL)
    return g_strdup (_("For a certificate that this authority has issued elsewhere: by another program, or before it came "
                       "here. The number is shown by whoever has the certificate, such as “openssl x509 -serial”."));
  if (issued != NULL && smith_issued_get_revoked (issued))
    {
      *wrong = TRUE;
      return g_strdup_printf (_("This is on the revocation list already. %s"), smith_issued_get_state_text (issued));
    }
  if (self->certificate != NULL)
    title = smith_certificate_get_title (self->certificate);
  else if (issued != NULL)
    title = smith_issued_get_title (issued);
  if (title == NULL)
    return g_strdup (_("Nothing with this number was issued here. It will be on the revocation list all the same. You can take "
                       "it back until you export the list."));

  /* Translators: %s is the name of a server */
  return g_strdup_printf (_("“%s” will be on the revocation list. You can take it back until you export the list."), title);
}

static void
changed_cb (SmithRevocationDialog *self)
{
  const char *text = gtk_editable_get_text (self->serial_row);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  gboolean wrong;

  if (self->authority == NULL)
    return;

  if (self->certificate == NULL)
    {
      g_clear_pointer (&self->serial, g_free);
      /* That there is no number yet goes without saying. */
      if (*text != '\0')
        self->serial = smith_authority_parse_serial (text, &error);
    }
  state = describe (self, error != NULL ? error->message : NULL, &wrong);
  gtk_label_set_label (self->state_label, state);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_label), "error");
  gtk_widget_set_sensitive (self->revoke_button, self->serial != NULL && !wrong);
}

static void
revoke_clicked_cb (SmithRevocationDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->reason_row);

  changed_cb (self);
  if (!gtk_widget_get_sensitive (self->revoke_button))
    return;
  g_signal_emit (self, signals[SIGNAL_REVOKE], 0, self->serial, self->certificate,
                 (guint) smith_revocation_reason_get_nth (selected));
  gtk_window_close (GTK_WINDOW (self));
}

static void
smith_revocation_dialog_dispose (GObject *object)
{
  SmithRevocationDialog *self = SMITH_REVOCATION_DIALOG (object);

  g_clear_object (&self->authority);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (smith_revocation_dialog_parent_class)->dispose (object);
}

static void
smith_revocation_dialog_finalize (GObject *object)
{
  g_free (SMITH_REVOCATION_DIALOG (object)->serial);

  G_OBJECT_CLASS (smith_revocation_dialog_parent_class)->finalize (object);
}

static void
smith_revocation_dialog_class_init (SmithRevocationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_revocation_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_revocation_dialog_finalize;

  /**
   * SmithRevocationDialog::revoke:
   * @serial: as the records of an authority have it
   * @certificate: (nullable): the certificate, where it is known
   * @reason: a #SmithRevocationReason
   */
  signals[SIGNAL_REVOKE] = g_signal_new ("revoke", SMITH_TYPE_REVOCATION_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 3, G_TYPE_STRING, SMITH_TYPE_CERTIFICATE, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chainsmith/Chainsmith/smith-revocation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithRevocationDialog, revoke_button);
  gtk_widget_class_bind_template_child (widget_class, SmithRevocationDialog, serial_group);
  gtk_widget_class_bind_template_child (widget_class, SmithRevocationDialog, serial_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRevocationDialog, state_label);
  gtk_widget_class_bind_template_child (widget_class, SmithRevocationDialog, reason_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoke_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_revocation_dialog_init (SmithRevocationDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < smith_revocation_reason_get_n_reasons (); i++)
    gtk_string_list_append (titles, smith_revocation_reason_get_title (smith_revocation_reason_get_nth (i)));
  adw_combo_row_set_model (self->reason_row, G_LIST_MODEL (titles));
}

/**
 * smith_revocation_dialog_new:
 * @authority: who revokes; loaded
 * @certificate: (nullable): what is revoked; NULL: its number is asked for
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_revocation_dialog_new (SmithAuthority   *authority,
                             SmithCertificate *certificate)
{
  SmithRevocationDialog *self;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (authority), NULL);
  g_return_val_if_fail (certificate == NULL || SMITH_IS_CERTIFICATE (certificate), NULL);

  self = g_object_new (SMITH_TYPE_REVOCATION_DIALOG, NULL);
  if (certificate != NULL)
    self->serial = smith_authority_dup_serial (certificate);
  g_set_object (&self->certificate, certificate);
  gtk_widget_set_visible (self->serial_group, certificate == NULL);
  self->authority = g_object_ref (authority);
  changed_cb (self);
  gtk_widget_grab_focus (certificate == NULL ? GTK_WIDGET (self->serial_row) : GTK_WIDGET (self->reason_row));

  return GTK_WIDGET (self);
}
