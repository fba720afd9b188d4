/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-spare-row.h"

#include <glib/gi18n.h>

#include "smith-validity.h"

/**
 * SmithSpareRow:
 *
 * A certificate that is not part of the chain: can be moved into it, by its button or by dragging, or
 * be forgotten. The pane carries out its signals.
 */
struct _SmithSpareRow
{
  AdwActionRow parent_instance;

  /* Owned */
  SmithCertificate *certificate;
  double            drag_x;
  double            drag_y;
};

enum
{
  SIGNAL_ADOPT,
  SIGNAL_FORGET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithSpareRow, smith_spare_row, ADW_TYPE_ACTION_ROW)

static void
adopt_clicked_cb (SmithSpareRow *self)
{
  g_signal_emit (self, signals[SIGNAL_ADOPT], 0);
}

static void
forget_clicked_cb (SmithSpareRow *self)
{
  g_signal_emit (self, signals[SIGNAL_FORGET], 0);
}

static GdkContentProvider *
drag_prepare_cb (SmithSpareRow *self,
                 double         x,
                 double         y)
{
  self->drag_x = x;
  self->drag_y = y;

  return gdk_content_provider_new_typed (SMITH_TYPE_CERTIFICATE, self->certificate);
}

static void
drag_begin_cb (SmithSpareRow *self,
               GdkDrag       *drag,
               GtkDragSource *source)
{
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (live);

  gtk_drag_source_set_icon (source, picture, (int) self->drag_x, (int) self->drag_y);
}

static void
smith_spare_row_dispose (GObject *object)
{
  SmithSpareRow *self = SMITH_SPARE_ROW (object);

  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (smith_spare_row_parent_class)->dispose (object);
}

static void
smith_spare_row_class_init (SmithSpareRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_spare_row_dispose;

  signals[SIGNAL_ADOPT] = g_signal_new ("adopt", SMITH_TYPE_SPARE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_FORGET] = g_signal_new ("forget", SMITH_TYPE_SPARE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-spare-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, adopt_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_prepare_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
}

static void
smith_spare_row_init (SmithSpareRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_spare_row_new:
 * @certificate: what it shows
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_spare_row_new (SmithCertificate *certificate)
{
  SmithSpareRow *self;
  g_autofree char *date = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *spoken = NULL;
  const char *title;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  self = g_object_new (SMITH_TYPE_SPARE_ROW, NULL);
  self->certificate = g_object_ref (certificate);
  title = smith_certificate_get_title (certificate);
  date = smith_validity_dup_date (smith_certificate_get_not_after (certificate));
  /* Translators: of a certificate: who issued it, and the last day on which it is valid */
  subtitle = g_strdup_printf (_("Issued by %s, until %s"),
                              smith_name_get_display_name (smith_certificate_get_issuer (certificate)), date);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  spoken = g_strdup_printf (_("%s, %s, not part of this chain"), title, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return GTK_WIDGET (self);
}

/**
 * smith_spare_row_get_certificate:
 *
 * Returns: (transfer none): what it shows
 */
SmithCertificate *
smith_spare_row_get_certificate (SmithSpareRow *self)
{
  g_return_val_if_fail (SMITH_IS_SPARE_ROW (self), NULL);

  return self->certificate;
}
