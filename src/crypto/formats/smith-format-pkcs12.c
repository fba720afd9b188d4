/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crl-private.h"
#include "smith-crypto-error-private.h"
#include "smith-key-private.h"
#include "smith-parser-private.h"
#include "smith-pbe-private.h"

/*
 * PKCS#12 (RFC 7292): keys and certificates under one password, also in the old encryption (RC2 and
 * Triple DES) that many programs still write.
 */

#define FORMAT "PKCS#12"
#define MAX_DEPTH 8

typedef struct
{
  PKCS12    *bundle;
  GPtrArray *keys;           /* SmithKey */
  GPtrArray *certificates;   /* SmithCertificate */
  GPtrArray *crls;           /* SmithCrl */
  guint64    rounds;         /* What opening it cost so far. */
} Attempt;

static gboolean read_bags (Attempt                          *attempt,
                           const STACK_OF (PKCS12_SAFEBAG)  *bags,
                           const char                       *password,
                           int                               length,
                           guint                             depth,
                           GError                          **error);

static gboolean
read_key_info (Attempt                    *attempt,
               const PKCS8_PRIV_KEY_INFO  *info,
               GError                    **error)
{
  /* From here on the key belongs to OpenSSL's default providers, whichever decrypted it. */
  EVP_PKEY *pkey = EVP_PKCS82PKEY (info);
  SmithKey *key;

  if (pkey == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED, _("This kind of private key cannot be used."));
      return FALSE;
    }
  key = smith_key_new_take_pkey (pkey, error);
  if (key == NULL)
    return FALSE;
  g_ptr_array_add (attempt->keys, key);

  return TRUE;
}

static gboolean
read_certificate (Attempt               *attempt,
                  const PKCS12_SAFEBAG  *bag,
                  GError               **error)
{
  g_autoptr (X509) x509 = NULL;
  SmithCertificate *certificate;

  if (PKCS12_SAFEBAG_get_bag_nid (bag) != NID_x509Certificate)
    return TRUE;
  x509 = PKCS12_SAFEBAG_get1_cert (bag);
  if (x509 == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("A certificate in the bundle is damaged."));
      return FALSE;
    }
  certificate = smith_certificate_new_from_x509 (x509, error);
  if (certificate == NULL)
    return FALSE;
  g_ptr_array_add (attempt->certificates, certificate);

  return TRUE;
}

static gboolean
read_crl (Attempt               *attempt,
          const PKCS12_SAFEBAG  *bag,
          GError               **error)
{
  g_autoptr (X509_CRL) x509 = PKCS12_SAFEBAG_get_bag_nid (bag) == NID_x509Crl ? PKCS12_SAFEBAG_get1_crl (bag) : NULL;
  SmithCrl *crl;

  smith_crypto_clear_queue ();
  if (x509 == NULL)
    return TRUE;
  crl = smith_crl_new_from_x509 (x509, error);
  if (crl == NULL)
    return FALSE;
  g_ptr_array_add (attempt->crls, crl);

  return TRUE;
}

/* All that is encrypted in the bundle counts together. */
static gboolean
spend (Attempt           *attempt,
       const X509_ALGOR  *algorithm,
       GError           **error)
{
  guint64 rounds = smith_pbe_count_rounds (algorithm);

  if (!g_uint64_checked_add (&attempt->rounds, attempt->rounds, rounds))
    attempt->rounds = G_MAXUINT64;

  return smith_pbe_is_affordable (attempt->rounds, error);
}

static gboolean
spend_for_mac (Attempt  *attempt,
               GError  **error)
{
  const ASN1_INTEGER *iterations = NULL;
  guint64 rounds = 1;

  PKCS12_get0_mac (NULL, NULL, NULL, &iterations, attempt->bundle);
  if (iterations != NULL && ASN1_INTEGER_get_uint64 (&rounds, iterations) != 1)
    rounds = G_MAXUINT64;
  smith_crypto_clear_queue ();
  attempt->rounds = rounds;

  return smith_pbe_is_affordable (rounds, error);
}

