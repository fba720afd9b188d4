/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-private.h"

#include <glib/gi18n.h>

#include "smith-aws-error.h"
#include "smith-iam-rules.h"

/**
 * SmithUpload:
 *
 * One certificate on its way to IAM.
 *
 * Here is what a person sees of it. smith-upload-run.c goes from step to step, by a table of them; the
 * steps are in smith-upload-steps.c. A failure keeps the step, the error and what the steps before found
 * out, so that smith_upload_start() goes on from there; credentials and private key are let go of at every
 * stop and fetched again. No step opens a dialog: the passphrase comes from a GTlsInteraction. An
 * upload whose answer was lost is never sent again before AWS was asked whether it is there already.
 * Main thread only; what costs time is in workers and on the network.
 */

#define DEFAULT_FIRST_PAUSE 1000
#define DEFAULT_N_PAUSES    12    /* with pauses of up to 15 s: a little over two minutes */

enum
{
  PROP_0,
  PROP_IDENTITY,
  PROP_ACCOUNT,
  PROP_NAME,
  PROP_PATH,
  PROP_STEP,
  PROP_STEP_TEXT,
  PROP_FRACTION,
  PROP_RUNNING,
  PROP_DONE,
  PROP_ERROR_TEXT,
  PROP_ARN,
  PROP_CERTIFICATE_ID,
  PROP_REUSED,
  PROP_IDENTICAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_QUARK (smith-upload-error-quark, smith_upload_error)
G_DEFINE_FINAL_TYPE (SmithUpload, smith_upload, G_TYPE_OBJECT)

void
smith_upload_set_step_text (SmithUpload *self,
                            const char  *text)
{
  if (g_strcmp0 (self->step_text, text) == 0)
    return;

  g_free (self->step_text);
  self->step_text = g_strdup (text);
  if (self->job != NULL)
    smith_job_set_detail (self->job, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP_TEXT]);
}

void
smith_upload_set_step (SmithUpload     *self,
                       SmithUploadStep  step)
{
  if (self->step == step)
    return;

  self->step = step;
  if (self->job != NULL)
    smith_job_set_fraction (self->job, smith_upload_get_fraction (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
set_flag (SmithUpload *self,
          gboolean    *place,
          gboolean     value,
          guint        property)
{
  if (*place == value)
    return;

  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* The error is that of the run which begins or ends. */
void
smith_upload_set_running (SmithUpload *self,
                          gboolean     running)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_flag (self, &self->running, running, PROP_RUNNING);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TEXT]);
  if (self->step == SMITH_UPLOAD_DONE)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
smith_upload_set_reused (SmithUpload *self,
                         gboolean     reused)
{
  set_flag (self, &self->reused, reused, PROP_REUSED);
}

void
smith_upload_set_identical (SmithUpload *self,
                            gboolean     identical)
{
  set_flag (self, &self->identical, identical, PROP_IDENTICAL);
}

void
smith_upload_set_result (SmithUpload *self,
                         const char  *arn,
                         const char  *certificate_id)
{
  g_free (self->arn);
  self->arn = g_strdup (arn);
  g_free (self->certificate_id);
  self->certificate_id = g_strdup (certificate_id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CERTIFICATE_ID]);
}

static void
smith_upload_dispose (GObject *object)
{
  SmithUpload *self = SMITH_UPLOAD (object);

  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);
  g_clear_object (&self->account);
  g_clear_object (&self->interaction);
  g_clear_object (&self->job);
  g_clear_object (&self->client);
  g_clear_pointer (&self->private_key, smith_secret_unref);

  G_OBJECT_CLASS (smith_upload_parent_class)->dispose (object);
}

static void
smith_upload_finalize (GObject *object)
{
  SmithUpload *self = SMITH_UPLOAD (object);

  g_free (self->name);
  g_free (self->path);
  g_free (self->step_text);
  g_clear_error (&self->error);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->facts, smith_check_facts_unref);
  g_clear_object (&self->there);
  g_free (self->caller_key_id);
  g_free (self->account_number);
  g_free (self->arn);
  g_free (self->certificate_id);

  G_OBJECT_CLASS (smith_upload_parent_class)->finalize (object);
}

