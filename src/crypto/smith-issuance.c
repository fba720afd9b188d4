/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issuance.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-finding.h"
#include "smith-issuance-private.h"

/**
 * SmithIssuance:
 *
 * What an authority is about to sign, as a person sees and changes it beforehand. Whoever has one may
 * change its fields; nothing notifies.
 */

/* RFC 8813, 3: keys of elliptic curves encipher nothing; RFC 8410, 5 says the same of Edwards curves. */
#define ENCIPHERMENT (SMITH_KEY_USAGE_KEY_ENCIPHERMENT | SMITH_KEY_USAGE_DATA_ENCIPHERMENT | \
                      SMITH_KEY_USAGE_ENCIPHER_ONLY | SMITH_KEY_USAGE_DECIPHER_ONLY)
#define SIGNING_FOR_OTHERS (SMITH_KEY_USAGE_KEY_CERT_SIGN | SMITH_KEY_USAGE_CRL_SIGN)

G_DEFINE_BOXED_TYPE (SmithIssuance, smith_issuance, smith_issuance_copy, smith_issuance_free)

/**
 * smith_issuance_new:
 * @subject: whom the certificate names
 * @alt_names: (nullable): a list of #SmithAltName
 * @extensions: (nullable): what it may be used for; NULL: nothing is said about it
 * @days: how long it is valid, from now
 *
 * Returns: (transfer full): a new value
 */
SmithIssuance *
smith_issuance_new (SmithName             *subject,
                    GListModel            *alt_names,
                    const SmithExtensions *extensions,
                    guint                  days)
{
  SmithIssuance *self;

  g_return_val_if_fail (SMITH_IS_NAME (subject), NULL);
  g_return_val_if_fail (alt_names == NULL || G_IS_LIST_MODEL (alt_names), NULL);

  self = g_new0 (SmithIssuance, 1);
  self->subject = g_object_ref (subject);
  g_set_object (&self->alt_names, alt_names);
  self->extensions = extensions != NULL ? smith_extensions_copy (extensions) : smith_extensions_new ();
  self->days = days;

  return self;
}

/* Without what a key of this kind, or a certificate of this kind, cannot have (RFC 5280, 4.2.1.3; RFC 8813, 3). */
static SmithKeyUsage
restrict_key_usage (const SmithExtensions *extensions,
                    const char            *family)
{
  SmithKeyUsage usage = extensions->key_usage;

  if (!g_str_equal (family, "RSA"))
    usage &= ~ENCIPHERMENT;
  if (extensions->is_ca)
    usage |= SIGNING_FOR_OTHERS;
  else
    usage &= ~SIGNING_FOR_OTHERS;

  return usage;
}

/**
 * smith_issuance_dup_granted:
 * @family: "RSA" and the like (smith_public_key_get_family()): the kind of the key that it is for
 *
 * Returns: (transfer full): what smith_certificate_issue() writes, besides names and identifiers: what is asked for,
 *   but for what such a key, or such a certificate, cannot have
 */
SmithExtensions *
smith_issuance_dup_granted (const SmithIssuance *self,
                            const char          *family)
{
  SmithExtensions *granted;

  g_return_val_if_fail (self != NULL && family != NULL, NULL);

  granted = smith_extensions_copy (self->extensions);
  granted->key_usage = restrict_key_usage (granted, family);
  if (!granted->is_ca)
    {
      granted->path_length = -1;
      /* RFC 5280, 4.2.1.10: for authorities only. */
      g_clear_pointer (&granted->permitted_names, g_strfreev);
      g_clear_pointer (&granted->excluded_names, g_strfreev);
    }

  return granted;
}

/**
 * smith_issuance_new_from_request:
 * @request: what somebody asks for
 * @days: how long it is valid, from now
 *
 * Takes subject, names and uses from @request; where it asks for no use, those of a TLS server. What only
 * the authority decides is left out: to be an authority itself, its constraints, and where its lists are.
 *
 * Returns: (transfer full): a new value, to be shown and changed
 */
