/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export.h"

#include <openssl/pem.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-key-private.h"

/*
 * A private key in the forms that other programs want: one function for each form, and one that reads what was
 * written back with the same eyes as another program would.
 */

#define SALT_SIZE 16
/* OWASP's figure for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023): about a tenth of a second. */
#define PBKDF2_ITERATIONS 600000
/* The largest cost that OpenSSL's readers allow without being told (32 MiB), with OWASP's parallelism for it. */
#define SCRYPT_N 16384
#define SCRYPT_R 8
#define SCRYPT_P 5
/* Key, certificates and seal each cost so much. Windows wrote 2000 for decades; what reads the old form counts slowly. */
#define PKCS12_ITERATIONS 100000
#define PKCS12_LEGACY_ITERATIONS 2048

static SmithSecret *
take_bio (BIO      *bio,
          gboolean  written,
          GError  **error)
{
  char *data = NULL;
  long size = BIO_get_mem_data (bio, &data);

  if (!written || size <= 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The private key could not be written."));
      return NULL;
    }

  return smith_secret_new (data, (gsize) size);
}

/* PBES2 (RFC 8018) with AES-256-CBC: what OpenSSL, GnuTLS, Java and Go all read. */
static X509_SIG *
encrypt_info (PKCS8_PRIV_KEY_INFO       *info,
              SmithSecret               *passphrase,
              SmithKeyExportProtection   protection)
{
  g_autoptr (X509_ALGOR) algorithm = NULL;
  X509_SIG *sealed;

  if (protection == SMITH_KEY_EXPORT_PROTECTION_SCRYPT)
    algorithm = PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), NULL, SALT_SIZE, NULL, SCRYPT_N, SCRYPT_R, SCRYPT_P);
  else
    algorithm = PKCS5_pbe2_set_iv_ex (EVP_aes_256_cbc (), PBKDF2_ITERATIONS, NULL, SALT_SIZE, NULL,
                                      NID_hmacWithSHA256, NULL);
  if (algorithm == NULL)
    return NULL;
  sealed = PKCS8_set0_pbe (smith_secret_get_data (passphrase), (int) smith_secret_get_size (passphrase),
                           info, algorithm);
  if (sealed != NULL)
    algorithm = NULL;

  return sealed;
}

/* Memory of this kind of BIO is wiped when it grows and when it goes. */
static SmithSecret *
export_pkcs8 (SmithKey                  *key,
              gboolean                   pem,
              SmithSecret               *passphrase,
              SmithKeyExportProtection   protection,
              GError                   **error)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = EVP_PKEY2PKCS8 (smith_key_peek (key));
  g_autoptr (X509_SIG) sealed = NULL;
  int written = 0;

  if (info != NULL && protection == SMITH_KEY_EXPORT_PROTECTION_NONE)
    written = pem ? PEM_write_bio_PKCS8_PRIV_KEY_INFO (bio, info) : i2d_PKCS8_PRIV_KEY_INFO_bio (bio, info);
  else if (info != NULL)
    {
      sealed = encrypt_info (info, passphrase, protection);
      if (sealed != NULL)
        written = pem ? PEM_write_bio_PKCS8 (bio, sealed) : i2d_PKCS8_bio (bio, sealed);
    }

  return take_bio (bio, written == 1, error);
}

static SmithSecret *
export_traditional (SmithKey  *key,
                    GError   **error)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  int written = PEM_write_bio_PrivateKey_traditional (bio, smith_key_peek (key), NULL, NULL, 0, NULL, NULL);

  return take_bio (bio, written == 1, error);
}

static STACK_OF (X509) *
make_stack (GPtrArray *chain)
{
  STACK_OF (X509) *stack = sk_X509_new_null ();

  for (guint i = 0; chain != NULL && i < chain->len; i++)
    sk_X509_push (stack, smith_certificate_peek (g_ptr_array_index (chain, i)));

  return stack;
}

