/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued.h"

#include <glib/gi18n.h>

#include "smith-authority-folder.h"
#include "smith-validity.h"

/**
 * SmithIssued:
 *
 * One row of what an authority has issued. Owned by #SmithAuthority, which alone sets its revocation, once that is
 * on the disk. A file that cannot be read is a row, too, with a problem and no certificate.
 */
struct _SmithIssued
{
  GObject parent_instance;

  /* Owned */
  SmithCertificate      *certificate;
  char                  *serial;
  char                  *title;
  char                  *problem;
  char                  *state_text;
  GDateTime             *revoked_at;

  SmithRevocationReason  reason;
  gboolean               published;
};

enum
{
  PROP_0,
  PROP_CERTIFICATE,
  PROP_PROBLEM,
  PROP_REVOKED,
  PROP_RESTORABLE,
  PROP_SERIAL,
  PROP_STATE_ICON_NAME,
  PROP_STATE_TEXT,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithIssued, smith_issued, G_TYPE_OBJECT)

static gboolean
has_expired (SmithIssued *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return self->certificate != NULL && g_date_time_compare (smith_certificate_get_not_after (self->certificate), now) < 0;
}

static char *
describe_state (SmithIssued *self)
{
  g_autofree char *date = NULL;

  if (self->problem != NULL)
    return g_strdup (self->problem);
  if (self->revoked_at != NULL)
    {
      date = smith_validity_dup_date (self->revoked_at);
      /* Translators: a date, then a reason such as "No longer in use" */
      return g_strdup_printf (_("Revoked on %s: %s"), date, smith_revocation_reason_get_title (self->reason));
    }
  if (self->certificate == NULL)
    return g_strdup (_("Issued elsewhere"));
  date = smith_validity_dup_date (smith_certificate_get_not_after (self->certificate));

  return has_expired (self) ? g_strdup_printf (_("Expired on %s"), date) : g_strdup_printf (_("Valid until %s"), date);
}

static void
smith_issued_finalize (GObject *object)
{
  SmithIssued *self = SMITH_ISSUED (object);

  g_clear_object (&self->certificate);
  g_clear_pointer (&self->revoked_at, g_date_time_unref);
  g_free (self->serial);
  g_free (self->title);
  g_free (self->problem);
  g_free (self->state_text);

  G_OBJECT_CLASS (smith_issued_parent_class)->finalize (object);
}

