/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-crl-private.h"

#include <glib/gi18n.h>

#include "smith-identity-state.h"
#include "smith-import-slot-private.h"

/* What an import tells of revocation lists. */

static gboolean
has_signed (SmithCertificate *certificate,
            SmithCrl         *crl)
{
  return smith_name_equal (smith_certificate_get_subject (certificate), smith_crl_get_issuer (crl)) &&
         smith_crl_is_signed_by (crl, certificate);
}

/* The authority of the library that signed it. */
static SmithIdentityData *
find_authority (GPtrArray *library,
                SmithCrl  *crl)
{
  for (guint i = 0; i < library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (library, i);
      g_autoptr (SmithCertificate) certificate = NULL;

      if (data->certificate == NULL)
        continue;
      certificate = smith_certificate_new_from_der (data->certificate, NULL);
      if (certificate != NULL && smith_certificate_is_ca (certificate) && has_signed (certificate, crl))
        return data;
    }

  return NULL;
}

static SmithCertificate *
find_signer (GPtrArray *issuers,
             SmithCrl  *crl)
{
  for (guint i = 0; i < issuers->len; i++)
    if (has_signed (g_ptr_array_index (issuers, i), crl))
      return g_ptr_array_index (issuers, i);

  return NULL;
}

static char *
describe_crl (SmithCrl *crl)
{
  guint n = smith_crl_get_n_revoked (crl);
  GDateTime *next = smith_crl_get_next_update (crl);
  g_autofree char *issued = smith_identity_state_dup_date (g_date_time_to_unix (smith_crl_get_this_update (crl)));
  g_autofree char *due = next != NULL ? smith_identity_state_dup_date (g_date_time_to_unix (next)) : NULL;
  g_autofree char *revoked = g_strdup_printf (ngettext ("%u revoked certificate", "%u revoked certificates", n), n);

  if (due == NULL)
    /* Translators: "3 revoked certificates", and a date. */
    return g_strdup_printf (_("%s; issued %s"), revoked, issued);

  /* Translators: "3 revoked certificates", and two dates. */
  return g_strdup_printf (_("%s; issued %s, the next one is due %s"), revoked, issued, due);
}

/**
 * smith_import_tell_crls: (skip)
 * @crls: (element-type SmithParsed): revocation lists
 * @library: (element-type SmithIdentityData): what is there
 * @issuers: (element-type SmithCertificate): authorities that came in
 * @lines: (element-type SmithImportLine): appended to
 *
 * Revocation lists are looked at only: those that the authorities of the library issue are kept with these.
 */
void
smith_import_tell_crls (GPtrArray *crls,
                        GPtrArray *library,
                        GPtrArray *issuers,
                        GPtrArray *lines)
{
  for (guint i = 0; i < crls->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (crls, i);
      SmithCrl *crl = smith_parsed_get_crl (parsed);
      SmithIdentityData *authority = find_authority (library, crl);
      SmithCertificate *signer = authority == NULL ? find_signer (issuers, crl) : NULL;
      g_autofree char *content = describe_crl (crl);
      g_autofree char *origin = NULL;
      g_autofree char *text = NULL;

      if (authority != NULL)
        origin = g_strdup_printf (_("Signed by “%s” of your library, which keeps its own list; this one was not kept"),
                                  authority->name);
      else if (signer != NULL)
        origin = g_strdup_printf (_("Signed by “%s”, which came with it; not kept"),
                                  smith_certificate_get_title (signer));
      else
        origin = g_strdup (_("Who signed it is not in your library; not kept"));
      text = g_strdup_printf ("%s\n%s", content, origin);
      smith_import_add_line (lines, parsed, SMITH_IMPORT_LEFT_OUT, text);
    }
}
