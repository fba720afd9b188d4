/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-iam.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "smith-net-error.h"
#include "smith-test-emulator.h"
#include "smith-test.h"

/* The calls of IAM against the practice account, with certificates that the openssl program made. */

static const char pki_script[] =
  "set -e; cd \"$1\"\n"
  "sign() { openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -set_serial $3 -days 30 -out $1.pem -extfile ca.cnf; }\n"
  "echo basicConstraints=CA:TRUE > ca.cnf\n"
  "key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'\n"
  "openssl req -x509 $key -subj /CN=root -keyout root.key -days 30 -out root.pem\n"
  "openssl req $key -subj /CN=middle -keyout middle.key -out middle.csr; sign middle root 2\n"
  "openssl req $key -subj /CN=leaf -keyout leaf.key -out leaf.csr; echo > ca.cnf; sign leaf middle 3\n"
  "openssl pkey -in root.key -aes256 -passout pass:x -out encrypted.key\n"
  "cat middle.pem root.pem > chain.pem; cat root.pem middle.pem > wrong-chain.pem\n";

typedef struct
{
  char              *folder;
  char              *leaf;
  char              *key;
  char              *chain;
  SmithTestEmulator *emulator;
  SmithAwsClient    *client;
} Fixture;

static char *
read_file (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (SMITH_TEST_SECRET_ACCESS_KEY);
  g_autoptr (SmithAwsCredentials) credentials = smith_aws_credentials_new (SMITH_TEST_ACCESS_KEY_ID, secret, NULL);
  const char *argv[] = { "/bin/sh", "-c", pki_script, "sh", NULL, NULL };
  g_autofree char *output = NULL;

  fixture->folder = smith_test_make_folder ();
  argv[4] = fixture->folder;
  output = smith_test_run (argv, NULL, NULL);
  fixture->leaf = read_file (fixture, "leaf.pem");
  fixture->key = read_file (fixture, "leaf.key");
  fixture->chain = read_file (fixture, "chain.pem");
  fixture->emulator = smith_test_emulator_start (NULL);
  fixture->client = smith_aws_client_new (credentials, "eu-central-1");
  smith_aws_client_set_endpoint (fixture->client, "iam", smith_test_emulator_get_uri (fixture->emulator));
  smith_aws_client_set_backoff (fixture->client, 2, 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
  smith_test_emulator_stop (fixture->emulator);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->leaf);
  g_free (fixture->key);
  g_free (fixture->chain);
}

static SmithAwsServerCertificate *
upload_all (Fixture     *fixture,
            const char  *name,
            const char  *path,
            const char  *leaf,
            const char  *key,
            const char  *chain,
            GError     **error)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (key);
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_aws_iam_upload_server_certificate_async (fixture->client, name, path, leaf, secret, chain, NULL,
                                                 smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_aws_iam_upload_server_certificate_finish (fixture->client, done, error);
}

static SmithAwsServerCertificate *
upload (Fixture     *fixture,
        const char  *name,
        GError     **error)
{
  return upload_all (fixture, name, NULL, fixture->leaf, fixture->key, fixture->chain, error);
}

