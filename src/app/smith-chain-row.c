/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-row.h"

#include <glib/gi18n.h>

#include "smith-row-drag.h"
#include "smith-tip.h"
#include "smith-wrap-layout.h"

/**
 * SmithChainRow:
 *
 * A card of the chain: the certificate, and above it the piece of line that joins it to the one above,
 * whole with a check or broken with what is wrong and its repair.
 *
 * Lives in a SmithChainList, which carries out the row's signals. Dragged by its card, or moved with
 * Alt+Up and Alt+Down.
 */
struct _SmithChainRow
{
  GtkListBoxRow parent_instance;

  /* Owned */
  SmithChainLink *link;
  GtkWidget      *popover;

  /* Template */
  GtkWidget      *mark_above;
  GtkWidget      *mark_below;
  GtkWidget      *connector;
  GtkWidget      *line;
  GtkWidget      *verdict_image;
  GtkLabel       *verdict_label;
  GtkButton      *repair_button;
  GtkWidget      *card;
  GtkWidget      *handle;
  GtkImage       *icon;
  GtkLabel       *title_label;
  GtkLabel       *role_label;
  GtkLabel       *issuer_label;
  GtkLabel       *expiry_label;
  GtkMenuButton  *menu_button;
  GMenuModel     *menu;
};

enum
{
  PROP_0,
  PROP_LINK,
  N_PROPS
};

enum
{
  SIGNAL_MOVE,
  SIGNAL_REMOVE,
  SIGNAL_DETAILS,
  SIGNAL_REPAIR,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithChainRow, smith_chain_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_verdict (SmithChainRow *self)
{
  SmithChainVerdict verdict = smith_chain_link_get_verdict (self->link);
  gboolean holds = smith_chain_link_get_holds (self->link);
  gboolean is_checking = verdict == SMITH_CHAIN_VERDICT_CHECKING;
  gboolean is_late = verdict == SMITH_CHAIN_VERDICT_EXPIRED || verdict == SMITH_CHAIN_VERDICT_NOT_YET_VALID;
  const char *icon_name = "dialog-error-symbolic";

  if (is_checking)
    icon_name = "content-loading-symbolic";
  else if (is_late)
    icon_name = "dialog-warning-symbolic";
  else if (holds)
    icon_name = "object-select-symbolic";
  gtk_image_set_from_icon_name (GTK_IMAGE (self->verdict_image), icon_name);
  set_class (self->verdict_image, "success", holds && !is_late);
  set_class (self->verdict_image, "warning", is_late);
  set_class (self->verdict_image, "error", !holds && !is_checking);
  set_class (GTK_WIDGET (self->verdict_label), "dim-label", holds || is_checking);
  set_class (self->line, "broken", !holds && !is_checking);
  set_class (self->line, "checking", is_checking);
  set_class (self->line, "late", is_late);
}

static void
update_repair (SmithChainRow *self)
{
  const char *label = NULL;

  switch (smith_chain_link_get_repair (self->link))
    {
    case SMITH_CHAIN_REPAIR_REMOVE:
      label = _("_Remove");
      break;
    case SMITH_CHAIN_REPAIR_ORDER:
      label = _("Put in _Order");
      break;
    case SMITH_CHAIN_REPAIR_ADD_ISSUER:
      label = _("_Add the Issuer…");
      break;
    case SMITH_CHAIN_REPAIR_NONE:
    default:
      break;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->repair_button, label);
}

static void
update_place (SmithChainRow *self)
{
  guint position = smith_chain_link_get_position (self->link);
  gboolean is_leaf = smith_chain_link_get_is_leaf (self->link);
  const char *icon_name = "application-certificate-symbolic";

  if (is_leaf)
    icon_name = "network-server-symbolic";
  else if (smith_chain_link_get_is_root (self->link))
    icon_name = "security-high-symbolic";
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (self->connector, !is_leaf);
  gtk_widget_set_opacity (self->handle, is_leaf ? 0.0 : 1.0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain-row.move-up", position > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain-row.move-down",
                                 !is_leaf && position + 1 < smith_chain_link_get_n_links (self->link));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chain-row.remove", !is_leaf);
}

static void
update_text (SmithChainRow *self)
{
  const char *verdict = smith_chain_link_get_verdict_text (self->link);

  gtk_label_set_label (self->title_label, smith_chain_link_get_title (self->link));
  smith_tip_set (GTK_WIDGET (self->title_label),
                               smith_name_get_rfc4514 (smith_certificate_get_subject (smith_chain_link_get_certificate (self->link))));
  gtk_label_set_label (self->role_label, smith_chain_link_get_role_text (self->link));
  gtk_label_set_label (self->issuer_label, smith_chain_link_get_issuer_text (self->link));
  gtk_label_set_label (self->expiry_label, smith_chain_link_get_expiry_text (self->link));
  gtk_label_set_label (self->verdict_label, verdict != NULL ? verdict : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  smith_chain_link_get_description (self->link), -1);
}

static void
link_changed_cb (SmithChainRow *self)
{
  update_place (self);
  update_verdict (self);
  update_repair (self);
  update_text (self);
}

static void
move_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_MOVE], 0, g_str_has_suffix (name, "up") ? -1 : 1);
}

