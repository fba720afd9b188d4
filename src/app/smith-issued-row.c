/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-row.h"

#include <glib/gi18n.h>

#include "smith-page-layout.h"

/**
 * SmithIssuedRow:
 *
 * One row of the list of issued certificates. Only asks: emits "save", "revoke" and "undo".
 */
struct _SmithIssuedRow
{
  GtkWidget parent_instance;

  /* Owned */
  SmithIssued  *issued;
  GSignalGroup *signals;

  /* Template */
  GtkWidget    *content;
  GtkImage     *icon;
  GtkLabel     *title_label;
  GtkLabel     *state_label;
  GtkLabel     *serial_label;
  GtkWidget    *save_button;
  GtkWidget    *revoke_button;
  GtkWidget    *undo_button;
};

enum
{
  SIGNAL_SAVE,
  SIGNAL_REVOKE,
  SIGNAL_UNDO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithIssuedRow, smith_issued_row, GTK_TYPE_WIDGET)

/* Three buttons in each row: whose they are is heard as well. */
static void
set_name (GtkWidget *widget,
          char      *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_free (name);
}

static void
update (SmithIssuedRow *self)
{
  const char *title, *serial;
  gboolean readable, revoked, wrong;

  if (self->issued == NULL)
    return;

  title = smith_issued_get_title (self->issued);
  serial = smith_issued_get_serial (self->issued);
  readable = smith_issued_get_certificate (self->issued) != NULL;
  revoked = smith_issued_get_revoked (self->issued);
  wrong = smith_issued_get_problem (self->issued) != NULL;
  gtk_image_set_from_icon_name (self->icon, smith_issued_get_state_icon_name (self->issued));
  for (guint i = 0; i < 2; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), i == 0 ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), revoked || wrong ? "error" : "success");
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->state_label, smith_issued_get_state_text (self->issued));
  gtk_label_set_label (self->serial_label, serial != NULL ? serial : "");
  gtk_widget_set_visible (GTK_WIDGET (self->serial_label), serial != NULL);
  gtk_widget_set_visible (self->save_button, readable);
  gtk_widget_set_visible (self->revoke_button, readable && !revoked);
  gtk_widget_set_visible (self->undo_button, smith_issued_get_restorable (self->issued));
  /* What the list made around it is what is heard first. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    set_name (gtk_widget_get_parent (GTK_WIDGET (self)),
              g_strdup_printf ("%s, %s", title, smith_issued_get_state_text (self->issued)));
  set_name (self->save_button, g_strdup_printf (_("Save “%s” as"), title));
  set_name (self->revoke_button, g_strdup_printf (_("Revoke “%s”"), title));
  set_name (self->undo_button, g_strdup_printf (_("Undo the revocation of “%s”"), title));
}

static void
save_clicked_cb (SmithIssuedRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SAVE], 0);
}

static void
revoke_clicked_cb (SmithIssuedRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REVOKE], 0);
}

static void
undo_clicked_cb (SmithIssuedRow *self)
{
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
}

static void
smith_issued_row_dispose (GObject *object)
{
  SmithIssuedRow *self = SMITH_ISSUED_ROW (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->issued);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_ISSUED_ROW);

  G_OBJECT_CLASS (smith_issued_row_parent_class)->dispose (object);
}

static void
smith_issued_row_class_init (SmithIssuedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char * const names[] = { "save", "revoke", "undo" };

  G_OBJECT_CLASS (klass)->dispose = smith_issued_row_dispose;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], SMITH_TYPE_ISSUED_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-issued-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, content);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, serial_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, save_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, revoke_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedRow, undo_button);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoke_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
}

static void
smith_issued_row_init (SmithIssuedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (SMITH_TYPE_ISSUED);
  g_signal_group_connect_swapped (self->signals, "notify::state-text", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::restorable", G_CALLBACK (update), self);
}

/**
 * smith_issued_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
smith_issued_row_new (void)
{
  return g_object_new (SMITH_TYPE_ISSUED_ROW, NULL);
}

/**
 * smith_issued_row_get_issued:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
SmithIssued *
smith_issued_row_get_issued (SmithIssuedRow *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED_ROW (self), NULL);

  return self->issued;
}

/**
 * smith_issued_row_set_issued:
 * @issued: (nullable): what is shown from now on
 */
void
smith_issued_row_set_issued (SmithIssuedRow *self,
                             SmithIssued    *issued)
{
  g_return_if_fail (SMITH_IS_ISSUED_ROW (self));

  if (!g_set_object (&self->issued, issued))
    return;
  g_signal_group_set_target (self->signals, issued);
  update (self);
}
