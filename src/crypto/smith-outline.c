/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-outline.h"

#include <openssl/asn1t.h>
#include <openssl/sha.h>

#include <glib/gi18n.h>

#include "smith-alt-name-private.h"
#include "smith-crypto-error-private.h"
#include "smith-name-private.h"
#include "smith-openssl-private.h"

/*
 * What a row of a list of thousands says of a certificate, and whether it is one. d2i_X509() of OpenSSL 3
 * spends nine tenths of its time on finding the implementation of the public key in the providers, which
 * a row does not ask for. So Certificate (RFC 5280, 4.1) is declared here once more in the words of
 * OpenSSL's own ASN.1 compiler, with its own types and its own decoder, and with the public key left as
 * it is. What this decodes is what d2i_X509() decodes: that too takes a key that it does not know.
 */

typedef struct
{
  X509_ALGOR      *algorithm;
  ASN1_BIT_STRING *key;
} OutlineKey;

typedef struct
{
  ASN1_INTEGER             *version;
  ASN1_INTEGER             *serial;
  X509_ALGOR               *signature_algorithm;
  X509_NAME                *issuer;
  X509_VAL                 *validity;
  X509_NAME                *subject;
  OutlineKey               *key;
  ASN1_BIT_STRING          *issuer_id;
  ASN1_BIT_STRING          *subject_id;
  STACK_OF(X509_EXTENSION) *extensions;
} OutlineContent;

typedef struct
{
  OutlineContent  *content;
  X509_ALGOR      *signature_algorithm;
  ASN1_BIT_STRING *signature;
} OutlineCertificate;

