/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * Forms of other programs for which there is no well-kept library here: each is told by its name, with the command
 * that converts it.
 */

#define BYTES(text) text, sizeof text - 1
#define PGP_VERSION 4

typedef struct
{
  const char *name;
  const char *magic;
  gsize       size;
  const char *advice;
} ForeignRow;

static const ForeignRow rows[] = {
  { "JKS", BYTES ("\xFE\xED\xFE\xED"),
    N_("It is a Java keystore (JKS), which only Java reads. “keytool -importkeystore -srckeystore FILE -destkeystore new.p12 "
       "-deststoretype PKCS12” makes a PKCS#12 file of it, which can be opened here.") },
  { "JCEKS", BYTES ("\xCE\xCE\xCE\xCE"),
    N_("It is a Java keystore (JCEKS), which only Java reads. “keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS "
       "-destkeystore new.p12 -deststoretype PKCS12” makes a PKCS#12 file of it, which can be opened here.") },
  { "BKS", BYTES ("\0\0\0\001\0\0\0\024"),
    N_("It is a keystore of Bouncy Castle (BKS). KeyStore Explorer, or keytool with Bouncy Castle's provider, makes a PKCS#12 "
       "file of it, which can be opened here.") },
  { "BKS", BYTES ("\0\0\0\002\0\0\0\024"),
    N_("It is a keystore of Bouncy Castle (BKS). KeyStore Explorer, or keytool with Bouncy Castle's provider, makes a PKCS#12 "
       "file of it, which can be opened here.") },
  { "PuTTY", BYTES ("PuTTY-User-Key-File-"),
    N_("It is a key of PuTTY. “puttygen FILE -O private-openssh -o key.pem” or “Export OpenSSH key” in PuTTYgen makes a "
       "PEM file of it, which can be opened here where the key is RSA or ECDSA.") },
  { "SSH", BYTES ("ssh-rsa "),
    N_("It is a public key of SSH. It has nothing to do with certificates of web servers.") },
  { "SSH", BYTES ("ssh-ed25519 "),
    N_("It is a public key of SSH. It has nothing to do with certificates of web servers.") },
  { "SSH", BYTES ("ecdsa-sha2-"),
    N_("It is a public key of SSH. It has nothing to do with certificates of web servers.") },
  { "NSS", BYTES ("SQLite format 3"),
    N_("It is a database, perhaps that of Firefox or another program with NSS. “pk12util -o new.p12 -n NAME -d FOLDER” takes a "
       "key and its certificate out of it.") },
  { "PVK", BYTES ("\x1E\xF1\xB5\xB0"),
    N_("It is a private key in Microsoft's form PVK. “openssl rsa -inform PVK -in FILE -out key.pem” makes a PEM file of it, "
       "which can be opened here.") },
  { "SST", BYTES ("\0\0\0\0CERT"),
    N_("It is a certificate store of Windows (SST). Open it in Windows and export the certificates as PKCS#7 (.p7b), which can "
       "be opened here.") },
  { "RAR", BYTES ("Rar!\x1A\x07"),
    N_("It is a RAR archive, which is not unpacked here. Unpack it first, or ask for a ZIP archive.") },
  { "CAB", BYTES ("MSCF"),
    N_("It is a cabinet of Windows (CAB), which is not unpacked here. Unpack it first, or ask for a ZIP archive.") },
  { "PDF", BYTES ("%PDF-"),
    N_("It is a PDF document. If it shows a certificate, copy the text from BEGIN to END and paste it here.") },
};

static const char pgp_advice[] =
  N_("It is a key or message of OpenPGP, which web servers do not use.");

/* An old packet of a key, with a length of two bytes (RFC 4880, 4.2.1 and 5.5.2). */
static gboolean
is_pgp (const guint8 *data,
        gsize         size)
{
  return size > 8 && (data[0] == 0x99 || data[0] == 0x95) && data[3] == PGP_VERSION;
}

static const ForeignRow *
find_row (const guint8 *data,
          gsize         size)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (size >= rows[i].size && memcmp (data, rows[i].magic, rows[i].size) == 0)
      return &rows[i];

  return NULL;
}

/**
 * smith_format_is_foreign: (skip)
 *
 * Returns: whether it starts like a form of another program that is known here
 */
gboolean
smith_format_is_foreign (const guint8 *data,
                         gsize         size)
{
  return find_row (data, size) != NULL || is_pgp (data, size);
}

static gboolean
parse_foreign (SmithParserRun *run,
               const guint8   *data,
               gsize           size)
{
  const ForeignRow *row = find_row (data, size);
  GError *error = NULL;

  if (row == NULL && !is_pgp (data, size))
    return FALSE;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED, "%s", row != NULL ? _(row->advice) : _(pgp_advice));
  smith_parser_run_add_error (run, row != NULL ? row->name : "OpenPGP", error);

  return TRUE;
}

const SmithParserFormat smith_format_foreign = { "foreign", parse_foreign };
