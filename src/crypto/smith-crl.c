/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crl.h"

#include <openssl/sha.h>

#include <glib/gi18n.h>

#include "smith-crl-private.h"
#include "smith-crypto-error-private.h"
#include "smith-name-private.h"
#include "smith-pem-private.h"
#include "smith-public-key-private.h"
#include "smith-revoked-list-private.h"

/**
 * SmithCrl:
 *
 * One certificate revocation list (RFC 5280, 5): whom it speaks for, from when to when, and what it revokes.
 * Immutable, free to cross threads.
 */
struct _SmithCrl
{
  GObject parent_instance;

  /* Owned. */
  X509_CRL   *crl;
  GBytes     *der;
  SmithName  *issuer;
  GDateTime  *this_update;
  GDateTime  *next_update;
  char       *number;
  char       *signature_algorithm;
  char       *sha256;
  GListModel *revoked;

  /* Owned, made when first asked for. */
  GMutex  mutex;
  char   *pem;
};

G_DEFINE_FINAL_TYPE (SmithCrl, smith_crl, G_TYPE_OBJECT)

static void
smith_crl_finalize (GObject *object)
{
  SmithCrl *self = SMITH_CRL (object);

  g_clear_object (&self->revoked);
  g_clear_pointer (&self->crl, X509_CRL_free);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_object (&self->issuer);
  g_clear_pointer (&self->this_update, g_date_time_unref);
  g_clear_pointer (&self->next_update, g_date_time_unref);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->signature_algorithm, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->pem, g_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (smith_crl_parent_class)->finalize (object);
}

static void
smith_crl_class_init (SmithCrlClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_crl_finalize;
}

static void
smith_crl_init (SmithCrl *self)
{
  g_mutex_init (&self->mutex);
}

static char *
read_number (X509_CRL *crl)
{
  g_autoptr (ASN1_INTEGER) number = X509_CRL_get_ext_d2i (crl, NID_crl_number, NULL, NULL);

  return number != NULL ? smith_openssl_dup_integer (number) : NULL;
}

static char *
read_signature_algorithm (X509_CRL *crl)
{
  const X509_ALGOR *algorithm = NULL;
  const ASN1_OBJECT *object = NULL;

  X509_CRL_get0_signature (crl, NULL, &algorithm);
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);

  return smith_openssl_dup_object (object);
}

static char *
make_sha256 (GBytes *der)
{
  guint8 digest[SHA256_DIGEST_LENGTH];
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);

  SHA256 (data, size, digest);

  return smith_openssl_dup_hex (digest, sizeof digest);
}

/**
 * smith_crl_new_from_der:
 * @der: one CertificateList and nothing behind it
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new revocation list; NULL on error
 */
SmithCrl *
smith_crl_new_from_der (GBytes  *der,
                        GError **error)
{
  g_autoptr (SmithCrl) self = NULL;
  g_autoptr (X509_CRL) crl = NULL;
  const unsigned char *start, *position;
  gsize size;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  start = position = g_bytes_get_data (der, &size);
  crl = size > 0 ? d2i_X509_CRL (NULL, &position, (long) size) : NULL;
  if (crl == NULL || position != start + size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The revocation list is damaged."));
      return NULL;
    }

  self = g_object_new (SMITH_TYPE_CRL, NULL);
  self->this_update = smith_openssl_dup_time (X509_CRL_get0_lastUpdate (crl));
  if (X509_CRL_get0_nextUpdate (crl) != NULL)
    self->next_update = smith_openssl_dup_time (X509_CRL_get0_nextUpdate (crl));
  if (self->this_update == NULL || (X509_CRL_get0_nextUpdate (crl) != NULL && self->next_update == NULL))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The revocation list is damaged: its dates cannot be read."));
      return NULL;
    }
  self->der = g_bytes_ref (der);
  self->issuer = smith_name_new_from_x509 (X509_CRL_get_issuer (crl));
  self->number = read_number (crl);
  self->signature_algorithm = read_signature_algorithm (crl);
  self->sha256 = make_sha256 (der);
  self->revoked = smith_revoked_list_new (crl);
  self->crl = g_steal_pointer (&crl);
  smith_crypto_clear_queue ();

  return g_steal_pointer (&self);
}

