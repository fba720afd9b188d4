/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-public-key.h"

#include <string.h>

#include <openssl/ec.h>
#include <openssl/sha.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-key-algorithm-private.h"
#include "smith-pem-private.h"
#include "smith-public-key-private.h"

/**
 * SmithPublicKey:
 *
 * A public key by its SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), also of a kind that OpenSSL cannot
 * use: then it still has its bytes, its fingerprint and the name of its algorithm.
 * Immutable, free to cross threads.
 */
struct _SmithPublicKey
{
  GObject parent_instance;

  /* Owned. */
  GBytes   *der;
  char     *pem;
  char     *spki_sha256;
  char     *title;
  char     *family;
  char     *curve;
  EVP_PKEY *pkey;    /* NULL for a kind that OpenSSL does not handle. */
  guint     bits;

  /* Borrowed. */
  const SmithKeyAlgorithm *algorithm;
};

G_DEFINE_FINAL_TYPE (SmithPublicKey, smith_public_key, G_TYPE_OBJECT)

/* How the names of key types are written where they are not simply an abbreviation. */
static const struct
{
  const char *name;
  const char *title;
} family_titles[] = {
  { "ED25519", "Ed25519" },
  { "ED448",   "Ed448"   },
  { "X25519",  "X25519"  },
  { "X448",    "X448"    },
};

static char *
dup_curve (EVP_PKEY *pkey)
{
  char group[64];
  const char *nist;
  int nid;

  if (EVP_PKEY_get_group_name (pkey, group, sizeof group, NULL) != 1)
    {
      smith_crypto_clear_queue ();
      return NULL;
    }
  nid = OBJ_txt2nid (group);
  nist = nid != NID_undef ? EC_curve_nid2nist (nid) : NULL;

  return g_strdup (nist != NULL ? nist : group);
}

static void
describe_pkey (SmithPublicKey *self)
{
  const char *name = EVP_PKEY_get0_type_name (self->pkey);

  self->family = g_strdup (name != NULL ? name : "?");
  self->bits = (guint) MAX (EVP_PKEY_get_bits (self->pkey), 0);
  if (g_str_equal (self->family, "EC"))
    {
      self->curve = dup_curve (self->pkey);
      self->algorithm = smith_key_algorithm_find_any (self->family, self->bits, self->curve);
      self->title = self->curve != NULL
        ? g_strdup_printf ("ECDSA %s", self->curve)
        /* Translators: an elliptic curve that is not named but spelled out in the key. */
        : g_strdup (_("ECDSA with explicit parameters"));
      return;
    }

  self->algorithm = smith_key_algorithm_find_any (self->family, self->bits, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (family_titles); i++)
    if (g_str_equal (self->family, family_titles[i].name))
      self->title = g_strdup (family_titles[i].title);
  if (self->title == NULL)
    self->title = g_strdup_printf ("%s %u", self->family, self->bits);
}

static void
describe_unknown (SmithPublicKey    *self,
                  const X509_PUBKEY *spki)
{
  ASN1_OBJECT *object = NULL;

  X509_PUBKEY_get0_param (&object, NULL, NULL, NULL, spki);
  self->family = object != NULL ? smith_openssl_dup_object (object) : g_strdup ("?");
  self->title = g_strdup (self->family);
}

static void
smith_public_key_finalize (GObject *object)
{
  SmithPublicKey *self = SMITH_PUBLIC_KEY (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->pem, g_free);
  g_clear_pointer (&self->spki_sha256, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->family, g_free);
  g_clear_pointer (&self->curve, g_free);
  g_clear_pointer (&self->pkey, EVP_PKEY_free);

  G_OBJECT_CLASS (smith_public_key_parent_class)->finalize (object);
}

static void
smith_public_key_class_init (SmithPublicKeyClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_public_key_finalize;
}

static void
smith_public_key_init (SmithPublicKey *self)
{
}

/**
 * smith_public_key_new_from_x509: (skip)
 * @spki: the public key of a request or a certificate
 *
 * Returns: (transfer full): a new public key
 */
SmithPublicKey *
smith_public_key_new_from_x509 (const X509_PUBKEY *spki)
{
  SmithPublicKey *self = g_object_new (SMITH_TYPE_PUBLIC_KEY, NULL);
  unsigned char *der = NULL;
  int size = i2d_X509_PUBKEY (spki, &der);
  guint8 digest[SHA256_DIGEST_LENGTH];

  self->der = g_bytes_new (der, (gsize) MAX (size, 0));
  OPENSSL_free (der);
  self->pem = smith_pem_encode ("PUBLIC KEY", self->der);
  SHA256 (g_bytes_get_data (self->der, NULL), g_bytes_get_size (self->der), digest);
  self->spki_sha256 = g_base64_encode (digest, sizeof digest);
  self->pkey = X509_PUBKEY_get (spki);
  if (self->pkey != NULL)
    describe_pkey (self);
  else
    describe_unknown (self, spki);
  smith_crypto_clear_queue ();

  return self;
}