ASN1_SEQUENCE (OutlineKey) = {
  ASN1_SIMPLE (OutlineKey, algorithm, X509_ALGOR),
  ASN1_SIMPLE (OutlineKey, key, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END (OutlineKey)

ASN1_SEQUENCE (OutlineContent) = {
  ASN1_EXP_OPT (OutlineContent, version, ASN1_INTEGER, 0),
  ASN1_SIMPLE (OutlineContent, serial, ASN1_INTEGER),
  ASN1_SIMPLE (OutlineContent, signature_algorithm, X509_ALGOR),
  ASN1_SIMPLE (OutlineContent, issuer, X509_NAME),
  ASN1_SIMPLE (OutlineContent, validity, X509_VAL),
  ASN1_SIMPLE (OutlineContent, subject, X509_NAME),
  ASN1_SIMPLE (OutlineContent, key, OutlineKey),
  ASN1_IMP_OPT (OutlineContent, issuer_id, ASN1_BIT_STRING, 1),
  ASN1_IMP_OPT (OutlineContent, subject_id, ASN1_BIT_STRING, 2),
  ASN1_EXP_SEQUENCE_OF_OPT (OutlineContent, extensions, X509_EXTENSION, 3),
} static_ASN1_SEQUENCE_END (OutlineContent)

ASN1_SEQUENCE (OutlineCertificate) = {
  ASN1_SIMPLE (OutlineCertificate, content, OutlineContent),
  ASN1_SIMPLE (OutlineCertificate, signature_algorithm, X509_ALGOR),
  ASN1_SIMPLE (OutlineCertificate, signature, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END (OutlineCertificate)

static void
free_certificate (OutlineCertificate *certificate)
{
  ASN1_item_free ((ASN1_VALUE *) certificate, ASN1_ITEM_rptr (OutlineCertificate));
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutlineCertificate, free_certificate)

G_DEFINE_BOXED_TYPE (SmithOutline, smith_outline, smith_outline_copy, smith_outline_free)

static gboolean
is_time (const ASN1_TIME *time)
{
  struct tm broken_down;

  return ASN1_TIME_to_tm (time, &broken_down) == 1;
}

/* The certificate at the start of @der, and how long it is. */
static OutlineCertificate *
decode (const guint8  *der,
        gsize          size,
        gsize         *length,
        GError       **error)
{
  const unsigned char *position = der;
  g_autoptr (OutlineCertificate) certificate = NULL;

  *length = 0;
  if (size > 0 && size <= G_MAXINT)
    certificate = (OutlineCertificate *) ASN1_item_d2i (NULL, &position, (long) size, ASN1_ITEM_rptr (OutlineCertificate));
  if (certificate == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The certificate is damaged."));
      return NULL;
    }
  if (!is_time (certificate->content->validity->notBefore) || !is_time (certificate->content->validity->notAfter))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The certificate is damaged: its dates cannot be read."));
      return NULL;
    }
  *length = (gsize) (position - der);

  return g_steal_pointer (&certificate);
}

static char **
read_names (const STACK_OF(X509_EXTENSION) *extensions)
{
  g_autoptr (GListModel) list = smith_alt_name_list_from_x509 (extensions);
  guint n = g_list_model_get_n_items (list);
  char **texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (list, i);

      texts[i] = g_strdup (smith_alt_name_get_display (name));
    }

  return texts;
}

static char *
choose_title (SmithName           *subject,
              const SmithOutline  *self)
{
  const char *name = smith_name_get_display_name (subject);

  if (*name != '\0')
    return g_strdup (name);

  return g_strdup (self->names[0] != NULL ? self->names[0] : self->serial);
}

/**
 * smith_outline_new_from_der:
 * @der: (array length=size): one Certificate and nothing behind it
 * @size: how many bytes
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Takes a tenth of the time of smith_certificate_new_from_der(): some ten microseconds.
 *
 * Returns: (transfer full): what a row says of it; NULL on error
 */
SmithOutline *
smith_outline_new_from_der (const guint8  *der,
                            gsize          size,
                            GError       **error)
{
  g_autoptr (OutlineCertificate) certificate = NULL;
  g_autoptr (SmithName) subject = NULL;
  g_autoptr (SmithName) issuer = NULL;
  guint8 digest[SHA256_DIGEST_LENGTH];
  SmithOutline *self;
  gsize length;

  g_return_val_if_fail (der != NULL || size == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  certificate = decode (der, size, &length, error);
  if (certificate == NULL)
    return NULL;
  if (length != size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The certificate is damaged."));
      return NULL;
    }

  self = g_new0 (SmithOutline, 1);
  subject = smith_name_new_from_x509 (certificate->content->subject);
  issuer = smith_name_new_from_x509 (certificate->content->issuer);
  self->subject = g_strdup (smith_name_get_rfc4514 (subject));
  self->issuer = g_strdup (smith_name_get_display_name (issuer));
  self->serial = smith_openssl_dup_integer (certificate->content->serial);
  self->names = read_names (certificate->content->extensions);
  self->title = choose_title (subject, self);
  self->not_before = smith_openssl_dup_time (certificate->content->validity->notBefore);
  self->not_after = smith_openssl_dup_time (certificate->content->validity->notAfter);
  SHA256 (der, size, digest);
  self->sha256 = smith_openssl_dup_hex (digest, sizeof digest);
  smith_crypto_clear_queue ();

  return self;
}

/**
 * smith_outline_measure:
 * @der: (array length=size): a Certificate, and perhaps something behind it
 * @size: how many bytes
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: how many bytes the certificate at the start takes; 0 where there is none that can be decoded
 */
gsize
smith_outline_measure (const guint8  *der,
                       gsize          size,
                       GError       **error)
{
  g_autoptr (OutlineCertificate) certificate = NULL;
  gsize length;

  g_return_val_if_fail (der != NULL || size == 0, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  certificate = decode (der, size, &length, error);

  return length;
}

/**
 * smith_outline_copy:
 *
 * Returns: (transfer full): a copy
 */
SmithOutline *
smith_outline_copy (const SmithOutline *self)
{
  SmithOutline *copy = g_new0 (SmithOutline, 1);

  copy->title = g_strdup (self->title);
  copy->subject = g_strdup (self->subject);
  copy->issuer = g_strdup (self->issuer);
  copy->serial = g_strdup (self->serial);
  copy->sha256 = g_strdup (self->sha256);
  copy->names = g_strdupv (self->names);
  copy->not_before = g_date_time_ref (self->not_before);
  copy->not_after = g_date_time_ref (self->not_after);

  return copy;
}

/**
 * smith_outline_free:
 *
 * Frees it and its values.
 */
void
smith_outline_free (SmithOutline *self)
{
  g_free (self->title);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->serial);
  g_free (self->sha256);
  g_strfreev (self->names);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_free (self);
}
