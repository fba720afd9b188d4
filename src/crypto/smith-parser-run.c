/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-parser-private.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"

/*
 * One run of the parser: what the formats of src/crypto/formats put their results in, ask for passphrases and hand
 * on what they unpacked.
 */

#define MAX_RESULTS 20000
/* Base64 in a mail in an archive, and so on. */
#define MAX_DEPTH 12
/* So many characters in a row are no DER: its lengths and tags are none. */
#define N_TEXT 8
/* The tag of a SEQUENCE, how long its length is, and a length that fits a long. */
#define LONGEST_HEAD 16
/* From the third wrong answer on the person is told so. */
#define MANY_TRIES 3

struct _SmithParserRun
{
  /* Owned. */
  GListStore *results;
  GPtrArray  *wrappers;      /* What every result inside was unpacked from, the outermost first. */
  GPtrArray  *mends;         /* For the next result. */
  GPtrArray  *passphrases;   /* Those that opened something in this run. */
  GError     *error;
  char       *source;

  /* Borrowed. */
  const char      *armor;    /* What bare DER is in, or NULL. */
  GTlsInteraction *interaction;
  GCancellable    *cancellable;

  guint           depth;
  guint           archive_depth;
  SmithArchiveUse archive_use;
};

/* In the order in which they are tried: the first that recognizes the bytes has them. */
static const SmithParserFormat * const formats[] = {
  &smith_format_archive,
  &smith_format_utf16,
  &smith_format_pem,
  &smith_format_certificate,
  &smith_format_request,
  &smith_format_crl,
  &smith_format_pkcs12,
  &smith_format_pkcs7,
  &smith_format_encrypted_key,
  &smith_format_key,
  &smith_format_public_key,
  &smith_format_foreign,
  &smith_format_base64,
  &smith_format_web_page,
};

/**
 * smith_parser_run_parse_armored: (skip)
 * @armor: how the DER was written, such as "PEM"; a constant
 * @data: what was in the armor
 * @size: how many bytes
 *
 * As smith_parser_run_parse(), and what is bare DER in there is told by the name of its armor.
 *
 * Returns: whether something was recognized
 */
gboolean
smith_parser_run_parse_armored (SmithParserRun *run,
                                const char     *armor,
                                const guint8   *data,
                                gsize           size)
{
  const char *outer = run->armor;
  gboolean found;

  run->armor = armor;
  found = smith_parser_run_parse (run, data, size);
  run->armor = outer;

  return found;
}

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

guint
smith_parser_run_get_n_results (SmithParserRun *run)
{
  return g_list_model_get_n_items (G_LIST_MODEL (run->results));
}

static SmithParsed *
add_result (SmithParserRun *run,
            const char     *format)
{
  g_autoptr (SmithParsed) parsed =
    smith_parsed_new (run->source, run->armor != NULL && g_str_equal (format, "DER") ? run->armor : format);

  if (smith_parser_run_get_n_results (run) >= MAX_RESULTS && run->error == NULL)
    smith_crypto_set_error (&run->error, SMITH_CRYPTO_ERROR_TOO_LARGE,
                            _("There are more than %d things in it; that is too much for one import."),
                            MAX_RESULTS);
  for (guint i = 0; i < run->wrappers->len; i++)
    smith_parsed_add_mend (parsed, g_ptr_array_index (run->wrappers, i));
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
 * @mend: translated words, such as "EC PARAMETERS dropped"
 *
 * Notes how the input was mended, for the next result that is added.
 */
void
smith_parser_run_mend (SmithParserRun *run,
                       const char     *mend)
{
  g_ptr_array_add (run->mends, g_strdup (mend));
}

/**
 * smith_parser_run_push_mend: (skip)
 * @mend: translated words, such as "PKCS#12 unpacked"
 *
 * Notes what all results were unpacked from that are added before smith_parser_run_pop_mend().
 */
void
smith_parser_run_push_mend (SmithParserRun *run,
                            const char     *mend)
{
  g_ptr_array_add (run->wrappers, g_strdup (mend));
}

void
smith_parser_run_pop_mend (SmithParserRun *run)
{
  g_ptr_array_set_size (run->wrappers, (int) run->wrappers->len - 1);
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
  description = *run->source != '\0'
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

/* A text may begin as DER does, with the digit 0. */
static gboolean
is_text (const guint8 *data,
         gsize         size)
{
  gsize n = MIN (size, N_TEXT);

  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isprint (data[i]) && !g_ascii_isspace (data[i]))
      return FALSE;

  return TRUE;
}

/* How long the ASN.1 value at the start says it is, its head included; 0 where it is none or does not say. */
static gsize
measure_der (const guint8 *data,
             gsize         size)
{
  /* Some releases of OpenSSL read a head only if there is something behind it, so there always is. */
  unsigned char head[LONGEST_HEAD + 1] = { 0 };
  const unsigned char *content = head;
  long length;
  int tag, class, flags;
  gsize total = 0;

  if (size < 2 || data[0] != (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE) || is_text (data, size))
    return 0;
  memcpy (head, data, MIN (size, LONGEST_HEAD));
  flags = ASN1_get_object (&content, &length, &tag, &class, sizeof head);
  /* 0x80 alone is an error; 1 in the lowest bit is a length that is not told beforehand. A value that is
   * longer than the data is told by 0x80 too, but with everything else in place. */
  if (content > head && (gsize) (content - head) <= size && (flags & 1) == 0)
    total = (gsize) (content - head) + (gsize) length;
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
      guint n_mends;

      if (length == 0 || length >= size)
        {
          found = parse_once (run, data, size) || found;
          break;
        }
      n_mends = run->mends->len;
      if (!is_blank (data + length, size - length) && measure_der (data + length, size - length) == 0)
        smith_parser_run_mend (run, _("bytes behind the end dropped"));
      if (!parse_once (run, data, length))
        {
          g_ptr_array_set_size (run->mends, (int) n_mends);
          found = (!found && parse_once (run, data, size)) || found;
          break;
        }
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
                            _("It holds no certificate, request, key or revocation list that this program can read."));
  smith_parser_run_add_error (run, "", error);
}

