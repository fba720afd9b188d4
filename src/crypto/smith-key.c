/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/pem.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-key-export.h"
#include "smith-key-private.h"
#include "smith-pbe-private.h"
#include "smith-public-key-private.h"

/**
 * SmithKey:
 *
 * A private key. It leaves this type only through smith_key_to_pem(), as a secret.
 * Immutable, free to cross threads.
 */
struct _SmithKey
{
  GObject parent_instance;

  /* Owned. */
  EVP_PKEY       *pkey;
  SmithPublicKey *public_key;
};

G_DEFINE_FINAL_TYPE (SmithKey, smith_key, G_TYPE_OBJECT)

static void
smith_key_finalize (GObject *object)
{
  SmithKey *self = SMITH_KEY (object);

  /* OpenSSL wipes the numbers of a private key when the last reference goes. */
  g_clear_pointer (&self->pkey, EVP_PKEY_free);
  g_clear_object (&self->public_key);

  G_OBJECT_CLASS (smith_key_parent_class)->finalize (object);
}

static void
smith_key_class_init (SmithKeyClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_key_finalize;
}

static void
smith_key_init (SmithKey *self)
{
}

/**
 * smith_key_new_take_pkey: (skip)
 * @pkey: (transfer full): a private key
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new key; NULL where @pkey cannot be used
 */
SmithKey *
smith_key_new_take_pkey (EVP_PKEY  *pkey,
                         GError   **error)
{
  g_autoptr (EVP_PKEY) owned = pkey;
  g_autoptr (SmithPublicKey) public_key = smith_public_key_new_from_pkey (pkey);
  SmithKey *self;

  if (public_key == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED, _("This kind of private key cannot be used."));
      return NULL;
    }

  self = g_object_new (SMITH_TYPE_KEY, NULL);
  self->pkey = g_steal_pointer (&owned);
  self->public_key = g_steal_pointer (&public_key);

  return self;
}

/**
 * smith_key_peek: (skip)
 *
 * Returns: (transfer none): the key for OpenSSL
 */
EVP_PKEY *
smith_key_peek (SmithKey *self)
{
  return self->pkey;
}

/**
 * smith_key_get_digest: (skip)
 *
 * Returns: (transfer none) (nullable): SHA-256; NULL where the kind of key has its digest built in, as Ed25519 has
 */
const EVP_MD *
smith_key_get_digest (SmithKey *self)
{
  char name[64];

  /* 2: the key takes no other digest than the one it names, and "UNDEF" means none at all. */
  if (EVP_PKEY_get_default_digest_name (self->pkey, name, sizeof name) == 2 && g_str_equal (name, "UNDEF"))
    return NULL;

  return EVP_sha256 ();
}

/* OpenSSL calls this between its attempts to find a prime; 0 makes it give up. */
static int
check_cancelled_cb (EVP_PKEY_CTX *context)
{
  return !g_cancellable_is_cancelled (EVP_PKEY_CTX_get_app_data (context));
}

static EVP_PKEY *
generate_pkey (const SmithKeyAlgorithm *algorithm,
               GCancellable            *cancellable)
{
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, smith_key_algorithm_get_family (algorithm), NULL);
  EVP_PKEY *pkey = NULL;
  const char *curve = smith_key_algorithm_get_curve (algorithm);
  size_t bits = smith_key_algorithm_get_bits (algorithm);
  OSSL_PARAM parameters[2] = { OSSL_PARAM_END, OSSL_PARAM_END };

  if (curve != NULL)
    parameters[0] = OSSL_PARAM_construct_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, (char *) curve, 0);
  else if (g_str_equal (smith_key_algorithm_get_family (algorithm), "RSA"))
    parameters[0] = OSSL_PARAM_construct_size_t (OSSL_PKEY_PARAM_RSA_BITS, &bits);

  if (context == NULL || EVP_PKEY_keygen_init (context) <= 0 ||
      (parameters[0].key != NULL && EVP_PKEY_CTX_set_params (context, parameters) <= 0))
    return NULL;
  EVP_PKEY_CTX_set_app_data (context, cancellable);
  EVP_PKEY_CTX_set_cb (context, check_cancelled_cb);
  if (EVP_PKEY_generate (context, &pkey) <= 0)
    return NULL;

  return pkey;
}

