/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-secret-service-keyring.h"

#include <string.h>

#include <libsecret/secret.h>

/**
 * SmithSecretServiceKeyring:
 *
 * The keyring of the desktop through libsecret's password functions, which work with both of its
 * backends: the Secret Service on D-Bus and, inside a Flatpak, the encrypted file whose key the Secret
 * portal hands out.
 *
 * A prompt for the keyring's password that a person closes is no error to libsecret: a lookup then
 * finds nothing and a removal removes nothing. So whenever that happens, the item is searched for
 * without unlocking, and if it lies there locked, %SMITH_KEYRING_ERROR_LOCKED is what is reported.
 *
 * libsecret 0.20 loses an operation that is cancelled while it waits: its callback never comes. So
 * none of its operations is cancelled; who cancels is answered at once, and what libsecret has to say
 * later is dropped. Stateless; lives on the main thread.
 */
struct _SmithSecretServiceKeyring
{
  GObject parent_instance;
};

/* Attributes are not secret: a keyring may store them in the clear. gnome-keyring does not know the name
 * of an item's schema before the keyring was unlocked for the first time, so the name is not searched
 * for: the application's id takes its place. */
static const SecretSchema schema =
{
  APPLICATION_ID ".Secret", SECRET_SCHEMA_DONT_MATCH_NAME,
  {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void smith_secret_service_keyring_implement (SmithKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithSecretServiceKeyring, smith_secret_service_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SMITH_TYPE_KEYRING, smith_secret_service_keyring_implement))

typedef struct
{
  const char *kind;
  char       *id;
  GSource    *cancelled;  /* until the caller has an answer */
  gboolean    answered;
} ItemState;

static void
free_item_state (ItemState *state)
{
  if (state->cancelled != NULL)
    g_source_destroy (state->cancelled);
  g_clear_pointer (&state->cancelled, g_source_unref);
  g_free (state->id);
  g_free (state);
}

static const char *
get_kind (SmithKeyringItem item)
{
  switch (item)
    {
    case SMITH_KEYRING_ITEM_AWS_SECRET:
      return "aws-secret";
    case SMITH_KEYRING_ITEM_KEY_PASSPHRASE:
      return "key-passphrase";
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
is_no_service (const GError *error)
{
  static const GDBusError codes[] =
  {
    G_DBUS_ERROR_SERVICE_UNKNOWN,
    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_UNKNOWN_OBJECT,
    G_DBUS_ERROR_UNKNOWN_INTERFACE,
    G_DBUS_ERROR_UNKNOWN_METHOD,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_FILE_INVALID,
    G_DBUS_ERROR_SPAWN_SERVICE_INVALID,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
      return TRUE;

  /* No session bus at all: an address that leads nowhere, or none where one cannot be started. */
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) && strstr (error->message, "D-Bus") != NULL);
}

/* Whether the caller still waits for the answer that is given now. */
static gboolean
may_answer (GTask *task)
{
  ItemState *state = g_task_get_task_data (task);

  if (state->answered)
    return FALSE;

  state->answered = TRUE;
  if (state->cancelled != NULL)
    g_source_destroy (state->cancelled);

  return TRUE;
}

static gboolean
return_if_cancelled (GTask *task)
{
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;

  if (may_answer (task))
    g_task_return_error_if_cancelled (task);

  return TRUE;
}

static gboolean
return_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  return_if_cancelled (user_data);

  return G_SOURCE_REMOVE;
}

static void
has_owner_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  SmithKeyringError code = SMITH_KEYRING_ERROR_NO_SERVICE;
  gboolean owned = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &owned);
  if (owned)
    code = SMITH_KEYRING_ERROR_LOCKED;
  if (may_answer (task))
    g_task_return_error (task, smith_keyring_error_new (code, NULL));
}

static void
get_bus_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                            g_variant_new ("(s)", "org.freedesktop.secrets"), G_VARIANT_TYPE ("(b)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, has_owner_cb, g_object_ref (task));
  else if (may_answer (task))
    g_task_return_error (task, smith_keyring_error_new (SMITH_KEYRING_ERROR_NO_SERVICE, NULL));
}

