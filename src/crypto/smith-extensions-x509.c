/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-extensions-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-alt-name-private.h"
#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-request-private.h"

/*
 * SmithExtensions to OpenSSL's structures and back: one pair of functions for each extension. The encoding
 * is all OpenSSL's.
 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_BIT_STRING, ASN1_BIT_STRING_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CRL_DIST_POINTS, CRL_DIST_POINTS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NAME_CONSTRAINTS, NAME_CONSTRAINTS_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TLS_FEATURE, TLS_FEATURE_free)

/* RFC 6066, 8: the TLS extension status_request. */
#define STATUS_REQUEST 5

static gboolean
is_empty (char **list)
{
  return list == NULL || *list == NULL;
}

static gboolean
push (STACK_OF (X509_EXTENSION) **stack,
      int                         nid,
      gboolean                    critical,
      void                       *value,
      GError                    **error)
{
  X509_EXTENSION *extension = value != NULL ? X509V3_EXT_i2d (nid, critical, value) : NULL;

  if (extension == NULL || sk_X509_EXTENSION_push (*stack, extension) <= 0)
    {
      X509_EXTENSION_free (extension);
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_FAILED,
                              /* Translators: the name of an extension, such as X509v3 Key Usage. */
                              _("The extension “%s” could not be written."), OBJ_nid2ln (nid));
      return FALSE;
    }

  return TRUE;
}

/* RFC 5280, 4.2.1.3: critical where it is there. */
static gboolean
add_key_usage (const SmithExtensions       *self,
               STACK_OF (X509_EXTENSION)  **stack,
               GError                     **error)
{
  g_autoptr (ASN1_BIT_STRING) bits = NULL;

  if (self->key_usage == SMITH_KEY_USAGE_NONE)
    return TRUE;
  if ((self->key_usage & (SMITH_KEY_USAGE_ENCIPHER_ONLY | SMITH_KEY_USAGE_DECIPHER_ONLY)) != 0 &&
      (self->key_usage & SMITH_KEY_USAGE_KEY_AGREEMENT) == 0)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("“Encipher only” and “Decipher only” mean nothing without “Key agreement” (RFC 5280)."));
      return FALSE;
    }

  bits = ASN1_BIT_STRING_new ();
  for (int i = 0; bits != NULL && i < SMITH_N_KEY_USAGES; i++)
    if ((self->key_usage & (SmithKeyUsage) (1 << i)) != 0)
      ASN1_BIT_STRING_set_bit (bits, i, 1);

  return push (stack, NID_key_usage, TRUE, bits, error);
}

/* RFC 5280, 4.2.1.12. */
static gboolean
add_extended_key_usage (const SmithExtensions       *self,
                        STACK_OF (X509_EXTENSION)  **stack,
                        GError                     **error)
{
  g_autoptr (EXTENDED_KEY_USAGE) usages = NULL;

  if (is_empty (self->extended_key_usages))
    return TRUE;

  usages = EXTENDED_KEY_USAGE_new ();
  for (char **usage = self->extended_key_usages; *usage != NULL; usage++)
    {
      ASN1_OBJECT *object = **usage != '\0' ? OBJ_txt2obj (*usage, 0) : NULL;

      if (object == NULL)
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  /* Translators: what was entered. */
                                  _("“%s” is no usage: a name such as serverAuth, or an object identifier such as "
                                    "1.3.6.1.5.5.7.3.1."), *usage);
          return FALSE;
        }
      for (int i = 0; i < sk_ASN1_OBJECT_num (usages); i++)
        if (OBJ_cmp (sk_ASN1_OBJECT_value (usages, i), object) == 0)
          g_clear_pointer (&object, ASN1_OBJECT_free);
      if (object != NULL)
        sk_ASN1_OBJECT_push (usages, object);
    }

  return push (stack, NID_ext_key_usage, FALSE, usages, error);
}

/* RFC 7633, 4: not critical. */
static gboolean
add_must_staple (const SmithExtensions       *self,
                 STACK_OF (X509_EXTENSION)  **stack,
                 GError                     **error)
{
  g_autoptr (TLS_FEATURE) features = NULL;
  ASN1_INTEGER *feature;

  if (!self->must_staple)
    return TRUE;

  features = TLS_FEATURE_new ();
  feature = ASN1_INTEGER_new ();
  ASN1_INTEGER_set (feature, STATUS_REQUEST);
  sk_ASN1_INTEGER_push (features, feature);

  return push (stack, NID_tlsfeature, FALSE, features, error);
}

