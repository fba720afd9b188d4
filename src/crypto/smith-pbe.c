/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pbe-private.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"

/*
 * How long it takes to make a key out of a passphrase is told by the file that is to be opened, and a file that was made
 * to be a nuisance asks for days. OpenSSL has no way to stop it, so it is looked at before.
 */

/* One step of scrypt mixes so many bytes as some rounds of a hash. */
#define SCRYPT_STEP 2

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PBE2PARAM, PBE2PARAM_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PBEPARAM, PBEPARAM_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PBKDF2PARAM, PBKDF2PARAM_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SCRYPT_PARAMS, SCRYPT_PARAMS_free)

/* Too much where it is no number of rounds. */
static guint64
read_integer (const ASN1_INTEGER *integer)
{
  guint64 value;

  return ASN1_INTEGER_get_uint64 (&value, integer) == 1 ? value : G_MAXUINT64;
}

static guint64
multiply (guint64 a,
          guint64 b)
{
  guint64 product;

  return g_uint64_checked_mul (&product, a, b) ? product : G_MAXUINT64;
}

static guint64
count_kdf (const X509_ALGOR *algorithm)
{
  const ASN1_OBJECT *object;
  const void *value;
  int type;
  g_autoptr (PBKDF2PARAM) pbkdf2 = NULL;
  g_autoptr (SCRYPT_PARAMS) scrypt = NULL;

  X509_ALGOR_get0 (&object, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE)
    return 0;
  if (OBJ_obj2nid (object) == NID_id_pbkdf2)
    {
      pbkdf2 = ASN1_item_unpack (value, ASN1_ITEM_rptr (PBKDF2PARAM));
      return pbkdf2 != NULL ? read_integer (pbkdf2->iter) : 0;
    }
  if (OBJ_obj2nid (object) == NID_id_scrypt)
    {
      scrypt = ASN1_item_unpack (value, ASN1_ITEM_rptr (SCRYPT_PARAMS));
      return scrypt != NULL ? multiply (multiply (read_integer (scrypt->costParameter), read_integer (scrypt->blockSize)),
                                        multiply (read_integer (scrypt->parallelizationParameter), SCRYPT_STEP)) : 0;
    }

  return 0;
}

/**
 * smith_pbe_count_rounds: (skip)
 * @algorithm: how something was encrypted with a passphrase: PBES1, PBES2 (RFC 8018) or that of PKCS#12; or how
 *   a key is made out of one: PBKDF2, scrypt
 *
 * Returns: about how many rounds of a hash it takes; 0 where that cannot be told, and then OpenSSL refuses it
 */
guint64
smith_pbe_count_rounds (const X509_ALGOR *algorithm)
{
  const ASN1_OBJECT *object;
  const void *value;
  int type;
  guint64 rounds = 0;
  g_autoptr (PBE2PARAM) pbes2 = NULL;
  g_autoptr (PBEPARAM) pbes1 = NULL;

  X509_ALGOR_get0 (&object, &type, &value, algorithm);
  if (type == V_ASN1_SEQUENCE && OBJ_obj2nid (object) == NID_pbes2)
    {
      pbes2 = ASN1_item_unpack (value, ASN1_ITEM_rptr (PBE2PARAM));
      if (pbes2 != NULL)
        rounds = count_kdf (pbes2->keyfunc);
    }
  else if (type == V_ASN1_SEQUENCE && (OBJ_obj2nid (object) == NID_id_pbkdf2 || OBJ_obj2nid (object) == NID_id_scrypt))
    rounds = count_kdf (algorithm);
  else if (type == V_ASN1_SEQUENCE)
    {
      pbes1 = ASN1_item_unpack (value, ASN1_ITEM_rptr (PBEPARAM));
      if (pbes1 != NULL)
        rounds = read_integer (pbes1->iter);
    }
  smith_crypto_clear_queue ();

  return rounds;
}

/**
 * smith_pbe_is_affordable: (skip)
 * @rounds: the sum of smith_pbe_count_rounds() of what is opened together
 * @error: return location for %SMITH_CRYPTO_ERROR_UNSUPPORTED
 *
 * Returns: whether it can be opened in some seconds
 */
gboolean
smith_pbe_is_affordable (guint64   rounds,
                         GError  **error)
{
  if (rounds <= SMITH_PBE_MAX_ROUNDS)
    return TRUE;
  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                          _("It is encrypted so that opening it would take longer than anybody wants to wait. No ordinary program "
                            "does that."));

  return FALSE;
}
