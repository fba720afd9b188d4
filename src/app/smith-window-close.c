/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-compat.h"

/* A window that is closed takes with it what is not kept; that is asked about before, once. */

typedef struct
{
  SmithWindow *window;
  GPtrArray   *identities;      /* still to be kept */
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_clear_object (&keeping->window);
  g_clear_pointer (&keeping->identities, g_ptr_array_unref);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static GPtrArray *
find_not_kept (SmithWindow *self)
{
  GListModel *library = G_LIST_MODEL (smith_workspace_get_library (self->workspace));
  guint n_items = g_list_model_get_n_items (library);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (library, i);

      if (!smith_identity_get_kept (identity))
        g_ptr_array_add (found, g_steal_pointer (&identity));
    }

  return found;
}

static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

/* After the event that answered: GTK 4.8 ends a dialog whose window went before it with warnings. */
static void
close_for_good (SmithWindow *self)
{
  self->closing = TRUE;
  g_idle_add_full (G_PRIORITY_LOW, close_cb, g_object_ref (self), g_object_unref);
}

static void keep_next (Keeping *keeping);

static void
keep_next_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        smith_window_show_error (keeping->window, _("Couldn’t Keep It"), error->message);
      return;
    }
  g_ptr_array_remove_index (keeping->identities, 0);
  keep_next (g_steal_pointer (&keeping));
}

static void
keep_next (Keeping *keeping)
{
  g_autoptr (Keeping) owned = keeping;
  SmithWindow *window = keeping->window;

  if (window->workspace == NULL)
    return;
  if (keeping->identities->len == 0)
    {
      close_for_good (window);
      return;
    }
  smith_library_keep_async (smith_workspace_get_library (window->workspace),
                            g_ptr_array_index (keeping->identities, 0), window->cancellable,
                            keep_next_cb, g_steal_pointer (&owned));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  g_autofree char *response = smith_compat_alert_finish (result, NULL);

  keeping->window->asking = FALSE;
  if (keeping->window->workspace == NULL)
    return;
  if (g_strcmp0 (response, "discard") == 0)
    close_for_good (keeping->window);
  else if (g_strcmp0 (response, "keep") == 0)
    keep_next (g_steal_pointer (&keeping));
}

/**
 * smith_window_confirm_close:
 *
 * Asks what is to become of what is not kept, where there is something.
 *
 * Returns: whether the window may close now; else it closes by itself after the answer
 */
gboolean
smith_window_confirm_close (SmithWindow *self)
{
  const SmithAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "discard", _("_Discard"), ADW_RESPONSE_DESTRUCTIVE },
    { "keep", _("_Keep"), ADW_RESPONSE_SUGGESTED },
  };
  g_autoptr (GPtrArray) identities = NULL;
  g_autofree char *body = NULL;
  Keeping *keeping;

  if (self->closing || self->workspace == NULL)
    return TRUE;
  identities = find_not_kept (self);
  if (identities->len == 0)
    return TRUE;
  if (self->asking)
    return FALSE;

  if (identities->len == 1)
    /* Translators: %s is the name of an identity, such as www.example.com */
    body = g_strdup_printf (_("“%s” was opened, but not kept on this computer."),
                            smith_identity_get_name (g_ptr_array_index (identities, 0)));
  else
    body = g_strdup_printf (ngettext ("%u identity was opened, but not kept on this computer.",
                                      "%u identities were opened, but not kept on this computer.",
                                      identities->len), identities->len);
  keeping = g_new0 (Keeping, 1);
  keeping->window = g_object_ref (self);
  keeping->identities = g_steal_pointer (&identities);
  self->asking = TRUE;
  smith_compat_alert_async (GTK_WINDOW (self), _("Keep What Was Opened?"), body, NULL,
                            responses, G_N_ELEMENTS (responses), self->cancellable, answered_cb, keeping);

  return FALSE;
}