static void
remove_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
}

static void
details_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DETAILS], 0);
}

static void
repair_clicked_cb (SmithChainRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REPAIR], 0);
}

static void
popup_menu (SmithChainRow *self,
            double         x,
            double         y)
{
  GdkRectangle rectangle = { (int) x, (int) y, 1, 1 };

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &rectangle);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
menu_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  popup_menu (SMITH_CHAIN_ROW (widget), 48, gtk_widget_get_height (widget) / 2);
}

static void
secondary_pressed_cb (SmithChainRow *self,
                      int            n_press,
                      double         x,
                      double         y,
                      GtkGesture    *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, x, y);
}

static GdkContentProvider *
prepare_drag (GtkWidget *row)
{
  SmithChainRow *self = SMITH_CHAIN_ROW (row);

  return smith_chain_link_get_is_leaf (self->link) ? NULL : gdk_content_provider_new_typed (SMITH_TYPE_CHAIN_LINK, self->link);
}

static void
smith_chain_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  SmithChainRow *self = SMITH_CHAIN_ROW (widget);

  GTK_WIDGET_CLASS (smith_chain_row_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
smith_chain_row_dispose (GObject *object)
{
  SmithChainRow *self = SMITH_CHAIN_ROW (object);

  if (self->link != NULL)
    g_signal_handlers_disconnect_by_data (self->link, self);
  g_clear_object (&self->link);
  g_clear_pointer (&self->popover, gtk_widget_unparent);

  G_OBJECT_CLASS (smith_chain_row_parent_class)->dispose (object);
}

static void
smith_chain_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithChainRow *self = SMITH_CHAIN_ROW (object);

  switch (prop_id)
    {
    case PROP_LINK:
      g_value_set_object (value, self->link);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithChainRow *self = SMITH_CHAIN_ROW (object);

  switch (prop_id)
    {
    case PROP_LINK:
      self->link = g_value_dup_object (value);
      g_signal_connect_object (self->link, "notify::description", G_CALLBACK (link_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->link, "notify::repair", G_CALLBACK (link_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->link, "notify::verdict", G_CALLBACK (link_changed_cb), self, G_CONNECT_SWAPPED);
      link_changed_cb (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_row_class_init (SmithChainRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_WRAP_LAYOUT);

  object_class->dispose = smith_chain_row_dispose;
  object_class->get_property = smith_chain_row_get_property;
  object_class->set_property = smith_chain_row_set_property;
  widget_class->size_allocate = smith_chain_row_size_allocate;

  properties[PROP_LINK] =
    g_param_spec_object ("link", NULL, NULL, SMITH_TYPE_CHAIN_LINK,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SmithChainRow::move:
   * @by: -1 up, 1 down
   */
  signals[SIGNAL_MOVE] = g_signal_new ("move", SMITH_TYPE_CHAIN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", SMITH_TYPE_CHAIN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[SIGNAL_DETAILS] = g_signal_new ("details", SMITH_TYPE_CHAIN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_REPAIR] = g_signal_new ("repair", SMITH_TYPE_CHAIN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-chain-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, mark_above);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, mark_below);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, connector);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, line);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, verdict_image);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, repair_button);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, card);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, handle);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, role_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, issuer_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, expiry_label);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SmithChainRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, repair_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);

  gtk_widget_class_install_action (widget_class, "chain-row.move-up", NULL, move_action_cb);
  gtk_widget_class_install_action (widget_class, "chain-row.move-down", NULL, move_action_cb);
  gtk_widget_class_install_action (widget_class, "chain-row.remove", NULL, remove_action_cb);
  gtk_widget_class_install_action (widget_class, "chain-row.details", NULL, details_action_cb);
  gtk_widget_class_install_action (widget_class, "chain-row.menu", NULL, menu_action_cb);
  /* A menu shows the last one. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Up, GDK_ALT_MASK, "chain-row.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "chain-row.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Down, GDK_ALT_MASK, "chain-row.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "chain-row.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "chain-row.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "chain-row.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "chain-row.menu", NULL);
}

static void
smith_chain_row_init (SmithChainRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_row_drag_add (GTK_WIDGET (self), self->card, prepare_drag);
}

/**
 * smith_chain_row_new:
 * @link: what it shows
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_chain_row_new (SmithChainLink *link)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LINK (link), NULL);

  return g_object_new (SMITH_TYPE_CHAIN_ROW, "link", link, NULL);
}

/**
 * smith_chain_row_get_link:
 *
 * Returns: (transfer none): what it shows
 */
SmithChainLink *
smith_chain_row_get_link (SmithChainRow *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_ROW (self), NULL);

  return self->link;
}

/**
 * smith_chain_row_set_mark:
 * @mark: where to show that something would be dropped
 */
void
smith_chain_row_set_mark (SmithChainRow     *self,
                          SmithChainRowMark  mark)
{
  g_return_if_fail (SMITH_IS_CHAIN_ROW (self));

  gtk_widget_set_opacity (self->mark_above, mark == SMITH_CHAIN_ROW_MARK_ABOVE ? 1.0 : 0.0);
  gtk_widget_set_opacity (self->mark_below, mark == SMITH_CHAIN_ROW_MARK_BELOW ? 1.0 : 0.0);
}
