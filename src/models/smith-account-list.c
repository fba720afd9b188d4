/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-list-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-account-private.h"
#include "smith-account-store.h"
#include "smith-file.h"

/**
 * SmithAccountList:
 *
 * The accounts of this computer as a GListModel: the environment's first, then all others by name.
 *
 * Names, regions and access key IDs are in accounts.ini; secrets are in the keyring and, for the
 * environment and for accounts of this session, in memory. A verb changes the keyring first, then
 * the file, and the list says so only when both have it. Owned by the workspace. Main thread only;
 * the file is written in a worker.
 */
struct _SmithAccountList
{
  GObject parent_instance;

  /* Owned */
  SmithKeyring *keyring;
  char         *path;
  GPtrArray    *accounts;
  GError       *error;

  /* Two saves may be under way: the later one wins, whichever worker comes first. */
  GMutex        lock;
  guint         n_saves;
  guint         last_written;
  gboolean      damaged;
};

typedef struct
{
  GBytes *bytes;
  guint   number;
} Save;

enum
{
  PROP_0,
  PROP_ERROR_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
smith_account_list_get_item_type (GListModel *model)
{
  return SMITH_TYPE_ACCOUNT;
}

static guint
smith_account_list_get_n_items (GListModel *model)
{
  return SMITH_ACCOUNT_LIST (model)->accounts->len;
}

static gpointer
smith_account_list_get_item (GListModel *model,
                             guint       position)
{
  SmithAccountList *self = SMITH_ACCOUNT_LIST (model);

  return position < self->accounts->len ? g_object_ref (self->accounts->pdata[position]) : NULL;
}

static void
smith_account_list_init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = smith_account_list_get_item_type;
  iface->get_n_items = smith_account_list_get_n_items;
  iface->get_item = smith_account_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithAccountList, smith_account_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_account_list_init_list_model))

static void
save_free (Save *save)
{
  g_bytes_unref (save->bytes);
  g_free (save);
}

static int
compare_accounts (SmithAccount *a,
                  SmithAccount *b)
{
  gboolean environment_a = smith_account_get_source (a) == SMITH_ACCOUNT_SOURCE_ENVIRONMENT;
  gboolean environment_b = smith_account_get_source (b) == SMITH_ACCOUNT_SOURCE_ENVIRONMENT;

  if (environment_a != environment_b)
    return environment_a ? -1 : 1;

  return g_utf8_collate (smith_account_get_name (a), smith_account_get_name (b));
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  SmithAccountList *self = source_object;
  Save *save = task_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *folder = g_path_get_dirname (self->path);
  GError *error = NULL;
  gsize size;
  const void *data = g_bytes_get_data (save->bytes, &size);

  if (save->number <= self->last_written)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->damaged)
    {
      g_autofree char *aside = g_strconcat (self->path, ".damaged", NULL);

      (void) g_rename (self->path, aside);
      self->damaged = FALSE;
    }
  (void) g_mkdir_with_parents (folder, 0700);
  if (!smith_file_write (self->path, data != NULL ? data : "", size, 0600, &error))
    {
      g_prefix_error (&error, "%s ", _("Couldn't write the list of accounts:"));
      g_task_return_error (task, error);
      return;
    }

  self->last_written = save->number;
  g_task_return_boolean (task, TRUE);
}

