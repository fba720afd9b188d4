/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-client.h"

#include <glib/gi18n.h>

#include "smith-aws-endpoint.h"
#include "smith-aws-retry.h"
#include "smith-aws-sigv4.h"

#define FORM_TYPE "application/x-www-form-urlencoded; charset=utf-8"

/* The pauses of the AWS SDKs' standard mode. */
#define BACKOFF_BASE_MS 500
#define BACKOFF_CAP_MS 20000
/* All attempts together: nobody looks longer at a spinner. */
#define PATIENCE (90 * G_TIME_SPAN_SECOND)
/* AWS accepts signatures five minutes old; the AWS SDKs correct from four on. */
#define TOLERATED_OFFSET (4 * G_TIME_SPAN_MINUTE)

/**
 * SmithAwsClient:
 *
 * One account's way to AWS: signs calls, sends them, sends them again where that is safe, corrects a
 * wrong clock of this computer, and maps errors.
 *
 * A call runs through sign_request_cb → send_http_cb → read_reply_cb, and from there back to the start
 * after a pause, or to its end. Signing and reading happen in a worker, since a chain may have
 * 2 MiB. Lives on the main thread and belongs to whoever uses the account.
 */
struct _SmithAwsClient
{
  GObject              parent_instance;

  /* Owned */
  SmithAwsCredentials *credentials;
  char                *region;
  GHashTable          *endpoints;        /* service → address */
  SmithHttpClient     *http_client;

  SmithAwsClock        clock;
  gpointer             clock_data;
  GTimeSpan            clock_offset;     /* measured with the last answer */
  GTimeSpan            signing_offset;   /* in use, since an answer complained */
  guint                backoff_base;
  guint                backoff_cap;
};

typedef enum
{
  PROP_CREDENTIALS = 1,
  PROP_REGION,
  N_PROPERTIES,
} SmithAwsClientProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SmithAwsClient, smith_aws_client, G_TYPE_OBJECT)

typedef struct
{
  SmithAwsRequest *request;
  guint            n_attempts;
  gboolean         corrected_clock;
  gint64           started;             /* monotonic, microseconds */
} SendState;

/* What a worker needs to sign one attempt. */
typedef struct
{
  SmithAwsRequest     *request;
  SmithAwsCredentials *credentials;
  GDateTime           *time;
  char                *uri;
  char                *region;
  const char          *service;
} SignState;

static void start_attempt (GTask *task);

static void
free_send_state (SendState *state)
{
  smith_aws_request_unref (state->request);
  g_free (state);
}

static void
free_sign_state (SignState *state)
{
  smith_aws_request_unref (state->request);
  smith_aws_credentials_unref (state->credentials);
  g_date_time_unref (state->time);
  g_free (state->uri);
  g_free (state->region);
  g_free (state);
}

static GDateTime *
read_system_clock (gpointer user_data)
{
  return g_date_time_new_now_utc ();
}

static void
sign_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  SignState *state = task_data;
  g_autoptr (SmithSecret) body = smith_aws_request_encode (state->request);
  g_autoptr (SmithHttpRequest) http = smith_http_request_new ("POST", state->uri);

  smith_http_request_set_body (http, FORM_TYPE, body);
  smith_http_request_set_idempotent (http, smith_aws_request_get_safe (state->request));
  smith_aws_sigv4_sign (http, state->credentials, state->time, state->region, state->service);
  g_task_return_pointer (task, g_steal_pointer (&http), (GDestroyNotify) smith_http_request_unref);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  SmithAwsReply *reply = smith_aws_reply_new_from_http (task_data, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) smith_aws_reply_unref);
  else
    g_task_return_error (task, error);
}

static void
measure_clock (SmithAwsClient *self,
               SmithHttpReply *http)
{
  g_autoptr (GDateTime) theirs = smith_http_reply_dup_date (http);
  g_autoptr (GDateTime) ours = self->clock (self->clock_data);

  if (theirs != NULL)
    self->clock_offset = g_date_time_difference (theirs, ours);
}

static gboolean
end_pause_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    start_attempt (task);

  return G_SOURCE_REMOVE;
}

static void
pause_for (GTask  *task,
           gint64  milliseconds)
{
  g_autoptr (GSource) timeout = g_timeout_source_new ((guint) milliseconds);

  g_source_set_callback (timeout, end_pause_cb, g_object_ref (task), g_object_unref);
  if (g_task_get_cancellable (task) != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (timeout, cancelled);
    }
  g_source_attach (timeout, g_task_get_context (task));
}