/**
 * smith_key_generate:
 * @algorithm: what to create
 * @cancellable: (nullable): gives up within some hundredths of a second
 * @error: return location for a SMITH_CRYPTO_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Creates a key from the random numbers of OpenSSL. RSA takes up to some seconds: see
 * smith_key_generate_async().
 *
 * Returns: (transfer full): a new key; NULL on error
 */
SmithKey *
smith_key_generate (const SmithKeyAlgorithm  *algorithm,
                    GCancellable             *cancellable,
                    GError                  **error)
{
  g_autoptr (EVP_PKEY) pkey = NULL;

  g_return_val_if_fail (algorithm != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  pkey = generate_pkey (algorithm, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      smith_crypto_clear_queue ();
      return NULL;
    }
  if (pkey == NULL)
    {
      /* Translators: a kind of key, such as RSA 2048. */
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED, _("The %s key could not be created."),
                              smith_key_algorithm_get_title (algorithm));
      return NULL;
    }

  return smith_key_new_take_pkey (g_steal_pointer (&pkey), error);
}

/**
 * smith_key_new_from_der: (skip)
 * @der: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915), not encrypted
 * @size: how many bytes
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new key; NULL on error
 */
SmithKey *
smith_key_new_from_der (const guint8  *der,
                        gsize          size,
                        GError       **error)
{
  const unsigned char *position = der;
  g_autoptr (EVP_PKEY) pkey = d2i_AutoPrivateKey_ex (NULL, &position, (long) size, NULL, NULL);

  if (pkey == NULL || position != der + size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The private key is damaged or of a kind that is not known."));
      return NULL;
    }

  return smith_key_new_take_pkey (g_steal_pointer (&pkey), error);
}

static void
set_decrypt_error (GError **error)
{
  if (smith_crypto_queue_is_unsupported ())
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The private key is encrypted in a way that this computer does not know."));
      return;
    }
  smith_crypto_clear_queue ();
  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_WRONG, _("The passphrase does not open the private key."));
}

static void
set_needed_error (GError **error)
{
  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED,
                          _("The private key is encrypted; its passphrase is needed."));
}

/**
 * smith_key_new_from_encrypted: (skip)
 * @der: an EncryptedPrivateKeyInfo (RFC 5958, 3)
 * @size: how many bytes
 * @passphrase: (nullable): what opens it
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new key; NULL on error
 */
SmithKey *
smith_key_new_from_encrypted (const guint8  *der,
                              gsize          size,
                              SmithSecret   *passphrase,
                              GError       **error)
{
  const unsigned char *position = der;
  g_autoptr (X509_SIG) sealed = d2i_X509_SIG (NULL, &position, (long) size);
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = NULL;
  g_autoptr (EVP_PKEY) pkey = NULL;
  const X509_ALGOR *algorithm = NULL;

  if (sealed == NULL || position != der + size)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED, _("The encrypted private key is damaged."));
      return NULL;
    }
  X509_SIG_get0 (sealed, &algorithm, NULL);
  if (!smith_pbe_is_affordable (smith_pbe_count_rounds (algorithm), error))
    return NULL;
  if (passphrase == NULL)
    {
      set_needed_error (error);
      return NULL;
    }

  info = PKCS8_decrypt_ex (sealed, smith_secret_get_data (passphrase), (int) smith_secret_get_size (passphrase),
                           smith_openssl_get_legacy_context (), NULL);
  if (info == NULL)
    {
      set_decrypt_error (error);
      return NULL;
    }
  pkey = EVP_PKCS82PKEY (info);
  if (pkey == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED, _("This kind of private key cannot be used."));
      return NULL;
    }

  return smith_key_new_take_pkey (g_steal_pointer (&pkey), error);
}

