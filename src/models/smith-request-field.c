/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-field-private.h"

#include <glib/gi18n.h>

#include "smith-country.h"

/* The attributes of a subject that a person fills in. The upper bounds are those of RFC 5280,
 * appendix A.1 (ub-organization-name …), in characters. */
static const struct
{
  const char *nick;
  const char *attribute;
  const char *title;
  guint       max;
} fields[SMITH_N_REQUEST_FIELDS] = {
  [SMITH_REQUEST_FIELD_ORGANIZATION] = { "organization", "O", N_("Organization"), 64 },
  [SMITH_REQUEST_FIELD_UNIT] = { "unit", "OU", N_("Organizational unit"), 64 },
  [SMITH_REQUEST_FIELD_LOCALITY] = { "locality", "L", N_("Locality (city)"), 128 },
  [SMITH_REQUEST_FIELD_STATE] = { "state", "ST", N_("State or province"), 128 },
  [SMITH_REQUEST_FIELD_COUNTRY] = { "country", "C", N_("Country (two letters)"), 2 },
  [SMITH_REQUEST_FIELD_EMAIL] = { "email", "emailAddress", N_("Email address"), 255 },
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
  g_autofree char *stripped = NULL;
  glong length;

  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);
  g_return_val_if_fail (text != NULL && problem != NULL, NULL);

  *problem = NULL;
  if (!g_utf8_validate (text, -1, NULL))
    {
      *problem = g_strdup (_("Not readable as text (UTF-8)."));
      return NULL;
    }
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return NULL;

  for (const char *p = stripped; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        {
          *problem = g_strdup (_("A line break or another control character cannot be part of it."));
          return NULL;
        }
    }

  if (field == SMITH_REQUEST_FIELD_COUNTRY)
    return smith_country_normalize (stripped, problem);

  length = g_utf8_strlen (stripped, -1);
  if (length > (glong) fields[field].max)
    {
      *problem = g_strdup_printf (_("%ld characters: at most %u are allowed here (RFC 5280)."), length, fields[field].max);
      return NULL;
    }

  if (field == SMITH_REQUEST_FIELD_EMAIL)
    {
      g_autofree char *prefixed = g_strconcat ("email:", stripped, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (prefixed, &error);

      if (name == NULL)
        {
          *problem = g_strdup (error->message);
          return NULL;
        }
      return g_strdup (smith_alt_name_get_value (name));
    }

  return g_steal_pointer (&stripped);
}
