/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-job.h"

/**
 * SmithJob:
 *
 * Visible work: a title, how far it is, what it is at, and a way to cancel it. Whoever does the
 * work owns it, sets fraction and detail as it goes, and says smith_job_finish() once; the
 * #SmithJobList that it is in lets go of it then. All properties notify; main thread only.
 */
struct _SmithJob
{
  GObject parent_instance;

  /* Owned */
  char         *title;
  char         *detail;
  GCancellable *cancellable;
  GError       *error;

  double        fraction;
  gboolean      done;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_FRACTION,
  PROP_DETAIL,
  PROP_CANCELLABLE,
  PROP_DONE,
  PROP_ERROR,
  PROP_ERROR_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithJob, smith_job, G_TYPE_OBJECT)

static void
smith_job_finalize (GObject *object)
{
  SmithJob *self = SMITH_JOB (object);

  g_free (self->title);
  g_free (self->detail);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (smith_job_parent_class)->finalize (object);
}

static void
smith_job_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  SmithJob *self = SMITH_JOB (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, smith_job_get_title (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, smith_job_get_fraction (self));
      break;
    case PROP_DETAIL:
      g_value_set_string (value, smith_job_get_detail (self));
      break;
    case PROP_CANCELLABLE:
      g_value_set_object (value, smith_job_get_cancellable (self));
      break;
    case PROP_DONE:
      g_value_set_boolean (value, smith_job_is_done (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, smith_job_get_error (self));
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_job_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  SmithJob *self = SMITH_JOB (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_FRACTION:
      smith_job_set_fraction (self, g_value_get_double (value));
      break;
    case PROP_DETAIL:
      smith_job_set_detail (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_job_class_init (SmithJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_job_finalize;
  object_class->get_property = smith_job_get_property;
  object_class->set_property = smith_job_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_DETAIL] =
    g_param_spec_string ("detail", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CANCELLABLE] =
    g_param_spec_object ("cancellable", NULL, NULL, G_TYPE_CANCELLABLE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DONE] =
    g_param_spec_boolean ("done", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR_MESSAGE] =
    g_param_spec_string ("error-message", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_job_init (SmithJob *self)
{
  self->detail = g_strdup ("");
  self->cancellable = g_cancellable_new ();
}

/**
 * smith_job_new:
 * @title: what is being done, in the words of the person who asked for it
 *
 * Returns: (transfer full): a job under way
 */
SmithJob *
smith_job_new (const char *title)
{
  g_return_val_if_fail (title != NULL, NULL);

  return g_object_new (SMITH_TYPE_JOB, "title", title, NULL);
}

const char *
smith_job_get_title (SmithJob *self)
{
  g_return_val_if_fail (SMITH_IS_JOB (self), NULL);

  return self->title;
}

/**
 * smith_job_get_fraction:
 *
 * Returns: how much is done, from 0 to 1
 */
double
smith_job_get_fraction (SmithJob *self)
{
  g_return_val_if_fail (SMITH_IS_JOB (self), 0);

  return self->fraction;
}

/**
 * smith_job_set_fraction:
 * @fraction: from 0 to 1; beyond that it is cut off
 */
void
smith_job_set_fraction (SmithJob *self,
                        double    fraction)
{
  g_return_if_fail (SMITH_IS_JOB (self));

  fraction = CLAMP (fraction, 0, 1);
  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

/**
 * smith_job_get_detail:
 *
 * Returns: what it is at; empty where that is not said
 */
const char *
smith_job_get_detail (SmithJob *self)
{
  g_return_val_if_fail (SMITH_IS_JOB (self), NULL);

  return self->detail;
}

/**
 * smith_job_set_detail:
 * @detail: (nullable): what it is at; NULL is the same as empty
 */
void
smith_job_set_detail (SmithJob   *self,
                      const char *detail)
{
  g_return_if_fail (SMITH_IS_JOB (self));

  if (detail == NULL)
    detail = "";
  if (g_str_equal (self->detail, detail))
    return;
  g_free (self->detail);
  self->detail = g_strdup (detail);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}

/**
 * smith_job_get_cancellable:
 *
 * Returns: (transfer none): what the work checks and hands on
 */
GCancellable *
smith_job_get_cancellable (SmithJob *self)
{
  g_return_val_if_fail (SMITH_IS_JOB (self), NULL);

  return self->cancellable;
}

gboolean
smith_job_is_done (SmithJob *self)
{
  g_return_val_if_fail (SMITH_IS_JOB (self), FALSE);

  return self->done;
}

/**
 * smith_job_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed; NULL while under way, after success, and
 *   after a cancel, which is no failure
 */
const GError *
smith_job_get_error (SmithJob *self)
{
  g_return_val_if_fail (SMITH_IS_JOB (self), NULL);

  return self->error;
}

/**
 * smith_job_cancel:
 *
 * Asks the work to stop. It is done when its owner says so.
 */
void
smith_job_cancel (SmithJob *self)
{
  g_return_if_fail (SMITH_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * smith_job_finish:
 * @error: (nullable): why it failed; %G_IO_ERROR_CANCELLED counts as none
 *
 * To be said once, by the owner of the work.
 */
void
smith_job_finish (SmithJob     *self,
                  const GError *error)
{
  g_return_if_fail (SMITH_IS_JOB (self));
  g_return_if_fail (!self->done);

  g_object_freeze_notify (G_OBJECT (self));
  self->done = TRUE;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->error = g_error_copy (error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_MESSAGE]);
    }
  else if (error == NULL)
    {
      smith_job_set_fraction (self, 1);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_thaw_notify (G_OBJECT (self));
}
