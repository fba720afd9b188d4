/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-section-private.h"

#include <glib/gi18n.h>

#include "smith-alt-name.h"
#include "smith-extension-value-private.h"

/*
 * The parts that the inspector shows alike of a certificate and of a request.
 */

/* How attributes are called where their short name would puzzle people. */
static const struct
{
  const char *attribute;
  const char *label;
} attribute_labels[] = {
  { "CN",                     N_("Common name")               },
  { "C",                      N_("Country")                   },
  { "ST",                     N_("State or province")         },
  { "L",                      N_("Locality")                  },
  { "O",                      N_("Organization")              },
  { "OU",                     N_("Organizational unit")       },
  { "emailAddress",           N_("Email")                     },
  { "serialNumber",           N_("Serial number")             },
  { "street",                 N_("Street")                    },
  { "postalCode",             N_("Postal code")               },
  { "DC",                     N_("Domain component")          },
  { "title",                  N_("Title")                     },
  { "GN",                     N_("Given name")                },
  { "SN",                     N_("Surname")                   },
  { "businessCategory",       N_("Business category")         },
  { "organizationIdentifier", N_("Organization identifier")   },
  { "jurisdictionC",          N_("Jurisdiction: country")     },
  { "jurisdictionST",         N_("Jurisdiction: state")       },
  { "jurisdictionL",          N_("Jurisdiction: locality")    },
};

static const char *
label_attribute (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (attribute_labels); i++)
    if (g_str_equal (attribute, attribute_labels[i].attribute))
      return _(attribute_labels[i].label);

  return attribute;
}

/**
 * smith_section_append_name: (skip)
 * @name: a subject or an issuer, each attribute of which becomes a field
 */
void
smith_section_append_name (SmithSection *self,
                           SmithName    *name)
{
  guint n = smith_name_get_n_attributes (name);

  for (guint i = 0; i < n; i++)
    smith_section_append (self, label_attribute (smith_name_get_attribute (name, i)),
                          smith_name_get_value (name, i), FALSE);
  if (n == 0)
    smith_section_append (self, _("Name"), _("Empty"), FALSE);
  else
    smith_section_append (self, _("Whole name"), smith_name_get_rfc4514 (name), FALSE);
}

/**
 * smith_section_append_alt_names: (skip)
 * @alt_names: a list of #SmithAltName
 */
void
smith_section_append_alt_names (SmithSection *self,
                                GListModel   *alt_names)
{
  static const char * const labels[] = {
    N_("Domain name"), N_("IP address"), N_("Email"), N_("Address"), N_("Other name")
  };
  guint n = g_list_model_get_n_items (alt_names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (alt_names, i);

      smith_section_append (self, _(labels[smith_alt_name_get_kind (name)]), smith_alt_name_get_display (name), FALSE);
    }
}

/**
 * smith_section_append_public_key: (skip)
 * @key: what a certificate certifies, or a request wants certified
 */
void
smith_section_append_public_key (SmithSection   *self,
                                 SmithPublicKey *key)
{
  g_autofree char *size = g_strdup_printf (_("%u bits"), smith_public_key_get_bits (key));

  smith_section_append (self, _("Algorithm"), smith_public_key_get_title (key), FALSE);
  if (smith_public_key_get_bits (key) > 0)
    smith_section_append (self, _("Size"), size, FALSE);
  smith_section_append (self, _("Curve"), smith_public_key_get_curve (key), FALSE);
  smith_section_append (self, _("Pin (SHA-256)"), smith_public_key_get_spki_sha256 (key), TRUE);
}

/**
 * smith_section_append_extensions: (skip)
 * @extensions: (nullable): of a certificate or a request, each of which becomes a field
 */
void
smith_section_append_extensions (SmithSection                    *self,
                                 const STACK_OF (X509_EXTENSION) *extensions)
{
  for (int i = 0; i < sk_X509_EXTENSION_num (extensions); i++)
    {
      X509_EXTENSION *extension = sk_X509_EXTENSION_value (extensions, i);
      g_autofree char *name = smith_openssl_dup_object (X509_EXTENSION_get_object (extension));
      /* Translators: the name of an extension that a reader must not ignore. */
      g_autofree char *critical = g_strdup_printf (_("%s (critical)"), name);
      g_autofree char *value = smith_extension_value_print (extension);

      smith_section_append (self, X509_EXTENSION_get_critical (extension) ? critical : name, value, TRUE);
    }
}

/**
 * smith_section_make_list: (skip)
 * @object: what @parts tell of
 *
 * Returns: (transfer full): a list of #SmithSection, without those that would be empty
 */
GListModel *
smith_section_make_list (const SmithSectionPart *parts,
                         gsize                   n,
                         gpointer                object)
{
  GListStore *sections = g_list_store_new (SMITH_TYPE_SECTION);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (SmithSection) section = smith_section_new (_(parts[i].title), NULL);

      parts[i].fill (section, object);
      if (g_list_model_get_n_items (smith_section_get_fields (section)) > 0)
        g_list_store_append (sections, section);
    }

  return G_LIST_MODEL (sections);
}
