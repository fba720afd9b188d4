/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-reply.h"

#include <string.h>

/* What an answer becomes: a reply, or an error with the service's code. */

static SmithAwsReply *
read_reply (guint         status,
            const char   *body,
            const char   *request_id,
            GError      **error)
{
  g_autoptr (SmithHttpHeaders) headers = smith_http_headers_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (SmithHttpReply) http = NULL;

  if (request_id != NULL)
    smith_http_headers_append (headers, "x-amzn-requestid", request_id);
  http = smith_http_reply_new (status, headers, bytes);

  return smith_aws_reply_new_from_http (http, error);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsReply) reply =
    read_reply (200, "<A><R><X> y </X></R><ResponseMetadata><RequestId>\n id-1 </RequestId></ResponseMetadata></A>",
                "from-header", &error);
  g_autoptr (SmithAwsReply) other = read_reply (200, "<A/>", "from-header", &error);
  g_autoptr (SmithAwsReply) third = read_reply (202, "<A/>", NULL, &error);
  g_autoptr (SmithAwsReply) again = smith_aws_reply_ref (reply);

  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_reply_find_text (reply, "R/X"), ==, " y ");
  g_assert_nonnull (smith_aws_reply_find (reply, "R"));
  g_assert_cmpstr (smith_aws_reply_get_request_id (reply), ==, "id-1");
  g_assert_cmpstr (smith_aws_reply_get_request_id (other), ==, "from-header");
  g_assert_null (smith_aws_reply_get_request_id (third));
  g_assert_cmpuint (smith_aws_reply_get_status (third), ==, 202);
}

static void
test_errors (void)
{
  static const struct
  {
    guint       status;
    const char *body;
    const char *service_code;
    const char *service_message;
    const char *request_id;
    int         code;
  } rows[] =
  {
    { 404, "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>"
           "<Code>NoSuchEntity</Code><Message> It is not there. </Message></Error><RequestId>id-2</RequestId></ErrorResponse>",
      "NoSuchEntity", "It is not there.", "id-2", SMITH_AWS_ERROR_NO_SUCH_ENTITY },
    { 400, "<Response><Errors><Error><Code>AuthFailure</Code><Message>no</Message></Error></Errors>"
           "<RequestID>id-3</RequestID></Response>",
      "AuthFailure", "no", "id-3", SMITH_AWS_ERROR_CREDENTIALS },
    { 400, "<ErrorResponse><Error/></ErrorResponse>", NULL, NULL, "h", SMITH_AWS_ERROR_UNKNOWN },
    { 503, "<html><body>Bad gateway</body>", NULL, NULL, "h", SMITH_AWS_ERROR_SERVICE_FAILURE },
    { 400, "", NULL, NULL, "h", SMITH_AWS_ERROR_UNKNOWN },
    { 200, "", NULL, NULL, "h", SMITH_AWS_ERROR_BAD_REPLY },
    { 200, "{\"json\": 1}", NULL, NULL, "h", SMITH_AWS_ERROR_BAD_REPLY },
    { 200, "<html><body/></html>", NULL, NULL, "h", SMITH_AWS_ERROR_BAD_REPLY },
    { 200, "<ErrorResponse><Error><Code>X</Code></Error></ErrorResponse>", NULL, NULL, "h", SMITH_AWS_ERROR_BAD_REPLY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_reply (rows[i].status, rows[i].body, "h", &error));
      g_assert_error (error, SMITH_AWS_ERROR, rows[i].code);
      g_assert_cmpstr (smith_aws_error_get_service_code (error), ==, rows[i].service_code);
      g_assert_cmpstr (smith_aws_error_get_service_message (error), ==, rows[i].service_message);
      g_assert_cmpstr (smith_aws_error_get_request_id (error), ==, rows[i].request_id);
      g_assert_cmpuint (smith_aws_error_get_http_status (error), ==, rows[i].status);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-reply/good", test_good);
  g_test_add_func ("/aws-reply/errors", test_errors);

  return g_test_run ();
}
