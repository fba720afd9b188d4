/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-gradual-list.h"

/* A frame at 60 Hz, in milliseconds: a view lays out once what was added in one. */
#define FRAME 16

/**
 * SmithGradualList:
 *
 * The beginning of another list, which grows to all of it a few items a frame: for a view that makes a widget for
 * each item at once, such as #GtkListBox. A change of what is there already is passed on as it is,
 * so that an item that moves costs one widget. (#GtkSliceListModel says that all behind it changed.)
 * Main thread only.
 */
struct _SmithGradualList
{
  GObject     parent_instance;

  /* Owned */
  GListModel *model;
  guint       size;            /* so many are there */
  guint       batch;
  guint       budget;          /* what may still be added in this frame */
  guint       source;
};

static GType
smith_gradual_list_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
smith_gradual_list_get_n_items (GListModel *list)
{
  return SMITH_GRADUAL_LIST (list)->size;
}

static gpointer
smith_gradual_list_get_item (GListModel *list,
                             guint       position)
{
  SmithGradualList *self = SMITH_GRADUAL_LIST (list);

  return position < self->size ? g_list_model_get_item (self->model, position) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_gradual_list_get_item_type;
  iface->get_n_items = smith_gradual_list_get_n_items;
  iface->get_item = smith_gradual_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithGradualList, smith_gradual_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static guint
count_missing (SmithGradualList *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) - self->size : 0;
}

static gboolean frame_cb (gpointer user_data);

static void
spend (SmithGradualList *self,
       guint             n)
{
  self->budget -= MIN (n, self->budget);
  if (self->source == 0)
    self->source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, FRAME, frame_cb, self, NULL);
}

static void
grow (SmithGradualList *self)
{
  guint more = MIN (count_missing (self), self->budget);
  guint position = self->size;

  if (more == 0)
    return;

  spend (self, more);
  self->size += more;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, more);
}

static gboolean
frame_cb (gpointer user_data)
{
  SmithGradualList *self = user_data;

  self->budget = self->batch;
  if (count_missing (self) > 0)
    {
      grow (self);
      return G_SOURCE_CONTINUE;
    }
  self->source = 0;

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (SmithGradualList *self,
                  guint             position,
                  guint             removed,
                  guint             added,
                  GListModel       *model)
{
  /* Behind what is there: in its turn. */
  if (position >= self->size)
    {
      grow (self);
      if (count_missing (self) > 0)
        spend (self, 0);
      return;
    }

  removed = MIN (removed, self->size - position);
  /* More than one frame can take: what is behind it waits, too. */
  if (added > self->batch)
    {
      removed = self->size - position;
      added = self->batch;
    }
  self->size = self->size - removed + added;
  spend (self, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
smith_gradual_list_dispose (GObject *object)
{
  SmithGradualList *self = SMITH_GRADUAL_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  self->size = 0;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (smith_gradual_list_parent_class)->dispose (object);
}

static void
smith_gradual_list_class_init (SmithGradualListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_gradual_list_dispose;
}

static void
smith_gradual_list_init (SmithGradualList *self)
{
}

/**
 * smith_gradual_list_new:
 * @batch: how many items may be added in a frame, at least 1
 *
 * Returns: (transfer full): a list of nothing
 */
SmithGradualList *
smith_gradual_list_new (guint batch)
{
  SmithGradualList *self;

  g_return_val_if_fail (batch > 0, NULL);

  self = g_object_new (SMITH_TYPE_GRADUAL_LIST, NULL);
  self->batch = self->budget = batch;

  return self;
}

/**
 * smith_gradual_list_set_model:
 * @model: (nullable): what it grows to; its first items are there at once
 */
void
smith_gradual_list_set_model (SmithGradualList *self,
                              GListModel       *model)
{
  guint removed;

  g_return_if_fail (SMITH_IS_GRADUAL_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  removed = self->size;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  self->size = 0;
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  if (removed > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, 0);
  grow (self);
}
