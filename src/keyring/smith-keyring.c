/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-keyring.h"

#include <glib/gi18n.h>

/**
 * SmithKeyring:
 *
 * Where secrets are kept between two runs of the program: the keyring of the desktop
 * (#SmithSecretServiceKeyring), or a table in memory in tests.
 */
G_DEFINE_INTERFACE (SmithKeyring, smith_keyring, G_TYPE_OBJECT)

G_DEFINE_QUARK (smith-keyring-error-quark, smith_keyring_error)

static void
smith_keyring_default_init (SmithKeyringInterface *iface)
{
}

/**
 * smith_keyring_error_new:
 * @code: what kind of failure
 * @detail: (nullable): the service's own words; only for %SMITH_KEYRING_ERROR_FAILED
 *
 * Returns: (transfer full): an error that says what happened and how to go on
 */
GError *
smith_keyring_error_new (SmithKeyringError  code,
                         const char        *detail)
{
  switch (code)
    {
    case SMITH_KEYRING_ERROR_LOCKED:
      return g_error_new_literal (SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED,
                                  _("The keyring stays locked, because its password was not given. Try again and "
                                    "enter it, or use the secret once without storing it."));
    case SMITH_KEYRING_ERROR_NO_SERVICE:
      return g_error_new_literal (SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE,
                                  _("There is no keyring in this session. Install or start one, such as GNOME "
                                    "Keyring, KWallet or KeePassXC, or use the secret once without storing it."));
    case SMITH_KEYRING_ERROR_FAILED:
    default:
      return g_error_new (SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_FAILED,
                          _("The keyring did not do it (%s). Try again, or use the secret once without storing it."),
                          detail != NULL ? detail : _("it does not say why"));
    }
}

/**
 * smith_keyring_lookup_async:
 * @item: what kind of secret
 * @id: whose
 * @cancellable: (nullable): stops waiting, a prompt included
 * @callback: called when it is done
 */
void
smith_keyring_lookup_async (SmithKeyring        *self,
                            SmithKeyringItem     item,
                            const char          *id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_KEYRING (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  SMITH_KEYRING_GET_IFACE (self)->lookup_async (self, item, id, cancellable, callback, user_data);
}

/**
 * smith_keyring_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the secret; %NULL with an error of %SMITH_KEYRING_ERROR or
 *   %G_IO_ERROR_CANCELLED, or %NULL without an error where none is stored
 */
SmithSecret *
smith_keyring_lookup_finish (SmithKeyring  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (SMITH_IS_KEYRING (self), NULL);

  return SMITH_KEYRING_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * smith_keyring_store_async:
 * @item: what kind of secret
 * @id: whose; a secret that is already there under both is replaced
 * @label: what the desktop's password manager shows, without anything secret
 * @secret: what to keep
 * @cancellable: (nullable): stops waiting, a prompt included
 * @callback: called when it is done
 */
void
smith_keyring_store_async (SmithKeyring        *self,
                           SmithKeyringItem     item,
                           const char          *id,
                           const char          *label,
                           SmithSecret         *secret,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_KEYRING (self));
  g_return_if_fail (id != NULL && label != NULL && secret != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  SMITH_KEYRING_GET_IFACE (self)->store_async (self, item, id, label, secret, cancellable, callback, user_data);
}

/**
 * smith_keyring_store_finish:
 *
 * Returns: whether it is stored
 */
gboolean
smith_keyring_store_finish (SmithKeyring  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (SMITH_IS_KEYRING (self), FALSE);

  return SMITH_KEYRING_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * smith_keyring_clear_async:
 * @item: what kind of secret
 * @id: whose
 * @cancellable: (nullable): stops waiting, a prompt included
 * @callback: called when it is done
 */
void
smith_keyring_clear_async (SmithKeyring        *self,
                           SmithKeyringItem     item,
                           const char          *id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_KEYRING (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  SMITH_KEYRING_GET_IFACE (self)->clear_async (self, item, id, cancellable, callback, user_data);
}

/**
 * smith_keyring_clear_finish:
 *
 * Returns: whether nothing is stored there any more
 */
gboolean
smith_keyring_clear_finish (SmithKeyring  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (SMITH_IS_KEYRING (self), FALSE);

  return SMITH_KEYRING_GET_IFACE (self)->clear_finish (self, result, error);
}
