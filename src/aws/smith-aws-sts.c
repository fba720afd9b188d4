/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-sts.h"

#include <glib/gi18n.h>

/* The AWS Security Token Service, API 2011-06-15. */
#define API_VERSION "2011-06-15"

static char *
dup_text (SmithAwsReply *reply,
          const char    *path)
{
  const char *text = smith_aws_reply_find_text (reply, path);

  return text != NULL ? g_strstrip (g_strdup (text)) : NULL;
}

static void
get_caller_identity_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SmithAwsReply *reply = smith_aws_client_send_finish (SMITH_AWS_CLIENT (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) smith_aws_reply_unref);
  else
    g_task_return_error (task, error);
}

/**
 * smith_aws_sts_get_caller_identity_async:
 * @cancellable: (nullable): stops waiting
 * @callback: called when it is done
 *
 * GetCallerIdentity: needs no permission, so it tells whether credentials work at all.
 */
void
smith_aws_sts_get_caller_identity_async (SmithAwsClient      *client,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_autoptr (SmithAwsRequest) request = NULL;
  GTask *task;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (client));

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_sts_get_caller_identity_async);
  request = smith_aws_request_new ("sts", API_VERSION, "GetCallerIdentity");
  smith_aws_request_set_safe (request, TRUE);
  smith_aws_client_send_async (client, request, cancellable, get_caller_identity_cb, task);
}

/**
 * smith_aws_sts_get_caller_identity_finish:
 * @account: (out) (optional) (transfer full): the number of the account, 12 digits
 * @arn: (out) (optional) (transfer full): of the user or role
 * @user_id: (out) (optional) (transfer full) (nullable): the id of the user or role
 *
 * Returns: whether it is known who these credentials are
 */
gboolean
smith_aws_sts_get_caller_identity_finish (SmithAwsClient  *client,
                                          GAsyncResult    *result,
                                          char           **account,
                                          char           **arn,
                                          char           **user_id,
                                          GError         **error)
{
  g_autoptr (SmithAwsReply) reply = NULL;
  g_autofree char *account_text = NULL;
  g_autofree char *arn_text = NULL;

  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return FALSE;

  account_text = dup_text (reply, "GetCallerIdentityResult/Account");
  arn_text = dup_text (reply, "GetCallerIdentityResult/Arn");
  if (account_text == NULL || arn_text == NULL)
    {
      g_propagate_error (error,
                         smith_aws_error_new_bad_reply (smith_aws_reply_get_status (reply),
                                                        _("a part that belongs into it is missing"),
                                                        smith_aws_reply_get_request_id (reply)));
      return FALSE;
    }

  if (account != NULL)
    *account = g_steal_pointer (&account_text);
  if (arn != NULL)
    *arn = g_steal_pointer (&arn_text);
  if (user_id != NULL)
    *user_id = dup_text (reply, "GetCallerIdentityResult/UserId");

  return TRUE;
}