/* RFC 5280, 4.2.1.9: critical for an authority. */
static gboolean
add_basic_constraints (const SmithExtensions       *self,
                       STACK_OF (X509_EXTENSION)  **stack,
                       GError                     **error)
{
  g_autoptr (BASIC_CONSTRAINTS) constraints = NULL;

  if (!self->is_ca)
    return TRUE;

  constraints = BASIC_CONSTRAINTS_new ();
  constraints->ca = 0xFF;
  if (self->path_length >= 0)
    {
      constraints->pathlen = ASN1_INTEGER_new ();
      ASN1_INTEGER_set (constraints->pathlen, self->path_length);
    }

  return push (stack, NID_basic_constraints, TRUE, constraints, error);
}

static GENERAL_NAME *
new_ia5_name (int         type,
              const char *value)
{
  GENERAL_NAME *name = GENERAL_NAME_new ();
  ASN1_IA5STRING *string = ASN1_IA5STRING_new ();

  ASN1_STRING_set (string, value, -1);
  GENERAL_NAME_set0_value (name, type, string);

  return name;
}

/* RFC 5280, 4.2.1.10: an address and its mask, 8 or 32 bytes. */
static GENERAL_NAME *
new_network (const char *text)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (text, NULL);
  GENERAL_NAME *name;
  ASN1_OCTET_STRING *octets;
  GInetAddress *address;
  guint8 bytes[32] = { 0 };
  gsize size;
  guint length;

  if (mask == NULL)
    return NULL;

  address = g_inet_address_mask_get_address (mask);
  length = g_inet_address_mask_get_length (mask);
  size = g_inet_address_get_native_size (address);
  memcpy (bytes, g_inet_address_to_bytes (address), size);
  for (guint i = 0; i < length; i++)
    bytes[size + i / 8] |= (guint8) (0x80 >> (i % 8));

  name = GENERAL_NAME_new ();
  octets = ASN1_OCTET_STRING_new ();
  ASN1_STRING_set (octets, bytes, (int) (2 * size));
  GENERAL_NAME_set0_value (name, GEN_IPADD, octets);

  return name;
}

/* A domain, with or without the dot before it. */
static gboolean
is_domain (const char *text)
{
  g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (text + (*text == '.'), NULL);

  return name != NULL && smith_alt_name_get_kind (name) == SMITH_ALT_NAME_DNS &&
         !g_str_has_prefix (smith_alt_name_get_value (name), "*") && g_str_is_ascii (text);
}

static GENERAL_NAME *
new_constraint (const char *text)
{
  const char *colon = strchr (text, ':');
  const char *value = colon != NULL ? colon + 1 : text;
  gsize length = colon != NULL ? (gsize) (colon - text) : 0;

  if (length == strlen ("IP") && g_ascii_strncasecmp (text, "IP", length) == 0)
    return new_network (value);
  if (length == strlen ("DNS") && g_ascii_strncasecmp (text, "DNS", length) == 0)
    return *value == '\0' || is_domain (value) ? new_ia5_name (GEN_DNS, value) : NULL;
  if (length == strlen ("email") && g_ascii_strncasecmp (text, "email", length) == 0)
    {
      const char *at = strchr (value, '@');

      return is_domain (at != NULL ? at + 1 : value) && at != value ? new_ia5_name (GEN_EMAIL, value) : NULL;
    }
  if (length == strlen ("URI") && g_ascii_strncasecmp (text, "URI", length) == 0)
    return is_domain (value) ? new_ia5_name (GEN_URI, value) : NULL;

  return NULL;
}

static gboolean
collect_constraints (char                      **texts,
                     STACK_OF (GENERAL_SUBTREE) **subtrees,
                     GError                    **error)
{
  if (is_empty (texts))
    return TRUE;

  *subtrees = sk_GENERAL_SUBTREE_new_null ();
  for (; *texts != NULL; texts++)
    {
      GENERAL_NAME *name = new_constraint (*texts);
      GENERAL_SUBTREE *subtree;

      if (name == NULL)
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  /* Translators: what was entered. */
                                  _("“%s” cannot limit names: write DNS:example.com, IP:10.0.0.0/8, email:example.com "
                                    "or URI:.example.com."), *texts);
          return FALSE;
        }
      subtree = GENERAL_SUBTREE_new ();
      GENERAL_NAME_free (subtree->base);
      subtree->base = name;
      sk_GENERAL_SUBTREE_push (*subtrees, subtree);
    }

  return TRUE;
}

