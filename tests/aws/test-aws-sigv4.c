/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-sigv4.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "smith-test.h"

/* Signature Version 4 step by step: against botocore over generated requests, and against the
 * published cases where SIGV4_SUITE names their folder. */

#define N_GENERATED 420

static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !json_node_is_null (node) ? json_node_get_string (node) : NULL;
}

static SmithHttpHeaders *
read_headers (JsonArray *pairs)
{
  SmithHttpHeaders *headers = smith_http_headers_new ();

  for (guint i = 0; i < json_array_get_length (pairs); i++)
    {
      JsonArray *pair = json_array_get_array_element (pairs, i);

      smith_http_headers_append (headers, json_array_get_string_element (pair, 0),
                                 json_array_get_string_element (pair, 1));
    }

  return headers;
}

static void
check_steps (JsonObject *wanted)
{
  g_autoptr (SmithHttpHeaders) headers = read_headers (json_object_get_array_member (wanted, "headers"));
  g_autoptr (SmithSecret) secret = smith_secret_new_string (get_string (wanted, "secret"));
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (get_string (wanted, "time"), NULL);
  g_autoptr (SmithSecret) body = NULL;
  g_autofree char *payload_hash = NULL;
  g_autofree char *canonical_request = NULL;
  g_autofree char *string_to_sign = NULL;
  g_autofree char *signature = NULL;
  const char *region = get_string (wanted, "region");
  const char *service = get_string (wanted, "service");
  guchar *data;
  gsize size;

  data = g_base64_decode (get_string (wanted, "body"), &size);
  body = smith_secret_new_take (data, size);
  payload_hash = smith_aws_sigv4_payload_hash (body);
  canonical_request = smith_aws_sigv4_canonical_request (get_string (wanted, "method"), get_string (wanted, "path"),
                                                         get_string (wanted, "query"), headers, payload_hash);
  g_assert_cmpstr (canonical_request, ==, get_string (wanted, "canonical_request"));
  string_to_sign = smith_aws_sigv4_string_to_sign (canonical_request, time, region, service);
  g_assert_cmpstr (string_to_sign, ==, get_string (wanted, "string_to_sign"));
  signature = smith_aws_sigv4_signature (secret, string_to_sign, time, region, service);
  g_assert_cmpstr (signature, ==, get_string (wanted, "signature"));
}

/* The same in one go, with the fields that signing adds itself. */
static void
check_whole (JsonObject *wanted)
{
  g_autoptr (SmithHttpRequest) request = smith_http_request_new (get_string (wanted, "method"),
                                                                 get_string (wanted, "url"));
  g_autoptr (SmithHttpHeaders) given = read_headers (json_object_get_array_member (wanted, "given"));
  g_autoptr (SmithSecret) secret = smith_secret_new_string (get_string (wanted, "secret"));
  g_autoptr (SmithSecret) token = NULL;
  g_autoptr (SmithSecret) body = NULL;
  g_autoptr (SmithAwsCredentials) credentials = NULL;
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (get_string (wanted, "time"), NULL);
  guchar *data;
  gsize size;

  for (guint i = 0; i < smith_http_headers_get_size (given); i++)
    smith_http_headers_append (smith_http_request_get_headers (request), smith_http_headers_get_name (given, i),
                               smith_http_headers_get_value (given, i));
  data = g_base64_decode (get_string (wanted, "body"), &size);
  body = smith_secret_new_take (data, size);
  smith_http_request_set_body (request, get_string (wanted, "content_type"), body);
  if (get_string (wanted, "token") != NULL)
    token = smith_secret_new_string (get_string (wanted, "token"));
  credentials = smith_aws_credentials_new ("AKIDEXAMPLE", secret, token);

  smith_aws_sigv4_sign (request, credentials, time, get_string (wanted, "region"), get_string (wanted, "service"));
  g_assert_cmpstr (smith_http_headers_lookup (smith_http_request_get_headers (request), "Authorization"), ==,
                   get_string (wanted, "authorization"));
  g_assert_cmpstr (smith_http_headers_lookup (smith_http_request_get_headers (request), "x-amz-security-token"), ==,
                   get_string (wanted, "token"));
}

