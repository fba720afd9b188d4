/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-window-private.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-file-save.h"
#include "smith-password-interaction.h"
#include "smith-revocation-renewal.h"
#include "smith-toast.h"

/* The revocation list: for how long it counts, renewed, exported. */

/* Long enough for whoever holds the button down. */
#define DAYS_DELAY_MS 600

/**
 * smith_issued_window_show_crl:
 *
 * Shows what there is to know of the list.
 */
void
smith_issued_window_show_crl (SmithIssuedWindow *self)
{
  gboolean due = smith_authority_get_crl_due (self->authority);
  g_autofree char *command = smith_authority_dup_crl_command (self->authority);

  adw_action_row_set_subtitle (self->crl_row, smith_authority_get_crl_text (self->authority));
  gtk_widget_set_visible (self->crl_icon, due);
  gtk_widget_set_visible (self->renew_button, due);
  smith_command_button_set_command (self->command_button, command);
  if (self->days_source == 0)
    {
      self->showing = TRUE;
      gtk_spin_button_set_value (self->days_button, smith_authority_get_crl_days (self->authority));
      self->showing = FALSE;
    }
}

static void
set_days_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  smith_issued_window_finish_verb (self, done, error);
}

/**
 * smith_issued_window_write_days:
 *
 * Writes days that were changed and wait; before anything that needs them.
 */
void
smith_issued_window_write_days (SmithIssuedWindow *self)
{
  guint days = (guint) gtk_spin_button_get_value_as_int (self->days_button);

  if (self->days_source == 0)
    return;
  g_clear_handle_id (&self->days_source, g_source_remove);
  /* Not with the window's own cancellable: what was changed is written, though the window be closed. */
  if (days != smith_authority_get_crl_days (self->authority))
    smith_authority_set_crl_days_async (self->authority, days, NULL, set_days_cb, g_object_ref (self));
}

static gboolean
write_days_cb (gpointer user_data)
{
  smith_issued_window_write_days (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * smith_issued_window_days_changed:
 *
 * To be called when somebody changes the days.
 */
void
smith_issued_window_days_changed (SmithIssuedWindow *self)
{
  if (self->authority == NULL || self->showing)
    return;
  g_clear_handle_id (&self->days_source, g_source_remove);
  self->days_source = g_timeout_add (DAYS_DELAY_MS, write_days_cb, self);
}

static void
take_days (SmithIssuedWindow *self)
{
  gtk_spin_button_update (self->days_button);
  smith_issued_window_write_days (self);
}

static void
export_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean exported = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (smith_issued_window_finish_verb (self, exported, error))
    smith_toast_show (GTK_WIDGET (self->stack), _("Revocation list exported"));
}

static void
choose_export_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GFile) file = smith_compat_save_file_finish (result, NULL);
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (file == NULL || self->authority == NULL)
    return;
  take_days (self);
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_authority_export_async (self->authority, file, interaction, self->cancellable, export_cb, g_object_ref (self));
}

static void
activate_export (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (widget);
  g_autofree char *file = smith_file_save_dup_name (smith_identity_get_name (smith_authority_get_identity (self->authority)),
                                                    ".crl");

  smith_compat_save_file_async (GTK_WINDOW (self), _("Export the Revocation List"), file, self->cancellable,
                                choose_export_cb, g_object_ref (self));
}

static void
renew_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) written = NULL;
  g_autofree char *warning = NULL;
  gboolean renewed = smith_authority_renew_finish (SMITH_AUTHORITY (source), result, &written, &warning, &error);

  if (!smith_issued_window_finish_verb (self, renewed, error))
    return;
  if (warning != NULL)
    smith_issued_window_show_error (self, warning);
  else
    smith_revocation_renewal_tell (GTK_WIDGET (self->stack), written, "issued.export");
}

static void
activate_renew (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (widget);
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (GTK_WINDOW (self));

  take_days (self);
  smith_authority_renew_async (self->authority, interaction, self->cancellable, renew_cb, g_object_ref (self));
}

void
smith_issued_window_install_crl_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "issued.export", NULL, activate_export);
  gtk_widget_class_install_action (widget_class, "issued.renew", NULL, activate_renew);
}
