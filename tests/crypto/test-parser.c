/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-parser.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-fake-interaction.h"
#include "smith-test.h"

/* All of src/crypto/formats is met through the fixtures: archive, base64, certificate, crl, encrypted-key, foreign, key,
 * pem, pkcs12, pkcs7, public-key, request, utf16 and web-page. */

static const char * const right_answers[] = { "chainsmith", "chainsmith", "chainsmith", NULL };

static GBytes *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", name, NULL);
  char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    g_error ("%s is missing", path);

  return g_bytes_new_take (data, size);
}

static GListModel *
parse (GBytes              *bytes,
       GTlsInteraction     *interaction,
       GCancellable        *cancellable,
       GError             **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_parser_parse_async (bytes, "thing.pem", interaction, cancellable, smith_test_store_result, &pending);
  result = smith_test_wait_result (&pending);

  return smith_parser_parse_finish (result, error);
}

static const char *
name_error (const GError *error)
{
  g_assert_true (error->domain == SMITH_CRYPTO_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  switch ((SmithCryptoError) error->code)
    {
    case SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD:
      return "not-understood";
    case SMITH_CRYPTO_ERROR_DAMAGED:
      return "damaged";
    case SMITH_CRYPTO_ERROR_PASSWORD_NEEDED:
      return "locked";
    case SMITH_CRYPTO_ERROR_UNSUPPORTED:
      return "unsupported";
    case SMITH_CRYPTO_ERROR_TOO_LARGE:
      return "too-large";
    case SMITH_CRYPTO_ERROR_FAILED:
    case SMITH_CRYPTO_ERROR_PASSWORD_WRONG:
    case SMITH_CRYPTO_ERROR_MISMATCH:
    case SMITH_CRYPTO_ERROR_INVALID:
    default:
      return "other";
    }
}

/* What openssl calls a thing with this fingerprint, from the index of the fixtures. */
static const char *
find_name (const char *kind,
           const char *fingerprint)
{
  static GHashTable *names;
  g_autofree char *key = g_strconcat (kind, " ", fingerprint, NULL);

  if (names == NULL)
    {
      g_autoptr (GBytes) bytes = read_fixture ("pki/index");
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
          g_autofree char *line_key = g_strv_length (words) == 3 ? g_strconcat (words[0], " ", words[2], NULL) : NULL;

          /* The first name of a key that several have. */
          if (line_key != NULL && !g_hash_table_contains (names, line_key))
            g_hash_table_insert (names, g_steal_pointer (&line_key), g_strdup (words[1]));
        }
    }

  return g_hash_table_lookup (names, key);
}

static char *
name_thing (SmithParsed *parsed)
{
  const char *kind, *name;
  g_autofree char *fingerprint = NULL;

  if (smith_parsed_get_error (parsed) != NULL)
    return g_strdup (name_error (smith_parsed_get_error (parsed)));
  if (smith_parsed_get_certificate (parsed) != NULL)
    {
      kind = "certificate";
      fingerprint = g_strdup (smith_certificate_get_sha256 (smith_parsed_get_certificate (parsed)));
    }
  else if (smith_parsed_get_crl (parsed) != NULL)
    {
      kind = "crl";
      fingerprint = g_strdup (smith_crl_get_sha256 (smith_parsed_get_crl (parsed)));
    }
  else if (smith_parsed_get_request (parsed) != NULL)
    {
      kind = "request";
      fingerprint = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, smith_request_get_der (smith_parsed_get_request (parsed)));
    }
  else
    {
      SmithPublicKey *key = smith_key_get_public_key (smith_parsed_get_key (parsed));

      kind = "key";
      fingerprint = g_strdup (smith_public_key_get_spki_sha256 (key));
    }
  name = find_name (kind, fingerprint);

  return name != NULL ? g_strconcat (kind, "=", name, NULL) : g_strdup (kind);
}