SmithIssuance *
smith_issuance_new_from_request (SmithRequest *request,
                                 guint         days)
{
  g_autoptr (SmithExtensions) extensions = NULL;
  g_autoptr (SmithExtensions) server = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  extensions = smith_extensions_from_request (request);
  server = smith_extensions_new_for_tls_server (smith_public_key_get_algorithm (smith_request_get_public_key (request)));
  extensions->is_ca = FALSE;
  extensions->path_length = -1;
  if (extensions->key_usage == SMITH_KEY_USAGE_NONE)
    extensions->key_usage = restrict_key_usage (server, smith_public_key_get_family (smith_request_get_public_key (request)));
  if (extensions->extended_key_usages == NULL)
    extensions->extended_key_usages = g_strdupv (server->extended_key_usages);
  extensions->key_usage &= ~SIGNING_FOR_OTHERS;
  g_clear_pointer (&extensions->permitted_names, g_strfreev);
  g_clear_pointer (&extensions->excluded_names, g_strfreev);
  g_clear_pointer (&extensions->crl_urls, g_strfreev);
  g_clear_pointer (&extensions->ocsp_urls, g_strfreev);
  g_clear_pointer (&extensions->issuer_urls, g_strfreev);

  return smith_issuance_new (smith_request_get_subject (request), smith_request_get_alt_names (request), extensions, days);
}

/**
 * smith_issuance_copy:
 *
 * Returns: (transfer full): a copy
 */
SmithIssuance *
smith_issuance_copy (const SmithIssuance *self)
{
  SmithIssuance *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = smith_issuance_new (self->subject, self->alt_names, self->extensions, self->days);
  copy->digest = g_strdup (self->digest);

  return copy;
}

/**
 * smith_issuance_free:
 * @self: (transfer full): the value
 */
void
smith_issuance_free (SmithIssuance *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->subject);
  g_clear_object (&self->alt_names);
  g_clear_pointer (&self->extensions, smith_extensions_free);
  g_free (self->digest);
  g_free (self);
}

static gboolean
is_for_servers (const SmithExtensions *extensions)
{
  return extensions->extended_key_usages != NULL &&
         g_strv_contains ((const char * const *) extensions->extended_key_usages, "serverAuth");
}

static void
warn_of_validity (const SmithIssuance *self,
                  SmithCertificate    *issuer,
                  GStrvBuilder        *warnings)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = g_date_time_add_days (now, (int) MIN (self->days, SMITH_ISSUANCE_MAX_DAYS));

  if (issuer != NULL && end != NULL && g_date_time_compare (end, smith_certificate_get_not_after (issuer)) > 0)
    {
      g_autofree char *date = g_date_time_format (smith_certificate_get_not_after (issuer), "%Y-%m-%d");
      /* Translators: %s is a date */
      g_autofree char *warning = g_strdup_printf (_("It ends on %s already, together with the authority’s own certificate."), date);

      g_strv_builder_add (warnings, warning);
    }
  else if (!self->extensions->is_ca && is_for_servers (self->extensions) && self->days > SMITH_ISSUANCE_SERVER_DAYS)
    {
      g_autofree char *warning =
        g_strdup_printf (_("Some clients refuse server certificates that are valid for more than %d days."),
                         SMITH_ISSUANCE_SERVER_DAYS);

      g_strv_builder_add (warnings, warning);
    }
}

/**
 * smith_issuance_list_warnings:
 * @public_key: what the certificate is for
 * @issuer: (nullable): who signs it; NULL: its own key
 *
 * Cheap enough to be asked at each key stroke.
 *
 * Returns: (transfer full) (array zero-terminated=1): sentences on what a person should know before the
 *   signature; may be empty
 */
char **
smith_issuance_list_warnings (const SmithIssuance *self,
                              SmithPublicKey      *public_key,
                              SmithCertificate    *issuer)
{
  g_autoptr (GStrvBuilder) warnings = NULL;
  g_auto (GStrv) findings = NULL;
  guint n_names;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (public_key), NULL);
  g_return_val_if_fail (issuer == NULL || SMITH_IS_CERTIFICATE (issuer), NULL);

  warnings = g_strv_builder_new ();
  n_names = self->alt_names != NULL ? g_list_model_get_n_items (self->alt_names) : 0;
  warn_of_validity (self, issuer, warnings);
  if (self->extensions->is_ca)
    g_strv_builder_add (warnings, _("Whoever has this key will sign certificates that are trusted like yours."));
  else if (is_for_servers (self->extensions) && n_names == 0)
    g_strv_builder_add (warnings, _("There is no name in it that browsers look at: add the server’s domain name."));
  if (!g_str_equal (smith_public_key_get_family (public_key), "RSA") && (self->extensions->key_usage & ENCIPHERMENT))
    g_strv_builder_add (warnings, _("Keys of this kind encipher nothing: these uses are left out."));
  findings = smith_finding_list_for_public_key (public_key);
  g_strv_builder_addv (warnings, (const char **) findings);

  return g_strv_builder_end (warnings);
}
