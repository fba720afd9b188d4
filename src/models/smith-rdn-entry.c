/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-rdn-entry.h"

#include "smith-rdn-attribute-private.h"

/**
 * SmithRdnEntry:
 *
 * One further attribute of the subject of a request draft: what kind it is, what was typed, and what is wrong
 * with that, if anything. Main thread only.
 */
struct _SmithRdnEntry
{
  GObject parent_instance;

  /* Owned */
  char *attribute;
  char *value;
  char *final_value;
  char *error;
};

enum
{
  PROP_0,
  PROP_ATTRIBUTE,
  PROP_TITLE,
  PROP_VALUE,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithRdnEntry, smith_rdn_entry, G_TYPE_OBJECT)

static void
smith_rdn_entry_finalize (GObject *object)
{
  SmithRdnEntry *self = SMITH_RDN_ENTRY (object);

  g_free (self->attribute);
  g_free (self->value);
  g_free (self->final_value);
  g_free (self->error);

  G_OBJECT_CLASS (smith_rdn_entry_parent_class)->finalize (object);
}

static void
smith_rdn_entry_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithRdnEntry *self = SMITH_RDN_ENTRY (object);

  switch (prop_id)
    {
    case PROP_ATTRIBUTE:
      g_value_set_string (value, smith_rdn_entry_get_attribute (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, smith_rdn_entry_get_title (self));
      break;
    case PROP_VALUE:
      g_value_set_string (value, smith_rdn_entry_get_value (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, smith_rdn_entry_get_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_rdn_entry_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithRdnEntry *self = SMITH_RDN_ENTRY (object);

  if (prop_id == PROP_VALUE)
    smith_rdn_entry_set_value (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
smith_rdn_entry_class_init (SmithRdnEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_rdn_entry_finalize;
  object_class->get_property = smith_rdn_entry_get_property;
  object_class->set_property = smith_rdn_entry_set_property;

  properties[PROP_ATTRIBUTE] =
    g_param_spec_string ("attribute", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_rdn_entry_init (SmithRdnEntry *self)
{
  self->value = g_strdup ("");
}

/**
 * smith_rdn_entry_new:
 * @attribute: a short name such as "OU", see smith_rdn_attribute_get_nick(), or a dotted OID
 * @value: (nullable): what it holds at first
 *
 * Returns: (transfer full): a new entry
 */
SmithRdnEntry *
smith_rdn_entry_new (const char *attribute,
                     const char *value)
{
  SmithRdnEntry *self;

  g_return_val_if_fail (attribute != NULL, NULL);

  self = g_object_new (SMITH_TYPE_RDN_ENTRY, NULL);
  self->attribute = g_strdup (attribute);
  smith_rdn_entry_set_value (self, value);

  return self;
}

/**
 * smith_rdn_entry_get_attribute:
 *
 * Returns: (transfer none): its short name, such as "OU"
 */
const char *
smith_rdn_entry_get_attribute (SmithRdnEntry *self)
{
  g_return_val_if_fail (SMITH_IS_RDN_ENTRY (self), NULL);

  return self->attribute;
}

/**
 * smith_rdn_entry_get_title:
 *
 * Returns: (transfer none): what a person calls it
 */
const char *
smith_rdn_entry_get_title (SmithRdnEntry *self)
{
  g_return_val_if_fail (SMITH_IS_RDN_ENTRY (self), NULL);

  return smith_rdn_attribute_title (self->attribute);
}

/**
 * smith_rdn_entry_get_value:
 *
 * Returns: (transfer none): what was typed
 */
const char *
smith_rdn_entry_get_value (SmithRdnEntry *self)
{
  g_return_val_if_fail (SMITH_IS_RDN_ENTRY (self), NULL);

  return self->value;
}

/**
 * smith_rdn_entry_set_value:
 * @value: (nullable): what was typed
 */
void
smith_rdn_entry_set_value (SmithRdnEntry *self,
                           const char    *value)
{
  char *error = NULL;

  g_return_if_fail (SMITH_IS_RDN_ENTRY (self));

  if (value == NULL)
    value = "";
  if (g_str_equal (self->value, value))
    return;

  g_free (self->value);
  self->value = g_strdup (value);
  g_free (self->final_value);
  self->final_value = smith_rdn_attribute_normalize (self->attribute, value, &error);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  if (g_strcmp0 (self->error, error) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_free (self->error);
  self->error = error;
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * smith_rdn_entry_get_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with it, as a sentence
 */
const char *
smith_rdn_entry_get_error (SmithRdnEntry *self)
{
  g_return_val_if_fail (SMITH_IS_RDN_ENTRY (self), NULL);

  return self->error;
}

/**
 * smith_rdn_entry_get_final_value:
 *
 * Returns: (transfer none) (nullable): what goes into the request; NULL for nothing, or with an error
 */
const char *
smith_rdn_entry_get_final_value (SmithRdnEntry *self)
{
  g_return_val_if_fail (SMITH_IS_RDN_ENTRY (self), NULL);

  return self->final_value;
}