/* One line for each result, as the .expect files have it. */
static char *
describe (GListModel *results)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, i);
      const char *source = smith_parsed_get_source (parsed);
      const char * const *mends = smith_parsed_get_mends (parsed);
      g_autofree char *thing = name_thing (parsed);
      guint n = 0;

      n += smith_parsed_get_certificate (parsed) != NULL;
      n += smith_parsed_get_request (parsed) != NULL;
      n += smith_parsed_get_key (parsed) != NULL;
      n += smith_parsed_get_crl (parsed) != NULL;
      n += smith_parsed_get_error (parsed) != NULL;
      g_assert_cmpuint (n, ==, 1);
      g_assert_true (g_str_has_prefix (source, "thing.pem"));

      g_string_append (text, thing);
      if (strlen (source) > strlen ("thing.pem"))
        {
          g_assert_cmpint (source[strlen ("thing.pem")], ==, '!');
          g_string_append_printf (text, "@%s", source + strlen ("thing.pem!"));
        }
      for (guint j = 0; mends[j] != NULL; j++)
        g_string_append_printf (text, "%s%s", j == 0 ? ": " : ", ", mends[j]);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
test_fixture (gconstpointer data)
{
  const char *name = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename ("parser", name, NULL);
  g_autofree char *expect_file = g_strconcat (file, ".expect", NULL);
  g_autoptr (GBytes) bytes = read_fixture (file);
  g_autoptr (GBytes) expected_bytes = read_fixture (expect_file);
  g_autofree char *expected = g_strndup (g_bytes_get_data (expected_bytes, NULL), g_bytes_get_size (expected_bytes));
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (right_answers);
  g_autoptr (GListModel) results = parse (bytes, G_TLS_INTERACTION (interaction), NULL, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = describe (results);
  g_assert_cmpstr (found, ==, expected);
  /* One passphrase opens all that is locked with it. */
  if (g_str_equal (name, "key-as-encrypted.pem") || g_str_has_prefix (name, "rounds"))
    g_assert_cmpuint (smith_fake_interaction_get_n_asked (interaction), ==, 0);
  if (strstr (expected, "locked") == NULL)
    g_assert_cmpuint (smith_fake_interaction_get_n_asked (interaction), <=, 1);
}

/* No prefix of a file may do more than end in errors. */
static void
test_truncated (gconstpointer data)
{
  const char *name = data;
  g_autofree char *file = g_build_filename ("parser", name, NULL);
  g_autoptr (GBytes) bytes = read_fixture (file);
  gsize size = g_bytes_get_size (bytes);

  for (gsize length = 0; length < size; length += MAX (1, size / 12))
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GListModel) results = smith_parser_parse (part, "thing.pem", NULL, NULL, &error);
      g_autofree char *found = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (g_list_model_get_n_items (results), >, 0);
      found = describe (results);
    }
}

/* Nor may a file with some bytes changed. */
static void
test_flipped (gconstpointer data)
{
  const char *name = data;
  g_autofree char *file = g_build_filename ("parser", name, NULL);
  g_autoptr (GBytes) bytes = read_fixture (file);
  gsize size = g_bytes_get_size (bytes);

  if (size == 0)
    return;
  for (guint i = 0; i < 12; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GBytes) part = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GListModel) results = NULL;
      g_autofree char *found = NULL;

      for (guint j = 0; j < 3; j++)
        changed[g_test_rand_int_range (0, (gint32) size)] = (guint8) g_test_rand_int_range (0, 256);
      part = g_bytes_new (changed, size);
      results = smith_parser_parse (part, "thing.pem", NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_list_model_get_n_items (results), >, 0);
      found = describe (results);
    }
}

static SmithParsed *
get_only (GListModel *results)
{
  g_assert_cmpuint (g_list_model_get_n_items (results), ==, 1);

  return g_list_model_get_item (results, 0);
}

static void
test_locked_without_interaction (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture ("parser/locked-pbes2.pem");
  g_autoptr (GListModel) results = parse (bytes, NULL, NULL, &error);
  g_autoptr (SmithParsed) parsed = NULL;

  g_assert_no_error (error);
  parsed = get_only (results);
  g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED);
}

static void
test_wrong_then_right (gconstpointer data)
{
  static const char * const answers[] = { "wrong", "", "chainsmith", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture (data);
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (answers);
  g_autoptr (GListModel) results = parse (bytes, G_TLS_INTERACTION (interaction), NULL, &error);
  g_autoptr (SmithParsed) parsed = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (interaction), ==, 3);
  g_assert_true (smith_fake_interaction_get_flags (interaction) & G_TLS_PASSWORD_RETRY);
  g_assert_nonnull (strstr (smith_fake_interaction_get_description (interaction), "thing.pem"));
  parsed = g_list_model_get_item (results, 0);
  g_assert_nonnull (smith_parsed_get_key (parsed));
  g_assert_cmpstr (smith_secret_get_string (smith_parsed_get_passphrase (parsed)), ==, "chainsmith");
}

