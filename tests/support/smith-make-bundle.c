/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

/* smith-make-bundle COUNT FILE: writes COUNT different certificates of one key, number N being for
 * host-NNNNN.example.com, with serial number 0x10000000 + N, in their order and as fast as they can be
 * signed. What is in them is what a public CA puts there. */

static void
add_extension (X509       *x509,
               X509V3_CTX *context,
               int         nid,
               const char *value)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, context, nid, value);

  if (extension == NULL || X509_add_ext (x509, extension, -1) != 1)
    abort ();
  X509_EXTENSION_free (extension);
}

static void
add_entry (X509_NAME  *name,
           const char *field,
           const char *value)
{
  if (X509_NAME_add_entry_by_txt (name, field, MBSTRING_UTF8, (const unsigned char *) value, -1, -1, 0) != 1)
    abort ();
}

static X509 *
make_certificate (EVP_PKEY *key,
                  int       number)
{
  X509 *x509 = X509_new ();
  X509_NAME *issuer = X509_NAME_new ();
  X509V3_CTX context;
  char host[64];
  char names[160];

  snprintf (host, sizeof host, "host-%05d.example.com", number);
  snprintf (names, sizeof names, "DNS:%s,DNS:www.%s", host, host);
  X509_set_version (x509, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), 0x10000000 + number);
  add_entry (issuer, "C", "DE");
  add_entry (issuer, "O", "Example Trust Services");
  add_entry (issuer, "CN", "Example Issuing CA 1");
  X509_set_issuer_name (x509, issuer);
  add_entry (X509_get_subject_name (x509), "O", "Example");
  add_entry (X509_get_subject_name (x509), "CN", host);
  ASN1_TIME_set_string_X509 (X509_getm_notBefore (x509), "20260101000000Z");
  /* From days that are over to days that are far away. */
  X509_time_adj_ex (X509_getm_notAfter (x509), number % 800 - 20, 0, NULL);
  X509_set_pubkey (x509, key);
  X509V3_set_ctx (&context, x509, x509, NULL, NULL, 0);
  add_extension (x509, &context, NID_basic_constraints, "critical,CA:FALSE");
  add_extension (x509, &context, NID_key_usage, "critical,digitalSignature");
  add_extension (x509, &context, NID_ext_key_usage, "serverAuth,clientAuth");
  add_extension (x509, &context, NID_subject_key_identifier, "hash");
  add_extension (x509, &context, NID_subject_alt_name, names);
  add_extension (x509, &context, NID_info_access, "OCSP;URI:http://ocsp.example.com,caIssuers;URI:http://ca.example.com/1.crt");
  if (X509_sign (x509, key, EVP_sha256 ()) <= 0)
    abort ();
  X509_NAME_free (issuer);

  return x509;
}

int
main (int    argc,
      char **argv)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  FILE *file = argc == 3 ? fopen (argv[2], "w") : NULL;

  if (file == NULL || key == NULL)
    {
      fprintf (stderr, "usage: smith-make-bundle COUNT FILE\n");
      return 2;
    }
  for (int i = 0; i < atoi (argv[1]); i++)
    {
      X509 *x509 = make_certificate (key, i);

      if (PEM_write_X509 (file, x509) != 1)
        abort ();
      X509_free (x509);
    }
  EVP_PKEY_free (key);

  return fclose (file) == 0 ? 0 : 1;
}