static void
smith_upload_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SmithUpload *self = SMITH_UPLOAD (object);

  switch (prop_id)
    {
    case PROP_IDENTITY:
      g_value_set_object (value, smith_upload_get_identity (self));
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, smith_upload_get_account (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, smith_upload_get_name (self));
      break;
    case PROP_PATH:
      g_value_set_string (value, smith_upload_get_path (self));
      break;
    case PROP_STEP:
      g_value_set_int (value, smith_upload_get_step (self));
      break;
    case PROP_STEP_TEXT:
      g_value_set_string (value, smith_upload_get_step_text (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, smith_upload_get_fraction (self));
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, smith_upload_get_running (self));
      break;
    case PROP_DONE:
      g_value_set_boolean (value, smith_upload_get_done (self));
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, smith_upload_get_error_text (self));
      break;
    case PROP_ARN:
      g_value_set_string (value, smith_upload_get_arn (self));
      break;
    case PROP_CERTIFICATE_ID:
      g_value_set_string (value, smith_upload_get_certificate_id (self));
      break;
    case PROP_REUSED:
      g_value_set_boolean (value, smith_upload_get_reused (self));
      break;
    case PROP_IDENTICAL:
      g_value_set_boolean (value, smith_upload_get_identical (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_class_init (SmithUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = smith_upload_dispose;
  object_class->finalize = smith_upload_finalize;
  object_class->get_property = smith_upload_get_property;

  properties[PROP_IDENTITY] = g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY, flags);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SMITH_TYPE_ACCOUNT, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_STEP] =
    g_param_spec_int ("step", NULL, NULL, SMITH_UPLOAD_CHECK, SMITH_UPLOAD_DONE, SMITH_UPLOAD_CHECK, flags);
  properties[PROP_STEP_TEXT] = g_param_spec_string ("step-text", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, flags);
  properties[PROP_ARN] = g_param_spec_string ("arn", NULL, NULL, NULL, flags);
  properties[PROP_CERTIFICATE_ID] = g_param_spec_string ("certificate-id", NULL, NULL, NULL, flags);
  properties[PROP_REUSED] = g_param_spec_boolean ("reused", NULL, NULL, FALSE, flags);
  properties[PROP_IDENTICAL] = g_param_spec_boolean ("identical", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_upload_init (SmithUpload *self)
{
  self->first_pause = DEFAULT_FIRST_PAUSE;
  self->max_pauses = DEFAULT_N_PAUSES;
}

/**
 * smith_upload_new:
 * @workspace: whose library, keyring, accounts and jobs are used
 * @identity: what to upload
 * @account: where to
 * @name: ServerCertificateName
 * @path: such as "/"
 *
 * Returns: (transfer full): an upload that has not begun
 */
SmithUpload *
smith_upload_new (SmithWorkspace *workspace,
                  SmithIdentity  *identity,
                  SmithAccount   *account,
                  const char     *name,
                  const char     *path)
{
  SmithUpload *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace) && SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (SMITH_IS_ACCOUNT (account) && name != NULL && path != NULL, NULL);

  self = g_object_new (SMITH_TYPE_UPLOAD, NULL);
  self->workspace = g_object_ref (workspace);
  self->identity = g_object_ref (identity);
  self->account = g_object_ref (account);
  self->name = g_strdup (name);
  self->path = g_strdup (path);

  return self;
}

/**
 * smith_upload_get_identity:
 *
 * Returns: (transfer none): what is uploaded
 */
SmithIdentity *
smith_upload_get_identity (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->identity;
}

/**
 * smith_upload_get_account:
 *
 * Returns: (transfer none): where to
 */
SmithAccount *
smith_upload_get_account (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->account;
}

const char *
smith_upload_get_name (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->name;
}

const char *
smith_upload_get_path (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->path;
}

/**
 * smith_upload_set_interaction:
 * @interaction: (nullable): asked for the passphrase of the private key
 */
void
smith_upload_set_interaction (SmithUpload     *self,
                              GTlsInteraction *interaction)
{
  g_return_if_fail (SMITH_IS_UPLOAD (self));

  g_set_object (&self->interaction, interaction);
}

/**
 * smith_upload_set_first_pause:
 * @milliseconds: the first pause while AWS does not show the certificate yet
 * @n_pauses: how many before that is an error
 */
void
smith_upload_set_first_pause (SmithUpload *self,
                              guint        milliseconds,
                              guint        n_pauses)
{
  g_return_if_fail (SMITH_IS_UPLOAD (self) && milliseconds > 0);

  self->first_pause = milliseconds;
  self->max_pauses = n_pauses;
}

/**
 * smith_upload_get_step:
 *
 * Returns: the step that is under way or failed
 */
SmithUploadStep
smith_upload_get_step (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), SMITH_UPLOAD_CHECK);

  return self->step;
}

