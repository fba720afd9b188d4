/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate.h"

#include <string.h>

#include <openssl/sha.h>

#include <glib/gi18n.h>

#include "smith-alt-name-private.h"
#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-name-private.h"
#include "smith-pem-private.h"
#include "smith-public-key-private.h"

/**
 * SmithCertificate:
 *
 * One X.509 certificate (RFC 5280). All but the sections of the inspector is read when it is created.
 * Immutable, free to cross threads; equal where the encoding is.
 */
struct _SmithCertificate
{
  GObject parent_instance;

  /* Owned. */
  X509           *x509;
  GBytes         *der;
  char           *pem;
  SmithName      *subject;
  SmithName      *issuer;
  GListModel     *alt_names;
  GDateTime      *not_before;
  GDateTime      *not_after;
  char           *serial;
  char           *signature_algorithm;
  char           *sha256;
  char           *sha1;
  SmithPublicKey *public_key;
  gboolean        is_ca;
  gboolean        is_self_signed;

  /* Owned, made when first asked for. */
  GMutex      mutex;
  GListModel *sections;
};

G_DEFINE_FINAL_TYPE (SmithCertificate, smith_certificate, G_TYPE_OBJECT)

static void
smith_certificate_finalize (GObject *object)
{
  SmithCertificate *self = SMITH_CERTIFICATE (object);

  g_clear_pointer (&self->x509, X509_free);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->pem, g_free);
  g_clear_object (&self->subject);
  g_clear_object (&self->issuer);
  g_clear_object (&self->alt_names);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_clear_pointer (&self->serial, g_free);
  g_clear_pointer (&self->signature_algorithm, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->sha1, g_free);
  g_clear_object (&self->public_key);
  g_clear_object (&self->sections);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (smith_certificate_parent_class)->finalize (object);
}

static void
smith_certificate_class_init (SmithCertificateClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_certificate_finalize;
}

static void
smith_certificate_init (SmithCertificate *self)
{
  g_mutex_init (&self->mutex);
}

/* UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5). */
static GDateTime *
read_time (const ASN1_TIME *time)
{
  struct tm broken_down;

  if (ASN1_TIME_to_tm (time, &broken_down) != 1)
    return NULL;

  return g_date_time_new_utc (broken_down.tm_year + 1900, broken_down.tm_mon + 1, broken_down.tm_mday,
                              broken_down.tm_hour, broken_down.tm_min, broken_down.tm_sec);
}

/* As `openssl x509 -serial` writes it. */
static char *
read_serial (X509 *x509)
{
  g_autoptr (BIGNUM) number = ASN1_INTEGER_to_BN (X509_get0_serialNumber (x509), NULL);
  char *hex;
  char *serial;

  if (number == NULL)
    return g_strdup ("?");
  if (BN_is_zero (number))
    return g_strdup ("00");
  hex = BN_bn2hex (number);
  serial = g_strdup (hex != NULL ? hex : "?");
  OPENSSL_free (hex);

  return serial;
}

static char *
read_signature_algorithm (X509 *x509)
{
  const X509_ALGOR *algorithm = NULL;
  const ASN1_OBJECT *object = NULL;

  X509_get0_signature (NULL, &algorithm, x509);
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);

  return smith_openssl_dup_object (object);
}

static gboolean
read_is_ca (X509 *x509)
{
  int verdict = X509_check_ca (x509);

  /* 1: basic constraints say so; 4: no basic constraints, but key usage says so. Very old roots of
   * version 1 (3) and Netscape's extension (5) are no certificate authorities any more. */
  return verdict == 1 || verdict == 4;
}

static void
read_fingerprints (SmithCertificate *self)
{
  guint8 sha256[SHA256_DIGEST_LENGTH];
  guint8 sha1[SHA_DIGEST_LENGTH];
  gsize size;
  const guint8 *data = g_bytes_get_data (self->der, &size);

  SHA256 (data, size, sha256);
  SHA1 (data, size, sha1);
  self->sha256 = smith_openssl_dup_hex (sha256, sizeof sha256);
  self->sha1 = smith_openssl_dup_hex (sha1, sizeof sha1);
}

