/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-format-test.h"

#include <string.h>

#include <openssl/err.h>

#include "smith-crypto-error.h"
#include "smith-fake-interaction.h"
#include "smith-test.h"

/* Not what any of it is: nothing goes by the name. */
#define SOURCE "notes.docx"

/* One of everything that is written in a way of its own. */
static const char * const neighbors[] = {
  "certificate.der", "ec-certificate.cer", "request.der", "crl.crl", "key-pkcs8.der", "key-pkcs1.der", "key-sec1.der", "locked.der",
  "public.der", "chain-der.p7b", "cms.p7m", "streamed.p7m", "modern.p12", "open.p12", "certificate.pem", "key-rsa-leaf.pem",
  "bare.b64", "utf16-LE.pem", "utf16-BE-bom.pem", "ca.zip", "empty.zip", "pax.tar", "certificate.pem.gz", "chain.7z", "java.jks",
  "putty.ppk", "pgp.gpg", "document.pdf", "page.crt", "letter.txt", "zeros.bin", "garbage.bin", "integer.der", "blank.txt",
};

/**
 * smith_format_test_read:
 * @name: such as "pki/rsa-leaf.crt"
 *
 * Returns: (transfer full): what is in that fixture
 */
GBytes *
smith_format_test_read (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", name, NULL);
  char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    g_error ("%s is missing", path);

  return g_bytes_new_take (data, size);
}

static GBytes *
run (const char * const *argv,
     GBytes             *input,
     gboolean           *succeeded)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new ((input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0) | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) errors = NULL;
  GBytes *output = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, input, NULL, &output, &errors, &error);
  g_assert_no_error (error);
  if (succeeded != NULL)
    *succeeded = g_subprocess_get_successful (process);
  else if (!g_subprocess_get_successful (process))
    g_error ("%s failed: %.*s", argv[2], (int) g_bytes_get_size (errors), (char *) g_bytes_get_data (errors, NULL));

  return output;
}

/**
 * smith_format_test_make:
 * @line: a line of shell; it runs in the folder of the fixtures, beside pki/ and parser/
 *
 * Returns: (transfer full): what it printed
 */
GBytes *
smith_format_test_make (const char *line)
{
  const char *argv[] = { "sh", "-c", line, NULL };

  return run (argv, NULL, NULL);
}

/**
 * smith_format_test_asks:
 * @line: a line of shell that reads @input
 * @input: what is asked about
 *
 * Returns: whether that program takes it
 */
gboolean
smith_format_test_asks (const char *line,
                        GBytes     *input)
{
  const char *argv[] = { "sh", "-c", line, NULL };
  g_autoptr (GBytes) output = NULL;
  gboolean succeeded;

  output = run (argv, input, &succeeded);

  return succeeded;
}

/**
 * smith_format_test_python:
 * @script: gets read (NAME) and write (BYTES)
 *
 * Returns: (transfer full): what it wrote
 */
GBytes *
smith_format_test_python (const char *script)
{
  g_autofree char *whole = g_strconcat ("import io, sys\n"
                                        "read = lambda name: open(name, 'rb').read()\n"
                                        "write = sys.stdout.buffer.write\n", script, NULL);
  const char *argv[] = { "/usr/bin/python3", "-c", whole, NULL };

  return run (argv, NULL, NULL);
}

GBytes *
smith_format_test_text (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

GBytes *
smith_format_test_join (const void *before,
                        gsize       n_before,
                        GBytes     *bytes,
                        const void *behind,
                        gsize       n_behind)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, before, (guint) n_before);
  g_byte_array_append (array, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (array, behind, (guint) n_behind);

  return g_byte_array_free_to_bytes (array);
}

/**
 * smith_format_test_wrap:
 * @tag: such as 0x30 for a SEQUENCE
 * @content: what is in it
 *
 * Returns: (transfer full): the DER value; its length is told in three bytes (more than DER has where less would do)
 */
