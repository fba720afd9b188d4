/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-former-key-row.h"

#include <glib/gi18n.h>

#include "smith-certificate-dialog.h"
#include "smith-key-export-flow.h"
#include "smith-key-history-group.h"
#include "smith-key-step.h"

/**
 * SmithFormerKeyRow:
 *
 * A key that an identity had before: which certificates belong to it, each to be looked at, and below them Export and
 * Bring Back. Made anew when the history is read anew; what its buttons began lives on without it.
 */
struct _SmithFormerKeyRow
{
  AdwExpanderRow   parent_instance;

  /* Owned */
  SmithWorkspace  *workspace;
  SmithIdentity   *identity;
  SmithFormerKey  *former;

  /* Borrowed: where the row stood says what came of it. */
  GtkWidget       *from;

  /* Template */
  GtkWidget       *problem_image;
  GtkWidget       *actions_row;
  SmithMessageRow *message;
};

G_DEFINE_FINAL_TYPE (SmithFormerKeyRow, smith_former_key_row, ADW_TYPE_EXPANDER_ROW)

static void
export_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithKeyStep) step = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_key_export_flow_start_finish (GTK_WIDGET (source), result, &error))
    smith_key_step_report (step, step->identity, error);
}

static void
export_clicked_cb (SmithFormerKeyRow *self)
{
  SmithKeyStep *step = smith_key_step_new (self->from, self->workspace, self->identity, self->message);

  smith_key_export_flow_start_async (self->from, self->workspace, self->identity, self->former, NULL, export_cb, step);
}

static void
bring_back_clicked_cb (SmithFormerKeyRow *self)
{
  smith_key_history_group_bring_back (smith_key_step_new (self->from, self->workspace, self->identity, self->message),
                                      self->former);
}

static void
certificate_activated_cb (GtkWidget *row)
{
  SmithCertificate *certificate = g_object_get_data (G_OBJECT (row), "smith-certificate");
  GtkWidget *dialog = smith_certificate_dialog_new (certificate);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (row)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
new_certificate_row (SmithCertificate *certificate)
{
  g_autoptr (GDateTime) begin = g_date_time_to_local (smith_certificate_get_not_before (certificate));
  g_autoptr (GDateTime) end = g_date_time_to_local (smith_certificate_get_not_after (certificate));
  /* Translators: a date as the language writes it, see g_date_time_format() */
  g_autofree char *from = g_date_time_format (begin, _("%-d %B %Y"));
  g_autofree char *until = g_date_time_format (end, _("%-d %B %Y"));
  /* Translators: two dates */
  g_autofree char *dates = g_strdup_printf (_("Certificate, %s – %s"), from, until);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "title", smith_certificate_get_title (certificate),
                                 "subtitle", dates,
                                 "use-markup", FALSE,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 "activatable", TRUE,
                                 NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), image);
  g_object_set_data_full (G_OBJECT (row), "smith-certificate", g_object_ref (certificate), g_object_unref);
  g_signal_connect (row, "activated", G_CALLBACK (certificate_activated_cb), NULL);

  return row;
}

static void
fill (SmithFormerKeyRow *self)
{
  GListModel *certificates = smith_former_key_get_certificates (self->former);
  g_autofree char *title = smith_former_key_dup_title (self->former);
  g_autofree char *summary = smith_former_key_dup_summary (self->former);
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (row, summary);
  if (smith_former_key_get_problem (self->former) != NULL)
    adw_expander_row_add_prefix (row, self->problem_image);
  for (guint i = 0; i < g_list_model_get_n_items (certificates); i++)
    {
      g_autoptr (SmithCertificate) certificate = g_list_model_get_item (certificates, i);

      adw_expander_row_add_row (row, new_certificate_row (certificate));
    }
  /* What can be done comes after what there is. */
  if (smith_former_key_get_id (self->former) != NULL && smith_former_key_get_has_key (self->former))
    {
      adw_expander_row_add_row (row, self->actions_row);
      adw_expander_row_add_row (row, GTK_WIDGET (self->message));
    }
}

static void
smith_former_key_row_dispose (GObject *object)
{
  SmithFormerKeyRow *self = SMITH_FORMER_KEY_ROW (object);

  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->former);
  g_clear_object (&self->identity);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (smith_former_key_row_parent_class)->dispose (object);
}

static void
smith_former_key_row_class_init (SmithFormerKeyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_former_key_row_dispose;

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-former-key-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithFormerKeyRow, problem_image);
  gtk_widget_class_bind_template_child (widget_class, SmithFormerKeyRow, actions_row);
  gtk_widget_class_bind_template_child (widget_class, SmithFormerKeyRow, message);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, bring_back_clicked_cb);
}

static void
smith_former_key_row_init (SmithFormerKeyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_former_key_row_new:
 * @from: says what came of what the row began, for the row itself may be gone by then
 * @workspace: has the library and the keyring
 * @identity: whose former key it is
 * @former: what is shown
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_former_key_row_new (GtkWidget      *from,
                          SmithWorkspace *workspace,
                          SmithIdentity  *identity,
                          SmithFormerKey *former)
{
  SmithFormerKeyRow *self;

  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (former), NULL);

  self = g_object_new (SMITH_TYPE_FORMER_KEY_ROW, NULL);
  g_set_weak_pointer (&self->from, from);
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->identity, identity);
  g_set_object (&self->former, former);
  fill (self);

  return GTK_WIDGET (self);
}
