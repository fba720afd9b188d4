/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-alt-name-private.h"
#include "smith-crypto-error-private.h"
#include "smith-extensions-private.h"
#include "smith-key-private.h"
#include "smith-name-private.h"
#include "smith-pem-private.h"
#include "smith-public-key-private.h"
#include "smith-request-private.h"

/* RFC 2985, 5.4.1: pkcs-9-ub-challengePassword, in characters. */
#define MAX_CHALLENGE_PASSWORD 255

/**
 * SmithRequest:
 *
 * A certificate signing request (PKCS#10, RFC 2986). Immutable, free to cross threads. All but the sections of
 * the inspector is read when it is created.
 */
struct _SmithRequest
{
  GObject parent_instance;

  /* Owned. */
  X509_REQ        *request;
  GBytes          *der;
  char            *pem;
  SmithName       *subject;
  GListModel      *alt_names;
  SmithPublicKey  *public_key;
  SmithExtensions *extensions;
  char            *signature_algorithm;
  GListModel      *sections;
  GMutex           lock;         /* Guards sections. */
};

G_DEFINE_FINAL_TYPE (SmithRequest, smith_request, G_TYPE_OBJECT)

static void
smith_request_finalize (GObject *object)
{
  SmithRequest *self = SMITH_REQUEST (object);

  g_clear_pointer (&self->request, X509_REQ_free);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->pem, g_free);
  g_clear_object (&self->subject);
  g_clear_object (&self->alt_names);
  g_clear_object (&self->public_key);
  g_clear_pointer (&self->extensions, smith_extensions_free);
  g_clear_pointer (&self->signature_algorithm, g_free);
  g_clear_object (&self->sections);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (smith_request_parent_class)->finalize (object);
}

static void
smith_request_class_init (SmithRequestClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_request_finalize;
}

static void
smith_request_init (SmithRequest *self)
{
  g_mutex_init (&self->lock);
}

static void
read_extensions (SmithRequest *self)
{
  STACK_OF (X509_EXTENSION) *stack = X509_REQ_get_extensions (self->request);

  self->alt_names = smith_alt_name_list_from_x509 (stack);
  self->extensions = smith_extensions_new_from_stack (stack);
  sk_X509_EXTENSION_pop_free (stack, X509_EXTENSION_free);
  smith_crypto_clear_queue ();
}

static char *
read_signature_algorithm (X509_REQ *request)
{
  const X509_ALGOR *algorithm;
  const ASN1_OBJECT *object;

  X509_REQ_get0_signature (request, NULL, &algorithm);
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);

  return smith_openssl_dup_object (object);
}

static SmithRequest *
new_take (X509_REQ *request,
          GBytes   *der)
{
  SmithRequest *self = g_object_new (SMITH_TYPE_REQUEST, NULL);

  self->request = request;
  self->der = g_bytes_ref (der);
  self->pem = smith_pem_encode ("CERTIFICATE REQUEST", der);
  self->subject = smith_name_new_from_x509 (X509_REQ_get_subject_name (request));
  self->public_key = smith_public_key_new_from_x509 (X509_REQ_get_X509_PUBKEY (request));
  self->signature_algorithm = read_signature_algorithm (request);
  read_extensions (self);

  return self;
}

/**
 * smith_request_peek: (skip)
 *
 * Returns: (transfer none): the request for OpenSSL
 */
X509_REQ *
smith_request_peek (SmithRequest *self)
{
  return self->request;
}

/* The names that go into the extension: those given, else the common name where it can be one. */
static GENERAL_NAMES *
collect_alt_names (GListModel *alt_names,
                   SmithName  *subject)
{
  const char *common_name = smith_name_lookup (subject, "CN");
  GENERAL_NAMES *names = alt_names != NULL ? smith_alt_name_list_to_x509 (alt_names) : NULL;
  g_autoptr (SmithAltName) single = NULL;

  if (names != NULL || common_name == NULL)
    return names;
  single = smith_alt_name_new_from_text (common_name, NULL);
  if (single == NULL ||
      (smith_alt_name_get_kind (single) != SMITH_ALT_NAME_DNS && smith_alt_name_get_kind (single) != SMITH_ALT_NAME_IP))
    return NULL;
  names = sk_GENERAL_NAME_new_null ();
  sk_GENERAL_NAME_push (names, smith_alt_name_to_x509 (single));

  return names;
}

/**
 * smith_request_make_alt_names: (skip)
 * @alt_names: (nullable): a list of #SmithAltName
 * @subject: the subject beside them
 *
 * Returns: (transfer full) (nullable): the subjectAltName extension, critical where the subject is empty
 *   (RFC 5280, 4.2.1.6); NULL where there is no name at all
 */
X509_EXTENSION *
smith_request_make_alt_names (GListModel *alt_names,
                              SmithName  *subject)
{
  g_autoptr (GENERAL_NAMES) names = collect_alt_names (alt_names, subject);

  if (names == NULL)
    return NULL;

  return X509V3_EXT_i2d (NID_subject_alt_name, smith_name_get_n_attributes (subject) == 0, names);
}

