/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-error.h"

#include <string.h>

#include <glib/gi18n.h>

/* What AWS itself said, behind the sentence for people. */
typedef struct
{
  guint  http_status;
  char  *service_code;
  char  *service_message;
  char  *request_id;
} SmithAwsErrorPrivate;

static void
smith_aws_error_private_init (SmithAwsErrorPrivate *priv)
{
}

static void
smith_aws_error_private_copy (const SmithAwsErrorPrivate *source,
                              SmithAwsErrorPrivate       *copy)
{
  copy->http_status = source->http_status;
  copy->service_code = g_strdup (source->service_code);
  copy->service_message = g_strdup (source->service_message);
  copy->request_id = g_strdup (source->request_id);
}

static void
smith_aws_error_private_clear (SmithAwsErrorPrivate *priv)
{
  g_free (priv->service_code);
  g_free (priv->service_message);
  g_free (priv->request_id);
}

G_DEFINE_EXTENDED_ERROR (SmithAwsError, smith_aws_error)

typedef struct
{
  const char    *service_code;  /* without "Exception" */
  SmithAwsError  code;
  gboolean       quotes;        /* the service's own text says more than the sentence can */
  const char    *sentence;
  const char    *way_on;
} Row;

/* Codes of the IAM and STS models (API 2010-05-08 and 2011-06-15), of "Common error types" of the IAM
 * API Reference, and of the throttling codes that the AWS SDKs know; November 2026. Open: a code that
 * is not here keeps its own text. */
