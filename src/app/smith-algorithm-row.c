/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-algorithm-row.h"

#include <glib/gi18n.h>

#include "smith-target-mark.h"
#include "smith-wrap-layout.h"

/**
 * SmithAlgorithmRow:
 *
 * One kind of key to choose: a radio button, its title, a plain line and where it works. The signal
 * "chosen" says that it became the one of its group.
 */
struct _SmithAlgorithmRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed */
  const SmithKeyAlgorithm *algorithm;

  /* Template */
  GtkWidget               *check;
  GtkWidget               *title_box;
  GtkWidget               *title_label;
  GtkWidget               *badge_label;
  GtkWidget               *summary_label;
  GtkWidget               *marks_box;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithAlgorithmRow, smith_algorithm_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
find_badge (const SmithKeyAlgorithm *algorithm)
{
  const char *nick = smith_key_algorithm_get_nick (algorithm);

  if (g_str_equal (nick, "rsa-2048"))
    return _("Recommended");
  if (g_str_equal (nick, "rsa-1024"))
    return _("Legacy");
  if (!smith_target_works_anywhere (algorithm))
    return _("Not on AWS");

  return NULL;
}

static void
show_algorithm (SmithAlgorithmRow *self)
{
  const char *title = smith_key_algorithm_get_title (self->algorithm);
  const char *summary = smith_target_describe (self->algorithm);
  const char *badge = find_badge (self->algorithm);
  g_autofree char *places = smith_target_mark_dup_description (self->algorithm);
  g_autofree char *label = NULL;

  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  gtk_label_set_label (GTK_LABEL (self->summary_label), summary);
  gtk_widget_set_visible (self->badge_label, badge != NULL);
  if (badge != NULL)
    gtk_label_set_label (GTK_LABEL (self->badge_label), badge);
  /* Five crosses would say no more than the word beside the title. */
  gtk_widget_set_visible (self->marks_box, smith_target_works_anywhere (self->algorithm));
  for (guint i = 0; smith_target_works_anywhere (self->algorithm) && i < SMITH_N_TARGETS; i++)
    gtk_box_append (GTK_BOX (self->marks_box), smith_target_mark_new (i, self->algorithm));

  label = badge != NULL ? g_strdup_printf ("%s (%s)", title, badge) : g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, places, -1);
}

static void
toggled_cb (SmithAlgorithmRow *self)
{
  gboolean active = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));

  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               active ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  if (active)
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
smith_algorithm_row_activate (GtkListBoxRow *row)
{
  smith_algorithm_row_choose (SMITH_ALGORITHM_ROW (row));
}

static void
smith_algorithm_row_class_init (SmithAlgorithmRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_LIST_BOX_ROW_CLASS (klass)->activate = smith_algorithm_row_activate;

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-algorithm-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithAlgorithmRow, check);
  gtk_widget_class_bind_template_child (widget_class, SmithAlgorithmRow, title_box);
  gtk_widget_class_bind_template_child (widget_class, SmithAlgorithmRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAlgorithmRow, badge_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAlgorithmRow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAlgorithmRow, marks_box);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
smith_algorithm_row_init (SmithAlgorithmRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->title_box, smith_wrap_layout_new (9, 3));
  gtk_widget_set_layout_manager (self->marks_box, smith_wrap_layout_new (12, 3));
}

/**
 * smith_algorithm_row_new:
 * @algorithm: what it offers
 * @group: (nullable): another row of the same choice
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_algorithm_row_new (const SmithKeyAlgorithm *algorithm,
                         SmithAlgorithmRow       *group)
{
  SmithAlgorithmRow *self;

  g_return_val_if_fail (algorithm != NULL, NULL);

  self = g_object_new (SMITH_TYPE_ALGORITHM_ROW, NULL);
  self->algorithm = algorithm;
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (self->check), GTK_CHECK_BUTTON (group->check));
  show_algorithm (self);

  return GTK_WIDGET (self);
}

/**
 * smith_algorithm_row_get_algorithm:
 *
 * Returns: (transfer none): what it offers
 */
const SmithKeyAlgorithm *
smith_algorithm_row_get_algorithm (SmithAlgorithmRow *self)
{
  g_return_val_if_fail (SMITH_IS_ALGORITHM_ROW (self), NULL);

  return self->algorithm;
}

gboolean
smith_algorithm_row_get_chosen (SmithAlgorithmRow *self)
{
  g_return_val_if_fail (SMITH_IS_ALGORITHM_ROW (self), FALSE);

  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
}

void
smith_algorithm_row_choose (SmithAlgorithmRow *self)
{
  g_return_if_fail (SMITH_IS_ALGORITHM_ROW (self));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), TRUE);
}
