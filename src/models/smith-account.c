/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-private.h"

#include <glib/gi18n.h>

/**
 * SmithAccount:
 *
 * AWS credentials with a name, a region and where they come from.
 *
 * An account never says its secret: smith_account_open_async() fetches it from the keyring, hands it
 * to a client and forgets it (smith-account-open.c). Accounts belong to a SmithAccountList, which makes and changes them.
 * Every getter is a property that notifies. Main thread only.
 */
struct _SmithAccount
{
  GObject parent_instance;

  /* Owned */
  char                *id;
  char                *name;
  char                *region;
  char                *access_key_id;
  char                *endpoint;
  GHashTable          *endpoints;
  char                *account_number;
  char                *arn;
  char                *subtitle;
  char                *label;
  SmithAwsCredentials *credentials;

  SmithAccountSource   source;
  GTimeSpan            clock_offset;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_REGION,
  PROP_ACCESS_KEY_ID,
  PROP_ENDPOINT,
  PROP_SOURCE_TEXT,
  PROP_SUBTITLE,
  PROP_LABEL,
  PROP_ACCOUNT_NUMBER,
  PROP_ARN,
  PROP_CLOCK_OFFSET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithAccount, smith_account, G_TYPE_OBJECT)
G_DEFINE_QUARK (smith-account-error-quark, smith_account_error)

static void
compose_label (SmithAccount *self)
{
  /* Translators: the name of an account, then its number or key and its region */
  g_autofree char *label = g_strdup_printf (_("%s · %s"), self->name, self->subtitle);

  if (g_strcmp0 (label, self->label) == 0)
    return;

  g_free (self->label);
  self->label = g_steal_pointer (&label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
compose_subtitle (SmithAccount *self)
{
  g_autofree char *subtitle = NULL;

  if (self->account_number != NULL)
    /* Translators: an AWS account number, then a region */
    subtitle = g_strdup_printf (_("Account %s · %s"), self->account_number, self->region);
  else
    /* Translators: an AWS access key ID, then a region */
    subtitle = g_strdup_printf (_("Key %s · %s"), self->access_key_id, self->region);
  if (g_strcmp0 (subtitle, self->subtitle) != 0)
    {
      g_free (self->subtitle);
      self->subtitle = g_steal_pointer (&subtitle);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
    }
  compose_label (self);
}

static gboolean
set_text (SmithAccount  *self,
          char         **place,
          const char    *text,
          guint          property)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;

  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  compose_subtitle (self);

  return TRUE;
}

static void
smith_account_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SmithAccount *self = SMITH_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, smith_account_get_id (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, smith_account_get_name (self));
      break;
    case PROP_REGION:
      g_value_set_string (value, smith_account_get_region (self));
      break;
    case PROP_ACCESS_KEY_ID:
      g_value_set_string (value, smith_account_get_access_key_id (self));
      break;
    case PROP_ENDPOINT:
      g_value_set_string (value, smith_account_get_endpoint (self));
      break;
    case PROP_SOURCE_TEXT:
      g_value_set_string (value, smith_account_get_source_text (self));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, smith_account_get_subtitle (self));
      break;
    case PROP_LABEL:
      g_value_set_string (value, smith_account_get_label (self));
      break;
    case PROP_ACCOUNT_NUMBER:
      g_value_set_string (value, smith_account_get_account_number (self));
      break;
    case PROP_ARN:
      g_value_set_string (value, smith_account_get_arn (self));
      break;
    case PROP_CLOCK_OFFSET:
      g_value_set_int64 (value, smith_account_get_clock_offset (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_account_finalize (GObject *object)
{
  SmithAccount *self = SMITH_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->region);
  g_free (self->access_key_id);
  g_free (self->endpoint);
  g_hash_table_unref (self->endpoints);
  g_free (self->account_number);
  g_free (self->arn);
  g_free (self->subtitle);
  g_free (self->label);
  g_clear_pointer (&self->credentials, smith_aws_credentials_unref);

  G_OBJECT_CLASS (smith_account_parent_class)->finalize (object);
}

static void
smith_account_class_init (SmithAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = smith_account_get_property;
  object_class->finalize = smith_account_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_REGION] = g_param_spec_string ("region", NULL, NULL, NULL, flags);
  properties[PROP_ACCESS_KEY_ID] = g_param_spec_string ("access-key-id", NULL, NULL, NULL, flags);
  properties[PROP_ENDPOINT] = g_param_spec_string ("endpoint", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE_TEXT] = g_param_spec_string ("source-text", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_ACCOUNT_NUMBER] = g_param_spec_string ("account-number", NULL, NULL, NULL, flags);
  properties[PROP_ARN] = g_param_spec_string ("arn", NULL, NULL, NULL, flags);
  properties[PROP_CLOCK_OFFSET] =
    g_param_spec_int64 ("clock-offset", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_account_init (SmithAccount *self)
{
  self->name = g_strdup ("");
  self->region = g_strdup ("");
  self->access_key_id = g_strdup ("");
  self->endpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * smith_account_new:
 * @id: what the keyring and accounts.ini know it by; never shown
 *
 * Returns: (transfer full): an account whose fields are still empty
 */
SmithAccount *
smith_account_new (const char         *id,
                   SmithAccountSource  source)
{
  SmithAccount *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (SMITH_TYPE_ACCOUNT, NULL);
  self->id = g_strdup (id);
  self->source = source;
  compose_subtitle (self);

  return self;
}

/**
 * smith_account_get_id:
 *
 * Returns: (transfer none): stays the same when everything else is edited
 */
const char *
smith_account_get_id (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->id;
}

/**
 * smith_account_get_name:
 *
 * Returns: (transfer none): what the person calls it
 */
const char *
smith_account_get_name (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->name;
}

/**
 * smith_account_get_region:
 *
 * Returns: (transfer none): such as "eu-central-1"; IAM itself is global within a partition
 */
const char *
smith_account_get_region (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->region;
}

/**
 * smith_account_get_access_key_id:
 *
 * Returns: (transfer none): the public half of the credentials
 */
const char *
smith_account_get_access_key_id (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->access_key_id;
}

/**
 * smith_account_get_endpoint:
 *
 * Returns: (transfer none) (nullable): the URI that is asked in place of AWS's own
 */
const char *
smith_account_get_endpoint (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  if (self->endpoint == NULL)
    return g_hash_table_lookup (self->endpoints, "iam");

  return self->endpoint;
}

SmithAccountSource
smith_account_get_source (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), SMITH_ACCOUNT_SOURCE_SESSION);

  return self->source;
}

/**
 * smith_account_get_source_text:
 *
 * Returns: (transfer none): where the credentials come from, in words
 */
const char *
smith_account_get_source_text (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  switch (self->source)
    {
    case SMITH_ACCOUNT_SOURCE_KEYRING:
      return _("Keyring");
    case SMITH_ACCOUNT_SOURCE_ENVIRONMENT:
      return _("Environment");
    case SMITH_ACCOUNT_SOURCE_SESSION:
    default:
      return _("This session only");
    }
}

/**
 * smith_account_get_subtitle:
 *
 * Returns: (transfer none): the account number once it is known, else the access key ID, and the region
 */
const char *
smith_account_get_subtitle (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->subtitle;
}

/**
 * smith_account_get_label:
 *
 * Returns: (transfer none): the account in one line, for a list to choose from
 */
const char *
smith_account_get_label (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->label;
}

/**
 * smith_account_get_account_number:
 *
 * Returns: (transfer none) (nullable): twelve digits, as STS said at the last test
 */
const char *
smith_account_get_account_number (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->account_number;
}

/**
 * smith_account_get_arn:
 *
 * Returns: (transfer none) (nullable): whose credentials these are, as STS said at the last test
 */
const char *
smith_account_get_arn (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->arn;
}

/**
 * smith_account_get_clock_offset:
 *
 * Returns: the clock of AWS minus the clock of this computer in microseconds, as the last answer
 *   showed it; 0 before the first
 */
GTimeSpan
smith_account_get_clock_offset (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), 0);

  return self->clock_offset;
}