/* The Secret portal has one answer for a prompt that was closed and for a keyring that is not there
 * (the response 2, which libsecret's file backend puts into these words, never translated). */
static gboolean
is_portal_failure (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) &&
         g_str_equal (error->message, "user interaction failed");
}

/* The one funnel for libsecret's errors; takes @error. */
static void
return_error (GTask  *task,
              GError *error)
{
  g_autoptr (GError) taken = error;

  if (is_portal_failure (taken))
    {
      g_bus_get (G_BUS_TYPE_SESSION, NULL, get_bus_cb, g_object_ref (task));
      return;
    }
  if (!may_answer (task))
    return;

  /* Cancelled, but not by this program: the person closed the prompt. */
  if (g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, smith_keyring_error_new (SMITH_KEYRING_ERROR_LOCKED, NULL));
  else if (is_no_service (taken))
    g_task_return_error (task, smith_keyring_error_new (SMITH_KEYRING_ERROR_NO_SERVICE, NULL));
  else
    {
      g_dbus_error_strip_remote_error (taken);
      g_task_return_error (task, smith_keyring_error_new (SMITH_KEYRING_ERROR_FAILED, taken->message));
    }
}

static void
return_locked (GTask *task)
{
  if (may_answer (task))
    g_task_return_error (task, smith_keyring_error_new (SMITH_KEYRING_ERROR_LOCKED, NULL));
}

static void
return_done (GTask *task)
{
  if (may_answer (task))
    g_task_return_boolean (task, TRUE);
}

static void
return_secret (GTask       *task,
               SmithSecret *secret)
{
  if (may_answer (task))
    g_task_return_pointer (task, secret, (GDestroyNotify) smith_secret_unref);
  else
    g_clear_pointer (&secret, smith_secret_unref);
}

static gboolean
is_locked (GList *found)
{
  for (GList *item = found; item != NULL; item = item->next)
    if (SECRET_IS_ITEM (item->data) && secret_item_get_locked (item->data))
      return TRUE;

  return FALSE;
}

static void
search_locked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error != NULL)
    return_error (task, error);
  else if (is_locked (found))
    return_locked (task);
  else if (g_task_get_source_tag (task) == smith_keyring_lookup_async)
    return_secret (task, NULL);
  else
    return_done (task);

  g_list_free_full (found, g_object_unref);
}

/* Nothing was found or removed: because there is nothing, or because it stayed locked? */
static void
search_locked (GTask *task)
{
  ItemState *state = g_task_get_task_data (task);

  secret_password_search (&schema, SECRET_SEARCH_ALL, NULL,
                          search_locked_cb, g_object_ref (task),
                          "application", APPLICATION_ID, "kind", state->kind, "id", state->id, NULL);
}

static GTask *
make_task (SmithKeyring        *keyring,
           SmithKeyringItem     item,
           const char          *id,
           gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (keyring, cancellable, callback, user_data);
  ItemState *state = g_new0 (ItemState, 1);

  state->kind = get_kind (item);
  state->id = g_strdup (id);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, state, (GDestroyNotify) free_item_state);
  if (cancellable != NULL)
    {
      state->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (state->cancelled, G_SOURCE_FUNC (return_cancelled_cb), task, NULL);
      g_source_attach (state->cancelled, g_task_get_context (task));
    }

  return task;
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *value = secret_password_lookup_binary_finish (result, &error);
  const char *data;
  gsize size;

  if (error != NULL)
    return_error (task, error);
  else if (value == NULL)
    search_locked (task);
  else
    {
      data = secret_value_get (value, &size);
      return_secret (task, smith_secret_new (data, size));
    }
  g_clear_pointer (&value, secret_value_unref);
}

