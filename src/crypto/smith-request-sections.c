/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-request-private.h"
#include "smith-section-private.h"

/*
 * What the inspector shows of a request, part by part: one function and one row of the table for each.
 */

static void
fill_subject (SmithSection *section,
              gpointer      request)
{
  smith_section_append_name (section, smith_request_get_subject (request));
}

static void
fill_names (SmithSection *section,
            gpointer      request)
{
  smith_section_append_alt_names (section, smith_request_get_alt_names (request));
}

static void
fill_key (SmithSection *section,
          gpointer      request)
{
  smith_section_append_public_key (section, smith_request_get_public_key (request));
}

static void
fill_extensions (SmithSection *section,
                 gpointer      request)
{
  STACK_OF (X509_EXTENSION) *extensions = X509_REQ_get_extensions (smith_request_peek (request));

  smith_section_append_extensions (section, extensions);
  sk_X509_EXTENSION_pop_free (extensions, X509_EXTENSION_free);
  smith_crypto_clear_queue ();
}

/* What a request carries besides extensions. The challenge password is only mentioned. */
static void
fill_attributes (SmithSection *section,
                 gpointer      request)
{
  X509_REQ *x509 = smith_request_peek (request);
  int n = X509_REQ_get_attr_count (x509);

  for (int i = 0; i < n; i++)
    {
      X509_ATTRIBUTE *attribute = X509_REQ_get_attr (x509, i);
      ASN1_OBJECT *object = X509_ATTRIBUTE_get0_object (attribute);
      const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type (attribute, 0);
      g_autofree char *name = smith_openssl_dup_object (object);
      g_autofree char *text = NULL;

      if (X509_REQ_extension_nid (OBJ_obj2nid (object)))
        continue;
      if (OBJ_obj2nid (object) == NID_pkcs9_challengePassword)
        {
          smith_section_append (section, _("Challenge password"), _("Set"), FALSE);
          continue;
        }
      switch (value != NULL ? ASN1_TYPE_get (value) : V_ASN1_UNDEF)
        {
        case V_ASN1_UTF8STRING:
        case V_ASN1_PRINTABLESTRING:
        case V_ASN1_T61STRING:
        case V_ASN1_IA5STRING:
        case V_ASN1_BMPSTRING:
          text = smith_openssl_dup_string (value->value.asn1_string);
          smith_section_append (section, name, text, FALSE);
          break;
        default:
          smith_section_append (section, name, _("Cannot be shown as text"), FALSE);
        }
    }
}

static void
fill_request (SmithSection *section,
              gpointer      request)
{
  smith_section_append (section, _("Signature algorithm"), smith_request_get_signature_algorithm (request), FALSE);
  smith_section_append (section, _("Signature"),
                        smith_request_is_signature_valid (request) ? _("Made with the key of the request")
                                                                   : _("Not valid: the request was changed or damaged"),
                        FALSE);
}

static const SmithSectionPart parts[] = {
  { N_("Subject"),    fill_subject    },
  { N_("Names"),      fill_names      },
  { N_("Request"),    fill_request    },
  { N_("Public Key"), fill_key        },
  { N_("Extensions"), fill_extensions },
  { N_("Attributes"), fill_attributes },
};

/**
 * smith_request_make_sections: (skip)
 *
 * Returns: (transfer full): a list of #SmithSection, without those that would be empty
 */
GListModel *
smith_request_make_sections (SmithRequest *self)
{
  return smith_section_make_list (parts, G_N_ELEMENTS (parts), self);
}