/**
 * smith_public_key_new_from_pkey: (skip)
 * @pkey: a key, private or public
 *
 * Returns: (transfer full) (nullable): a new public key; NULL where OpenSSL cannot write it
 */
SmithPublicKey *
smith_public_key_new_from_pkey (EVP_PKEY *pkey)
{
  X509_PUBKEY *raw = NULL;
  g_autoptr (X509_PUBKEY) spki = NULL;

  if (X509_PUBKEY_set (&raw, pkey) != 1)
    return NULL;
  spki = raw;

  return smith_public_key_new_from_x509 (spki);
}

/**
 * smith_public_key_peek: (skip)
 *
 * Returns: (transfer none) (nullable): the key for OpenSSL
 */
EVP_PKEY *
smith_public_key_peek (SmithPublicKey *self)
{
  return self->pkey;
}

/**
 * smith_public_key_new_from_pem:
 * @pem: a PUBLIC KEY block
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new public key; NULL on error
 */
SmithPublicKey *
smith_public_key_new_from_pem (const char  *pem,
                               GError     **error)
{
  g_autoptr (SmithPemBlock) block = NULL;
  g_autoptr (X509_PUBKEY) spki = NULL;
  const unsigned char *der;

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  block = smith_pem_find (pem, strlen (pem), smith_pem_is_public_key, error);
  if (block == NULL)
    return NULL;
  der = block->data;
  spki = d2i_X509_PUBKEY (NULL, &der, (long) block->size);
  if (spki == NULL || der != block->data + block->size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The public key is damaged."));
      return NULL;
    }

  return smith_public_key_new_from_x509 (spki);
}

/**
 * smith_public_key_get_pem:
 *
 * Returns: a PUBLIC KEY block, as `openssl pkey -pubout` writes it
 */
const char *
smith_public_key_get_pem (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), NULL);

  return self->pem;
}

/**
 * smith_public_key_get_spki_sha256:
 *
 * Returns: the SHA-256 of the SubjectPublicKeyInfo in Base64: the pin of RFC 7469, 2.4
 */
const char *
smith_public_key_get_spki_sha256 (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), NULL);

  return self->spki_sha256;
}

/**
 * smith_public_key_get_algorithm:
 *
 * Returns: (transfer none) (nullable): the row of the table of what this program creates; NULL for another kind
 */
const SmithKeyAlgorithm *
smith_public_key_get_algorithm (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), NULL);

  return self->algorithm;
}

/**
 * smith_public_key_get_title:
 *
 * Returns: the kind for people, such as "RSA 2048", "ECDSA P-256" or "Ed25519"
 */
const char *
smith_public_key_get_title (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), NULL);

  return self->title;
}

/**
 * smith_public_key_get_family:
 *
 * Returns: "RSA", "EC", else OpenSSL's name of the type ("ED25519", "DSA", "RSA-PSS" …)
 */
const char *
smith_public_key_get_family (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), NULL);

  return self->family;
}

/**
 * smith_public_key_get_bits:
 *
 * Returns: the bits of the modulus (RSA) or of the field (EC); 0 where unknown
 */
guint
smith_public_key_get_bits (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), 0);

  return self->bits;
}

/**
 * smith_public_key_get_curve:
 *
 * Returns: (nullable): NIST's name of the curve where it has one, else OpenSSL's; NULL when not EC
 */
const char *
smith_public_key_get_curve (SmithPublicKey *self)
{
  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (self), NULL);

  return self->curve;
}

/**
 * smith_public_key_equal:
 *
 * Returns: whether both are the same key, also where one writes its point compressed
 */
gboolean
smith_public_key_equal (SmithPublicKey *a,
                        SmithPublicKey *b)
{
  gboolean equal;

  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (a) && SMITH_IS_PUBLIC_KEY (b), FALSE);

  if (g_bytes_equal (a->der, b->der))
    return TRUE;
  if (a->pkey == NULL || b->pkey == NULL)
    return FALSE;
  equal = EVP_PKEY_eq (a->pkey, b->pkey) == 1;
  smith_crypto_clear_queue ();

  return equal;
}
