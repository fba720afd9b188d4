/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-endpoint.h"

#include <string.h>

typedef struct
{
  const char *prefix;      /* of the names of its regions */
  const char *partition;
  const char *suffix;      /* of its hosts */
  const char *iam_host;
  const char *iam_region;
} Partition;

/* From the endpoint data of the AWS SDKs, November 2026. The last row is for all other regions. */
static const Partition partitions[] =
{
  { "cn-", "aws-cn", "amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1" },
  { "us-gov-", "aws-us-gov", "amazonaws.com", "iam.us-gov.amazonaws.com", "us-gov-west-1" },
  { "us-iso-", "aws-iso", "c2s.ic.gov", "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1" },
  { "us-isob-", "aws-iso-b", "sc2s.sgov.gov", "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1" },
  { "eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", "iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1" },
  { "us-isof-", "aws-iso-f", "csp.hci.ic.gov", "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1" },
  { "eusc-", "aws-eusc", "amazonaws.eu", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1" },
  { "", "aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1" },
};

static const struct
{
  const char *service;
  const char *host;          /* first label of its regional hosts; NULL: one host for the partition */
  const char *signing_name;
} services[] =
{
  { "iam", NULL, "iam" },
  { "sts", "sts", "sts" },
  { "acm", "acm", "acm" },
  { "elb", "elasticloadbalancing", "elasticloadbalancing" },
  { "elbv2", "elasticloadbalancing", "elasticloadbalancing" },
};

static const Partition *
find_partition (const char *region)
{
  gsize i = 0;

  while (!g_str_has_prefix (region, partitions[i].prefix))
    i++;

  return &partitions[i];
}

static gssize
find_service (const char *service)
{
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_str_equal (services[i].service, service))
      return (gssize) i;

  return -1;
}

/**
 * smith_aws_endpoint_get_partition:
 * @region: a region, such as `eu-central-1`
 *
 * Returns: (transfer none): `aws`, `aws-cn`, `aws-us-gov`, …
 */
const char *
smith_aws_endpoint_get_partition (const char *region)
{
  g_return_val_if_fail (region != NULL, NULL);

  return find_partition (region)->partition;
}

/**
 * smith_aws_endpoint_is_valid_region:
 * @region: what somebody typed
 *
 * A region becomes part of a host name, so it must have the form of one label (RFC 1123 2.1), in
 * small letters as AWS writes them. Whether such a region exists only AWS knows: new ones appear.
 *
 * Returns: whether it has the form of a region
 */
gboolean
smith_aws_endpoint_is_valid_region (const char *region)
{
  gsize length;

  g_return_val_if_fail (region != NULL, FALSE);

  length = strlen (region);

  return length >= 1 && length <= 63 &&
         strspn (region, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
         region[0] != '-' && region[length - 1] != '-';
}

/**
 * smith_aws_endpoint_dup_uri:
 * @service: `iam`, `sts`, `acm`, `elb` or `elbv2`
 * @region: a region
 *
 * Returns: (transfer full): the address, such as `https://sts.eu-central-1.amazonaws.com/`; IAM has
 *   one for the whole partition
 */
char *
smith_aws_endpoint_dup_uri (const char *service,
                            const char *region)
{
  const Partition *partition;
  gssize row;

  g_return_val_if_fail (service != NULL && region != NULL, NULL);

  partition = find_partition (region);
  row = find_service (service);
  g_return_val_if_fail (row >= 0, NULL);

  if (services[row].host == NULL)
    return g_strdup_printf ("https://%s/", partition->iam_host);

  return g_strdup_printf ("https://%s.%s.%s/", services[row].host, region, partition->suffix);
}

/**
 * smith_aws_endpoint_dup_signing_region:
 * @service: `iam`, `sts`, `acm`, `elb` or `elbv2`
 * @region: a region
 *
 * Returns: (transfer full): the region that the signature names
 */
char *
smith_aws_endpoint_dup_signing_region (const char *service,
                                       const char *region)
{
  gssize row;

  g_return_val_if_fail (service != NULL && region != NULL, NULL);

  row = find_service (service);
  g_return_val_if_fail (row >= 0, NULL);

  return g_strdup (services[row].host == NULL ? find_partition (region)->iam_region : region);
}

/**
 * smith_aws_endpoint_get_signing_name:
 * @service: `iam`, `sts`, `acm`, `elb` or `elbv2`
 *
 * Returns: (transfer none): the service that the signature names
 */
const char *
smith_aws_endpoint_get_signing_name (const char *service)
{
  gssize row;

  g_return_val_if_fail (service != NULL, NULL);

  row = find_service (service);
  g_return_val_if_fail (row >= 0, NULL);

  return services[row].signing_name;
}
