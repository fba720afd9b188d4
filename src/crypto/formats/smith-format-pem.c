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

/* Takes @error. The label says one thing, the content may be another: a PKCS#7 bundle called CERTIFICATE, for example. */
static void
read_mislabeled (SmithParserRun      *run,
                 const SmithPemBlock *block,
                 GError              *error)
{
  /* Translators: the label of a PEM block, such as CERTIFICATE. */
  g_autofree char *mend = g_strdup_printf (_("wrong label %s corrected"), block->label);
  gboolean found;

  smith_parser_run_push_mend (run, mend);
  found = smith_parser_run_parse_armored (run, FORMAT, block->data, block->size);
  smith_parser_run_pop_mend (run);
  if (found)
    g_error_free (error);
  else
    smith_parser_run_add_error (run, FORMAT, error);
}

static void
read_certificate (SmithParserRun      *run,
                  const SmithPemBlock *block)
{
  GError *error = NULL;
  SmithCertificate *certificate = smith_certificate_new_from_block (block, &error);

  if (certificate == NULL)
    read_mislabeled (run, block, error);
  else
    smith_parser_run_add_certificate (run, FORMAT, certificate, NULL);
}

static void
read_trusted_certificate (SmithParserRun      *run,
                          const SmithPemBlock *block)
{
  smith_parser_run_mend (run, _("trust settings of OpenSSL dropped"));
  read_certificate (run, block);
}

static void
read_request (SmithParserRun      *run,
              const SmithPemBlock *block)
{
  GError *error = NULL;
  g_autoptr (GBytes) der = smith_pem_block_dup_bytes (block);
  SmithRequest *request = smith_request_new_from_der (der, &error);

  if (request == NULL)
    read_mislabeled (run, block, error);
  else
    smith_parser_run_add_request (run, FORMAT, request, NULL);
}

static void
read_crl (SmithParserRun      *run,
          const SmithPemBlock *block)
{
  GError *error = NULL;
  g_autoptr (GBytes) der = smith_pem_block_dup_bytes (block);
  SmithCrl *crl = smith_crl_new_from_der (der, &error);

  if (crl == NULL)
    read_mislabeled (run, block, error);
  else
    smith_parser_run_add_crl (run, FORMAT, crl, NULL);
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

/* @mend is what is done to the key once it is open, or NULL. */
static void
read_key_and_mend (SmithParserRun      *run,
                   const SmithPemBlock *block,
                   const char          *mend)
{
  KeyAttempt attempt = { block, NULL };
  GError *error = NULL;
  g_autoptr (SmithSecret) passphrase = NULL;

  /* Nobody is asked for what no passphrase opens. */
  if (!unlock_key_cb (&attempt, NULL, &error) && g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED))
    {
      g_clear_error (&error);
      passphrase = smith_parser_run_unlock (run, _("The private key"), unlock_key_cb, &attempt, &error);
    }
  if (attempt.key != NULL && mend != NULL)
    smith_parser_run_mend (run, mend);
  if (attempt.key == NULL && g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED))
    read_mislabeled (run, block, error);
  else
    smith_parser_run_add_key (run, FORMAT, attempt.key, passphrase, error);
}

static void
read_key (SmithParserRun      *run,
          const SmithPemBlock *block)
{
  read_key_and_mend (run, block, NULL);
}

static void
read_old_key (SmithParserRun      *run,
              const SmithPemBlock *block)
{
  /* Translators: the label of a PEM block, such as RSA PRIVATE KEY. */
  g_autofree char *mend = g_strdup_printf (_("%s rewritten as PKCS#8"), block->label);

  read_key_and_mend (run, block, mend);
}

static void
read_pkcs7 (SmithParserRun      *run,
            const SmithPemBlock *block)
{
  GError *error = NULL;

  if (smith_parser_run_parse_pkcs7 (run, block->data, block->size))
    return;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_DAMAGED, _("The PKCS#7 bundle is damaged."));
  read_mislabeled (run, block, error);
}

static void
read_pkcs12 (SmithParserRun      *run,
             const SmithPemBlock *block)
{
  GError *error = NULL;

  if (smith_format_pkcs12.parse (run, block->data, block->size))
    return;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_DAMAGED, _("The PKCS#12 bundle is damaged."));
  read_mislabeled (run, block, error);
}

static void
read_public_key (SmithParserRun      *run,
                 const SmithPemBlock *block)
{
  GError *error = NULL;

  if (smith_parser_run_add_public_key (run, FORMAT, block->data, block->size))
    return;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_DAMAGED, _("The public key is damaged."));
  read_mislabeled (run, block, error);
}

