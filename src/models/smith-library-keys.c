/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-library-private.h"

#include <glib/gi18n.h>

#include "smith-crypto-error.h"
#include "smith-identity-folder.h"
#include "smith-identity-private.h"
#include "smith-key-history.h"

/*
 * Reading a private key: its file by the library's worker, then opening it in a thread of its own,
 * because a person may take minutes to type a passphrase and other changes do not wait for that.
 */

/* A person mistypes; a program that answers for one would go on for ever. */
#define N_TRIES 5

typedef struct
{
  char            *folder;
  char            *id;
  char            *name;
  char            *former;      /* NULL: the key of today */
  SmithIdentity   *identity;
  GTlsInteraction *interaction;
  SmithPublicKey  *expected;    /* NULL where it is not known */
  SmithSecret     *pem;
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->folder);
  g_free (opening->id);
  g_free (opening->name);
  g_free (opening->former);
  g_clear_object (&opening->identity);
  g_clear_object (&opening->interaction);
  g_clear_object (&opening->expected);
  g_clear_pointer (&opening->pem, smith_secret_unref);
  g_free (opening);
}

/* NULL where nobody answered; @error is set then. */
static SmithSecret *
ask_passphrase (Opening            *opening,
                GTlsPasswordFlags   flags,
                GCancellable       *cancellable,
                GError            **error)
{
  g_autoptr (GTlsPassword) password = g_tls_password_new (flags, opening->name);
  const guchar *value;
  gsize size = 0;

  switch (g_tls_interaction_invoke_ask_password (opening->interaction, password, cancellable, error))
    {
    case G_TLS_INTERACTION_HANDLED:
      value = g_tls_password_get_value (password, &size);
      return smith_secret_new (value, size);
    case G_TLS_INTERACTION_FAILED:
      return NULL;
    case G_TLS_INTERACTION_UNHANDLED:
    default:
      g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED,
                   _("The private key of “%s” is protected by a passphrase, and none was given."), opening->name);
      return NULL;
    }
}

static SmithKey *
open_encrypted (Opening       *opening,
                GCancellable  *cancellable,
                GError       **error)
{
  GTlsPasswordFlags flags = G_TLS_PASSWORD_NONE;

  for (guint i = 1;; i++)
    {
      g_autoptr (SmithSecret) passphrase = ask_passphrase (opening, flags, cancellable, error);
      g_autoptr (GError) reason = NULL;
      SmithKey *key;

      if (passphrase == NULL)
        return NULL;
      key = smith_key_new_from_pem (opening->pem, passphrase, &reason);
      if (key != NULL)
        return key;
      if (i == N_TRIES || !g_error_matches (reason, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      flags = G_TLS_PASSWORD_RETRY | (i + 1 == N_TRIES ? G_TLS_PASSWORD_FINAL_TRY : 0);
    }
}

static void
run_open (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Opening *opening = data;
  g_autoptr (SmithKey) key = NULL;
  GError *error = NULL;

  if (opening->interaction != NULL && smith_key_pem_is_encrypted (opening->pem))
    key = open_encrypted (opening, cancellable, &error);
  else
    key = smith_key_new_from_pem (opening->pem, NULL, &error);

  if (key == NULL)
    g_task_return_error (task, error);
  else if (opening->expected != NULL && !smith_public_key_equal (opening->expected, smith_key_get_public_key (key)))
    g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED,
                             _("The private key of “%s” is not the one that its public key says. "
                               "Bring the right file back from a backup."), opening->name);
  else
    g_task_return_pointer (task, g_steal_pointer (&key), g_object_unref);
}

static void
write_public_key_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    g_info ("The public key was not written: %s", error->message);
}

/* A key file that another program put here comes without its public half, which only the passphrase gave. */
static void
complete_public_key (SmithLibrary  *self,
                     SmithIdentity *identity,
                     SmithKey      *key)
{
  SmithIdentityEdit *edit = smith_identity_edit_new ();

  smith_identity_edit_set_key (edit, key, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PUBLIC_KEY;
  smith_library_edit_async (self, identity, edit, NULL, write_public_key_cb, NULL);
}

static void
take_key_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  SmithLibrary *self = SMITH_LIBRARY (source);
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  SmithKey *key = g_task_propagate_pointer (G_TASK (result), &error);
  SmithIdentityData *data = smith_identity_get_data (opening->identity);

  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (data->public_key_pem == NULL && data->problem == NULL && opening->former == NULL)
    complete_public_key (self, opening->identity, key);
  g_task_return_pointer (task, key, g_object_unref);
}

