/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-alt-name.h"

#include "smith-alt-name-private.h"
#include "smith-crypto-error-private.h"
#include "smith-name-private.h"

/**
 * SmithAltName:
 *
 * One entry of a subjectAltName extension (RFC 5280, 4.2.1.6): a name that a server answers to.
 * Immutable, free to cross threads; equal where the encoding is.
 */
struct _SmithAltName
{
  GObject parent_instance;

  SmithAltNameKind kind;

  /* Owned. */
  GBytes *der;
  char   *value;
  char   *display;
  char   *prefixed;
};

G_DEFINE_FINAL_TYPE (SmithAltName, smith_alt_name, G_TYPE_OBJECT)

/* By SmithAltNameKind: as OpenSSL's configuration and printing name them. */
const char * const smith_alt_name_prefixes[] = { "DNS", "IP", "email", "URI", NULL };

static void
smith_alt_name_finalize (GObject *object)
{
  SmithAltName *self = SMITH_ALT_NAME (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->value, g_free);
  g_clear_pointer (&self->display, g_free);
  g_clear_pointer (&self->prefixed, g_free);

  G_OBJECT_CLASS (smith_alt_name_parent_class)->finalize (object);
}

static void
smith_alt_name_class_init (SmithAltNameClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_alt_name_finalize;
}

static void
smith_alt_name_init (SmithAltName *self)
{
}

static GBytes *
encode_general_name (const GENERAL_NAME *name)
{
  unsigned char *der = NULL;
  int size = i2d_GENERAL_NAME (name, &der);
  GBytes *bytes = g_bytes_new (der, (gsize) MAX (size, 0));

  OPENSSL_free (der);

  return bytes;
}

static char *
dup_ip (const ASN1_OCTET_STRING *address)
{
  g_autoptr (GInetAddress) inet = NULL;
  int size = ASN1_STRING_length (address);

  if (size != 4 && size != 16)
    return smith_openssl_dup_hex (ASN1_STRING_get0_data (address), (gsize) size);
  inet = g_inet_address_new_from_bytes (ASN1_STRING_get0_data (address),
                                        size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (inet);
}

/* An international name is shown as it is read and as it is sent: neither alone tells a person enough. */
static char *
dup_display (SmithAltNameKind  kind,
             const char       *value)
{
  const char *host = value;
  g_autofree char *unicode = NULL;
  const char *wildcard = "";

  if (kind != SMITH_ALT_NAME_DNS || !g_hostname_is_ascii_encoded (value))
    return g_strdup (value);
  if (g_str_has_prefix (host, "*."))
    {
      wildcard = "*.";
      host += 2;
    }
  unicode = g_hostname_to_unicode (host);
  if (unicode == NULL || g_str_equal (unicode, host))
    return g_strdup (value);

  return g_strdup_printf ("%s%s (%s)", wildcard, unicode, value);
}

/* Of the kinds that OpenSSL does not print, the number and the bytes are something to go on. */
static char *
dup_other (const GENERAL_NAME *name)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  int type;
  const OTHERNAME *other = GENERAL_NAME_get0_value (name, &type);
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;
  unsigned char *der = NULL;
  char oid[256];
  int size;

  GENERAL_NAME_print (bio, (GENERAL_NAME *) name);
  text = smith_openssl_dup_text (bio);
  if (type != GEN_OTHERNAME || !g_str_has_suffix (text, ":<unsupported>") ||
      OBJ_obj2txt (oid, sizeof oid, other->type_id, 1) <= 0)
    return g_steal_pointer (&text);
  size = i2d_ASN1_TYPE (other->value, &der);
  hex = smith_openssl_dup_hex (der, (gsize) MAX (size, 0));
  OPENSSL_free (der);

  return g_strdup_printf ("othername:%s:%s", oid, hex);
}

/**
 * smith_alt_name_new_from_x509: (skip)
 *
 * Returns: (transfer full): a new name, a copy of @name
 */
SmithAltName *
smith_alt_name_new_from_x509 (const GENERAL_NAME *name)
{
  SmithAltName *self = g_object_new (SMITH_TYPE_ALT_NAME, NULL);
  int type;
  const void *content = GENERAL_NAME_get0_value (name, &type);

  self->der = encode_general_name (name);
  switch (type)
    {
    case GEN_DNS:
      self->kind = SMITH_ALT_NAME_DNS;
      self->value = smith_openssl_dup_string (content);
      break;
    case GEN_IPADD:
      self->kind = SMITH_ALT_NAME_IP;
      self->value = dup_ip (content);
      break;
    case GEN_EMAIL:
      self->kind = SMITH_ALT_NAME_EMAIL;
      self->value = smith_openssl_dup_string (content);
      break;
    case GEN_URI:
      self->kind = SMITH_ALT_NAME_URI;
      self->value = smith_openssl_dup_string (content);
      break;
    case GEN_DIRNAME:
      {
        g_autoptr (SmithName) directory = smith_name_new_from_x509 (content);

        self->kind = SMITH_ALT_NAME_OTHER;
        self->value = g_strconcat ("DirName:", smith_name_get_rfc4514 (directory), NULL);
        break;
      }
    default:
      self->kind = SMITH_ALT_NAME_OTHER;
      self->value = dup_other (name);
      break;
    }
  smith_crypto_clear_queue ();
  self->display = dup_display (self->kind, self->value);
  self->prefixed = smith_alt_name_prefixes[self->kind] != NULL
    ? g_strdup_printf ("%s:%s", smith_alt_name_prefixes[self->kind], self->value)
    : g_strdup (self->value);

  return self;
}