/**
 * smith_parser_run_parse_document: (skip)
 * @data: all of a file
 * @size: how many bytes
 *
 * smith_parser_run_parse() that adds an error where nothing was recognized.
 */
void
smith_parser_run_parse_document (SmithParserRun *run,
                                 const guint8   *data,
                                 gsize           size)
{
  guint n_before = smith_parser_run_get_n_results (run);

  smith_parser_run_parse (run, data, size);
  if (!smith_parser_run_is_over (run) && smith_parser_run_get_n_results (run) == n_before)
    add_not_understood (run, data, size);
  g_ptr_array_set_size (run->mends, 0);
}

/**
 * smith_parser_run_parse_member: (skip)
 * @name: (nullable): of a file in what is read now; NULL where it is not called otherwise
 * @data: (nullable): all of that file
 * @size: how many bytes
 * @error: (nullable) (transfer full): why it could not be read
 *
 * Reads a file in an archive.
 */
void
smith_parser_run_parse_member (SmithParserRun *run,
                               const char     *name,
                               const guint8   *data,
                               gsize           size,
                               GError         *error)
{
  char *outer = run->source;

  run->source = name == NULL ? g_strdup (outer) : *outer != '\0' ? g_strconcat (outer, "!", name, NULL) : g_strdup (name);
  if (error != NULL)
    smith_parser_run_add_error (run, "", error);
  else
    smith_parser_run_parse_document (run, data, size);
  g_free (run->source);
  run->source = outer;
}

/**
 * smith_parser_run_enter_archive: (skip)
 *
 * Returns: FALSE where it is nested too deeply; else smith_parser_run_leave_archive() has to be called
 */
gboolean
smith_parser_run_enter_archive (SmithParserRun *run)
{
  if (run->archive_depth >= SMITH_ARCHIVE_MAX_DEPTH)
    return FALSE;
  run->archive_depth++;

  return TRUE;
}

void
smith_parser_run_leave_archive (SmithParserRun *run)
{
  run->archive_depth--;
}

/* What all archives of this run have unpacked together. */
SmithArchiveUse *
smith_parser_run_get_archive_use (SmithParserRun *run)
{
  return &run->archive_use;
}

/**
 * smith_parser_run_new: (skip)
 *
 * The arguments are those of smith_parser_parse().
 *
 * Returns: (transfer full): a run without results
 */
SmithParserRun *
smith_parser_run_new (const char      *source,
                      GTlsInteraction *interaction,
                      GCancellable    *cancellable)
{
  SmithParserRun *run = g_new0 (SmithParserRun, 1);

  run->results = g_list_store_new (SMITH_TYPE_PARSED);
  run->wrappers = g_ptr_array_new_with_free_func (g_free);
  run->mends = g_ptr_array_new_with_free_func (g_free);
  run->passphrases = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_secret_unref);
  run->source = g_strdup (source != NULL ? source : "");
  run->interaction = interaction;
  run->cancellable = cancellable;

  return run;
}

/**
 * smith_parser_run_end: (skip)
 * @run: (transfer full): a run
 *
 * Returns: (transfer full): what it found; NULL with @error where it was ended
 */
GListModel *
smith_parser_run_end (SmithParserRun  *run,
                      GError         **error)
{
  GListModel *results = G_LIST_MODEL (run->results);

  if (run->error != NULL)
    {
      g_clear_object (&results);
      g_propagate_error (error, run->error);
    }
  g_ptr_array_unref (run->wrappers);
  g_ptr_array_unref (run->mends);
  g_ptr_array_unref (run->passphrases);
  g_free (run->source);
  g_free (run);

  return results;
}