static SmithAwsServerCertificate *
get (Fixture     *fixture,
     const char  *name,
     GError     **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_aws_iam_get_server_certificate_async (fixture->client, name, NULL, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_aws_iam_get_server_certificate_finish (fixture->client, done, error);
}

static gboolean
delete (Fixture     *fixture,
        const char  *name,
        GError     **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_aws_iam_delete_server_certificate_async (fixture->client, name, NULL, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_aws_iam_delete_server_certificate_finish (fixture->client, done, error);
}

static GListModel *
list (Fixture     *fixture,
      const char  *prefix,
      GError     **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_aws_iam_list_server_certificates_async (fixture->client, prefix, NULL, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_aws_iam_list_server_certificates_finish (fixture->client, done, error);
}

/* How often an action has reached the emulator. */
static guint
count_requests (Fixture    *fixture,
                const char *action)
{
  g_autofree char *json = smith_test_emulator_control (fixture->emulator, "GET", "requests", NULL);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonArray *entries = json_node_get_array (root);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    if (g_strcmp0 (json_object_get_string_member_with_default (json_array_get_object_element (entries, i),
                                                               "action", NULL), action) == 0)
      n++;

  return n;
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char name[] = "www.example.org_2027+x=y,z@w-1";
  static const char path[] = "/team+a&b=c%20~/";
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) uploaded = NULL;
  g_autoptr (SmithAwsServerCertificate) found = NULL;
  g_autoptr (SmithAwsServerCertificate) listed = NULL;
  g_autoptr (SmithAwsServerCertificate) gone = NULL;
  g_autoptr (GListModel) certificates = NULL;
  g_autoptr (GListModel) others = NULL;
  g_autofree char *json = NULL;
  g_autofree char *chain = NULL;
  g_autoptr (JsonNode) stored = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  uploaded = upload_all (fixture, name, path, fixture->leaf, fixture->key, fixture->chain, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_server_certificate_get_name (uploaded), ==, name);
  g_assert_cmpstr (smith_aws_server_certificate_get_path (uploaded), ==, path);
  g_assert_cmpstr (smith_aws_server_certificate_get_arn (uploaded), ==,
                   "arn:aws:iam::" SMITH_TEST_ACCOUNT_NUMBER
                   ":server-certificate/team+a&b=c%20~/www.example.org_2027+x=y,z@w-1");
  g_assert_true (g_str_has_prefix (smith_aws_server_certificate_get_id (uploaded), "ASCA"));
  g_assert_cmpint (ABS (g_date_time_difference (now, smith_aws_server_certificate_get_upload_date (uploaded))), <,
                   G_TIME_SPAN_MINUTE);
  g_assert_cmpint (g_date_time_difference (smith_aws_server_certificate_get_expiration (uploaded), now) / G_TIME_SPAN_DAY,
                   ==, 29);
  /* An upload reads nothing back. */
  g_assert_null (smith_aws_server_certificate_get_body (uploaded));
  g_assert_null (smith_aws_server_certificate_get_chain (uploaded));

  found = get (fixture, name, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_server_certificate_get_arn (found), ==, smith_aws_server_certificate_get_arn (uploaded));
  g_assert_cmpstr (smith_aws_server_certificate_get_body (found), ==, g_strchomp (fixture->leaf));
  chain = g_strdup (fixture->chain);
  g_assert_cmpstr (smith_aws_server_certificate_get_chain (found), ==, g_strchomp (chain));

  json = smith_test_emulator_control (fixture->emulator, "GET", "certificates", NULL);
  stored = json_from_string (json, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (stored)), ==, 1);

  certificates = list (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (certificates), ==, 1);
  listed = g_list_model_get_item (certificates, 0);
  g_assert_cmpstr (smith_aws_server_certificate_get_id (listed), ==, smith_aws_server_certificate_get_id (uploaded));
  others = list (fixture, "/elsewhere/", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (others), ==, 0);

  g_assert_true (delete (fixture, name, &error));
  g_assert_no_error (error);
  gone = get (fixture, name, &error);
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_NO_SUCH_ENTITY);
  g_assert_null (gone);
}

