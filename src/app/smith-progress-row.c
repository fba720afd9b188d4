/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-progress-row.h"

/**
 * SmithProgressRow:
 *
 * A #SmithJob where the button that started it was: what is being done, a bar that moves without
 * promising an end (nobody knows when a prime is found), and Cancel.
 */
struct _SmithProgressRow
{
  GtkWidget  parent_instance;

  /* Owned */
  SmithJob  *job;
  guint      pulse_source;

  /* Template */
  GtkWidget *box;
  GtkWidget *title_label;
  GtkWidget *bar;
  GtkWidget *cancel_button;
};

#define PULSE_MILLISECONDS 100

G_DEFINE_FINAL_TYPE (SmithProgressRow, smith_progress_row, GTK_TYPE_WIDGET)

static gboolean
pulse_cb (gpointer user_data)
{
  SmithProgressRow *self = user_data;

  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));

  return G_SOURCE_CONTINUE;
}

/* Moves only while there is something to see, and something under way. */
static void
update_pulse (SmithProgressRow *self)
{
  gboolean wanted = self->job != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && self->pulse_source == 0)
    {
      self->pulse_source = g_timeout_add (PULSE_MILLISECONDS, pulse_cb, self);
      g_source_set_name_by_id (self->pulse_source, "[chainsmith] progress");
    }
  else if (!wanted)
    {
      g_clear_handle_id (&self->pulse_source, g_source_remove);
    }
}

static void
cancel_clicked_cb (SmithProgressRow *self)
{
  if (self->job == NULL)
    return;

  smith_job_cancel (self->job);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
}

static void
smith_progress_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_progress_row_parent_class)->map (widget);
  update_pulse (SMITH_PROGRESS_ROW (widget));
}

static void
smith_progress_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_progress_row_parent_class)->unmap (widget);
  update_pulse (SMITH_PROGRESS_ROW (widget));
}

static void
smith_progress_row_dispose (GObject *object)
{
  SmithProgressRow *self = SMITH_PROGRESS_ROW (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_PROGRESS_ROW);

  G_OBJECT_CLASS (smith_progress_row_parent_class)->dispose (object);
}

static void
smith_progress_row_class_init (SmithProgressRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_progress_row_dispose;
  widget_class->map = smith_progress_row_map;
  widget_class->unmap = smith_progress_row_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-progress-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithProgressRow, box);
  gtk_widget_class_bind_template_child (widget_class, SmithProgressRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithProgressRow, bar);
  gtk_widget_class_bind_template_child (widget_class, SmithProgressRow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
smith_progress_row_init (SmithProgressRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_progress_row_set_job:
 * @job: (nullable): what is under way
 */
void
smith_progress_row_set_job (SmithProgressRow *self,
                            SmithJob         *job)
{
  g_return_if_fail (SMITH_IS_PROGRESS_ROW (self));
  g_return_if_fail (job == NULL || SMITH_IS_JOB (job));

  if (!g_set_object (&self->job, job))
    return;

  gtk_label_set_label (GTK_LABEL (self->title_label), job != NULL ? smith_job_get_title (job) : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  job != NULL ? smith_job_get_title (job) : "", -1);
  gtk_widget_set_sensitive (self->cancel_button, job != NULL);
  update_pulse (self);
}