/**
 * smith_account_get_credentials:
 *
 * Returns: (transfer none) (nullable): those that are held in memory
 */
SmithAwsCredentials *
smith_account_get_credentials (SmithAccount *self)
{
  g_return_val_if_fail (SMITH_IS_ACCOUNT (self), NULL);

  return self->credentials;
}

void
smith_account_set_name (SmithAccount *self,
                        const char   *name)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self) && name != NULL);

  set_text (self, &self->name, name, PROP_NAME);
}

void
smith_account_set_region (SmithAccount *self,
                          const char   *region)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self) && region != NULL);

  set_text (self, &self->region, region, PROP_REGION);
}

/**
 * smith_account_set_access_key_id:
 *
 * Another key may belong to another account: what the last test said is forgotten.
 */
void
smith_account_set_access_key_id (SmithAccount *self,
                                 const char   *access_key_id)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self) && access_key_id != NULL);

  if (set_text (self, &self->access_key_id, access_key_id, PROP_ACCESS_KEY_ID))
    smith_account_set_caller (self, NULL, NULL);
}

void
smith_account_set_endpoint (SmithAccount *self,
                            const char   *uri)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self));

  set_text (self, &self->endpoint, uri, PROP_ENDPOINT);
}

void
smith_account_set_service_endpoint (SmithAccount *self,
                                    const char   *service,
                                    const char   *uri)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self) && service != NULL && uri != NULL);

  g_hash_table_insert (self->endpoints, g_strdup (service), g_strdup (uri));
}

/* The endpoint of its own that @service has, else the one for all; NULL: as AWS has it. */
const char *
smith_account_get_service_endpoint (SmithAccount *self,
                                    const char   *service)
{
  const char *uri = g_hash_table_lookup (self->endpoints, service);

  return uri != NULL ? uri : self->endpoint;
}

void
smith_account_set_caller (SmithAccount *self,
                          const char   *account_number,
                          const char   *arn)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self));

  set_text (self, &self->account_number, account_number, PROP_ACCOUNT_NUMBER);
  set_text (self, &self->arn, arn, PROP_ARN);
}

void
smith_account_set_clock_offset (SmithAccount *self,
                                GTimeSpan     offset)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self));

  if (self->clock_offset == offset)
    return;

  self->clock_offset = offset;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_OFFSET]);
}

void
smith_account_set_credentials (SmithAccount        *self,
                               SmithAwsCredentials *credentials)
{
  g_return_if_fail (SMITH_IS_ACCOUNT (self));

  if (credentials != NULL)
    smith_aws_credentials_ref (credentials);
  g_clear_pointer (&self->credentials, smith_aws_credentials_unref);
  self->credentials = credentials;
}