static void
test_properties (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) uploaded = upload (fixture, "properties", &error);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *arn = NULL;
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;
  g_autofree char *chain = NULL;
  g_autoptr (GDateTime) upload_date = NULL;
  g_autoptr (GDateTime) expiration = NULL;

  g_assert_no_error (error);
  g_object_get (uploaded, "name", &name, "path", &path, "arn", &arn, "id", &id, "body", &body, "chain", &chain,
                "upload-date", &upload_date, "expiration", &expiration, NULL);
  g_assert_cmpstr (name, ==, "properties");
  g_assert_cmpstr (path, ==, "/");
  g_assert_cmpstr (arn, ==, smith_aws_server_certificate_get_arn (uploaded));
  g_assert_cmpstr (id, ==, smith_aws_server_certificate_get_id (uploaded));
  g_assert_null (body);
  g_assert_null (chain);
  g_assert_true (g_date_time_equal (upload_date, smith_aws_server_certificate_get_upload_date (uploaded)));
  g_assert_true (g_date_time_equal (expiration, smith_aws_server_certificate_get_expiration (uploaded)));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *wrong_chain = read_file (fixture, "wrong-chain.pem");
  g_autofree char *wrong_key = read_file (fixture, "middle.key");
  g_autofree char *encrypted_key = read_file (fixture, "encrypted.key");
  g_autofree char *too_long = g_strnfill (20000, 'x');
  const struct
  {
    const char    *name;
    const char    *path;
    const char    *leaf;
    const char    *key;
    const char    *chain;
    SmithAwsError  code;
    const char    *fragment;
  } rows[] =
  {
    { "a", "/", fixture->leaf, wrong_key, fixture->chain, SMITH_AWS_ERROR_KEY_PAIR_MISMATCH, "does not belong" },
    { "a", "/", fixture->leaf, encrypted_key, NULL, SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "without a passphrase" },
    { "a", "/", fixture->leaf, fixture->key, wrong_chain, SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "position " },
    { "a", "/", "no certificate", fixture->key, NULL, SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "could not read" },
    { "a b", "/", fixture->leaf, fixture->key, NULL, SMITH_AWS_ERROR_INVALID_INPUT, "serverCertificateName" },
    { "a", "no-slash", fixture->leaf, fixture->key, NULL, SMITH_AWS_ERROR_INVALID_INPUT, "path" },
    { "a", "/", too_long, fixture->key, NULL, SMITH_AWS_ERROR_INVALID_INPUT, "certificateBody" },
  };
  g_autofree char *stored = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (upload_all (fixture, rows[i].name, rows[i].path, rows[i].leaf, rows[i].key, rows[i].chain, &error));
      g_assert_error (error, SMITH_AWS_ERROR, (int) rows[i].code);
      if (strstr (error->message, rows[i].fragment) == NULL)
        g_error ("“%s” is not in: %s", rows[i].fragment, error->message);
      g_assert_nonnull (smith_aws_error_get_request_id (error));
      g_assert_nonnull (smith_aws_error_get_service_message (error));
    }
  stored = smith_test_emulator_control (fixture->emulator, "GET", "certificates", NULL);
  g_assert_cmpstr (stored, ==, "[]");
}

static void
test_conflicts (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) first = upload (fixture, "one", &error);
  g_autofree char *settings = NULL;
  g_autofree char *in_use = NULL;

  g_assert_no_error (error);
  g_assert_null (upload (fixture, "one", &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_ALREADY_EXISTS);
  g_assert_cmpstr (smith_aws_error_get_service_code (error), ==, "EntityAlreadyExists");
  g_assert_cmpuint (smith_aws_error_get_http_status (error), ==, 409);
  g_clear_error (&error);

  settings = smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"quota\": 1}");
  g_assert_null (upload (fixture, "two", &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_LIMIT_EXCEEDED);
  g_clear_error (&error);

  in_use = smith_test_emulator_control (fixture->emulator, "POST", "in-use",
                                        "{\"name\": \"one\", \"by\": \"arn:aws:elasticloadbalancing:x\"}");
  g_assert_false (delete (fixture, "one", &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_DELETE_CONFLICT);
  g_assert_nonnull (strstr (error->message, "arn:aws:elasticloadbalancing:x"));
  g_clear_error (&error);

  g_assert_false (delete (fixture, "none", &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_NO_SUCH_ENTITY);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *settings = smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"page_size\": 2}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) certificates = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("page-%u", i);
      g_autoptr (SmithAwsServerCertificate) uploaded = upload (fixture, name, &error);

      g_assert_no_error (error);
    }
  certificates = list (fixture, "/", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (certificates), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (SmithAwsServerCertificate) certificate = g_list_model_get_item (certificates, i);

      g_hash_table_add (names, g_strdup (smith_aws_server_certificate_get_name (certificate)));
    }
  g_assert_cmpuint (g_hash_table_size (names), ==, 5);
  g_assert_cmpuint (count_requests (fixture, "ListServerCertificates"), ==, 3);
}

static void
test_summary (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) uploaded = upload (fixture, "one", &error);
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GAsyncResult) bad = NULL;
  GAsyncResult *result = NULL;
  guint n_used = 0, quota = 0;

  smith_aws_iam_get_account_summary_async (fixture->client, NULL, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);
  g_assert_true (smith_aws_iam_get_account_summary_finish (fixture->client, done, &n_used, &quota, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_used, ==, 1);
  g_assert_cmpuint (quota, ==, 20);

  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"wrong-xml\", \"variant\": \"other\"}");
  smith_aws_iam_get_account_summary_async (fixture->client, NULL, smith_test_store_result, &result);
  bad = smith_test_wait_result (&result);
  g_assert_false (smith_aws_iam_get_account_summary_finish (fixture->client, bad, NULL, NULL, &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_BAD_REPLY);
}