static void
run_read (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;

  if (opening->former != NULL)
    opening->pem = smith_identity_folder_read_former_key (opening->folder, opening->id, opening->former, cancellable, &error);
  else
    opening->pem = smith_identity_folder_read_key (opening->folder, opening->id, cancellable, &error);
  if (opening->pem == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
take_pem_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr (GTask) opening = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  opening = g_task_new (source, g_task_get_cancellable (task), take_key_cb, task);
  g_task_set_source_tag (opening, take_pem_cb);
  g_task_set_task_data (opening, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (opening, run_open);
}

static Opening *
make_opening (SmithLibrary    *self,
              SmithIdentity   *identity,
              GTlsInteraction *interaction)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->folder = g_strdup (smith_library_get_folder (self));
  opening->id = g_strdup (smith_identity_get_id (identity));
  g_set_object (&opening->identity, identity);
  g_set_object (&opening->interaction, interaction);

  return opening;
}

/* @task: (transfer full), @opening: (transfer full) */
static void
open_key (SmithLibrary *self,
          GTask        *task,
          Opening      *opening)
{
  g_autoptr (GTask) reading = g_task_new (self, g_task_get_cancellable (task), take_pem_cb, task);

  g_task_set_task_data (task, opening, free_opening);
  g_task_set_source_tag (reading, open_key);
  g_task_set_task_data (reading, opening, NULL);
  smith_library_push (self, reading, run_read);
}

/**
 * smith_library_load_key_async:
 * @interaction: (nullable): asked for the passphrase where there is one, again while it is wrong; NULL:
 *   a key with a passphrase is an error
 *
 * Reads the private key. Of an identity that is not kept it is in memory already.
 */
void
smith_library_load_key_async (SmithLibrary        *self,
                              SmithIdentity       *identity,
                              GTlsInteraction     *interaction,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SmithIdentityData *data;
  Opening *opening;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (interaction == NULL || G_IS_TLS_INTERACTION (interaction));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_library_load_key_async);
  data = smith_identity_get_data (identity);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (data->held_key != NULL)
    {
      g_task_return_pointer (task, g_object_ref (data->held_key), g_object_unref);
      return;
    }
  if (!smith_identity_get_stored (identity))
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY,
                               _("There is no private key here yet. Create one first."));
      return;
    }

  opening = make_opening (self, identity, interaction);
  opening->name = g_strdup (data->name);
  g_set_object (&opening->expected, smith_identity_get_public_key (identity));
  open_key (self, g_steal_pointer (&task), opening);
}

/**
 * smith_library_load_key_finish:
 *
 * Returns: (transfer full): the private key; #SmithLibraryError, #SmithCryptoError where the
 *   passphrase is missing or wrong, or %G_IO_ERROR_CANCELLED
 */
SmithKey *
smith_library_load_key_finish (SmithLibrary  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_library_load_key_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_library_load_former_key_async:
 * @former: one of the history of @identity
 * @interaction: (nullable): as for smith_library_load_key_async()
 *
 * Reads a private key that was replaced. No passphrase is remembered for those.
 */
void
smith_library_load_former_key_async (SmithLibrary        *self,
                                     SmithIdentity       *identity,
                                     SmithFormerKey      *former,
                                     GTlsInteraction     *interaction,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autofree char *title = NULL;
  Opening *opening;
  GTask *task;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (SMITH_IS_FORMER_KEY (former) && smith_former_key_get_id (former) != NULL);
  g_return_if_fail (interaction == NULL || G_IS_TLS_INTERACTION (interaction));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_library_load_former_key_async);
  title = smith_former_key_dup_title (former);
  opening = make_opening (self, identity, interaction);
  opening->former = g_strdup (smith_former_key_get_id (former));
  /* Translators: the name of an identity, and in parentheses a kind of key and the date until which it was used. */
  opening->name = g_strdup_printf (_("%s (%s)"), smith_identity_get_name (identity), title);
  g_set_object (&opening->expected, smith_former_key_get_public_key (former));
  open_key (self, task, opening);
}

/**
 * smith_library_load_former_key_finish:
 *
 * Returns: (transfer full): the private key; errors as smith_library_load_key_finish()
 */
SmithKey *
smith_library_load_former_key_finish (SmithLibrary  *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_library_load_former_key_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
