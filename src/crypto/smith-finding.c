/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-finding.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/x509v3.h>

#include <glib/gi18n.h>

#include "smith-alt-name.h"
#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-public-key-private.h"
#include "smith-request-private.h"

/*
 * What somebody should know before a key, a request or a certificate is used. Pure functions: what OpenSSL
 * reads is compared with published limits; no key is attacked here.
 */

/* CA/Browser Forum Baseline Requirements 6.1.5: what certificate authorities and browsers take. */
#define MIN_RSA_BITS 2048
/* Baseline Requirements 6.1.6: 2^16 + 1 or more. */
#define MIN_EXPONENT 65537
/* RFC 5280, 4.1.2.2: at most 20 bytes, which is 40 hexadecimal digits. */
#define MAX_SERIAL_DIGITS 40
/* NIST SP 800-57 part 1, table 2: what is under 224 bits has not been good enough since 2013. */
#define MIN_CURVE_BITS 224

static void
add (GStrvBuilder *findings,
     const char   *sentence)
{
  g_strv_builder_add (findings, sentence);
}

static void add_format (GStrvBuilder *findings,
                        const char   *format,
                        ...) G_GNUC_PRINTF (2, 3);

static void
add_format (GStrvBuilder *findings,
            const char   *format,
            ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strv_builder_add (findings, sentence);
}

static void
judge_exponent (GStrvBuilder *findings,
                const BIGNUM *exponent)
{
  if (BN_is_one (exponent))
    add (findings, _("Do not use this key: its public exponent is 1, so whatever it encrypts or signs is open to everybody."));
  else if (!BN_is_odd (exponent))
    add (findings, _("Do not use this key: its public exponent is even, which no RSA key has."));
  else if (BN_is_word (exponent, 3))
    add (findings, _("Better not use this key: its public exponent is 3, with which signatures have been forged and "
                     "messages been read. Certificate authorities want 65537 or more."));
  else if (BN_num_bits (exponent) < 17)
    /* Translators: a number; RSA keys have 65537 there. */
    add_format (findings, _("Its public exponent is %lu; certificate authorities want 65537 or more."),
                (unsigned long) BN_get_word (exponent));
}

static void
judge_rsa (GStrvBuilder   *findings,
           SmithPublicKey *key)
{
  BIGNUM *raw = NULL;
  g_autoptr (BIGNUM) exponent = NULL;
  guint bits = smith_public_key_get_bits (key);

  if (bits < 1024)
    add_format (findings, _("Do not use this key: RSA with %u bits can be broken by anybody with some patience."), bits);
  else if (bits < MIN_RSA_BITS)
    add_format (findings, _("RSA with %u bits is weak: certificate authorities and browsers want 2048 or more."), bits);
  else if (bits % 8 != 0)
    add_format (findings, _("RSA with %u bits: certificate authorities want a multiple of 8."), bits);

  if (EVP_PKEY_get_bn_param (smith_public_key_peek (key), OSSL_PKEY_PARAM_RSA_E, &raw) != 1)
    return;
  exponent = raw;
  judge_exponent (findings, exponent);
}

static void
judge_ec (GStrvBuilder   *findings,
          SmithPublicKey *key)
{
  static const char * const accepted[] = { "P-256", "P-384", "P-521", NULL };
  const char *curve = smith_public_key_get_curve (key);
  guint bits = smith_public_key_get_bits (key);
  int explicit = 0;

  EVP_PKEY_get_int_param (smith_public_key_peek (key), OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit);
  if (curve == NULL || explicit != 0)
    add (findings, _("Its curve is spelled out instead of named (RFC 5480 forbids that): browsers, AWS and most "
                     "servers refuse it."));
  else if (bits < MIN_CURVE_BITS)
    add_format (findings, _("Do not use this key: a curve of %u bits is too small to be safe."), bits);
  else if (!g_strv_contains (accepted, curve))
    /* Translators: the name of an elliptic curve. */
    add_format (findings, _("Browsers, public certificate authorities and AWS do not take the curve %s."), curve);
}

