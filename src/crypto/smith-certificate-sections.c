/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-section-private.h"

/*
 * What the inspector shows of a certificate, part by part: one function and one row of the table
 * for each.
 */

static void
fill_subject (SmithSection *section,
              gpointer      certificate)
{
  smith_section_append_name (section, smith_certificate_get_subject (certificate));
}

static void
fill_names (SmithSection *section,
            gpointer      certificate)
{
  smith_section_append_alt_names (section, smith_certificate_get_alt_names (certificate));
}

static void
fill_issuer (SmithSection *section,
             gpointer      certificate)
{
  smith_section_append_name (section, smith_certificate_get_issuer (certificate));
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
fill_validity (SmithSection *section,
               gpointer      certificate)
{
  g_autofree char *not_before = format_time (smith_certificate_get_not_before (certificate));
  g_autofree char *not_after = format_time (smith_certificate_get_not_after (certificate));
  g_autofree char *days_left = format_days_left (certificate);

  smith_section_append (section, _("Valid from"), not_before, FALSE);
  smith_section_append (section, _("Valid until"), not_after, FALSE);
  smith_section_append (section, _("Remaining"), days_left, FALSE);
}

static void
fill_certificate (SmithSection *section,
                  gpointer      certificate)
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
fill_key (SmithSection *section,
          gpointer      certificate)
{
  smith_section_append_public_key (section, smith_certificate_get_public_key (certificate));
}

static void
fill_fingerprints (SmithSection *section,
                   gpointer      certificate)
{
  smith_section_append (section, "SHA-256", smith_certificate_get_sha256 (certificate), TRUE);
  smith_section_append (section, "SHA-1", smith_certificate_get_sha1 (certificate), TRUE);
}

static void
fill_extensions (SmithSection *section,
                 gpointer      certificate)
{
  smith_section_append_extensions (section, X509_get0_extensions (smith_certificate_peek (certificate)));
}

static const SmithSectionPart parts[] = {
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
  return smith_section_make_list (parts, G_N_ELEMENTS (parts), self);
}