static void
smith_account_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SmithAccountList *self = SMITH_ACCOUNT_LIST (object);

  switch (prop_id)
    {
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_account_list_finalize (GObject *object)
{
  SmithAccountList *self = SMITH_ACCOUNT_LIST (object);

  g_clear_object (&self->keyring);
  g_free (self->path);
  g_ptr_array_unref (self->accounts);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (smith_account_list_parent_class)->finalize (object);
}

static void
smith_account_list_class_init (SmithAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = smith_account_list_get_property;
  object_class->finalize = smith_account_list_finalize;

  properties[PROP_ERROR_TEXT] =
    g_param_spec_string ("error-text", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_account_list_init (SmithAccountList *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->lock);
}

/**
 * smith_account_list_new:
 * @keyring: (nullable): where the secrets are
 * @path: (nullable) (type filename): accounts.ini; NULL: the one in the user's configuration folder
 * @environment: (nullable) (array zero-terminated=1): NULL: that of this process
 *
 * Returns: (transfer full): the accounts that are known; what could not be read is told by
 *   smith_account_list_get_error()
 */
SmithAccountList *
smith_account_list_new (SmithKeyring       *keyring,
                        const char         *path,
                        const char * const *environment)
{
  g_autoptr (SmithAccount) from_environment = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_auto (GStrv) own_environment = NULL;
  SmithAccountList *self;

  g_return_val_if_fail (keyring == NULL || SMITH_IS_KEYRING (keyring), NULL);

  self = g_object_new (SMITH_TYPE_ACCOUNT_LIST, NULL);
  g_set_object (&self->keyring, keyring);
  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_config_dir (), "chainsmith", "accounts.ini", NULL);
  if (environment == NULL)
    {
      own_environment = g_get_environ ();
      environment = (const char * const *) own_environment;
    }

  loaded = smith_account_store_load (self->path, &self->error);
  self->damaged = self->error != NULL;
  for (guint i = 0; i < loaded->len; i++)
    smith_account_list_insert (self, loaded->pdata[i]);
  from_environment = smith_account_store_read_environment (environment);
  if (from_environment != NULL)
    smith_account_list_insert (self, from_environment);

  return self;
}

/**
 * smith_account_list_get_error:
 *
 * Returns: (transfer none) (nullable): why accounts.ini could not be read, or not all of it
 */
const GError *
smith_account_list_get_error (SmithAccountList *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (self), NULL);

  return self->error;
}

/**
 * smith_account_list_find:
 *
 * Returns: (transfer none) (nullable): the account with this id
 */
SmithAccount *
smith_account_list_find (SmithAccountList *self,
                         const char       *id)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (self) && id != NULL, NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    if (g_str_equal (smith_account_get_id (self->accounts->pdata[i]), id))
      return self->accounts->pdata[i];

  return NULL;
}

/**
 * smith_account_list_check_name:
 * @except: (nullable): the account that is being edited
 *
 * Returns: (transfer full) (nullable): why @name cannot be the name of an account; NULL if it can
 */
char *
smith_account_list_check_name (SmithAccountList *self,
                               const char       *name,
                               SmithAccount     *except)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (self) && name != NULL, NULL);

  stripped = g_strstrip (g_strdup (name));
  if (*stripped == '\0')
    return g_strdup (_("Give the account a name that you will recognize."));
  if (g_utf8_strlen (stripped, -1) > 100)
    return g_strdup (_("The name is too long: 100 characters are enough."));
  for (guint i = 0; i < self->accounts->len; i++)
    if (self->accounts->pdata[i] != except &&
        g_utf8_collate (smith_account_get_name (self->accounts->pdata[i]), stripped) == 0)
      return g_strdup_printf (_("There is an account “%s” already."), stripped);

  return NULL;
}

/**
 * smith_account_list_get_keyring:
 *
 * Returns: (transfer none) (nullable): where the secrets are
 */
SmithKeyring *
smith_account_list_get_keyring (SmithAccountList *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (self), NULL);

  return self->keyring;
}

/**
 * smith_account_list_insert:
 *
 * Puts @account where it belongs: the environment's first, the rest by name.
 */
void
smith_account_list_insert (SmithAccountList *self,
                           SmithAccount     *account)
{
  guint position = 0;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self) && SMITH_IS_ACCOUNT (account));

  while (position < self->accounts->len &&
         compare_accounts (self->accounts->pdata[position], account) <= 0)
    position++;
  g_ptr_array_insert (self->accounts, position, g_object_ref (account));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

void
smith_account_list_take_out (SmithAccountList *self,
                             SmithAccount     *account)
{
  guint position;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self));

  if (!g_ptr_array_find (self->accounts, account, &position))
    return;

  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/**
 * smith_account_list_save_async:
 *
 * Writes accounts.ini as the list is now. Not cancellable: a verb that came this far is carried through.
 */
void
smith_account_list_save_async (SmithAccountList    *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Save *save;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self));

  save = g_new0 (Save, 1);
  save->bytes = smith_account_store_to_bytes (G_LIST_MODEL (self));
  save->number = ++self->n_saves;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_save_async);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  g_task_run_in_thread (task, save_thread);
}

gboolean
smith_account_list_save_finish (SmithAccountList  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
