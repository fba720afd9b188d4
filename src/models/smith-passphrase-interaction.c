/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-passphrase-interaction.h"

#include "smith-passphrase.h"

/**
 * SmithPassphraseInteraction:
 *
 * Answers for the passphrase of one identity's key: the first time with what the keyring remembers,
 * after that, or where it remembers nothing, by asking a person through another interaction.
 *
 * A keyring that fails is as good as one that is empty: the person is asked. smith_unlock_async()
 * uses this object once and puts the keyring right afterwards. Main thread only.
 */
struct _SmithPassphraseInteraction
{
  GTlsInteraction parent_instance;

  /* Owned */
  SmithKeyring    *keyring;
  SmithIdentity   *identity;
  GTlsInteraction *person;
  SmithSecret     *to_remember;
  gboolean         cache_tried;
  gboolean         cache_answered;
  gboolean         cache_wrong;
  gboolean         person_asked;
};

G_DEFINE_FINAL_TYPE (SmithPassphraseInteraction, smith_passphrase_interaction, G_TYPE_TLS_INTERACTION)

typedef struct
{
  GTlsPassword *password;
  GTlsPassword *question;
} Ask;

static void
ask_free (Ask *state)
{
  g_clear_object (&state->password);
  g_clear_object (&state->question);
  g_free (state);
}

static void
ask_person_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithSecret) answer = NULL;
  SmithPassphraseInteraction *self = g_task_get_source_object (task);
  Ask *state = g_task_get_task_data (task);
  GError *error = NULL;
  GTlsInteractionResult verdict;

  verdict = g_tls_interaction_ask_password_finish (G_TLS_INTERACTION (source), result, &error);
  if (verdict == G_TLS_INTERACTION_FAILED)
    {
      g_task_return_error (task, error);
      return;
    }
  if (verdict == G_TLS_INTERACTION_HANDLED)
    {
      answer = smith_passphrase_dup_answer (state->question);
      smith_passphrase_answer (state->password, answer);
      g_clear_pointer (&self->to_remember, smith_secret_unref);
      if (smith_passphrase_get_remember (SMITH_PASSPHRASE (state->question)))
        self->to_remember = g_steal_pointer (&answer);
    }

  g_task_return_int (task, verdict);
}

static void
ask_person (GTask *task)
{
  SmithPassphraseInteraction *self = g_task_get_source_object (task);
  Ask *state = g_task_get_task_data (task);
  GTlsPasswordFlags flags = g_tls_password_get_flags (state->password);

  if (self->person == NULL)
    {
      g_task_return_int (task, G_TLS_INTERACTION_UNHANDLED);
      return;
    }

  /* That the cache was wrong is no fault of the person, who has not been asked yet. */
  if (!self->person_asked)
    flags &= ~(G_TLS_PASSWORD_RETRY | G_TLS_PASSWORD_FINAL_TRY);
  self->person_asked = TRUE;
  state->question = smith_passphrase_new (flags, smith_identity_get_name (self->identity), self->keyring != NULL);
  g_tls_interaction_ask_password_async (self->person, state->question, g_task_get_cancellable (task),
                                        ask_person_cb, g_object_ref (task));
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithSecret) secret = NULL;
  SmithPassphraseInteraction *self = g_task_get_source_object (task);
  Ask *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret = smith_keyring_lookup_finish (SMITH_KEYRING (source), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    g_debug ("The keyring did not answer for a passphrase: %s", error->message);
  if (secret == NULL)
    {
      ask_person (task);
      return;
    }

  self->cache_answered = TRUE;
  smith_passphrase_answer (state->password, secret);
  g_task_return_int (task, G_TLS_INTERACTION_HANDLED);
}

static void
smith_passphrase_interaction_ask_password_async (GTlsInteraction     *interaction,
                                                 GTlsPassword        *password,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data)
{
  SmithPassphraseInteraction *self = SMITH_PASSPHRASE_INTERACTION (interaction);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Ask *state = g_new0 (Ask, 1);

  g_task_set_source_tag (task, smith_passphrase_interaction_ask_password_async);
  state->password = g_object_ref (password);
  g_task_set_task_data (task, state, (GDestroyNotify) ask_free);

  if (self->cache_answered && !self->person_asked)
    self->cache_wrong = TRUE;
  if (self->keyring != NULL && !self->cache_tried)
    {
      self->cache_tried = TRUE;
      smith_keyring_lookup_async (self->keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                  smith_identity_get_id (self->identity), cancellable,
                                  lookup_cb, g_object_ref (task));
      return;
    }

  ask_person (task);
}

static GTlsInteractionResult
smith_passphrase_interaction_ask_password_finish (GTlsInteraction  *interaction,
                                                  GAsyncResult     *result,
                                                  GError          **error)
{
  gssize verdict;

  g_return_val_if_fail (g_task_is_valid (result, interaction), G_TLS_INTERACTION_FAILED);

  verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) verdict;
}

static void
smith_passphrase_interaction_finalize (GObject *object)
{
  SmithPassphraseInteraction *self = SMITH_PASSPHRASE_INTERACTION (object);

  g_clear_object (&self->keyring);
  g_clear_object (&self->identity);
  g_clear_object (&self->person);
  g_clear_pointer (&self->to_remember, smith_secret_unref);

  G_OBJECT_CLASS (smith_passphrase_interaction_parent_class)->finalize (object);
}

static void
smith_passphrase_interaction_class_init (SmithPassphraseInteractionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GTlsInteractionClass *interaction_class = G_TLS_INTERACTION_CLASS (klass);

  object_class->finalize = smith_passphrase_interaction_finalize;
  interaction_class->ask_password_async = smith_passphrase_interaction_ask_password_async;
  interaction_class->ask_password_finish = smith_passphrase_interaction_ask_password_finish;
}

static void
smith_passphrase_interaction_init (SmithPassphraseInteraction *self)
{
}

/**
 * smith_passphrase_interaction_new:
 * @keyring: (nullable): where passphrases may be remembered
 * @identity: whose key it is
 * @person: (nullable): asks a person
 *
 * Returns: (transfer full): a new interaction, for one loading of the key
 */
GTlsInteraction *
smith_passphrase_interaction_new (SmithKeyring    *keyring,
                                  SmithIdentity   *identity,
                                  GTlsInteraction *person)
{
  SmithPassphraseInteraction *self;

  g_return_val_if_fail (keyring == NULL || SMITH_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (person == NULL || G_IS_TLS_INTERACTION (person), NULL);

  self = g_object_new (SMITH_TYPE_PASSPHRASE_INTERACTION, NULL);
  g_set_object (&self->keyring, keyring);
  g_set_object (&self->identity, identity);
  g_set_object (&self->person, person);

  return G_TLS_INTERACTION (self);
}

/**
 * smith_passphrase_interaction_is_cache_wrong:
 *
 * Returns: whether what the keyring remembered did not open the key
 */
gboolean
smith_passphrase_interaction_is_cache_wrong (SmithPassphraseInteraction *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_INTERACTION (self), FALSE);

  return self->cache_wrong;
}

/**
 * smith_passphrase_interaction_dup_to_remember:
 *
 * Returns: (transfer full) (nullable): the last answer, if the person wants it remembered
 */
SmithSecret *
smith_passphrase_interaction_dup_to_remember (SmithPassphraseInteraction *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE_INTERACTION (self), NULL);

  return self->to_remember != NULL ? smith_secret_ref (self->to_remember) : NULL;
}
