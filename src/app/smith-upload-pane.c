/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-pane.h"

#include "smith-workspace.h"

struct _SmithUploadPane
{
  GtkWidget parent_instance;

  /* Owned */
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
};

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithUploadPane, smith_upload_pane, GTK_TYPE_WIDGET)

static void
smith_upload_pane_dispose (GObject *object)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);

  G_OBJECT_CLASS (smith_upload_pane_parent_class)->dispose (object);
}

static void
smith_upload_pane_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_pane_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_IDENTITY:
      if (g_set_object (&self->identity, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_pane_class_init (SmithUploadPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_upload_pane_dispose;
  object_class->get_property = smith_upload_pane_get_property;
  object_class->set_property = smith_upload_pane_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-upload-pane.ui");
}

static void
smith_upload_pane_init (SmithUploadPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
