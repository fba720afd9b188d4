/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-iam.h"

#include <glib/gi18n.h>

/* The server certificates of AWS Identity and Access Management, API 2010-05-08: the names of calls,
 * parameters and elements are those of the published model. */
#define API_VERSION "2010-05-08"
/* The quota is 1,000 at most; more pages than that come from a service that runs in circles. */
#define MAX_PAGES 1000

static GError *
make_missing_error (SmithAwsReply *reply)
{
  return smith_aws_error_new_bad_reply (smith_aws_reply_get_status (reply),
                                        _("a part that belongs into it is missing"),
                                        smith_aws_reply_get_request_id (reply));
}

/* Ends @task with a certificate (transfer full), or says that the answer is not whole. */
static void
return_certificate (GTask                     *task,
                    SmithAwsServerCertificate *certificate,
                    SmithAwsReply             *reply)
{
  if (certificate != NULL)
    g_task_return_pointer (task, certificate, g_object_unref);
  else
    g_task_return_error (task, make_missing_error (reply));
}

static SmithAwsReply *
finish_or_fail (SmithAwsClient *client,
                GAsyncResult   *result,
                GTask          *task)
{
  GError *error = NULL;
  SmithAwsReply *reply = smith_aws_client_send_finish (client, result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);

  return reply;
}

static void
upload_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsReply) reply = finish_or_fail (SMITH_AWS_CLIENT (source), result, task);

  if (reply != NULL)
    return_certificate (task,
                        smith_aws_server_certificate_new
                          (smith_aws_reply_find (reply, "UploadServerCertificateResult/ServerCertificateMetadata"),
                           NULL, NULL),
                        reply);
}

/**
 * smith_aws_iam_upload_server_certificate_async:
 * @name: 1 to 128 of `A-Za-z0-9_+=,.@-`
 * @path: (nullable): `/` (as %NULL) or `/…/`
 * @certificate_body: one certificate in PEM
 * @private_key: its key in PEM, without a passphrase
 * @certificate_chain: (nullable): the certificates after it in PEM; %NULL without any
 * @cancellable: (nullable): stops waiting; the upload may have happened then
 * @callback: called when it is done
 *
 * UploadServerCertificate. It is not sent again after a lost answer, since it may have arrived: ask
 * for the certificate first.
 */
void
smith_aws_iam_upload_server_certificate_async (SmithAwsClient      *client,
                                               const char          *name,
                                               const char          *path,
                                               const char          *certificate_body,
                                               SmithSecret         *private_key,
                                               const char          *certificate_chain,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data)
{
  g_autoptr (SmithAwsRequest) request = NULL;
  GTask *task;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (client));
  g_return_if_fail (name != NULL && certificate_body != NULL && private_key != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_iam_upload_server_certificate_async);
  request = smith_aws_request_new ("iam", API_VERSION, "UploadServerCertificate");
  smith_aws_request_append (request, "ServerCertificateName", name);
  smith_aws_request_append_secret (request, "PrivateKey", private_key);
  /* Behind the key, so that the last block that goes through the checksum holds none of it. */
  smith_aws_request_append (request, "CertificateBody", certificate_body);
  if (certificate_chain != NULL && *certificate_chain != '\0')
    smith_aws_request_append (request, "CertificateChain", certificate_chain);
  if (path != NULL && *path != '\0')
    smith_aws_request_append (request, "Path", path);
  smith_aws_client_send_async (client, request, cancellable, upload_cb, task);
}

/**
 * smith_aws_iam_upload_server_certificate_finish:
 *
 * Returns: (transfer full): where the certificate is now, without its PEM texts; or %NULL with an error
 */
SmithAwsServerCertificate *
smith_aws_iam_upload_server_certificate_finish (SmithAwsClient  *client,
                                                GAsyncResult    *result,
                                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
get_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsReply) reply = finish_or_fail (SMITH_AWS_CLIENT (source), result, task);
  SmithAwsElement *element;
  const char *body;

  if (reply == NULL)
    return;

  element = smith_aws_reply_find (reply, "GetServerCertificateResult/ServerCertificate");
  body = element != NULL ? smith_aws_element_find_text (element, "CertificateBody") : NULL;
  if (body == NULL)
    g_task_return_error (task, make_missing_error (reply));
  else
    return_certificate (task,
                        smith_aws_server_certificate_new
                          (smith_aws_element_find (element, "ServerCertificateMetadata"),
                           body, smith_aws_element_find_text (element, "CertificateChain")),
                        reply);
}