GBytes *
smith_format_test_wrap (guint8  tag,
                        GBytes *content)
{
  gsize size = g_bytes_get_size (content);
  guint8 head[] = { tag, 0x82, (guint8) (size >> 8), (guint8) size };

  g_assert_cmpuint (size, <=, G_MAXUINT16);

  return smith_format_test_join (head, sizeof head, content, "", 0);
}

/* The only place in @bytes. */
GBytes *
smith_format_test_replace (GBytes     *bytes,
                           const void *from,
                           const void *to,
                           gsize       size)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy = g_memdup2 (data, length);
  guint8 *place = memmem (copy, length, from, size);

  g_assert_nonnull (place);
  memcpy (place, to, size);
  g_assert_null (memmem (copy, length, from, size));

  return g_bytes_new_take (copy, length);
}

/* What openssl calls a thing with this fingerprint. */
static const char *
find_name (const char *kind,
           const char *fingerprint)
{
  static GHashTable *names;
  g_autofree char *key = g_strconcat (kind, " ", fingerprint, NULL);

  if (names == NULL)
    {
      g_autoptr (GBytes) bytes = smith_format_test_read ("pki/index");
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
          g_autofree char *line_key = g_strv_length (words) == 3 ? g_strconcat (words[0], " ", words[2], NULL) : NULL;

          if (line_key != NULL && !g_hash_table_contains (names, line_key))
            g_hash_table_insert (names, g_steal_pointer (&line_key), g_strdup (words[1]));
        }
    }

  return g_hash_table_lookup (names, key);
}

static const char *
name_error (const GError *error)
{
  static const char * const nicks[] = {
    "failed", "not-understood", "damaged", "locked", "password-wrong", "unsupported", "too-large", "mismatch", "invalid"
  };

  g_assert_true (error->domain == SMITH_CRYPTO_ERROR);
  g_assert_cmpuint (error->code, <, G_N_ELEMENTS (nicks));
  /* A sentence for people. */
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), >, 10);

  return nicks[error->code];
}

static void
add_thing (GString     *text,
           SmithParsed *parsed)
{
  const GError *error = smith_parsed_get_error (parsed);
  SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
  SmithRequest *request = smith_parsed_get_request (parsed);
  SmithCrl *crl = smith_parsed_get_crl (parsed);
  SmithKey *key = smith_parsed_get_key (parsed);
  g_autofree char *sum = NULL;
  const char *name;

  /* One thing, and one thing only. */
  g_assert_cmpuint ((error != NULL) + (certificate != NULL) + (request != NULL) + (crl != NULL) + (key != NULL), ==, 1);
  if (error != NULL)
    {
      g_string_append (text, name_error (error));
      return;
    }
  if (request != NULL)
    sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, smith_request_get_der (request));
  name = find_name (certificate != NULL ? "certificate" : request != NULL ? "request" : crl != NULL ? "crl" : "key",
                    certificate != NULL ? smith_certificate_get_sha256 (certificate)
                    : request != NULL ? sum
                    : crl != NULL ? smith_crl_get_sha256 (crl)
                    : smith_public_key_get_spki_sha256 (smith_key_get_public_key (key)));
  g_string_append (text, certificate != NULL ? "certificate" : request != NULL ? "request" : crl != NULL ? "crl" : "key");
  g_string_append_printf (text, "=%s", name != NULL ? name : "?");
}

/**
 * smith_format_test_describe:
 *
 * Returns: (transfer full): a line for each result; several with line ends between them
 */
