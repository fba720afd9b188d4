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
 * content and never by the name of the file. Each format is a row of the table below and a file in
 * src/crypto/formats. What cannot be read is a result with an error; the whole call fails only when it is
 * cancelled or too much is asked of it.
 */

#define MAX_RESULTS 10000
#define MAX_DEPTH 4
/* From the third wrong answer on the person is told so. */
#define MANY_TRIES 3

struct _SmithParserRun
{
  /* Owned. */
  GListStore *results;
  GPtrArray  *mends;         /* For the next result. */
  GPtrArray  *passphrases;   /* Those that opened something in this run. */
  GError     *error;

  /* Borrowed. */
  const char      *source;
  GTlsInteraction *interaction;
  GCancellable    *cancellable;

  guint depth;
};

/* In the order in which they are tried: the first that recognizes the bytes has them. */
static const SmithParserFormat * const formats[] = {
  &smith_format_pem,
  &smith_format_certificate,
  &smith_format_request,
  &smith_format_crl,
  &smith_format_pkcs12,
  &smith_format_pkcs7,
  &smith_format_encrypted_key,
  &smith_format_key,
  &smith_format_base64,
};

/**
 * smith_parser_run_is_over: (skip)
 *
 * Returns: whether a format should stop: cancelled, or too many results
 */
gboolean
smith_parser_run_is_over (SmithParserRun *run)
{
  if (run->error == NULL)
    g_cancellable_set_error_if_cancelled (run->cancellable, &run->error);

  return run->error != NULL;
}

static SmithParsed *
add_result (SmithParserRun *run,
            const char     *format)
{
  g_autoptr (SmithParsed) parsed = smith_parsed_new (run->source, format);

  if (g_list_model_get_n_items (G_LIST_MODEL (run->results)) >= MAX_RESULTS && run->error == NULL)
    smith_crypto_set_error (&run->error, SMITH_CRYPTO_ERROR_TOO_LARGE,
                            _("There are more than %d certificates and keys in it; that is too much for one import."),
                            MAX_RESULTS);
  for (guint i = 0; i < run->mends->len; i++)
    smith_parsed_add_mend (parsed, g_ptr_array_index (run->mends, i));
  g_ptr_array_set_size (run->mends, 0);
  g_list_store_append (run->results, parsed);

  return parsed;
}

/* The list holds the result; a borrowed pointer to it is enough to fill it. */
void
smith_parser_run_add_error (SmithParserRun *run,
                            const char     *format,
                            GError         *error)
{
  smith_parsed_take_error (add_result (run, format), error);
}

/* Takes @certificate, or @error where that is NULL. */
void
smith_parser_run_add_certificate (SmithParserRun   *run,
                                  const char       *format,
                                  SmithCertificate *certificate,
                                  GError           *error)
{
  if (certificate == NULL)
    smith_parser_run_add_error (run, format, error);
  else
    smith_parsed_take_certificate (add_result (run, format), certificate);
}

/* Takes @request, or @error where that is NULL. */
void
smith_parser_run_add_request (SmithParserRun *run,
                              const char     *format,
                              SmithRequest   *request,
                              GError         *error)
{
  if (request == NULL)
    smith_parser_run_add_error (run, format, error);
  else
    smith_parsed_take_request (add_result (run, format), request);
}

/* Takes @crl, or @error where that is NULL. */
void
smith_parser_run_add_crl (SmithParserRun *run,
                          const char     *format,
                          SmithCrl       *crl,
                          GError         *error)
{
  if (crl == NULL)
    smith_parser_run_add_error (run, format, error);
  else
    smith_parsed_take_crl (add_result (run, format), crl);
}

/* Takes @key, or @error where that is NULL; @passphrase is what opened it. */
void
smith_parser_run_add_key (SmithParserRun *run,
                          const char     *format,
                          SmithKey       *key,
                          SmithSecret    *passphrase,
                          GError         *error)
{
  if (key == NULL)
    smith_parser_run_add_error (run, format, error);
  else
    smith_parsed_take_key (add_result (run, format), key, passphrase);
}

