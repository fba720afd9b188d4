/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <openssl/rand.h>
#include <openssl/x509_vfy.h>

#include <glib/gi18n.h>

#include "smith-alt-name-private.h"
#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-extensions-private.h"
#include "smith-issuance-private.h"
#include "smith-key-private.h"
#include "smith-name-private.h"
#include "smith-public-key-private.h"
#include "smith-request-private.h"

/*
 * From a SmithIssuance to a signed certificate (RFC 5280, 4). What has been signed is verified up to the
 * authority before anybody gets it: a certificate that breaks a constraint of its issuer is of no use.
 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE_CTX, X509_STORE_CTX_free)

/* CA/Browser Forum, Baseline Requirements 7.1: at least 64 random bits; RFC 5280, 4.1.2.2: at most 20 bytes. */
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

/* Within the issuer's own dates: clients refuse what is valid beyond its issuer only from that day on, but
 * then nobody remembers why. */
static gboolean
set_dates (X509             *x509,
           guint             days,
           SmithCertificate *issuer,
           GError          **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = days <= G_MAXINT ? g_date_time_add_days (now, (int) days) : NULL;
  time_t base = (time_t) g_date_time_to_unix (now);
  const ASN1_TIME *limit;
  gboolean done;

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
  done = X509_time_adj_ex (X509_getm_notBefore (x509), 0, -BACKDATE_SECONDS, &base) != NULL &&
         X509_time_adj_ex (X509_getm_notAfter (x509), (int) days, 0, &base) != NULL;
  if (done && issuer != NULL)
    {
      limit = X509_get0_notBefore (smith_certificate_peek (issuer));
      if (ASN1_TIME_compare (X509_get0_notBefore (x509), limit) < 0)
        done = X509_set1_notBefore (x509, limit) == 1;
      limit = X509_get0_notAfter (smith_certificate_peek (issuer));
      if (done && ASN1_TIME_compare (X509_get0_notAfter (x509), limit) > 0)
        done = X509_set1_notAfter (x509, limit) == 1;
    }
  if (!done)
    smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));

  return done;
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

/* What an authority is called is not a name of a host. */
static X509_EXTENSION *
make_alt_names (const SmithIssuance *issuance)
{
  g_autoptr (GENERAL_NAMES) names = NULL;

  if (!issuance->extensions->is_ca)
    return smith_request_make_alt_names (issuance->alt_names, issuance->subject);
  names = issuance->alt_names != NULL ? smith_alt_name_list_to_x509 (issuance->alt_names) : NULL;

  return names != NULL ? X509V3_EXT_i2d (NID_subject_alt_name, 0, names) : NULL;
}

/* Everything that the issuance says itself, but for the names. */
static gboolean
add_granted (X509                *x509,
             const SmithIssuance *issuance,
             SmithPublicKey      *public_key,
             GError             **error)
{
  g_autoptr (SmithExtensions) granted = smith_issuance_dup_granted (issuance, smith_public_key_get_family (public_key));
  STACK_OF (X509_EXTENSION) *stack = NULL;
  gboolean done;

  done = smith_extensions_add_to_stack (granted, NULL, &stack, error);
  for (int i = 0; done && i < sk_X509_EXTENSION_num (stack); i++)
    if (X509_add_ext (x509, sk_X509_EXTENSION_value (stack, i), -1) != 1)
      {
        smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
        done = FALSE;
      }
  sk_X509_EXTENSION_pop_free (stack, X509_EXTENSION_free);

  return done;
}

static gboolean
add_identifiers (X509             *x509,
                 SmithCertificate *issuer)
{
  X509 *signer = issuer != NULL ? smith_certificate_peek (issuer) : x509;
  X509V3_CTX context;

  X509V3_set_ctx (&context, signer, x509, NULL, NULL, 0);
  X509V3_set_ctx_nodb (&context);
  if (X509_get_ext_by_NID (x509, NID_basic_constraints, -1) < 0 &&
      !add_extension (x509, &context, NID_basic_constraints, "critical,CA:FALSE"))
    return FALSE;
  if (!add_extension (x509, &context, NID_subject_key_identifier, "hash"))
    return FALSE;

  /* RFC 5280, 4.2.1.1; an old authority that has no identifier is named instead. */
  return add_extension (x509, &context, NID_authority_key_identifier,
                        X509_get_ext_by_NID (signer, NID_subject_key_identifier, -1) >= 0 ? "keyid:always" : "issuer:always");
}

static gboolean
add_extensions (X509                *x509,
                const SmithIssuance *issuance,
                SmithPublicKey      *public_key,
                SmithCertificate    *issuer,
                GError             **error)
{
  g_autoptr (X509_EXTENSION) alt_names = make_alt_names (issuance);

  if (alt_names == NULL && smith_name_get_n_attributes (issuance->subject) == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("The certificate would name nothing: add a domain name."));
      return FALSE;
    }
  if (alt_names != NULL && X509_add_ext (x509, alt_names, -1) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return FALSE;
    }
  if (!add_granted (x509, issuance, public_key, error))
    return FALSE;
  if (!add_identifiers (x509, issuer))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_issuance_find_digest: (skip)
 * @name: (nullable): SHA256, SHA384 or SHA512; NULL: one of the strength of @key
 *
 * Returns: (transfer none) (nullable): the digest for what @key signs; NULL where it has one built in
 */
