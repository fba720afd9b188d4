/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-toast.h"

#include <glib/gi18n.h>

/* What is said once and needs no answer. A toast appears in the overlay that the widget lies in, or, for
 * a widget of a dialog, in the overlay of the window that the dialog belongs to. */

#define UNDO_SECONDS 10
#define NEWS_SECONDS 3
#define MAX_LINES 4
/* Margins, the button, and the button that closes it; in pixels. */
#define BESIDE_SENTENCE 210
#define LAST_TOAST "smith-last-toast"

static GtkWidget *
find_overlay_below (GtkWidget *widget)
{
  GtkWidget *child;

  if (ADW_IS_TOAST_OVERLAY (widget))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *overlay = find_overlay_below (child);

      if (overlay != NULL)
        return overlay;
    }

  return NULL;
}

static AdwToastOverlay *
find_overlay (GtkWidget *from)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  GtkRoot *root = gtk_widget_get_root (from);

  while (overlay == NULL && GTK_IS_WINDOW (root))
    {
      overlay = find_overlay_below (GTK_WIDGET (root));
      root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
    }

  return overlay != NULL ? ADW_TOAST_OVERLAY (overlay) : NULL;
}

/* Toast titles are markup; what we say may contain any file name. */
static AdwToast *
create_toast (const char *title)
{
  g_autofree char *markup = g_markup_escape_text (title, -1);

  return adw_toast_new (markup);
}

/* A sentence that does not fit into one line has more of them; a title would lose its end. A toast asks its title
 * for its height without telling it the width, so that the height has to be found here. */
static GtkWidget *
create_sentence (const char *sentence,
                 int         width)
{
  GtkWidget *label = gtk_label_new (sentence);
  int natural = 0;
  int height = -1;

  /* A label that may wrap does so in the middle of a short sentence, too. */
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  if (natural <= width - BESIDE_SENTENCE)
    return label;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, MAX (width - BESIDE_SENTENCE, 1), &height, NULL, NULL, NULL);
  gtk_widget_set_size_request (label, -1, height);

  return label;
}

static void
news_dismissed_cb (AdwToast        *toast,
                   AdwToastOverlay *overlay)
{
  if (g_object_get_data (G_OBJECT (overlay), LAST_TOAST) == toast)
    g_object_set_data (G_OBJECT (overlay), LAST_TOAST, NULL);
}

/**
 * smith_toast_show:
 * @from: the widget that it is about
 * @title: plain text
 *
 * Shows @title for a few seconds, in the place of the last title that was shown so. Does nothing if @from is
 * in no window.
 *
 * The last toast says the new title; it is not dismissed for a new one: libadwaita 1.2 uses a toast after it
 * is freed if that is dismissed while it is still on its way in, as one is that waited for the toast before it
 * (mended in libadwaita 1.3, commit 1674ebc9).
 */
void
smith_toast_show (GtkWidget  *from,
                  const char *title)
{
  AdwToastOverlay *overlay;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL);

  overlay = find_overlay (from);
  if (overlay == NULL)
    return;

  /* Toasts wait for one another. Old news makes room for new; a toast with a button stays its time. */
  toast = g_object_get_data (G_OBJECT (overlay), LAST_TOAST);
  if (toast != NULL)
    {
      g_autofree char *markup = g_markup_escape_text (title, -1);

      adw_toast_set_title (toast, markup);
      g_object_ref (toast);
    }
  else
    {
      toast = create_toast (title);
      adw_toast_set_timeout (toast, NEWS_SECONDS);
      g_object_set_data_full (G_OBJECT (overlay), LAST_TOAST, g_object_ref (toast), g_object_unref);
      g_signal_connect_object (toast, "dismissed", G_CALLBACK (news_dismissed_cb), overlay, 0);
    }
  /* One that is there already begins its seconds anew. */
  adw_toast_overlay_add_toast (overlay, toast);
}

/**
 * smith_toast_show_with_button:
 * @from: the widget that it is about
 * @title: plain text
 * @button: label of the button
 * @clicked: (scope notified) (closure data): `void (*) (gpointer data)`, called when the button is clicked
 * @data: for @clicked
 * @notify: (nullable) (destroy data): frees @data when the toast is gone, clicked or not
 *
 * Shows @title with a button, ten seconds long.
 */