static SmithSecret *
export_pkcs12 (SmithKey          *key,
               gboolean           legacy,
               SmithSecret       *passphrase,
               SmithCertificate  *certificate,
               GPtrArray         *chain,
               GError           **error)
{
  STACK_OF (X509) *stack = make_stack (chain);
  int cipher = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc;
  int iterations = legacy ? PKCS12_LEGACY_ITERATIONS : PKCS12_ITERATIONS;
  const char *password = smith_secret_get_string (passphrase);
  g_autoptr (PKCS12) bundle = NULL;
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  int written = 0;

  /* -1: no seal yet, because this function would choose its digest itself. */
  bundle = PKCS12_create_ex (password, certificate != NULL ? smith_certificate_get_title (certificate) : NULL,
                             smith_key_peek (key), certificate != NULL ? smith_certificate_peek (certificate) : NULL,
                             stack, cipher, cipher, iterations, -1, 0, NULL, NULL);
  if (bundle != NULL &&
      PKCS12_set_mac (bundle, password, -1, NULL, SALT_SIZE, iterations, legacy ? EVP_sha1 () : EVP_sha256 ()) == 1)
    written = i2d_PKCS12_bio (bio, bundle);
  sk_X509_free (stack);

  return take_bio (bio, written == 1, error);
}

static gboolean
is_pkcs12 (SmithKeyEncoding encoding)
{
  return encoding == SMITH_KEY_ENCODING_PKCS12 || encoding == SMITH_KEY_ENCODING_PKCS12_LEGACY;
}

static gboolean
check_wishes (SmithKey                  *key,
              SmithKeyEncoding           encoding,
              SmithSecret               *passphrase,
              SmithKeyExportProtection   protection,
              SmithCertificate          *certificate,
              GError                   **error)
{
  gboolean encrypts = is_pkcs12 (encoding) || protection != SMITH_KEY_EXPORT_PROTECTION_NONE;

  if (!smith_key_encoding_takes (encoding, smith_key_get_public_key (key)))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              /* Translators: a kind of key, such as Ed25519. */
                              _("There is no traditional form of an %s key. Choose PKCS#8."),
                              smith_public_key_get_title (smith_key_get_public_key (key)));
      return FALSE;
    }
  if (encoding == SMITH_KEY_ENCODING_TRADITIONAL && protection != SMITH_KEY_EXPORT_PROTECTION_NONE)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The traditional form has no encryption that is worth its name. Choose PKCS#8."));
      return FALSE;
    }
  if (encrypts && passphrase == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED,
                              _("A passphrase is needed to encrypt the private key."));
      return FALSE;
    }
  if (certificate != NULL &&
      !smith_public_key_equal (smith_key_get_public_key (key), smith_certificate_get_public_key (certificate)))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_MISMATCH,
                              _("The certificate was made with another key: the two do not go into one file."));
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_key_encoding_takes:
 * @encoding: a form
 * @key: the public half of a key
 *
 * Returns: whether a key of this kind can be written so: only RSA and EC have a traditional form
 */
gboolean
smith_key_encoding_takes (SmithKeyEncoding  encoding,
                          SmithPublicKey   *key)
{
  const char *family;

  g_return_val_if_fail (SMITH_IS_PUBLIC_KEY (key), FALSE);

  family = smith_public_key_get_family (key);

  return encoding != SMITH_KEY_ENCODING_TRADITIONAL || g_str_equal (family, "RSA") || g_str_equal (family, "EC");
}

/**
 * smith_key_export:
 * @encoding: the form
 * @passphrase: (nullable): encrypts; needed with @protection or PKCS#12
 * @protection: how PKCS#8 is encrypted, in PEM or DER; not looked at for PKCS#12
 * @certificate: (nullable): the leaf that goes into PKCS#12
 * @chain: (nullable) (element-type SmithCertificate): the rest that goes into PKCS#12
 * @error: return location for a SMITH_CRYPTO_ERROR: %SMITH_CRYPTO_ERROR_UNSUPPORTED for a form that this kind of key
 *   does not have, %SMITH_CRYPTO_ERROR_PASSWORD_NEEDED, %SMITH_CRYPTO_ERROR_MISMATCH for a certificate of another key
 *
 * Deriving the encryption key takes some tenths of a second, so this belongs in a worker.
 *
 * Returns: (transfer full): the bytes of the file; NULL on error
 */