static void
test_botocore (void)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "aws", "generate-signatures.py", NULL);
  const char *argv[] = { "/usr/bin/python3", script, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *cases;
  guint n_whole = 0;

  json_parser_load_from_data (parser, output, -1, &error);
  g_assert_no_error (error);
  cases = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (cases), ==, N_GENERATED);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *wanted = json_array_get_object_element (cases, i);

      check_steps (wanted);
      if (get_string (wanted, "url") == NULL)
        continue;
      check_whole (wanted);
      n_whole++;
    }
  g_assert_cmpuint (n_whole, >=, 200);
}

static char *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* A published request: "METHOD TARGET HTTP/1.1", fields (a line that starts with a space goes on with
 * the one before), an empty line, the body. */
static void
check_published (const char *folder)
{
  g_autofree char *context_text = read_file (folder, "context.json");
  g_autofree char *request_text = read_file (folder, "request.txt");
  g_autofree char *wanted_canonical = read_file (folder, "header-canonical-request.txt");
  g_autofree char *wanted_string = read_file (folder, "header-string-to-sign.txt");
  g_autofree char *wanted_signature = read_file (folder, "header-signature.txt");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (SmithHttpHeaders) headers = smith_http_headers_new ();
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (SmithSecret) secret = NULL;
  g_autoptr (SmithSecret) body = NULL;
  g_autoptr (GString) field = NULL;
  g_autofree char *date = NULL;
  g_autofree char *payload_hash = NULL;
  g_autofree char *canonical_request = NULL;
  g_autofree char *string_to_sign = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *path = NULL;
  JsonObject *context;
  JsonObject *keys;
  char *separator = strstr (request_text, "\n\n");
  g_auto (GStrv) lines = NULL;
  g_autofree char *method = NULL;
  const char *target, *version;
  char *query;

  json_parser_load_from_data (parser, context_text, -1, NULL);
  context = json_node_get_object (json_parser_get_root (parser));
  keys = json_object_get_object_member (context, "credentials");
  time = g_date_time_new_from_iso8601 (get_string (context, "timestamp"), NULL);
  secret = smith_secret_new_string (get_string (keys, "secret_access_key"));
  if (separator != NULL)
    {
      *separator = '\0';
      body = smith_secret_new_string (separator + 2);
    }

  lines = g_strsplit (request_text, "\n", -1);
  target = strchr (lines[0], ' ') + 1;
  method = g_strndup (lines[0], (gsize) (target - 1 - lines[0]));
  version = g_strrstr (lines[0], " HTTP/");
  path = g_strndup (target, (gsize) (version - target));
  query = strchr (path, '?');
  if (query != NULL)
    *query++ = '\0';
  for (gsize i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autofree char *name = NULL;
      const char *colon = strchr (lines[i], ':');
      GString *value = NULL;

      name = g_strndup (lines[i], (gsize) (colon - lines[i]));
      value = g_string_new (colon + 1);
      while (lines[i + 1] != NULL && *lines[i + 1] == ' ')
        g_string_append_printf (value, "\n%s", lines[++i]);
      smith_http_headers_append (headers, name, value->str);
      g_string_free (value, TRUE);
    }
  if (smith_http_headers_lookup (headers, "X-Amz-Date") == NULL)
    {
      date = smith_aws_sigv4_format_time (time);
      smith_http_headers_append (headers, "X-Amz-Date", date);
    }
  if (get_string (keys, "token") != NULL &&
      !(json_object_has_member (context, "omit_session_token") &&
        json_object_get_boolean_member (context, "omit_session_token")))
    smith_http_headers_append (headers, "X-Amz-Security-Token", get_string (keys, "token"));
  payload_hash = smith_aws_sigv4_payload_hash (body);
  if (json_object_get_boolean_member (context, "sign_body"))
    smith_http_headers_append (headers, "X-Amz-Content-Sha256", payload_hash);

  canonical_request = smith_aws_sigv4_canonical_request (method, path, query, headers, payload_hash);
  g_assert_cmpstr (canonical_request, ==, wanted_canonical);
  string_to_sign = smith_aws_sigv4_string_to_sign (canonical_request, time, get_string (context, "region"),
                                                   get_string (context, "service"));
  g_assert_cmpstr (string_to_sign, ==, wanted_string);
  signature = smith_aws_sigv4_signature (secret, string_to_sign, time, get_string (context, "region"),
                                         get_string (context, "service"));
  g_assert_cmpstr (signature, ==, wanted_signature);
}