/**
 * smith_parser_run_mend: (skip)
 * @mend: a translated sentence
 *
 * Notes how the input was mended, for the next result that is added.
 */
void
smith_parser_run_mend (SmithParserRun *run,
                       const char     *mend)
{
  g_ptr_array_add (run->mends, g_strdup (mend));
}

/* NULL with PASSWORD_NEEDED where the person does not want to, or nobody can be asked. */
static SmithSecret *
ask_passphrase (SmithParserRun  *run,
                const char      *what,
                guint            n_tries,
                GError         **error)
{
  g_autoptr (GTlsPassword) password = NULL;
  g_autofree char *description = NULL;
  GTlsPasswordFlags flags = G_TLS_PASSWORD_NONE;
  GTlsInteractionResult result = G_TLS_INTERACTION_UNHANDLED;
  const guchar *value = NULL;
  gsize size = 0;

  if (n_tries > 0)
    flags |= G_TLS_PASSWORD_RETRY;
  if (n_tries >= MANY_TRIES)
    flags |= G_TLS_PASSWORD_MANY_TRIES;
  description = run->source != NULL && *run->source != '\0'
    /* Translators: what is locked, such as "The private key", then the name of a file. */
    ? g_strdup_printf (_("%s in “%s”"), what, run->source)
    : g_strdup (what);
  password = g_tls_password_new (flags, description);

  if (run->interaction != NULL)
    result = g_tls_interaction_invoke_ask_password (run->interaction, password, run->cancellable, NULL);
  if (result != G_TLS_INTERACTION_HANDLED)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED,
                              /* Translators: what is locked, such as "The private key". */
                              _("%s is encrypted and was not opened, because no passphrase was given."), what);
      return NULL;
    }

  /* An empty answer is an answer: GLib keeps it as NULL. */
  value = g_tls_password_get_value (password, &size);

  return smith_secret_new (value, value != NULL ? size : 0);
}

static gboolean
is_passphrase_error (const GError *error)
{
  return g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED) ||
         g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
}

/**
 * smith_parser_run_unlock: (skip)
 * @what: what is locked, as the start of a sentence
 * @unlock: (scope call): tries one passphrase
 * @user_data: for @unlock
 * @error: return location for why it stays locked
 *
 * Tries the passphrases that opened something in this run, then asks the person until one opens it or the
 * person gives up.
 *
 * Returns: (transfer full): the passphrase that opened it; NULL on error
 */
