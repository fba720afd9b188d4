/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-rdn-attribute-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-alt-name.h"
#include "smith-country.h"
#include "smith-name.h"

/* The attributes that a person may add to a subject, in the order in which they are offered. */
static const struct
{
  const char *nick;
  const char *title;
  const char *hint;
} rows[] = {
  { "OU",                     N_("Organizational unit"),      N_("Such as a department; a subject can have several") },
  { "serialNumber",           N_("Serial number"),            N_("The number in the register of companies, for EV certificates") },
  { "businessCategory",       N_("Business category"),        N_("“Private Organization”, “Government Entity” …, for EV certificates") },
  { "jurisdictionC",          N_("Jurisdiction: country"),    N_("Where the organization is registered: two letters") },
  { "jurisdictionST",         N_("Jurisdiction: state"),      NULL },
  { "jurisdictionL",          N_("Jurisdiction: locality"),   NULL },
  { "organizationIdentifier", N_("Organization identifier"),  N_("Such as VATDE-123456789") },
  { "street",                 N_("Street"),                   NULL },
  { "postalCode",             N_("Postal code"),              NULL },
  { "title",                  N_("Title"),                    N_("What a person is in the organization") },
  { "GN",                     N_("Given name"),               NULL },
  { "SN",                     N_("Surname"),                  NULL },
  { "DC",                     N_("Domain component"),         N_("One part of a domain, “com” before “example”") },
  { "UID",                    N_("User ID"),                  NULL },
  { "dnQualifier",            N_("Name qualifier"),           NULL },
  { "pseudonym",              N_("Pseudonym"),                NULL },
  { "O",                      N_("Organization"),             NULL },
  { "L",                      N_("Locality (city)"),          NULL },
  { "ST",                     N_("State or province"),        NULL },
  { "CN",                     N_("Common name"),              N_("Besides the one that is the first name") },
};

/* The most general one first: domain components, then the order of the CA/Browser Forum's Baseline Requirements
 * 7.1.4.2, table "Encoding and Order Requirements for Selected Attributes", with those of its EV Guidelines before. */
static const char * const order[] = {
  "DC", "jurisdictionC", "jurisdictionST", "jurisdictionL", "businessCategory", "serialNumber",
  "C", "ST", "L", "postalCode", "street", "O", "organizationIdentifier", "SN", "GN", "title", "OU",
  "UID", "dnQualifier", "pseudonym", "CN", "emailAddress",
};

guint
smith_rdn_attribute_get_n_rows (void)
{
  return G_N_ELEMENTS (rows);
}

/**
 * smith_rdn_attribute_get_nick:
 * @row: less than smith_rdn_attribute_get_n_rows()
 *
 * Returns: its short name, such as "OU"
 */
const char *
smith_rdn_attribute_get_nick (guint row)
{
  g_return_val_if_fail (row < G_N_ELEMENTS (rows), NULL);

  return rows[row].nick;
}

/**
 * smith_rdn_attribute_get_title:
 * @row: less than smith_rdn_attribute_get_n_rows()
 *
 * Returns: its name for people, translated
 */
const char *
smith_rdn_attribute_get_title (guint row)
{
  g_return_val_if_fail (row < G_N_ELEMENTS (rows), NULL);

  return _(rows[row].title);
}

/**
 * smith_rdn_attribute_get_hint:
 * @row: less than smith_rdn_attribute_get_n_rows()
 *
 * Returns: (nullable): what it is for, translated
 */
const char *
smith_rdn_attribute_get_hint (guint row)
{
  g_return_val_if_fail (row < G_N_ELEMENTS (rows), NULL);

  return rows[row].hint != NULL ? _(rows[row].hint) : NULL;
}

/**
 * smith_rdn_attribute_title: (skip)
 * @attribute: a short name or a dotted OID
 *
 * Returns: its name for people; @attribute itself where it is none of the table
 */
const char *
smith_rdn_attribute_title (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (attribute, rows[i].nick))
      return _(rows[i].title);

  return attribute;
}

/**
 * smith_rdn_attribute_get_rank: (skip)
 * @attribute: a short name or a dotted OID
 *
 * Returns: where in a subject it stands: less for those that come before
 */
guint
smith_rdn_attribute_get_rank (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_str_equal (attribute, order[i]))
      return i;

  return G_N_ELEMENTS (order);
}

/**
 * smith_rdn_attribute_normalize: (skip)
 * @attribute: a short name such as "OU", or a dotted OID
 * @text: what was typed
 * @problem: (out) (transfer full) (nullable): what is wrong with it, as a sentence
 *
 * Returns: (transfer full) (nullable): what goes into the request: without space around it, countries in
 *   capitals, email addresses as they are sent; NULL for nothing, or with @problem
 */
char *
smith_rdn_attribute_normalize (const char  *attribute,
                               const char  *text,
                               char       **problem)
{
  g_autofree char *stripped = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (attribute != NULL && text != NULL && problem != NULL, NULL);

  *problem = NULL;
  if (!g_utf8_validate (text, -1, NULL))
    {
      *problem = g_strdup (_("Not readable as text (UTF-8)."));
      return NULL;
    }
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return NULL;
  if (g_str_equal (attribute, "C") || g_str_equal (attribute, "jurisdictionC"))
    return smith_country_normalize (stripped, problem);

  if (g_str_equal (attribute, "emailAddress"))
    {
      g_autofree char *prefixed = g_strconcat ("email:", stripped, NULL);
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (prefixed, &error);

      if (name == NULL)
        {
          *problem = g_strdup (error->message);
          return NULL;
        }
      g_free (stripped);
      stripped = g_strdup (smith_alt_name_get_value (name));
    }
  if (!smith_name_check_attribute (attribute, stripped, &error))
    {
      *problem = g_strdup (error->message);
      return NULL;
    }

  return g_steal_pointer (&stripped);
}
