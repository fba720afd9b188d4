/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <openssl/rand.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-key-private.h"
#include "smith-name-private.h"
#include "smith-public-key-private.h"
#include "smith-request-private.h"

/*
 * A certificate that a request's own key signs: for tests, for servers inside a house, and for trying
 * out the way to AWS.
 */

/* CA/Browser Forum Baseline Requirements 7.1: at least 64 random bits; RFC 5280, 4.1.2.2: at most 20 bytes. */
#define SERIAL_SIZE 16
/* Another computer's clock may be a little behind: AWS refuses what is "not valid yet". */
#define BACKDATE_SECONDS (5 * 60)
/* RFC 5280, 4.1.2.5: dates end with the year 9999. */
#define LAST_YEAR 9999

static gboolean
set_serial (X509 *x509)
{
  guint8 bytes[SERIAL_SIZE];
  g_autoptr (BIGNUM) number = NULL;
  g_autoptr (ASN1_INTEGER) serial = NULL;

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return FALSE;
  /* Positive, and always of the same length. */
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  number = BN_bin2bn (bytes, sizeof bytes, NULL);
  serial = number != NULL ? BN_to_ASN1_INTEGER (number, NULL) : NULL;

  return serial != NULL && X509_set_serialNumber (x509, serial) == 1;
}

static gboolean
set_dates (X509   *x509,
           guint   days,
           GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = days <= G_MAXINT ? g_date_time_add_days (now, (int) days) : NULL;
  time_t base = (time_t) g_date_time_to_unix (now);

  if (days == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("A certificate is valid for at least one day."));
      return FALSE;
    }
  if (end == NULL || g_date_time_get_year (end) > LAST_YEAR)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("A certificate cannot be valid beyond the year %d."), LAST_YEAR);
      return FALSE;
    }
  /* GeneralizedTime from 2050 on, as RFC 5280 wants, is chosen by OpenSSL. */
  if (X509_time_adj_ex (X509_getm_notBefore (x509), 0, -BACKDATE_SECONDS, &base) == NULL ||
      X509_time_adj_ex (X509_getm_notAfter (x509), (int) days, 0, &base) == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_extension (X509       *x509,
               X509V3_CTX *context,
               int         nid,
               const char *value)
{
  g_autoptr (X509_EXTENSION) extension = X509V3_EXT_nconf_nid (NULL, context, nid, value);

  return extension != NULL && X509_add_ext (x509, extension, -1) == 1;
}

/* A server's certificate, not an authority's: Firefox refuses the latter where it expects the former, and
 * whoever trusts it trusts nothing else with it. OpenSSL takes it as its own anchor, also when strict. */
static gboolean
add_extensions (X509         *x509,
                SmithRequest *request,
                SmithKey     *key)
{
  g_autoptr (X509_EXTENSION) alt_names = NULL;
  const char *family = smith_public_key_get_family (smith_key_get_public_key (key));
  /* Key encipherment is RSA's: it belongs to the old key exchange of TLS 1.2. */
  const char *usage = g_str_equal (family, "RSA") ? "critical,digitalSignature,keyEncipherment"
                                                  : "critical,digitalSignature";
  X509V3_CTX context;

  X509V3_set_ctx (&context, x509, x509, NULL, NULL, 0);
  X509V3_set_ctx_nodb (&context);
  alt_names = smith_request_make_alt_names (smith_request_get_alt_names (request), smith_request_get_subject (request));
  if (alt_names != NULL && X509_add_ext (x509, alt_names, -1) != 1)
    return FALSE;

  return add_extension (x509, &context, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension (x509, &context, NID_key_usage, usage) &&
         add_extension (x509, &context, NID_ext_key_usage, "serverAuth") &&
         add_extension (x509, &context, NID_subject_key_identifier, "hash") &&
         add_extension (x509, &context, NID_authority_key_identifier, "keyid:always");
}

/**
 * smith_certificate_self_sign:
 * @request: what names the server
 * @key: the key that @request was made with
 * @days: how long it is valid, counted from now
 * @error: return location for a SMITH_CRYPTO_ERROR; %SMITH_CRYPTO_ERROR_MISMATCH where @key is another one
 *
 * Creates a certificate of version 3 for a TLS server that its own key signs with SHA-256. Its names are
 * those of the request. It begins five minutes ago, because clocks differ.
 *
 * Returns: (transfer full): a new certificate; NULL on error
 */
SmithCertificate *
smith_certificate_self_sign (SmithRequest  *request,
                             SmithKey      *key,
                             guint          days,
                             GError       **error)
{
  g_autoptr (X509) x509 = NULL;
  X509_NAME *name;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (SMITH_IS_KEY (key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!smith_public_key_equal (smith_request_get_public_key (request), smith_key_get_public_key (key)))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_MISMATCH,
                              _("The request was made with another key than the one that would sign the certificate."));
      return NULL;
    }

  x509 = X509_new ();
  name = smith_name_peek (smith_request_get_subject (request));
  if (x509 == NULL ||
      X509_set_version (x509, X509_VERSION_3) != 1 ||
      !set_serial (x509) ||
      X509_set_subject_name (x509, name) != 1 ||
      X509_set_issuer_name (x509, name) != 1 ||
      X509_set_pubkey (x509, smith_key_peek (key)) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return NULL;
    }
  if (!set_dates (x509, days, error))
    return NULL;
  if (!add_extensions (x509, request, key) ||
      X509_sign (x509, smith_key_peek (key), smith_key_get_digest (key)) <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return NULL;
    }

  /* Read back, so that what is shown is what was written. */
  return smith_certificate_new_from_x509 (x509, error);
}
