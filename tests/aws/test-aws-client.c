/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-client.h"

#include <string.h>

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "smith-aws-retry.h"
#include "smith-test-emulator.h"
#include "smith-test.h"

/* Signing, repeating, clocks and cancelling, against the practice account with its faults and against
 * a server in this process that says whatever is wanted. */

typedef struct
{
  SmithTestEmulator *emulator;
  SmithAwsClient    *client;
} Fixture;

static SmithAwsClient *
make_client (const char *access_key_id,
             const char *secret_access_key,
             const char *session_token,
             const char *uri)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (secret_access_key);
  g_autoptr (SmithSecret) token = session_token != NULL ? smith_secret_new_string (session_token) : NULL;
  g_autoptr (SmithAwsCredentials) credentials = smith_aws_credentials_new (access_key_id, secret, token);
  SmithAwsClient *client = smith_aws_client_new (credentials, "eu-central-1");

  smith_aws_client_set_endpoint (client, "sts", uri);
  smith_aws_client_set_endpoint (client, "iam", uri);
  smith_aws_client_set_backoff (client, 2, 10);

  return client;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->emulator = smith_test_emulator_start (NULL);
  fixture->client = make_client (SMITH_TEST_ACCESS_KEY_ID, SMITH_TEST_SECRET_ACCESS_KEY, NULL,
                                 smith_test_emulator_get_uri (fixture->emulator));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
  smith_test_emulator_stop (fixture->emulator);
}

static SmithAwsReply *
ask (SmithAwsClient  *client,
     gboolean         safe,
     GCancellable    *cancellable,
     GError         **error)
{
  g_autoptr (SmithAwsRequest) request = smith_aws_request_new ("sts", "2011-06-15", "GetCallerIdentity");
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_aws_request_set_safe (request, safe);
  smith_aws_client_send_async (client, request, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_aws_client_send_finish (client, done, error);
}

static JsonNode *
get_requests (Fixture *fixture)
{
  g_autofree char *json = smith_test_emulator_control (fixture->emulator, "GET", "requests", NULL);

  return json_from_string (json, NULL);
}

static guint
count_requests (Fixture *fixture)
{
  g_autoptr (JsonNode) root = get_requests (fixture);

  return json_array_get_length (json_node_get_array (root));
}

static void
test_success (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsReply) reply = ask (fixture->client, TRUE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_element_get_name (smith_aws_reply_get_root (reply)), ==, "GetCallerIdentityResponse");
  g_assert_cmpstr (smith_aws_reply_find_text (reply, "GetCallerIdentityResult/Account"), ==, SMITH_TEST_ACCOUNT_NUMBER);
  g_assert_nonnull (smith_aws_reply_get_request_id (reply));
  g_assert_cmpuint (smith_aws_reply_get_status (reply), ==, 200);
  g_assert_cmpstr (smith_aws_client_get_region (fixture->client), ==, "eu-central-1");
  g_assert_cmpint (ABS (smith_aws_client_get_clock_offset (fixture->client)), <=, 2 * G_TIME_SPAN_SECOND);
}

/* Calls that may be repeated share a connection; the others never risk one that was used before. */
static void
test_connections (Fixture       *fixture,
                  gconstpointer  data)
{
  gint64 connections[4];
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAwsReply) reply = ask (fixture->client, i < 3, NULL, &error);

      g_assert_no_error (error);
    }
  root = get_requests (fixture);
  for (guint i = 0; i < 4; i++)
    connections[i] = json_object_get_int_member (json_array_get_object_element (json_node_get_array (root), i), "connection");
  g_assert_cmpint (connections[0], ==, connections[1]);
  g_assert_cmpint (connections[1], ==, connections[2]);
  g_assert_cmpint (connections[2], !=, connections[3]);
}

typedef struct
{
  const char *fault;
  gboolean    safe;
  guint       n_requests;
  int         code;        /* of SMITH_AWS_ERROR, -1: success, -2: a lost connection */
} Row;

