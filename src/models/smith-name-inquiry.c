/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-inquiry.h"

#include "smith-account-private.h"
#include "smith-aws-iam.h"
#include "smith-read-back.h"

/* Three questions in a row, each a step: open the account, GetServerCertificate, GetAccountSummary. */
typedef struct
{
  SmithAwsClient   *client;
  SmithCertificate *certificate;
  GPtrArray        *chain;
  char             *name;
  SmithNameAnswer   answer;
} Inquiry;

static void
inquiry_free (Inquiry *inquiry)
{
  g_clear_object (&inquiry->client);
  g_object_unref (inquiry->certificate);
  g_ptr_array_unref (inquiry->chain);
  g_free (inquiry->name);
  g_free (inquiry);
}

static void
get_account_summary_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Inquiry *inquiry = g_task_get_task_data (task);

  inquiry->answer.quota_known =
    smith_aws_iam_get_account_summary_finish (SMITH_AWS_CLIENT (source), result,
                                              &inquiry->answer.n_used, &inquiry->answer.quota, NULL) &&
    inquiry->answer.quota > 0;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
ask_for_summary (GTask *task)
{
  Inquiry *inquiry = g_task_get_task_data (task);

  smith_aws_iam_get_account_summary_async (inquiry->client, g_task_get_cancellable (task),
                                           get_account_summary_cb, task);
}

static void
compare_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Inquiry *inquiry = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SmithReadBack verdict;

  /* What cannot be read is at any rate not this certificate. */
  if (smith_read_back_compare_finish (result, &verdict, &error) && verdict == SMITH_READ_BACK_IDENTICAL)
    inquiry->answer.name_state = SMITH_NAME_SAME;
  else
    inquiry->answer.name_state = SMITH_NAME_TAKEN;

  ask_for_summary (g_steal_pointer (&task));
}

static void
get_server_certificate_cb (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsServerCertificate) there = NULL;
  SmithAccount *account = g_task_get_source_object (task);
  Inquiry *inquiry = g_task_get_task_data (task);
  GError *error = NULL;

  there = smith_aws_iam_get_server_certificate_finish (inquiry->client, result, &error);
  smith_account_set_clock_offset (account, smith_aws_client_get_clock_offset (inquiry->client));
  if (g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_NO_SUCH_ENTITY))
    {
      g_clear_error (&error);
      inquiry->answer.name_state = SMITH_NAME_FREE;
      ask_for_summary (g_steal_pointer (&task));
      return;
    }
  if (there == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  smith_read_back_compare_async (there, inquiry->certificate, inquiry->chain,
                                 g_task_get_cancellable (task), compare_cb, g_object_ref (task));
}

static void
open_account_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Inquiry *inquiry = g_task_get_task_data (task);
  GError *error = NULL;

  inquiry->client = smith_account_open_finish (SMITH_ACCOUNT (source), result, &error);
  if (inquiry->client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  smith_aws_iam_get_server_certificate_async (inquiry->client, inquiry->name, g_task_get_cancellable (task),
                                              get_server_certificate_cb, g_object_ref (task));
}

/**
 * smith_name_inquiry_async:
 * @keyring: (nullable): where the secret of @account is
 * @name: one that smith_iam_check_name() lets pass
 * @chain: (element-type SmithCertificate): what would be sent; not changed any more
 *
 * Asks AWS what stands under @name, and how many server certificates the account holds. Changes nothing there.
 */
void
smith_name_inquiry_async (SmithAccount        *account,
                          SmithKeyring        *keyring,
                          const char          *name,
                          SmithCertificate    *certificate,
                          GPtrArray           *chain,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Inquiry *inquiry;

  g_return_if_fail (SMITH_IS_ACCOUNT (account) && SMITH_IS_CERTIFICATE (certificate));
  g_return_if_fail (name != NULL && chain != NULL);

  inquiry = g_new0 (Inquiry, 1);
  inquiry->certificate = g_object_ref (certificate);
  inquiry->chain = g_ptr_array_ref (chain);
  inquiry->name = g_strdup (name);

  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_name_inquiry_async);
  g_task_set_task_data (task, inquiry, (GDestroyNotify) inquiry_free);
  smith_account_open_async (account, keyring, cancellable, open_account_cb, g_steal_pointer (&task));
}

/**
 * smith_name_inquiry_finish:
 * @answer: (out caller-allocates): what AWS said
 * @error: SMITH_AWS_ERROR, SMITH_NET_ERROR, SMITH_KEYRING_ERROR, SMITH_ACCOUNT_ERROR, G_IO_ERROR_CANCELLED
 *
 * Returns: whether there is an answer
 */
gboolean
smith_name_inquiry_finish (SmithAccount     *account,
                           GAsyncResult     *result,
                           SmithNameAnswer  *answer,
                           GError          **error)
{
  Inquiry *inquiry;

  g_return_val_if_fail (g_task_is_valid (result, account) && answer != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  inquiry = g_task_get_task_data (G_TASK (result));
  *answer = inquiry->answer;

  return TRUE;
}
