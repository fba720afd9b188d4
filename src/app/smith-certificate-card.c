/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-card.h"

#include <glib/gi18n.h>

#include "smith-page-layout.h"
#include "smith-tip.h"
#include "smith-toast.h"
#include "smith-wrap-layout.h"

/**
 * SmithCertificateCard:
 *
 * The head of the certificate pane: what a [class@SmithCertificateSummary] says. A name is copied by
 * a click on it.
 */
struct _SmithCertificateCard
{
  GtkWidget parent_instance;

  /* Owned */
  SmithCertificateSummary *summary;
  GBindingGroup           *bindings;
  GSignalGroup            *signals;
  gboolean                 all_names;

  /* Template */
  GtkWidget     *box;
  GtkLabel      *title_label;
  GtkWidget     *names_box;
  GtkButton     *more_button;
  GtkLabel      *issuer_label;
  GtkProgressBar *validity_bar;
  GtkImage      *validity_image;
  GtkLabel      *validity_label;
  GtkLabel      *period_label;
  GtkImage      *trust_image;
  GtkLabel      *trust_label;
  GtkImage      *key_image;
  GtkLabel      *key_label;
};

/* A certificate may carry a hundred names. */
#define FIRST_NAMES 8

G_DEFINE_FINAL_TYPE (SmithCertificateCard, smith_certificate_card, GTK_TYPE_WIDGET)

static void
set_image (GtkImage   *image,
           const char *icon_name,
           const char *style)
{
  const char *styles[] = { "success", "warning", "error", "dim-label" };

  gtk_image_set_from_icon_name (image, icon_name);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      if (g_str_equal (styles[i], style))
        gtk_widget_add_css_class (GTK_WIDGET (image), styles[i]);
      else
        gtk_widget_remove_css_class (GTK_WIDGET (image), styles[i]);
    }
}

static void
name_clicked_cb (SmithCertificateCard *self,
                 GtkButton            *button)
{
  g_autofree char *title = NULL;
  const char *name = g_object_get_data (G_OBJECT (button), "name");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), name);
  /* Translators: a toast; %s is a domain name */
  title = g_strdup_printf (_("“%s” copied"), name);
  smith_toast_show (GTK_WIDGET (self), title);
}

static GtkWidget *
create_chip (SmithCertificateCard *self,
             SmithAltName         *name)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (smith_alt_name_get_display (name));
  g_autofree char *spoken = NULL;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "smith-chip");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  smith_tip_set (button, smith_alt_name_get_prefixed (name));
  /* Translators: a button that copies a domain name */
  spoken = g_strdup_printf (_("Copy %s"), smith_alt_name_get_display (name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (smith_alt_name_get_value (name)), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (name_clicked_cb), self);

  return button;
}

static void
show_names (SmithCertificateCard *self)
{
  GListModel *names = self->summary != NULL ? smith_certificate_summary_get_names (self->summary) : NULL;
  guint n_names = names != NULL ? g_list_model_get_n_items (names) : 0;
  guint n_shown = self->all_names ? n_names : MIN (n_names, FIRST_NAMES);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->names_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->names_box), child);
  for (guint i = 0; i < n_shown; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      gtk_box_append (GTK_BOX (self->names_box), create_chip (self, name));
    }
  gtk_widget_set_visible (self->names_box, n_shown > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n_shown < n_names);
  if (n_shown < n_names)
    {
      g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Show _%u More", "Show _%u More",
                                                             n_names - n_shown), n_names - n_shown);

      gtk_button_set_label (self->more_button, label);
    }
}

static void
more_clicked_cb (SmithCertificateCard *self)
{
  self->all_names = TRUE;
  show_names (self);
}

static void
certificate_changed_cb (SmithCertificateCard *self)
{
  self->all_names = FALSE;
  show_names (self);
}

static void
validity_changed_cb (SmithCertificateCard *self)
{
  GtkWidget *bar = GTK_WIDGET (self->validity_bar);
  SmithValidity validity = smith_certificate_summary_get_validity (self->summary);

  gtk_widget_remove_css_class (bar, "success");
  gtk_widget_remove_css_class (bar, "warning");
  gtk_widget_remove_css_class (bar, "error");
  switch (validity)
    {
    case SMITH_VALIDITY_EXPIRED:
      gtk_widget_add_css_class (bar, "error");
      set_image (self->validity_image, "dialog-error-symbolic", "error");
      break;
    case SMITH_VALIDITY_EXPIRING:
      gtk_widget_add_css_class (bar, "warning");
      set_image (self->validity_image, "dialog-warning-symbolic", "warning");
      break;
    case SMITH_VALIDITY_NOT_YET_VALID:
      gtk_widget_add_css_class (bar, "warning");
      set_image (self->validity_image, "alarm-symbolic", "warning");
      break;
    case SMITH_VALIDITY_GOOD:
    default:
      gtk_widget_add_css_class (bar, "success");
      set_image (self->validity_image, "object-select-symbolic", "success");
      break;
    }
}

