/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-removal.h"

#include <glib/gi18n.h>

#include "smith-tip.h"
#include "smith-toast.h"

/* A row that can be removed: at once, without a question, and with Undo. */

typedef struct
{
  SmithRemovalUndo  undo;
  GObject          *owner;
  guint             position;
  gpointer          what;
  GDestroyNotify    free_what;
} Removal;

static void
removal_free (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->owner);
  removal->free_what (removal->what);
  g_free (removal);
}

static void
undo_cb (gpointer user_data)
{
  Removal *removal = user_data;

  removal->undo (removal->owner, removal->position, removal->what);
}

/**
 * smith_removal_button_new:
 * @title: what the row is about
 *
 * Returns: (transfer floating): the button at the end of a row that removes it; a screen reader hears what goes
 */
GtkWidget *
smith_removal_button_new (const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  /* Translators: %s is what a row is about, such as "Organizational unit" or the name of an extension */
  label = g_strdup_printf (_("Remove %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  smith_tip_set (button, _("Remove"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

/**
 * smith_removal_offer_undo:
 * @from: the widget that the row was in
 * @title: what has gone, plain text
 * @undo: (scope notified): called with @owner, @position and @what when Undo is clicked
 * @owner: (type GObject): what it was removed from
 * @position: where it was
 * @what: (transfer full): what brings it back
 * @free_what: frees @what
 *
 * Says that @title was removed and offers to take it back, in the place of the offer before.
 */
void
smith_removal_offer_undo (GtkWidget        *from,
                          const char       *title,
                          SmithRemovalUndo  undo,
                          gpointer          owner,
                          guint             position,
                          gpointer          what,
                          GDestroyNotify    free_what)
{
  g_autofree char *text = NULL;
  Removal *removal;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL && undo != NULL && free_what != NULL);
  g_return_if_fail (G_IS_OBJECT (owner));

  removal = g_new0 (Removal, 1);
  removal->undo = undo;
  removal->owner = g_object_ref (owner);
  removal->position = position;
  removal->what = what;
  removal->free_what = free_what;
  /* Translators: a toast; %s is what was removed, such as a domain name */
  text = g_strdup_printf (_("“%s” removed"), title);
  smith_toast_replace_with_undo (from, text, G_CALLBACK (undo_cb), removal, removal_free);
}
