/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-error-card.h"

/**
 * SmithErrorCard:
 *
 * What went wrong in a pane: a sentence that can be selected and copied, and a button that closes it.
 */
struct _SmithErrorCard
{
  GtkWidget  parent_instance;

  /* Template */
  GtkLabel  *label;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (SmithErrorCard, smith_error_card, GTK_TYPE_WIDGET)

static void
close_clicked_cb (SmithErrorCard *self)
{
  smith_error_card_set_message (self, NULL);
}

static void
smith_error_card_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_ERROR_CARD);
  /* That lets go of those that have a name. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (smith_error_card_parent_class)->dispose (object);
}

static void
smith_error_card_class_init (SmithErrorCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_error_card_dispose;

  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-error-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithErrorCard, label);
  gtk_widget_class_bind_template_child (widget_class, SmithErrorCard, button);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
smith_error_card_init (SmithErrorCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_error_card_get_message:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
const char *
smith_error_card_get_message (SmithErrorCard *self)
{
  g_return_val_if_fail (SMITH_IS_ERROR_CARD (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (self->label) : NULL;
}

/**
 * smith_error_card_set_message:
 * @message: (nullable): a sentence; NULL hides the card
 */
void
smith_error_card_set_message (SmithErrorCard *self,
                              const char     *message)
{
  g_return_if_fail (SMITH_IS_ERROR_CARD (self));

  gtk_label_set_label (self->label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
}
