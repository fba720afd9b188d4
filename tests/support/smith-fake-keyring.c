/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-fake-keyring.h"

/**
 * SmithFakeKeyring:
 *
 * A #SmithKeyring in memory, for tests of whatever uses one.
 */
struct _SmithFakeKeyring
{
  GObject     parent_instance;

  /* Owned */
  GHashTable *items;       /* "kind id" → SmithSecret */
  GQueue      plans;       /* what happens next: a SmithKeyringError + 1, or HANG */
  guint       n_operations;
};

#define HANG G_MAXUINT

static void smith_fake_keyring_implement (SmithKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithFakeKeyring, smith_fake_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SMITH_TYPE_KEYRING, smith_fake_keyring_implement))

static char *
make_key (SmithKeyringItem  item,
          const char       *id)
{
  return g_strdup_printf ("%d %s", (int) item, id);
}

static gboolean
return_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);

  return G_SOURCE_REMOVE;
}

/* Whether the operation may go on; else it was ended, or will be when it is cancelled. */
static gboolean
follow_plan (SmithFakeKeyring *self,
             GTask            *task)
{
  guint plan = GPOINTER_TO_UINT (g_queue_pop_head (&self->plans));

  self->n_operations++;
  if (g_task_return_error_if_cancelled (task))
    return FALSE;
  if (plan == 0)
    return TRUE;
  if (plan == HANG)
    {
      g_autoptr (GSource) source = NULL;

      g_assert_nonnull (g_task_get_cancellable (task));
      source = g_cancellable_source_new (g_task_get_cancellable (task));
      g_source_set_callback (source, G_SOURCE_FUNC (return_cancelled_cb), g_object_ref (task), g_object_unref);
      g_source_attach (source, g_task_get_context (task));
    }
  else
    g_task_return_error (task, smith_keyring_error_new ((SmithKeyringError) (plan - 1), "fake"));

  return FALSE;
}

static void
smith_fake_keyring_lookup_async (SmithKeyring        *keyring,
                                 SmithKeyringItem     item,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  SmithFakeKeyring *self = SMITH_FAKE_KEYRING (keyring);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  SmithSecret *secret = smith_fake_keyring_peek (self, item, id);

  if (follow_plan (self, task))
    g_task_return_pointer (task, secret != NULL ? smith_secret_ref (secret) : NULL,
                           (GDestroyNotify) smith_secret_unref);
}

static SmithSecret *
smith_fake_keyring_lookup_finish (SmithKeyring  *keyring,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
smith_fake_keyring_store_async (SmithKeyring        *keyring,
                                SmithKeyringItem     item,
                                const char          *id,
                                const char          *label,
                                SmithSecret         *secret,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  SmithFakeKeyring *self = SMITH_FAKE_KEYRING (keyring);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (!follow_plan (self, task))
    return;

  g_hash_table_replace (self->items, make_key (item, id), smith_secret_ref (secret));
  g_task_return_boolean (task, TRUE);
}

static void
smith_fake_keyring_clear_async (SmithKeyring        *keyring,
                                SmithKeyringItem     item,
                                const char          *id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  SmithFakeKeyring *self = SMITH_FAKE_KEYRING (keyring);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (item, id);

  if (!follow_plan (self, task))
    return;

  g_hash_table_remove (self->items, key);
  g_task_return_boolean (task, TRUE);
}

static gboolean
smith_fake_keyring_finish (SmithKeyring  *keyring,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
smith_fake_keyring_implement (SmithKeyringInterface *iface)
{
  iface->lookup_async = smith_fake_keyring_lookup_async;
  iface->lookup_finish = smith_fake_keyring_lookup_finish;
  iface->store_async = smith_fake_keyring_store_async;
  iface->store_finish = smith_fake_keyring_finish;
  iface->clear_async = smith_fake_keyring_clear_async;
  iface->clear_finish = smith_fake_keyring_finish;
}

static void
smith_fake_keyring_finalize (GObject *object)
{
  SmithFakeKeyring *self = SMITH_FAKE_KEYRING (object);

  g_hash_table_unref (self->items);
  g_queue_clear (&self->plans);

  G_OBJECT_CLASS (smith_fake_keyring_parent_class)->finalize (object);
}

static void
smith_fake_keyring_class_init (SmithFakeKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smith_fake_keyring_finalize;
}

static void
smith_fake_keyring_init (SmithFakeKeyring *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) smith_secret_unref);
  g_queue_init (&self->plans);
}

SmithFakeKeyring *
smith_fake_keyring_new (void)
{
  return g_object_new (SMITH_TYPE_FAKE_KEYRING, NULL);
}

void
smith_fake_keyring_fail_next (SmithFakeKeyring  *self,
                              SmithKeyringError  code)
{
  g_queue_push_tail (&self->plans, GUINT_TO_POINTER ((guint) code + 1));
}

void
smith_fake_keyring_hang_next (SmithFakeKeyring *self)
{
  g_queue_push_tail (&self->plans, GUINT_TO_POINTER (HANG));
}

guint
smith_fake_keyring_get_n_items (SmithFakeKeyring *self)
{
  return g_hash_table_size (self->items);
}

guint
smith_fake_keyring_get_n_operations (SmithFakeKeyring *self)
{
  return self->n_operations;
}

/* (transfer none) (nullable): what is stored, without an operation */
SmithSecret *
smith_fake_keyring_peek (SmithFakeKeyring *self,
                         SmithKeyringItem  item,
                         const char       *id)
{
  g_autofree char *key = make_key (item, id);

  return g_hash_table_lookup (self->items, key);
}
