/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-list.h"

#include <glib/gi18n.h>

#include "smith-certificate-dialog.h"
#include "smith-chain-row.h"
#include "smith-chain-undo.h"
#include "smith-page-layout.h"

/**
 * SmithChainList:
 *
 * The rows of a [class@SmithChain], reordered by dragging and by Alt+Up and Alt+Down.
 *
 * One drop target serves the whole list and shows with a line where the certificate would go; near an
 * edge of the scrolled window around it, it scrolls. Every change offers Undo. What fails is told by
 * the "failed" signal: the pane shows it. "repair" asks the pane for what a list cannot do alone.
 */
struct _SmithChainList
{
  GtkWidget parent_instance;

  /* Owned */
  SmithChain *chain;
  guint       scroll_id;      /* a tick callback */
  double      scroll_speed;   /* pixels a frame */
  double      drop_y;

  /* Template */
  GtkListBox *list_box;
};

#define SCROLL_EDGE  48.0  /* pixels from an edge at which scrolling begins */
#define SCROLL_SPEED 12.0  /* pixels a frame, at the edge itself */

enum
{
  PROP_0,
  PROP_CHAIN,
  N_PROPS
};

enum
{
  SIGNAL_FAILED,
  SIGNAL_REPAIR,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithChainList, smith_chain_list, GTK_TYPE_WIDGET)

/* Changes and their Undo. */

static void
change_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithChainList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_chain_change_finish (SMITH_CHAIN (source), result, &error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static guint
count_rows (SmithChainList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->chain));
}

static void
move_row (SmithChainList *self,
          guint           from,
          guint           to)
{
  g_autoptr (SmithChainSnapshot) snapshot = NULL;

  if (from < 1 || to < 1 || from >= count_rows (self) || to >= count_rows (self) || from == to)
    return;

  snapshot = smith_chain_dup_snapshot (self->chain);
  smith_chain_move_async (self->chain, from, to, NULL, change_cb, g_object_ref (self));
  smith_chain_list_focus_row (self, to);
  smith_chain_undo_offer (GTK_WIDGET (self), _("Certificate moved"), self->chain, snapshot);
}

static void
remove_row (SmithChainList *self,
            SmithChainLink *link)
{
  g_autoptr (SmithChainSnapshot) snapshot = smith_chain_dup_snapshot (self->chain);
  g_autofree char *title = NULL;
  guint position = smith_chain_link_get_position (link);

  /* Translators: a toast; %s is the name of a certificate */
  title = g_strdup_printf (_("“%s” removed from the chain"), smith_chain_link_get_title (link));
  smith_chain_remove_async (self->chain, position, NULL, change_cb, g_object_ref (self));
  smith_chain_list_focus_row (self, MIN (position, count_rows (self) - 1));
  smith_chain_undo_offer (GTK_WIDGET (self), title, self->chain, snapshot);
}

static void
row_move_cb (SmithChainList *self,
             int             by,
             SmithChainRow  *row)
{
  guint position = smith_chain_link_get_position (smith_chain_row_get_link (row));

  move_row (self, position, (guint) ((int) position + by));
}

static void
row_remove_cb (SmithChainList *self,
               SmithChainRow  *row)
{
  g_autoptr (SmithChainLink) link = g_object_ref (smith_chain_row_get_link (row));

  remove_row (self, link);
}

static void
row_details_cb (SmithChainList *self,
                SmithChainRow  *row)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog;

  dialog = smith_certificate_dialog_new (smith_chain_link_get_certificate (smith_chain_row_get_link (row)));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_repair_cb (SmithChainList *self,
               SmithChainRow  *row)
{
  g_autoptr (SmithChainLink) link = g_object_ref (smith_chain_row_get_link (row));

  if (smith_chain_link_get_repair (link) == SMITH_CHAIN_REPAIR_REMOVE)
    remove_row (self, link);
  else
    g_signal_emit (self, signals[SIGNAL_REPAIR], 0, smith_chain_link_get_repair (link));
}