SmithSecret *
smith_parser_run_unlock (SmithParserRun     *run,
                         const char         *what,
                         SmithParserUnlock   unlock,
                         gpointer            user_data,
                         GError            **error)
{
  for (guint i = 0; i < run->passphrases->len; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (unlock (user_data, g_ptr_array_index (run->passphrases, i), &local_error))
        return smith_secret_ref (g_ptr_array_index (run->passphrases, i));
      if (!is_passphrase_error (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  for (guint n_tries = 0; !smith_parser_run_is_over (run); n_tries++)
    {
      g_autoptr (SmithSecret) passphrase = ask_passphrase (run, what, n_tries, error);
      g_autoptr (GError) local_error = NULL;

      if (passphrase == NULL)
        return NULL;
      if (unlock (user_data, passphrase, &local_error))
        {
          g_ptr_array_add (run->passphrases, smith_secret_ref (passphrase));
          return g_steal_pointer (&passphrase);
        }
      if (!is_passphrase_error (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  g_propagate_error (error, g_error_copy (run->error));

  return NULL;
}

static gboolean
parse_once (SmithParserRun *run,
            const guint8   *data,
            gsize           size)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->parse (run, data, size))
      return TRUE;

  return FALSE;
}

/* How long the ASN.1 value at the start says it is, its head included; 0 where it is none or does not say. */
static gsize
measure_der (const guint8 *data,
             gsize         size)
{
  const unsigned char *content = data;
  long length;
  int tag, class, flags;
  gsize total = 0;

  if (size < 2 || data[0] != (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    return 0;
  flags = ASN1_get_object (&content, &length, &tag, &class, (long) size);
  /* 0x80 alone is an error; 1 in the lowest bit is a length that is not told beforehand. A value that is
   * longer than the data is told by 0x80 too, but with everything else in place. */
  if (content > data && (flags & 1) == 0)
    total = (gsize) (content - data) + (gsize) length;
  smith_crypto_clear_queue ();

  return total;
}

static gboolean
is_blank (const guint8 *data,
          gsize         size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] != '\0' && !g_ascii_isspace (data[i]))
      return FALSE;

  return TRUE;
}

/**
 * smith_parser_run_parse: (skip)
 * @data: anything
 * @size: how many bytes
 *
 * Tries every format. Several DER values may follow each other.
 *
 * Returns: whether something was recognized
 */
gboolean
smith_parser_run_parse (SmithParserRun *run,
                        const guint8   *data,
                        gsize           size)
{
  gboolean found = FALSE;

  if (run->depth >= MAX_DEPTH)
    return FALSE;
  run->depth++;
  while (size > 0 && !smith_parser_run_is_over (run))
    {
      gsize length = measure_der (data, size);

      if (length == 0 || length >= size)
        {
          found = parse_once (run, data, size) || found;
          break;
        }
      if (!is_blank (data + length, size - length) && measure_der (data + length, size - length) == 0)
        smith_parser_run_mend (run, _("The bytes behind the end were left out."));
      if (!parse_once (run, data, length))
        break;
      found = TRUE;
      data += length;
      size -= length;
      if (measure_der (data, size) == 0)
        break;
    }
  run->depth--;

  return found;
}

static void
add_not_understood (SmithParserRun *run,
                    const guint8   *data,
                    gsize           size)
{
  GError *error = NULL;
  gsize length = measure_der (data, size);

  g_ptr_array_set_size (run->mends, 0);
  if (is_blank (data, size))
    smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD, _("It is empty."));
  else if (length > size)
    smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_DAMAGED,
                            /* Translators: two numbers of bytes. */
                            _("It is cut off: of %" G_GSIZE_FORMAT " bytes only %" G_GSIZE_FORMAT " are there."),
                            length, size);
  else
    smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD,
                            _("It holds no certificate, request or key that this program can read."));
  smith_parser_run_add_error (run, "", error);
}

/**
 * smith_parser_parse:
 * @bytes: the content of a file, or what was pasted
 * @source: (nullable): where it comes from, for people: the name of a file
 * @interaction: (nullable): asked for passphrases, in its own main context; without one, what is encrypted stays locked
 * @cancellable: (nullable): ends it
 * @error: return location for %G_IO_ERROR_CANCELLED or %SMITH_CRYPTO_ERROR_TOO_LARGE
 *
 * Finds what is in @bytes: PEM (RFC 7468, and what programs made of it), DER, PKCS#7, PKCS#12, bare Base64.
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
  SmithParserRun run = { NULL, };
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
                              _("It is larger than %d MB and holds no certificate for that reason alone."),
                              SMITH_PARSER_MAX_SIZE / 1024 / 1024);
      return NULL;
    }

  run.results = g_list_store_new (SMITH_TYPE_PARSED);
  run.mends = g_ptr_array_new_with_free_func (g_free);
  run.passphrases = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_secret_unref);
  run.source = source;
  run.interaction = interaction;
  run.cancellable = cancellable;

  smith_parser_run_parse (&run, data, size);
  if (!smith_parser_run_is_over (&run) && g_list_model_get_n_items (G_LIST_MODEL (run.results)) == 0)
    add_not_understood (&run, data, size);
  smith_crypto_clear_queue ();

  g_ptr_array_unref (run.mends);
  g_ptr_array_unref (run.passphrases);
  if (run.error != NULL)
    {
      g_object_unref (run.results);
      g_propagate_error (error, run.error);
      return NULL;
    }

  return G_LIST_MODEL (run.results);
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
