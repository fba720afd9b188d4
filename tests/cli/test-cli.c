/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "smith-cli-converter.h"
#include "smith-cli-interaction.h"
#include "smith-cli-json.h"
#include "smith-cli-options.h"
#include "smith-cli-reader.h"
#include "smith-cli-text.h"
#include "smith-cli.h"
#include "smith-crypto-error.h"
#include "smith-test.h"

/* The pieces of the program without a window; test_cli.py runs it as a whole. */

static char *
build_fixture (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
}

static void
test_wants (void)
{
  static const struct
  {
    const char *arguments[4];
    gboolean    wants;
  } rows[] = {
    { { "chainsmith", NULL },                         FALSE },
    { { "chainsmith", "a.pem", NULL },                FALSE },
    { { "chainsmith", "--gapplication-service" },     FALSE },
    { { "chainsmith", "--json", "a.pem", NULL },      TRUE  },
    { { "chainsmith", "a.pem", "--print", NULL },     TRUE  },
    { { "chainsmith", "--convert", NULL },            TRUE  },
    { { "chainsmith", "--output=x", NULL },           TRUE  },
    { { "chainsmith", "--password-fd", "3", NULL },   TRUE  },
    { { "chainsmith", "-h", NULL },                   TRUE  },
    { { "chainsmith", "--version", NULL },            TRUE  },
    { { "chainsmith", "--", "--json", NULL },         FALSE },
    { { "chainsmith", "--outputs", NULL },            FALSE },
    { { NULL },                                       FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (smith_cli_wants (rows[i].arguments), ==, rows[i].wants);
}

static void
test_options (void)
{
  char *good[] = { "chainsmith", "--convert", "--output", "there", "--password-fd=5", "a", "-", NULL };
  char *two_modes[] = { "chainsmith", "--json", "--print", "a", NULL };
  char *no_files[] = { "chainsmith", "--json", NULL };
  char *lost_output[] = { "chainsmith", "--json", "--output", "x", "a", NULL };
  char *no_mode[] = { "chainsmith", "--output", "x", "a", NULL };
  char **bad[] = { two_modes, no_files, lost_output, no_mode };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCliOptions) options = smith_cli_options_parse (good, &error);

  g_assert_no_error (error);
  g_assert_cmpint (options->mode, ==, SMITH_CLI_MODE_CONVERT);
  g_assert_cmpstr (options->output, ==, "there");
  g_assert_cmpint (options->password_fd, ==, 5);
  g_assert_cmpuint (g_strv_length (options->files), ==, 2);
  g_assert_cmpstr (options->files[1], ==, "-");
  g_assert_nonnull (strstr (options->help_text, "--json"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (smith_cli_options_parse (bad[i], &refused));
      g_assert_error (refused, G_OPTION_ERROR, G_OPTION_ERROR_FAILED);
    }
}

static void
test_escape (void)
{
  g_autofree char *escaped = smith_cli_text_escape ("a\x1b[31m\nb\t\xe2\x80\xae" "c\xc3\xa9");

  g_assert_cmpstr (escaped, ==, "a\\u001B[31m\nb\\u0009\\u202Ec\xc3\xa9");
}

static SmithSecret *
ask (GTlsInteraction *interaction,
     gboolean         retry)
{
  g_autoptr (GTlsPassword) password = g_tls_password_new (retry ? G_TLS_PASSWORD_RETRY : G_TLS_PASSWORD_NONE, "It");
  const guchar *value;
  gsize size;

  if (g_tls_interaction_invoke_ask_password (interaction, password, NULL, NULL) != G_TLS_INTERACTION_HANDLED)
    return NULL;
  value = g_tls_password_get_value (password, &size);

  return smith_secret_new (value, size);
}

static void
test_passwords (void)
{
  g_autoptr (GTlsInteraction) given = smith_cli_interaction_new (FALSE);
  g_autoptr (GTlsInteraction) silent = smith_cli_interaction_new (FALSE);
  static const char text[] = "one\ntwo\r\nthree";
  static const char * const expected[] = { "one", "two", "three" };
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], text, sizeof text - 1), ==, sizeof text - 1);
  close (ends[1]);
  g_assert_true (smith_cli_interaction_read_passwords (SMITH_CLI_INTERACTION (given), ends[0], &error));
  g_assert_no_error (error);
  close (ends[0]);
  /* For each thing that is locked from the first one on. */
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
      {
        g_autoptr (SmithSecret) answer = ask (given, i > 0);

        g_assert_cmpstr (smith_secret_get_string (answer), ==, expected[i]);
      }
  g_assert_null (ask (given, TRUE));
  g_assert_true (smith_cli_interaction_take_refusal (SMITH_CLI_INTERACTION (given)));

  g_assert_null (ask (silent, FALSE));
  g_assert_false (smith_cli_interaction_take_refusal (SMITH_CLI_INTERACTION (silent)));
  g_assert_false (smith_cli_interaction_read_passwords (SMITH_CLI_INTERACTION (silent), 999, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
collect_json_cb (const char   *file,
                 SmithParsed  *parsed,
                 const GError *error,
                 gpointer      user_data)
{
  g_ptr_array_add (user_data, smith_cli_json_new (file, parsed, error));
}

static void
test_json (void)
{
  g_autofree char *leaf = build_fixture ("rsa-leaf.crt");
  char *files[] = { leaf, "/nonexistent/file.pem", NULL };
  g_autoptr (GPtrArray) objects = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_false (smith_cli_reader_read (files, NULL, collect_json_cb, objects));
  g_assert_cmpuint (objects->len, ==, 2);
  g_assert_cmpstr (json_object_get_string_member (objects->pdata[0], "type"), ==, "certificate");
  g_assert_cmpstr (json_object_get_string_member (objects->pdata[0], "file"), ==, leaf);
  g_assert_cmpstr (json_object_get_string_member (objects->pdata[1], "type"), ==, "error");
  g_assert_cmpstr (json_object_get_string_member (objects->pdata[1], "code"), ==, "not-found");
  text = smith_cli_json_write (objects->pdata[0]);
  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  json_object_unref (objects->pdata[1]);
}

static void
test_codes (void)
{
  g_autoptr (GError) wrong = g_error_new_literal (SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG, "");
  g_autoptr (GError) disk = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "");

  g_assert_cmpstr (smith_cli_reader_name_code (wrong), ==, "password-wrong");
  g_assert_cmpstr (smith_cli_reader_name_code (disk), ==, "unreadable");
}

static void
take_cb (const char   *file,
         SmithParsed  *parsed,
         const GError *error,
         gpointer      user_data)
{
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = smith_cli_text_describe (file, parsed);
  g_assert_true (g_str_has_prefix (text, file));
  smith_cli_converter_take (user_data, parsed);
}

static void
count_cb (const char *path,
          gboolean    exists,
          gpointer    user_data)
{
  guint *counts = user_data;

  counts[exists ? 1 : 0]++;
}

static void
test_converter (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *leaf = build_fixture ("rsa-leaf.crt");
  g_autofree char *key = build_fixture ("rsa-leaf.key");
  g_autofree char *written = g_build_filename (folder, "www.example.com.key.pem", NULL);
  /* The key comes first and is named after the certificate all the same. */
  char *files[] = { key, leaf, leaf, NULL };
  guint counts[2] = { 0, 0 };
  struct stat info;

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (SmithCliConverter) converter = smith_cli_converter_new (folder);
      g_autoptr (GError) error = NULL;

      g_assert_true (smith_cli_reader_read (files, NULL, take_cb, converter));
      g_assert_true (smith_cli_converter_write (converter, count_cb, counts, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (counts[0], ==, 2);
      g_assert_cmpuint (counts[1], ==, round * 2);
    }
  g_assert_cmpint (stat (written, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  smith_test_remove_folder (folder);
}

static void
test_run (void)
{
  char *usage[] = { "chainsmith", "--json", NULL };

  if (g_test_subprocess ())
    {
      g_autofree char *leaf = build_fixture ("rsa-leaf.crt");
      char *arguments[] = { "chainsmith", "--json", leaf, NULL };

      _exit (smith_cli_run (arguments) == SMITH_CLI_STATUS_UNDERSTOOD &&
             smith_cli_run (usage) == SMITH_CLI_STATUS_USAGE ? 0 : 1);
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*\"type\" : \"certificate\"*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/wants", test_wants);
  g_test_add_func ("/cli/options", test_options);
  g_test_add_func ("/cli/escape", test_escape);
  g_test_add_func ("/cli/passwords", test_passwords);
  g_test_add_func ("/cli/json", test_json);
  g_test_add_func ("/cli/codes", test_codes);
  g_test_add_func ("/cli/converter", test_converter);
  g_test_add_func ("/cli/run", test_run);

  return g_test_run ();
}