void
smith_toast_show_with_button (GtkWidget      *from,
                              const char     *title,
                              const char     *button,
                              GCallback       clicked,
                              gpointer        data,
                              GClosureNotify  notify)
{
  AdwToastOverlay *overlay;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL);
  g_return_if_fail (button != NULL);
  g_return_if_fail (clicked != NULL);

  overlay = find_overlay (from);
  toast = create_toast (title);
  if (overlay != NULL)
    adw_toast_set_custom_title (toast, create_sentence (title, gtk_widget_get_width (GTK_WIDGET (overlay))));
  adw_toast_set_button_label (toast, button);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  /* What a person has just done is answered at once, not after what was said before. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", clicked, data, notify, G_CONNECT_SWAPPED);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, toast);
  else
    g_object_unref (toast);
}

/**
 * smith_toast_show_with_undo:
 * @from: the widget that it is about
 * @title: plain text
 * @undo: (scope notified) (closure data): `void (*) (gpointer data)`, called when Undo is clicked
 * @data: for @undo
 * @notify: (nullable) (destroy data): frees @data when the toast is gone, undone or not
 *
 * Says what was done and offers to take it back.
 */
void
smith_toast_show_with_undo (GtkWidget      *from,
                            const char     *title,
                            GCallback       undo,
                            gpointer        data,
                            GClosureNotify  notify)
{
  smith_toast_show_with_button (from, title, _("Undo"), undo, data, notify);
}

/* The toast of smith_toast_replace_with_undo() has gone: the next one is a new toast. */
static void
replaceable_dismissed_cb (AdwToastOverlay *overlay,
                          AdwToast        *toast)
{
  if (g_object_get_data (G_OBJECT (overlay), "smith-replaceable-toast") == toast)
    g_object_set_data (G_OBJECT (overlay), "smith-replaceable-toast", NULL);
}

/**
 * smith_toast_replace_with_undo:
 * @from: the widget that it is about
 * @title: plain text
 * @undo: (scope notified) (closure data): `void (*) (gpointer data)`, called when Undo is clicked
 * @data: for @undo
 * @notify: (nullable) (destroy data): frees @data when the toast is gone or says something else, undone or not
 *
 * As smith_toast_show_with_undo(), for changes that build on each other, such as a row that is moved again
 * and again: what the toast of this function says changes, as an Undo of an older change would take back
 * more than it says. The toast itself stays: libadwaita 1.2 does not survive that one is dismissed while
 * it is still on its way in.
 */
void
smith_toast_replace_with_undo (GtkWidget      *from,
                               const char     *title,
                               GCallback       undo,
                               gpointer        data,
                               GClosureNotify  notify)
{
  g_autoptr (AdwToast) toast = NULL;
  g_autofree char *markup = NULL;
  AdwToastOverlay *overlay;
  AdwToast *shown;
  gulong handler;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL);
  g_return_if_fail (undo != NULL);

  overlay = find_overlay (from);
  shown = overlay != NULL ? g_object_get_data (G_OBJECT (overlay), "smith-replaceable-toast") : NULL;
  toast = shown != NULL ? g_object_ref (shown) : create_toast (title);
  if (shown != NULL)
    {
      markup = g_markup_escape_text (title, -1);
      adw_toast_set_title (toast, markup);
      handler = (gulong) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (toast), "smith-undo-handler"));
      g_signal_handler_disconnect (toast, handler);
    }

  handler = g_signal_connect_data (toast, "button-clicked", undo, data, notify, G_CONNECT_SWAPPED);
  g_object_set_data (G_OBJECT (toast), "smith-undo-handler", GSIZE_TO_POINTER (handler));
  if (shown != NULL || overlay == NULL)
    return;

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, 2 * UNDO_SECONDS);
  g_object_set_data (G_OBJECT (overlay), "smith-replaceable-toast", toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (replaceable_dismissed_cb), overlay, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (overlay, g_steal_pointer (&toast));
}
