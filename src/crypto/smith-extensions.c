/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-extensions.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-extensions-private.h"

/* By bit of RFC 5280, 4.2.1.3: as OpenSSL's configuration names it, and for people. */
static const struct
{
  const char *nick;
  const char *title;
} key_usages[SMITH_N_KEY_USAGES] = {
  { "digitalSignature", N_("Digital signature")        },
  { "nonRepudiation",   N_("Non-repudiation")          },
  { "keyEncipherment",  N_("Key encipherment")         },
  { "dataEncipherment", N_("Data encipherment")        },
  { "keyAgreement",     N_("Key agreement")            },
  { "keyCertSign",      N_("Signing certificates")     },
  { "cRLSign",          N_("Signing revocation lists") },
  { "encipherOnly",     N_("Encipher only")            },
  { "decipherOnly",     N_("Decipher only")            },
};

/* RFC 5280, 4.2.1.12, and what people meet besides. */
static const struct
{
  const char *nick;
  const char *title;
} extended_key_usages[] = {
  { "serverAuth",      N_("TLS server")         },
  { "clientAuth",      N_("TLS client")         },
  { "codeSigning",     N_("Code signing")       },
  { "emailProtection", N_("Email protection")   },
  { "timeStamping",    N_("Time stamping")      },
  { "OCSPSigning",     N_("OCSP signing")       },
  { "msSmartcardLogin", N_("Smart card log-in") },
  { "ipsecIKE",        N_("IPsec")              },
};

G_DEFINE_BOXED_TYPE (SmithExtensions, smith_extensions, smith_extensions_copy, smith_extensions_free)

/**
 * smith_extensions_new:
 *
 * Returns: (transfer full): nothing asked for; to be freed with smith_extensions_free()
 */
SmithExtensions *
smith_extensions_new (void)
{
  SmithExtensions *self = g_new0 (SmithExtensions, 1);

  self->path_length = -1;

  return self;
}

/**
 * smith_extensions_new_for_tls_server:
 * @algorithm: (nullable): the kind of its key; NULL where it is none of the table
 *
 * What a certificate for a web server needs (CA/Browser Forum Baseline Requirements 7.1.2.7): a digital
 * signature, with RSA also key encipherment for the old key exchange of TLS 1.2, and serverAuth.
 *
 * Returns: (transfer full): the defaults
 */
SmithExtensions *
smith_extensions_new_for_tls_server (const SmithKeyAlgorithm *algorithm)
{
  SmithExtensions *self = smith_extensions_new ();

  self->key_usage = SMITH_KEY_USAGE_DIGITAL_SIGNATURE;
  if (algorithm != NULL && g_str_equal (smith_key_algorithm_get_family (algorithm), "RSA"))
    self->key_usage |= SMITH_KEY_USAGE_KEY_ENCIPHERMENT;
  self->extended_key_usages = g_new0 (char *, 2);
  self->extended_key_usages[0] = g_strdup ("serverAuth");

  return self;
}

/**
 * smith_extensions_copy:
 *
 * Returns: (transfer full): a copy that shares nothing
 */
SmithExtensions *
smith_extensions_copy (const SmithExtensions *self)
{
  SmithExtensions *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->extended_key_usages = g_strdupv (self->extended_key_usages);
  copy->permitted_names = g_strdupv (self->permitted_names);
  copy->excluded_names = g_strdupv (self->excluded_names);
  copy->crl_urls = g_strdupv (self->crl_urls);
  copy->ocsp_urls = g_strdupv (self->ocsp_urls);
  copy->issuer_urls = g_strdupv (self->issuer_urls);
  copy->others = g_strdupv (self->others);

  return copy;
}

/**
 * smith_extensions_free:
 * @self: (transfer full) (nullable): no more needed
 */
void
smith_extensions_free (SmithExtensions *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->extended_key_usages);
  g_strfreev (self->permitted_names);
  g_strfreev (self->excluded_names);
  g_strfreev (self->crl_urls);
  g_strfreev (self->ocsp_urls);
  g_strfreev (self->issuer_urls);
  g_strfreev (self->others);
  g_free (self);
}

