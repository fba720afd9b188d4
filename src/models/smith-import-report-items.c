/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-report-private.h"

#include <glib/gi18n.h>

#include "smith-import-slot-private.h"

/*
 * The items of a #SmithImportSummary: a file, and what was in it, each with what became of it and how it was mended.
 */

static char *
describe_thing (SmithParsed *parsed)
{
  switch (smith_import_get_kind (parsed))
    {
    case SMITH_IMPORT_KIND_CERTIFICATE:
      return g_strdup_printf (_("Certificate “%s”"), smith_certificate_get_title (smith_parsed_get_certificate (parsed)));
    case SMITH_IMPORT_KIND_REQUEST:
      return g_strdup_printf (_("Request “%s”"), smith_import_get_request_title (smith_parsed_get_request (parsed)));
    case SMITH_IMPORT_KIND_KEY:
      return g_strdup_printf (_("Private key, %s"),
                              smith_public_key_get_title (smith_key_get_public_key (smith_parsed_get_key (parsed))));
    case SMITH_IMPORT_KIND_CRL:
      return g_strdup_printf (_("Revocation list of “%s”"),
                              smith_name_get_display_name (smith_crl_get_issuer (smith_parsed_get_crl (parsed))));
    case SMITH_IMPORT_KIND_NOTHING:
    case SMITH_IMPORT_N_KINDS:
    default:
      return g_strdup (_("A part that did not come in"));
    }
}

/* What became of it, then how it was mended. */
static char *
describe_fate (SmithImportReport *self,
               SmithParsed       *parsed)
{
  const char * const *mends = smith_parsed_get_mends (parsed);
  SmithImportFate *fate = smith_import_report_get_fate (self, parsed);
  GString *text = g_string_new (fate->text->str);

  if (smith_import_get_kind (parsed) != SMITH_IMPORT_KIND_NOTHING && mends[0] != NULL)
    {
      g_autofree char *all = g_strjoinv (_(", "), (char **) mends);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: before "22 trailing spaces removed, EC PARAMETERS dropped" */
      g_string_append_printf (text, _("Mended: %s"), all);
    }

  return g_string_free (text, FALSE);
}

static void
count_kinds (GPtrArray *part,
             guint     *counts)
{
  for (guint i = 0; i < part->len; i++)
    counts[smith_import_get_kind (g_ptr_array_index (part, i))]++;
}

/* "3 certificates, 1 key in PKCS#12", and how many of them are nothing new. */
static char *
describe_content (SmithImportReport *self,
                  GPtrArray         *part)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *format = smith_parsed_get_format (g_ptr_array_index (part, 0));
  guint counts[SMITH_IMPORT_N_KINDS] = { 0, };
  guint n_known = 0;
  g_autofree char *content = NULL;
  g_autofree char *known = NULL;

  count_kinds (part, counts);
  smith_import_append_counts (parts, counts);
  if (counts[SMITH_IMPORT_KIND_NOTHING] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u part that did not come in", "%u parts that did not come in",
                                                       counts[SMITH_IMPORT_KIND_NOTHING]), counts[SMITH_IMPORT_KIND_NOTHING]));
  /* Translators: between the parts of "3 certificates, 1 key". */
  content = smith_import_join (parts, _(", "));
  for (guint i = 0; i < part->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (part, i);

      n_known += smith_import_report_get_fate (self, parsed)->outcome == SMITH_IMPORT_KNOWN;
      if (g_strcmp0 (format, smith_parsed_get_format (parsed)) != 0)
        format = "";
    }
  known = n_known > 0 ? g_strdup_printf (ngettext ("; %u duplicate", "; %u duplicates", n_known), n_known) : g_strdup ("");
  if (*format == '\0')
    return g_strconcat (content, known, NULL);

  /* Translators: "3 certificates, 1 key", a format such as PKCS#12, and nothing or "; 2 duplicates". */
  return g_strdup_printf (_("%s in %s%s"), content, format, known);
}

static SmithImportItem *
make_single (SmithImportReport *self,
             SmithParsed       *parsed)
{
  const char *format = smith_parsed_get_format (parsed);
  g_autofree char *fate = describe_fate (self, parsed);
  g_autofree char *thing = NULL;
  g_autofree char *text = NULL;

  if (smith_import_get_kind (parsed) == SMITH_IMPORT_KIND_NOTHING)
    return smith_import_item_new (smith_parsed_get_source (parsed), fate, smith_import_report_get_fate (self, parsed)->outcome, NULL);

  thing = describe_thing (parsed);
  text = *format != '\0' ? g_strdup_printf ("%s, %s\n%s", thing, format, fate) : g_strdup_printf ("%s\n%s", thing, fate);

  return smith_import_item_new (smith_parsed_get_source (parsed), text, smith_import_report_get_fate (self, parsed)->outcome, NULL);
}

/**
 * smith_import_report_make_item: (skip)
 * @part: (element-type SmithParsed): what has the same source
 *
 * Returns: (transfer full): one file, and what was in it
 */
SmithImportItem *
smith_import_report_make_item (SmithImportReport *self,
                               GPtrArray         *part)
{
  g_autoptr (GListStore) children = NULL;
  g_autofree char *content = NULL;
  SmithImportOutcome worst = SMITH_IMPORT_ADDED;

  if (part->len == 1)
    return make_single (self, g_ptr_array_index (part, 0));

  children = g_list_store_new (SMITH_TYPE_IMPORT_ITEM);
  for (guint i = 0; i < part->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (part, i);
      g_autofree char *title = describe_thing (parsed);
      g_autofree char *text = describe_fate (self, parsed);
      SmithImportOutcome outcome = smith_import_report_get_fate (self, parsed)->outcome;
      g_autoptr (SmithImportItem) child = smith_import_item_new (title, text, outcome, NULL);

      g_list_store_append (children, child);
      worst = MAX (worst, outcome);
    }
  content = describe_content (self, part);

  return smith_import_item_new (smith_parsed_get_source (g_ptr_array_index (part, 0)), content, worst,
                                G_LIST_MODEL (children));
}