const EVP_MD *
smith_issuance_find_digest (const char *name,
                            SmithKey   *key)
{
  const char *curve = smith_public_key_get_curve (smith_key_get_public_key (key));

  if (smith_key_get_digest (key) == NULL)
    return NULL;
  if (name != NULL)
    return EVP_get_digestbyname (name);
  /* RFC 5480, 4: of the strength of the curve. */
  if (g_strcmp0 (curve, "P-384") == 0)
    return EVP_sha384 ();
  if (g_strcmp0 (curve, "P-521") == 0)
    return EVP_sha512 ();

  return smith_key_get_digest (key);
}

/**
 * smith_certificate_find_issuer_obstacle:
 * @issuer: a certificate that is to sign others
 * @issuer_key: (nullable): its private key, where that is at hand
 *
 * Returns: (transfer full) (nullable): why nothing can be signed with @issuer, as a sentence; NULL if it can
 */
char *
smith_certificate_find_issuer_obstacle (SmithCertificate *issuer,
                                        SmithKey         *issuer_key)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  X509 *x509;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (issuer), NULL);
  g_return_val_if_fail (issuer_key == NULL || SMITH_IS_KEY (issuer_key), NULL);

  x509 = smith_certificate_peek (issuer);
  if (!smith_certificate_is_ca (issuer))
    return g_strdup_printf (_("“%s” is not an authority: what it signs is trusted by nobody."),
                            smith_certificate_get_title (issuer));
  /* No such extension: every use is allowed (RFC 5280, 4.2.1.3). */
  if ((X509_get_key_usage (x509) & KU_KEY_CERT_SIGN) == 0)
    return g_strdup_printf (_("The certificate of “%s” does not allow it to sign certificates."),
                            smith_certificate_get_title (issuer));
  if (issuer_key != NULL &&
      !smith_public_key_equal (smith_certificate_get_public_key (issuer), smith_key_get_public_key (issuer_key)))
    return g_strdup_printf (_("The key is not that of “%s”."), smith_certificate_get_title (issuer));
  if (g_date_time_compare (now, smith_certificate_get_not_after (issuer)) > 0)
    return g_strdup_printf (_("The certificate of “%s” has expired. Renew the authority first."),
                            smith_certificate_get_title (issuer));
  if (g_date_time_compare (now, smith_certificate_get_not_before (issuer)) < 0)
    return g_strdup_printf (_("The certificate of “%s” is not valid yet."), smith_certificate_get_title (issuer));

  return NULL;
}

static char *
describe_failure (int               code,
                  SmithCertificate *issuer)
{
  const char *name = smith_certificate_get_title (issuer);

  switch (code)
    {
    case X509_V_ERR_PERMITTED_VIOLATION:
      return g_strdup_printf (_("A name is outside of what “%s” may sign for (its name constraints). Remove the name, "
                                "or use another authority."), name);
    case X509_V_ERR_EXCLUDED_VIOLATION:
      return g_strdup_printf (_("“%s” may not sign for one of the names (its name constraints exclude it). Remove the name, "
                                "or use another authority."), name);
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
      return g_strdup_printf (_("“%s” may not have authorities below it (its path length is used up). Sign a certificate "
                                "that is no authority, or use another one."), name);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return g_strdup_printf (_("An authority above “%s” has expired. Renew that one first."), name);
    default:
      /* Translators: an authority, then OpenSSL's own words in English. */
      return g_strdup_printf (_("Clients would not accept what “%s” signs here (OpenSSL: %s)."),
                              name, X509_verify_cert_error_string (code));
    }
}

/* As a client does that trusts @issuer or one above it. */
static gboolean
verify (X509             *x509,
        SmithCertificate *issuer,
        GPtrArray        *chain,
        GError          **error)
{
  g_autoptr (X509_STORE) store = X509_STORE_new ();
  g_autoptr (X509_STORE_CTX) context = X509_STORE_CTX_new ();
  STACK_OF (X509) *others = sk_X509_new_null ();
  SmithCertificate *anchor = chain != NULL && chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : issuer;
  gboolean verified = FALSE;
  int code = X509_V_ERR_UNSPECIFIED;

  sk_X509_push (others, smith_certificate_peek (issuer));
  for (guint i = 0; chain != NULL && i < chain->len; i++)
    sk_X509_push (others, smith_certificate_peek (g_ptr_array_index (chain, i)));
  X509_STORE_add_cert (store, smith_certificate_peek (anchor));
  X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN);
  if (X509_STORE_CTX_init (context, store, x509, others) == 1)
    {
      verified = X509_verify_cert (context) == 1;
      code = X509_STORE_CTX_get_error (context);
    }
  sk_X509_free (others);
  smith_crypto_clear_queue ();
  if (!verified)
    {
      g_autofree char *sentence = describe_failure (code, issuer);

      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, "%s", sentence);
    }

  return verified;
}

