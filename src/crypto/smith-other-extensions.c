/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-extensions.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-extension-value-private.h"
#include "smith-extensions-private.h"
#include "smith-request-private.h"

/*
 * Extensions that SmithExtensions has no member for, such as the template of a Microsoft CA: kept as they are, byte for
 * byte, each in a line as openssl's configuration has it (x509v3_config(5), "ARBITRARY EXTENSIONS"):
 * "1.3.6.1.4.1.311.21.7=DER:302E…" or "1.2.3=critical,DER:0500".
 */

#define CRITICAL "critical,"
#define DER "DER:"

/* Not carried into a new request: what SmithExtensions says by its members, what depends on the key or on who signs,
 * and what only a CA says. */
static const char * const not_carried[] = {
  "2.5.29.14",                 /* subject key identifier: of the old key */
  "2.5.29.15",                 /* key usage */
  "2.5.29.16",                 /* private key usage period */
  "2.5.29.17",                 /* subject alternative name */
  "2.5.29.18",                 /* issuer alternative name */
  "2.5.29.19",                 /* basic constraints */
  "2.5.29.30",                 /* name constraints */
  "2.5.29.31",                 /* CRL distribution points */
  "2.5.29.32",                 /* certificate policies */
  "2.5.29.33",                 /* policy mappings */
  "2.5.29.35",                 /* authority key identifier */
  "2.5.29.36",                 /* policy constraints */
  "2.5.29.37",                 /* extended key usage */
  "2.5.29.46",                 /* freshest CRL */
  "2.5.29.54",                 /* inhibit any policy */
  "1.3.6.1.5.5.7.1.1",         /* authority information access */
  "1.3.6.1.5.5.7.1.3",         /* qualified certificate statements */
  "1.3.6.1.5.5.7.1.11",        /* subject information access */
  "1.3.6.1.5.5.7.1.14",        /* proxy certificate */
  "1.3.6.1.5.5.7.1.24",        /* TLS feature: must-staple */
  "1.3.6.1.5.5.7.1.31",        /* ACME's proof of a name (RFC 8737) */
  "1.3.6.1.4.1.11129.2.4.2",   /* certificate transparency: timestamps */
  "1.3.6.1.4.1.11129.2.4.3",   /* … poison */
  "1.3.6.1.4.1.11129.2.4.4",   /* … of the signer of precertificates */
  "1.3.6.1.4.1.11129.2.4.5",   /* … timestamps in an OCSP answer */
  "1.3.6.1.4.1.311.21.1",      /* Microsoft: version of the CA */
  "1.3.6.1.4.1.311.21.2",      /* … hash of its former certificate */
  "1.3.6.1.4.1.311.25.2",      /* … the account that asked, as the CA saw it */
  "2.16.840.1.113730.1.1",     /* Netscape, long dead: kind of certificate */
  "2.16.840.1.113730.1.2",
  "2.16.840.1.113730.1.3",
  "2.16.840.1.113730.1.4",
  "2.16.840.1.113730.1.7",
  "2.16.840.1.113730.1.8",
  "2.16.840.1.113730.1.12",
  "2.16.840.1.113730.1.13",    /* … comment: "OpenSSL Generated Certificate" */
};

/* Those that people meet and OpenSSL has no name for. */
static const struct
{
  const char *oid;
  const char *title;
} titles[] = {
  { "1.3.6.1.4.1.311.20.2",  N_("Microsoft certificate template name") },
  { "1.3.6.1.4.1.311.21.7",  N_("Microsoft certificate template")      },
  { "1.3.6.1.4.1.311.21.10", N_("Microsoft application policies")      },
  { "1.3.6.1.4.1.44363.44",  N_("TLS delegated credentials")           },
};

static char *
dup_oid (X509_EXTENSION *extension)
{
  char oid[128];
  int length = OBJ_obj2txt (oid, sizeof oid, X509_EXTENSION_get_object (extension), 1);

  return length > 0 && length < (int) sizeof oid ? g_strdup (oid) : NULL;
}

static gboolean
is_carried (const char *oid)
{
  for (guint i = 0; i < G_N_ELEMENTS (not_carried); i++)
    if (g_str_equal (oid, not_carried[i]))
      return FALSE;

  return TRUE;
}

static char *
format (X509_EXTENSION *extension,
        const char     *oid)
{
  const ASN1_OCTET_STRING *octets = X509_EXTENSION_get_data (extension);
  GString *text = g_string_new (oid);

  g_string_append (text, X509_EXTENSION_get_critical (extension) == 1 ? "=" CRITICAL DER : "=" DER);
  for (int i = 0; i < ASN1_STRING_length (octets); i++)
    g_string_append_printf (text, "%02X", ASN1_STRING_get0_data (octets)[i]);

  return g_string_free (text, FALSE);
}

