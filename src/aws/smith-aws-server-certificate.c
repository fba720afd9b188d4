/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-server-certificate.h"

/**
 * SmithAwsServerCertificate:
 *
 * A server certificate as IAM has it: where it is (name, path, ARN, id), when it was uploaded and
 * when it expires, and, after it was read back, the very PEM texts that IAM keeps. Nothing here is
 * what this program believes to have sent.
 */
struct _SmithAwsServerCertificate
{
  GObject    parent_instance;

  /* Owned */
  char      *name;
  char      *path;
  char      *arn;
  char      *id;
  GDateTime *upload_date;
  GDateTime *expiration;
  char      *body;
  char      *chain;
};

typedef enum
{
  PROP_NAME = 1,
  PROP_PATH,
  PROP_ARN,
  PROP_ID,
  PROP_UPLOAD_DATE,
  PROP_EXPIRATION,
  PROP_BODY,
  PROP_CHAIN,
  N_PROPERTIES,
} SmithAwsServerCertificateProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SmithAwsServerCertificate, smith_aws_server_certificate, G_TYPE_OBJECT)

static char *
dup_text (SmithAwsElement *metadata,
          const char      *name)
{
  const char *text = smith_aws_element_find_text (metadata, name);

  return text != NULL ? g_strstrip (g_strdup (text)) : NULL;
}

static GDateTime *
dup_time (SmithAwsElement *metadata,
          const char      *name)
{
  g_autofree char *text = dup_text (metadata, name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
}

static void
smith_aws_server_certificate_get_property (GObject    *object,
                                           guint       property_id,
                                           GValue     *value,
                                           GParamSpec *pspec)
{
  SmithAwsServerCertificate *self = SMITH_AWS_SERVER_CERTIFICATE (object);

  switch ((SmithAwsServerCertificateProperty) property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_ARN:
      g_value_set_string (value, self->arn);
      break;
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_UPLOAD_DATE:
      g_value_set_boxed (value, self->upload_date);
      break;
    case PROP_EXPIRATION:
      g_value_set_boxed (value, self->expiration);
      break;
    case PROP_BODY:
      g_value_set_string (value, self->body);
      break;
    case PROP_CHAIN:
      g_value_set_string (value, self->chain);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
smith_aws_server_certificate_finalize (GObject *object)
{
  SmithAwsServerCertificate *self = SMITH_AWS_SERVER_CERTIFICATE (object);

  g_free (self->name);
  g_free (self->path);
  g_free (self->arn);
  g_free (self->id);
  g_clear_pointer (&self->upload_date, g_date_time_unref);
  g_clear_pointer (&self->expiration, g_date_time_unref);
  g_free (self->body);
  g_free (self->chain);

  G_OBJECT_CLASS (smith_aws_server_certificate_parent_class)->finalize (object);
}

static void
smith_aws_server_certificate_class_init (SmithAwsServerCertificateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = smith_aws_server_certificate_get_property;
  object_class->finalize = smith_aws_server_certificate_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_ARN] = g_param_spec_string ("arn", NULL, NULL, NULL, flags);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_UPLOAD_DATE] = g_param_spec_boxed ("upload-date", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_EXPIRATION] = g_param_spec_boxed ("expiration", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_BODY] = g_param_spec_string ("body", NULL, NULL, NULL, flags);
  properties[PROP_CHAIN] = g_param_spec_string ("chain", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
smith_aws_server_certificate_init (SmithAwsServerCertificate *self)
{
}

/**
 * smith_aws_server_certificate_new:
 * @metadata: (nullable): a `ServerCertificateMetadata`
 * @body: (nullable): `CertificateBody`, where it was read
 * @chain: (nullable): `CertificateChain`, where there is one
 *
 * Returns: (transfer full) (nullable): the certificate, or %NULL where name, path, ARN or id are
 *   missing, which the model requires
 */
SmithAwsServerCertificate *
smith_aws_server_certificate_new (SmithAwsElement *metadata,
                                  const char      *body,
                                  const char      *chain)
{
  g_autoptr (SmithAwsServerCertificate) self = NULL;

  if (metadata == NULL)
    return NULL;

  self = g_object_new (SMITH_TYPE_AWS_SERVER_CERTIFICATE, NULL);
  self->name = dup_text (metadata, "ServerCertificateName");
  self->path = dup_text (metadata, "Path");
  self->arn = dup_text (metadata, "Arn");
  self->id = dup_text (metadata, "ServerCertificateId");
  self->upload_date = dup_time (metadata, "UploadDate");
  self->expiration = dup_time (metadata, "Expiration");
  self->body = g_strdup (body);
  self->chain = g_strdup (chain);
  if (self->name == NULL || self->path == NULL || self->arn == NULL || self->id == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * smith_aws_server_certificate_get_name:
 *
 * Returns: (transfer none): the name, unique in the account
 */
const char *
smith_aws_server_certificate_get_name (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->name;
}

/**
 * smith_aws_server_certificate_get_path:
 *
 * Returns: (transfer none): the path, `/` or `/…/`
 */
const char *
smith_aws_server_certificate_get_path (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->path;
}

/**
 * smith_aws_server_certificate_get_arn:
 *
 * Returns: (transfer none): the name by which load balancers use it
 */
const char *
smith_aws_server_certificate_get_arn (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->arn;
}

/**
 * smith_aws_server_certificate_get_id:
 *
 * Returns: (transfer none): the stable id, `ASCA…`
 */
const char *
smith_aws_server_certificate_get_id (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->id;
}

/**
 * smith_aws_server_certificate_get_upload_date:
 *
 * Returns: (transfer none) (nullable): when it was uploaded
 */
GDateTime *
smith_aws_server_certificate_get_upload_date (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->upload_date;
}

/**
 * smith_aws_server_certificate_get_expiration:
 *
 * Returns: (transfer none) (nullable): when its validity ends
 */
GDateTime *
smith_aws_server_certificate_get_expiration (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->expiration;
}

/**
 * smith_aws_server_certificate_get_body:
 *
 * Returns: (transfer none) (nullable): the PEM text of the leaf, only after a get
 */
const char *
smith_aws_server_certificate_get_body (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->body;
}

/**
 * smith_aws_server_certificate_get_chain:
 *
 * Returns: (transfer none) (nullable): the PEM texts of the chain, only after a get and where there
 *   is one
 */
const char *
smith_aws_server_certificate_get_chain (SmithAwsServerCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_AWS_SERVER_CERTIFICATE (self), NULL);

  return self->chain;
}