static void
test_published (void)
{
  const char *suite = g_getenv ("SIGV4_SUITE");
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n_cases = 0;

  if (suite == NULL || *suite == '\0')
    {
      g_test_skip ("SIGV4_SUITE names no folder with the published cases");
      return;
    }

  dir = g_dir_open (suite, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (suite, name, NULL);
      g_autofree char *context_path = g_build_filename (folder, "context.json", NULL);
      g_autofree char *context = NULL;

      /* Those without normalization are S3's. */
      if (!g_file_get_contents (context_path, &context, NULL, NULL) || strstr (context, "\"normalize\": true") == NULL)
        continue;
      g_test_message ("%s", name);
      check_published (folder);
      n_cases++;
    }
  g_assert_cmpuint (n_cases, >=, 30);
}

/* AWS General Reference, the example of each step. */
static void
test_reference (void)
{
  static const struct
  {
    const char *path;
    const char *canonical;
  } paths[] =
  {
    { "", "/" },
    { "/", "/" },
    { "//", "/" },
    { "/./", "/" },
    { "/a/./b/../../c/", "/c/" },
    { "/../..", "/" },
    { "/a/..", "/" },
    { "/a//b", "/a/b" },
    { "/documents%20and%20settings/", "/documents%2520and%2520settings/" },
    { "/example space/", "/example%20space/" },
    { "/-._~0a", "/-._~0a" },
  };
  static const struct
  {
    const char *query;
    const char *canonical;
  } queries[] =
  {
    { NULL, "" },
    { "", "" },
    { "a", "a=" },
    { "b=2&a=1", "a=1&b=2" },
    { "a=2&a=1&a", "a=&a=1&a=2" },
    { "a=%7e%2f", "a=~%2F" },
    { "a=b c", "a=b%20c" },
    { "a=b=c", "a=b%3Dc" },
    { "a=%zz", "a=%25zz" },
    { "Action=ListUsers&Version=2010-05-08", "Action=ListUsers&Version=2010-05-08" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *canonical = smith_aws_sigv4_canonical_path (paths[i].path);

      g_assert_cmpstr (canonical, ==, paths[i].canonical);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *canonical = smith_aws_sigv4_canonical_query (queries[i].query);

      g_assert_cmpstr (canonical, ==, queries[i].canonical);
    }
}

/* The time is taken as a moment, whatever time zone it comes in. */
static void
test_time (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 ("2015-08-30T23:36:00-01:30", NULL);
  g_autofree char *text = smith_aws_sigv4_format_time (time);
  g_autofree char *scope = smith_aws_sigv4_scope (time, "us-east-1", "iam");

  g_assert_cmpstr (text, ==, "20150831T010600Z");
  g_assert_cmpstr (scope, ==, "20150831/us-east-1/iam/aws4_request");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-sigv4/botocore", test_botocore);
  g_test_add_func ("/aws-sigv4/published", test_published);
  g_test_add_func ("/aws-sigv4/reference", test_reference);
  g_test_add_func ("/aws-sigv4/time", test_time);

  return g_test_run ();
}