static const Row rows[] =
{
  { "AccessDenied", SMITH_AWS_ERROR_ACCESS_DENIED, TRUE,
    N_("These credentials may not do this."),
    N_("Ask whoever manages the AWS account for the permission, or choose another account.") },
  { "UnauthorizedOperation", SMITH_AWS_ERROR_ACCESS_DENIED, TRUE,
    N_("These credentials may not do this."),
    N_("Ask whoever manages the AWS account for the permission, or choose another account.") },
  { "AuthorizationError", SMITH_AWS_ERROR_ACCESS_DENIED, TRUE,
    N_("These credentials may not do this."),
    N_("Ask whoever manages the AWS account for the permission, or choose another account.") },
  { "NotAuthorized", SMITH_AWS_ERROR_ACCESS_DENIED, TRUE,
    N_("These credentials may not do this."),
    N_("Ask whoever manages the AWS account for the permission, or choose another account.") },
  { "OptInRequired", SMITH_AWS_ERROR_ACCESS_DENIED, TRUE,
    N_("The AWS account is not signed up for this service or region."),
    N_("Enable it in the AWS console, or choose another region.") },
  { "RegionDisabled", SMITH_AWS_ERROR_ACCESS_DENIED, TRUE,
    N_("This region is switched off in the AWS account."),
    N_("Enable it in the AWS console, or choose another region.") },

  { "InvalidClientTokenId", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("AWS does not know this access key ID."),
    N_("Check it in the account's settings; it may have been deleted or deactivated, or a session token is missing.") },
  { "InvalidAccessKeyId", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("AWS does not know this access key ID."),
    N_("Check it in the account's settings; it may have been deleted or deactivated, or a session token is missing.") },
  { "UnrecognizedClient", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("AWS does not know this access key ID."),
    N_("Check it in the account's settings; it may have been deleted or deactivated, or a session token is missing.") },
  { "SignatureDoesNotMatch", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("The secret access key does not belong to this access key ID."),
    N_("Enter the secret again in the account's settings, with nothing before or after it.") },
  { "InvalidSignature", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("The secret access key does not belong to this access key ID."),
    N_("Enter the secret again in the account's settings, with nothing before or after it.") },
  { "AuthFailure", SMITH_AWS_ERROR_CREDENTIALS, TRUE,
    N_("AWS did not accept these credentials."),
    N_("Check both halves in the account's settings.") },
  { "MissingAuthenticationToken", SMITH_AWS_ERROR_CREDENTIALS, TRUE,
    N_("AWS did not accept these credentials."),
    N_("Check the access key ID in the account's settings.") },
  { "IncompleteSignature", SMITH_AWS_ERROR_CREDENTIALS, TRUE,
    N_("AWS could not read these credentials."),
    N_("Check the access key ID in the account's settings.") },
  { "ExpiredToken", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("These temporary credentials have expired."),
    N_("Get new ones and enter them with their session token in the account's settings.") },
  { "TokenRefreshRequired", SMITH_AWS_ERROR_CREDENTIALS, FALSE,
    N_("These temporary credentials have expired."),
    N_("Get new ones and enter them with their session token in the account's settings.") },

  { "RequestExpired", SMITH_AWS_ERROR_CLOCK_SKEW, FALSE,
    N_("The clock of this computer and that of AWS are too far apart."),
    N_("Set this computer's clock, then try again.") },
  { "RequestTimeTooSkewed", SMITH_AWS_ERROR_CLOCK_SKEW, FALSE,
    N_("The clock of this computer and that of AWS are too far apart."),
    N_("Set this computer's clock, then try again.") },
  { "RequestInTheFuture", SMITH_AWS_ERROR_CLOCK_SKEW, FALSE,
    N_("The clock of this computer and that of AWS are too far apart."),
    N_("Set this computer's clock, then try again.") },

#define THROTTLED(name) \
  { name, SMITH_AWS_ERROR_THROTTLED, FALSE, \
    N_("AWS received too many requests from this account at once."), \
    N_("Wait a minute, then try again.") }
  THROTTLED ("Throttling"),
  THROTTLED ("Throttled"),
  THROTTLED ("RequestThrottled"),
  THROTTLED ("TooManyRequests"),
  THROTTLED ("RequestLimitExceeded"),
  THROTTLED ("BandwidthLimitExceeded"),
  THROTTLED ("ProvisionedThroughputExceeded"),
  THROTTLED ("PriorRequestNotComplete"),
  THROTTLED ("EC2Throttled"),
  THROTTLED ("DependencyThrottle"),
  THROTTLED ("SlowDown"),
#undef THROTTLED

#define SERVICE_FAILURE(name) \
  { name, SMITH_AWS_ERROR_SERVICE_FAILURE, FALSE, \
    N_("AWS failed to handle the request; nothing is wrong with it."), \
    N_("Try again in a few minutes. If it lasts, see the AWS Health Dashboard.") }
  SERVICE_FAILURE ("ServiceFailure"),
  SERVICE_FAILURE ("ServiceUnavailable"),
  SERVICE_FAILURE ("InternalFailure"),
  SERVICE_FAILURE ("InternalError"),
  SERVICE_FAILURE ("InternalServerError"),
  SERVICE_FAILURE ("InternalServiceError"),
  SERVICE_FAILURE ("RequestTimeout"),
#undef SERVICE_FAILURE

  { "LimitExceeded", SMITH_AWS_ERROR_LIMIT_EXCEEDED, TRUE,
    N_("The AWS account has no room for another one."),
    N_("Delete a server certificate that nothing uses any more, or ask AWS to raise the quota.") },
  { "EntityAlreadyExists", SMITH_AWS_ERROR_ALREADY_EXISTS, TRUE,
    N_("A server certificate with this name is already in IAM."),
    N_("Choose another name, for example with the year in it.") },
  { "NoSuchEntity", SMITH_AWS_ERROR_NO_SUCH_ENTITY, TRUE,
    N_("There is no such thing in IAM."),
    N_("It may have been deleted, or it was made only seconds ago; then wait and try again.") },
  { "KeyPairMismatch", SMITH_AWS_ERROR_KEY_PAIR_MISMATCH, FALSE,
    N_("The private key does not belong to the certificate."),
    N_("Choose the key with which the request for this certificate was made.") },
  { "MalformedCertificate", SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, TRUE,
    N_("AWS does not accept the certificate or its chain."),
    N_("Look at the checks for the one that is not met.") },
  { "InvalidCertificate", SMITH_AWS_ERROR_MALFORMED_CERTIFICATE, TRUE,
    N_("AWS does not accept the certificate."),
    N_("Look at the checks for the one that is not met.") },
  { "DeleteConflict", SMITH_AWS_ERROR_DELETE_CONFLICT, TRUE,
    N_("The certificate is still in use, so AWS did not delete it."),
    N_("Give whatever uses it another certificate first.") },
  { "ConcurrentModification", SMITH_AWS_ERROR_CONCURRENT_MODIFICATION, FALSE,
    N_("Something else changed the same thing in AWS at this moment."),
    N_("Wait a few seconds, then try again.") },

#define INVALID_INPUT(name) \
  { name, SMITH_AWS_ERROR_INVALID_INPUT, TRUE, \
    N_("AWS did not accept one of the values."), \
    N_("Correct it and try again.") }
  INVALID_INPUT ("InvalidInput"),
  INVALID_INPUT ("ValidationError"),
  INVALID_INPUT ("Validation"),
  INVALID_INPUT ("InvalidParameter"),
  INVALID_INPUT ("InvalidParameterValue"),
  INVALID_INPUT ("InvalidParameterCombination"),
  INVALID_INPUT ("InvalidQueryParameter"),
  INVALID_INPUT ("MalformedQueryString"),
  INVALID_INPUT ("MissingParameter"),
#undef INVALID_INPUT
};