char *
smith_format_test_describe (GListModel *results)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, i);
      const char *source = smith_parsed_get_source (parsed);
      const char * const *mends = smith_parsed_get_mends (parsed);

      g_assert_true (g_str_has_prefix (source, SOURCE));
      g_string_append_printf (text, "%s%s%s", i > 0 ? "\n" : "", smith_parsed_get_format (parsed),
                              *smith_parsed_get_format (parsed) != '\0' ? " " : "");
      add_thing (text, parsed);
      if (!g_str_equal (source, SOURCE))
        g_string_append_printf (text, "@%s", source + strlen (SOURCE "!"));
      for (guint j = 0; mends[j] != NULL; j++)
        g_string_append_printf (text, "%s%s", j == 0 ? ": " : ", ", mends[j]);
    }

  return g_string_free (text, FALSE);
}

/**
 * smith_format_test_try:
 *
 * Returns: (transfer full) (nullable): what @format alone finds; NULL where the bytes are not of it
 */
char *
smith_format_test_try (const SmithParserFormat *format,
                       GBytes                  *bytes)
{
  SmithParserRun *run = smith_parser_run_new (SOURCE, NULL, NULL);
  g_autoptr (GListModel) results = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean is_recognized;

  ERR_clear_error ();
  is_recognized = format->parse (run, data, size);
  results = smith_parser_run_end (run, &error);
  g_assert_no_error (error);
  /* The next format gets the bytes as if nobody had looked at them: no result, and nothing for its own errors to find. */
  g_assert_true (is_recognized == (g_list_model_get_n_items (results) > 0));
  g_assert_cmpuint (ERR_peek_error (), ==, 0);

  return is_recognized ? smith_format_test_describe (results) : NULL;
}

/**
 * smith_format_test_find:
 *
 * Returns: (transfer full): what the parser finds where nobody can be asked
 */
char *
smith_format_test_find (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) results = smith_parser_parse (bytes, SOURCE, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (results), >, 0);

  return smith_format_test_describe (results);
}

/**
 * smith_format_test_ask:
 * @answers: what a person says to each question; dismissed after the last
 * @n_asked: (out) (optional): how many questions there were
 *
 * Returns: (transfer full): what the parser finds then
 */
char *
smith_format_test_ask (GBytes             *bytes,
                       const char * const *answers,
                       guint              *n_asked)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (answers);
  g_autoptr (GListModel) results = smith_parser_parse (bytes, SOURCE, G_TLS_INTERACTION (interaction), NULL, &error);

  g_assert_no_error (error);
  if (n_asked != NULL)
    *n_asked = smith_fake_interaction_get_n_asked (interaction);

  return smith_format_test_describe (results);
}

SmithParsed *
smith_format_test_get (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) results = smith_parser_parse (bytes, SOURCE, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (results), ==, 1);

  return g_list_model_get_item (results, 0);
}

/**
 * smith_format_test_neighbors:
 * @own: those of the fixtures in parser/ that @format recognizes by itself
 *
 * Fails the test where @format takes one of the others, or leaves one of its own.
 */
void
smith_format_test_neighbors (const SmithParserFormat *format,
                             const char * const      *own)
{
  guint n_own = 0;

  for (guint i = 0; i < G_N_ELEMENTS (neighbors); i++)
    {
      g_autofree char *name = g_strconcat ("parser/", neighbors[i], NULL);
      g_autoptr (GBytes) bytes = smith_format_test_read (name);
      g_autofree char *found = smith_format_test_try (format, bytes);

      if ((found != NULL) != g_strv_contains (own, neighbors[i]))
        g_error ("%s is %s by the format %s", neighbors[i], found != NULL ? "taken" : "not recognized", format->name);
      n_own += found != NULL;
    }
  g_assert_cmpuint (n_own, ==, g_strv_length ((char **) own));
}

static gboolean
is_error (const char *line)
{
  return strchr (line, '=') == NULL;
}

/* Lines without the formats, which change where a shell is cut off, and without the mends. */
static char **
split_lines (const char *found)
{
  static const char * const kinds[] = { "certificate=", "request=", "crl=", "key=" };
  char **lines = g_strsplit (found, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *mends = strstr (lines[i], ": ");

      if (mends != NULL)
        *mends = '\0';
      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        {
          char *thing = strstr (lines[i], kinds[j]);

          if (thing != NULL)
            memmove (lines[i], thing, strlen (thing) + 1);
        }
    }

  return lines;
}