static void
set_damaged (GError **error)
{
  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The PKCS#12 bundle is damaged."));
}

static void
set_open_error (GError **error)
{
  if (smith_crypto_queue_is_unsupported ())
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The bundle is encrypted in a way that this computer does not know."));
      return;
    }
  smith_crypto_clear_queue ();
  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_WRONG, _("The password does not open the bundle."));
}

static gboolean
read_bag (Attempt               *attempt,
          const PKCS12_SAFEBAG  *bag,
          const char            *password,
          int                    length,
          guint                  depth,
          GError               **error)
{
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = NULL;
  const X509_ALGOR *algorithm = NULL;

  switch (PKCS12_SAFEBAG_get_nid (bag))
    {
    case NID_keyBag:
      return read_key_info (attempt, PKCS12_SAFEBAG_get0_p8inf (bag), error);
    case NID_pkcs8ShroudedKeyBag:
      if (PKCS12_SAFEBAG_get0_pkcs8 (bag) == NULL)
        return TRUE;
      X509_SIG_get0 (PKCS12_SAFEBAG_get0_pkcs8 (bag), &algorithm, NULL);
      if (!spend (attempt, algorithm, error))
        return FALSE;
      info = PKCS12_decrypt_skey_ex (bag, password, length, smith_openssl_get_legacy_context (), NULL);
      if (info == NULL)
        {
          set_open_error (error);
          return FALSE;
        }
      return read_key_info (attempt, info, error);
    case NID_certBag:
      return read_certificate (attempt, bag, error);
    case NID_crlBag:
      return read_crl (attempt, bag, error);
    case NID_safeContentsBag:
      return read_bags (attempt, PKCS12_SAFEBAG_get0_safes (bag), password, length, depth + 1, error);
    default:
      /* Secrets of other programs. */
      return TRUE;
    }
}

static gboolean
read_bags (Attempt                          *attempt,
           const STACK_OF (PKCS12_SAFEBAG)  *bags,
           const char                       *password,
           int                               length,
           guint                             depth,
           GError                          **error)
{
  if (depth > MAX_DEPTH)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The bundle is nested too deeply."));
      return FALSE;
    }
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num (bags); i++)
    if (!read_bag (attempt, sk_PKCS12_SAFEBAG_value (bags, i), password, length, depth, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_safe (Attempt     *attempt,
           PKCS7       *safe,
           const char  *password,
           int          length,
           GError     **error)
{
  STACK_OF (PKCS12_SAFEBAG) *bags = NULL;
  gboolean read;

  if (PKCS7_type_is_data (safe))
    bags = PKCS12_unpack_p7data (safe);
  else if (PKCS7_type_is_encrypted (safe) && safe->d.encrypted != NULL &&
           !spend (attempt, safe->d.encrypted->enc_data->algorithm, error))
    return FALSE;
  else if (PKCS7_type_is_encrypted (safe))
    bags = PKCS12_unpack_p7encdata (safe, password, length);
  else
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The bundle is encrypted in a way that this computer does not know."));
      return FALSE;
    }
  /* No password helps where nothing is encrypted. */
  if (bags == NULL && PKCS7_type_is_data (safe))
    set_damaged (error);
  else if (bags == NULL)
    set_open_error (error);
  if (bags == NULL)
    return FALSE;
  read = read_bags (attempt, bags, password, length, 0, error);
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);

  return read;
}