static SmithCertificate *
new_take (X509    *x509,
          GBytes  *der,
          GError **error)
{
  g_autoptr (SmithCertificate) self = g_object_new (SMITH_TYPE_CERTIFICATE, NULL);

  self->x509 = x509;
  self->der = g_bytes_ref (der);
  self->not_before = read_time (X509_get0_notBefore (x509));
  self->not_after = read_time (X509_get0_notAfter (x509));
  if (self->not_before == NULL || self->not_after == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The certificate is damaged: its dates cannot be read."));
      return NULL;
    }
  self->pem = smith_pem_encode ("CERTIFICATE", der);
  self->subject = smith_name_new_from_x509 (X509_get_subject_name (x509));
  self->issuer = smith_name_new_from_x509 (X509_get_issuer_name (x509));
  self->alt_names = smith_alt_name_list_from_x509 (X509_get0_extensions (x509));
  self->serial = read_serial (x509);
  self->signature_algorithm = read_signature_algorithm (x509);
  self->public_key = smith_public_key_new_from_x509 (X509_get_X509_PUBKEY (x509));
  self->is_ca = read_is_ca (x509);
  self->is_self_signed = smith_certificate_is_issued_by (self, self);
  read_fingerprints (self);
  smith_crypto_clear_queue ();

  return g_steal_pointer (&self);
}

/**
 * smith_certificate_new_from_x509: (skip)
 * @x509: (transfer none): a certificate
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new certificate, a copy of @x509; NULL on error
 */
SmithCertificate *
smith_certificate_new_from_x509 (X509    *x509,
                                 GError **error)
{
  unsigned char *der = NULL;
  int size = i2d_X509 (x509, &der);
  g_autoptr (GBytes) bytes = NULL;

  if (size <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The certificate is damaged."));
      return NULL;
    }
  bytes = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);

  return smith_certificate_new_from_der (bytes, error);
}

/**
 * smith_certificate_peek: (skip)
 *
 * Returns: (transfer none): the certificate for OpenSSL
 */
X509 *
smith_certificate_peek (SmithCertificate *self)
{
  return self->x509;
}

/**
 * smith_certificate_new_from_der:
 * @der: one Certificate and nothing behind it
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new certificate; NULL on error
 */
SmithCertificate *
smith_certificate_new_from_der (GBytes  *der,
                                GError **error)
{
  g_autoptr (X509) x509 = NULL;
  const unsigned char *start, *position;
  gsize size;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  start = position = g_bytes_get_data (der, &size);
  x509 = size > 0 ? d2i_X509 (NULL, &position, (long) size) : NULL;
  if (x509 == NULL || position != start + size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The certificate is damaged."));
      return NULL;
    }

  return new_take (g_steal_pointer (&x509), der, error);
}

/**
 * smith_certificate_new_from_pem:
 * @pem: text with a CERTIFICATE block, or what older programs call it; the first one is taken
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new certificate; NULL on error
 */
SmithCertificate *
smith_certificate_new_from_pem (const char  *pem,
                                GError     **error)
{
  g_autoptr (SmithPemBlock) block = NULL;

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  block = smith_pem_find (pem, strlen (pem), smith_pem_is_certificate, error);
  if (block == NULL)
    return NULL;

  return smith_certificate_new_from_block (block, error);
}

/**
 * smith_certificate_new_from_block: (skip)
 * @block: one that smith_pem_is_certificate() is true for
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new certificate; NULL on error
 */
SmithCertificate *
smith_certificate_new_from_block (const SmithPemBlock  *block,
                                  GError              **error)
{
  const unsigned char *position = block->data;
  g_autoptr (X509) x509 = NULL;
  g_autoptr (GBytes) der = NULL;

  /* OpenSSL's own form carries notes about trust behind the certificate. */
  if (g_str_equal (block->label, "TRUSTED CERTIFICATE"))
    {
      x509 = d2i_X509_AUX (NULL, &position, (long) block->size);
      if (x509 == NULL || position != block->data + block->size)
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The certificate is damaged."));
          return NULL;
        }
      return smith_certificate_new_from_x509 (x509, error);
    }
  der = smith_pem_block_dup_bytes (block);

  return smith_certificate_new_from_der (der, error);
}

/**
 * smith_certificate_get_der:
 *
 * Returns: (transfer none): its encoding, byte for byte as it was read
 */
GBytes *
smith_certificate_get_der (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->der;
}

/**
 * smith_certificate_get_pem:
 *
 * Returns: a CERTIFICATE block with lines of 64 characters ended by LF, which is what IAM and ACM take
 */
const char *
smith_certificate_get_pem (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->pem;
}

/**
 * smith_certificate_dup_text:
 *
 * Returns: (transfer full): what `openssl x509 -text -noout -nameopt oneline,-esc_msb` prints
 */
char *
smith_certificate_dup_text (SmithCertificate *self)
{
  g_autoptr (BIO) bio = NULL;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  bio = BIO_new (BIO_s_mem ());
  X509_print_ex (bio, self->x509, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB, X509_FLAG_COMPAT);
  smith_crypto_clear_queue ();

  return smith_openssl_dup_text (bio);
}

/**
 * smith_certificate_get_version:
 *
 * Returns: 1, 2 or 3
 */
guint
smith_certificate_get_version (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), 0);

  return (guint) (X509_get_version (self->x509) + 1);
}

/**
 * smith_certificate_get_subject:
 *
 * Returns: (transfer none): whom it is for
 */