/**
 * smith_aws_iam_get_server_certificate_async:
 * @name: of the certificate
 * @cancellable: (nullable): stops waiting
 * @callback: called when it is done
 *
 * GetServerCertificate.
 */
void
smith_aws_iam_get_server_certificate_async (SmithAwsClient      *client,
                                            const char          *name,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data)
{
  g_autoptr (SmithAwsRequest) request = NULL;
  GTask *task;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (client));
  g_return_if_fail (name != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_iam_get_server_certificate_async);
  request = smith_aws_request_new ("iam", API_VERSION, "GetServerCertificate");
  smith_aws_request_append (request, "ServerCertificateName", name);
  smith_aws_request_set_safe (request, TRUE);
  smith_aws_client_send_async (client, request, cancellable, get_cb, task);
}

/**
 * smith_aws_iam_get_server_certificate_finish:
 *
 * Returns: (transfer full): the certificate with its PEM texts, or %NULL with an error;
 *   %SMITH_AWS_ERROR_NO_SUCH_ENTITY where there is none of that name
 */
SmithAwsServerCertificate *
smith_aws_iam_get_server_certificate_finish (SmithAwsClient  *client,
                                             GAsyncResult    *result,
                                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  char       *path_prefix;
  GListStore *certificates;
  guint       n_pages;
} ListState;

static void
free_list_state (ListState *state)
{
  g_free (state->path_prefix);
  g_clear_object (&state->certificates);
  g_free (state);
}

static void request_page (GTask      *task,
                          const char *marker);

static void
list_page_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ListState *state = g_task_get_task_data (task);
  g_autoptr (SmithAwsReply) reply = finish_or_fail (SMITH_AWS_CLIENT (source), result, task);
  SmithAwsElement *answer;
  SmithAwsElement *members;
  const char *is_truncated;
  const char *marker;

  if (reply == NULL)
    return;

  answer = smith_aws_reply_find (reply, "ListServerCertificatesResult");
  members = answer != NULL ? smith_aws_element_find (answer, "ServerCertificateMetadataList") : NULL;
  if (members == NULL)
    {
      g_task_return_error (task, make_missing_error (reply));
      return;
    }
  for (guint i = 0; i < smith_aws_element_get_n_children (members); i++)
    {
      g_autoptr (SmithAwsServerCertificate) certificate =
        smith_aws_server_certificate_new (smith_aws_element_get_child (members, i), NULL, NULL);

      if (certificate == NULL)
        {
          g_task_return_error (task, make_missing_error (reply));
          return;
        }
      g_list_store_append (state->certificates, certificate);
    }

  is_truncated = smith_aws_element_find_text (answer, "IsTruncated");
  marker = smith_aws_element_find_text (answer, "Marker");
  if (is_truncated == NULL || !g_str_equal (is_truncated, "true"))
    g_task_return_pointer (task, g_steal_pointer (&state->certificates), g_object_unref);
  else if (marker == NULL || *marker == '\0' || ++state->n_pages >= MAX_PAGES)
    g_task_return_error (task, make_missing_error (reply));
  else
    request_page (task, marker);
}

static void
request_page (GTask      *task,
              const char *marker)
{
  ListState *state = g_task_get_task_data (task);
  g_autoptr (SmithAwsRequest) request = smith_aws_request_new ("iam", API_VERSION, "ListServerCertificates");

  if (state->path_prefix != NULL && *state->path_prefix != '\0')
    smith_aws_request_append (request, "PathPrefix", state->path_prefix);
  if (marker != NULL)
    smith_aws_request_append (request, "Marker", marker);
  smith_aws_request_set_safe (request, TRUE);
  smith_aws_client_send_async (g_task_get_source_object (task), request, g_task_get_cancellable (task),
                               list_page_cb, g_object_ref (task));
}

/**
 * smith_aws_iam_list_server_certificates_async:
 * @path_prefix: (nullable): only those whose path starts so
 * @cancellable: (nullable): stops waiting
 * @callback: called when it is done
 *
 * ListServerCertificates, page after page.
 */
void
smith_aws_iam_list_server_certificates_async (SmithAwsClient      *client,
                                              const char          *path_prefix,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  ListState *state;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (client));

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_iam_list_server_certificates_async);
  state = g_new0 (ListState, 1);
  state->path_prefix = g_strdup (path_prefix);
  state->certificates = g_list_store_new (SMITH_TYPE_AWS_SERVER_CERTIFICATE);
  g_task_set_task_data (task, state, (GDestroyNotify) free_list_state);
  request_page (task, NULL);
}

