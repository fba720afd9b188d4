/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-section.h"

/*
 * What the inspector shows of a certificate, part by part: one function and one row of the table
 * for each.
 */

typedef struct
{
  const char *title;
  void (*fill) (SmithSection     *section,
                SmithCertificate *certificate);
} SectionRow;

/* How attributes are called where their short name would puzzle people. */
static const struct
{
  const char *attribute;
  const char *label;
} attribute_labels[] = {
  { "CN",           N_("Common name")         },
  { "C",            N_("Country")             },
  { "ST",           N_("State or province")   },
  { "L",            N_("Locality")            },
  { "O",            N_("Organization")        },
  { "OU",           N_("Organizational unit") },
  { "emailAddress", N_("Email")               },
  { "serialNumber", N_("Serial number")       },
  { "street",       N_("Street")              },
  { "postalCode",   N_("Postal code")         },
  { "DC",           N_("Domain component")    },
};

static const char *
label_attribute (const char *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (attribute_labels); i++)
    if (g_str_equal (attribute, attribute_labels[i].attribute))
      return _(attribute_labels[i].label);

  return attribute;
}

static void
append_name (SmithSection *section,
             SmithName    *name)
{
  guint n = smith_name_get_n_attributes (name);

  for (guint i = 0; i < n; i++)
    smith_section_append (section, label_attribute (smith_name_get_attribute (name, i)),
                          smith_name_get_value (name, i), FALSE);
  if (n == 0)
    smith_section_append (section, _("Name"), _("Empty"), FALSE);
  else
    smith_section_append (section, _("Whole name"), smith_name_get_rfc4514 (name), FALSE);
}

static void
fill_subject (SmithSection     *section,
              SmithCertificate *certificate)
{
  append_name (section, smith_certificate_get_subject (certificate));
}

static void
fill_names (SmithSection     *section,
            SmithCertificate *certificate)
{
  static const char * const labels[] = {
    N_("Domain name"), N_("IP address"), N_("Email"), N_("Address"), N_("Other name")
  };
  GListModel *names = smith_certificate_get_alt_names (certificate);
  guint n = g_list_model_get_n_items (names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      smith_section_append (section, _(labels[smith_alt_name_get_kind (name)]), smith_alt_name_get_display (name), FALSE);
    }
}

static void
fill_issuer (SmithSection     *section,
             SmithCertificate *certificate)
{
  append_name (section, smith_certificate_get_issuer (certificate));
  if (smith_certificate_is_self_signed (certificate))
    smith_section_append (section, _("Signed by"), _("Itself"), FALSE);
}

static char *
format_time (GDateTime *time)
{
  return g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC");
}

static char *
format_days_left (SmithCertificate *certificate)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GDateTime *not_before = smith_certificate_get_not_before (certificate);
  GDateTime *not_after = smith_certificate_get_not_after (certificate);
  GTimeSpan left = g_date_time_difference (not_after, now);

  if (left < 0)
    return g_strdup_printf (ngettext ("Expired %ld day ago", "Expired %ld days ago", (gulong) (-left / G_TIME_SPAN_DAY)),
                            (glong) (-left / G_TIME_SPAN_DAY));
  if (g_date_time_compare (now, not_before) < 0)
    return g_strdup (_("Not valid yet"));

  return g_strdup_printf (ngettext ("%ld day left", "%ld days left", (gulong) (left / G_TIME_SPAN_DAY)),
                          (glong) (left / G_TIME_SPAN_DAY));
}

static void
fill_validity (SmithSection     *section,
               SmithCertificate *certificate)
{
  g_autofree char *not_before = format_time (smith_certificate_get_not_before (certificate));
  g_autofree char *not_after = format_time (smith_certificate_get_not_after (certificate));
  g_autofree char *days_left = format_days_left (certificate);

  smith_section_append (section, _("Valid from"), not_before, FALSE);
  smith_section_append (section, _("Valid until"), not_after, FALSE);
  smith_section_append (section, _("Remaining"), days_left, FALSE);
}