static void
test_repeats (Fixture       *fixture,
              gconstpointer  data)
{
  static const Row rows[] =
  {
    { "{\"kind\": \"status\", \"count\": 2}", TRUE, 3, -1 },
    { "{\"kind\": \"status\", \"status\": 500, \"code\": \"ServiceFailure\", \"count\": 4}", TRUE, 5, -1 },
    { "{\"kind\": \"status\"}", TRUE, SMITH_AWS_RETRY_MAX_ATTEMPTS, SMITH_AWS_ERROR_SERVICE_FAILURE },
    { "{\"kind\": \"status\"}", FALSE, 1, SMITH_AWS_ERROR_SERVICE_FAILURE },
    { "{\"kind\": \"throttle\", \"count\": 3}", TRUE, 4, -1 },
    { "{\"kind\": \"throttle\", \"code\": \"RequestLimitExceeded\"}", TRUE, SMITH_AWS_RETRY_MAX_ATTEMPTS,
      SMITH_AWS_ERROR_THROTTLED },
    { "{\"kind\": \"throttle\", \"count\": 3}", FALSE, 4, -1 },
    { "{\"kind\": \"drop-before\", \"count\": 2}", TRUE, 3, -1 },
    { "{\"kind\": \"drop-after\", \"count\": 1}", TRUE, 2, -1 },
    { "{\"kind\": \"drop-middle\", \"count\": 1}", TRUE, 2, -1 },
    { "{\"kind\": \"drop-before\"}", FALSE, 1, -2 },
    { "{\"kind\": \"drop-after\"}", FALSE, 1, -2 },
    { "{\"kind\": \"drop-middle\"}", FALSE, 1, -2 },
    { "{\"kind\": \"error\", \"code\": \"AccessDenied\", \"status\": 403}", TRUE, 1, SMITH_AWS_ERROR_ACCESS_DENIED },
    { "{\"kind\": \"error\", \"code\": \"NeverHeardOf\", \"status\": 400}", TRUE, 1, SMITH_AWS_ERROR_UNKNOWN },
    { "{\"kind\": \"wrong-xml\"}", TRUE, 1, SMITH_AWS_ERROR_BAD_REPLY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *cleared = smith_test_emulator_control (fixture->emulator, "DELETE", "requests", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAwsReply) reply = NULL;

      g_test_message ("%s, %s", rows[i].fault, rows[i].safe ? "safe" : "not safe");
      smith_test_emulator_set_fault (fixture->emulator, rows[i].fault);
      reply = ask (fixture->client, rows[i].safe, NULL, &error);
      if (rows[i].code == -1)
        g_assert_no_error (error);
      else if (rows[i].code == -2)
        g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST);
      else
        g_assert_error (error, SMITH_AWS_ERROR, rows[i].code);
      g_assert_true ((reply == NULL) == (error != NULL));
      g_assert_cmpuint (count_requests (fixture), ==, rows[i].n_requests);
    }
}

/* A connection that the server closes while it idles does not fail the next call. */
static void
test_stale_connection (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsReply) first = ask (fixture->client, TRUE, NULL, &error);
  g_autoptr (SmithAwsReply) second = NULL;

  g_assert_no_error (error);
  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"drop-before\", \"count\": 1}");
  second = ask (fixture->client, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (second);
}

static GDateTime *
read_shifted_clock (gpointer user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add (now, *(GTimeSpan *) user_data);
}

static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  static const GTimeSpan shifts[] = { -G_TIME_SPAN_DAY * 400, -G_TIME_SPAN_HOUR, G_TIME_SPAN_HOUR };

  for (gsize i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      g_autofree char *cleared = smith_test_emulator_control (fixture->emulator, "DELETE", "requests", NULL);
      g_autoptr (SmithAwsClient) client = make_client (SMITH_TEST_ACCESS_KEY_ID, SMITH_TEST_SECRET_ACCESS_KEY, NULL,
                                                       smith_test_emulator_get_uri (fixture->emulator));
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAwsReply) first = NULL;
      g_autoptr (SmithAwsReply) second = NULL;
      GTimeSpan shift = shifts[i];

      smith_aws_client_set_clock (client, read_shifted_clock, &shift);
      /* Turned away because of the time, so even a call that is not safe to repeat is sent again. */
      first = ask (client, FALSE, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_requests (fixture), ==, 2);
      g_assert_cmpint (ABS (smith_aws_client_get_clock_offset (client) + shift), <=, 2 * G_TIME_SPAN_SECOND);
      /* From now on it is right at once. */
      second = ask (client, FALSE, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_requests (fixture), ==, 3);
    }
}

