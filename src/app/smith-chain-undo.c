/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-undo.h"

#include <glib/gi18n.h>

#include "smith-toast.h"

/* The toast that follows every change of a certificate or its chain. */

typedef struct
{
  GWeakRef            from;
  SmithChain         *chain;
  SmithChainSnapshot *snapshot;
} Undo;

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_weak_ref_clear (&undo->from);
  g_clear_object (&undo->chain);
  g_clear_object (&undo->snapshot);
  g_free (undo);
}

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (smith_chain_change_finish (SMITH_CHAIN (source), result, &error) || from == NULL)
    return;
  text = g_strdup_printf (_("Couldn’t undo: %s"), error->message);
  smith_toast_show (from, text);
}

static void
undo_cb (gpointer data)
{
  Undo *undo = data;

  smith_chain_restore_async (undo->chain, undo->snapshot, NULL, restore_cb, g_weak_ref_get (&undo->from));
}

/**
 * smith_chain_undo_offer:
 * @from: the widget in which the change was made
 * @title: what was done, plain text
 * @chain: what was changed
 * @snapshot: as it was before
 *
 * Says what was done and offers to take it back; takes the place of the offer before.
 */
void
smith_chain_undo_offer (GtkWidget          *from,
                        const char         *title,
                        SmithChain         *chain,
                        SmithChainSnapshot *snapshot)
{
  Undo *undo;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL);
  g_return_if_fail (SMITH_IS_CHAIN (chain));
  g_return_if_fail (SMITH_IS_CHAIN_SNAPSHOT (snapshot));

  undo = g_new0 (Undo, 1);
  g_weak_ref_init (&undo->from, from);
  undo->chain = g_object_ref (chain);
  undo->snapshot = g_object_ref (snapshot);
  smith_toast_replace_with_undo (from, title, G_CALLBACK (undo_cb), undo, undo_free);
}
