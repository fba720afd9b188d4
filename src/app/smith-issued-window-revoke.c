/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-window-private.h"

#include <glib/gi18n.h>

#include "smith-password-interaction.h"
#include "smith-revocation-dialog.h"
#include "smith-toast.h"

/* Revoking; the row has an Undo until the list is exported. */

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean restored = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (smith_issued_window_finish_verb (self, restored, error))
    smith_toast_show (GTK_WIDGET (self->stack), _("Revocation taken back"));
}

/**
 * smith_issued_window_restore:
 * @issued: a revoked one
 *
 * Takes its revocation back.
 */
void
smith_issued_window_restore (SmithIssuedWindow *self,
                             SmithIssued       *issued)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (GTK_WINDOW (self));

  smith_authority_restore_async (self->authority, issued, interaction, self->cancellable, restore_cb, g_object_ref (self));
}

static void
revoke_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean revoked = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (smith_issued_window_finish_verb (self, revoked, error))
    smith_toast_show (GTK_WIDGET (self->stack), _("Certificate revoked"));
}

static void
revoke_asked_cb (SmithIssuedWindow     *self,
                 const char            *serial,
                 SmithCertificate      *certificate,
                 SmithRevocationReason  reason)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (GTK_WINDOW (self));
  SmithIssued *issued = smith_authority_find_issued (self->authority, serial);

  smith_issued_window_write_days (self);
  if (issued != NULL)
    smith_authority_revoke_async (self->authority, issued, reason, interaction, self->cancellable, revoke_cb,
                                  g_object_ref (self));
  else
    smith_authority_revoke_serial_async (self->authority, serial, certificate, reason, interaction, self->cancellable,
                                         revoke_cb, g_object_ref (self));
}

/**
 * smith_issued_window_revoke:
 * @certificate: (nullable): of a row, or what this authority issued elsewhere; NULL: its number is asked for
 *
 * Asks what and why, and revokes it.
 */
void
smith_issued_window_revoke (SmithIssuedWindow *self,
                            SmithCertificate  *certificate)
{
  GtkWidget *dialog = smith_revocation_dialog_new (self->authority, certificate);

  g_signal_connect_object (dialog, "revoke", G_CALLBACK (revoke_asked_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activate_revoke_serial (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  smith_issued_window_revoke (SMITH_ISSUED_WINDOW (widget), NULL);
}

void
smith_issued_window_install_revoke_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "issued.revoke-serial", NULL, activate_revoke_serial);
}
