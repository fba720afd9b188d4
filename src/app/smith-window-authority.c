/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-authority-dialog.h"
#include "smith-toast.h"

/* New certificate authorities. */

static void
created_cb (SmithWindow   *self,
            SmithIdentity *identity,
            const char    *warning)
{
  g_autofree char *title = NULL;

  if (self->workspace == NULL)
    return;

  smith_window_show (self, identity, "certificate");
  if (warning != NULL)
    {
      smith_window_show_error (self, _("Created, But"), warning);
      return;
    }
  /* Translators: %s is the name of a certificate authority */
  title = g_strdup_printf (_("“%s” is ready to sign requests"), smith_identity_get_name (identity));
  smith_toast_show (smith_window_get_toast_place (self), title);
}

static void
activate_new_authority (GtkWidget  *widget,
                        const char *action,
                        GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);
  GtkWidget *dialog = smith_authority_dialog_new (self->workspace);

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
smith_window_install_authority_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-authority", NULL, activate_new_authority);
}