/* RFC 5280, 4.2.1.10: critical, and only in the certificate of an authority. */
static gboolean
add_name_constraints (const SmithExtensions       *self,
                      STACK_OF (X509_EXTENSION)  **stack,
                      GError                     **error)
{
  g_autoptr (NAME_CONSTRAINTS) constraints = NULL;

  if (is_empty (self->permitted_names) && is_empty (self->excluded_names))
    return TRUE;
  if (!self->is_ca)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("Only a certificate authority can be limited to names (RFC 5280)."));
      return FALSE;
    }

  constraints = NAME_CONSTRAINTS_new ();
  if (!collect_constraints (self->permitted_names, &constraints->permittedSubtrees, error) ||
      !collect_constraints (self->excluded_names, &constraints->excludedSubtrees, error))
    return FALSE;

  return push (stack, NID_name_constraints, TRUE, constraints, error);
}

static gboolean
check_url (const char  *url,
           GError     **error)
{
  static const char * const schemes[] = { "http", "https", "ldap", "ldaps", NULL };
  const char *scheme = g_uri_peek_scheme (url);

  /* GLib forgives spaces. */
  if (g_str_is_ascii (url) && strpbrk (url, " \t\r\n<>\"{}|\\^`") == NULL && scheme != NULL &&
      g_strv_contains (schemes, scheme) && g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL))
    return TRUE;

  smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                          _("“%s” is not an address such as http://ca.example.com/root.crl."), url);

  return FALSE;
}

/* RFC 5280, 4.2.1.13: each place has the whole list. */
static gboolean
add_crl_urls (const SmithExtensions       *self,
              STACK_OF (X509_EXTENSION)  **stack,
              GError                     **error)
{
  g_autoptr (CRL_DIST_POINTS) points = NULL;

  if (is_empty (self->crl_urls))
    return TRUE;

  points = CRL_DIST_POINTS_new ();
  for (char **url = self->crl_urls; *url != NULL; url++)
    {
      DIST_POINT *point;

      if (!check_url (*url, error))
        return FALSE;
      point = DIST_POINT_new ();
      point->distpoint = DIST_POINT_NAME_new ();
      point->distpoint->type = 0;
      point->distpoint->name.fullname = sk_GENERAL_NAME_new_null ();
      sk_GENERAL_NAME_push (point->distpoint->name.fullname, new_ia5_name (GEN_URI, *url));
      sk_DIST_POINT_push (points, point);
    }

  return push (stack, NID_crl_distribution_points, FALSE, points, error);
}

static gboolean
collect_access (AUTHORITY_INFO_ACCESS  *access,
                int                     method,
                char                  **urls,
                GError                **error)
{
  for (; urls != NULL && *urls != NULL; urls++)
    {
      ACCESS_DESCRIPTION *description;

      if (!check_url (*urls, error))
        return FALSE;
      description = ACCESS_DESCRIPTION_new ();
      ASN1_OBJECT_free (description->method);
      description->method = OBJ_nid2obj (method);
      GENERAL_NAME_free (description->location);
      description->location = new_ia5_name (GEN_URI, *urls);
      sk_ACCESS_DESCRIPTION_push (access, description);
    }

  return TRUE;
}

/* RFC 5280, 4.2.2.1. */
static gboolean
add_authority_access (const SmithExtensions       *self,
                      STACK_OF (X509_EXTENSION)  **stack,
                      GError                     **error)
{
  g_autoptr (AUTHORITY_INFO_ACCESS) access = NULL;

  if (is_empty (self->ocsp_urls) && is_empty (self->issuer_urls))
    return TRUE;

  access = AUTHORITY_INFO_ACCESS_new ();
  if (!collect_access (access, NID_ad_OCSP, self->ocsp_urls, error) ||
      !collect_access (access, NID_ad_ca_issuers, self->issuer_urls, error))
    return FALSE;

  return push (stack, NID_info_access, FALSE, access, error);
}

static gboolean
add_alt_names (GListModel                  *alt_names,
               STACK_OF (X509_EXTENSION)  **stack,
               GError                     **error)
{
  g_autoptr (GENERAL_NAMES) names = alt_names != NULL ? smith_alt_name_list_to_x509 (alt_names) : NULL;

  return names == NULL || push (stack, NID_subject_alt_name, FALSE, names, error);
}

