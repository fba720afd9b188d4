/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-library-private.h"

#include "smith-identity-private.h"

/**
 * SmithLibrary:
 *
 * All identities of this computer, as a list in the order in which they came. Loading, and taking
 * up what other programs changed, is in smith-library-walk.c; the verbs that change an identity are
 * in smith-library-changes.c and smith-library-keys.c. Main thread only; the disk is touched by one
 * worker thread.
 */
struct _SmithLibrary
{
  GObject parent_instance;

  /* Owned */
  char         *folder;
  GPtrArray    *identities;
  GHashTable   *by_id;      /* id → borrowed identity of the list */
  GHashTable   *trashed;    /* id → name in the trash */
  GThreadPool  *worker;
  GFileMonitor *folder_monitor;
  GFileMonitor *lock_monitor;
  GError       *error;

  guint         rescan_source;
  int           n_loads;    /* under way */
};

enum
{
  PROP_0,
  PROP_FOLDER,
  PROP_LOADING,
  PROP_ERROR,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Changes of other programs come in swarms. */
#define RESCAN_DELAY_MS 400

G_DEFINE_QUARK (smith-library-error-quark, smith_library_error)

static GType
smith_library_get_item_type (GListModel *model)
{
  return SMITH_TYPE_IDENTITY;
}

static guint
smith_library_get_n_items (GListModel *model)
{
  return SMITH_LIBRARY (model)->identities->len;
}

static gpointer
smith_library_get_item (GListModel *model,
                        guint       position)
{
  SmithLibrary *self = SMITH_LIBRARY (model);

  if (position >= self->identities->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->identities, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_library_get_item_type;
  iface->get_n_items = smith_library_get_n_items;
  iface->get_item = smith_library_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithLibrary, smith_library, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef struct
{
  GTask           *task;
  GTaskThreadFunc  run;
} Work;

static gboolean
unref_task_cb (gpointer user_data)
{
  g_object_unref (user_data);

  return G_SOURCE_REMOVE;
}

/* The last reference of a task may be the last one of the library, whose place is the main thread. */
static void
run_work (gpointer data,
          gpointer user_data)
{
  Work *work = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  work->run (work->task, g_task_get_source_object (work->task), g_task_get_task_data (work->task),
             g_task_get_cancellable (work->task));
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, unref_task_cb, work->task, NULL);
  g_source_attach (source, g_task_get_context (work->task));
  g_free (work);
}

/**
 * smith_library_push:
 * @task: a task whose source is the library
 * @run: what the worker runs; it returns the task
 */
void
smith_library_push (SmithLibrary    *self,
                    GTask           *task,
                    GTaskThreadFunc  run)
{
  Work *work = g_new0 (Work, 1);

  work->task = g_object_ref (task);
  work->run = run;
  g_thread_pool_push (self->worker, work, NULL);
}

/**
 * smith_library_append:
 * @identities: (element-type SmithIdentity): added at the end, with one signal
 */
void
smith_library_append (SmithLibrary *self,
                      GPtrArray    *identities)
{
  guint position = self->identities->len;

  if (identities->len == 0)
    return;

  for (guint i = 0; i < identities->len; i++)
    {
      SmithIdentity *identity = g_ptr_array_index (identities, i);

      g_ptr_array_add (self->identities, g_object_ref (identity));
      g_hash_table_insert (self->by_id, g_strdup (smith_identity_get_id (identity)), identity);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, identities->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/**
 * smith_library_remove:
 * @identity: taken out of the list, if it is there
 */
void
smith_library_remove (SmithLibrary  *self,
                      SmithIdentity *identity)
{
  guint position;

  if (!g_ptr_array_find (self->identities, identity, &position))
    return;

  g_hash_table_remove (self->by_id, smith_identity_get_id (identity));
  g_ptr_array_remove_index (self->identities, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

gboolean
smith_library_contains (SmithLibrary  *self,
                        SmithIdentity *identity)
{
  return g_hash_table_lookup (self->by_id, smith_identity_get_id (identity)) == identity;
}

/**
 * smith_library_set_trashed:
 * @name: (nullable): what @id is called in the trash; NULL once it is back
 */
void
smith_library_set_trashed (SmithLibrary *self,
                           const char   *id,
                           const char   *name)
{
  if (name != NULL)
    g_hash_table_insert (self->trashed, g_strdup (id), g_strdup (name));
  else
    g_hash_table_remove (self->trashed, id);
}

const char *
smith_library_get_trashed (SmithLibrary *self,
                           const char   *id)
{
  return g_hash_table_lookup (self->trashed, id);
}

/**
 * smith_library_count_load:
 * @change: 1 where a load begins, -1 where it ends
 */
void
smith_library_count_load (SmithLibrary *self,
                          int           change)
{
  gboolean before = self->n_loads > 0;

  self->n_loads += change;
  if (before != (self->n_loads > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/**
 * smith_library_set_error:
 * @error: (nullable): why the folder cannot be read; NULL: it can
 */
void
smith_library_set_error (SmithLibrary *self,
                         const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
rescan_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    g_info ("The library could not be read again: %s", error->message);
}

static gboolean
rescan_cb (gpointer user_data)
{
  SmithLibrary *self = user_data;

  self->rescan_source = 0;
  smith_library_rescan_async (self, NULL, rescan_done_cb, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * smith_library_schedule_rescan:
 * @delay_ms: when to walk over the folder again, unless that is planned already
 */
void
smith_library_schedule_rescan (SmithLibrary *self,
                               guint         delay_ms)
{
  if (self->rescan_source == 0)
    self->rescan_source = g_timeout_add (delay_ms, rescan_cb, self);
}

static void
folder_changed_cb (SmithLibrary      *self,
                   GFile             *file,
                   GFile             *other,
                   GFileMonitorEvent  event)
{
  smith_library_schedule_rescan (self, RESCAN_DELAY_MS);
}

/**
 * smith_library_watch:
 *
 * From now on changes of other programs are taken up. Folders that come and go show in the folder
 * above them; other changes by the touch of the lock.
 */
void
smith_library_watch (SmithLibrary *self)
{
  g_autofree char *identities = g_build_filename (self->folder, "identities", NULL);
  g_autofree char *lock = g_build_filename (self->folder, "lock", NULL);
  g_autoptr (GFile) folder_file = g_file_new_for_path (identities);
  g_autoptr (GFile) lock_file = g_file_new_for_path (lock);

  if (self->folder_monitor != NULL)
    return;

  self->folder_monitor = g_file_monitor_directory (folder_file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  self->lock_monitor = g_file_monitor_file (lock_file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->folder_monitor != NULL)
    g_signal_connect_object (self->folder_monitor, "changed", G_CALLBACK (folder_changed_cb), self, G_CONNECT_SWAPPED);
  if (self->lock_monitor != NULL)
    g_signal_connect_object (self->lock_monitor, "changed", G_CALLBACK (folder_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
smith_library_dispose (GObject *object)
{
  SmithLibrary *self = SMITH_LIBRARY (object);

  g_clear_handle_id (&self->rescan_source, g_source_remove);
  if (self->folder_monitor != NULL)
    g_file_monitor_cancel (self->folder_monitor);
  if (self->lock_monitor != NULL)
    g_file_monitor_cancel (self->lock_monitor);
  g_clear_object (&self->folder_monitor);
  g_clear_object (&self->lock_monitor);

  G_OBJECT_CLASS (smith_library_parent_class)->dispose (object);
}

static void
smith_library_finalize (GObject *object)
{
  SmithLibrary *self = SMITH_LIBRARY (object);

  g_thread_pool_free (self->worker, FALSE, FALSE);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->trashed, g_hash_table_unref);
  g_clear_pointer (&self->identities, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->folder);

  G_OBJECT_CLASS (smith_library_parent_class)->finalize (object);
}

static void
smith_library_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SmithLibrary *self = SMITH_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_FOLDER:
      g_value_set_string (value, smith_library_get_folder (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, smith_library_get_loading (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, smith_library_get_error (self));
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->identities->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_library_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SmithLibrary *self = SMITH_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_FOLDER:
      self->folder = g_value_dup_string (value);
      if (self->folder == NULL)
        self->folder = g_build_filename (g_get_user_data_dir (), "chainsmith", NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_library_class_init (SmithLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = smith_library_dispose;
  object_class->finalize = smith_library_finalize;
  object_class->get_property = smith_library_get_property;
  object_class->set_property = smith_library_set_property;

  properties[PROP_FOLDER] =
    g_param_spec_string ("folder", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_library_init (SmithLibrary *self)
{
  self->identities = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->trashed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->worker = g_thread_pool_new (run_work, NULL, 1, FALSE, NULL);
}

/**
 * smith_library_new:
 * @folder: (nullable) (type filename): where it lies; NULL: "chainsmith" in the user's data folder
 *
 * Returns: (transfer full): a library that is still to be loaded
 */
SmithLibrary *
smith_library_new (const char *folder)
{
  return g_object_new (SMITH_TYPE_LIBRARY, "folder", folder, NULL);
}

/**
 * smith_library_get_folder:
 *
 * Returns: (transfer none) (type filename): where it lies
 */
const char *
smith_library_get_folder (SmithLibrary *self)
{
  g_return_val_if_fail (SMITH_IS_LIBRARY (self), NULL);

  return self->folder;
}

gboolean
smith_library_get_loading (SmithLibrary *self)
{
  g_return_val_if_fail (SMITH_IS_LIBRARY (self), FALSE);

  return self->n_loads > 0;
}

/**
 * smith_library_get_error:
 *
 * Returns: (transfer none) (nullable): why the folder itself cannot be read
 */
const GError *
smith_library_get_error (SmithLibrary *self)
{
  g_return_val_if_fail (SMITH_IS_LIBRARY (self), NULL);

  return self->error;
}

/**
 * smith_library_find:
 * @id: the id of an identity
 *
 * Returns: (transfer none) (nullable): the row
 */
SmithIdentity *
smith_library_find (SmithLibrary *self,
                    const char   *id)
{
  g_return_val_if_fail (SMITH_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}

/**
 * smith_library_find_home:
 * @identity: a row
 *
 * What should have come to an identity that could not be written to is a row of its own until it is kept.
 *
 * Returns: (transfer none) (nullable): the identity that gets what @identity holds when @identity is kept; NULL where that
 *   becomes an identity itself
 */
SmithIdentity *
smith_library_find_home (SmithLibrary  *self,
                         SmithIdentity *identity)
{
  SmithIdentityData *data;
  SmithIdentity *home;

  g_return_val_if_fail (SMITH_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  data = smith_identity_get_data (identity);
  home = data->home != NULL ? smith_library_find (self, data->home) : NULL;
  /* It may have got another key in the meantime, and nothing overwrites that. */
  if (home == NULL || !smith_identity_get_kept (home) || (data->has_key && smith_identity_get_has_key (home)))
    return NULL;

  return home;
}

/**
 * smith_library_find_by_public_key:
 * @key: a public key
 *
 * Returns: (transfer none) (nullable): the first row whose private key, else request, else
 *   certificate has it
 */
SmithIdentity *
smith_library_find_by_public_key (SmithLibrary   *self,
                                  SmithPublicKey *key)
{
  const char *pin;

  g_return_val_if_fail (SMITH_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (key), NULL);

  pin = smith_public_key_get_spki_sha256 (key);
  for (guint i = 0; i < self->identities->len; i++)
    {
      SmithIdentity *identity = g_ptr_array_index (self->identities, i);

      if (g_strcmp0 (smith_identity_get_data (identity)->pin, pin) == 0)
        return identity;
    }

  return NULL;
}

static SmithIdentity *
append_data (SmithLibrary      *self,
             SmithIdentityData *data)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  SmithIdentity *identity = smith_identity_new (data);

  g_ptr_array_add (added, identity);
  smith_library_append (self, added);

  return identity;
}

/**
 * smith_library_add:
 * @name: what a person calls it
 *
 * Returns: (transfer none): a new row that is not kept yet and has nothing in it
 */
SmithIdentity *
smith_library_add (SmithLibrary *self,
                   const char   *name)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SmithIdentityData) data = NULL;
  SmithIdentityContents nothing = { NULL };

  g_return_val_if_fail (SMITH_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  data = smith_identity_data_new (id, name);
  smith_identity_data_set_contents (data, &nothing);

  return append_data (self, data);
}

/**
 * smith_library_add_edit:
 * @edit: a name and what else is in it
 *
 * Returns: (transfer none): a new row that is not kept yet
 */
SmithIdentity *
smith_library_add_edit (SmithLibrary       *self,
                        SmithIdentityEdit  *edit,
                        GError            **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SmithIdentityData) nothing = smith_identity_data_new (id, edit->name);
  g_autoptr (SmithIdentityData) data = smith_identity_edit_apply (edit, nothing, error);

  return data != NULL ? append_data (self, data) : NULL;
}

/**
 * smith_library_refresh_states:
 *
 * Brings states, words and next steps up to date with the clock.
 */
void
smith_library_refresh_states (SmithLibrary *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_return_if_fail (SMITH_IS_LIBRARY (self));

  for (guint i = 0; i < self->identities->len; i++)
    smith_identity_refresh (g_ptr_array_index (self->identities, i), now);
}