/* Each once, as RFC 5280, 4.2, has it. */
static GStrv
list_others (const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < sk_X509_EXTENSION_num (stack); i++)
    {
      X509_EXTENSION *extension = sk_X509_EXTENSION_value (stack, i);
      char *oid = dup_oid (extension);

      if (oid != NULL && is_carried (oid) && ASN1_STRING_length (X509_EXTENSION_get_data (extension)) > 0 &&
          !g_hash_table_contains (seen, oid))
        {
          g_autofree char *text = format (extension, oid);

          g_strv_builder_add (builder, text);
        }
      if (oid != NULL)
        g_hash_table_add (seen, oid);
    }

  return g_strv_builder_end (builder);
}

/**
 * smith_extensions_list_others_of_request:
 * @request: a request
 *
 * Returns: (transfer full): what it asks for that #SmithExtensions has no other member for, as @others of #SmithExtensions
 */
GStrv
smith_extensions_list_others_of_request (SmithRequest *request)
{
  STACK_OF (X509_EXTENSION) *stack;
  GStrv others;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  stack = X509_REQ_get_extensions (smith_request_peek (request));
  others = list_others (stack);
  sk_X509_EXTENSION_pop_free (stack, X509_EXTENSION_free);
  smith_crypto_clear_queue ();

  return others;
}

/**
 * smith_extensions_list_others_of_certificate:
 * @certificate: a certificate
 *
 * Returns: (transfer full): what it has that a request for its successor can ask for, and #SmithExtensions has no other
 *   member for; not what only a CA says, such as its addresses and policies
 */
GStrv
smith_extensions_list_others_of_certificate (SmithCertificate *certificate)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  return list_others (X509_get0_extensions (smith_certificate_peek (certificate)));
}

/* Returns: NULL if @text is none. */
static X509_EXTENSION *
parse (const char *text)
{
  const char *equals = strchr (text, '=');
  const char *value = equals != NULL ? equals + 1 : "";
  gboolean critical = g_str_has_prefix (value, CRITICAL);
  g_autofree char *oid = g_strndup (text, equals != NULL ? (gsize) (equals - text) : 0);
  ASN1_OBJECT *object;
  X509_EXTENSION *extension = NULL;
  unsigned char *bytes = NULL;
  long size = 0;

  if (critical)
    value += strlen (CRITICAL);
  object = g_ascii_isdigit (*oid) ? OBJ_txt2obj (oid, 1) : NULL;
  if (object != NULL && g_str_has_prefix (value, DER) && value[strlen (DER)] != '\0')
    bytes = OPENSSL_hexstr2buf (value + strlen (DER), &size);
  if (bytes != NULL && size > 0 && size <= G_MAXINT)
    {
      ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new ();

      ASN1_OCTET_STRING_set (octets, bytes, (int) size);
      extension = X509_EXTENSION_create_by_OBJ (NULL, object, critical, octets);
      ASN1_OCTET_STRING_free (octets);
    }
  OPENSSL_free (bytes);
  ASN1_OBJECT_free (object);

  return extension;
}

/**
 * smith_extensions_add_others: (skip)
 * @stack: where to append
 * @error: return location for %SMITH_CRYPTO_ERROR_INVALID
 *
 * Returns: whether all could be written
 */
gboolean
smith_extensions_add_others (const SmithExtensions      *self,
                             STACK_OF (X509_EXTENSION)  *stack,
                             GError                    **error)
{
  for (char **other = self->others; other != NULL && *other != NULL; other++)
    {
      X509_EXTENSION *extension = parse (*other);

      if (extension == NULL || sk_X509_EXTENSION_push (stack, extension) <= 0)
        {
          X509_EXTENSION_free (extension);
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  /* Translators: what was handed over. */
                                  _("“%s” is no extension: write an object identifier and its value, "
                                    "such as 1.2.3=DER:0500."), *other);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * smith_extensions_describe_other:
 * @other: an element of @others of #SmithExtensions
 *
 * Returns: (transfer full) (nullable): it for people, its name translated where it has one; NULL if it is none
 */
SmithExtensionValue *
smith_extensions_describe_other (const char *other)
{
  X509_EXTENSION *extension;
  SmithExtensionValue *value;

  g_return_val_if_fail (other != NULL, NULL);

  extension = parse (other);
  smith_crypto_clear_queue ();
  if (extension == NULL)
    return NULL;

  value = smith_extension_value_new (extension);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (!g_str_equal (value->oid, titles[i].oid))
        continue;
      g_free (value->name);
      value->name = g_strdup (_(titles[i].title));
    }
  X509_EXTENSION_free (extension);

  return value;
}