SmithName *
smith_certificate_get_subject (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->subject;
}

/**
 * smith_certificate_get_issuer:
 *
 * Returns: (transfer none): who signed it
 */
SmithName *
smith_certificate_get_issuer (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->issuer;
}

/**
 * smith_certificate_get_title:
 *
 * Returns: a short name for people: that of the subject, else the first alternative name, else the serial number
 */
const char *
smith_certificate_get_title (SmithCertificate *self)
{
  const char *name;
  g_autoptr (SmithAltName) first = NULL;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  name = smith_name_get_display_name (self->subject);
  if (*name != '\0')
    return name;
  /* The list keeps it alive. */
  first = g_list_model_get_item (self->alt_names, 0);
  if (first != NULL)
    return smith_alt_name_get_display (first);

  return self->serial;
}

/**
 * smith_certificate_get_alt_names:
 *
 * Returns: (transfer none): a list of #SmithAltName; empty where the certificate has none
 */
GListModel *
smith_certificate_get_alt_names (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->alt_names;
}

/**
 * smith_certificate_get_not_before:
 *
 * Returns: (transfer none): the first second of its validity, in UTC
 */
GDateTime *
smith_certificate_get_not_before (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->not_before;
}

/**
 * smith_certificate_get_not_after:
 *
 * Returns: (transfer none): the last second of its validity, in UTC
 */
GDateTime *
smith_certificate_get_not_after (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->not_after;
}

/**
 * smith_certificate_get_serial:
 *
 * Returns: its serial number in hexadecimal, as `openssl x509 -serial` writes it
 */
const char *
smith_certificate_get_serial (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->serial;
}

/**
 * smith_certificate_get_signature_algorithm:
 *
 * Returns: how it is signed, in OpenSSL's words, such as "sha256WithRSAEncryption"
 */
const char *
smith_certificate_get_signature_algorithm (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->signature_algorithm;
}

/**
 * smith_certificate_get_sha256:
 *
 * Returns: its fingerprint, "AB:CD:…", as `openssl x509 -fingerprint -sha256` writes it
 */
const char *
smith_certificate_get_sha256 (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->sha256;
}

/**
 * smith_certificate_get_sha1:
 *
 * Returns: its fingerprint by SHA-1, "AB:CD:…", which some tools still show
 */
const char *
smith_certificate_get_sha1 (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->sha1;
}

/**
 * smith_certificate_get_public_key:
 *
 * Returns: (transfer none): the key that it is for
 */
SmithPublicKey *
smith_certificate_get_public_key (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  return self->public_key;
}

/**
 * smith_certificate_is_ca:
 *
 * Returns: whether its extensions let it sign certificates (RFC 5280, 4.2.1.9 and 4.2.1.3)
 */
gboolean
smith_certificate_is_ca (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), FALSE);

  return self->is_ca;
}

/**
 * smith_certificate_is_self_signed:
 *
 * Returns: whether it is signed by its own key, which was verified, and names itself as its issuer
 */
gboolean
smith_certificate_is_self_signed (SmithCertificate *self)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), FALSE);

  return self->is_self_signed;
}

/**
 * smith_certificate_is_issued_by:
 * @issuer: the certificate that may have signed it
 *
 * Looks at the names first and then verifies the signature, some tens of microseconds.
 *
 * Returns: whether @issuer is its issuer by name (RFC 5280, 6.1.3) and by signature
 */
gboolean
smith_certificate_is_issued_by (SmithCertificate *self,
                                SmithCertificate *issuer)
{
  EVP_PKEY *pkey;
  gboolean issued;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (issuer), FALSE);

  if (X509_NAME_cmp (X509_get_issuer_name (self->x509), X509_get_subject_name (issuer->x509)) != 0)
    return FALSE;
  pkey = smith_public_key_peek (issuer->public_key);
  issued = pkey != NULL && X509_verify (self->x509, pkey) == 1;
  smith_crypto_clear_queue ();

  return issued;
}

/**
 * smith_certificate_equal:
 *
 * Returns: whether both have the same encoding
 */
gboolean
smith_certificate_equal (SmithCertificate *a,
                         SmithCertificate *b)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (a) && SMITH_IS_CERTIFICATE (b), FALSE);

  return a == b || g_bytes_equal (a->der, b->der);
}

/**
 * smith_certificate_get_sections:
 *
 * Returns: (transfer none): a list of #SmithSection: all that there is to know about it
 */
GListModel *
smith_certificate_get_sections (SmithCertificate *self)
{
  GListModel *sections;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (self), NULL);

  g_mutex_lock (&self->mutex);
  if (self->sections == NULL)
    self->sections = smith_certificate_make_sections (self);
  sections = self->sections;
  g_mutex_unlock (&self->mutex);

  return sections;
}
