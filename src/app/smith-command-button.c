/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command-button.h"

#include <glib/gi18n.h>

#include "smith-toast.h"

/**
 * SmithCommandButton:
 *
 * A terminal symbol whose popover shows the command line that does the same as the pane is about to do,
 * selectable and with a button that copies it. Insensitive while there is no command.
 */
struct _SmithCommandButton
{
  GtkWidget parent_instance;

  /* Owned */
  char          *command;

  /* Template */
  GtkMenuButton *menu_button;
  GtkPopover    *popover;
  GtkLabel      *label;
  GtkWidget     *copy_button;
};

enum
{
  PROP_0,
  PROP_COMMAND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCommandButton, smith_command_button, GTK_TYPE_WIDGET)

static void
copy_clicked_cb (SmithCommandButton *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->command);
  gtk_popover_popdown (self->popover);
  smith_toast_show (GTK_WIDGET (self), _("Command copied"));
}

/* Else the label takes the focus and shows itself selected. */
static void
popover_mapped_cb (SmithCommandButton *self)
{
  gtk_widget_grab_focus (self->copy_button);
}

static gboolean
smith_command_button_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SMITH_COMMAND_BUTTON (widget)->menu_button));
}

static void
smith_command_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_COMMAND_BUTTON);

  G_OBJECT_CLASS (smith_command_button_parent_class)->dispose (object);
}

static void
smith_command_button_finalize (GObject *object)
{
  SmithCommandButton *self = SMITH_COMMAND_BUTTON (object);

  g_free (self->command);

  G_OBJECT_CLASS (smith_command_button_parent_class)->finalize (object);
}

static void
smith_command_button_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SmithCommandButton *self = SMITH_COMMAND_BUTTON (object);

  switch (prop_id)
    {
    case PROP_COMMAND:
      g_value_set_string (value, smith_command_button_get_command (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_command_button_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SmithCommandButton *self = SMITH_COMMAND_BUTTON (object);

  switch (prop_id)
    {
    case PROP_COMMAND:
      smith_command_button_set_command (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_command_button_class_init (SmithCommandButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_command_button_dispose;
  object_class->finalize = smith_command_button_finalize;
  object_class->get_property = smith_command_button_get_property;
  object_class->set_property = smith_command_button_set_property;

  widget_class->grab_focus = smith_command_button_grab_focus;

  properties[PROP_COMMAND] =
    g_param_spec_string ("command", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-command-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCommandButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SmithCommandButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SmithCommandButton, label);
  gtk_widget_class_bind_template_child (widget_class, SmithCommandButton, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_mapped_cb);
}

static void
smith_command_button_init (SmithCommandButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->menu_button), FALSE);
}

/**
 * smith_command_button_new:
 *
 * Returns: (transfer floating): a new button with no command yet
 */
GtkWidget *
smith_command_button_new (void)
{
  return g_object_new (SMITH_TYPE_COMMAND_BUTTON, NULL);
}

/**
 * smith_command_button_get_command:
 *
 * Returns: (nullable) (transfer none): the command line
 */
const char *
smith_command_button_get_command (SmithCommandButton *self)
{
  g_return_val_if_fail (SMITH_IS_COMMAND_BUTTON (self), NULL);

  return self->command;
}

/**
 * smith_command_button_set_command:
 * @command: (nullable): one or more lines, quoted for a POSIX shell, with no secret in them
 */
void
smith_command_button_set_command (SmithCommandButton *self,
                                  const char         *command)
{
  g_return_if_fail (SMITH_IS_COMMAND_BUTTON (self));

  if (g_strcmp0 (self->command, command) == 0)
    return;
  g_free (self->command);
  self->command = g_strdup (command);
  gtk_label_set_text (self->label, command != NULL ? command : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->menu_button), command != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMMAND]);
}