/**
 * smith_aws_iam_list_server_certificates_finish:
 *
 * Returns: (transfer full): a list of #SmithAwsServerCertificate without their PEM texts, or %NULL
 *   with an error
 */
GListModel *
smith_aws_iam_list_server_certificates_finish (SmithAwsClient  *client,
                                               GAsyncResult    *result,
                                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
delete_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsReply) reply = finish_or_fail (SMITH_AWS_CLIENT (source), result, task);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
}

/**
 * smith_aws_iam_delete_server_certificate_async:
 * @name: of the certificate
 * @cancellable: (nullable): stops waiting; the deletion may have happened then
 * @callback: called when it is done
 *
 * DeleteServerCertificate. Not sent again after a lost answer: a second one would say that there is
 * no such certificate.
 */
void
smith_aws_iam_delete_server_certificate_async (SmithAwsClient      *client,
                                               const char          *name,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data)
{
  g_autoptr (SmithAwsRequest) request = NULL;
  GTask *task;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (client));
  g_return_if_fail (name != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_iam_delete_server_certificate_async);
  request = smith_aws_request_new ("iam", API_VERSION, "DeleteServerCertificate");
  smith_aws_request_append (request, "ServerCertificateName", name);
  smith_aws_client_send_async (client, request, cancellable, delete_cb, task);
}

/**
 * smith_aws_iam_delete_server_certificate_finish:
 *
 * Returns: whether it is deleted
 */
gboolean
smith_aws_iam_delete_server_certificate_finish (SmithAwsClient  *client,
                                                GAsyncResult    *result,
                                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  guint n_used;
  guint quota;
} Summary;

static gboolean
find_summary_value (SmithAwsElement *map,
                    const char      *key,
                    guint           *value)
{
  for (guint i = 0; map != NULL && i < smith_aws_element_get_n_children (map); i++)
    {
      SmithAwsElement *entry = smith_aws_element_get_child (map, i);
      guint64 number;

      if (g_strcmp0 (smith_aws_element_find_text (entry, "key"), key) == 0 &&
          smith_aws_element_find_text (entry, "value") != NULL &&
          g_ascii_string_to_unsigned (smith_aws_element_find_text (entry, "value"), 10, 0, G_MAXUINT, &number, NULL))
        {
          *value = (guint) number;
          return TRUE;
        }
    }

  return FALSE;
}

static void
get_account_summary_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsReply) reply = finish_or_fail (SMITH_AWS_CLIENT (source), result, task);
  SmithAwsElement *map;
  Summary summary;

  if (reply == NULL)
    return;

  map = smith_aws_reply_find (reply, "GetAccountSummaryResult/SummaryMap");
  if (find_summary_value (map, "ServerCertificates", &summary.n_used) &&
      find_summary_value (map, "ServerCertificatesQuota", &summary.quota))
    g_task_return_pointer (task, g_memdup2 (&summary, sizeof summary), g_free);
  else
    g_task_return_error (task, make_missing_error (reply));
}

/**
 * smith_aws_iam_get_account_summary_async:
 * @cancellable: (nullable): stops waiting
 * @callback: called when it is done
 *
 * GetAccountSummary.
 */
void
smith_aws_iam_get_account_summary_async (SmithAwsClient      *client,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_autoptr (SmithAwsRequest) request = NULL;
  GTask *task;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (client));

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_iam_get_account_summary_async);
  request = smith_aws_request_new ("iam", API_VERSION, "GetAccountSummary");
  smith_aws_request_set_safe (request, TRUE);
  smith_aws_client_send_async (client, request, cancellable, get_account_summary_cb, task);
}

/**
 * smith_aws_iam_get_account_summary_finish:
 * @n_used: (out) (optional): how many server certificates the account has
 * @quota: (out) (optional): how many it may have
 *
 * Returns: whether both are known
 */
gboolean
smith_aws_iam_get_account_summary_finish (SmithAwsClient  *client,
                                          GAsyncResult    *result,
                                          guint           *n_used,
                                          guint           *quota,
                                          GError         **error)
{
  g_autofree Summary *summary = NULL;

  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);

  summary = g_task_propagate_pointer (G_TASK (result), error);
  if (summary == NULL)
    return FALSE;
  if (n_used != NULL)
    *n_used = summary->n_used;
  if (quota != NULL)
    *quota = summary->quota;

  return TRUE;
}
