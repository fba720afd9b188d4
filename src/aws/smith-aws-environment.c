/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-environment.h"

/* The ending of AWS_ENDPOINT_URL_… is the service id of the AWS models in capitals (AWS SDKs and
 * Tools Reference Guide, "Service-specific endpoints"). */
static const struct
{
  const char *service;
  const char *variable;
} endpoint_variables[] =
{
  { "iam", "AWS_ENDPOINT_URL_IAM" },
  { "sts", "AWS_ENDPOINT_URL_STS" },
  { "acm", "AWS_ENDPOINT_URL_ACM" },
  { "elb", "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING" },
  { "elbv2", "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2" },
  { "route53", "AWS_ENDPOINT_URL_ROUTE_53" },
};

static const char *
get_variable (const char * const *environment,
              const char         *name)
{
  const char *value = g_environ_getenv ((char **) environment, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * smith_aws_environment_dup_credentials:
 * @environment: (array zero-terminated=1): NAME=value
 *
 * Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
 *
 * Returns: (transfer full) (nullable): the credentials, or %NULL unless both halves are there
 */
SmithAwsCredentials *
smith_aws_environment_dup_credentials (const char * const *environment)
{
  g_autoptr (SmithSecret) secret = NULL;
  g_autoptr (SmithSecret) token = NULL;
  const char *access_key_id;
  const char *secret_access_key;
  const char *session_token;

  g_return_val_if_fail (environment != NULL, NULL);

  access_key_id = get_variable (environment, "AWS_ACCESS_KEY_ID");
  secret_access_key = get_variable (environment, "AWS_SECRET_ACCESS_KEY");
  session_token = get_variable (environment, "AWS_SESSION_TOKEN");
  if (access_key_id == NULL || secret_access_key == NULL)
    return NULL;

  secret = smith_secret_new_string (secret_access_key);
  if (session_token != NULL)
    token = smith_secret_new_string (session_token);

  return smith_aws_credentials_new (access_key_id, secret, token);
}

/**
 * smith_aws_environment_get_region:
 * @environment: (array zero-terminated=1): NAME=value
 *
 * `AWS_REGION` before `AWS_DEFAULT_REGION`.
 *
 * Returns: (transfer none) (nullable): the region
 */
const char *
smith_aws_environment_get_region (const char * const *environment)
{
  const char *region;

  g_return_val_if_fail (environment != NULL, NULL);

  region = get_variable (environment, "AWS_REGION");

  return region != NULL ? region : get_variable (environment, "AWS_DEFAULT_REGION");
}

/**
 * smith_aws_environment_get_endpoint:
 * @environment: (array zero-terminated=1): NAME=value
 * @service: `iam`, `sts`, `acm`, `elb`, `elbv2` or `route53`
 *
 * `AWS_ENDPOINT_URL_<SERVICE>` before `AWS_ENDPOINT_URL`, neither where
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`.
 *
 * Returns: (transfer none) (nullable): the address to use instead of the service's own
 */
const char *
smith_aws_environment_get_endpoint (const char * const *environment,
                                    const char         *service)
{
  const char *ignore;
  const char *endpoint;

  g_return_val_if_fail (environment != NULL && service != NULL, NULL);

  ignore = get_variable (environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
  if (ignore != NULL && g_ascii_strcasecmp (ignore, "true") == 0)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (endpoint_variables); i++)
    if (g_str_equal (endpoint_variables[i].service, service))
      {
        endpoint = get_variable (environment, endpoint_variables[i].variable);
        if (endpoint != NULL)
          return endpoint;
      }

  return get_variable (environment, "AWS_ENDPOINT_URL");
}