static int
give_passphrase_cb (char *buffer,
                    int   size,
                    int   for_writing,
                    void *user_data)
{
  SmithSecret *passphrase = user_data;
  gsize length = smith_secret_get_size (passphrase);

  if (size < 0 || length > (gsize) size)
    return -1;
  memcpy (buffer, smith_secret_get_data (passphrase), length);

  return (int) length;
}

/* OpenSSL's own encryption of PEM blocks, from before PKCS#8 (RFC 1421 headers). */
static SmithKey *
decrypt_traditional (const SmithPemBlock  *block,
                     SmithSecret          *passphrase,
                     GError              **error)
{
  g_autofree char *headers = g_strdup (block->headers);
  EVP_CIPHER_INFO cipher;
  guint8 *data;
  long size = (long) block->size;
  SmithKey *self = NULL;

  if (PEM_get_EVP_CIPHER_INFO (headers, &cipher) != 1)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The private key is encrypted in a way that this computer does not know."));
      return NULL;
    }
  if (passphrase == NULL)
    {
      set_needed_error (error);
      return NULL;
    }

  data = g_memdup2 (block->data, block->size);
  if (PEM_do_header (&cipher, data, &size, give_passphrase_cb, passphrase) != 1)
    set_decrypt_error (error);
  else
    {
      self = smith_key_new_from_der (data, (gsize) size, NULL);
      /* One wrong passphrase in 256 leaves good padding: what follows is no key then. */
      if (self == NULL)
        {
          smith_crypto_clear_queue ();
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_PASSWORD_WRONG,
                                  _("The passphrase does not open the private key."));
        }
    }
  smith_secret_wipe (data, block->size);
  g_free (data);

  return self;
}

/**
 * smith_key_block_is_encrypted: (skip)
 *
 * Returns: whether a passphrase is needed for this block
 */
gboolean
smith_key_block_is_encrypted (const SmithPemBlock *block)
{
  return g_str_equal (block->label, "ENCRYPTED PRIVATE KEY") || strstr (block->headers, "ENCRYPTED") != NULL;
}

/**
 * smith_key_new_from_block: (skip)
 * @block: one that smith_pem_is_private_key() is true for
 * @passphrase: (nullable): what opens it; not looked at where it is not encrypted
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new key; NULL on error
 */
SmithKey *
smith_key_new_from_block (const SmithPemBlock  *block,
                          SmithSecret          *passphrase,
                          GError              **error)
{
  if (g_str_equal (block->label, "ENCRYPTED PRIVATE KEY"))
    return smith_key_new_from_encrypted (block->data, block->size, passphrase, error);
  if (smith_key_block_is_encrypted (block))
    return decrypt_traditional (block, passphrase, error);

  return smith_key_new_from_der (block->data, block->size, error);
}

/**
 * smith_key_new_from_pem:
 * @pem: a file with a private key in any of its PEM forms, also behind an EC PARAMETERS block
 * @passphrase: (nullable): what opens it where it is encrypted
 * @error: return location for a SMITH_CRYPTO_ERROR: %SMITH_CRYPTO_ERROR_PASSWORD_NEEDED,
 *   %SMITH_CRYPTO_ERROR_PASSWORD_WRONG, %SMITH_CRYPTO_ERROR_DAMAGED, %SMITH_CRYPTO_ERROR_UNSUPPORTED,
 *   %SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD where there is no key
 *
 * Deriving the encryption key from the passphrase takes some tenths of a second, so it belongs in a worker.
 *
 * Returns: (transfer full): a new key; NULL on error
 */
SmithKey *
smith_key_new_from_pem (SmithSecret  *pem,
                        SmithSecret  *passphrase,
                        GError      **error)
{
  g_autoptr (SmithPemBlock) block = NULL;

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  block = smith_pem_find (smith_secret_get_data (pem), smith_secret_get_size (pem), smith_pem_is_private_key, error);
  if (block == NULL)
    return NULL;

  return smith_key_new_from_block (block, passphrase, error);
}

