/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-job-list.h"

/**
 * SmithJobList:
 *
 * The jobs under way, oldest first, and those that failed until a person dismisses them. A job that
 * succeeds or is cancelled leaves by itself. "n-items" notifies, so that a button can follow it.
 * Main thread only.
 */
struct _SmithJobList
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *jobs;
};

enum
{
  PROP_0,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
smith_job_list_get_item_type (GListModel *model)
{
  return SMITH_TYPE_JOB;
}

static guint
smith_job_list_get_n_items (GListModel *model)
{
  return SMITH_JOB_LIST (model)->jobs->len;
}

static gpointer
smith_job_list_get_item (GListModel *model,
                         guint       position)
{
  SmithJobList *self = SMITH_JOB_LIST (model);

  if (position >= self->jobs->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->jobs, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_job_list_get_item_type;
  iface->get_n_items = smith_job_list_get_n_items;
  iface->get_item = smith_job_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithJobList, smith_job_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
job_done_cb (SmithJobList *self,
             GParamSpec   *pspec,
             SmithJob     *job)
{
  if (smith_job_get_error (job) == NULL)
    smith_job_list_dismiss (self, job);
}

static void
smith_job_list_finalize (GObject *object)
{
  SmithJobList *self = SMITH_JOB_LIST (object);

  g_clear_pointer (&self->jobs, g_ptr_array_unref);

  G_OBJECT_CLASS (smith_job_list_parent_class)->finalize (object);
}

static void
smith_job_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SmithJobList *self = SMITH_JOB_LIST (object);

  switch (prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->jobs->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_job_list_class_init (SmithJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_job_list_finalize;
  object_class->get_property = smith_job_list_get_property;

  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_job_list_init (SmithJobList *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * smith_job_list_new:
 *
 * Returns: (transfer full): a list without jobs
 */
SmithJobList *
smith_job_list_new (void)
{
  return g_object_new (SMITH_TYPE_JOB_LIST, NULL);
}

/**
 * smith_job_list_start:
 * @title: what is being done
 *
 * Returns: (transfer full): a new job at the end of the list; say smith_job_finish() when it ends
 */
SmithJob *
smith_job_list_start (SmithJobList *self,
                      const char   *title)
{
  g_autoptr (SmithJob) job = NULL;

  g_return_val_if_fail (SMITH_IS_JOB_LIST (self), NULL);

  job = smith_job_new (title);
  g_signal_connect_object (job, "notify::done", G_CALLBACK (job_done_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);

  return g_steal_pointer (&job);
}

/**
 * smith_job_list_dismiss:
 * @job: a job of the list; one that is still under way is cancelled, and leaves at once
 */
void
smith_job_list_dismiss (SmithJobList *self,
                        SmithJob     *job)
{
  guint position;

  g_return_if_fail (SMITH_IS_JOB_LIST (self));
  g_return_if_fail (SMITH_IS_JOB (job));

  if (!g_ptr_array_find (self->jobs, job, &position))
    return;
  if (!smith_job_is_done (job))
    smith_job_cancel (job);
  g_signal_handlers_disconnect_by_func (job, job_done_cb, self);
  g_ptr_array_remove_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}
