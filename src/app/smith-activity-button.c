/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-activity-button.h"

#include "smith-activity-row.h"

/**
 * SmithActivityButton:
 *
 * There only while there are jobs. What is over in a moment does not make it flash; one that failed shows
 * at once, as a warning, until it is dismissed.
 */
struct _SmithActivityButton
{
  GtkWidget parent_instance;

  /* Owned */
  SmithJobList  *jobs;
  guint          show_source;

  /* Template */
  GtkMenuButton *menu_button;
  GtkStack      *stack;
  GtkSpinner    *spinner;
  GtkPopover    *popover;
  GtkListBox    *list_box;
};

enum
{
  PROP_0,
  PROP_JOBS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

#define PATIENCE_MILLISECONDS 400

G_DEFINE_FINAL_TYPE (SmithActivityButton, smith_activity_button, GTK_TYPE_WIDGET)

static gboolean
has_failed_job (SmithActivityButton *self)
{
  GListModel *model = G_LIST_MODEL (self->jobs);
  guint n_items = g_list_model_get_n_items (model);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SmithJob) job = g_list_model_get_item (model, i);

      if (smith_job_get_error (job) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
show (SmithActivityButton *self)
{
  g_clear_handle_id (&self->show_source, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), TRUE);
}

static gboolean
show_cb (gpointer user_data)
{
  SmithActivityButton *self = user_data;

  self->show_source = 0;
  show (self);

  return G_SOURCE_REMOVE;
}

static void
update (SmithActivityButton *self)
{
  gboolean any = self->jobs != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->jobs)) > 0;
  gboolean failed = any && has_failed_job (self);

  gtk_stack_set_visible_child_name (self->stack, failed ? "failed" : "busy");
  gtk_spinner_set_spinning (self->spinner, any && !failed);
  if (failed)
    {
      show (self);
    }
  else if (!any)
    {
      g_clear_handle_id (&self->show_source, g_source_remove);
      gtk_popover_popdown (self->popover);
      gtk_widget_set_visible (GTK_WIDGET (self->menu_button), FALSE);
    }
  else if (!gtk_widget_get_visible (GTK_WIDGET (self->menu_button)) && self->show_source == 0)
    {
      self->show_source = g_timeout_add (PATIENCE_MILLISECONDS, show_cb, self);
    }
}

static void
jobs_changed_cb (SmithActivityButton *self,
                 guint                position,
                 guint                removed,
                 guint                added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SmithJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      g_signal_connect_object (job, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
row_dismissed_cb (SmithActivityButton *self,
                  SmithJob            *job)
{
  smith_job_list_dismiss (self->jobs, job);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  GtkWidget *row = smith_activity_row_new (item);

  g_signal_connect_object (row, "dismissed", G_CALLBACK (row_dismissed_cb), user_data, G_CONNECT_SWAPPED);

  return row;
}

static void
smith_activity_button_dispose (GObject *object)
{
  SmithActivityButton *self = SMITH_ACTIVITY_BUTTON (object);

  g_clear_handle_id (&self->show_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_ACTIVITY_BUTTON);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (smith_activity_button_parent_class)->dispose (object);
}

static void
smith_activity_button_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SmithActivityButton *self = SMITH_ACTIVITY_BUTTON (object);

  switch (prop_id)
    {
    case PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_activity_button_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SmithActivityButton *self = SMITH_ACTIVITY_BUTTON (object);

  switch (prop_id)
    {
    case PROP_JOBS:
      smith_activity_button_set_jobs (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_activity_button_class_init (SmithActivityButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_activity_button_dispose;
  object_class->get_property = smith_activity_button_get_property;
  object_class->set_property = smith_activity_button_set_property;

  properties[PROP_JOBS] =
    g_param_spec_object ("jobs", NULL, NULL, SMITH_TYPE_JOB_LIST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-activity-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithActivityButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityButton, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityButton, list_box);
}

static void
smith_activity_button_init (SmithActivityButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_activity_button_set_jobs:
 * @jobs: (nullable): what to show; given once
 */
void
smith_activity_button_set_jobs (SmithActivityButton *self,
                                SmithJobList        *jobs)
{
  g_return_if_fail (SMITH_IS_ACTIVITY_BUTTON (self));
  g_return_if_fail (jobs == NULL || self->jobs == NULL);

  if (!g_set_object (&self->jobs, jobs))
    return;
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (jobs), create_row_cb, self, NULL);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  jobs_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (jobs)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOBS]);
}
