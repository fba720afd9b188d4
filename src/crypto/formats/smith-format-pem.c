/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-key-private.h"
#include "smith-parser-private.h"

/*
 * PEM: one or many blocks, each read by the handler of its label (RFC 7468 and what came before it).
 */

#define FORMAT "PEM"

typedef struct
{
  const char *label;
  void (*read) (SmithParserRun      *run,
                const SmithPemBlock *block);
} LabelRow;

/* A label that is known but holds nothing that can be used here, and why. */
typedef struct
{
  const char *label;
  const char *reason;
} RefusalRow;

typedef struct
{
  const SmithPemBlock *block;
  SmithKey            *key;
} KeyAttempt;

static void
read_certificate (SmithParserRun      *run,
                  const SmithPemBlock *block)
{
  GError *error = NULL;
  SmithCertificate *certificate = smith_certificate_new_from_block (block, &error);

  smith_parser_run_add_certificate (run, FORMAT, certificate, error);
}

static void
read_request (SmithParserRun      *run,
              const SmithPemBlock *block)
{
  GError *error = NULL;
  g_autoptr (GBytes) der = g_bytes_new (block->data, block->size);
  SmithRequest *request = smith_request_new_from_der (der, &error);

  smith_parser_run_add_request (run, FORMAT, request, error);
}

static void
read_crl (SmithParserRun      *run,
          const SmithPemBlock *block)
{
  GError *error = NULL;
  g_autoptr (GBytes) der = g_bytes_new (block->data, block->size);
  SmithCrl *crl = smith_crl_new_from_der (der, &error);

  smith_parser_run_add_crl (run, FORMAT, crl, error);
}

static gboolean
unlock_key_cb (gpointer      user_data,
               SmithSecret  *passphrase,
               GError      **error)
{
  KeyAttempt *attempt = user_data;

  attempt->key = smith_key_new_from_block (attempt->block, passphrase, error);

  return attempt->key != NULL;
}

static void
read_key (SmithParserRun      *run,
          const SmithPemBlock *block)
{
  KeyAttempt attempt = { block, NULL };
  GError *error = NULL;
  g_autoptr (SmithSecret) passphrase = NULL;

  if (smith_key_block_is_encrypted (block))
    passphrase = smith_parser_run_unlock (run, _("The private key"), unlock_key_cb, &attempt, &error);
  else
    unlock_key_cb (&attempt, NULL, &error);
  smith_parser_run_add_key (run, FORMAT, attempt.key, passphrase, error);
}

static void
read_old_key (SmithParserRun      *run,
              const SmithPemBlock *block)
{
  /* Translators: the label of a PEM block, such as RSA PRIVATE KEY. */
  g_autofree char *mend = g_strdup_printf (_("The key was written in the older form %s; it is kept as PKCS#8."), block->label);

  smith_parser_run_mend (run, mend);
  read_key (run, block);
}

static void
read_pkcs7 (SmithParserRun      *run,
            const SmithPemBlock *block)
{
  GError *error = NULL;

  if (smith_parser_run_parse_pkcs7 (run, block->data, block->size))
    return;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_DAMAGED, _("The PKCS#7 bundle is damaged."));
  smith_parser_run_add_error (run, FORMAT, error);
}

static const LabelRow rows[] = {
  { "CERTIFICATE",             read_certificate },
  { "X509 CERTIFICATE",        read_certificate },
  { "TRUSTED CERTIFICATE",     read_certificate },
  { "CERTIFICATE REQUEST",     read_request     },
  { "NEW CERTIFICATE REQUEST", read_request     },
  { "X509 CRL",                read_crl         },
  { "PRIVATE KEY",             read_key         },
  { "ENCRYPTED PRIVATE KEY",   read_key         },
  { "RSA PRIVATE KEY",         read_old_key     },
  { "EC PRIVATE KEY",          read_old_key     },
  { "DSA PRIVATE KEY",         read_old_key     },
  { "PKCS7",                   read_pkcs7       },
  { "PKCS #7 SIGNED DATA",     read_pkcs7       },
  { "CMS",                     read_pkcs7       },
  { "CERTIFICATE CHAIN",       read_pkcs7       },
};

static const RefusalRow refusals[] = {
  { "PUBLIC KEY",
    N_("It is a public key. A certificate is made from a request, and a request from a private key.") },
  { "RSA PUBLIC KEY",
    N_("It is a public key. A certificate is made from a request, and a request from a private key.") },
  { "OPENSSH PRIVATE KEY",
    N_("It is a key of OpenSSH in its own form. “ssh-keygen -p -m PKCS8 -f FILE” converts it.") },
  { "SSH2 ENCRYPTED PRIVATE KEY",
    N_("It is a key of SSH in its own form, which servers for the web do not use.") },
  { "DH PARAMETERS",
    N_("It holds parameters for Diffie-Hellman, which AWS does not take.") },
  { "PGP PRIVATE KEY BLOCK",
    N_("It is a key of OpenPGP, not one of a web server.") },
  { "PGP PUBLIC KEY BLOCK",
    N_("It is a key of OpenPGP, not one of a web server.") },
};

static void
refuse (SmithParserRun      *run,
        const SmithPemBlock *block)
{
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (block->label, refusals[i].label))
      smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED, "%s", _(refusals[i].reason));
  if (error == NULL)
    smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                            /* Translators: the label of a PEM block. */
                            _("A PEM block of the kind “%s” is nothing that this program reads."), block->label);
  smith_parser_run_add_error (run, FORMAT, error);
}

static void
read_block (SmithParserRun      *run,
            SmithPemBlock       *block)
{
  g_auto (GStrv) mends = smith_pem_mends_to_strv (block->mends);

  for (guint i = 0; mends[i] != NULL; i++)
    smith_parser_run_mend (run, mends[i]);
  if (block->error != NULL)
    {
      smith_parser_run_add_error (run, FORMAT, g_steal_pointer (&block->error));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (block->label, rows[i].label))
      {
        rows[i].read (run, block);
        return;
      }
  refuse (run, block);
}

/* OpenSSL writes EC PARAMETERS before a key, which has them inside too. AWS refuses the block. */
static gboolean
is_parameters_of_key (GPtrArray *blocks,
                      guint      position)
{
  SmithPemBlock *block = g_ptr_array_index (blocks, position);
  SmithPemBlock *next = position + 1 < blocks->len ? g_ptr_array_index (blocks, position + 1) : NULL;

  return g_str_equal (block->label, "EC PARAMETERS") && next != NULL && smith_pem_is_private_key (next->label);
}

static gboolean
parse_pem (SmithParserRun *run,
           const guint8   *data,
           gsize           size)
{
  g_autoptr (GPtrArray) blocks = smith_pem_split ((const char *) data, size);

  for (guint i = 0; i < blocks->len && !smith_parser_run_is_over (run); i++)
    {
      if (is_parameters_of_key (blocks, i))
        smith_parser_run_mend (run, _("The EC PARAMETERS block before the key was left out."));
      else
        read_block (run, g_ptr_array_index (blocks, i));
    }

  return blocks->len > 0;
}

const SmithParserFormat smith_format_pem = { FORMAT, parse_pem };
