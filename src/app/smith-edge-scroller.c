/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-edge-scroller.h"

/* How near, in pixels, and how fast at the very edge, in pixels per frame. */
#define EDGE 48.0
#define SPEED 12.0

/**
 * SmithEdgeScroller:
 *
 * A drag over a widget that is higher than its window: near the upper and the lower edge of the
 * #GtkScrolledWindow around it, that scrolls, the faster the nearer. Emits "scrolled" with how far the widget
 * went by under the pointer. Owned by its widget.
 */
struct _SmithEdgeScroller
{
  GObject    parent_instance;

  /* Borrowed */
  GtkWidget *widget;

  double     speed;
  guint      tick;
};

enum
{
  SCROLLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithEdgeScroller, smith_edge_scroller, G_TYPE_OBJECT)

static GtkWidget *
find_scroller (SmithEdgeScroller *self)
{
  return gtk_widget_get_ancestor (self->widget, GTK_TYPE_SCROLLED_WINDOW);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SmithEdgeScroller *self = user_data;
  GtkWidget *scroller = find_scroller (self);
  GtkAdjustment *adjustment;
  double before;

  if (scroller == NULL)
    {
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  before = gtk_adjustment_get_value (adjustment);
  gtk_adjustment_set_value (adjustment, before + self->speed);
  g_signal_emit (self, signals[SCROLLED], 0, gtk_adjustment_get_value (adjustment) - before);

  return G_SOURCE_CONTINUE;
}

static void
smith_edge_scroller_dispose (GObject *object)
{
  smith_edge_scroller_stop (SMITH_EDGE_SCROLLER (object));

  G_OBJECT_CLASS (smith_edge_scroller_parent_class)->dispose (object);
}

static void
smith_edge_scroller_class_init (SmithEdgeScrollerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_edge_scroller_dispose;

  /**
   * SmithEdgeScroller::scrolled:
   * @distance: in pixels, down if positive
   */
  signals[SCROLLED] =
    g_signal_new ("scrolled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
smith_edge_scroller_init (SmithEdgeScroller *self)
{
}

/**
 * smith_edge_scroller_new:
 * @widget: the widget that something is dragged over; must own the scroller
 *
 * Returns: (transfer full): a new scroller at rest
 */
SmithEdgeScroller *
smith_edge_scroller_new (GtkWidget *widget)
{
  SmithEdgeScroller *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (SMITH_TYPE_EDGE_SCROLLER, NULL);
  self->widget = widget;

  return self;
}

/**
 * smith_edge_scroller_motion:
 * @x: of the pointer, in the widget
 * @y: of the pointer, in the widget
 */
void
smith_edge_scroller_motion (SmithEdgeScroller *self,
                            double             x,
                            double             y)
{
  GtkWidget *scroller;
  double scroller_x, scroller_y, height;

  g_return_if_fail (SMITH_IS_EDGE_SCROLLER (self));

  scroller = find_scroller (self);
  if (scroller == NULL || !gtk_widget_translate_coordinates (self->widget, scroller, x, y, &scroller_x, &scroller_y))
    return;

  height = gtk_widget_get_height (scroller);
  if (scroller_y < EDGE)
    self->speed = -SPEED * (1.0 - MAX (scroller_y, 0.0) / EDGE);
  else if (scroller_y > height - EDGE)
    self->speed = SPEED * (1.0 - MAX (height - scroller_y, 0.0) / EDGE);
  else
    self->speed = 0.0;

  if (self->speed == 0.0)
    smith_edge_scroller_stop (self);
  else if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (self->widget, tick_cb, self, NULL);
}

/**
 * smith_edge_scroller_stop:
 *
 * The drag left, or has ended.
 */
void
smith_edge_scroller_stop (SmithEdgeScroller *self)
{
  g_return_if_fail (SMITH_IS_EDGE_SCROLLER (self));

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  self->tick = 0;
}
