/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-identity-private.h"

/* Which identities are authorities, what keeps them from signing, and the numbers of what they sign. */

/**
 * smith_authority_is_one:
 * @identity: an identity
 *
 * Cheap: asks for nothing that is not in memory already.
 *
 * Returns: whether it is an authority's, with its key here
 */
gboolean
smith_authority_is_one (SmithIdentity *identity)
{
  SmithIdentityData *data;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), FALSE);

  data = smith_identity_get_data (identity);

  return data->has_key && data->is_ca;
}

/**
 * smith_authority_list:
 * @library: the library
 *
 * Returns: (transfer full): a list of #SmithIdentity: who can sign at this moment, intermediates first, for
 *   a root is better left alone
 */
GListModel *
smith_authority_list (SmithLibrary *library)
{
  GListStore *store = g_list_store_new (SMITH_TYPE_IDENTITY);
  guint n_first = 0;
  guint n;

  g_return_val_if_fail (SMITH_IS_LIBRARY (library), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (library));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (G_LIST_MODEL (library), i);
      g_autofree char *obstacle = smith_authority_is_one (identity) ? smith_authority_find_obstacle (identity) : g_strdup ("");

      if (obstacle != NULL)
        continue;
      if (smith_identity_get_data (identity)->self_signed)
        g_list_store_append (store, identity);
      else
        g_list_store_insert (store, n_first++, identity);
    }

  return G_LIST_MODEL (store);
}

/**
 * smith_authority_find_obstacle:
 * @identity: an identity
 *
 * Returns: (transfer full) (nullable): why nothing can be signed with it, as a sentence; NULL if it can
 */
char *
smith_authority_find_obstacle (SmithIdentity *identity)
{
  SmithCertificate *certificate;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  certificate = smith_identity_get_certificate (identity);
  if (certificate == NULL)
    return g_strdup (_("There is no certificate of an authority here yet."));
  if (!smith_identity_get_has_key (identity))
    return g_strdup (_("The private key of this authority is not here: drop its file to add it."));
  if (!smith_identity_get_kept (identity))
    return g_strdup (_("Keep this identity first: what it signs is recorded beside its key."));

  return smith_certificate_find_issuer_obstacle (certificate, NULL);
}

/**
 * smith_authority_parse_serial:
 * @text: a serial number as people have it: "0A:1B", "0x0a1b", "serial=0A1B", with spaces
 * @error: return location for a %SMITH_LIBRARY_ERROR_FAILED
 *
 * Returns: (transfer full): @text as the records have it (smith_authority_dup_serial()); NULL where it is no serial
 *   number: RFC 5280, 4.1.2.2 wants a positive one of 20 bytes at most
 */
char *
smith_authority_parse_serial (const char  *text,
                              GError     **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  /* What openssl and others put in front. */
  p = strrchr (text, '=') != NULL ? strrchr (text, '=') + 1 : text;
  while (g_ascii_isspace (*p))
    p++;
  if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X'))
    p += 2;
  for (; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p) || *p == ':' || *p == '-')
        continue;
      if (!g_ascii_isxdigit (*p))
        {
          g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                               _("A serial number has the digits 0 to 9 and the letters A to F only."));
          return NULL;
        }
      if (digits->len > 0 || *p != '0')
        g_string_append_c (digits, g_ascii_tolower (*p));
    }
  if (digits->len == 0)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("Enter the serial number of the certificate."));
      return NULL;
    }
  if (digits->len > 40)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("This is too long: serial numbers have 40 digits at the most."));
      return NULL;
    }
  if (digits->len % 2 != 0)
    g_string_prepend_c (digits, '0');

  return g_string_free (g_steal_pointer (&digits), FALSE);
}