/**
 * smith_upload_get_step_text:
 *
 * Returns: (transfer none) (nullable): the step in words, with the countdown of a pause
 */
const char *
smith_upload_get_step_text (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->step_text;
}

/**
 * smith_upload_get_fraction:
 *
 * Returns: how far it is, from 0 to 1
 */
double
smith_upload_get_fraction (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), 0.0);

  return (double) self->step / SMITH_UPLOAD_DONE;
}

gboolean
smith_upload_get_running (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), FALSE);

  return self->running;
}

/**
 * smith_upload_get_done:
 *
 * Returns: whether every step succeeded
 */
gboolean
smith_upload_get_done (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), FALSE);

  return self->step == SMITH_UPLOAD_DONE;
}

/**
 * smith_upload_get_error:
 *
 * Returns: (transfer none) (nullable): why the last run stopped; G_IO_ERROR_CANCELLED where a person wanted it
 */
const GError *
smith_upload_get_error (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->error;
}

/**
 * smith_upload_get_error_text:
 *
 * Returns: (transfer none) (nullable): the same as a sentence: what happened, why, what to do
 */
const char *
smith_upload_get_error_text (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->error != NULL ? self->error->message : NULL;
}

static void
append_detail (GString    *text,
               const char *label,
               const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (text, "%s: %s", label, value);
}

/**
 * smith_upload_dup_details:
 *
 * Returns: (transfer full) (nullable): for whoever helps: the step, and what AWS itself said; NULL
 *   without an error
 */
char *
smith_upload_dup_details (SmithUpload *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  if (self->error == NULL)
    return NULL;

  append_detail (text, _("Step"), smith_upload_describe_step (self->step));
  append_detail (text, _("Name"), self->name);
  append_detail (text, _("ARN"), self->arn);
  if (self->error->domain == SMITH_AWS_ERROR)
    {
      g_autofree char *status = g_strdup_printf ("%u", smith_aws_error_get_http_status (self->error));

      append_detail (text, _("Code of AWS"), smith_aws_error_get_service_code (self->error));
      append_detail (text, _("Message of AWS"), smith_aws_error_get_service_message (self->error));
      append_detail (text, _("HTTP status"), status);
      append_detail (text, _("Request ID"), smith_aws_error_get_request_id (self->error));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * smith_upload_dup_suggestion:
 *
 * Returns: (transfer full) (nullable): a name for the same certificate that differs from the one it has
 */
char *
smith_upload_dup_suggestion (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->certificate != NULL ? smith_iam_suggest_name (self->certificate, self->name) : NULL;
}

/**
 * smith_upload_get_arn:
 *
 * Returns: (transfer none) (nullable): as AWS said it
 */
const char *
smith_upload_get_arn (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->arn;
}

/**
 * smith_upload_get_certificate_id:
 *
 * Returns: (transfer none) (nullable): as AWS said it, such as ASCA…
 */
const char *
smith_upload_get_certificate_id (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), NULL);

  return self->certificate_id;
}

gboolean
smith_upload_get_reused (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), FALSE);

  return self->reused;
}

gboolean
smith_upload_get_identical (SmithUpload *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD (self), FALSE);

  return self->identical;
}
