/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-tip.h"

#define TIP_KEY "smith-tip"

/**
 * smith_tip_get:
 *
 * Returns: (nullable) (transfer none): what smith_tip_set() has set
 */
const char *
smith_tip_get (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), TIP_KEY);
}

static gboolean
query_tooltip_cb (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard_mode,
                  GtkTooltip *tooltip,
                  gpointer    user_data)
{
  gtk_tooltip_set_text (tooltip, smith_tip_get (widget));

  return TRUE;
}

/**
 * smith_tip_set:
 * @widget: what is explained
 * @text: (nullable): the explanation, for the pointer and as description for the screen reader
 *
 * For a tooltip that changes. gtk_widget_set_tooltip_text() looks at once for what lies under the pointer,
 * and for that lays out the whole window, in the middle of whatever changed it; this one waits until
 * somebody asks.
 */
void
smith_tip_set (GtkWidget  *widget,
               const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_strcmp0 (smith_tip_get (widget), text) == 0)
    return;
  if (g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, query_tooltip_cb, NULL) == 0)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_object_set_data_full (G_OBJECT (widget), TIP_KEY, g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}
