/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-extension-value.h"

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-extension-value-private.h"
#include "smith-request-private.h"

/*
 * Extensions for people: each by itself, in the order of the encoding, those included that nobody knows.
 */

/**
 * smith_extension_value_free:
 * @self: (transfer full): an element of one of the lists below
 */
void
smith_extension_value_free (SmithExtensionValue *self)
{
  g_free (self->oid);
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static char *
dup_oid (const ASN1_OBJECT *object)
{
  char text[256];

  if (OBJ_obj2txt (text, sizeof text, object, 1) <= 0)
    return g_strdup ("?");

  return g_strdup (text);
}

/**
 * smith_extension_value_print: (skip)
 *
 * Returns: (transfer full): an extension as OpenSSL prints it; the bytes where OpenSSL does not know it or cannot
 *   read it
 */
char *
smith_extension_value_print (X509_EXTENSION *extension)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  g_autofree char *text = NULL;
  ASN1_OCTET_STRING *data = X509_EXTENSION_get_data (extension);

  if (X509V3_EXT_print (bio, extension, X509V3_EXT_DEFAULT, 0) == 1)
    text = smith_openssl_dup_text (bio);
  smith_crypto_clear_queue ();
  if (text != NULL && *text != '\0')
    return g_steal_pointer (&text);
  if (text != NULL && ASN1_STRING_length (data) <= 2)
    return g_strdup (_("Empty"));

  return smith_openssl_dup_hex (ASN1_STRING_get0_data (data), (gsize) ASN1_STRING_length (data));
}

/**
 * smith_extension_value_new: (skip)
 *
 * Returns: (transfer full): @extension for people
 */
SmithExtensionValue *
smith_extension_value_new (X509_EXTENSION *extension)
{
  SmithExtensionValue *value = g_new0 (SmithExtensionValue, 1);

  value->oid = dup_oid (X509_EXTENSION_get_object (extension));
  value->name = smith_openssl_dup_object (X509_EXTENSION_get_object (extension));
  value->critical = X509_EXTENSION_get_critical (extension) == 1;
  value->value = smith_extension_value_print (extension);

  return value;
}

static GPtrArray *
list_extensions (const STACK_OF (X509_EXTENSION) *extensions)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_extension_value_free);

  for (int i = 0; i < sk_X509_EXTENSION_num (extensions); i++)
    g_ptr_array_add (list, smith_extension_value_new (sk_X509_EXTENSION_value (extensions, i)));

  return list;
}

/**
 * smith_extension_value_list_for_certificate:
 * @certificate: a certificate
 *
 * Returns: (transfer full) (element-type SmithExtensionValue): its extensions in their order; often none in version 1
 */
GPtrArray *
smith_extension_value_list_for_certificate (SmithCertificate *certificate)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  return list_extensions (X509_get0_extensions (smith_certificate_peek (certificate)));
}

/**
 * smith_extension_value_list_for_request:
 * @request: a request
 *
 * Returns: (transfer full) (element-type SmithExtensionValue): what it asks for (RFC 2985, 5.4.2), in its order
 */
GPtrArray *
smith_extension_value_list_for_request (SmithRequest *request)
{
  STACK_OF (X509_EXTENSION) *extensions;
  GPtrArray *list;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  extensions = X509_REQ_get_extensions (smith_request_peek (request));
  list = list_extensions (extensions);
  sk_X509_EXTENSION_pop_free (extensions, X509_EXTENSION_free);
  smith_crypto_clear_queue ();

  return list;
}

/**
 * smith_extension_value_list_for_crl:
 * @crl: a revocation list, which is decoded once more for this
 *
 * Returns: (transfer full) (element-type SmithExtensionValue): its extensions (RFC 5280, 5.2) in their order
 */
GPtrArray *
smith_extension_value_list_for_crl (SmithCrl *crl)
{
  const unsigned char *position;
  X509_CRL *decoded;
  GPtrArray *list;
  gsize size;

  g_return_val_if_fail (SMITH_IS_CRL (crl), NULL);

  position = g_bytes_get_data (smith_crl_get_der (crl), &size);
  decoded = d2i_X509_CRL (NULL, &position, (long) size);
  list = list_extensions (decoded != NULL ? X509_CRL_get0_extensions (decoded) : NULL);
  X509_CRL_free (decoded);
  smith_crypto_clear_queue ();

  return list;
}

/**
 * smith_certificate_get_basic_constraints:
 * @certificate: a certificate
 * @is_ca: (out): the extension's cA
 * @path_length: (out): how many authorities may follow below; -1 where there is no limit, or one beyond all measure
 *
 * What the extension says and nothing else (RFC 5280, 4.2.1.9); smith_certificate_is_ca() also looks at the
 * key usage.
 *
 * Returns: whether the certificate has the extension
 */
gboolean
smith_certificate_get_basic_constraints (SmithCertificate *certificate,
                                         gboolean         *is_ca,
                                         int              *path_length)
{
  BASIC_CONSTRAINTS *constraints;
  gboolean found;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), FALSE);
  g_return_val_if_fail (is_ca != NULL && path_length != NULL, FALSE);

  *is_ca = FALSE;
  *path_length = -1;
  constraints = X509_get_ext_d2i (smith_certificate_peek (certificate), NID_basic_constraints, NULL, NULL);
  found = constraints != NULL;
  if (found)
    {
      gint64 length = -1;

      *is_ca = constraints->ca != 0;
      if (constraints->pathlen != NULL && ASN1_INTEGER_get_int64 (&length, constraints->pathlen) == 1 &&
          length >= 0 && length <= G_MAXINT)
        *path_length = (int) length;
    }
  BASIC_CONSTRAINTS_free (constraints);
  smith_crypto_clear_queue ();

  return found;
}