/* Ends the call with @error (transfer full), or starts another attempt. */
static void
return_or_repeat (GTask          *task,
                  GError         *error,
                  SmithHttpReply *http)
{
  SmithAwsClient *self = g_task_get_source_object (task);
  SendState *state = g_task_get_task_data (task);
  gint64 retry_after = http != NULL ? smith_http_reply_get_retry_after (http) : -1;
  gint64 delay = -1;

  if (http != NULL && !state->corrected_clock && smith_aws_retry_may_be_clock (error) &&
      ABS (self->clock_offset - self->signing_offset) > TOLERATED_OFFSET)
    {
      g_error_free (error);
      state->corrected_clock = TRUE;
      self->signing_offset = self->clock_offset;
      start_attempt (task);
      return;
    }

  if (state->n_attempts < smith_aws_retry_get_max_attempts (error) &&
      smith_aws_retry_is_worthwhile (error, smith_aws_request_get_safe (state->request)))
    delay = smith_aws_retry_get_delay (state->n_attempts, g_random_double (), retry_after,
                                       self->backoff_base, self->backoff_cap);
  if (delay < 0 || g_get_monotonic_time () - state->started + delay * 1000 > PATIENCE)
    {
      g_task_return_error (task, error);
      return;
    }

  g_error_free (error);
  pause_for (task, delay);
}

static void
read_reply_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithHttpReply *http = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  SmithAwsReply *reply = g_task_propagate_pointer (G_TASK (result), &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) smith_aws_reply_unref);
  else
    return_or_repeat (task, error, http);
}

static void
send_http_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAwsClient *self = g_task_get_source_object (task);
  g_autoptr (GTask) reading = NULL;
  GError *error = NULL;
  SmithHttpReply *http = smith_http_client_send_finish (SMITH_HTTP_CLIENT (source), result, &error);

  if (http == NULL)
    {
      return_or_repeat (task, error, NULL);
      return;
    }

  measure_clock (self, http);
  reading = g_task_new (self, g_task_get_cancellable (task), read_reply_cb, g_object_ref (task));
  g_task_set_source_tag (reading, send_http_cb);
  g_task_set_task_data (reading, http, (GDestroyNotify) smith_http_reply_unref);
  g_task_run_in_thread (reading, read_in_thread);
}

static void
sign_request_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAwsClient *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (SmithHttpRequest) http = g_task_propagate_pointer (G_TASK (result), &error);

  if (http == NULL)
    g_task_return_error (task, error);
  else
    smith_http_client_send_async (self->http_client, http, g_task_get_cancellable (task),
                                  send_http_cb, g_object_ref (task));
}

static void
start_attempt (GTask *task)
{
  SmithAwsClient *self = g_task_get_source_object (task);
  SendState *state = g_task_get_task_data (task);
  const char *service = smith_aws_request_get_service (state->request);
  const char *endpoint = g_hash_table_lookup (self->endpoints, service);
  g_autoptr (GTask) signing = NULL;
  g_autoptr (GDateTime) now = self->clock (self->clock_data);
  SignState *sign = g_new0 (SignState, 1);

  state->n_attempts++;
  sign->request = smith_aws_request_ref (state->request);
  sign->credentials = smith_aws_credentials_ref (self->credentials);
  sign->time = g_date_time_add (now, self->signing_offset);
  sign->uri = endpoint != NULL ? g_strdup (endpoint) : smith_aws_endpoint_dup_uri (service, self->region);
  sign->region = smith_aws_endpoint_dup_signing_region (service, self->region);
  sign->service = smith_aws_endpoint_get_signing_name (service);

  signing = g_task_new (self, g_task_get_cancellable (task), sign_request_cb, g_object_ref (task));
  g_task_set_source_tag (signing, start_attempt);
  g_task_set_task_data (signing, sign, (GDestroyNotify) free_sign_state);
  g_task_run_in_thread (signing, sign_in_thread);
}

