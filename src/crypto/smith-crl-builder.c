/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crl-builder.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-issuance-private.h"
#include "smith-key-private.h"

/**
 * SmithCrlBuilder:
 *
 * Makes a revocation list of version 2 (RFC 5280, 5) with its number, the authority's key identifier, and
 * a reason for each entry where one is given.
 */
struct _SmithCrlBuilder
{
  /* Owned */
  SmithCertificate *issuer;
  X509_CRL         *crl;

  guint64           number;
  guint             next_update_days;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_ENUMERATED, ASN1_ENUMERATED_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_TIME, ASN1_TIME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_REVOKED, X509_REVOKED_free)

/* Clocks differ: as certificates do, a list begins a little earlier. */
#define BACKDATE_SECONDS (5 * 60)
#define DEFAULT_DAYS 30

/**
 * smith_crl_builder_new:
 * @issuer: the authority
 *
 * Returns: (transfer full): an empty list, number 1, to be renewed in thirty days
 */
SmithCrlBuilder *
smith_crl_builder_new (SmithCertificate *issuer)
{
  SmithCrlBuilder *self;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (issuer), NULL);

  self = g_new0 (SmithCrlBuilder, 1);
  self->issuer = g_object_ref (issuer);
  self->crl = X509_CRL_new ();
  self->number = 1;
  self->next_update_days = DEFAULT_DAYS;

  return self;
}

/**
 * smith_crl_builder_free:
 * @self: (transfer full): a builder
 */
void
smith_crl_builder_free (SmithCrlBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->issuer);
  g_clear_pointer (&self->crl, X509_CRL_free);
  g_free (self);
}

/**
 * smith_crl_builder_set_number:
 * @number: higher than that of every list before (RFC 5280, 5.2.3)
 */
void
smith_crl_builder_set_number (SmithCrlBuilder *self,
                              guint64          number)
{
  g_return_if_fail (self != NULL);

  self->number = number;
}

/**
 * smith_crl_builder_set_next_update:
 * @days: from now, at least 1: when a newer list is out at the latest
 */
void
smith_crl_builder_set_next_update (SmithCrlBuilder *self,
                                   guint            days)
{
  g_return_if_fail (self != NULL && days > 0);

  self->next_update_days = days;
}

static gboolean
set_reason (X509_REVOKED          *revoked,
            SmithRevocationReason  reason)
{
  g_autoptr (ASN1_ENUMERATED) value = NULL;

  /* RFC 5280, 5.3.1: absent rather than "unspecified". */
  if (reason == SMITH_REVOCATION_REASON_UNSPECIFIED)
    return TRUE;
  value = ASN1_ENUMERATED_new ();

  return value != NULL && ASN1_ENUMERATED_set (value, reason) == 1 &&
         X509_REVOKED_add1_ext_i2d (revoked, NID_crl_reason, value, 0, X509V3_ADD_DEFAULT) == 1;
}

/**
 * smith_crl_builder_add:
 * @serial: of a certificate, in hexadecimal, with colons or without, as smith_certificate_get_serial() gives it
 * @date: when it was revoked
 * @reason: why
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: whether @serial is now in the list; %SMITH_CRYPTO_ERROR_INVALID where it is no number
 */
gboolean
smith_crl_builder_add (SmithCrlBuilder        *self,
                       const char             *serial,
                       GDateTime              *date,
                       SmithRevocationReason   reason,
                       GError                **error)
{
  g_autoptr (X509_REVOKED) revoked = X509_REVOKED_new ();
  g_autoptr (BIGNUM) number = NULL;
  g_autoptr (ASN1_INTEGER) integer = NULL;
  g_autoptr (ASN1_TIME) time = NULL;
  g_auto (GStrv) pairs = NULL;
  g_autofree char *digits = NULL;
  BIGNUM *parsed = NULL;

  g_return_val_if_fail (self != NULL && serial != NULL && date != NULL, FALSE);

  pairs = g_strsplit (serial, ":", -1);
  digits = g_strjoinv ("", pairs);
  /* The answer counts the characters that are part of the number. */
  if (*digits == '\0' || BN_hex2bn (&parsed, digits) != (int) strlen (digits))
    {
      BN_free (parsed);
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("“%s” is not a serial number."), serial);
      return FALSE;
    }
  number = parsed;
  integer = BN_to_ASN1_INTEGER (number, NULL);
  time = ASN1_TIME_set (NULL, (time_t) g_date_time_to_unix (date));
  if (revoked == NULL || integer == NULL || time == NULL ||
      X509_REVOKED_set_serialNumber (revoked, integer) != 1 ||
      X509_REVOKED_set_revocationDate (revoked, time) != 1 ||
      !set_reason (revoked, reason) ||
      X509_CRL_add0_revoked (self->crl, revoked) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The revocation list could not be created."));
      return FALSE;
    }
  g_steal_pointer (&revoked);

  return TRUE;
}

