/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-endpoint.h"

#include <json-glib/json-glib.h>

#include "smith-test.h"

/* Hosts and signing regions, against botocore's endpoint data for every region that it knows. */

static const char script[] =
  "import json, botocore.session\n"
  "session = botocore.session.get_session()\n"
  "resolver = session.get_component('endpoint_resolver')\n"
  "ids = {'iam': 'iam', 'sts': 'sts', 'acm': 'acm', 'elb': 'elasticloadbalancing', 'elbv2': 'elasticloadbalancing'}\n"
  "rows = []\n"
  "for partition in resolver.get_available_partitions():\n"
  "    for region in session.get_available_regions('ec2', partition):\n"
  "        for service, name in ids.items():\n"
  "            found = resolver.construct_endpoint(name, region, partition)\n"
  "            scope = found.get('credentialScope', {})\n"
  "            rows.append([service, region, partition, found['hostname'], scope.get('region', region),\n"
  "                         scope.get('service', name)])\n"
  "print(json.dumps(rows))\n";

static void
test_botocore (void)
{
  const char *argv[] = { "/usr/bin/python3", "-c", script, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);
  g_autoptr (JsonNode) root = json_from_string (output, NULL);
  JsonArray *rows = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (rows), >=, 100);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      const char *service = json_array_get_string_element (row, 0);
      const char *region = json_array_get_string_element (row, 1);
      g_autofree char *wanted = g_strdup_printf ("https://%s/", json_array_get_string_element (row, 3));
      g_autofree char *uri = smith_aws_endpoint_dup_uri (service, region);
      g_autofree char *signing_region = smith_aws_endpoint_dup_signing_region (service, region);

      g_test_message ("%s in %s", service, region);
      g_assert_true (smith_aws_endpoint_is_valid_region (region));
      g_assert_cmpstr (smith_aws_endpoint_get_partition (region), ==, json_array_get_string_element (row, 2));
      g_assert_cmpstr (uri, ==, wanted);
      g_assert_cmpstr (signing_region, ==, json_array_get_string_element (row, 4));
      g_assert_cmpstr (smith_aws_endpoint_get_signing_name (service), ==, json_array_get_string_element (row, 5));
    }
}

/* Partitions that the botocore of Debian 12 does not know yet; as later ones have them. */
static void
test_new_partitions (void)
{
  static const struct
  {
    const char *region;
    const char *partition;
    const char *iam;
    const char *iam_region;
    const char *sts;
  } rows[] =
  {
    { "eu-isoe-west-1", "aws-iso-e", "https://iam.eu-isoe-west-1.cloud.adc-e.uk/", "eu-isoe-west-1",
      "https://sts.eu-isoe-west-1.cloud.adc-e.uk/" },
    { "us-isof-east-1", "aws-iso-f", "https://iam.us-isof-south-1.csp.hci.ic.gov/", "us-isof-south-1",
      "https://sts.us-isof-east-1.csp.hci.ic.gov/" },
    { "eusc-de-east-1", "aws-eusc", "https://iam.eusc-de-east-1.amazonaws.eu/", "eusc-de-east-1",
      "https://sts.eusc-de-east-1.amazonaws.eu/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *iam = smith_aws_endpoint_dup_uri ("iam", rows[i].region);
      g_autofree char *iam_region = smith_aws_endpoint_dup_signing_region ("iam", rows[i].region);
      g_autofree char *sts = smith_aws_endpoint_dup_uri ("sts", rows[i].region);

      g_assert_cmpstr (smith_aws_endpoint_get_partition (rows[i].region), ==, rows[i].partition);
      g_assert_cmpstr (iam, ==, rows[i].iam);
      g_assert_cmpstr (iam_region, ==, rows[i].iam_region);
      g_assert_cmpstr (sts, ==, rows[i].sts);
    }
}

static void
test_regions (void)
{
  static const char * const wrong[] =
  {
    "", "-a", "a-", "EU-CENTRAL-1", "eu central 1", "eu.central", "a/b", "a@b", "ü",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (smith_aws_endpoint_is_valid_region (wrong[i]));
  /* One that does not exist yet. */
  g_assert_true (smith_aws_endpoint_is_valid_region ("moon-north-1"));
  g_assert_cmpstr (smith_aws_endpoint_get_partition ("moon-north-1"), ==, "aws");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-endpoint/botocore", test_botocore);
  g_test_add_func ("/aws-endpoint/new-partitions", test_new_partitions);
  g_test_add_func ("/aws-endpoint/regions", test_regions);

  return g_test_run ();
}