/**
 * smith_alt_name_to_x509: (skip)
 *
 * Returns: (transfer full): a copy for OpenSSL
 */
GENERAL_NAME *
smith_alt_name_to_x509 (SmithAltName *self)
{
  const unsigned char *der = g_bytes_get_data (self->der, NULL);

  return d2i_GENERAL_NAME (NULL, &der, (long) g_bytes_get_size (self->der));
}

/**
 * smith_alt_name_list_from_x509: (skip)
 * @extensions: (nullable): those of a certificate or a request
 *
 * Where there are several subjectAltName extensions, which RFC 5280 forbids, somebody may see the names of any.
 *
 * Returns: (transfer full): a list of #SmithAltName; empty where there is no subjectAltName or it cannot be read
 */
GListModel *
smith_alt_name_list_from_x509 (const STACK_OF (X509_EXTENSION) *extensions)
{
  GListStore *list = g_list_store_new (SMITH_TYPE_ALT_NAME);
  int position = -1;

  for (;;)
    {
      g_autoptr (GENERAL_NAMES) names = X509V3_get_d2i (extensions, NID_subject_alt_name, NULL, &position);

      if (position < 0)
        break;
      for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
        {
          g_autoptr (SmithAltName) name = smith_alt_name_new_from_x509 (sk_GENERAL_NAME_value (names, i));

          g_list_store_append (list, name);
        }
    }
  smith_crypto_clear_queue ();

  return G_LIST_MODEL (list);
}

/**
 * smith_alt_name_list_to_x509: (skip)
 * @names: a list of #SmithAltName
 *
 * Returns: (transfer full) (nullable): each name once; NULL where there is none
 */
GENERAL_NAMES *
smith_alt_name_list_to_x509 (GListModel *names)
{
  g_autoptr (GENERAL_NAMES) stack = sk_GENERAL_NAME_new_null ();
  guint n = g_list_model_get_n_items (names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);
      gboolean repeated = FALSE;

      for (guint j = 0; j < i && !repeated; j++)
        {
          g_autoptr (SmithAltName) earlier = g_list_model_get_item (names, j);

          repeated = smith_alt_name_equal (name, earlier);
        }
      if (!repeated)
        sk_GENERAL_NAME_push (stack, smith_alt_name_to_x509 (name));
    }
  if (sk_GENERAL_NAME_num (stack) == 0)
    return NULL;

  return g_steal_pointer (&stack);
}

SmithAltNameKind
smith_alt_name_get_kind (SmithAltName *self)
{
  g_return_val_if_fail (SMITH_IS_ALT_NAME (self), SMITH_ALT_NAME_OTHER);

  return self->kind;
}

/**
 * smith_alt_name_get_value:
 *
 * Returns: the name as it is in the certificate, such as "xn--bcher-kva.example" or "2001:db8::1"
 */
const char *
smith_alt_name_get_value (SmithAltName *self)
{
  g_return_val_if_fail (SMITH_IS_ALT_NAME (self), NULL);

  return self->value;
}

/**
 * smith_alt_name_get_display:
 *
 * Returns: the name for people: an international one in both forms, "bücher.example (xn--bcher-kva.example)"
 */
const char *
smith_alt_name_get_display (SmithAltName *self)
{
  g_return_val_if_fail (SMITH_IS_ALT_NAME (self), NULL);

  return self->display;
}

/**
 * smith_alt_name_get_prefixed:
 *
 * Returns: the name as OpenSSL's configuration takes it, such as "DNS:example.com"
 */
const char *
smith_alt_name_get_prefixed (SmithAltName *self)
{
  g_return_val_if_fail (SMITH_IS_ALT_NAME (self), NULL);

  return self->prefixed;
}

/**
 * smith_alt_name_equal:
 *
 * Returns: whether both have the same encoding
 */
gboolean
smith_alt_name_equal (SmithAltName *a,
                      SmithAltName *b)
{
  g_return_val_if_fail (SMITH_IS_ALT_NAME (a) && SMITH_IS_ALT_NAME (b), FALSE);

  return g_bytes_equal (a->der, b->der);
}
