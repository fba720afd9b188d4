/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-environment.h"

/* The AWS_* variables. */

static void
test_credentials (void)
{
  const char * const none[] = { "HOME=/root", NULL };
  const char * const half[] = { "AWS_ACCESS_KEY_ID=AKIA", NULL };
  const char * const other_half[] = { "AWS_SECRET_ACCESS_KEY=s", NULL };
  const char * const blank[] = { "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=s", NULL };
  const char * const both[] = { "AWS_ACCESS_KEY_ID=AKIA", "AWS_SECRET_ACCESS_KEY=a=b/c", "AWS_SESSION_TOKEN=", NULL };
  const char * const all[] = { "AWS_SESSION_TOKEN=t==", "AWS_SECRET_ACCESS_KEY=s", "AWS_ACCESS_KEY_ID=ASIA", NULL };
  g_autoptr (SmithAwsCredentials) two = smith_aws_environment_dup_credentials (both);
  g_autoptr (SmithAwsCredentials) three = smith_aws_environment_dup_credentials (all);

  g_assert_null (smith_aws_environment_dup_credentials (none));
  g_assert_null (smith_aws_environment_dup_credentials (half));
  g_assert_null (smith_aws_environment_dup_credentials (other_half));
  g_assert_null (smith_aws_environment_dup_credentials (blank));
  g_assert_cmpstr (smith_aws_credentials_get_access_key_id (two), ==, "AKIA");
  g_assert_cmpstr (smith_secret_get_string (smith_aws_credentials_get_secret_access_key (two)), ==, "a=b/c");
  g_assert_null (smith_aws_credentials_get_session_token (two));
  g_assert_cmpstr (smith_secret_get_string (smith_aws_credentials_get_session_token (three)), ==, "t==");
}

static void
test_region (void)
{
  const char * const none[] = { NULL };
  const char * const fallback[] = { "AWS_DEFAULT_REGION=eu-west-1", "AWS_REGION=", NULL };
  const char * const both[] = { "AWS_DEFAULT_REGION=eu-west-1", "AWS_REGION=us-east-2", NULL };

  g_assert_null (smith_aws_environment_get_region (none));
  g_assert_cmpstr (smith_aws_environment_get_region (fallback), ==, "eu-west-1");
  g_assert_cmpstr (smith_aws_environment_get_region (both), ==, "us-east-2");
}

static void
test_endpoint (void)
{
  const char * const none[] = { "AWS_ENDPOINT_URL=", NULL };
  const char * const all[] = { "AWS_ENDPOINT_URL=http://localhost:1", "AWS_ENDPOINT_URL_IAM=http://localhost:2",
                               "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2=http://localhost:3", NULL };
  const char * const ignored[] = { "AWS_ENDPOINT_URL=http://localhost:1", "AWS_ENDPOINT_URL_IAM=http://localhost:2",
                                   "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=True", NULL };
  const char * const not_ignored[] = { "AWS_ENDPOINT_URL=http://localhost:1",
                                       "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false", NULL };

  g_assert_null (smith_aws_environment_get_endpoint (none, "iam"));
  g_assert_cmpstr (smith_aws_environment_get_endpoint (all, "iam"), ==, "http://localhost:2");
  g_assert_cmpstr (smith_aws_environment_get_endpoint (all, "sts"), ==, "http://localhost:1");
  g_assert_cmpstr (smith_aws_environment_get_endpoint (all, "elb"), ==, "http://localhost:1");
  g_assert_cmpstr (smith_aws_environment_get_endpoint (all, "elbv2"), ==, "http://localhost:3");
  g_assert_null (smith_aws_environment_get_endpoint (ignored, "iam"));
  g_assert_null (smith_aws_environment_get_endpoint (ignored, "sts"));
  g_assert_cmpstr (smith_aws_environment_get_endpoint (not_ignored, "iam"), ==, "http://localhost:1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-environment/credentials", test_credentials);
  g_test_add_func ("/aws-environment/region", test_region);
  g_test_add_func ("/aws-environment/endpoint", test_endpoint);

  return g_test_run ();
}
