/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-field-private.h"

#include <glib/gi18n.h>

#include "smith-rdn-attribute-private.h"

/* The attributes of a subject that a person fills in; smith_name_check_attribute() has their bounds. */
static const struct
{
  const char *nick;
  const char *attribute;
  const char *title;
} fields[SMITH_N_REQUEST_FIELDS] = {
  [SMITH_REQUEST_FIELD_ORGANIZATION] = { "organization", "O", N_("Organization") },
  [SMITH_REQUEST_FIELD_UNIT] = { "unit", "OU", N_("Organizational unit") },
  [SMITH_REQUEST_FIELD_LOCALITY] = { "locality", "L", N_("Locality (city)") },
  [SMITH_REQUEST_FIELD_STATE] = { "state", "ST", N_("State or province") },
  [SMITH_REQUEST_FIELD_COUNTRY] = { "country", "C", N_("Country") },
  [SMITH_REQUEST_FIELD_EMAIL] = { "email", "emailAddress", N_("Email address") },
};

/**
 * smith_request_field_get_nick:
 *
 * Returns: (transfer none): the name of the draft's property; that of its reason is followed by "-error"
 */
const char *
smith_request_field_get_nick (SmithRequestField field)
{
  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);

  return fields[field].nick;
}

/**
 * smith_request_field_get_title:
 *
 * Returns: (transfer none): what a person calls it
 */
const char *
smith_request_field_get_title (SmithRequestField field)
{
  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);

  return _(fields[field].title);
}

/**
 * smith_request_field_get_attribute:
 *
 * Returns: (transfer none): the short name of the X.500 attribute
 */
const char *
smith_request_field_get_attribute (SmithRequestField field)
{
  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);

  return fields[field].attribute;
}

/**
 * smith_request_field_normalize:
 * @text: what was typed
 * @problem: (out) (transfer full) (nullable): what is wrong with it, as a sentence
 *
 * Returns: (transfer full) (nullable): what goes into the request: without space around it, the
 *   country in capitals; NULL for nothing, or with @problem
 */
char *
smith_request_field_normalize (SmithRequestField   field,
                               const char         *text,
                               char              **problem)
{
  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);

  return smith_rdn_attribute_normalize (fields[field].attribute, text, problem);
}
