/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-pane-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-chain-undo.h"
#include "smith-compat.h"
#include "smith-file-save.h"
#include "smith-incoming.h"
#include "smith-password-interaction.h"
#include "smith-toast.h"

/* What can be done with a chain: put in order, added to from files and the clipboard, copied, saved. */

/* A change that offers Undo once it is on disk. */
typedef struct
{
  SmithChainPane     *pane;
  SmithChainSnapshot *snapshot;
  char               *title;  /* (nullable): what the change itself says */
} Change;

/**
 * smith_chain_pane_begin_change:
 * @title: (nullable): what the change itself says
 *
 * Returns: (transfer full): for smith_chain_pane_change_cb(): the chain as it is now
 */
gpointer
smith_chain_pane_begin_change (SmithChainPane *self,
                               const char     *title)
{
  Change *change = g_new0 (Change, 1);

  change->pane = g_object_ref (self);
  change->snapshot = smith_chain_dup_snapshot (self->chain);
  change->title = g_strdup (title);
  smith_chain_pane_show_error (self, NULL);

  return change;
}

static void
change_free (Change *change)
{
  g_clear_object (&change->pane);
  g_clear_object (&change->snapshot);
  g_free (change->title);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

/**
 * smith_chain_pane_change_cb:
 * @user_data: (transfer full): of smith_chain_pane_begin_change()
 *
 * GAsyncReadyCallback: offers Undo, or says what is wrong.
 */
void
smith_chain_pane_change_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_chain_change_finish (SMITH_CHAIN (source), result, &error))
    smith_chain_undo_offer (GTK_WIDGET (change->pane), change->title, SMITH_CHAIN (source), change->snapshot);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_chain_pane_show_error (change->pane, error->message);
}

static void
add_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = smith_chain_add_finish (SMITH_CHAIN (source), result, &error);

  if (sentence != NULL)
    smith_chain_undo_offer (GTK_WIDGET (change->pane), sentence, SMITH_CHAIN (source), change->snapshot);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_chain_pane_show_error (change->pane, error->message);
}

static void
order_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (widget);

  /* Also where the pane itself suggests something better: the strip of the window may suggest this. */
  if (self->chain != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->chain)) > 1 &&
      !smith_chain_get_is_ordered (self->chain))
    smith_chain_put_in_order_async (self->chain, NULL, smith_chain_pane_change_cb,
                                    smith_chain_pane_begin_change (self, _("Put in order")));
}

static void
add_files (SmithChainPane *self,
           GListModel     *files)
{
  g_autoptr (GTlsInteraction) interaction = NULL;

  interaction = smith_password_interaction_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  smith_chain_add_files_async (self->chain, files, interaction, self->cancellable, add_cb,
                               smith_chain_pane_begin_change (self, NULL));
}

static void
open_files_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithChainPane) self = user_data;
  g_autoptr (GListModel) files = smith_compat_open_files_finish (result, NULL);

  if (files != NULL && self->chain != NULL)
    add_files (self, files);
}

static void
add_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (widget);

  if (self->chain == NULL || smith_chain_get_state (self->chain) == SMITH_CHAIN_STATE_NO_CERTIFICATE)
    return;
  smith_compat_open_files_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("Add to the Chain"), TRUE,
                                 self->cancellable, open_files_cb, g_object_ref (self));
}

static void
paste_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (source);
  g_autoptr (SmithIncoming) incoming = smith_incoming_paste_finish (GTK_WIDGET (self), result, NULL);
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (self->chain == NULL)
    return;
  if (incoming == NULL)
    {
      smith_chain_pane_show_error (self, _("There is no text in the clipboard. Copy the certificates first, with their "
                                           "BEGIN and END lines."));
      return;
    }

  if (incoming->files != NULL)
    {
      add_files (self, incoming->files);
      return;
    }
  interaction = smith_password_interaction_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  smith_chain_add_bytes_async (self->chain, incoming->bytes, _("the clipboard"), interaction, self->cancellable, add_cb,
                               smith_chain_pane_begin_change (self, NULL));
}

static void
paste_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  smith_incoming_paste_async (widget, SMITH_CHAIN_PANE (widget)->cancellable, paste_cb, NULL);
}

/* Out. */

static SmithChainParts
get_parts (GVariant *parameter)
{
  const char *text = g_variant_get_string (parameter, NULL);
  SmithChainParts parts = SMITH_CHAIN_PARTS_CHAIN;

  if (strstr (text, "leaf") != NULL)
    parts |= SMITH_CHAIN_PARTS_LEAF;
  if (strstr (text, "root") != NULL)
    parts |= SMITH_CHAIN_PARTS_ROOT;

  return parts;
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (widget);
  SmithChainParts parts = get_parts (parameter);
  g_autofree char *pem = smith_chain_dup_pem (self->chain, parts);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), pem);
  smith_toast_show (widget, parts & SMITH_CHAIN_PARTS_LEAF ? _("Certificate and chain copied") : _("Chain copied"));
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!smith_file_save_finish (GTK_WIDGET (source), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_chain_pane_show_error (SMITH_CHAIN_PANE (source), error->message);
}

static void
save_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithChainPane *self = SMITH_CHAIN_PANE (widget);
  SmithChainParts parts = get_parts (parameter);
  char *pem = smith_chain_dup_pem (self->chain, parts);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pem, strlen (pem));

  smith_chain_pane_show_error (self, NULL);
  smith_file_save_async (widget, _("Save As"), parts & SMITH_CHAIN_PARTS_LEAF ? "fullchain.pem" : "chain.pem", bytes,
                         self->cancellable, save_cb, NULL);
}

/**
 * smith_chain_pane_install_actions:
 *
 * "chain.order", "chain.add", "chain.paste"; "chain.save" and "chain.copy" of the leaf with its chain, "-chain" of the
 * chain alone, with the parts as parameter.
 */
void
smith_chain_pane_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chain.order", NULL, order_action_cb);
  gtk_widget_class_install_action (widget_class, "chain.add", NULL, add_action_cb);
  gtk_widget_class_install_action (widget_class, "chain.paste", NULL, paste_action_cb);
  gtk_widget_class_install_action (widget_class, "chain.save", "s", save_action_cb);
  gtk_widget_class_install_action (widget_class, "chain.save-chain", "s", save_action_cb);
  gtk_widget_class_install_action (widget_class, "chain.copy", "s", copy_action_cb);
  gtk_widget_class_install_action (widget_class, "chain.copy-chain", "s", copy_action_cb);
}
