/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-activity-row.h"

#include <glib/gi18n.h>

#include "smith-tip.h"

/**
 * SmithActivityRow:
 *
 * A job with its title, what it is at, a bar and a button that cancels it, or once it failed says why and
 * can be dismissed ("dismissed"). A bar without a fraction moves by itself while it is seen.
 */
struct _SmithActivityRow
{
  GtkListBoxRow parent_instance;

  /* Owned */
  SmithJob       *job;
  guint           pulse_source;

  /* Template */
  GtkLabel       *title_label;
  GtkLabel       *detail_label;
  GtkProgressBar *progress_bar;
  GtkButton      *button;
};

enum
{
  DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define PULSE_MILLISECONDS 120

G_DEFINE_FINAL_TYPE (SmithActivityRow, smith_activity_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
pulse_cb (gpointer user_data)
{
  SmithActivityRow *self = user_data;

  gtk_progress_bar_pulse (self->progress_bar);

  return G_SOURCE_CONTINUE;
}

static void
update_pulse (SmithActivityRow *self)
{
  gboolean pulses = gtk_widget_get_mapped (GTK_WIDGET (self)) && !smith_job_is_done (self->job) &&
                    smith_job_get_fraction (self->job) <= 0;

  if (pulses && self->pulse_source == 0)
    self->pulse_source = g_timeout_add (PULSE_MILLISECONDS, pulse_cb, self);
  else if (!pulses)
    g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static void
update (SmithActivityRow *self)
{
  const GError *error = smith_job_get_error (self->job);
  const char *detail = error != NULL ? error->message : smith_job_get_detail (self->job);
  const char *label = error != NULL ? _("Dismiss") : _("Cancel");

  gtk_label_set_text (self->title_label, smith_job_get_title (self->job));
  gtk_label_set_text (self->detail_label, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), detail != NULL && *detail != '\0');
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->detail_label), "error");
  gtk_progress_bar_set_fraction (self->progress_bar, smith_job_get_fraction (self->job));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), error == NULL);
  smith_tip_set (GTK_WIDGET (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  smith_job_get_title (self->job), -1);
  update_pulse (self);
}

static void
button_clicked_cb (SmithActivityRow *self)
{
  if (smith_job_is_done (self->job))
    g_signal_emit (self, signals[DISMISSED], 0, self->job);
  else
    smith_job_cancel (self->job);
}

static void
smith_activity_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_activity_row_parent_class)->map (widget);

  update_pulse (SMITH_ACTIVITY_ROW (widget));
}

static void
smith_activity_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_activity_row_parent_class)->unmap (widget);

  update_pulse (SMITH_ACTIVITY_ROW (widget));
}

static void
smith_activity_row_dispose (GObject *object)
{
  SmithActivityRow *self = SMITH_ACTIVITY_ROW (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);

  G_OBJECT_CLASS (smith_activity_row_parent_class)->dispose (object);
}

static void
smith_activity_row_finalize (GObject *object)
{
  g_clear_object (&SMITH_ACTIVITY_ROW (object)->job);

  G_OBJECT_CLASS (smith_activity_row_parent_class)->finalize (object);
}

static void
smith_activity_row_class_init (SmithActivityRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_activity_row_dispose;
  object_class->finalize = smith_activity_row_finalize;

  widget_class->map = smith_activity_row_map;
  widget_class->unmap = smith_activity_row_unmap;

  signals[DISMISSED] =
    g_signal_new ("dismissed", SMITH_TYPE_ACTIVITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SMITH_TYPE_JOB);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithActivityRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithActivityRow, button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
smith_activity_row_init (SmithActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_activity_row_new:
 * @job: what to follow
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_activity_row_new (SmithJob *job)
{
  SmithActivityRow *self;

  g_return_val_if_fail (SMITH_IS_JOB (job), NULL);

  self = g_object_new (SMITH_TYPE_ACTIVITY_ROW, NULL);
  self->job = g_object_ref (job);
  g_signal_connect_object (job, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
