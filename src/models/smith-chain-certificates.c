/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-private.h"

/* Lists of certificates, as SmithChain moves them about. */

GListStore *
smith_chain_array_to_list (GPtrArray *certificates)
{
  GListStore *store = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  g_list_store_splice (store, 0, 0, certificates->pdata, certificates->len);

  return store;
}

gboolean
smith_chain_arrays_equal (GPtrArray *a,
                          GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!smith_certificate_equal (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

/* What does not belong to the chain of @identity stays with it, whichever chain shows it. */
GListStore *
smith_chain_left_over_of (SmithIdentity *identity)
{
  GListStore *store = g_object_get_data (G_OBJECT (identity), "smith-chain-left-over");

  if (store == NULL)
    {
      store = g_list_store_new (SMITH_TYPE_CERTIFICATE);
      g_object_set_data_full (G_OBJECT (identity), "smith-chain-left-over", store, g_object_unref);
    }

  return store;
}
