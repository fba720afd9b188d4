/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-reply.h"

#include <glib/gi18n.h>

/**
 * SmithAwsReply:
 *
 * What a Query service answered to a call that worked: a tree, and the request id.
 */
struct _SmithAwsReply
{
  gatomicrefcount  ref_count;
  guint            status;
  char            *request_id;
  SmithAwsElement *root;
};

G_DEFINE_BOXED_TYPE (SmithAwsReply, smith_aws_reply, smith_aws_reply_ref, smith_aws_reply_unref)

static char *
dup_request_id (SmithHttpReply  *http,
                SmithAwsElement *root)
{
  static const char * const paths[] = { "ResponseMetadata/RequestId", "RequestId", "RequestID" };
  static const char * const fields[] = { "x-amzn-RequestId", "x-amz-request-id" };

  for (gsize i = 0; root != NULL && i < G_N_ELEMENTS (paths); i++)
    if (smith_aws_element_find_text (root, paths[i]) != NULL)
      return g_strstrip (g_strdup (smith_aws_element_find_text (root, paths[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = smith_http_headers_lookup (smith_http_reply_get_headers (http), fields[i]);

      if (value != NULL && g_utf8_validate (value, -1, NULL))
        return g_strdup (value);
    }

  return NULL;
}

/* `<ErrorResponse><Error>` of IAM, STS and ELB; `<Response><Errors><Error>` of EC2 and of some front
 * ends. */
static GError *
make_error (SmithHttpReply  *http,
            SmithAwsElement *root)
{
  g_autofree char *request_id = dup_request_id (http, root);
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;
  SmithAwsElement *details = NULL;

  if (root != NULL)
    details = smith_aws_element_find (root, "Error");
  if (root != NULL && details == NULL)
    details = smith_aws_element_find (root, "Errors/Error");
  if (details != NULL)
    {
      const char *code_text = smith_aws_element_find_text (details, "Code");
      const char *message_text = smith_aws_element_find_text (details, "Message");

      code = code_text != NULL ? g_strstrip (g_strdup (code_text)) : NULL;
      message = message_text != NULL ? g_strstrip (g_strdup (message_text)) : NULL;
    }

  return smith_aws_error_new (smith_http_reply_get_status (http), code, message, request_id);
}

/**
 * smith_aws_reply_new_from_http:
 * @http: any answer
 *
 * Returns: (transfer full): the reply, or %NULL with an error of %SMITH_AWS_ERROR where it is an
 *   error of the service, or no answer of a Query service at all
 */
SmithAwsReply *
smith_aws_reply_new_from_http (SmithHttpReply  *http,
                               GError         **error)
{
  g_autoptr (SmithAwsElement) root = NULL;
  g_autoptr (GError) parse_error = NULL;
  SmithAwsReply *self;
  guint status;

  g_return_val_if_fail (http != NULL, NULL);

  status = smith_http_reply_get_status (http);
  root = smith_aws_element_parse (smith_http_reply_get_body (http), &parse_error);
  if (status < 200 || status > 299)
    {
      g_propagate_error (error, make_error (http, root));
      return NULL;
    }
  if (root == NULL || g_str_equal (smith_aws_element_get_name (root), "html") ||
      g_str_equal (smith_aws_element_get_name (root), "ErrorResponse"))
    {
      g_autofree char *request_id = dup_request_id (http, root);

      g_propagate_error (error,
                         smith_aws_error_new_bad_reply (status,
                                                        parse_error != NULL ? parse_error->message
                                                                            : _("it is no answer of AWS"),
                                                        request_id));
      return NULL;
    }

  self = g_new0 (SmithAwsReply, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->request_id = dup_request_id (http, root);
  self->root = g_steal_pointer (&root);

  return self;
}

/**
 * smith_aws_reply_ref:
 *
 * Returns: (transfer full): the same reply
 */
SmithAwsReply *
smith_aws_reply_ref (SmithAwsReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_aws_reply_unref:
 * @self: (transfer full): a reply
 */
void
smith_aws_reply_unref (SmithAwsReply *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->request_id);
  smith_aws_element_unref (self->root);
  g_free (self);
}

/**
 * smith_aws_reply_get_root:
 *
 * Returns: (transfer none): the outermost element
 */
SmithAwsElement *
smith_aws_reply_get_root (SmithAwsReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

/**
 * smith_aws_reply_find:
 * @path: names of elements below the root
 *
 * Returns: (transfer none) (nullable): the element there
 */
SmithAwsElement *
smith_aws_reply_find (SmithAwsReply *self,
                      const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);

  return smith_aws_element_find (self->root, path);
}

/**
 * smith_aws_reply_find_text:
 * @path: names of elements below the root
 *
 * Returns: (transfer none) (nullable): the text of the element there
 */
const char *
smith_aws_reply_find_text (SmithAwsReply *self,
                           const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);

  return smith_aws_element_find_text (self->root, path);
}

/**
 * smith_aws_reply_get_request_id:
 *
 * Returns: (transfer none) (nullable): what AWS Support asks for
 */
const char *
smith_aws_reply_get_request_id (SmithAwsReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request_id;
}

/**
 * smith_aws_reply_get_status:
 *
 * Returns: the status of the answer, 200 to 299
 */
guint
smith_aws_reply_get_status (SmithAwsReply *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}