static void
smith_issued_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SmithIssued *self = SMITH_ISSUED (object);

  switch (prop_id)
    {
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->certificate);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_REVOKED:
      g_value_set_boolean (value, smith_issued_get_revoked (self));
      break;
    case PROP_RESTORABLE:
      g_value_set_boolean (value, smith_issued_get_restorable (self));
      break;
    case PROP_SERIAL:
      g_value_set_string (value, self->serial);
      break;
    case PROP_STATE_ICON_NAME:
      g_value_set_string (value, smith_issued_get_state_icon_name (self));
      break;
    case PROP_STATE_TEXT:
      g_value_set_string (value, self->state_text);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_issued_class_init (SmithIssuedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = smith_issued_finalize;
  object_class->get_property = smith_issued_get_property;

  properties[PROP_CERTIFICATE] = g_param_spec_object ("certificate", NULL, NULL, SMITH_TYPE_CERTIFICATE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_REVOKED] = g_param_spec_boolean ("revoked", NULL, NULL, FALSE, flags);
  properties[PROP_RESTORABLE] = g_param_spec_boolean ("restorable", NULL, NULL, FALSE, flags);
  properties[PROP_SERIAL] = g_param_spec_string ("serial", NULL, NULL, NULL, flags);
  properties[PROP_STATE_ICON_NAME] = g_param_spec_string ("state-icon-name", NULL, NULL, NULL, flags);
  properties[PROP_STATE_TEXT] = g_param_spec_string ("state-text", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_issued_init (SmithIssued *self)
{
}

/**
 * smith_issued_new:
 * @certificate: (nullable): what was issued; NULL where its file is damaged
 * @file_name: the name of the file
 * @problem: (nullable): what is wrong with the file
 *
 * Returns: (transfer full): a row that is not revoked
 */
SmithIssued *
smith_issued_new (SmithCertificate *certificate,
                  const char       *file_name,
                  const char       *problem)
{
  SmithIssued *self;

  g_return_val_if_fail (certificate == NULL || SMITH_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (certificate != NULL || problem != NULL, NULL);

  self = g_object_new (SMITH_TYPE_ISSUED, NULL);
  g_set_object (&self->certificate, certificate);
  self->problem = g_strdup (problem);
  self->title = certificate != NULL ? g_strdup (smith_certificate_get_title (certificate))
                                    : g_filename_display_name (file_name);
  self->serial = certificate != NULL ? smith_authority_dup_serial (certificate) : NULL;
  self->state_text = describe_state (self);

  return self;
}

/**
 * smith_issued_new_for_serial:
 * @serial: lower-case hexadecimal, as smith_authority_dup_serial() writes it
 *
 * Returns: (transfer full): a row for what was issued elsewhere: all that is known of it is its number
 */
SmithIssued *
smith_issued_new_for_serial (const char *serial)
{
  SmithIssued *self;

  g_return_val_if_fail (serial != NULL, NULL);

  self = g_object_new (SMITH_TYPE_ISSUED, NULL);
  self->serial = g_strdup (serial);
  self->title = g_strdup (_("A certificate that was issued elsewhere"));
  self->state_text = describe_state (self);

  return self;
}

/**
 * smith_issued_get_certificate:
 *
 * Returns: (transfer none) (nullable): what was issued; NULL where its file is damaged, or it is not here
 */
SmithCertificate *
smith_issued_get_certificate (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  return self->certificate;
}

/**
 * smith_issued_get_serial:
 *
 * Returns: (transfer none) (nullable): lower-case hexadecimal
 */
const char *
smith_issued_get_serial (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  return self->serial;
}

/**
 * smith_issued_get_title:
 *
 * Returns: (transfer none): whom it names; of a damaged file, the file's name
 */
const char *
smith_issued_get_title (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  return self->title;
}

/**
 * smith_issued_get_problem:
 *
 * Returns: (transfer none) (nullable): what is wrong with the file, and what to do
 */
const char *
smith_issued_get_problem (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  return self->problem;
}

gboolean
smith_issued_get_revoked (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), FALSE);

  return self->revoked_at != NULL;
}

/**
 * smith_issued_get_revoked_at:
 *
 * Returns: (transfer none) (nullable): since when it counts no longer
 */
GDateTime *
smith_issued_get_revoked_at (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  return self->revoked_at;
}

SmithRevocationReason
smith_issued_get_reason (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), SMITH_REVOCATION_REASON_UNSPECIFIED);

  return self->reason;
}

/**
 * smith_issued_get_published:
 *
 * Returns: whether a list with its revocation was exported
 */
gboolean
smith_issued_get_published (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), FALSE);

  return self->published;
}

/**
 * smith_issued_get_restorable:
 *
 * Returns: whether its revocation can be taken back: nobody was told, or it was only put on hold
 *   (RFC 5280, 5.3.1)
 */
gboolean
smith_issued_get_restorable (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), FALSE);

  return self->revoked_at != NULL && (!self->published || self->reason == SMITH_REVOCATION_REASON_CERTIFICATE_HOLD);
}

/**
 * smith_issued_get_state_text:
 *
 * Returns: (transfer none): whether it counts, and until or since when
 */
const char *
smith_issued_get_state_text (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  return self->state_text;
}

const char *
smith_issued_get_state_icon_name (SmithIssued *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUED (self), NULL);

  if (self->problem != NULL)
    return "dialog-error-symbolic";
  if (self->revoked_at != NULL)
    return "action-unavailable-symbolic";

  return has_expired (self) ? "dialog-warning-symbolic" : "object-select-symbolic";
}

/**
 * smith_issued_set_revocation:
 * @date: (nullable): since when; NULL: it counts
 * @reason: why
 * @published: whether a list that says so was exported
 *
 * For #SmithAuthority, after the disk.
 */
void
smith_issued_set_revocation (SmithIssued           *self,
                             GDateTime             *date,
                             SmithRevocationReason  reason,
                             gboolean               published)
{
  g_return_if_fail (SMITH_IS_ISSUED (self));

  if (date == NULL && self->revoked_at == NULL)
    return;
  if (date != NULL && self->revoked_at != NULL && g_date_time_equal (date, self->revoked_at) &&
      reason == self->reason && published == self->published)
    return;

  g_clear_pointer (&self->revoked_at, g_date_time_unref);
  if (date != NULL)
    self->revoked_at = g_date_time_ref (date);
  self->reason = reason;
  self->published = published;
  g_free (self->state_text);
  self->state_text = describe_state (self);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVOKED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTORABLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE_ICON_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE_TEXT]);
  g_object_thaw_notify (G_OBJECT (self));
}