/**
 * smith_extensions_add_to_stack: (skip)
 * @alt_names: (nullable): a list of #SmithAltName for a subjectAltName extension that is not critical; where the
 *   subject is empty, hand over NULL and push smith_request_make_alt_names() yourself
 * @stack: (inout): where to append; a stack that is NULL is made
 * @error: return location for %SMITH_CRYPTO_ERROR_INVALID with the reason in a sentence
 *
 * In this order, each only where there is something to say: names, basic constraints (an authority's only: whoever
 * issues a server's certificate adds "CA:FALSE"), key usage, extended key usage, TLS feature, name constraints,
 * CRL distribution points, authority information access, then the others. Key identifiers are the issuer's to add.
 *
 * Returns: whether all could be written; if not, @stack may hold a part of it
 */
gboolean
smith_extensions_add_to_stack (const SmithExtensions       *self,
                               GListModel                  *alt_names,
                               STACK_OF (X509_EXTENSION)  **stack,
                               GError                     **error)
{
  g_return_val_if_fail (self != NULL && stack != NULL, FALSE);

  if (*stack == NULL)
    *stack = sk_X509_EXTENSION_new_null ();

  return add_alt_names (alt_names, stack, error) &&
         add_basic_constraints (self, stack, error) &&
         add_key_usage (self, stack, error) &&
         add_extended_key_usage (self, stack, error) &&
         add_must_staple (self, stack, error) &&
         add_name_constraints (self, stack, error) &&
         add_crl_urls (self, stack, error) &&
         add_authority_access (self, stack, error) &&
         smith_extensions_add_others (self, *stack, error);
}

static char **
end_list (GPtrArray *list)
{
  if (list->len == 0)
    {
      g_ptr_array_unref (list);
      return NULL;
    }
  g_ptr_array_add (list, NULL);

  return (char **) g_ptr_array_free (list, FALSE);
}

static void
read_key_usage (SmithExtensions                 *self,
                const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (ASN1_BIT_STRING) bits = X509V3_get_d2i (stack, NID_key_usage, NULL, NULL);

  for (int i = 0; bits != NULL && i < SMITH_N_KEY_USAGES; i++)
    if (ASN1_BIT_STRING_get_bit (bits, i) != 0)
      self->key_usage |= (SmithKeyUsage) (1 << i);
}

static void
read_extended_key_usage (SmithExtensions                 *self,
                         const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (EXTENDED_KEY_USAGE) usages = X509V3_get_d2i (stack, NID_ext_key_usage, NULL, NULL);
  GPtrArray *list = g_ptr_array_new ();

  for (int i = 0; usages != NULL && i < sk_ASN1_OBJECT_num (usages); i++)
    {
      const ASN1_OBJECT *object = sk_ASN1_OBJECT_value (usages, i);
      int nid = OBJ_obj2nid (object);
      char oid[128];

      if (nid != NID_undef)
        g_ptr_array_add (list, g_strdup (OBJ_nid2sn (nid)));
      else if (OBJ_obj2txt (oid, sizeof oid, object, 1) > 0)
        g_ptr_array_add (list, g_strdup (oid));
    }
  self->extended_key_usages = end_list (list);
}

static void
read_must_staple (SmithExtensions                 *self,
                  const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (TLS_FEATURE) features = X509V3_get_d2i (stack, NID_tlsfeature, NULL, NULL);

  for (int i = 0; features != NULL && i < sk_ASN1_INTEGER_num (features); i++)
    if (ASN1_INTEGER_get (sk_ASN1_INTEGER_value (features, i)) == STATUS_REQUEST)
      self->must_staple = TRUE;
}

static void
read_basic_constraints (SmithExtensions                 *self,
                        const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (BASIC_CONSTRAINTS) constraints = X509V3_get_d2i (stack, NID_basic_constraints, NULL, NULL);

  self->is_ca = constraints != NULL && constraints->ca != 0;
  if (self->is_ca && constraints->pathlen != NULL)
    self->path_length = (int) CLAMP (ASN1_INTEGER_get (constraints->pathlen), 0, G_MAXINT);
}

