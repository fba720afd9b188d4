/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-list-private.h"

#include <string.h>

/**
 * SmithBundleList:
 *
 * The certificates of one large file, as far as they are read: rows are appended while the rest is still
 * being read. What a row shows is decoded when a view asks for it; an item lives as long as somebody holds it,
 * and is the same for all who ask meanwhile. Searching and sorting happen in a worker and then replace what
 * differs. What a person chose stays chosen whatever is searched for. Main thread only; all properties notify.
 */

/* For the worker. */
typedef struct
{
  SmithBundleIndex *index;
  GPtrArray        *batches;
  char             *search;
  gboolean          only_errors;
  SmithBundleSort   sort;
} Arrangement;

static GParamSpec *properties[SMITH_BUNDLE_LIST_N_PROPS];

static void smith_bundle_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithBundleList, smith_bundle_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_bundle_list_list_model_init))

/* GListModel. */

static GType
smith_bundle_list_get_item_type (GListModel *model)
{
  return SMITH_TYPE_BUNDLE_ITEM;
}

static guint
smith_bundle_list_get_n_items (GListModel *model)
{
  SmithBundleList *self = SMITH_BUNDLE_LIST (model);

  return self->shown != NULL ? self->shown->len : self->n_entries;
}

static void
item_gone_cb (gpointer  user_data,
              GObject  *item)
{
  SmithBundleList *self = user_data;

  g_hash_table_remove (self->items, GUINT_TO_POINTER (smith_bundle_item_get_number ((SmithBundleItem *) item) - 1));
}

/* Which batch holds the entry of that number. */
guint
smith_bundle_list_find_batch (SmithBundleList *self,
                              guint            number)
{
  guint low = 0;
  guint high = self->starts->len - 1;

  while (low < high)
    {
      guint middle = (low + high + 1) / 2;

      if (g_array_index (self->starts, guint, middle) <= number)
        low = middle;
      else
        high = middle - 1;
    }

  return low;
}

static SmithBundleItem *
create_item (SmithBundleList *self,
             guint            number)
{
  guint place = smith_bundle_list_find_batch (self, number);
  guint entry = number - g_array_index (self->starts, guint, place);
  SmithBundleItem *item = smith_bundle_item_new (g_ptr_array_index (self->batches, place), entry, number + 1);

  smith_bundle_item_set_chosen (item, self->chosen->data[number] != 0);
  g_hash_table_insert (self->items, GUINT_TO_POINTER (number), item);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);

  return item;
}

static gpointer
smith_bundle_list_get_item (GListModel *model,
                            guint       position)
{
  SmithBundleList *self = SMITH_BUNDLE_LIST (model);
  SmithBundleItem *item;
  guint number;

  if (position >= smith_bundle_list_get_n_items (model))
    return NULL;

  number = self->shown != NULL ? g_array_index (self->shown, guint32, position) : position;
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (number));

  return item != NULL ? g_object_ref (item) : create_item (self, number);
}

static void
smith_bundle_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_bundle_list_get_item_type;
  iface->get_n_items = smith_bundle_list_get_n_items;
  iface->get_item = smith_bundle_list_get_item;
}

/* Searching and sorting. */

static guint
number_at (GArray *shown,
           guint   position)
{
  return shown != NULL ? g_array_index (shown, guint32, position) : position;
}

/* Says what differs, so that a view stays where it is when a search finds more at the end. */
static void
show_numbers (SmithBundleList *self,
              GArray          *shown)
{
  g_autoptr (GArray) old = self->shown;
  guint n_old = old != NULL ? old->len : self->n_entries;
  guint n_new = shown != NULL ? shown->len : self->n_entries;
  guint n_same = 0;
  guint n_tail = 0;

  while (n_same < n_old && n_same < n_new && number_at (old, n_same) == number_at (shown, n_same))
    n_same++;
  while (n_tail < n_old - n_same && n_tail < n_new - n_same
         && number_at (old, n_old - n_tail - 1) == number_at (shown, n_new - n_tail - 1))
    n_tail++;
  self->shown = shown;
  if (n_old - n_same - n_tail > 0 || n_new - n_same - n_tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), n_same, n_old - n_same - n_tail, n_new - n_same - n_tail);
}

