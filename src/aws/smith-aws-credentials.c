/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-credentials.h"

/**
 * SmithAwsCredentials:
 *
 * What signs a request to AWS: the public access key id, the secret access key and, for temporary
 * credentials, the session token. Free to cross threads.
 */
struct _SmithAwsCredentials
{
  gatomicrefcount  ref_count;
  char            *access_key_id;
  SmithSecret     *secret_access_key;
  SmithSecret     *session_token;
};

G_DEFINE_BOXED_TYPE (SmithAwsCredentials, smith_aws_credentials, smith_aws_credentials_ref,
                     smith_aws_credentials_unref)

/**
 * smith_aws_credentials_new:
 * @access_key_id: the public half, `AKIA…` or, with a session token, `ASIA…`
 * @secret_access_key: the secret half
 * @session_token: (nullable): only with temporary credentials
 *
 * Returns: (transfer full): new credentials
 */
SmithAwsCredentials *
smith_aws_credentials_new (const char  *access_key_id,
                           SmithSecret *secret_access_key,
                           SmithSecret *session_token)
{
  SmithAwsCredentials *self;

  g_return_val_if_fail (access_key_id != NULL && secret_access_key != NULL, NULL);

  self = g_new0 (SmithAwsCredentials, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->access_key_id = g_strdup (access_key_id);
  self->secret_access_key = smith_secret_ref (secret_access_key);
  self->session_token = session_token != NULL ? smith_secret_ref (session_token) : NULL;

  return self;
}

/**
 * smith_aws_credentials_ref:
 *
 * Returns: (transfer full): the same credentials
 */
SmithAwsCredentials *
smith_aws_credentials_ref (SmithAwsCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_aws_credentials_unref:
 * @self: (transfer full): credentials
 */
void
smith_aws_credentials_unref (SmithAwsCredentials *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->access_key_id);
  smith_secret_unref (self->secret_access_key);
  g_clear_pointer (&self->session_token, smith_secret_unref);
  g_free (self);
}

/**
 * smith_aws_credentials_get_access_key_id:
 *
 * Returns: (transfer none): the public half
 */
const char *
smith_aws_credentials_get_access_key_id (SmithAwsCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->access_key_id;
}

/**
 * smith_aws_credentials_get_secret_access_key:
 *
 * Returns: (transfer none): the secret half
 */
SmithSecret *
smith_aws_credentials_get_secret_access_key (SmithAwsCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->secret_access_key;
}

/**
 * smith_aws_credentials_get_session_token:
 *
 * Returns: (transfer none) (nullable): the token of temporary credentials
 */
SmithSecret *
smith_aws_credentials_get_session_token (SmithAwsCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->session_token;
}