/**
 * smith_crl_new_from_x509: (skip)
 * @crl: (transfer none): a revocation list
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new revocation list, a copy of @crl; NULL on error
 */
SmithCrl *
smith_crl_new_from_x509 (X509_CRL  *crl,
                         GError   **error)
{
  unsigned char *der = NULL;
  int size = i2d_X509_CRL (crl, &der);
  g_autoptr (GBytes) bytes = NULL;

  if (size <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The revocation list is damaged."));
      return NULL;
    }
  bytes = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);

  return smith_crl_new_from_der (bytes, error);
}

/**
 * smith_crl_get_der:
 *
 * Returns: (transfer none): its encoding, byte for byte as it was read
 */
GBytes *
smith_crl_get_der (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->der;
}

/**
 * smith_crl_get_pem:
 *
 * Returns: an X509 CRL block with lines of 64 characters ended by LF (RFC 7468, 6)
 */
const char *
smith_crl_get_pem (SmithCrl *self)
{
  const char *pem;

  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  g_mutex_lock (&self->mutex);
  if (self->pem == NULL)
    self->pem = smith_pem_encode ("X509 CRL", self->der);
  pem = self->pem;
  g_mutex_unlock (&self->mutex);

  return pem;
}

/**
 * smith_crl_get_issuer:
 *
 * Returns: (transfer none): who signed it
 */
SmithName *
smith_crl_get_issuer (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->issuer;
}

/**
 * smith_crl_get_this_update:
 *
 * Returns: (transfer none): when it was issued, in UTC
 */
GDateTime *
smith_crl_get_this_update (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->this_update;
}

/**
 * smith_crl_get_next_update:
 *
 * Returns: (transfer none) (nullable): when the next one is issued at the latest, in UTC
 */
GDateTime *
smith_crl_get_next_update (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->next_update;
}

/**
 * smith_crl_get_number:
 *
 * Returns: (nullable): its number in hexadecimal (RFC 5280, 5.2.3)
 */
const char *
smith_crl_get_number (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->number;
}

/**
 * smith_crl_get_signature_algorithm:
 *
 * Returns: how it is signed, in OpenSSL's words, such as "sha256WithRSAEncryption"
 */
const char *
smith_crl_get_signature_algorithm (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->signature_algorithm;
}

/**
 * smith_crl_get_sha256:
 *
 * Returns: its fingerprint, "AB:CD:…", as `openssl crl -fingerprint -sha256` writes it
 */
const char *
smith_crl_get_sha256 (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->sha256;
}

/**
 * smith_crl_get_n_revoked:
 *
 * Returns: how many certificates it revokes
 */
guint
smith_crl_get_n_revoked (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), 0);

  return g_list_model_get_n_items (self->revoked);
}

/**
 * smith_crl_get_revoked:
 *
 * Returns: (transfer none): a list of #SmithField in the order of the encoding: the label is the serial number in
 *   hexadecimal, the value when and why it was revoked; each is made when it is asked for
 */
GListModel *
smith_crl_get_revoked (SmithCrl *self)
{
  g_return_val_if_fail (SMITH_IS_CRL (self), NULL);

  return self->revoked;
}

/**
 * smith_crl_is_signed_by:
 * @issuer: the certificate that may have signed it
 *
 * Returns: whether @issuer is its issuer by name and by signature (RFC 5280, 6.3.3)
 */
gboolean
smith_crl_is_signed_by (SmithCrl         *self,
                        SmithCertificate *issuer)
{
  EVP_PKEY *pkey;
  gboolean is_signed;

  g_return_val_if_fail (SMITH_IS_CRL (self), FALSE);
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (issuer), FALSE);

  if (X509_NAME_cmp (smith_name_peek (self->issuer), smith_name_peek (smith_certificate_get_subject (issuer))) != 0)
    return FALSE;
  pkey = smith_public_key_peek (smith_certificate_get_public_key (issuer));
  is_signed = pkey != NULL && X509_CRL_verify (self->crl, pkey) == 1;
  smith_crypto_clear_queue ();

  return is_signed;
}
