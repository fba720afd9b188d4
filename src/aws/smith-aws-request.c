/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-request.h"

#include <string.h>

#include "smith-aws-escape.h"

/**
 * SmithAwsRequest:
 *
 * A call of the Query protocol: the service, the version of its API, the action, and parameters in
 * their order. Values are secrets throughout, so that the one which is a private key is handled like
 * the others and none is left behind in memory.
 */
struct _SmithAwsRequest
{
  gatomicrefcount  ref_count;
  char            *service;
  GPtrArray       *names;   /* Owned: char * */
  GPtrArray       *values;  /* Owned: SmithSecret */
  gboolean         safe;
};

G_DEFINE_BOXED_TYPE (SmithAwsRequest, smith_aws_request, smith_aws_request_ref, smith_aws_request_unref)

/**
 * smith_aws_request_new:
 * @service: `iam`, `sts`, `elb` or `elbv2`
 * @version: of its API, a date
 * @action: what to do
 *
 * Returns: (transfer full): a request that is not safe to repeat unless said so
 */
SmithAwsRequest *
smith_aws_request_new (const char *service,
                       const char *version,
                       const char *action)
{
  SmithAwsRequest *self;

  g_return_val_if_fail (service != NULL && version != NULL && action != NULL, NULL);

  self = g_new0 (SmithAwsRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->service = g_strdup (service);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_secret_unref);
  smith_aws_request_append (self, "Action", action);
  smith_aws_request_append (self, "Version", version);

  return self;
}

/**
 * smith_aws_request_ref:
 *
 * Returns: (transfer full): the same request
 */
SmithAwsRequest *
smith_aws_request_ref (SmithAwsRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_aws_request_unref:
 * @self: (transfer full): a request
 */
void
smith_aws_request_unref (SmithAwsRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->service);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

/**
 * smith_aws_request_get_service:
 *
 * Returns: (transfer none): whom to ask
 */
const char *
smith_aws_request_get_service (SmithAwsRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->service;
}

/**
 * smith_aws_request_append:
 * @name: of a parameter
 * @value: its value, not encoded
 */
void
smith_aws_request_append (SmithAwsRequest *self,
                          const char      *name,
                          const char      *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, smith_secret_new_string (value));
}

/**
 * smith_aws_request_append_secret:
 * @name: of a parameter
 * @value: its value, not encoded and not copied
 */
void
smith_aws_request_append_secret (SmithAwsRequest *self,
                                 const char      *name,
                                 SmithSecret     *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, smith_secret_ref (value));
}

/**
 * smith_aws_request_get_safe:
 *
 * Returns: whether it may be sent again when its answer was lost
 */
gboolean
smith_aws_request_get_safe (SmithAwsRequest *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->safe;
}

/**
 * smith_aws_request_set_safe:
 * @safe: %TRUE where doing it twice is the same as doing it once
 */
void
smith_aws_request_set_safe (SmithAwsRequest *self,
                            gboolean         safe)
{
  g_return_if_fail (self != NULL);

  self->safe = safe;
}

/**
 * smith_aws_request_encode:
 *
 * Returns: (transfer full): the parameters as `application/x-www-form-urlencoded`, made in one piece
 *   of memory that is wiped
 */
SmithSecret *
smith_aws_request_encode (SmithAwsRequest *self)
{
  gsize size = 0;
  char *encoded;
  char *end;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->names, i);
      SmithSecret *value = g_ptr_array_index (self->values, i);

      size += (i > 0) + smith_aws_escape_get_size (name, strlen (name)) + 1 +
              smith_aws_escape_get_size (smith_secret_get_data (value), smith_secret_get_size (value));
    }

  encoded = end = g_malloc (size);
  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->names, i);
      SmithSecret *value = g_ptr_array_index (self->values, i);

      if (i > 0)
        *end++ = '&';
      end = smith_aws_escape_append (end, name, strlen (name), NULL);
      *end++ = '=';
      end = smith_aws_escape_append (end, smith_secret_get_data (value), smith_secret_get_size (value), NULL);
    }
  g_assert (end == encoded + size);

  return smith_secret_new_take (encoded, size);
}