/* No list and an empty one mean the same. */
static gboolean
lists_equal (char **a,
             char **b)
{
  static char *none[] = { NULL };

  return g_strv_equal ((const char * const *) (a != NULL ? a : none), (const char * const *) (b != NULL ? b : none));
}

/**
 * smith_extensions_equal:
 *
 * Returns: whether both ask for the same, in the same order
 */
gboolean
smith_extensions_equal (const SmithExtensions *a,
                        const SmithExtensions *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->key_usage == b->key_usage &&
         !a->must_staple == !b->must_staple &&
         !a->is_ca == !b->is_ca &&
         (!a->is_ca || MAX (a->path_length, -1) == MAX (b->path_length, -1)) &&
         lists_equal (a->extended_key_usages, b->extended_key_usages) &&
         lists_equal (a->permitted_names, b->permitted_names) &&
         lists_equal (a->excluded_names, b->excluded_names) &&
         lists_equal (a->crl_urls, b->crl_urls) &&
         lists_equal (a->ocsp_urls, b->ocsp_urls) &&
         lists_equal (a->issuer_urls, b->issuer_urls) &&
         lists_equal (a->others, b->others);
}

/**
 * smith_extensions_is_empty:
 *
 * Returns: whether nothing at all is asked for
 */
gboolean
smith_extensions_is_empty (const SmithExtensions *self)
{
  g_autoptr (SmithExtensions) empty = smith_extensions_new ();

  g_return_val_if_fail (self != NULL, TRUE);

  return smith_extensions_equal (self, empty);
}

/**
 * smith_extensions_check:
 * @error: return location for %SMITH_CRYPTO_ERROR_INVALID with the reason in a sentence
 *
 * Returns: whether each value can be put into a request or a certificate
 */
gboolean
smith_extensions_check (const SmithExtensions  *self,
                        GError                **error)
{
  STACK_OF (X509_EXTENSION) *stack = NULL;
  gboolean fits;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  fits = smith_extensions_add_to_stack (self, NULL, &stack, error);
  sk_X509_EXTENSION_pop_free (stack, X509_EXTENSION_free);

  return fits;
}

static int
find_bit (SmithKeyUsage bit)
{
  for (int i = 0; i < SMITH_N_KEY_USAGES; i++)
    if (bit == (SmithKeyUsage) (1 << i))
      return i;

  return -1;
}

/**
 * smith_key_usage_get_nick:
 * @bit: one bit of #SmithKeyUsage
 *
 * Returns: its name in RFC 5280 and in OpenSSL's configuration, such as "digitalSignature"
 */
const char *
smith_key_usage_get_nick (SmithKeyUsage bit)
{
  int i = find_bit (bit);

  g_return_val_if_fail (i >= 0, NULL);

  return key_usages[i].nick;
}

/**
 * smith_key_usage_get_title:
 * @bit: one bit of #SmithKeyUsage
 *
 * Returns: its name for people, translated
 */
const char *
smith_key_usage_get_title (SmithKeyUsage bit)
{
  int i = find_bit (bit);

  g_return_val_if_fail (i >= 0, NULL);

  return _(key_usages[i].title);
}

guint
smith_extended_key_usage_get_n_rows (void)
{
  return G_N_ELEMENTS (extended_key_usages);
}

/**
 * smith_extended_key_usage_get_nick:
 * @row: less than smith_extended_key_usage_get_n_rows()
 *
 * Returns: its name in OpenSSL's configuration, such as "serverAuth"
 */
const char *
smith_extended_key_usage_get_nick (guint row)
{
  g_return_val_if_fail (row < G_N_ELEMENTS (extended_key_usages), NULL);

  return extended_key_usages[row].nick;
}

/**
 * smith_extended_key_usage_get_title:
 * @row: less than smith_extended_key_usage_get_n_rows()
 *
 * Returns: its name for people, translated
 */
const char *
smith_extended_key_usage_get_title (guint row)
{
  g_return_val_if_fail (row < G_N_ELEMENTS (extended_key_usages), NULL);

  return _(extended_key_usages[row].title);
}
