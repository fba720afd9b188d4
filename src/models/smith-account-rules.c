/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account.h"

#include <string.h>

#include <glib/gi18n.h>

/* What each field of an account may be. The rules are of form: whether AWS knows the credentials is
 * found out by a test. */

/**
 * smith_account_check_access_key_id:
 *
 * The rule is that of IAM's accessKeyIdType: 16 to 128 of `[\w]+`, ASCII.
 *
 * Returns: (transfer full) (nullable): why @text cannot be an access key ID; NULL if it can
 */
char *
smith_account_check_access_key_id (const char *text)
{
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  if (length == 0)
    return g_strdup (_("Enter the access key ID; it looks like AKIAIOSFODNN7EXAMPLE."));
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return g_strdup (_("An access key ID has only letters and digits."));
  if (length < 16 || length > 128)
    return g_strdup (_("An access key ID has 16 to 128 characters; most have 20."));

  return NULL;
}

/**
 * smith_account_check_secret:
 * @secret: a secret access key or a session token
 *
 * Returns: (transfer full) (nullable): why @secret cannot be one; NULL if it can
 */
char *
smith_account_check_secret (SmithSecret *secret)
{
  const char *data;
  gsize size;

  if (secret == NULL || smith_secret_get_size (secret) == 0)
    return g_strdup (_("Enter the secret access key; AWS shows it once, when the access key is created."));

  data = smith_secret_get_data (secret);
  size = smith_secret_get_size (secret);
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isgraph (data[i]))
      return g_strdup (_("There is a space or a line break in it: copy it again without."));

  return NULL;
}

/**
 * smith_account_check_region:
 *
 * Checks the form only, so that a region that opens tomorrow is good as well.
 *
 * Returns: (transfer full) (nullable): why @text cannot be a region; NULL if it can
 */
char *
smith_account_check_region (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (*text == '\0')
    return g_strdup (_("Enter the region; us-east-1 is as good as any for IAM."));
  if (strlen (text) > 32 || !g_regex_match_simple ("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}\\z", text, 0, 0))
    return g_strdup (_("A region looks like eu-central-1 or us-east-1."));

  return NULL;
}

/**
 * smith_account_check_endpoint:
 *
 * Plain HTTP carries a private key in the clear: it is good on this computer only.
 *
 * Returns: (transfer full) (nullable): why @text cannot be an endpoint; NULL if it can
 */
char *
smith_account_check_endpoint (const char *text)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme, *host;

  g_return_val_if_fail (text != NULL, NULL);

  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0' || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    return g_strdup (_("An endpoint looks like https://iam.example.com; leave it empty to ask AWS itself."));
  if (g_str_equal (scheme, "http"))
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
      gboolean loopback = g_str_equal (host, "localhost") ||
                          (address != NULL && g_inet_address_get_is_loopback (address));

      if (!loopback)
        return g_strdup (_("The private key would travel unencrypted: use https, or an address of this computer."));
    }

  return NULL;
}
