/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-error.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "smith-test.h"

/* From the service's codes to sentences; the list of codes comes from botocore's copy of the models. */

static void
test_table (void)
{
  static const struct
  {
    guint          status;
    const char    *code;
    const char    *message;
    SmithAwsError  wanted;
    const char    *fragment;
  } rows[] =
  {
    { 403, "AccessDenied", "User: arn:aws:iam::1:user/x is not authorized to perform: iam:GetServerCertificate",
      SMITH_AWS_ERROR_ACCESS_DENIED, "iam:GetServerCertificate" },
    { 403, "InvalidClientTokenId", "The security token included in the request is invalid.",
      SMITH_AWS_ERROR_CREDENTIALS, "access key ID" },
    { 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.",
      SMITH_AWS_ERROR_CREDENTIALS, "secret access key" },
    { 403, "SignatureDoesNotMatch", "Signature expired: 20261101T000000Z is now earlier than 20261101T010000Z",
      SMITH_AWS_ERROR_CLOCK_SKEW, "clock" },
    { 403, "SignatureDoesNotMatch", "Signature not yet current: 20261101T020000Z is still later than 20261101T010000Z",
      SMITH_AWS_ERROR_CLOCK_SKEW, "clock" },
    { 403, "ExpiredToken", "The security token included in the request is expired", SMITH_AWS_ERROR_CREDENTIALS, "expired" },
    { 400, "RequestExpired", "Request has expired.", SMITH_AWS_ERROR_CLOCK_SKEW, "clock" },
    { 400, "Throttling", "Rate exceeded", SMITH_AWS_ERROR_THROTTLED, "too many requests" },
    { 400, "ThrottlingException", "Rate exceeded", SMITH_AWS_ERROR_THROTTLED, "too many requests" },
    { 400, "ThrottledException", "Rate exceeded", SMITH_AWS_ERROR_THROTTLED, "too many requests" },
    { 429, NULL, NULL, SMITH_AWS_ERROR_THROTTLED, "too many requests" },
    { 500, "ServiceFailure", NULL, SMITH_AWS_ERROR_SERVICE_FAILURE, "Try again" },
    { 502, NULL, NULL, SMITH_AWS_ERROR_SERVICE_FAILURE, "Try again" },
    { 500, "SomethingNew", "oops", SMITH_AWS_ERROR_SERVICE_FAILURE, "Try again" },
    { 409, "LimitExceeded", "Cannot exceed quota for ServerCertificatesPerAccount: 20",
      SMITH_AWS_ERROR_LIMIT_EXCEEDED, "ServerCertificatesPerAccount: 20" },
    { 409, "EntityAlreadyExists", "The Server Certificate with name X already exists.",
      SMITH_AWS_ERROR_ALREADY_EXISTS, "another name" },
    { 404, "NoSuchEntity", "The Server Certificate with name X cannot be found.",
      SMITH_AWS_ERROR_NO_SUCH_ENTITY, "name X cannot be found" },
    { 404, "com.amazon.coral.service#NoSuchEntityException:http://internal/", NULL, SMITH_AWS_ERROR_NO_SUCH_ENTITY, "IAM" },
    { 400, "KeyPairMismatch", NULL, SMITH_AWS_ERROR_KEY_PAIR_MISMATCH, "private key" },
    { 400, "MalformedCertificate",
      "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, "
      "followed by any intermediaries in order. The index within the chain of the invalid certificate is: 2",
      SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "position 2" },
    { 400, "MalformedCertificate",
      "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, "
      "followed by any intermediaries in order. The index within the chain of the invalid certificate is: -1",
      SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "position -1" },
    { 400, "MalformedCertificate", "Unable to validate certificate chain.", SMITH_AWS_ERROR_MALFORMED_CERTIFICATE,
      "Put in order" },
    { 400, "MalformedCertificate", "Unable to parse certificate. Please ensure the certificate is in PEM format.",
      SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "PEM" },
    { 400, "MalformedCertificate", "The certificate has expired.", SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "new one" },
    { 400, "MalformedCertificate", "Certificate is not yet valid", SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, "starts" },
    { 400, "MalformedCertificate", "Something nobody has seen.", SMITH_AWS_ERROR_MALFORMED_CERTIFICATE,
      "Something nobody has seen." },
    { 400, "InvalidInput", "Value x at y", SMITH_AWS_ERROR_INVALID_INPUT, "Value x at y" },
    { 400, "ValidationError", "1 validation error detected", SMITH_AWS_ERROR_INVALID_INPUT, "1 validation error" },
    { 409, "DeleteConflict", "Certificate: ASCAX is currently in use by arn:aws:elasticloadbalancing:x",
      SMITH_AWS_ERROR_DELETE_CONFLICT, "arn:aws:elasticloadbalancing:x" },
    { 409, "ConcurrentModification", NULL, SMITH_AWS_ERROR_CONCURRENT_MODIFICATION, "seconds" },
    { 400, "NeverHeardOf", "Because I say so.", SMITH_AWS_ERROR_UNKNOWN, "Because I say so." },
    { 400, "NeverHeardOf", NULL, SMITH_AWS_ERROR_UNKNOWN, "NeverHeardOf" },
    { 307, NULL, NULL, SMITH_AWS_ERROR_UNKNOWN, "another address" },
    { 418, "", NULL, SMITH_AWS_ERROR_UNKNOWN, "418" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = smith_aws_error_new (rows[i].status, rows[i].code, rows[i].message, "request-1");
      g_autoptr (GError) copy = g_error_copy (error);

      g_assert_error (error, SMITH_AWS_ERROR, (int) rows[i].wanted);
      if (strstr (error->message, rows[i].fragment) == NULL)
        g_error ("“%s” is not in: %s", rows[i].fragment, error->message);
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_cmpstr (smith_aws_error_get_service_code (copy), ==,
                       rows[i].code != NULL && *rows[i].code != '\0' ? rows[i].code : NULL);
      g_assert_cmpstr (smith_aws_error_get_service_message (copy), ==, rows[i].message);
      g_assert_cmpstr (smith_aws_error_get_request_id (copy), ==, "request-1");
      g_assert_cmpuint (smith_aws_error_get_http_status (copy), ==, rows[i].status);
    }
}

/* An unknown code keeps its own text and names the request. */
static void
test_unknown (void)
{
  g_autoptr (GError) error = smith_aws_error_new (400, "BrandNew", "Read the manual.", "b25f48e8");

  g_assert_nonnull (strstr (error->message, "BrandNew"));
  g_assert_nonnull (strstr (error->message, "Read the manual."));
  g_assert_nonnull (strstr (error->message, "b25f48e8"));
}

static void
test_other_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_null (smith_aws_error_get_service_code (error));
  g_assert_null (smith_aws_error_get_service_message (error));
  g_assert_null (smith_aws_error_get_request_id (error));
  g_assert_cmpuint (smith_aws_error_get_http_status (error), ==, 0);
}