static void
row_activated_cb (SmithChainList *self,
                  GtkListBoxRow  *row)
{
  row_details_cb (self, SMITH_CHAIN_ROW (row));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  GtkWidget *row = smith_chain_row_new (item);

  g_signal_connect_object (row, "move", G_CALLBACK (row_move_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (row_remove_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "details", G_CALLBACK (row_details_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "repair", G_CALLBACK (row_repair_cb), user_data, G_CONNECT_SWAPPED);

  return row;
}

/* Dropping. */

/* Returns the gap at @y: 1 is the one below the leaf. */
static guint
find_gap (SmithChainList *self,
          double          y)
{
  guint gap = 1;

  for (guint i = 1; i < count_rows (self); i++)
    {
      GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list_box, (int) i));
      double row_x;
      double row_y;

      if (gtk_widget_translate_coordinates (row, GTK_WIDGET (self), 0.0, 0.0, &row_x, &row_y) &&
          y > row_y + gtk_widget_get_height (row) / 2.0)
        gap = i + 1;
    }

  return gap;
}

static void
clear_marks (SmithChainList *self)
{
  for (guint i = 0; i < count_rows (self); i++)
    smith_chain_row_set_mark (SMITH_CHAIN_ROW (gtk_list_box_get_row_at_index (self->list_box, (int) i)),
                              SMITH_CHAIN_ROW_MARK_NONE);
}

static void
show_mark (SmithChainList *self)
{
  guint gap = find_gap (self, self->drop_y);
  guint n_rows = count_rows (self);

  clear_marks (self);
  if (gap < n_rows)
    smith_chain_row_set_mark (SMITH_CHAIN_ROW (gtk_list_box_get_row_at_index (self->list_box, (int) gap)),
                              SMITH_CHAIN_ROW_MARK_ABOVE);
  else if (n_rows > 0)
    smith_chain_row_set_mark (SMITH_CHAIN_ROW (gtk_list_box_get_row_at_index (self->list_box, (int) n_rows - 1)),
                              SMITH_CHAIN_ROW_MARK_BELOW);
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  SmithChainList *self = SMITH_CHAIN_LIST (widget);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double before = gtk_adjustment_get_value (adjustment);

  gtk_adjustment_set_value (adjustment, before + self->scroll_speed);
  /* The pointer stands still while the rows go by under it. */
  self->drop_y += gtk_adjustment_get_value (adjustment) - before;
  show_mark (self);

  return G_SOURCE_CONTINUE;
}

static void
stop_scrolling (SmithChainList *self)
{
  if (self->scroll_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_id);
  self->scroll_id = 0;
}

static void
scroll_near_edge (SmithChainList *self,
                  double          x,
                  double          y)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  double scroller_x;
  double scroller_y;
  double height;

  if (scroller == NULL ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self), scroller, x, y, &scroller_x, &scroller_y))
    return;

  height = gtk_widget_get_height (scroller);
  if (scroller_y < SCROLL_EDGE)
    self->scroll_speed = -SCROLL_SPEED * (1.0 - MAX (scroller_y, 0.0) / SCROLL_EDGE);
  else if (scroller_y > height - SCROLL_EDGE)
    self->scroll_speed = SCROLL_SPEED * (1.0 - MAX (height - scroller_y, 0.0) / SCROLL_EDGE);
  else
    self->scroll_speed = 0.0;

  if (self->scroll_speed == 0.0)
    stop_scrolling (self);
  else if (self->scroll_id == 0)
    self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

static GdkDragAction
drop_motion_cb (SmithChainList *self,
                double          x,
                double          y)
{
  if (self->chain == NULL || count_rows (self) == 0)
    return 0;

  self->drop_y = y;
  show_mark (self);
  scroll_near_edge (self, x, y);

  return GDK_ACTION_MOVE;
}

static GdkDragAction
drop_enter_cb (SmithChainList *self,
               double          x,
               double          y)
{
  return drop_motion_cb (self, x, y);
}

static void
drop_leave_cb (SmithChainList *self)
{
  stop_scrolling (self);
  if (self->chain != NULL)
    clear_marks (self);
}