static void
arrangement_free (Arrangement *arrangement)
{
  g_clear_pointer (&arrangement->index, smith_bundle_index_unref);
  g_clear_pointer (&arrangement->batches, g_ptr_array_unref);
  g_free (arrangement->search);
  g_free (arrangement);
}

static void
arrange_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Arrangement *arrangement = task_data;
  GArray *shown = smith_bundle_index_arrange (arrangement->index, arrangement->batches, arrangement->search,
                                              arrangement->only_errors, arrangement->sort, cancellable);

  g_task_return_pointer (task, shown, (GDestroyNotify) g_array_unref);
}

static gpointer
copy_batch (gconstpointer batch,
            gpointer      user_data)
{
  return smith_bundle_batch_ref ((SmithBundleBatch *) batch);
}

GPtrArray *
smith_bundle_list_copy_batches (SmithBundleList *self)
{
  return g_ptr_array_copy (self->batches, copy_batch, NULL);
}

static gboolean
is_plain (SmithBundleList *self)
{
  return self->search == NULL && !self->only_errors && self->sort == SMITH_BUNDLE_SORT_FILE;
}

static void start_arranging (SmithBundleList *self);

static void
arrange_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SmithBundleList *self = SMITH_BUNDLE_LIST (source);
  GArray *shown = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Something else was asked for meanwhile. */
  if (g_task_get_cancellable (G_TASK (result)) != self->arranging || shown == NULL)
    {
      g_clear_pointer (&shown, g_array_unref);
      return;
    }

  g_clear_object (&self->arranging);
  show_numbers (self, shown);
  if (self->is_stale)
    start_arranging (self);
  else
    g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_ARRANGING]);
}

static void
start_arranging (SmithBundleList *self)
{
  g_autoptr (GTask) task = NULL;
  Arrangement *arrangement = g_new0 (Arrangement, 1);

  self->is_stale = FALSE;
  self->arranging = g_cancellable_new ();
  arrangement->index = smith_bundle_index_ref (self->index);
  arrangement->batches = smith_bundle_list_copy_batches (self);
  arrangement->search = g_strdup (self->search);
  arrangement->only_errors = self->only_errors;
  arrangement->sort = self->sort;
  task = g_task_new (self, self->arranging, arrange_cb, NULL);
  g_task_set_source_tag (task, start_arranging);
  g_task_set_task_data (task, arrangement, (GDestroyNotify) arrangement_free);
  g_task_run_in_thread (task, arrange_in_thread);
}

static void
rearrange (SmithBundleList *self)
{
  gboolean was_arranging = self->arranging != NULL;

  g_cancellable_cancel (self->arranging);
  g_clear_object (&self->arranging);
  if (is_plain (self))
    show_numbers (self, NULL);
  else
    start_arranging (self);
  if (was_arranging != (self->arranging != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_ARRANGING]);
}

/* For the other files of this class. */

guint
smith_bundle_list_get_number_at (SmithBundleList *self,
                                 guint            position)
{
  return number_at (self->shown, position);
}

void
smith_bundle_list_notify (SmithBundleList *self,
                          guint            property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
smith_bundle_list_add_batch (SmithBundleList  *self,
                             SmithBundleBatch *batch,
                             double            fraction)
{
  guint n = smith_bundle_batch_get_n_entries (batch);
  guint n_before = self->n_entries;
  guint n_errors = smith_bundle_batch_get_n_errors (batch);

  g_array_append_val (self->starts, n_before);
  g_ptr_array_add (self->batches, smith_bundle_batch_ref (batch));
  g_byte_array_set_size (self->chosen, n_before + n);
  memset (self->chosen->data + n_before, 0, n);
  self->n_entries += n;
  self->n_errors += n_errors;
  self->fraction = fraction;

  if (self->shown == NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n);
  if (self->arranging != NULL)
    self->is_stale = TRUE;
  else if (!is_plain (self))
    rearrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_N_ENTRIES]);
  if (n_errors > 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_N_ERRORS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_FRACTION]);
}