static gboolean
add_extensions (X509_REQ                *request,
                const SmithRequestSpec  *spec,
                GError                 **error)
{
  gboolean is_ca = spec->extensions != NULL && spec->extensions->is_ca;
  gboolean has_names = spec->alt_names != NULL && g_list_model_get_n_items (spec->alt_names) > 0;
  /* The common name of an authority is what it is called, also where it is one word. */
  X509_EXTENSION *alt_names = has_names || !is_ca ? smith_request_make_alt_names (spec->alt_names, spec->subject) : NULL;
  STACK_OF (X509_EXTENSION) *stack = sk_X509_EXTENSION_new_null ();
  gboolean added;

  if (alt_names != NULL)
    sk_X509_EXTENSION_push (stack, alt_names);
  added = spec->extensions == NULL || smith_extensions_add_to_stack (spec->extensions, NULL, &stack, error);
  if (added && alt_names == NULL && smith_name_get_n_attributes (spec->subject) == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("The request names nothing: enter a domain name."));
      added = FALSE;
    }
  else if (added && sk_X509_EXTENSION_num (stack) > 0 && X509_REQ_add_extensions (request, stack) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The request could not be created."));
      added = FALSE;
    }
  sk_X509_EXTENSION_pop_free (stack, X509_EXTENSION_free);

  return added;
}

static gboolean
add_challenge_password (X509_REQ     *request,
                        SmithSecret  *password,
                        GError      **error)
{
  const char *text = password != NULL ? smith_secret_get_data (password) : NULL;
  gsize size = password != NULL ? smith_secret_get_size (password) : 0;

  if (size == 0)
    return TRUE;
  if (!g_utf8_validate_len (text, size, NULL) || g_utf8_strlen (text, (gssize) size) > MAX_CHALLENGE_PASSWORD)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The challenge password is text of at most %d characters (RFC 2985)."), MAX_CHALLENGE_PASSWORD);
      return FALSE;
    }
  if (X509_REQ_add1_attr_by_NID (request, NID_pkcs9_challengePassword, MBSTRING_UTF8,
                                 (const unsigned char *) text, (int) size) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The challenge password cannot be put into a request."));
      return FALSE;
    }

  return TRUE;
}

/* NULL where the kind of key has its digest built in. */
static gboolean
choose_digest (SmithKey      *key,
               const char    *name,
               const EVP_MD **digest,
               GError       **error)
{
  static const char * const names[] = { "SHA256", "SHA384", "SHA512", NULL };

  *digest = smith_key_get_digest (key);
  if (name == NULL || *digest == NULL)
    return TRUE;
  if (!g_strv_contains (names, name))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              /* Translators: the name of a digest. */
                              _("A request is signed with SHA-256, SHA-384 or SHA-512, not with “%s”."), name);
      return FALSE;
    }
  *digest = EVP_get_digestbyname (name);

  return TRUE;
}

/**
 * smith_request_create:
 * @key: the key that it is for, which signs it
 * @subject: may be empty where there are @alt_names
 * @alt_names: (nullable): a list of #SmithAltName, the first one foremost; where NULL or empty, the common
 *   name takes its place if it is a host name or an address. Repeated names are written once
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Creates a request that names all hosts in a subjectAltName extension, which is all that clients look at
 * (RFC 9525), signed with SHA-256.
 *
 * Returns: (transfer full): a new request; NULL on error
 */
SmithRequest *
smith_request_create (SmithKey    *key,
                      SmithName   *subject,
                      GListModel  *alt_names,
                      GError     **error)
{
  SmithRequestSpec spec = { .subject = subject, .alt_names = alt_names };

  return smith_request_create_full (key, &spec, error);
}

/**
 * smith_request_create_full:
 * @key: the key that it is for, which signs it
 * @spec: all that goes into it
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * As smith_request_create(), with all that a request can ask for; an authority's common name is never made one of
 * its names. The extensions follow each other as
 * smith_extensions_add_to_stack() says, names first.
 *
 * Returns: (transfer full): a new request; NULL on error
 */
SmithRequest *
smith_request_create_full (SmithKey                *key,
                           const SmithRequestSpec  *spec,
                           GError                 **error)
{
  g_autoptr (X509_REQ) request = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const EVP_MD *digest;
  unsigned char *der = NULL;
  int size;

  g_return_val_if_fail (SMITH_IS_KEY (key), NULL);
  g_return_val_if_fail (spec != NULL && SMITH_IS_NAME (spec->subject), NULL);
  g_return_val_if_fail (spec->alt_names == NULL || G_IS_LIST_MODEL (spec->alt_names), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!choose_digest (key, spec->digest, &digest, error))
    return NULL;

  request = X509_REQ_new ();
  if (request == NULL ||
      X509_REQ_set_version (request, X509_REQ_VERSION_1) != 1 ||
      X509_REQ_set_subject_name (request, smith_name_peek (spec->subject)) != 1 ||
      X509_REQ_set_pubkey (request, smith_key_peek (key)) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The request could not be created."));
      return NULL;
    }
  if (!add_extensions (request, spec, error) || !add_challenge_password (request, spec->challenge_password, error))
    return NULL;

  if (X509_REQ_sign (request, smith_key_peek (key), digest) <= 0 || (size = i2d_X509_REQ (request, &der)) <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The request could not be created."));
      return NULL;
    }
  bytes = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);

  /* Read back, so that what is shown is what was written. */
  return smith_request_new_from_der (bytes, error);
}