static void
judge_public_key (GStrvBuilder   *findings,
                  SmithPublicKey *key)
{
  const char *family = smith_public_key_get_family (key);

  if (smith_public_key_peek (key) == NULL)
    {
      /* Translators: the name or number of an algorithm. */
      add_format (findings, _("Its algorithm is not known here: %s."), family);
      return;
    }

  if (g_str_equal (family, "RSA") || g_str_equal (family, "RSA-PSS"))
    judge_rsa (findings, key);
  else if (g_str_equal (family, "EC"))
    judge_ec (findings, key);
  else if (g_str_equal (family, "DSA"))
    add (findings, _("DSA is out of use: browsers, certificate authorities and TLS 1.3 have dropped it."));
  smith_crypto_clear_queue ();
}

static void
judge_digest (GStrvBuilder *findings,
              int           digest)
{
  if (digest == NID_md5 || digest == NID_md2 || digest == NID_md4)
    add (findings, _("It is signed with MD5, whose signatures are forged easily: everybody refuses it."));
  else if (digest == NID_sha1)
    add (findings, _("It is signed with SHA-1, whose signatures can be forged: browsers refuse it."));
}

static char **
finish (GStrvBuilder *findings)
{
  char **list = g_strv_builder_end (findings);

  g_strv_builder_unref (findings);

  return list;
}

/**
 * smith_finding_list_for_public_key:
 * @key: any key
 *
 * Small keys, exponents and curves that somebody else refuses (CA/Browser Forum Baseline Requirements 6.1.5
 * and 6.1.6, RFC 5480).
 *
 * Returns: (transfer full) (array zero-terminated=1): translated sentences; empty where there is nothing to say
 */
char **
smith_finding_list_for_public_key (SmithPublicKey *key)
{
  GStrvBuilder *findings;

  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (key), NULL);

  findings = g_strv_builder_new ();
  judge_public_key (findings, key);

  return finish (findings);
}

/**
 * smith_finding_list_for_request:
 * @request: any request
 *
 * What smith_finding_list_for_public_key() says of its key, a weak digest, and a signature that is wrong.
 *
 * Returns: (transfer full) (array zero-terminated=1): translated sentences; empty where there is nothing to say
 */
char **
smith_finding_list_for_request (SmithRequest *request)
{
  GStrvBuilder *findings;
  int digest = NID_undef;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  findings = g_strv_builder_new ();
  judge_public_key (findings, smith_request_get_public_key (request));
  if (OBJ_find_sigid_algs (X509_REQ_get_signature_nid (smith_request_peek (request)), &digest, NULL) == 1)
    judge_digest (findings, digest);
  if (!smith_request_is_signature_valid (request))
    add (findings, _("Its signature does not fit its key: it was changed after it was signed, and certificate "
                     "authorities refuse it."));
  smith_crypto_clear_queue ();

  return finish (findings);
}

static void
judge_dates (GStrvBuilder     *findings,
             SmithCertificate *certificate,
             GDateTime        *now)
{
  GDateTime *begin = smith_certificate_get_not_before (certificate);
  GDateTime *end = smith_certificate_get_not_after (certificate);

  if (g_date_time_compare (end, begin) < 0)
    add (findings, _("It ends before it begins: it is never valid."));
  else if (g_date_time_compare (now, end) > 0)
    add (findings, _("It has expired."));
  else if (g_date_time_compare (now, begin) < 0)
    add (findings, _("It is not valid yet."));
}