static void
test_bad_reply (void)
{
  g_autoptr (GError) error = smith_aws_error_new_bad_reply (200, "no XML", "r");

  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_BAD_REPLY);
  g_assert_nonnull (strstr (error->message, "no XML"));
  g_assert_cmpstr (smith_aws_error_get_request_id (error), ==, "r");
}

/* Every error that the model lists for a call that this program makes is in the table. */
static void
test_model (void)
{
  static const char script[] =
    "import json, botocore.session\n"
    "model = botocore.session.get_session().get_service_model('iam')\n"
    "calls = ['UploadServerCertificate', 'GetServerCertificate', 'ListServerCertificates',\n"
    "         'DeleteServerCertificate', 'GetAccountSummary']\n"
    "shapes = {s for c in calls for s in model.operation_model(c).error_shapes}\n"
    "print(json.dumps(sorted({s.metadata['error']['code'] for s in shapes})))\n";
  const char *argv[] = { "/usr/bin/python3", "-c", script, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);
  g_autoptr (JsonNode) root = json_from_string (output, NULL);
  JsonArray *codes = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (codes), >=, 9);
  for (guint i = 0; i < json_array_get_length (codes); i++)
    {
      g_autoptr (GError) error = smith_aws_error_new (400, json_array_get_string_element (codes, i), NULL, NULL);

      if (g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_UNKNOWN))
        g_error ("%s is not in the table", json_array_get_string_element (codes, i));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-error/table", test_table);
  g_test_add_func ("/aws-error/unknown", test_unknown);
  g_test_add_func ("/aws-error/other-domain", test_other_domain);
  g_test_add_func ("/aws-error/bad-reply", test_bad_reply);
  g_test_add_func ("/aws-error/model", test_model);

  return g_test_run ();
}