/* The password of an archive is tried on what is in it, but it is not that of a key. */
static void
test_wrong_then_right_archive (void)
{
  static const char * const files[] = { "parser/zipcrypto.zip", "parser/aes128.zip", "parser/aes256.zip" };
  static const char * const answers[] = { "wrong", "", "chainsmith", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (files[i]);
      g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (answers);
      g_autoptr (GListModel) results = parse (bytes, G_TLS_INTERACTION (interaction), NULL, NULL);
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, 0);

      g_assert_cmpuint (smith_fake_interaction_get_n_asked (interaction), ==, 3);
      g_assert_nonnull (strstr (smith_fake_interaction_get_description (interaction), "archive"));
      g_assert_nonnull (smith_parsed_get_key (parsed));
      g_assert_null (smith_parsed_get_passphrase (parsed));
      g_assert_cmpstr (smith_parsed_get_source (parsed), ==, "thing.pem!key.pem");
    }
}

static void
test_dismissed (gconstpointer data)
{
  static const char * const answers[] = { "wrong", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture (data);
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (answers);
  g_autoptr (GListModel) results = parse (bytes, G_TLS_INTERACTION (interaction), NULL, &error);
  g_autoptr (SmithParsed) parsed = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (interaction), ==, 2);
  parsed = g_list_model_get_item (results, g_list_model_get_n_items (results) - 1);
  g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED);
  g_assert_null (smith_parsed_get_passphrase (parsed));
}