static const LabelRow rows[] = {
  { "CERTIFICATE",             read_certificate },
  { "X509 CERTIFICATE",        read_certificate },
  { "TRUSTED CERTIFICATE",     read_trusted_certificate },
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
  { "PKCS12",                  read_pkcs12      },
  { "PUBLIC KEY",              read_public_key  },
  { "RSA PUBLIC KEY",          read_public_key  },
};

static const RefusalRow refusals[] = {
  { "OPENSSH PRIVATE KEY",
    N_("It is a key of OpenSSH in its own form. “ssh-keygen -p -m PKCS8 -f COPY” changes a copy of it to PKCS#8, which can be "
       "opened here if the key is RSA or ECDSA.") },
  { "SSH2 ENCRYPTED PRIVATE KEY",
    N_("It is a key of SSH in its own form, which servers for the web do not use.") },
  { "SSH2 PUBLIC KEY",
    N_("It is a public key of SSH. It has nothing to do with certificates of web servers.") },
  { "EC PARAMETERS",
    N_("It holds the parameters of a curve, but no key.") },
  { "DSA PARAMETERS",
    N_("It holds parameters for DSA, but no key; and AWS takes no DSA.") },
  { "DH PARAMETERS",
    N_("It holds parameters for Diffie-Hellman, which AWS does not take.") },
  { "X9.42 DH PARAMETERS",
    N_("It holds parameters for Diffie-Hellman, which AWS does not take.") },
  { "ATTRIBUTE CERTIFICATE",
    N_("It is an attribute certificate (RFC 5755), which no web server uses.") },
  { "TSS2 PRIVATE KEY",
    N_("It is a key that only the TPM of one computer can use. It cannot be taken out and uploaded.") },
  { "PGP PRIVATE KEY BLOCK",
    N_("It is a key of OpenPGP, which web servers do not use.") },
  { "PGP PUBLIC KEY BLOCK",
    N_("It is a key of OpenPGP, which web servers do not use.") },
  { "PGP MESSAGE",
    N_("It is a message that was encrypted with OpenPGP. “gpg --decrypt FILE” opens it; what comes out can be opened here.") },
  { "PGP SIGNED MESSAGE",
    N_("It is a message that was signed with OpenPGP, without a certificate in it.") },
  { "PGP SIGNATURE",
    N_("It is a signature of OpenPGP.") },
};

static const char *
find_refusal (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (label, refusals[i].label))
      return _(refusals[i].reason);

  return NULL;
}

static void
refuse (SmithParserRun *run,
        const char     *reason)
{
  GError *error = NULL;

  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED, "%s", reason);
  smith_parser_run_add_error (run, FORMAT, error);
}

/* Other programs have names of their own, such as CERT. */
static void
read_unknown (SmithParserRun      *run,
              const SmithPemBlock *block)
{
  GError *error = NULL;

  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                          /* Translators: the label of a PEM block. */
                          _("A PEM block of the kind “%s” is nothing that this program reads."), block->label);
  read_mislabeled (run, block, error);
}

static void
read_block (SmithParserRun      *run,
            SmithPemBlock       *block)
{
  g_auto (GStrv) mends = smith_pem_mends_to_strv (&block->mends);
  const char *refusal = find_refusal (block->label);

  if (refusal != NULL)
    {
      refuse (run, refusal);
      return;
    }
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
  read_unknown (run, block);
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

/* What is before, between and behind the blocks: mails have attachments there. */
static gboolean
read_text (SmithParserRun *run,
           const char     *text,
           gsize           start,
           gsize           end)
{
  return end > start && smith_parser_run_parse_base64 (run, text + start, end - start);
}

static gboolean
parse_pem (SmithParserRun *run,
           const guint8   *data,
           gsize           size)
{
  const char *text = (const char *) data;
  g_autoptr (GPtrArray) blocks = smith_pem_split (text, size);
  gsize position = 0;

  for (guint i = 0; i < blocks->len && !smith_parser_run_is_over (run); i++)
    {
      SmithPemBlock *block = g_ptr_array_index (blocks, i);

      read_text (run, text, position, block->start);
      position = block->end;
      if (is_parameters_of_key (blocks, i))
        smith_parser_run_mend (run, _("EC PARAMETERS dropped"));
      else
        read_block (run, block);
    }
  if (blocks->len > 0)
    read_text (run, text, position, size);

  return blocks->len > 0;
}

const SmithParserFormat smith_format_pem = { FORMAT, parse_pem };
