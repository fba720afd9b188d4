/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-row.h"

#include <glib/gi18n.h>

#include "smith-aws-error.h"

/**
 * SmithAccountRow:
 *
 * One account. The test asks STS whose credentials these are; while it runs there is a spinner in
 * place of the button, and what it found out, or why it failed and what to do, stays below the name.
 */
struct _SmithAccountRow
{
  GtkListBoxRow parent_instance;

  /* Owned */
  SmithAccountList *accounts;
  SmithAccount     *account;
  GCancellable     *cancellable;
  GError           *error;

  gboolean          tested;

  /* Template */
  GtkLabel         *name_label;
  GtkLabel         *source_label;
  GtkLabel         *subtitle_label;
  GtkStack         *test_stack;
  GtkSpinner       *spinner;
  GtkWidget        *edit_button;
  GtkWidget        *remove_button;
  GtkWidget        *outcome_box;
  GtkImage         *outcome_image;
  GtkLabel         *outcome_label;
};

enum
{
  SIGNAL_EDIT,
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithAccountRow, smith_account_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_outcome (SmithAccountRow *self)
{
  const char *arn = smith_account_get_arn (self->account);
  gboolean failed = self->error != NULL;
  const char *styles[] = { failed ? "error" : "success", NULL };
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->outcome_box, failed || (self->tested && arn != NULL));
  if (!gtk_widget_get_visible (self->outcome_box))
    return;

  if (failed)
    {
      const char *request_id = self->error->domain == SMITH_AWS_ERROR ? smith_aws_error_get_request_id (self->error) : NULL;

      text = request_id != NULL ? g_strdup_printf ("%s\n%s %s", self->error->message, _("Request ID:"), request_id)
                                : g_strdup (self->error->message);
    }
  else
    {
      /* Translators: an AWS account number, then the ARN of a user */
      text = g_strdup_printf (_("AWS knows these credentials: account %s, %s"),
                              smith_account_get_account_number (self->account), arn);
    }
  gtk_label_set_label (self->outcome_label, text);
  gtk_image_set_from_icon_name (self->outcome_image, failed ? "dialog-error-symbolic" : "object-select-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->outcome_image), styles);
}

static void
update (SmithAccountRow *self)
{
  gboolean editable = smith_account_get_source (self->account) != SMITH_ACCOUNT_SOURCE_ENVIRONMENT;
  gboolean testing = self->cancellable != NULL;
  g_autofree char *name = NULL;

  gtk_label_set_label (self->name_label, smith_account_get_name (self->account));
  gtk_label_set_label (self->source_label, editable ? smith_account_get_source_text (self->account)
                                                    : _("From the AWS_* variables of this session"));
  gtk_label_set_label (self->subtitle_label, smith_account_get_subtitle (self->account));
  gtk_widget_set_visible (self->edit_button, editable);
  gtk_widget_set_visible (self->remove_button, editable);
  gtk_stack_set_visible_child_name (self->test_stack, testing ? "testing" : "button");
  gtk_spinner_set_spinning (self->spinner, testing);
  show_outcome (self);

  /* Translators: the name of an account, where its credentials come from, its number and region */
  name = g_strdup_printf (_("%s, %s, %s"), smith_account_get_name (self->account),
                          smith_account_get_source_text (self->account), smith_account_get_subtitle (self->account));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
test_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithAccountRow) self = user_data;
  g_autoptr (GError) error = NULL;

  smith_account_list_test_finish (SMITH_ACCOUNT_LIST (source), result, &error);
  if (self->cancellable == NULL)
    return;

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  self->tested = TRUE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_steal_pointer (&error);
  update (self);
}

static void
test_clicked_cb (SmithAccountRow *self)
{
  smith_account_row_test (self);
}

static void
cancel_clicked_cb (SmithAccountRow *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
edit_clicked_cb (SmithAccountRow *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0);
}

static void
remove_clicked_cb (SmithAccountRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
account_notify_cb (SmithAccountRow *self,
                   GParamSpec      *pspec)
{
  /* Other credentials: what the last test said is about others. */
  if (g_str_equal (pspec->name, "access-key-id") || g_str_equal (pspec->name, "endpoint"))
    {
      self->tested = FALSE;
      g_clear_error (&self->error);
    }
  update (self);
}

static void
smith_account_row_dispose (GObject *object)
{
  SmithAccountRow *self = SMITH_ACCOUNT_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (smith_account_row_parent_class)->dispose (object);
}

static void
smith_account_row_class_init (SmithAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_account_row_dispose;

  signals[SIGNAL_EDIT] =
    g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, source_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, test_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, outcome_box);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, outcome_image);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountRow, outcome_label);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
smith_account_row_init (SmithAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_account_row_new:
 * @accounts: the list that @account is in
 * @account: what to show
 *
 * Returns: (transfer none): a new row
 */
GtkWidget *
smith_account_row_new (SmithAccountList *accounts,
                       SmithAccount     *account)
{
  SmithAccountRow *self;

  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (accounts) && SMITH_IS_ACCOUNT (account), NULL);

  self = g_object_new (SMITH_TYPE_ACCOUNT_ROW, NULL);
  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  self->tested = smith_account_get_arn (account) != NULL;
  g_signal_connect_object (account, "notify", G_CALLBACK (account_notify_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * smith_account_row_get_account:
 *
 * Returns: (transfer none): what it shows
 */
SmithAccount *
smith_account_row_get_account (SmithAccountRow *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT_ROW (self), NULL);

  return self->account;
}

/**
 * smith_account_row_test:
 *
 * Asks AWS whose credentials these are, and shows the answer in the row.
 */
void
smith_account_row_test (SmithAccountRow *self)
{
  g_return_if_fail (SMITH_IS_ACCOUNT_ROW (self));

  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  g_clear_error (&self->error);
  self->tested = FALSE;
  update (self);
  smith_account_list_test_async (self->accounts, self->account, self->cancellable, test_cb, g_object_ref (self));
}