static void
smith_secret_service_keyring_lookup_async (SmithKeyring        *keyring,
                                           SmithKeyringItem     item,
                                           const char          *id,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  g_autoptr (GTask) task = make_task (keyring, item, id, smith_keyring_lookup_async, cancellable, callback, user_data);

  if (return_if_cancelled (task))
    return;

  secret_password_lookup (&schema, NULL, lookup_cb, g_object_ref (task),
                          "application", APPLICATION_ID, "kind", get_kind (item), "id", id, NULL);
}

static SmithSecret *
smith_secret_service_keyring_lookup_finish (SmithKeyring  *keyring,
                                            GAsyncResult  *result,
                                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    return_done (task);
  else if (error != NULL)
    return_error (task, error);
  else
    return_locked (task);
}

static void
smith_secret_service_keyring_store_async (SmithKeyring        *keyring,
                                          SmithKeyringItem     item,
                                          const char          *id,
                                          const char          *label,
                                          SmithSecret         *secret,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_autoptr (GTask) task = make_task (keyring, item, id, smith_keyring_store_async, cancellable, callback, user_data);
  SecretValue *value;

  if (return_if_cancelled (task))
    return;

  /* A copy in memory that is not swapped out. Both backends hand out text of this type. */
  value = secret_value_new (smith_secret_get_data (secret), (gssize) smith_secret_get_size (secret), "text/plain");
  secret_password_store_binary (&schema, SECRET_COLLECTION_DEFAULT, label, value, NULL,
                                store_cb, g_object_ref (task),
                                "application", APPLICATION_ID, "kind", get_kind (item), "id", id, NULL);
  secret_value_unref (value);
}

static gboolean
smith_secret_service_keyring_store_finish (SmithKeyring  *keyring,
                                           GAsyncResult  *result,
                                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
clear_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_clear_finish (result, &error))
    return_done (task);
  else if (error != NULL)
    return_error (task, error);
  else
    search_locked (task);
}

/* Removing does not ask for the password of a locked keyring; searching can. */
static void
search_to_clear_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ItemState *state = g_task_get_task_data (task);
  GError *error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error != NULL)
    return_error (task, error);
  else if (found == NULL)
    return_done (task);
  else if (!return_if_cancelled (task))
    secret_password_clear (&schema, NULL, clear_cb, g_object_ref (task),
                           "application", APPLICATION_ID, "kind", state->kind, "id", state->id, NULL);

  g_list_free_full (found, g_object_unref);
}

static void
smith_secret_service_keyring_clear_async (SmithKeyring        *keyring,
                                          SmithKeyringItem     item,
                                          const char          *id,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_autoptr (GTask) task = make_task (keyring, item, id, smith_keyring_clear_async, cancellable, callback, user_data);

  if (return_if_cancelled (task))
    return;

  secret_password_search (&schema, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, NULL,
                          search_to_clear_cb, g_object_ref (task),
                          "application", APPLICATION_ID, "kind", get_kind (item), "id", id, NULL);
}

static gboolean
smith_secret_service_keyring_clear_finish (SmithKeyring  *keyring,
                                           GAsyncResult  *result,
                                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
smith_secret_service_keyring_implement (SmithKeyringInterface *iface)
{
  iface->lookup_async = smith_secret_service_keyring_lookup_async;
  iface->lookup_finish = smith_secret_service_keyring_lookup_finish;
  iface->store_async = smith_secret_service_keyring_store_async;
  iface->store_finish = smith_secret_service_keyring_store_finish;
  iface->clear_async = smith_secret_service_keyring_clear_async;
  iface->clear_finish = smith_secret_service_keyring_clear_finish;
}

static void
smith_secret_service_keyring_class_init (SmithSecretServiceKeyringClass *klass)
{
}

static void
smith_secret_service_keyring_init (SmithSecretServiceKeyring *self)
{
}

/**
 * smith_secret_service_keyring_new:
 *
 * Returns: (transfer full): the keyring of the desktop; nothing is contacted before the first call
 */
SmithKeyring *
smith_secret_service_keyring_new (void)
{
  return g_object_new (SMITH_TYPE_SECRET_SERVICE_KEYRING, NULL);
}