static void
fill_certificate (SmithSection     *section,
                  SmithCertificate *certificate)
{
  g_autofree char *version = g_strdup_printf ("%u", smith_certificate_get_version (certificate));

  smith_section_append (section, _("Version"), version, FALSE);
  smith_section_append (section, _("Serial number"), smith_certificate_get_serial (certificate), TRUE);
  smith_section_append (section, _("Kind"), smith_certificate_is_ca (certificate)
                                              ? _("Certificate authority") : _("End entity"), FALSE);
  smith_section_append (section, _("Signature algorithm"),
                        smith_certificate_get_signature_algorithm (certificate), FALSE);
}

static void
fill_key (SmithSection     *section,
          SmithCertificate *certificate)
{
  SmithPublicKey *key = smith_certificate_get_public_key (certificate);
  g_autofree char *size = g_strdup_printf (_("%u bits"), smith_public_key_get_bits (key));

  smith_section_append (section, _("Algorithm"), smith_public_key_get_title (key), FALSE);
  if (smith_public_key_get_bits (key) > 0)
    smith_section_append (section, _("Size"), size, FALSE);
  smith_section_append (section, _("Curve"), smith_public_key_get_curve (key), FALSE);
  smith_section_append (section, _("Pin (SHA-256)"), smith_public_key_get_spki_sha256 (key), TRUE);
}

static void
fill_fingerprints (SmithSection     *section,
                   SmithCertificate *certificate)
{
  smith_section_append (section, "SHA-256", smith_certificate_get_sha256 (certificate), TRUE);
  smith_section_append (section, "SHA-1", smith_certificate_get_sha1 (certificate), TRUE);
}

/* As OpenSSL prints it; the bytes where OpenSSL does not know it or cannot read it. */
static char *
print_extension (X509_EXTENSION *extension)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  g_autofree char *text = NULL;
  ASN1_OCTET_STRING *data = X509_EXTENSION_get_data (extension);

  if (X509V3_EXT_print (bio, extension, X509V3_EXT_DEFAULT, 0) == 1)
    text = smith_openssl_dup_text (bio);
  smith_crypto_clear_queue ();
  if (text != NULL && *text != '\0')
    return g_steal_pointer (&text);
  if (text != NULL && ASN1_STRING_length (data) <= 2)
    return g_strdup (_("Empty"));

  return smith_openssl_dup_hex (ASN1_STRING_get0_data (data), (gsize) ASN1_STRING_length (data));
}

static void
fill_extensions (SmithSection     *section,
                 SmithCertificate *certificate)
{
  X509 *x509 = smith_certificate_peek (certificate);

  for (int i = 0; i < X509_get_ext_count (x509); i++)
    {
      X509_EXTENSION *extension = X509_get_ext (x509, i);
      g_autofree char *name = smith_openssl_dup_object (X509_EXTENSION_get_object (extension));
      /* Translators: the name of an extension that a reader must not ignore. */
      g_autofree char *critical = g_strdup_printf (_("%s (critical)"), name);
      g_autofree char *value = print_extension (extension);

      smith_section_append (section, X509_EXTENSION_get_critical (extension) ? critical : name, value, TRUE);
    }
}

static const SectionRow rows[] = {
  { N_("Subject"),      fill_subject      },
  { N_("Names"),        fill_names        },
  { N_("Issuer"),       fill_issuer       },
  { N_("Validity"),     fill_validity     },
  { N_("Certificate"),  fill_certificate  },
  { N_("Public Key"),   fill_key          },
  { N_("Fingerprints"), fill_fingerprints },
  { N_("Extensions"),   fill_extensions   },
};

/**
 * smith_certificate_make_sections: (skip)
 *
 * Returns: (transfer full): a list of #SmithSection, without those that would be empty
 */
GListModel *
smith_certificate_make_sections (SmithCertificate *self)
{
  GListStore *sections = g_list_store_new (SMITH_TYPE_SECTION);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithSection) section = smith_section_new (_(rows[i].title), NULL);

      rows[i].fill (section, self);
      if (g_list_model_get_n_items (smith_section_get_fields (section)) > 0)
        g_list_store_append (sections, section);
    }

  return G_LIST_MODEL (sections);
}