/* The object. */

static void
forget_item (gpointer number,
             gpointer item,
             gpointer user_data)
{
  g_object_weak_unref (item, item_gone_cb, user_data);
}

static void
smith_bundle_list_finalize (GObject *object)
{
  SmithBundleList *self = SMITH_BUNDLE_LIST (object);

  g_hash_table_foreach (self->items, forget_item, self);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->batches, g_ptr_array_unref);
  g_clear_pointer (&self->starts, g_array_unref);
  g_clear_pointer (&self->chosen, g_byte_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_pointer (&self->index, smith_bundle_index_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->arranging);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->search, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (smith_bundle_list_parent_class)->finalize (object);
}

static void
smith_bundle_list_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SmithBundleList *self = SMITH_BUNDLE_LIST (object);

  switch (prop_id)
    {
    case SMITH_BUNDLE_LIST_PROP_NAME:
      g_value_set_string (value, smith_bundle_list_get_name (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_LOADING:
      g_value_set_boolean (value, smith_bundle_list_get_loading (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_FRACTION:
      g_value_set_double (value, smith_bundle_list_get_fraction (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_N_ENTRIES:
      g_value_set_uint (value, smith_bundle_list_get_n_entries (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_N_ERRORS:
      g_value_set_uint (value, smith_bundle_list_get_n_errors (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_N_CHOSEN:
      g_value_set_uint (value, smith_bundle_list_get_n_chosen (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_SEARCH:
      g_value_set_string (value, smith_bundle_list_get_search (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_ONLY_ERRORS:
      g_value_set_boolean (value, smith_bundle_list_get_only_errors (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_SORT:
      g_value_set_uint (value, smith_bundle_list_get_sort (self));
      break;
    case SMITH_BUNDLE_LIST_PROP_ARRANGING:
      g_value_set_boolean (value, smith_bundle_list_get_arranging (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_bundle_list_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SmithBundleList *self = SMITH_BUNDLE_LIST (object);

  switch (prop_id)
    {
    case SMITH_BUNDLE_LIST_PROP_SEARCH:
      smith_bundle_list_set_search (self, g_value_get_string (value));
      break;
    case SMITH_BUNDLE_LIST_PROP_ONLY_ERRORS:
      smith_bundle_list_set_only_errors (self, g_value_get_boolean (value));
      break;
    case SMITH_BUNDLE_LIST_PROP_SORT:
      smith_bundle_list_set_sort (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_bundle_list_class_init (SmithBundleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = smith_bundle_list_finalize;
  object_class->get_property = smith_bundle_list_get_property;
  object_class->set_property = smith_bundle_list_set_property;

  properties[SMITH_BUNDLE_LIST_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, readable);
  properties[SMITH_BUNDLE_LIST_PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  properties[SMITH_BUNDLE_LIST_PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, 0, readable);
  properties[SMITH_BUNDLE_LIST_PROP_N_ENTRIES] = g_param_spec_uint ("n-entries", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[SMITH_BUNDLE_LIST_PROP_N_ERRORS] = g_param_spec_uint ("n-errors", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[SMITH_BUNDLE_LIST_PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[SMITH_BUNDLE_LIST_PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, writable);
  properties[SMITH_BUNDLE_LIST_PROP_ONLY_ERRORS] = g_param_spec_boolean ("only-errors", NULL, NULL, FALSE, writable);
  properties[SMITH_BUNDLE_LIST_PROP_SORT] = g_param_spec_uint ("sort", NULL, NULL, 0, SMITH_BUNDLE_SORT_EXPIRY, 0, writable);
  properties[SMITH_BUNDLE_LIST_PROP_ARRANGING] = g_param_spec_boolean ("arranging", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, SMITH_BUNDLE_LIST_N_PROPS, properties);
}

static void
smith_bundle_list_init (SmithBundleList *self)
{
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_bundle_batch_unref);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->items = g_hash_table_new (NULL, NULL);
  self->chosen = g_byte_array_new ();
  self->index = smith_bundle_index_new ();
}

/**
 * smith_bundle_list_new:
 *
 * Returns: (transfer full): an empty list, to be loaded once
 */
SmithBundleList *
smith_bundle_list_new (void)
{
  return g_object_new (SMITH_TYPE_BUNDLE_LIST, NULL);
}

/**
 * smith_bundle_list_get_name:
 *
 * Returns: (nullable): what is read, for people; NULL before it is loaded
 */
const char *
smith_bundle_list_get_name (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), NULL);

  return self->name;
}

/**
 * smith_bundle_list_get_loading:
 *
 * Returns: whether more may come
 */
gboolean
smith_bundle_list_get_loading (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), FALSE);

  return self->loading;
}

/**
 * smith_bundle_list_get_fraction:
 *
 * Returns: how much of it is read, from 0 to 1; negative where that is not known
 */
double
smith_bundle_list_get_fraction (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), 0.0);

  return self->fraction;
}

/**
 * smith_bundle_list_get_error:
 *
 * Returns: (nullable): why it was not read to the end, once it is no longer loading
 */
const GError *
smith_bundle_list_get_error (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), NULL);

  return self->error;
}

/**
 * smith_bundle_list_get_n_entries:
 *
 * Returns: how many there are so far, shown or not, certificates and errors
 */
guint
smith_bundle_list_get_n_entries (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), 0);

  return self->n_entries;
}

/**
 * smith_bundle_list_get_n_errors:
 *
 * Returns: how many of the entries are no certificates
 */
guint
smith_bundle_list_get_n_errors (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), 0);

  return self->n_errors;
}

/**
 * smith_bundle_list_get_search:
 *
 * Returns: (nullable): what is searched for
 */
const char *
smith_bundle_list_get_search (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), NULL);

  return self->search;
}

/**
 * smith_bundle_list_set_search:
 * @search: (nullable): words that a row must have in its names, serial number, fingerprint, issuer or error
 *
 * The rows change once a worker has looked: see smith_bundle_list_get_arranging().
 */
void
smith_bundle_list_set_search (SmithBundleList *self,
                              const char      *search)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  stripped = search != NULL ? g_strstrip (g_strdup (search)) : NULL;
  if (stripped != NULL && *stripped == '\0')
    g_clear_pointer (&stripped, g_free);
  if (g_strcmp0 (self->search, stripped) == 0)
    return;

  g_free (self->search);
  self->search = g_steal_pointer (&stripped);
  rearrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_SEARCH]);
}

/**
 * smith_bundle_list_get_only_errors:
 *
 * Returns: whether only what is no certificate is shown
 */
gboolean
smith_bundle_list_get_only_errors (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), FALSE);

  return self->only_errors;
}

/**
 * smith_bundle_list_set_only_errors:
 *
 * As a search does; while it is set, what is searched for does not matter.
 */
void
smith_bundle_list_set_only_errors (SmithBundleList *self,
                                   gboolean         only_errors)
{
  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  if (self->only_errors == only_errors)
    return;

  self->only_errors = only_errors;
  rearrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_ONLY_ERRORS]);
}

/**
 * smith_bundle_list_get_sort:
 *
 * Returns: how it is sorted
 */
SmithBundleSort
smith_bundle_list_get_sort (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), SMITH_BUNDLE_SORT_FILE);

  return self->sort;
}

/**
 * smith_bundle_list_set_sort:
 *
 * As a search does.
 */
void
smith_bundle_list_set_sort (SmithBundleList *self,
                            SmithBundleSort  sort)
{
  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  if (self->sort == sort)
    return;

  self->sort = sort;
  rearrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[SMITH_BUNDLE_LIST_PROP_SORT]);
}

/**
 * smith_bundle_list_get_arranging:
 *
 * Returns: whether a worker is searching or sorting: the rows are still those of before
 */
gboolean
smith_bundle_list_get_arranging (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), FALSE);

  return self->arranging != NULL;
}
