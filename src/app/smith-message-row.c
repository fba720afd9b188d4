/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-message-row.h"

/**
 * SmithMessageRow:
 *
 * What is wrong with the row above it, in words and with a symbol; takes no room while nothing is.
 * Marks that row as invalid as well, for the eye and for a screen reader.
 */
struct _SmithMessageRow
{
  AdwPreferencesRow parent_instance;

  /* Owned */
  char      *message;

  /* Borrowed */
  GtkWidget *row;

  /* Template */
  GtkWidget *label;
};

enum
{
  PROP_0,
  PROP_MESSAGE,
  PROP_ROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithMessageRow, smith_message_row, ADW_TYPE_PREFERENCES_ROW)

static void
set_row (SmithMessageRow *self,
         GtkWidget       *row)
{
  if (self->row != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->row), (gpointer *) &self->row);
  self->row = row;
  if (self->row != NULL)
    g_object_add_weak_pointer (G_OBJECT (self->row), (gpointer *) &self->row);
}

static void
smith_message_row_dispose (GObject *object)
{
  set_row (SMITH_MESSAGE_ROW (object), NULL);

  G_OBJECT_CLASS (smith_message_row_parent_class)->dispose (object);
}

static void
smith_message_row_finalize (GObject *object)
{
  g_free (SMITH_MESSAGE_ROW (object)->message);

  G_OBJECT_CLASS (smith_message_row_parent_class)->finalize (object);
}

static void
smith_message_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SmithMessageRow *self = SMITH_MESSAGE_ROW (object);

  switch (prop_id)
    {
    case PROP_MESSAGE:
      g_value_set_string (value, smith_message_row_get_message (self));
      break;
    case PROP_ROW:
      g_value_set_object (value, self->row);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_message_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SmithMessageRow *self = SMITH_MESSAGE_ROW (object);

  switch (prop_id)
    {
    case PROP_MESSAGE:
      smith_message_row_set_message (self, g_value_get_string (value));
      break;
    case PROP_ROW:
      set_row (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_message_row_class_init (SmithMessageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_message_row_dispose;
  object_class->finalize = smith_message_row_finalize;
  object_class->get_property = smith_message_row_get_property;
  object_class->set_property = smith_message_row_set_property;

  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROW] =
    g_param_spec_object ("row", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithMessageRow, label);
}

static void
smith_message_row_init (SmithMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_message_row_new:
 * @row: (nullable): the row that the message is about
 *
 * Returns: (transfer floating): a new row, hidden
 */
GtkWidget *
smith_message_row_new (GtkWidget *row)
{
  return g_object_new (SMITH_TYPE_MESSAGE_ROW, "row", row, NULL);
}

const char *
smith_message_row_get_message (SmithMessageRow *self)
{
  g_return_val_if_fail (SMITH_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

/**
 * smith_message_row_set_message:
 * @message: (nullable): a sentence; NULL hides the row
 */
void
smith_message_row_set_message (SmithMessageRow *self,
                               const char      *message)
{
  g_return_if_fail (SMITH_IS_MESSAGE_ROW (self));

  if (g_strcmp0 (self->message, message) == 0)
    return;

  g_free (self->message);
  self->message = g_strdup (message);
  gtk_label_set_label (GTK_LABEL (self->label), message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
  if (self->row != NULL && message != NULL)
    {
      gtk_widget_add_css_class (self->row, "error");
      gtk_widget_add_css_class (self->row, "smith-with-message");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
    }
  else if (self->row != NULL)
    {
      gtk_widget_remove_css_class (self->row, "error");
      gtk_widget_remove_css_class (self->row, "smith-with-message");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}