/**
 * smith_key_pem_is_encrypted:
 * @pem: a file with a private key
 *
 * Returns: whether smith_key_new_from_pem() will want a passphrase
 */
gboolean
smith_key_pem_is_encrypted (SmithSecret *pem)
{
  g_autoptr (SmithPemBlock) block = NULL;

  g_return_val_if_fail (pem != NULL, FALSE);

  block = smith_pem_find (smith_secret_get_data (pem), smith_secret_get_size (pem), smith_pem_is_private_key, NULL);

  return block != NULL && smith_key_block_is_encrypted (block);
}

/**
 * smith_key_to_pem:
 * @passphrase: (nullable): encrypts with it; NULL for a readable key
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Writes PKCS#8: "PRIVATE KEY", or "ENCRYPTED PRIVATE KEY" with PBES2, AES-256-CBC and 600,000 rounds of
 * PBKDF2-HMAC-SHA256 (a tenth of a second or more, so it belongs in a worker). Lines of 64 characters ended by LF.
 *
 * Returns: (transfer full): the PEM text; NULL on error
 */
SmithSecret *
smith_key_to_pem (SmithKey     *self,
                  SmithSecret  *passphrase,
                  GError      **error)
{
  g_return_val_if_fail (SMITH_IS_KEY (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return smith_key_export (self, SMITH_KEY_ENCODING_PKCS8, passphrase,
                           passphrase != NULL ? SMITH_KEY_EXPORT_PROTECTION_PBKDF2 : SMITH_KEY_EXPORT_PROTECTION_NONE,
                           NULL, NULL, error);
}

/**
 * smith_key_check:
 * @cancellable: (nullable): looked at before it begins: OpenSSL cannot be interrupted there
 * @error: return location for a SMITH_CRYPTO_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Whether the numbers of the key belong together, as `openssl pkey -check` asks: the primes are primes, the point is
 * on its curve, the public half is the one of the private half. Takes seconds for a large RSA key, so it belongs in
 * a worker.
 *
 * Returns: whether the key is sound; %SMITH_CRYPTO_ERROR_DAMAGED where it is not
 */
gboolean
smith_key_check (SmithKey      *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (EVP_PKEY_CTX) context = NULL;

  g_return_val_if_fail (SMITH_IS_KEY (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  context = EVP_PKEY_CTX_new_from_pkey (NULL, self->pkey, NULL);
  if (context != NULL && EVP_PKEY_check (context) == 1)
    {
      smith_crypto_clear_queue ();
      return TRUE;
    }
  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                          _("The numbers of the private key do not belong together: it is damaged or forged. "
                            "Do not use it."));

  return FALSE;
}

/**
 * smith_key_get_public_key:
 *
 * Returns: (transfer none): its public half
 */
SmithPublicKey *
smith_key_get_public_key (SmithKey *self)
{
  g_return_val_if_fail (SMITH_IS_KEY (self), NULL);

  return self->public_key;
}

static void
generate_in_thread (GTask        *task,
                    gpointer      source,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  GError *error = NULL;
  SmithKey *key = smith_key_generate (task_data, cancellable, &error);

  if (key == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, key, g_object_unref);
}

/**
 * smith_key_generate_async:
 * @algorithm: what to create
 * @cancellable: (nullable): ends it within some hundredths of a second
 * @callback: (scope async): called on the thread-default main context
 * @user_data: for @callback
 *
 * smith_key_generate() in a worker.
 */
void
smith_key_generate_async (const SmithKeyAlgorithm *algorithm,
                          GCancellable            *cancellable,
                          GAsyncReadyCallback      callback,
                          gpointer                 user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (algorithm != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_key_generate_async);
  g_task_set_task_data (task, (gpointer) algorithm, NULL);
  g_task_run_in_thread (task, generate_in_thread);
}

/**
 * smith_key_generate_finish:
 *
 * Returns: (transfer full): a new key; NULL on error
 */
SmithKey *
smith_key_generate_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
