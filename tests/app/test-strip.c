/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-strip.h"
#include "smith-test.h"

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_strip (void)
{
  GtkWidget *strip = g_object_ref_sink (g_object_new (SMITH_TYPE_STRIP, NULL));
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_first_child (strip));
  guint activated = 0;
  guint other = 0;

  g_signal_connect_swapped (strip, "activated", G_CALLBACK (count_cb), &activated);
  g_signal_connect_swapped (strip, "other-activated", G_CALLBACK (count_cb), &other);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));

  smith_strip_set (SMITH_STRIP (strip), "go-next-symbolic", "Create the key", "_Create Key", NULL);
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  g_signal_emit_by_name (find_button (strip, "_Create Key"), "clicked");
  g_assert_cmpuint (activated, ==, 1);

  g_assert_true (gtk_widget_has_css_class (find_button (strip, "_Create Key"), "suggested-action"));
  smith_strip_set_suggested (SMITH_STRIP (strip), FALSE);
  g_assert_null (find_button (strip, "_Create Key"));
  g_assert_false (gtk_widget_has_css_class (find_button (strip, "Create Key"), "suggested-action"));
  g_assert_false (gtk_button_get_use_underline (GTK_BUTTON (find_button (strip, "Create Key"))));
  smith_strip_set_suggested (SMITH_STRIP (strip), TRUE);
  g_assert_true (gtk_button_get_use_underline (GTK_BUTTON (find_button (strip, "_Create Key"))));

  smith_strip_set (SMITH_STRIP (strip), "go-next-symbolic", "Not kept", "_Keep", "_Discard");
  g_assert_null (find_button (strip, "_Create Key"));
  g_signal_emit_by_name (find_button (strip, "_Discard"), "clicked");
  g_assert_cmpuint (activated, ==, 1);
  g_assert_cmpuint (other, ==, 1);

  smith_strip_set (SMITH_STRIP (strip), "go-next-symbolic", "Valid", NULL, NULL);
  g_assert_null (find_button (strip, "_Keep"));
  smith_strip_set (SMITH_STRIP (strip), NULL, NULL, NULL, NULL);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));

  g_assert_finalize_object (strip);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/strip/says-and-hides", test_strip);

  return g_test_run ();
}