static void
smith_aws_client_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithAwsClient *self = SMITH_AWS_CLIENT (object);

  switch ((SmithAwsClientProperty) property_id)
    {
    case PROP_CREDENTIALS:
      g_value_set_boxed (value, self->credentials);
      break;
    case PROP_REGION:
      g_value_set_string (value, self->region);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
smith_aws_client_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SmithAwsClient *self = SMITH_AWS_CLIENT (object);

  switch ((SmithAwsClientProperty) property_id)
    {
    case PROP_CREDENTIALS:
      self->credentials = g_value_dup_boxed (value);
      break;
    case PROP_REGION:
      self->region = g_value_dup_string (value);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
smith_aws_client_finalize (GObject *object)
{
  SmithAwsClient *self = SMITH_AWS_CLIENT (object);

  g_clear_pointer (&self->credentials, smith_aws_credentials_unref);
  g_free (self->region);
  g_hash_table_unref (self->endpoints);
  g_object_unref (self->http_client);

  G_OBJECT_CLASS (smith_aws_client_parent_class)->finalize (object);
}

static void
smith_aws_client_class_init (SmithAwsClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = smith_aws_client_get_property;
  object_class->set_property = smith_aws_client_set_property;
  object_class->finalize = smith_aws_client_finalize;

  /**
   * SmithAwsClient:credentials:
   *
   * Whose calls these are.
   */
  properties[PROP_CREDENTIALS] =
    g_param_spec_boxed ("credentials", NULL, NULL, SMITH_TYPE_AWS_CREDENTIALS,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * SmithAwsClient:region:
   *
   * Decides the partition and the hosts of regional services.
   */
  properties[PROP_REGION] =
    g_param_spec_string ("region", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
smith_aws_client_init (SmithAwsClient *self)
{
  self->endpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->http_client = g_object_ref (smith_http_client_get_default ());
  self->clock = read_system_clock;
  self->backoff_base = BACKOFF_BASE_MS;
  self->backoff_cap = BACKOFF_CAP_MS;
}

/**
 * smith_aws_client_new:
 * @credentials: whose calls these are
 * @region: such as `eu-central-1`
 *
 * Returns: (transfer full): a new client
 */
SmithAwsClient *
smith_aws_client_new (SmithAwsCredentials *credentials,
                      const char          *region)
{
  g_return_val_if_fail (credentials != NULL && region != NULL, NULL);

  return g_object_new (SMITH_TYPE_AWS_CLIENT, "credentials", credentials, "region", region, NULL);
}

/**
 * smith_aws_client_set_endpoint:
 * @service: `iam`, `sts`, `acm`, `elb` or `elbv2`
 * @uri: (nullable): the address to use instead of the service's own; %NULL for that again
 */
void
smith_aws_client_set_endpoint (SmithAwsClient *self,
                               const char     *service,
                               const char     *uri)
{
  g_return_if_fail (SMITH_IS_AWS_CLIENT (self));
  g_return_if_fail (service != NULL);

  if (uri != NULL)
    g_hash_table_replace (self->endpoints, g_strdup (service), g_strdup (uri));
  else
    g_hash_table_remove (self->endpoints, service);
}

/**
 * smith_aws_client_get_region:
 *
 * Returns: (transfer none): the region
 */
const char *
smith_aws_client_get_region (SmithAwsClient *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_CLIENT (self), NULL);

  return self->region;
}

/**
 * smith_aws_client_get_clock_offset:
 *
 * Returns: how far the clock of AWS is ahead of this computer's, in microseconds with a resolution
 *   of a second, by the last answer; 0 before the first
 */
GTimeSpan
smith_aws_client_get_clock_offset (SmithAwsClient *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_CLIENT (self), 0);

  return self->clock_offset;
}

/**
 * smith_aws_client_set_http_client:
 * @http_client: instead of the shared one
 */
void
smith_aws_client_set_http_client (SmithAwsClient  *self,
                                  SmithHttpClient *http_client)
{
  g_return_if_fail (SMITH_IS_AWS_CLIENT (self));
  g_return_if_fail (SMITH_IS_HTTP_CLIENT (http_client));

  g_set_object (&self->http_client, http_client);
}

/**
 * smith_aws_client_set_backoff:
 * @base: milliseconds that the first pause has at most
 * @cap: milliseconds that any pause has at most
 */
void
smith_aws_client_set_backoff (SmithAwsClient *self,
                              guint           base,
                              guint           cap)
{
  g_return_if_fail (SMITH_IS_AWS_CLIENT (self));

  self->backoff_base = base;
  self->backoff_cap = cap;
}

/**
 * smith_aws_client_set_clock:
 * @clock: (scope forever): tells the time
 * @user_data: for @clock; must live as long as the client
 */
void
smith_aws_client_set_clock (SmithAwsClient *self,
                            SmithAwsClock   clock,
                            gpointer        user_data)
{
  g_return_if_fail (SMITH_IS_AWS_CLIENT (self));
  g_return_if_fail (clock != NULL);

  self->clock = clock;
  self->clock_data = user_data;
}

/**
 * smith_aws_client_send_async:
 * @request: what to call; not changed any more
 * @cancellable: (nullable): ends the work at any point, pauses included
 * @callback: called when it is done, or given up
 */
void
smith_aws_client_send_async (SmithAwsClient      *self,
                             SmithAwsRequest     *request,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *endpoint;
  SendState *state;

  g_return_if_fail (SMITH_IS_AWS_CLIENT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_aws_client_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  endpoint = g_hash_table_lookup (self->endpoints, smith_aws_request_get_service (request));
  if (endpoint != NULL)
    {
      g_autoptr (GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_ENCODED, NULL);

      if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
        {
          g_task_return_new_error (task, SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED,
                                   _("The endpoint “%s” is not an address. It starts with https:// and a server "
                                     "name; correct it, or remove it to use AWS's own."), endpoint);
          return;
        }
    }
  else if (!smith_aws_endpoint_is_valid_region (self->region))
    {
      g_task_return_new_error (task, SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED,
                               _("“%s” is not the name of an AWS region. It looks like “eu-central-1”; correct it "
                                 "in the account's settings."), self->region);
      return;
    }

  state = g_new0 (SendState, 1);
  state->request = smith_aws_request_ref (request);
  state->started = g_get_monotonic_time ();
  g_task_set_task_data (task, state, (GDestroyNotify) free_send_state);
  start_attempt (task);
}

/**
 * smith_aws_client_send_finish:
 *
 * Returns: (transfer full): the answer, or %NULL with an error of %SMITH_AWS_ERROR, %SMITH_NET_ERROR
 *   or %G_IO_ERROR_CANCELLED
 */
SmithAwsReply *
smith_aws_client_send_finish (SmithAwsClient  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