/* Texts of MalformedCertificate, as IAM writes them; the first that is contained wins. */
static const struct
{
  const char *fragment;
  const char *sentence;
  const char *way_on;
} malformed_rows[] =
{
  { "Unable to parse certificate",
    N_("AWS could not read the certificate."),
    N_("It must be one certificate in PEM form, with its BEGIN and END lines; export it again from here.") },
  { "Unable to parse key",
    N_("AWS could not read the private key."),
    N_("It must be in PEM form and without a passphrase.") },
  { "Unable to parse private key",
    N_("AWS could not read the private key."),
    N_("It must be in PEM form and without a passphrase.") },
  { "Invalid Private Key",
    N_("AWS could not read the private key."),
    N_("It must be in PEM form and without a passphrase.") },
  { "Invalid Public Key",
    N_("AWS could not read the certificate."),
    N_("It must be one certificate in PEM form, with its BEGIN and END lines.") },
  { "not yet valid",
    N_("The certificate is not valid yet."),
    N_("Check when its validity starts, and upload it from then on.") },
  { "expired",
    N_("The certificate, or one in its chain, has expired."),
    N_("Ask your CA for a new one.") },
  { "validity",
    N_("The certificate, or one in its chain, is not valid at this time."),
    N_("Check the dates of each.") },
  { "Unable to validate certificate chain",
    N_("AWS could not follow the chain: it has to start with the certificate that signed yours, and each that "
       "follows has to have signed the one before it."),
    N_("“Put in order” in the Chain pane does that; see there whether one is missing.") },
};

/* The models say NoSuchEntityException where the wire says NoSuchEntity; JSON services add a
 * prefix and a tail: com.amazon#NoSuchEntityException:http://… */
static char *
trim_code (const char *service_code)
{
  const char *hash = strrchr (service_code, '#');
  g_autofree char *code = g_strdup (hash != NULL ? hash + 1 : service_code);
  char *colon = strchr (code, ':');

  if (colon != NULL)
    *colon = '\0';
  if (g_str_has_suffix (code, "Exception") && !g_str_equal (code, "Exception"))
    code[strlen (code) - strlen ("Exception")] = '\0';

  return g_steal_pointer (&code);
}

static const Row *
find_row (const char *service_code,
          const char *service_message)
{
  g_autofree char *code = trim_code (service_code);

  /* IAM and STS report a wrong clock under the code of a wrong signature. */
  if ((g_str_equal (code, "SignatureDoesNotMatch") || g_str_equal (code, "InvalidSignature")) &&
      service_message != NULL &&
      (strstr (service_message, "Signature expired") != NULL ||
       strstr (service_message, "Signature not yet current") != NULL))
    return find_row ("RequestExpired", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].service_code, code))
      return &rows[i];

  return NULL;
}

static char *
explain_malformed (const char *service_message)
{
  static const char index_text[] = "index within the chain of the invalid certificate is:";
  const char *place = strstr (service_message, index_text);

  if (place != NULL)
    {
      gint64 position = g_ascii_strtoll (place + strlen (index_text), NULL, 10);

      return g_strdup_printf (_("AWS could not follow the chain at its position %" G_GINT64_FORMAT ": it has to start "
                                "with the certificate that signed yours, and each that follows has to have signed "
                                "the one before it. “Put in order” in the Chain pane does that; see there whether "
                                "one is missing."), position);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (malformed_rows); i++)
    {
      g_autofree char *text = g_utf8_casefold (service_message, -1);
      g_autofree char *fragment = g_utf8_casefold (malformed_rows[i].fragment, -1);

      if (strstr (text, fragment) != NULL)
        return g_strdup_printf ("%s %s", _(malformed_rows[i].sentence), _(malformed_rows[i].way_on));
    }

  return NULL;
}

static char *
describe_known (const Row  *row,
                const char *service_message)
{
  char *explained;

  if (service_message == NULL || *service_message == '\0' || !row->quotes)
    return g_strdup_printf ("%s %s", _(row->sentence), _(row->way_on));

  if (row->code == SMITH_AWS_ERROR_MALFORMED_CERTIFICATE && (explained = explain_malformed (service_message)) != NULL)
    return explained;

  /* Translators: a sentence; what AWS wrote, in English; what to do about it. */
  return g_strdup_printf (_("%s AWS writes: “%s” %s"), _(row->sentence), service_message, _(row->way_on));
}

