/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-name-private.h"

/**
 * SmithName:
 *
 * An X.501 distinguished name, such as the subject of a request or the issuer of a certificate, with its
 * attributes in the order of their encoding. Immutable, free to cross threads.
 */
struct _SmithName
{
  GObject parent_instance;

  /* Owned. */
  X509_NAME *name;
  GPtrArray *attributes;    /* Short names, or dotted OIDs of what OpenSSL has no name for. */
  GPtrArray *values;        /* UTF-8. */
  char      *rfc4514;
};

G_DEFINE_FINAL_TYPE (SmithName, smith_name, G_TYPE_OBJECT)

static void
smith_name_finalize (GObject *object)
{
  SmithName *self = SMITH_NAME (object);

  g_clear_pointer (&self->name, X509_NAME_free);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->rfc4514, g_free);

  G_OBJECT_CLASS (smith_name_parent_class)->finalize (object);
}

static void
smith_name_class_init (SmithNameClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_name_finalize;
}

static void
smith_name_init (SmithName *self)
{
  self->attributes = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
}

static char *
dup_attribute (const ASN1_OBJECT *object)
{
  int nid = OBJ_obj2nid (object);
  char text[128];

  if (nid != NID_undef)
    return g_strdup (OBJ_nid2sn (nid));
  if (OBJ_obj2txt (text, sizeof text, object, 1) <= 0)
    return g_strdup ("?");

  return g_strdup (text);
}

/**
 * smith_name_new_from_x509: (skip)
 *
 * Returns: (transfer full): a new name, a copy of @name
 */
SmithName *
smith_name_new_from_x509 (const X509_NAME *name)
{
  SmithName *self = g_object_new (SMITH_TYPE_NAME, NULL);
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());

  self->name = X509_NAME_dup (name);
  for (int i = 0; i < X509_NAME_entry_count (self->name); i++)
    {
      X509_NAME_ENTRY *entry = X509_NAME_get_entry (self->name, i);

      g_ptr_array_add (self->attributes, dup_attribute (X509_NAME_ENTRY_get_object (entry)));
      g_ptr_array_add (self->values, smith_openssl_dup_string (X509_NAME_ENTRY_get_data (entry)));
    }
  X509_NAME_print_ex (bio, self->name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  /* A value may end in a space, which is then escaped. */
  self->rfc4514 = smith_openssl_dup_line (bio);
  smith_crypto_clear_queue ();

  return self;
}

/**
 * smith_name_peek: (skip)
 *
 * Returns: (transfer none): the name for OpenSSL
 */
X509_NAME *
smith_name_peek (SmithName *self)
{
  return self->name;
}

static gboolean
add_attribute (X509_NAME   *name,
               const char  *attribute,
               const char  *value,
               GError     **error)
{
  ASN1_OBJECT *object;
  gboolean added;

  if (!smith_name_check_attribute (attribute, value, error))
    return FALSE;

  object = OBJ_txt2obj (attribute, 0);
  added = object != NULL &&
          X509_NAME_add_entry_by_OBJ (name, object, MBSTRING_UTF8, (const unsigned char *) value, -1, -1, 0) == 1;
  ASN1_OBJECT_free (object);
  if (!added)
    smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                            _("The value of %s cannot be put into a name."), attribute);

  return added;
}

/**
 * smith_name_new:
 * @attributes: (array zero-terminated=1): short names and values by turns: "CN", "example.com", "C", "DE", NULL;
 *   an empty value leaves its attribute out
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): a new name with the attributes in the given order, UTF-8 where the
 *   attribute's syntax allows it; NULL where a value breaks a rule
 */
SmithName *
smith_name_new (const char * const  *attributes,
                GError             **error)
{
  g_autoptr (X509_NAME) name = X509_NAME_new ();

  g_return_val_if_fail (attributes != NULL, NULL);
  g_return_val_if_fail (g_strv_length ((char **) attributes) % 2 == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (guint i = 0; attributes[i] != NULL; i += 2)
    if (*attributes[i + 1] != '\0' && !add_attribute (name, attributes[i], attributes[i + 1], error))
      return NULL;

  return smith_name_new_from_x509 (name);
}

/**
 * smith_name_get_n_attributes:
 *
 * Returns: how many there are, each of a multi-valued RDN counted
 */
guint
smith_name_get_n_attributes (SmithName *self)
{
  g_return_val_if_fail (SMITH_IS_NAME (self), 0);

  return self->attributes->len;
}

/**
 * smith_name_get_attribute:
 * @position: less than smith_name_get_n_attributes()
 *
 * Returns: its short name, such as "CN"; its dotted OID where it has no name
 */
const char *
smith_name_get_attribute (SmithName *self,
                          guint      position)
{
  g_return_val_if_fail (SMITH_IS_NAME (self), NULL);
  g_return_val_if_fail (position < self->attributes->len, NULL);

  return g_ptr_array_index (self->attributes, position);
}

/**
 * smith_name_get_value:
 * @position: less than smith_name_get_n_attributes()
 *
 * Returns: its value as UTF-8
 */
const char *
smith_name_get_value (SmithName *self,
                      guint      position)
{
  g_return_val_if_fail (SMITH_IS_NAME (self), NULL);
  g_return_val_if_fail (position < self->values->len, NULL);

  return g_ptr_array_index (self->values, position);
}

/**
 * smith_name_lookup:
 * @attribute: a short name, such as "CN"
 *
 * Returns: (nullable): the last value of that attribute, the most specific one (RFC 6125, 6.4.4); NULL without one
 */
const char *
smith_name_lookup (SmithName  *self,
                   const char *attribute)
{
  g_return_val_if_fail (SMITH_IS_NAME (self), NULL);
  g_return_val_if_fail (attribute != NULL, NULL);

  for (guint i = self->attributes->len; i > 0; i--)
    if (g_str_equal (g_ptr_array_index (self->attributes, i - 1), attribute))
      return g_ptr_array_index (self->values, i - 1);

  return NULL;
}

/**
 * smith_name_get_rfc4514:
 *
 * Returns: the whole name as text, last attribute first, "CN=example.com,O=Example,C=DE" (RFC 4514);
 *   letters beyond ASCII are not escaped
 */
const char *
smith_name_get_rfc4514 (SmithName *self)
{
  g_return_val_if_fail (SMITH_IS_NAME (self), NULL);

  return self->rfc4514;
}

/**
 * smith_name_get_display_name:
 *
 * Returns: the common name, else the unit, else the organization, else the whole name; "" for an empty one
 */
const char *
smith_name_get_display_name (SmithName *self)
{
  static const char * const attributes[] = { "CN", "OU", "O" };

  g_return_val_if_fail (SMITH_IS_NAME (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const char *value = smith_name_lookup (self, attributes[i]);

      if (value != NULL && *value != '\0')
        return value;
    }

  return self->rfc4514;
}

/**
 * smith_name_equal:
 *
 * Compares as RFC 5280, 7.1 says: without regard to case, string type and repeated spaces.
 *
 * Returns: whether both mean the same
 */
gboolean
smith_name_equal (SmithName *a,
                  SmithName *b)
{
  g_return_val_if_fail (SMITH_IS_NAME (a) && SMITH_IS_NAME (b), FALSE);

  return X509_NAME_cmp (a->name, b->name) == 0;
}
