/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-passphrase.h"

#include <string.h>

/**
 * SmithPassphrase:
 *
 * The question for the passphrase of a key of the library.
 *
 * A dialog that knows this type offers "Remember in the keyring" where
 * smith_passphrase_get_rememberable() says so, and answers with smith_passphrase_set_remember();
 * one that knows only GTlsPassword works as well.
 */
struct _SmithPassphrase
{
  GTlsPassword parent_instance;

  /* Owned */
  gboolean rememberable;
  gboolean remember;
};

G_DEFINE_FINAL_TYPE (SmithPassphrase, smith_passphrase, G_TYPE_TLS_PASSWORD)

static void
wipe_text (gpointer data)
{
  smith_secret_wipe (data, strlen (data));
  g_free (data);
}

static void
smith_passphrase_class_init (SmithPassphraseClass *klass)
{
}

static void
smith_passphrase_init (SmithPassphrase *self)
{
}

/**
 * smith_passphrase_new:
 * @flags: %G_TLS_PASSWORD_RETRY when the last answer was wrong
 * @description: whose passphrase it is
 * @rememberable: whether "Remember in the keyring" makes sense
 *
 * Returns: (transfer full): a new question
 */
GTlsPassword *
smith_passphrase_new (GTlsPasswordFlags  flags,
                      const char        *description,
                      gboolean           rememberable)
{
  SmithPassphrase *self;

  g_return_val_if_fail (description != NULL, NULL);

  self = g_object_new (SMITH_TYPE_PASSPHRASE, "flags", flags, "description", description, NULL);
  self->rememberable = rememberable;

  return G_TLS_PASSWORD (self);
}

gboolean
smith_passphrase_get_rememberable (SmithPassphrase *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE (self), FALSE);

  return self->rememberable;
}

gboolean
smith_passphrase_get_remember (SmithPassphrase *self)
{
  g_return_val_if_fail (SMITH_IS_PASSPHRASE (self), FALSE);

  return self->remember;
}

void
smith_passphrase_set_remember (SmithPassphrase *self,
                               gboolean         remember)
{
  g_return_if_fail (SMITH_IS_PASSPHRASE (self));

  self->remember = remember;
}

/**
 * smith_passphrase_answer:
 * @question: any GTlsPassword
 * @answer: what was typed
 *
 * Gives @question a copy of @answer that is wiped when the question goes or is answered again.
 */
void
smith_passphrase_answer (GTlsPassword *question,
                         SmithSecret  *answer)
{
  gsize size;

  g_return_if_fail (G_IS_TLS_PASSWORD (question));
  g_return_if_fail (answer != NULL);

  size = strlen (smith_secret_get_string (answer));
  g_tls_password_set_value_full (question, (guchar *) g_strndup (smith_secret_get_string (answer), size),
                                 size, wipe_text);
}

/**
 * smith_passphrase_dup_answer:
 * @question: any GTlsPassword that was handled
 *
 * Returns: (transfer full): a copy of the answer; empty where there is none
 */
SmithSecret *
smith_passphrase_dup_answer (GTlsPassword *question)
{
  const guchar *value;
  gsize size = 0;

  g_return_val_if_fail (G_IS_TLS_PASSWORD (question), NULL);

  value = g_tls_password_get_value (question, &size);

  return smith_secret_new (value, value != NULL ? size : 0);
}
