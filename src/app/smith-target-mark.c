/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-target-mark.h"

#include <glib/gi18n.h>

#include "smith-tip.h"

/* Where a key works, to see: small in a row of a list, or as a row with its sentence. */

static GtkWidget *
new_symbol (SmithTargetVerdict verdict)
{
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name", smith_target_get_verdict_icon (verdict),
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  switch (verdict)
    {
    case SMITH_TARGET_VERDICT_YES:
      gtk_widget_add_css_class (image, "success");
      break;
    case SMITH_TARGET_VERDICT_NOTE:
      gtk_widget_add_css_class (image, "warning");
      break;
    case SMITH_TARGET_VERDICT_NO:
      gtk_widget_add_css_class (image, "error");
      break;
    default:
      g_return_val_if_reached (image);
    }

  return image;
}

/**
 * smith_target_mark_new:
 * @algorithm: (nullable): what the key is
 *
 * Returns: (transfer floating): a symbol and the place in a word; the whole sentence as the tooltip
 */
GtkWidget *
smith_target_mark_new (SmithTarget              target,
                       const SmithKeyAlgorithm *algorithm)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *label = gtk_label_new (smith_target_get_short_title (target));
  GtkWidget *image;
  const char *sentence;
  g_autofree char *tooltip = NULL;

  image = new_symbol (smith_target_judge (target, algorithm, &sentence));
  gtk_image_set_pixel_size (GTK_IMAGE (image), 12);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  tooltip = g_strdup_printf ("%s: %s", smith_target_get_title (target), sentence);
  smith_tip_set (box, tooltip);

  return box;
}

/**
 * smith_target_mark_new_row:
 * @algorithm: (nullable): what the key is
 *
 * Returns: (transfer floating): a row with the symbol, the place and the sentence
 */
GtkWidget *
smith_target_mark_new_row (SmithTarget              target,
                           const SmithKeyAlgorithm *algorithm)
{
  const char *sentence;
  SmithTargetVerdict verdict = smith_target_judge (target, algorithm, &sentence);
  GtkWidget *row;
  g_autofree char *label = NULL;

  row = g_object_new (ADW_TYPE_ACTION_ROW,
                      "title", smith_target_get_title (target),
                      "subtitle", sentence,
                      "use-markup", FALSE,
                      "title-lines", 0,
                      "subtitle-lines", 0,
                      NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), new_symbol (verdict));
  /* Translators: a place in AWS, the verdict in a word, and the reason in a sentence. */
  label = g_strdup_printf (_("%s: %s. %s"), smith_target_get_title (target),
                           smith_target_get_verdict_word (verdict), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return row;
}

/**
 * smith_target_mark_dup_description:
 * @algorithm: (nullable): what the key is
 *
 * Returns: (transfer full): all five verdicts in words, for a screen reader
 */
char *
smith_target_mark_dup_description (const SmithKeyAlgorithm *algorithm)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SMITH_N_TARGETS; i++)
    {
      SmithTargetVerdict verdict = smith_target_judge (i, algorithm, NULL);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", smith_target_get_short_title (i),
                              smith_target_get_verdict_word (verdict));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