static char *
describe_unknown (guint       http_status,
                  const char *service_code,
                  const char *service_message,
                  const char *request_id)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (service_code == NULL && http_status >= 300 && http_status < 400)
    return g_strdup (_("The server wanted to send the request to another address, which is not followed because the "
                       "request is signed for this one. Check the endpoint of the account."));
  if (service_code == NULL)
    return g_strdup_printf (_("The server refused the request with the status %u and said no more. Check the endpoint "
                              "of the account, and whether a proxy stands in between."), http_status);

  if (service_message != NULL && *service_message != '\0')
    g_string_append_printf (text, _("AWS refused with “%s”: “%s”"), service_code, service_message);
  else
    g_string_append_printf (text, _("AWS refused with “%s”, without an explanation."), service_code);
  g_string_append_c (text, ' ');
  if (request_id != NULL)
    g_string_append_printf (text, _("AWS Support can look this up under the request ID %s."), request_id);
  else
    g_string_append (text, _("The AWS documentation of this operation explains the code."));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GError *
make_error (SmithAwsError  code,
            const char    *text,
            guint          http_status,
            const char    *service_code,
            const char    *service_message,
            const char    *request_id)
{
  GError *error = g_error_new_literal (SMITH_AWS_ERROR, (int) code, text);
  SmithAwsErrorPrivate *priv = smith_aws_error_get_private (error);

  priv->http_status = http_status;
  priv->service_code = g_strdup (service_code);
  priv->service_message = g_strdup (service_message);
  priv->request_id = g_strdup (request_id);

  return error;
}

static const SmithAwsErrorPrivate *
get_private (const GError *error)
{
  if (error == NULL || error->domain != SMITH_AWS_ERROR)
    return NULL;

  return smith_aws_error_get_private (error);
}

/**
 * smith_aws_error_new:
 * @http_status: of the answer
 * @service_code: (nullable): `<Code>` of the answer; %NULL where it had none
 * @service_message: (nullable): `<Message>` of the answer
 * @request_id: (nullable): what AWS Support asks for
 *
 * Maps an answer through a table that is open: a code that is not in it keeps its own text.
 *
 * Returns: (transfer full): an error of %SMITH_AWS_ERROR whose message is a sentence for people
 */
GError *
smith_aws_error_new (guint       http_status,
                     const char *service_code,
                     const char *service_message,
                     const char *request_id)
{
  SmithAwsError code = SMITH_AWS_ERROR_UNKNOWN;
  const Row *row = NULL;
  g_autofree char *text = NULL;

  if (service_code != NULL && *service_code != '\0')
    row = find_row (service_code, service_message);
  else
    service_code = NULL;
  if (row == NULL && service_code == NULL && http_status == 429)
    row = find_row ("Throttling", NULL);
  if (row == NULL && http_status >= 500)
    row = find_row ("ServiceFailure", NULL);

  if (row != NULL)
    {
      code = row->code;
      text = describe_known (row, service_message);
    }
  else
    text = describe_unknown (http_status, service_code, service_message, request_id);

  return make_error (code, text, http_status, service_code, service_message, request_id);
}

/**
 * smith_aws_error_new_bad_reply:
 * @http_status: of the answer
 * @reason: what is wrong with it, for those who can help
 * @request_id: (nullable): what AWS Support asks for
 *
 * Returns: (transfer full): %SMITH_AWS_ERROR_BAD_REPLY
 */
GError *
smith_aws_error_new_bad_reply (guint       http_status,
                               const char *reason,
                               const char *request_id)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (reason != NULL, NULL);

  text = g_strdup_printf (_("The server's answer cannot be read (%s), so it is not known whether the request was "
                            "carried out. Check the endpoint of the account, and whether a proxy stands in between; "
                            "then try again."), reason);

  return make_error (SMITH_AWS_ERROR_BAD_REPLY, text, http_status, NULL, NULL, request_id);
}

/**
 * smith_aws_error_get_service_code:
 *
 * Returns: (transfer none) (nullable): the code as AWS sent it
 */
const char *
smith_aws_error_get_service_code (const GError *error)
{
  const SmithAwsErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->service_code : NULL;
}

/**
 * smith_aws_error_get_service_message:
 *
 * Returns: (transfer none) (nullable): the text as AWS sent it, in English
 */
const char *
smith_aws_error_get_service_message (const GError *error)
{
  const SmithAwsErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->service_message : NULL;
}

/**
 * smith_aws_error_get_request_id:
 *
 * Returns: (transfer none) (nullable): under what AWS Support finds the request
 */
const char *
smith_aws_error_get_request_id (const GError *error)
{
  const SmithAwsErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->request_id : NULL;
}

/**
 * smith_aws_error_get_http_status:
 *
 * Returns: the status of the answer, or 0 for an error that is not of AWS
 */
guint
smith_aws_error_get_http_status (const GError *error)
{
  const SmithAwsErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->http_status : 0;
}