/* The answer is lost after the work was done: not sent again, and a question finds it. */
static void
test_lost_upload (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) found = NULL;

  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"drop-after\", \"action\": \"UploadServerCertificate\"}");
  g_assert_null (upload (fixture, "lost", &error));
  g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST);
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 1);
  g_clear_error (&error);
  found = get (fixture, "lost", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_server_certificate_get_name (found), ==, "lost");

  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"status\", \"status\": 500, \"count\": 1}");
  g_assert_null (upload (fixture, "failed", &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_SERVICE_FAILURE);
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 2);
}

/* Turned away because of its rate, a request was not carried out: sending it again is safe. */
static void
test_throttled_upload (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) uploaded = NULL;

  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"throttle\", \"count\": 2}");
  uploaded = upload (fixture, "throttled", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_server_certificate_get_name (uploaded), ==, "throttled");
  g_assert_cmpuint (count_requests (fixture, "UploadServerCertificate"), ==, 3);
}

static void
test_bad_replies (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const faults[] =
  {
    "{\"kind\": \"wrong-xml\", \"variant\": \"not-xml\"}",
    "{\"kind\": \"wrong-xml\", \"variant\": \"truncated\"}",
    "{\"kind\": \"wrong-xml\", \"variant\": \"other\"}",
  };
  static const char * const names[] = { "two", "three", "four" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsServerCertificate) uploaded = upload (fixture, "one", &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      smith_test_emulator_set_fault (fixture->emulator, faults[i]);
      g_assert_null (get (fixture, "one", &error));
      g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_BAD_REPLY);
      g_clear_error (&error);
      g_assert_null (list (fixture, NULL, &error));
      g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_BAD_REPLY);
      g_clear_error (&error);
      g_assert_null (upload (fixture, names[i], &error));
      g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_BAD_REPLY);
      g_clear_error (&error);
    }
  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"huge-body\", \"bytes\": 20000000}");
  g_assert_null (get (fixture, "one", &error));
  g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TOO_LARGE);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithSecret) key = smith_secret_new_string (fixture->key);

  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"delay\", \"seconds\": 20}");
  for (guint call = 0; call < 5; call++)
    for (guint delay = 0; delay <= 50; delay += 50)
      {
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GAsyncResult) done = NULL;
        g_autoptr (GError) error = NULL;
        GAsyncResult *result = NULL;

        if (delay == 0)
          g_cancellable_cancel (cancellable);
        else
          g_timeout_add (delay, cancel_cb, cancellable);
        if (call == 0)
          smith_aws_iam_upload_server_certificate_async (fixture->client, "a", NULL, fixture->leaf, key, NULL, cancellable,
                                                         smith_test_store_result, &result);
        else if (call == 1)
          smith_aws_iam_get_server_certificate_async (fixture->client, "a", cancellable, smith_test_store_result, &result);
        else if (call == 2)
          smith_aws_iam_list_server_certificates_async (fixture->client, NULL, cancellable,
                                                        smith_test_store_result, &result);
        else if (call == 3)
          smith_aws_iam_delete_server_certificate_async (fixture->client, "a", cancellable,
                                                         smith_test_store_result, &result);
        else
          smith_aws_iam_get_account_summary_async (fixture->client, cancellable, smith_test_store_result, &result);
        done = smith_test_wait_result (&result);
        if (call == 0)
          g_assert_null (smith_aws_iam_upload_server_certificate_finish (fixture->client, done, &error));
        else if (call == 1)
          g_assert_null (smith_aws_iam_get_server_certificate_finish (fixture->client, done, &error));
        else if (call == 2)
          g_assert_null (smith_aws_iam_list_server_certificates_finish (fixture->client, done, &error));
        else if (call == 3)
          g_assert_false (smith_aws_iam_delete_server_certificate_finish (fixture->client, done, &error));
        else
          g_assert_false (smith_aws_iam_get_account_summary_finish (fixture->client, done, NULL, NULL, &error));
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/aws-iam/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("properties", test_properties);
  ADD ("refused", test_refused);
  ADD ("conflicts", test_conflicts);
  ADD ("pages", test_pages);
  ADD ("summary", test_summary);
  ADD ("lost-upload", test_lost_upload);
  ADD ("throttled-upload", test_throttled_upload);
  ADD ("bad-replies", test_bad_replies);
  ADD ("cancelled", test_cancelled);
#undef ADD

  return g_test_run ();
}