static void
adopt (SmithChainList   *self,
       SmithCertificate *certificate,
       guint             gap)
{
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  GListModel *left_over = smith_chain_get_left_over (self->chain);

  for (guint i = 0; i < g_list_model_get_n_items (left_over); i++)
    {
      g_autoptr (SmithCertificate) candidate = g_list_model_get_item (left_over, i);

      if (candidate != certificate)
        continue;
      snapshot = smith_chain_dup_snapshot (self->chain);
      smith_chain_adopt_async (self->chain, i, gap, NULL, change_cb, g_object_ref (self));
      smith_chain_list_focus_row (self, gap);
      smith_chain_undo_offer (GTK_WIDGET (self), _("Certificate moved into the chain"), self->chain, snapshot);
      return;
    }
}

static gboolean
drop_cb (SmithChainList *self,
         const GValue   *value,
         double          x,
         double          y)
{
  guint gap = find_gap (self, y);

  drop_leave_cb (self);
  if (G_VALUE_HOLDS (value, SMITH_TYPE_CHAIN_LINK))
    {
      guint from = smith_chain_link_get_position (g_value_get_object (value));

      /* The gap was counted with the row still in its place. */
      move_row (self, from, gap > from ? gap - 1 : gap);
    }
  else
    {
      adopt (self, g_value_get_object (value), gap);
    }

  return TRUE;
}

static void
add_drop_target (SmithChainList *self)
{
  GType types[] = { SMITH_TYPE_CHAIN_LINK, SMITH_TYPE_CERTIFICATE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_MOVE);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "enter", G_CALLBACK (drop_enter_cb), self);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
smith_chain_list_dispose (GObject *object)
{
  SmithChainList *self = SMITH_CHAIN_LIST (object);

  stop_scrolling (self);
  if (self->list_box != NULL)
    gtk_list_box_bind_model (self->list_box, NULL, NULL, NULL, NULL);
  g_clear_object (&self->chain);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_CHAIN_LIST);

  G_OBJECT_CLASS (smith_chain_list_parent_class)->dispose (object);
}

static void
smith_chain_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithChainList *self = SMITH_CHAIN_LIST (object);

  switch (prop_id)
    {
    case PROP_CHAIN:
      g_value_set_object (value, self->chain);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_list_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SmithChainList *self = SMITH_CHAIN_LIST (object);

  switch (prop_id)
    {
    case PROP_CHAIN:
      smith_chain_list_set_chain (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_list_class_init (SmithChainListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_chain_list_dispose;
  object_class->get_property = smith_chain_list_get_property;
  object_class->set_property = smith_chain_list_set_property;

  properties[PROP_CHAIN] =
    g_param_spec_object ("chain", NULL, NULL, SMITH_TYPE_CHAIN,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SmithChainList::failed:
   * @message: what went wrong with a change, as a sentence
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SMITH_TYPE_CHAIN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SmithChainList::repair:
   * @repair: a #SmithChainRepair
   */
  signals[SIGNAL_REPAIR] = g_signal_new ("repair", SMITH_TYPE_CHAIN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-chain-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithChainList, list_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
smith_chain_list_init (SmithChainList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self);
}

/**
 * smith_chain_list_get_chain:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
SmithChain *
smith_chain_list_get_chain (SmithChainList *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_LIST (self), NULL);

  return self->chain;
}

/**
 * smith_chain_list_set_chain:
 * @chain: (nullable): what to show
 */
void
smith_chain_list_set_chain (SmithChainList *self,
                            SmithChain     *chain)
{
  g_return_if_fail (SMITH_IS_CHAIN_LIST (self));

  if (!g_set_object (&self->chain, chain))
    return;
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (chain), create_row_cb, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAIN]);
}

/**
 * smith_chain_list_focus_row:
 * @position: a row
 *
 * Gives the row the keyboard: after a change it is a new one.
 */
void
smith_chain_list_focus_row (SmithChainList *self,
                            guint           position)
{
  GtkListBoxRow *row;

  g_return_if_fail (SMITH_IS_CHAIN_LIST (self));

  row = gtk_list_box_get_row_at_index (self->list_box, (int) position);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