static gboolean
check_issuer (SmithPublicKey   *public_key,
              SmithCertificate *issuer,
              SmithKey         *issuer_key,
              GError          **error)
{
  g_autofree char *obstacle = NULL;

  if (issuer == NULL)
    {
      if (smith_public_key_equal (public_key, smith_key_get_public_key (issuer_key)))
        return TRUE;
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_MISMATCH,
                              _("The request was made with another key than the one that would sign the certificate."));
      return FALSE;
    }
  obstacle = smith_certificate_find_issuer_obstacle (issuer, issuer_key);
  if (obstacle == NULL)
    return TRUE;
  smith_crypto_set_error (error, smith_certificate_is_ca (issuer) ? SMITH_CRYPTO_ERROR_MISMATCH : SMITH_CRYPTO_ERROR_INVALID,
                          "%s", obstacle);

  return FALSE;
}

/* RFC 5280, 4.2.1.9. The last certificate of a path is not counted, so that verifying an authority does not tell
 * that nothing below it will ever be valid. */
static gboolean
check_path_length (SmithCertificate  *issuer,
                   GPtrArray         *chain,
                   GError           **error)
{
  guint n = 1 + (chain != NULL ? chain->len : 0);

  for (guint i = 0; i < n; i++)
    {
      SmithCertificate *above = i == 0 ? issuer : g_ptr_array_index (chain, i - 1);
      long length = X509_get_pathlen (smith_certificate_peek (above));

      if (length >= 0 && length < (long) i + 1)
        {
          g_autofree char *sentence = describe_failure (X509_V_ERR_PATH_LENGTH_EXCEEDED, issuer);

          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, "%s", sentence);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * smith_certificate_issue:
 * @public_key: what it is for; that its owner has the private half is what a request's signature shows
 *   (smith_request_is_signature_valid())
 * @issuance: all that is said of it
 * @issuer: (nullable): the authority; NULL: signed by its own key
 * @issuer_chain: (nullable) (element-type SmithCertificate): the authorities above @issuer, whose constraints
 *   count as well
 * @issuer_key: the private key of @issuer
 * @error: return location for a SMITH_CRYPTO_ERROR; %SMITH_CRYPTO_ERROR_MISMATCH where @issuer_key is another
 *   one, %SMITH_CRYPTO_ERROR_INVALID where @issuer may not sign this
 *
 * Creates and signs a certificate of version 3 (RFC 5280): a random serial number of 127 bits, key
 * identifiers, basic constraints. It begins five minutes ago, because clocks differ, and does not last
 * longer than @issuer. Takes a moment: for workers.
 *
 * Returns: (transfer full): a new certificate, which verifies up to its issuer; NULL on error
 */
SmithCertificate *
smith_certificate_issue (SmithPublicKey      *public_key,
                         const SmithIssuance *issuance,
                         SmithCertificate    *issuer,
                         GPtrArray           *issuer_chain,
                         SmithKey            *issuer_key,
                         GError             **error)
{
  g_autoptr (X509) x509 = NULL;
  X509_NAME *issuer_name;

  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (public_key), NULL);
  g_return_val_if_fail (issuance != NULL, NULL);
  g_return_val_if_fail (issuer == NULL || SMITH_IS_CERTIFICATE (issuer), NULL);
  g_return_val_if_fail (SMITH_IS_KEY (issuer_key), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_issuer (public_key, issuer, issuer_key, error))
    return NULL;
  if (issuer != NULL && issuance->extensions->is_ca && !check_path_length (issuer, issuer_chain, error))
    return NULL;
  issuer_name = issuer != NULL ? X509_get_subject_name (smith_certificate_peek (issuer)) : smith_name_peek (issuance->subject);

  x509 = X509_new ();
  if (x509 == NULL ||
      X509_set_version (x509, X509_VERSION_3) != 1 ||
      !set_serial (x509) ||
      X509_set_subject_name (x509, smith_name_peek (issuance->subject)) != 1 ||
      X509_set_issuer_name (x509, issuer_name) != 1 ||
      X509_set_pubkey (x509, smith_public_key_peek (public_key)) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return NULL;
    }
  if (!set_dates (x509, issuance->days, issuer, error) ||
      !add_extensions (x509, issuance, public_key, issuer, error))
    return NULL;
  if (X509_sign (x509, smith_key_peek (issuer_key), smith_issuance_find_digest (issuance->digest, issuer_key)) <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The certificate could not be created."));
      return NULL;
    }
  if (issuer != NULL && !verify (x509, issuer, issuer_chain, error))
    return NULL;

  /* Read back, so that what is shown is what was written. */
  return smith_certificate_new_from_x509 (x509, error);
}