/**
 * smith_request_new_from_der:
 * @der: one CertificationRequest and nothing behind it
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new request; NULL on error
 */
SmithRequest *
smith_request_new_from_der (GBytes  *der,
                            GError **error)
{
  g_autoptr (X509_REQ) request = NULL;
  const unsigned char *start, *position;
  gsize size;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  start = position = g_bytes_get_data (der, &size);
  request = size > 0 ? d2i_X509_REQ (NULL, &position, (long) size) : NULL;
  if (request == NULL || position != start + size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The request is damaged."));
      return NULL;
    }

  return new_take (g_steal_pointer (&request), der);
}

/**
 * smith_request_new_from_pem:
 * @pem: text with a CERTIFICATE REQUEST or NEW CERTIFICATE REQUEST block
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new request; NULL on error
 */
SmithRequest *
smith_request_new_from_pem (const char  *pem,
                            GError     **error)
{
  g_autoptr (SmithPemBlock) block = NULL;
  g_autoptr (GBytes) der = NULL;

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  block = smith_pem_find (pem, strlen (pem), smith_pem_is_request, error);
  if (block == NULL)
    return NULL;
  der = g_bytes_new (block->data, block->size);

  return smith_request_new_from_der (der, error);
}

/**
 * smith_request_get_der:
 *
 * Returns: (transfer none): its encoding
 */
GBytes *
smith_request_get_der (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->der;
}

/**
 * smith_request_get_pem:
 *
 * Returns: a CERTIFICATE REQUEST block, which is what certificate authorities ask for
 */
const char *
smith_request_get_pem (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->pem;
}

/**
 * smith_request_dup_text:
 *
 * Returns: (transfer full): what `openssl req -text -noout -nameopt oneline,-esc_msb` prints
 */
char *
smith_request_dup_text (SmithRequest *self)
{
  g_autoptr (BIO) bio = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  bio = BIO_new (BIO_s_mem ());
  X509_REQ_print_ex (bio, self->request, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB, X509_FLAG_COMPAT);
  smith_crypto_clear_queue ();

  return smith_openssl_dup_text (bio);
}

/**
 * smith_request_get_version:
 *
 * Returns: 1, the only one that there is (RFC 2986, 4.1), or what else it claims
 */
guint
smith_request_get_version (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), 0);

  return (guint) (X509_REQ_get_version (self->request) + 1);
}

/**
 * smith_request_get_subject:
 *
 * Returns: (transfer none): whom it is for
 */
SmithName *
smith_request_get_subject (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->subject;
}

/**
 * smith_request_get_alt_names:
 *
 * Returns: (transfer none): a list of #SmithAltName; empty where the request has none
 */
GListModel *
smith_request_get_alt_names (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->alt_names;
}

/**
 * smith_request_get_public_key:
 *
 * Returns: (transfer none): the key that it asks a certificate for
 */
SmithPublicKey *
smith_request_get_public_key (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->public_key;
}

/**
 * smith_request_is_signature_valid:
 *
 * Returns: whether the request was signed with the private half of its key
 */
gboolean
smith_request_is_signature_valid (SmithRequest *self)
{
  EVP_PKEY *pkey;
  gboolean valid;

  g_return_val_if_fail (SMITH_IS_REQUEST (self), FALSE);

  pkey = smith_public_key_peek (self->public_key);
  valid = pkey != NULL && X509_REQ_verify (self->request, pkey) == 1;
  smith_crypto_clear_queue ();

  return valid;
}

/**
 * smith_request_get_extensions:
 *
 * Returns: (transfer none): what it asks for besides names; see smith_extensions_is_empty()
 */
const SmithExtensions *
smith_request_get_extensions (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->extensions;
}

/**
 * smith_request_get_signature_algorithm:
 *
 * Returns: how it is signed, such as "sha256WithRSAEncryption"
 */
const char *
smith_request_get_signature_algorithm (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  return self->signature_algorithm;
}

/**
 * smith_request_has_challenge_password:
 *
 * Returns: whether it carries a challenge password (RFC 2985, 5.4.1)
 */
gboolean
smith_request_has_challenge_password (SmithRequest *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (self), FALSE);

  return X509_REQ_get_attr_by_NID (self->request, NID_pkcs9_challengePassword, -1) >= 0;
}

/**
 * smith_request_get_sections:
 *
 * Returns: (transfer none): a list of #SmithSection: all that the request says
 */
GListModel *
smith_request_get_sections (SmithRequest *self)
{
  GListModel *sections;

  g_return_val_if_fail (SMITH_IS_REQUEST (self), NULL);

  g_mutex_lock (&self->lock);
  if (self->sections == NULL)
    self->sections = smith_request_make_sections (self);
  sections = self->sections;
  g_mutex_unlock (&self->lock);

  return sections;
}