static gboolean
set_dates (SmithCrlBuilder *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ASN1_TIME) last = NULL;
  g_autoptr (ASN1_TIME) next = NULL;
  const ASN1_TIME *begin = X509_get0_notBefore (smith_certificate_peek (self->issuer));
  time_t base = (time_t) g_date_time_to_unix (now);

  last = X509_time_adj_ex (NULL, 0, -BACKDATE_SECONDS, &base);
  next = X509_time_adj_ex (NULL, (int) self->next_update_days, 0, &base);
  if (last == NULL || next == NULL)
    return FALSE;

  return X509_CRL_set1_lastUpdate (self->crl, ASN1_TIME_compare (last, begin) < 0 ? begin : last) == 1 &&
         X509_CRL_set1_nextUpdate (self->crl, next) == 1;
}

static gboolean
add_extensions (SmithCrlBuilder *self)
{
  X509 *issuer = smith_certificate_peek (self->issuer);
  g_autoptr (X509_EXTENSION) identifier = NULL;
  g_autoptr (ASN1_INTEGER) number = ASN1_INTEGER_new ();
  X509V3_CTX context;

  X509V3_set_ctx (&context, issuer, NULL, NULL, self->crl, 0);
  X509V3_set_ctx_nodb (&context);
  identifier = X509V3_EXT_nconf_nid (NULL, &context, NID_authority_key_identifier,
                                     X509_get_ext_by_NID (issuer, NID_subject_key_identifier, -1) >= 0 ? "keyid:always"
                                                                                                      : "issuer:always");

  return identifier != NULL && X509_CRL_add_ext (self->crl, identifier, -1) == 1 &&
         number != NULL && ASN1_INTEGER_set_uint64 (number, self->number) == 1 &&
         X509_CRL_add1_ext_i2d (self->crl, NID_crl_number, number, 0, X509V3_ADD_DEFAULT) == 1;
}

/**
 * smith_crl_builder_sign:
 * @key: the private key of the authority
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Ends the work of the builder: it is to be freed then.
 *
 * Returns: (transfer full): the list; %SMITH_CRYPTO_ERROR_MISMATCH where @key is not the authority's,
 *   %SMITH_CRYPTO_ERROR_INVALID where the authority may not sign lists
 */
SmithCrl *
smith_crl_builder_sign (SmithCrlBuilder  *self,
                        SmithKey         *key,
                        GError          **error)
{
  X509 *issuer;
  g_autoptr (GBytes) der = NULL;
  unsigned char *data = NULL;
  int size;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SMITH_IS_KEY (key), NULL);

  issuer = smith_certificate_peek (self->issuer);
  if (!smith_public_key_equal (smith_certificate_get_public_key (self->issuer), smith_key_get_public_key (key)))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_MISMATCH, _("The key is not that of “%s”."),
                              smith_certificate_get_title (self->issuer));
      return NULL;
    }
  if ((X509_get_key_usage (issuer) & KU_CRL_SIGN) == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The certificate of “%s” does not allow it to sign revocation lists."),
                              smith_certificate_get_title (self->issuer));
      return NULL;
    }
  if (X509_CRL_set_version (self->crl, X509_CRL_VERSION_2) != 1 ||
      X509_CRL_set_issuer_name (self->crl, X509_get_subject_name (issuer)) != 1 ||
      !set_dates (self) || !add_extensions (self) || X509_CRL_sort (self->crl) != 1 ||
      X509_CRL_sign (self->crl, smith_key_peek (key), smith_issuance_find_digest (NULL, key)) <= 0 ||
      (size = i2d_X509_CRL (self->crl, &data)) <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The revocation list could not be created."));
      return NULL;
    }
  der = g_bytes_new (data, (gsize) size);
  OPENSSL_free (data);

  return smith_crl_new_from_der (der, error);
}