/* A server whose clock jumps is followed once, not for ever. */
static void
test_clock_jumps (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsReply) reply = NULL;

  smith_test_emulator_set_fault (fixture->emulator, "[{\"kind\": \"clock-skew\", \"count\": 1},"
                                 "{\"kind\": \"clock-skew\", \"seconds\": -7200, \"after\": 1}]");
  reply = ask (fixture->client, TRUE, NULL, &error);
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CLOCK_SKEW);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  g_assert_null (reply);
}

static void
test_credentials (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *uri = smith_test_emulator_get_uri (fixture->emulator);
  const struct
  {
    const char *access_key_id;
    const char *secret;
    const char *token;
    const char *service_code;
  } rows[] =
  {
    { SMITH_TEST_ACCESS_KEY_ID, "wrong", NULL, "SignatureDoesNotMatch" },
    { "AKIAUNKNOWN", SMITH_TEST_SECRET_ACCESS_KEY, NULL, "InvalidClientTokenId" },
    { SMITH_TEST_ACCESS_KEY_ID, SMITH_TEST_SECRET_ACCESS_KEY, "a token that nobody issued", "InvalidClientTokenId" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *cleared = smith_test_emulator_control (fixture->emulator, "DELETE", "requests", NULL);
      g_autoptr (SmithAwsClient) client = make_client (rows[i].access_key_id, rows[i].secret, rows[i].token, uri);
      g_autoptr (GError) error = NULL;

      g_assert_null (ask (client, TRUE, NULL, &error));
      g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CREDENTIALS);
      g_assert_cmpstr (smith_aws_error_get_service_code (error), ==, rows[i].service_code);
      g_assert_null (strstr (error->message, rows[i].secret));
      g_assert_cmpuint (count_requests (fixture), ==, 1);
    }
}

static void
test_session_token (void)
{
  static const char token[] = "FwoGZXIvYXdzEXAMPLE//////////wEaD+==";
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  const char *arguments[] = { "--session-token-file", path, NULL };
  g_autoptr (SmithTestEmulator) emulator = NULL;
  g_autoptr (SmithAwsClient) client = NULL;
  g_autoptr (SmithAwsClient) without = NULL;
  g_autoptr (SmithAwsReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, token, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  emulator = smith_test_emulator_start (arguments);
  client = make_client (SMITH_TEST_ACCESS_KEY_ID, SMITH_TEST_SECRET_ACCESS_KEY, token,
                        smith_test_emulator_get_uri (emulator));
  without = make_client (SMITH_TEST_ACCESS_KEY_ID, SMITH_TEST_SECRET_ACCESS_KEY, NULL,
                         smith_test_emulator_get_uri (emulator));
  reply = ask (client, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (ask (without, TRUE, NULL, &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CREDENTIALS);
  smith_test_remove_folder (folder);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

/* Before, while waiting for the answer, and during the pause before the next attempt. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const faults[] =
  {
    "{\"kind\": \"delay\", \"seconds\": 20}", "{\"kind\": \"delay\", \"seconds\": 20}", "{\"kind\": \"throttle\"}",
  };

  smith_aws_client_set_backoff (fixture->client, 60000, 60000);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      gint64 started = g_get_monotonic_time ();

      smith_test_emulator_set_fault (fixture->emulator, faults[i]);
      if (i == 0)
        g_cancellable_cancel (cancellable);
      else
        g_timeout_add (100, cancel_cb, cancellable);
      g_assert_null (ask (fixture->client, TRUE, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - started, <, 10 * G_USEC_PER_SEC);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *uri;
    int         code;
  } rows[] =
  {
    { "not an address", SMITH_NET_ERROR_FAILED },
    { "https://", SMITH_NET_ERROR_FAILED },
    { "ftp://127.0.0.1/", SMITH_NET_ERROR_FAILED },
    { "http://iam.amazonaws.com/", SMITH_NET_ERROR_TLS },
    { "http://127.0.0.1:1/", SMITH_NET_ERROR_UNREACHABLE },
    { "https://no-such-host.invalid/", SMITH_NET_ERROR_UNREACHABLE },
  };
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("x");
  g_autoptr (SmithAwsCredentials) credentials = smith_aws_credentials_new ("AKIA", secret, NULL);
  g_autoptr (SmithAwsClient) wrong_region = smith_aws_client_new (credentials, "evil.example.org/");
  g_autoptr (GError) region_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithAwsClient) client = make_client ("AKIA", "x", NULL, rows[i].uri);
      g_autoptr (GError) error = NULL;

      g_assert_null (ask (client, TRUE, NULL, &error));
      g_assert_error (error, SMITH_NET_ERROR, rows[i].code);
    }
  g_assert_null (ask (wrong_region, TRUE, NULL, &region_error));
  g_assert_error (region_error, SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED);
  g_assert_nonnull (strstr (region_error->message, "evil.example.org/"));
}

/* A server in this process: what it says, one answer after the other. */
typedef struct
{
  guint       status;
  const char *retry_after;
  const char *body;
} Answer;

typedef struct
{
  const Answer *answers;
  guint         n_asked;
} Script;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Script *script = user_data;
  const Answer *answer = &script->answers[script->n_asked++];

  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->retry_after != NULL)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "Retry-After", answer->retry_after);
  soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_STATIC, answer->body, strlen (answer->body));
}

