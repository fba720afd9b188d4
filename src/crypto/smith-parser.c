/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-parser.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * Finds certificates, requests and keys in whatever bytes a person drops, pastes or opens, by their
 * content and never by the name of the file. Each format is a row of the table in smith-parser-run.c and a file
 * in src/crypto/formats. What cannot be read is a result with an error; the whole call fails only when it is
 * cancelled or too much is asked of it.
 */

/**
 * smith_parser_parse:
 * @bytes: the content of a file, or what was pasted
 * @source: (nullable): where it comes from, for people: the name of a file
 * @interaction: (nullable): asked for passphrases, in its own main context; without one, what is encrypted stays locked
 * @cancellable: (nullable): ends it
 * @error: return location for %G_IO_ERROR_CANCELLED or %SMITH_CRYPTO_ERROR_TOO_LARGE
 *
 * Finds what is in @bytes: PEM (RFC 7468, and what programs made of it), DER, PKCS#7, PKCS#12, Base64 that
 * stands somewhere in a text, and archives of all these.
 * Blocks while a person is asked and while keys are decrypted: see smith_parser_parse_async().
 *
 * Returns: (transfer full): a list of at least one #SmithParsed, in the order of the input; NULL on error
 */
GListModel *
smith_parser_parse (GBytes           *bytes,
                    const char       *source,
                    GTlsInteraction  *interaction,
                    GCancellable     *cancellable,
                    GError          **error)
{
  SmithParserRun *run;
  const guint8 *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (interaction == NULL || G_IS_TLS_INTERACTION (interaction), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size > SMITH_PARSER_MAX_SIZE)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_TOO_LARGE,
                              _("It is larger than %d MB; that is too much for one import."),
                              SMITH_PARSER_MAX_SIZE / 1024 / 1024);
      return NULL;
    }

  run = smith_parser_run_new (source, interaction, cancellable);
  smith_parser_run_parse_document (run, data, size);
  smith_crypto_clear_queue ();

  return smith_parser_run_end (run, error);
}

typedef struct
{
  GBytes          *bytes;
  char            *source;
  GTlsInteraction *interaction;
} ParseState;

static void
parse_state_free (ParseState *state)
{
  g_bytes_unref (state->bytes);
  g_free (state->source);
  g_clear_object (&state->interaction);
  g_free (state);
}

static void
parse_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  ParseState *state = task_data;
  GError *error = NULL;
  GListModel *results = smith_parser_parse (state->bytes, state->source, state->interaction, cancellable, &error);

  if (results == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, results, g_object_unref);
}

/**
 * smith_parser_parse_async:
 * @bytes: the content of a file, or what was pasted
 * @source: (nullable): where it comes from, for people: the name of a file
 * @interaction: (nullable): asked for passphrases, in the main context that it was created in
 * @cancellable: (nullable): ends it, also while a person is asked
 * @callback: (scope async): called on the thread-default main context
 * @user_data: for @callback
 *
 * smith_parser_parse() in a worker.
 */
void
smith_parser_parse_async (GBytes              *bytes,
                          const char          *source,
                          GTlsInteraction     *interaction,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  ParseState *state;

  g_return_if_fail (bytes != NULL);

  state = g_new0 (ParseState, 1);
  state->bytes = g_bytes_ref (bytes);
  state->source = g_strdup (source);
  if (interaction != NULL)
    state->interaction = g_object_ref (interaction);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_parser_parse_async);
  g_task_set_task_data (task, state, (GDestroyNotify) parse_state_free);
  g_task_run_in_thread (task, parse_in_thread);
}

/**
 * smith_parser_parse_finish:
 *
 * Returns: (transfer full): a list of at least one #SmithParsed, in the order of the input; NULL on error
 */
GListModel *
smith_parser_parse_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