static void
assert_nothing_invented (const char *found,
                         const char *whole,
                         gsize       length)
{
  g_auto (GStrv) lines = split_lines (found);
  g_auto (GStrv) known = split_lines (whole);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!is_error (lines[i]) && !g_strv_contains ((const char * const *) known, lines[i]))
      g_error ("After %" G_GSIZE_FORMAT " bytes there is %s, which is not in the whole", length, lines[i]);
}

static char *
find_with (GBytes             *bytes,
           const char * const *answers)
{
  return answers != NULL ? smith_format_test_ask (bytes, answers, NULL) : smith_format_test_find (bytes);
}

/**
 * smith_format_test_truncate:
 * @step: 1 for every length
 * @answers: (nullable): for the parser's questions
 *
 * Cuts off the end, and cuts off the start: fails the test where something is found that is not in the whole. Without its
 * first or last byte it is tried whatever @step is.
 */
void
smith_format_test_truncate (const SmithParserFormat *format,
                            GBytes                  *bytes,
                            gsize                    step,
                            const char * const      *answers)
{
  gsize size = g_bytes_get_size (bytes);
  g_autofree char *whole = find_with (bytes, answers);

  for (gsize n = 1; n <= size; n = n < size && n + step > size ? size : n + step)
    {
      /* In memory of their own: one byte too many that is read is seen by the sanitizer. */
      const guint8 *data = g_bytes_get_data (bytes, NULL);
      g_autoptr (GBytes) head = g_bytes_new (data, size - n);
      g_autoptr (GBytes) tail = g_bytes_new (data + n, size - n);
      GBytes *parts[] = { head, tail };

      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          g_autofree char *alone = n < size ? smith_format_test_try (format, parts[i]) : NULL;
          g_autofree char *found = find_with (parts[i], answers);

          assert_nothing_invented (found, whole, size - n);
          if (alone != NULL)
            assert_nothing_invented (alone, whole, size - n);
        }
    }
}

/**
 * smith_format_test_flip:
 * @step: 1 for every byte
 *
 * Changes one byte after the other; it may still be what it was, or nothing, but it must end well.
 */
void
smith_format_test_flip (const SmithParserFormat *format,
                        GBytes                  *bytes,
                        gsize                    step)
{
  static const guint8 masks[] = { 0x01, 0x80, 0xff };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i += step)
    {
      guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) part = g_bytes_new_take (changed, size);
      g_autofree char *alone = NULL;
      g_autofree char *found = NULL;

      changed[i] ^= masks[i % G_N_ELEMENTS (masks)];
      alone = smith_format_test_try (format, part);
      found = smith_format_test_find (part);
      g_assert_cmpuint (strlen (found), >, 0);
    }
}

static gboolean
was_asked (gpointer user_data)
{
  return smith_fake_interaction_get_n_asked (user_data) > 0;
}

/**
 * smith_format_test_cancel:
 * @while_asked: whether it is cancelled when its question is open; else before it begins
 *
 * Fails the test where something comes out, or anything but %G_IO_ERROR_CANCELLED.
 */
void
smith_format_test_cancel (GBytes   *bytes,
                          gboolean  while_asked)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (NULL);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (!while_asked)
    g_cancellable_cancel (cancellable);
  smith_parser_parse_async (bytes, SOURCE, G_TLS_INTERACTION (interaction), cancellable, smith_test_store_result, &pending);
  if (while_asked)
    {
      smith_test_wait_until (was_asked, interaction);
      g_cancellable_cancel (cancellable);
    }
  result = smith_test_wait_result (&pending);
  g_assert_null (smith_parser_parse_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (interaction), ==, while_asked ? 1 : 0);
}