/* What is not locked is there although the rest was not opened. */
static void
test_dismissed_leaves_rest (void)
{
  static const char * const none[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture ("parser/bag-attributes-locked.pem");
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (none);
  g_autoptr (GListModel) results = parse (bytes, G_TLS_INTERACTION (interaction), NULL, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = describe (results);
  g_assert_cmpstr (found, ==, "certificate=rsa-leaf: bag attributes left out\n"
                                "certificate=rsa-two: bag attributes left out\n"
                                "certificate=rsa-one: bag attributes left out\n"
                                "certificate=rsa-root: bag attributes left out\n"
                                "locked: bag attributes left out\n");
}

/* From the program's own thread too, which turns its main loop meanwhile. */
static void
test_synchronous (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture ("parser/locked-scrypt.pem");
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (right_answers);
  g_autoptr (GListModel) results = smith_parser_parse (bytes, NULL, G_TLS_INTERACTION (interaction), NULL, &error);
  g_autoptr (SmithParsed) parsed = NULL;

  g_assert_no_error (error);
  parsed = get_only (results);
  g_assert_nonnull (smith_parsed_get_key (parsed));
  g_assert_cmpstr (smith_parsed_get_source (parsed), ==, "");
  g_assert_cmpstr (smith_parsed_get_format (parsed), ==, "PEM");
}

static void
test_cancelled_before (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture ("parser/bundle.pem");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (parse (bytes, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
was_asked (gpointer user_data)
{
  return smith_fake_interaction_get_n_asked (user_data) > 0;
}

static void
test_cancelled_while_asked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_fixture ("parser/modern.p12");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (NULL);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_parser_parse_async (bytes, NULL, G_TLS_INTERACTION (interaction), cancellable, smith_test_store_result, &pending);
  smith_test_wait_until (was_asked, interaction);
  g_cancellable_cancel (cancellable);
  result = smith_test_wait_result (&pending);
  g_assert_null (smith_parser_parse_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (SMITH_PARSER_MAX_SIZE + 1), SMITH_PARSER_MAX_SIZE + 1);

  g_assert_null (parse (bytes, NULL, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
}

static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 20001; i++)
    g_string_append (text, "-----BEGIN X-----\nAAAA\n-----END X-----\n");
  bytes = g_string_free_to_bytes (text);
  g_assert_null (parse (bytes, NULL, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
}

/* The same certificate and the same key, however they were written. */
static void
test_same_content (void)
{
  static const char * const ways[] = {
    "parser/crlf.pem", "parser/spaces.pem", "parser/one-line.pem", "parser/certificate.der", "parser/bare.b64",
    "parser/chain.p7b", "parser/legacy.pfx", "parser/modern.p12", "parser/trusted.pem", "parser/bag-attributes.pem"
  };
  g_autofree char *leaf_path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", "rsa-leaf.crt", NULL);
  g_autofree char *root_path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", "rsa-root.crt", NULL);
  const char *leaf_argv[] = { "openssl", "x509", "-in", leaf_path, NULL };
  const char *root_argv[] = { "openssl", "x509", "-in", root_path, NULL };
  g_autofree char *leaf = smith_test_run (leaf_argv, NULL, NULL);
  g_autofree char *root = smith_test_run (root_argv, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (ways[i]);
      g_autoptr (SmithFakeInteraction) interaction = smith_fake_interaction_new (right_answers);
      g_autoptr (GListModel) results = parse (bytes, G_TLS_INTERACTION (interaction), NULL, NULL);
      gboolean found = FALSE;

      for (guint j = 0; j < g_list_model_get_n_items (results); j++)
        {
          g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, j);
          SmithCertificate *certificate = smith_parsed_get_certificate (parsed);

          if (certificate != NULL &&
              g_str_equal (smith_certificate_get_pem (certificate), g_str_equal (ways[i], "parser/trusted.pem") ? root : leaf))
            found = TRUE;
          if (smith_parsed_get_key (parsed) != NULL && certificate == NULL)
            {
              g_autoptr (SmithCertificate) mine = smith_certificate_new_from_pem (leaf, NULL);

              g_assert_true (smith_public_key_equal (smith_key_get_public_key (smith_parsed_get_key (parsed)),
                                                     smith_certificate_get_public_key (mine)));
            }
        }
      g_assert_true (found);
    }
}

static void
add_fixtures (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "parser", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *expected = g_strconcat (folder, G_DIR_SEPARATOR_S, name, ".expect", NULL);
      g_autofree char *read = g_strconcat ("/parser/fixture/", name, NULL);
      g_autofree char *truncated = g_strconcat ("/parser/truncated/", name, NULL);
      g_autofree char *flipped = g_strconcat ("/parser/flipped/", name, NULL);

      if (g_str_has_suffix (name, ".expect"))
        continue;
      /* A fixture without an expectation would test nothing. */
      g_assert_true (g_file_test (expected, G_FILE_TEST_EXISTS));
      g_test_add_data_func_full (read, g_strdup (name), test_fixture, g_free);
      n++;
      /* Hundreds of megabytes each time. */
      if (g_str_has_prefix (name, "huge"))
        continue;
      g_test_add_data_func_full (truncated, g_strdup (name), test_truncated, g_free);
      g_test_add_data_func_full (flipped, g_strdup (name), test_flipped, g_free);
    }
  g_assert_cmpuint (n, >, 150);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_fixtures ();
  g_test_add_func ("/parser/locked-without-interaction", test_locked_without_interaction);
  g_test_add_data_func ("/parser/wrong-then-right/pkcs8", "parser/locked-pbes2.pem", test_wrong_then_right);
  g_test_add_data_func ("/parser/wrong-then-right/traditional", "parser/locked-traditional-rsa.pem", test_wrong_then_right);
  g_test_add_data_func ("/parser/wrong-then-right/old", "parser/locked-rc2.pem", test_wrong_then_right);
  g_test_add_data_func ("/parser/wrong-then-right/der", "parser/locked.der", test_wrong_then_right);
  g_test_add_data_func ("/parser/wrong-then-right/pkcs12", "parser/modern.p12", test_wrong_then_right);
  g_test_add_data_func ("/parser/wrong-then-right/pkcs12-legacy", "parser/legacy.pfx", test_wrong_then_right);
  g_test_add_func ("/parser/wrong-then-right/archive", test_wrong_then_right_archive);
  g_test_add_data_func ("/parser/dismissed/archive", "parser/aes256.zip", test_dismissed);
  g_test_add_data_func ("/parser/dismissed/pkcs8", "parser/locked-pbes2.pem", test_dismissed);
  g_test_add_data_func ("/parser/dismissed/pkcs12", "parser/modern.p12", test_dismissed);
  g_test_add_func ("/parser/dismissed/leaves-rest", test_dismissed_leaves_rest);
  g_test_add_func ("/parser/synchronous", test_synchronous);
  g_test_add_func ("/parser/cancelled/before", test_cancelled_before);
  g_test_add_func ("/parser/cancelled/while-asked", test_cancelled_while_asked);
  g_test_add_func ("/parser/too-large", test_too_large);
  g_test_add_func ("/parser/too-many", test_too_many);
  g_test_add_func ("/parser/same-content", test_same_content);

  return g_test_run ();
}