SmithSecret *
smith_key_export (SmithKey                  *key,
                  SmithKeyEncoding           encoding,
                  SmithSecret               *passphrase,
                  SmithKeyExportProtection   protection,
                  SmithCertificate          *certificate,
                  GPtrArray                 *chain,
                  GError                   **error)
{
  g_return_val_if_fail (SMITH_IS_KEY (key), NULL);
  g_return_val_if_fail (certificate == NULL || SMITH_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_wishes (key, encoding, passphrase, protection, certificate, error))
    return NULL;

  switch (encoding)
    {
    case SMITH_KEY_ENCODING_PKCS8:
      return export_pkcs8 (key, TRUE, passphrase, protection, error);
    case SMITH_KEY_ENCODING_TRADITIONAL:
      return export_traditional (key, error);
    case SMITH_KEY_ENCODING_DER:
      return export_pkcs8 (key, FALSE, passphrase, protection, error);
    case SMITH_KEY_ENCODING_PKCS12:
    case SMITH_KEY_ENCODING_PKCS12_LEGACY:
      return export_pkcs12 (key, encoding == SMITH_KEY_ENCODING_PKCS12_LEGACY, passphrase, certificate, chain, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
has_same_certificates (X509              *leaf,
                       STACK_OF (X509)   *others,
                       SmithCertificate  *certificate,
                       GPtrArray         *chain)
{
  guint n = chain != NULL ? chain->len : 0;

  if ((leaf == NULL) != (certificate == NULL) ||
      (leaf != NULL && X509_cmp (leaf, smith_certificate_peek (certificate)) != 0) ||
      (others != NULL ? sk_X509_num (others) : 0) != (int) n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (X509_cmp (sk_X509_value (others, (int) i), smith_certificate_peek (g_ptr_array_index (chain, i))) != 0)
      return FALSE;

  return TRUE;
}

static SmithKey *
read_pkcs12 (SmithSecret       *written,
             SmithSecret       *passphrase,
             SmithCertificate  *certificate,
             GPtrArray         *chain)
{
  const unsigned char *data = smith_secret_get_data (written);
  PKCS12 *raw = PKCS12_init_ex (NID_pkcs7_data, smith_openssl_get_legacy_context (), NULL);
  g_autoptr (PKCS12) bundle = d2i_PKCS12 (&raw, &data, (long) smith_secret_get_size (written));
  g_autoptr (X509) leaf = NULL;
  g_autoptr (EVP_PKEY) pkey = NULL;
  X509 *found_leaf = NULL;
  EVP_PKEY *found_key = NULL;
  STACK_OF (X509) *others = NULL;
  gboolean same;

  if (bundle == NULL || PKCS12_parse (bundle, smith_secret_get_string (passphrase), &found_key, &found_leaf, &others) != 1)
    return NULL;
  leaf = found_leaf;
  pkey = found_key;
  same = has_same_certificates (leaf, others, certificate, chain);
  sk_X509_pop_free (others, X509_free);

  return same ? smith_key_new_take_pkey (g_steal_pointer (&pkey), NULL) : NULL;
}

/**
 * smith_key_export_verify:
 * @key: what was exported
 * @encoding: as for smith_key_export()
 * @written: the file, read back from the disk
 * @passphrase: (nullable): as for smith_key_export(), NULL where it was not encrypted
 * @certificate: (nullable): as for smith_key_export()
 * @chain: (nullable) (element-type SmithCertificate): as for smith_key_export()
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: whether the file opens with the passphrase and holds this key, and in PKCS#12 these certificates
 */
gboolean
smith_key_export_verify (SmithKey          *key,
                         SmithKeyEncoding   encoding,
                         SmithSecret       *written,
                         SmithSecret       *passphrase,
                         SmithCertificate  *certificate,
                         GPtrArray         *chain,
                         GError           **error)
{
  g_autoptr (SmithKey) again = NULL;

  g_return_val_if_fail (SMITH_IS_KEY (key), FALSE);
  g_return_val_if_fail (written != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (is_pkcs12 (encoding))
    again = read_pkcs12 (written, passphrase, certificate, chain);
  else if (encoding == SMITH_KEY_ENCODING_DER && passphrase != NULL)
    again = smith_key_new_from_encrypted (smith_secret_get_data (written), smith_secret_get_size (written),
                                          passphrase, NULL);
  else if (encoding == SMITH_KEY_ENCODING_DER)
    again = smith_key_new_from_der (smith_secret_get_data (written), smith_secret_get_size (written), NULL);
  else
    again = smith_key_new_from_pem (written, passphrase, NULL);
  smith_crypto_clear_queue ();

  if (again == NULL || EVP_PKEY_eq (smith_key_peek (key), smith_key_peek (again)) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_MISMATCH,
                              _("What was written is not what is read back: the file is not to be relied on."));
      return FALSE;
    }

  return TRUE;
}