static gboolean
open_bundle (Attempt     *attempt,
             const char  *password,
             int          length,
             GError     **error)
{
  STACK_OF (PKCS7) *safes;
  gboolean read = TRUE;

  g_ptr_array_set_size (attempt->keys, 0);
  g_ptr_array_set_size (attempt->certificates, 0);
  g_ptr_array_set_size (attempt->crls, 0);
  attempt->rounds = 0;
  if (PKCS12_mac_present (attempt->bundle) && !spend_for_mac (attempt, error))
    return FALSE;
  if (PKCS12_mac_present (attempt->bundle) && PKCS12_verify_mac (attempt->bundle, password, length) != 1)
    {
      set_open_error (error);
      return FALSE;
    }
  safes = PKCS12_unpack_authsafes (attempt->bundle);
  if (safes == NULL)
    {
      set_damaged (error);
      return FALSE;
    }
  for (int i = 0; i < sk_PKCS7_num (safes) && read; i++)
    read = read_safe (attempt, sk_PKCS7_value (safes, i), password, length, error);
  sk_PKCS7_pop_free (safes, PKCS7_free);

  return read;
}

static gboolean
unlock_bundle_cb (gpointer      user_data,
                  SmithSecret  *passphrase,
                  GError      **error)
{
  return open_bundle (user_data, smith_secret_get_data (passphrase), (int) smith_secret_get_size (passphrase), error);
}

/* No password is written in two ways: as none at all and as an empty one. */
static gboolean
open_without_password (Attempt  *attempt,
                       GError  **error)
{
  g_autoptr (GError) local_error = NULL;

  if (open_bundle (attempt, NULL, 0, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return open_bundle (attempt, "", 0, error);
}

static void
add_contents (SmithParserRun *run,
              Attempt        *attempt,
              SmithSecret    *passphrase)
{
  GError *error = NULL;

  for (guint i = 0; i < attempt->keys->len; i++)
    smith_parser_run_add_key (run, FORMAT, g_object_ref (g_ptr_array_index (attempt->keys, i)), passphrase, NULL);
  for (guint i = 0; i < attempt->certificates->len; i++)
    smith_parser_run_add_certificate (run, FORMAT, g_object_ref (g_ptr_array_index (attempt->certificates, i)), NULL);
  for (guint i = 0; i < attempt->crls->len; i++)
    smith_parser_run_add_crl (run, FORMAT, g_object_ref (g_ptr_array_index (attempt->crls, i)), NULL);
  if (attempt->keys->len + attempt->certificates->len + attempt->crls->len > 0)
    return;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED, _("The PKCS#12 bundle holds no certificate and no key."));
  smith_parser_run_add_error (run, FORMAT, error);
}

static gboolean
parse_pkcs12 (SmithParserRun *run,
              const guint8   *data,
              gsize           size)
{
  const unsigned char *position = data;
  PKCS12 *raw = PKCS12_init_ex (NID_pkcs7_data, smith_openssl_get_legacy_context (), NULL);
  g_autoptr (PKCS12) bundle = NULL;
  g_autoptr (SmithSecret) passphrase = NULL;
  GError *error = NULL;
  gboolean opened;
  Attempt attempt;

  /* On failure raw is freed and NULL. */
  bundle = d2i_PKCS12 (&raw, &position, (long) size);
  smith_crypto_clear_queue ();
  if (bundle == NULL)
    return FALSE;

  attempt.bundle = bundle;
  attempt.keys = g_ptr_array_new_with_free_func (g_object_unref);
  attempt.certificates = g_ptr_array_new_with_free_func (g_object_unref);
  attempt.crls = g_ptr_array_new_with_free_func (g_object_unref);
  smith_parser_run_push_mend (run, _("PKCS#12 unpacked"));
  opened = open_without_password (&attempt, &error);
  if (!opened && g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
    {
      g_clear_error (&error);
      passphrase = smith_parser_run_unlock (run, _("The PKCS#12 bundle"), unlock_bundle_cb, &attempt, &error);
      opened = passphrase != NULL;
    }
  if (opened)
    add_contents (run, &attempt, passphrase);
  else
    smith_parser_run_add_error (run, FORMAT, error);
  g_ptr_array_unref (attempt.keys);
  g_ptr_array_unref (attempt.certificates);
  g_ptr_array_unref (attempt.crls);
  smith_parser_run_pop_mend (run);

  return TRUE;
}

const SmithParserFormat smith_format_pkcs12 = { FORMAT, parse_pkcs12 };