static void
trust_changed_cb (SmithCertificateCard *self)
{
  const char *text = smith_certificate_summary_get_trust_text (self->summary);

  gtk_label_set_label (self->trust_label, text != NULL ? text : "");
  if (smith_certificate_summary_get_trust_is_good (self->summary))
    set_image (self->trust_image, "object-select-symbolic", "success");
  else
    set_image (self->trust_image, "dialog-warning-symbolic", "warning");
}

static void
key_changed_cb (SmithCertificateCard *self)
{
  const char *text = smith_certificate_summary_get_key_text (self->summary);

  gtk_label_set_label (self->key_label, text != NULL ? text : "");
  switch (smith_certificate_summary_get_key_fit (self->summary))
    {
    case SMITH_KEY_FIT_FITS:
      set_image (self->key_image, "object-select-symbolic", "success");
      break;
    case SMITH_KEY_FIT_DIFFERS:
      set_image (self->key_image, "dialog-error-symbolic", "error");
      break;
    case SMITH_KEY_FIT_NO_KEY:
      set_image (self->key_image, "dialog-warning-symbolic", "warning");
      break;
    case SMITH_KEY_FIT_UNKNOWN:
    default:
      break;
    }
}

/* The bar shows what is left. */
static gboolean
turn_to_rest (GBinding     *binding,
              const GValue *from,
              GValue       *to,
              gpointer      user_data)
{
  g_value_set_double (to, 1.0 - g_value_get_double (from));

  return TRUE;
}

static void
smith_certificate_card_dispose (GObject *object)
{
  SmithCertificateCard *self = SMITH_CERTIFICATE_CARD (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  if (self->bindings != NULL)
    g_binding_group_set_source (self->bindings, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->bindings);
  g_clear_object (&self->summary);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_CERTIFICATE_CARD);

  G_OBJECT_CLASS (smith_certificate_card_parent_class)->dispose (object);
}

static void
smith_certificate_card_class_init (SmithCertificateCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_certificate_card_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-certificate-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, box);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, names_box);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, more_button);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, issuer_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, validity_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, validity_image);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, validity_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, period_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, trust_image);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, trust_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, key_image);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateCard, key_label);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
smith_certificate_card_init (SmithCertificateCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->names_box, smith_wrap_layout_new (6, 6));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "title", self->title_label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "title", self->title_label, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "issuer-text", self->issuer_label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind_full (self->bindings, "fraction", self->validity_bar, "fraction", G_BINDING_SYNC_CREATE,
                             turn_to_rest, NULL, NULL, NULL);
  g_binding_group_bind (self->bindings, "validity-text", self->validity_label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "period-text", self->period_label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "period-utc", self->period_label, "tooltip-text", G_BINDING_SYNC_CREATE);

  self->signals = g_signal_group_new (SMITH_TYPE_CERTIFICATE_SUMMARY);
  g_signal_group_connect_swapped (self->signals, "notify::certificate", G_CALLBACK (certificate_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::validity", G_CALLBACK (validity_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::trust-is-good", G_CALLBACK (trust_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::trust-text", G_CALLBACK (trust_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::key-fit", G_CALLBACK (key_changed_cb), self);
}

/**
 * smith_certificate_card_set_summary:
 * @summary: (nullable): what to show
 */
void
smith_certificate_card_set_summary (SmithCertificateCard    *self,
                                    SmithCertificateSummary *summary)
{
  g_return_if_fail (SMITH_IS_CERTIFICATE_CARD (self));

  if (!g_set_object (&self->summary, summary))
    return;
  g_binding_group_set_source (self->bindings, summary);
  g_signal_group_set_target (self->signals, summary);
  if (summary == NULL)
    return;
  certificate_changed_cb (self);
  validity_changed_cb (self);
  trust_changed_cb (self);
  key_changed_cb (self);
}