static char *
dup_network (const ASN1_OCTET_STRING *octets)
{
  const guint8 *bytes = ASN1_STRING_get0_data (octets);
  gsize size = (gsize) ASN1_STRING_length (octets) / 2;
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *text = NULL;
  guint length = 0;

  if (ASN1_STRING_length (octets) != 8 && ASN1_STRING_length (octets) != 32)
    return NULL;
  address = g_inet_address_new_from_bytes (bytes, size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  text = g_inet_address_to_string (address);
  while (length < 8 * size && (bytes[size + length / 8] & (0x80 >> (length % 8))) != 0)
    length++;

  return g_strdup_printf ("IP:%s/%u", text, length);
}

static char **
read_subtrees (STACK_OF (GENERAL_SUBTREE) *subtrees)
{
  GPtrArray *list = g_ptr_array_new ();

  for (int i = 0; i < sk_GENERAL_SUBTREE_num (subtrees); i++)
    {
      int type;
      const void *content = GENERAL_NAME_get0_value (sk_GENERAL_SUBTREE_value (subtrees, i)->base, &type);
      const char *prefix = type == GEN_DNS ? "DNS" : type == GEN_EMAIL ? "email" : type == GEN_URI ? "URI" : NULL;
      char *text = NULL;

      if (type == GEN_IPADD)
        {
          text = dup_network (content);
        }
      else if (prefix != NULL)
        {
          g_autofree char *value = smith_openssl_dup_string (content);

          text = g_strconcat (prefix, ":", value, NULL);
        }
      if (text != NULL)
        g_ptr_array_add (list, text);
    }

  return end_list (list);
}

static void
read_name_constraints (SmithExtensions                 *self,
                       const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (NAME_CONSTRAINTS) constraints = X509V3_get_d2i (stack, NID_name_constraints, NULL, NULL);

  if (constraints == NULL)
    return;
  self->permitted_names = read_subtrees (constraints->permittedSubtrees);
  self->excluded_names = read_subtrees (constraints->excludedSubtrees);
}

static void
add_uri (GPtrArray          *list,
         const GENERAL_NAME *name)
{
  int type;
  const void *content = GENERAL_NAME_get0_value (name, &type);

  if (type == GEN_URI)
    g_ptr_array_add (list, smith_openssl_dup_string (content));
}

static void
read_crl_urls (SmithExtensions                 *self,
               const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (CRL_DIST_POINTS) points = X509V3_get_d2i (stack, NID_crl_distribution_points, NULL, NULL);
  GPtrArray *list = g_ptr_array_new ();

  for (int i = 0; points != NULL && i < sk_DIST_POINT_num (points); i++)
    {
      DIST_POINT *point = sk_DIST_POINT_value (points, i);

      if (point->distpoint == NULL || point->distpoint->type != 0)
        continue;
      for (int j = 0; j < sk_GENERAL_NAME_num (point->distpoint->name.fullname); j++)
        add_uri (list, sk_GENERAL_NAME_value (point->distpoint->name.fullname, j));
    }
  self->crl_urls = end_list (list);
}

static void
read_authority_access (SmithExtensions                 *self,
                       const STACK_OF (X509_EXTENSION) *stack)
{
  g_autoptr (AUTHORITY_INFO_ACCESS) access = X509V3_get_d2i (stack, NID_info_access, NULL, NULL);
  GPtrArray *ocsp = g_ptr_array_new ();
  GPtrArray *issuers = g_ptr_array_new ();

  for (int i = 0; access != NULL && i < sk_ACCESS_DESCRIPTION_num (access); i++)
    {
      ACCESS_DESCRIPTION *description = sk_ACCESS_DESCRIPTION_value (access, i);
      int method = OBJ_obj2nid (description->method);

      if (method == NID_ad_OCSP)
        add_uri (ocsp, description->location);
      else if (method == NID_ad_ca_issuers)
        add_uri (issuers, description->location);
    }
  self->ocsp_urls = end_list (ocsp);
  self->issuer_urls = end_list (issuers);
}

/**
 * smith_extensions_new_from_stack: (skip)
 * @stack: (nullable): what was read
 *
 * Returns: (transfer full): what of it #SmithExtensions can hold
 */
SmithExtensions *
smith_extensions_new_from_stack (const STACK_OF (X509_EXTENSION) *stack)
{
  SmithExtensions *self = smith_extensions_new ();

  /* Without a stack X509V3_get_d2i() does not look. */
  read_key_usage (self, stack);
  read_extended_key_usage (self, stack);
  read_must_staple (self, stack);
  read_basic_constraints (self, stack);
  read_name_constraints (self, stack);
  read_crl_urls (self, stack);
  read_authority_access (self, stack);
  smith_crypto_clear_queue ();

  return self;
}

/**
 * smith_extensions_from_request:
 * @request: what asks for them
 *
 * Returns: (transfer full): a copy of what @request asks for
 */
SmithExtensions *
smith_extensions_from_request (SmithRequest *request)
{
  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  return smith_extensions_copy (smith_request_get_extensions (request));
}

/**
 * smith_extensions_from_certificate:
 * @certificate: what has them
 *
 * Returns: (transfer full): a copy of what @certificate grants
 */
SmithExtensions *
smith_extensions_from_certificate (SmithCertificate *certificate)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  return smith_extensions_new_from_stack (X509_get0_extensions (smith_certificate_peek (certificate)));
}
