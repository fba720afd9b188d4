/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pem-private.h"

#include <glib/gi18n.h>

/*
 * In words, how a PEM block was mended.
 */

/* Takes @words, which are added where there are any. */
static void
add_counted (GStrvBuilder *builder,
             guint         n,
             char         *words)
{
  if (n > 0)
    g_strv_builder_add (builder, words);
  g_free (words);
}

static void
add_if (GStrvBuilder *builder,
        const char   *words,
        gboolean      applies)
{
  if (applies)
    g_strv_builder_add (builder, words);
}

/**
 * smith_pem_mends_to_strv:
 *
 * Returns: (transfer full): translated words for each mend, such as "22 trailing spaces removed"; several make a
 *   list with commas
 */
char **
smith_pem_mends_to_strv (const SmithPemMends *mends)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **list;

  add_if (builder, _("byte order mark removed"), mends->has_bom);
  add_if (builder, _("bag attributes left out"), mends->has_bag_attributes);
  add_counted (builder, mends->n_text_lines,
               g_strdup_printf (ngettext ("%u line of other text left out", "%u lines of other text left out", mends->n_text_lines),
                                mends->n_text_lines));
  add_if (builder, _("glued BEGIN and END lines separated"), mends->is_glued);
  add_if (builder, _("damaged BEGIN or END line corrected"), mends->has_damaged_dashes);
  add_if (builder, _("missing END line added"), mends->lacks_end);
  add_counted (builder, mends->n_windows_lines,
               g_strdup_printf (ngettext ("%u Windows line end changed", "%u Windows line ends changed", mends->n_windows_lines),
                                mends->n_windows_lines));
  add_counted (builder, mends->n_mac_lines,
               g_strdup_printf (ngettext ("%u old Mac line end changed", "%u old Mac line ends changed", mends->n_mac_lines),
                                mends->n_mac_lines));
  add_counted (builder, mends->n_trailing_spaces,
               g_strdup_printf (ngettext ("%u trailing space removed", "%u trailing spaces removed", mends->n_trailing_spaces),
                                mends->n_trailing_spaces));
  add_counted (builder, mends->n_inner_spaces,
               g_strdup_printf (ngettext ("%u space inside removed", "%u spaces inside removed", mends->n_inner_spaces),
                                mends->n_inner_spaces));
  add_if (builder, _("quotation marks and escapes of a mail or program removed"), mends->is_quoted);
  add_if (builder, _("lines broken anew after 64 characters"), mends->has_odd_lines);
  add_if (builder, _("equals signs at the end corrected"), mends->has_odd_padding);
  list = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return list;
}
