/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <openssl/asn1t.h>

#include <glib/gi18n.h>

#include "smith-backup-container-private.h"
#include "smith-crypto-error-private.h"
#include "smith-pbe-private.h"

/*
 * A backup tells itself how often its passphrase is to be hashed, for each of those who may open it, and OpenSSL does
 * as it is told and cannot be stopped. It has no function that tells how often that is. So RecipientInfos (RFC 5652,
 * 6.2) is declared here in the words of OpenSSL's own ASN.1 compiler, as far as it is about passphrases.
 */

typedef struct
{
  ASN1_INTEGER      *version;
  X509_ALGOR        *derivation;    /* optional */
  X509_ALGOR        *encryption;
  ASN1_OCTET_STRING *key;
} PasswordRecipient;

ASN1_SEQUENCE (PasswordRecipient) = {
  ASN1_SIMPLE (PasswordRecipient, version, ASN1_INTEGER),
  ASN1_IMP_OPT (PasswordRecipient, derivation, X509_ALGOR, 0),
  ASN1_SIMPLE (PasswordRecipient, encryption, X509_ALGOR),
  ASN1_SIMPLE (PasswordRecipient, key, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END (PasswordRecipient)

/* pwri [3], of RecipientInfo. */
ASN1_ITEM_TEMPLATE (TaggedRecipient) =
  ASN1_EX_TEMPLATE_TYPE (ASN1_TFLG_IMPTAG | ASN1_TFLG_CONTEXT, 3, TaggedRecipient, PasswordRecipient)
static_ASN1_ITEM_TEMPLATE_END (TaggedRecipient)

static void
free_recipient (PasswordRecipient *recipient)
{
  ASN1_item_free ((ASN1_VALUE *) recipient, ASN1_ITEM_rptr (PasswordRecipient));
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PasswordRecipient, free_recipient)

/* From the start of a value to the start of what is in it. */
static gboolean
enter (const unsigned char **position,
       const unsigned char  *end)
{
  long length;
  int tag, class;

  return (ASN1_get_object (position, &length, &tag, &class, end - *position) & (0x80 | V_ASN1_CONSTRUCTED)) ==
         V_ASN1_CONSTRUCTED;
}

static gboolean
pass (const unsigned char **position,
      const unsigned char  *end)
{
  ASN1_TYPE *value = d2i_ASN1_TYPE (NULL, position, end - *position);
  gboolean passed = value != NULL;

  ASN1_TYPE_free (value);

  return passed;
}

/* ContentInfo, its type, [0], AuthEnvelopedData, its version and originatorInfo [0] (RFC 5083, 2.1). */
static gboolean
find_recipients (const unsigned char **position,
                 const unsigned char  *end)
{
  if (!enter (position, end) || !pass (position, end) || !enter (position, end) || !enter (position, end) ||
      !pass (position, end))
    return FALSE;

  return *position < end && **position == (V_ASN1_CONTEXT_SPECIFIC | V_ASN1_CONSTRUCTED) ? pass (position, end) : TRUE;
}

/* 0 for somebody who opens it with something else than a passphrase. */
static guint64
count_rounds (const ASN1_TYPE *value)
{
  g_autoptr (PasswordRecipient) recipient = NULL;
  const unsigned char *der;

  if (value->type != V_ASN1_OTHER)
    return 0;
  der = ASN1_STRING_get0_data (value->value.asn1_string);
  recipient = (PasswordRecipient *) ASN1_item_d2i (NULL, &der, ASN1_STRING_length (value->value.asn1_string),
                                                   ASN1_ITEM_rptr (TaggedRecipient));

  return recipient != NULL && recipient->derivation != NULL ? smith_pbe_count_rounds (recipient->derivation) : 0;
}

/**
 * smith_backup_container_is_affordable: (skip)
 * @data: (array length=size): a container that OpenSSL has decoded
 * @size: how many bytes
 * @error: return location for %SMITH_CRYPTO_ERROR_UNSUPPORTED or %SMITH_CRYPTO_ERROR_DAMAGED
 *
 * Returns: whether a passphrase can be tried on it in some seconds
 */
gboolean
smith_backup_container_is_affordable (const guint8  *data,
                                      gsize          size,
                                      GError       **error)
{
  const unsigned char *position = data;
  ASN1_SEQUENCE_ANY *recipients = NULL;
  guint64 rounds = 0;

  if (find_recipients (&position, data + size))
    recipients = d2i_ASN1_SET_ANY (NULL, &position, (long) (data + size - position));
  if (recipients == NULL)
    {
      smith_crypto_clear_queue ();
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_DAMAGED,
                              _("The backup is cut off or damaged. Nothing was restored from it; use another copy."));
      return FALSE;
    }

  for (int i = 0; i < sk_ASN1_TYPE_num (recipients); i++)
    if (!g_uint64_checked_add (&rounds, rounds, count_rounds (sk_ASN1_TYPE_value (recipients, i))))
      rounds = G_MAXUINT64;
  sk_ASN1_TYPE_pop_free (recipients, ASN1_TYPE_free);
  smith_crypto_clear_queue ();

  return smith_pbe_is_affordable (rounds, error);
}