static const char identity[] =
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult>"
  "</GetCallerIdentityResponse>";

static void
run_script (const Answer *answers,
            guint         n_expected,
            gint64        at_least_ms,
            int           code)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  Script script = { answers, 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (SmithAwsClient) client = NULL;
  g_autoptr (SmithAwsReply) reply = NULL;
  gint64 started;
  GSList *uris;

  soup_server_add_handler (server, "/", answer_cb, &script, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  uri = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  client = make_client ("AKIA", "x", NULL, uri);
  started = g_get_monotonic_time ();
  reply = ask (client, TRUE, NULL, &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, SMITH_AWS_ERROR, code);
  g_assert_cmpuint (script.n_asked, ==, n_expected);
  g_assert_cmpint ((g_get_monotonic_time () - started) / 1000, >=, at_least_ms);
  soup_server_disconnect (server);
}

static void
test_retry_after (void)
{
  static const Answer soon[] = { { 503, "1", "" }, { 200, NULL, identity } };
  static const Answer late[] = { { 503, "600", "" } };
  static const Answer nonsense[] = { { 503, "soon", "<html/>" }, { 429, NULL, "" }, { 200, NULL, identity } };

  run_script (soon, 2, 1000, -1);
  run_script (late, 1, 0, SMITH_AWS_ERROR_SERVICE_FAILURE);
  run_script (nonsense, 3, 0, -1);
}

static void
test_odd_answers (void)
{
  static const Answer redirect[] = { { 301, NULL, "" } };
  static const Answer page[] = { { 403, NULL, "<html><body>Blocked by the proxy</body></html>" } };
  static const Answer empty[] = { { 200, NULL, "" } };
  static const Answer teapot[] = { { 418, NULL, "<ErrorResponse><Error><Code>Teapot</Code><Message>Short &amp; stout</Message>"
                                                 "</Error><RequestId>r-1</RequestId></ErrorResponse>" } };

  run_script (redirect, 1, 0, SMITH_AWS_ERROR_UNKNOWN);
  run_script (page, 1, 0, SMITH_AWS_ERROR_UNKNOWN);
  run_script (empty, 1, 0, SMITH_AWS_ERROR_BAD_REPLY);
  run_script (teapot, 1, 0, SMITH_AWS_ERROR_UNKNOWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/aws-client/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("success", test_success);
  ADD ("connections", test_connections);
  ADD ("repeats", test_repeats);
  ADD ("stale-connection", test_stale_connection);
  ADD ("clock", test_clock);
  ADD ("clock-jumps", test_clock_jumps);
  ADD ("credentials", test_credentials);
  ADD ("cancel", test_cancel);
#undef ADD
  g_test_add_func ("/aws-client/session-token", test_session_token);
  g_test_add_func ("/aws-client/addresses", test_addresses);
  g_test_add_func ("/aws-client/retry-after", test_retry_after);
  g_test_add_func ("/aws-client/odd-answers", test_odd_answers);

  return g_test_run ();
}