static gboolean
has_name (GListModel *names,
          const char *common_name)
{
  guint n = g_list_model_get_n_items (names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      if (g_ascii_strcasecmp (smith_alt_name_get_value (name), common_name) == 0 ||
          g_ascii_strcasecmp (smith_alt_name_get_display (name), common_name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* RFC 6125, 6.4.4: the common name counts only where there is no alternative name, and browsers look at it no more. */
static void
judge_names (GStrvBuilder     *findings,
             SmithCertificate *certificate)
{
  GListModel *names = smith_certificate_get_alt_names (certificate);
  const char *common_name = smith_name_lookup (smith_certificate_get_subject (certificate), "CN");

  if (g_list_model_get_n_items (names) == 0)
    add (findings, _("It has no alternative name: browsers do not look at the common name."));
  else if (common_name != NULL && !has_name (names, common_name))
    /* Translators: the common name of a certificate. */
    add_format (findings, _("The common name “%s” is not among the alternative names: browsers do not look at it."),
                common_name);
}

static void
judge_form (GStrvBuilder     *findings,
            SmithCertificate *certificate)
{
  const char *serial = smith_certificate_get_serial (certificate);

  if (smith_certificate_get_version (certificate) < 3)
    add_format (findings, _("It is of version %u: servers and AWS want version 3."),
                smith_certificate_get_version (certificate));
  if (serial[0] == '-')
    add (findings, _("Its serial number is negative, which RFC 5280 forbids."));
  else if (strspn (serial, "0") == strlen (serial))
    add (findings, _("Its serial number is zero, which RFC 5280 forbids."));
  else if (strlen (serial) > MAX_SERIAL_DIGITS)
    add (findings, _("Its serial number is longer than the 20 bytes that RFC 5280 allows."));
}

/* OpenSSL frees each kind in its own way. */
static gboolean
is_readable (X509_EXTENSION *extension)
{
  const X509V3_EXT_METHOD *method = X509V3_EXT_get (extension);
  gpointer value;

  if (method == NULL)
    return TRUE;
  value = X509V3_EXT_d2i (extension);
  if (value == NULL)
    return FALSE;
  if (method->it != NULL)
    ASN1_item_free (value, ASN1_ITEM_ptr (method->it));
  else
    method->ext_free (value);

  return TRUE;
}

/* RFC 5280, 4.2: each extension once; who does not know a critical one, or cannot read it, refuses the certificate. */
static void
judge_extensions (GStrvBuilder *findings,
                  X509         *x509)
{
  for (int i = 0; i < X509_get_ext_count (x509); i++)
    {
      X509_EXTENSION *extension = X509_get_ext (x509, i);
      const ASN1_OBJECT *object = X509_EXTENSION_get_object (extension);
      int first = X509_get_ext_by_OBJ (x509, object, -1);
      g_autofree char *name = smith_openssl_dup_object (object);

      if (first < i)
        {
          if (X509_get_ext_by_OBJ (x509, object, first) == i)
            /* Translators: OpenSSL's name or the number of an extension. */
            add_format (findings, _("It has the extension “%s” more than once, which RFC 5280 forbids: most programs refuse it."),
                        name);
        }
      else if (!is_readable (extension))
        /* Translators: OpenSSL's name of an extension. */
        add_format (findings, _("Its extension “%s” is damaged: programs that look at it refuse the certificate."), name);
      else if (X509_EXTENSION_get_critical (extension) == 1 && X509_supported_extension (extension) == 0)
        /* Translators: OpenSSL's name or the number of an extension. */
        add_format (findings, _("Its extension “%s” is critical and unknown to OpenSSL: who does not know it has to refuse "
                                "the certificate."), name);
    }
}

/**
 * smith_finding_list_for_certificate:
 * @certificate: a leaf or an authority
 * @now: the time that its dates are compared with
 *
 * What smith_finding_list_for_public_key() says of its key; a weak digest, but not the one of a root, which nobody
 * looks at; its dates; for a leaf, names that browsers will not see; and extensions for which it will be refused.
 *
 * Returns: (transfer full) (array zero-terminated=1): translated sentences; empty where there is nothing to say
 */
char **
smith_finding_list_for_certificate (SmithCertificate *certificate,
                                    GDateTime        *now)
{
  GStrvBuilder *findings;
  gboolean is_ca;
  int digest = NID_undef;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  findings = g_strv_builder_new ();
  is_ca = smith_certificate_is_ca (certificate);
  judge_dates (findings, certificate, now);
  judge_public_key (findings, smith_certificate_get_public_key (certificate));
  if (!(is_ca && smith_certificate_is_self_signed (certificate)) &&
      X509_get_signature_info (smith_certificate_peek (certificate), &digest, NULL, NULL, NULL) == 1)
    judge_digest (findings, digest);
  if (!is_ca)
    judge_names (findings, certificate);
  judge_form (findings, certificate);
  judge_extensions (findings, smith_certificate_peek (certificate));
  smith_crypto_clear_queue ();

  return finish (findings);
}
