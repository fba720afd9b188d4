/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-report-private.h"

#include "smith-import-reader.h"

/**
 * smith-import-report:
 *
 * Collects what became of each thing that came in, by what really happened. The sentence and the items of a
 * #SmithImportSummary are made of it in smith-import-report-title.c and smith-import-report-items.c.
 */

static void
free_fate (gpointer data)
{
  SmithImportFate *fate = data;

  g_string_free (fate->text, TRUE);
  g_free (fate);
}

/**
 * smith_import_report_get_fate: (skip)
 * @parsed: one of what was found
 *
 * Returns: (transfer none): what became of it, as far as it is known
 */
SmithImportFate *
smith_import_report_get_fate (SmithImportReport *self,
                              SmithParsed       *parsed)
{
  SmithImportFate *fate = g_hash_table_lookup (self->fates, parsed);

  if (fate == NULL)
    {
      fate = g_new0 (SmithImportFate, 1);
      fate->text = g_string_new (NULL);
      g_hash_table_insert (self->fates, parsed, fate);
    }

  return fate;
}

SmithImportKind
smith_import_get_kind (SmithParsed *parsed)
{
  if (smith_parsed_get_certificate (parsed) != NULL)
    return SMITH_IMPORT_KIND_CERTIFICATE;
  if (smith_parsed_get_request (parsed) != NULL)
    return SMITH_IMPORT_KIND_REQUEST;
  if (smith_parsed_get_key (parsed) != NULL)
    return SMITH_IMPORT_KIND_KEY;

  return smith_parsed_get_crl (parsed) != NULL ? SMITH_IMPORT_KIND_CRL : SMITH_IMPORT_KIND_NOTHING;
}

static void
add_line (SmithImportReport  *self,
          SmithParsed        *parsed,
          SmithImportOutcome  outcome,
          const char         *text)
{
  SmithImportFate *fate = smith_import_report_get_fate (self, parsed);

  if (fate->text->len > 0)
    g_string_append_c (fate->text, '\n');
  g_string_append (fate->text, text);
  fate->outcome = MAX (fate->outcome, outcome);
  fate->came_in |= outcome == SMITH_IMPORT_ADDED || outcome == SMITH_IMPORT_WEAK || outcome == SMITH_IMPORT_DAMAGED ||
                   outcome == SMITH_IMPORT_NOT_SAVED;
}

/**
 * smith_import_report_new: (skip)
 * @found: (element-type SmithParsed): what the parser found
 * @problems: (element-type SmithImportProblem): what it was not shown
 * @pasted: whether it was text, and no file
 *
 * Returns: (transfer full): a report in which nothing has happened yet
 */
SmithImportReport *
smith_import_report_new (GPtrArray *found,
                         GPtrArray *problems,
                         gboolean   pasted)
{
  SmithImportReport *self = g_new0 (SmithImportReport, 1);

  self->found = g_ptr_array_ref (found);
  self->problems = g_ptr_array_ref (problems);
  self->pasted = pasted;
  self->fates = g_hash_table_new_full (NULL, NULL, NULL, free_fate);
  self->fitting_keys = g_ptr_array_new_with_free_func (g_free);
  self->fitting_leaves = g_ptr_array_new_with_free_func (g_free);
  self->former_leaves = g_ptr_array_new_with_free_func (g_free);
  self->former_requests = g_ptr_array_new_with_free_func (g_free);
  self->former_chains = g_ptr_array_new_with_free_func (g_free);
  self->replaced_certificates = g_ptr_array_new_with_free_func (g_free);
  self->replaced_requests = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * smith_import_report_free: (skip)
 * @self: (transfer full): a report
 */
void
smith_import_report_free (SmithImportReport *self)
{
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->problems);
  g_hash_table_unref (self->fates);
  g_ptr_array_unref (self->fitting_keys);
  g_ptr_array_unref (self->fitting_leaves);
  g_ptr_array_unref (self->former_leaves);
  g_ptr_array_unref (self->former_requests);
  g_ptr_array_unref (self->former_chains);
  g_ptr_array_unref (self->replaced_certificates);
  g_ptr_array_unref (self->replaced_requests);
  g_free (self);
}

/**
 * smith_import_report_add_lines: (skip)
 * @lines: (element-type SmithImportLine): what is so
 */
void
smith_import_report_add_lines (SmithImportReport *self,
                               GPtrArray         *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      SmithImportLine *line = g_ptr_array_index (lines, i);

      add_line (self, line->parsed, line->outcome, line->text);
    }
}

/**
 * smith_import_report_add_step: (skip)
 * @step: one that is done
 */
void
smith_import_report_add_step (SmithImportReport *self,
                              SmithImportStep   *step)
{
  smith_import_report_add_lines (self, step->lines);
  if (step->key_fits)
    g_ptr_array_add (self->fitting_keys, g_strdup (step->name));
  if (step->leaf_fits)
    g_ptr_array_add (self->fitting_leaves, g_strdup (step->name));
  if (step->leaf_fits_former)
    g_ptr_array_add (self->former_leaves, g_strdup (step->name));
  if (step->request_fits_former)
    g_ptr_array_add (self->former_requests, g_strdup (step->name));
  if (step->chain_fits_former)
    g_ptr_array_add (self->former_chains, g_strdup (step->name));
  if (step->replaces_certificate)
    g_ptr_array_add (self->replaced_certificates, g_strdup (step->name));
  self->n_weak_keys += step->key_is_weak;
  self->n_broken_keys += step->key_is_broken;
  if (step->replaces_request)
    g_ptr_array_add (self->replaced_requests, g_strdup (step->name));
}

/**
 * smith_import_report_add_unsaved: (skip)
 * @step: one that could not be done
 * @outcome: what became of it
 * @text: why, and the same in words
 */
void
smith_import_report_add_unsaved (SmithImportReport *self,
                                 SmithImportStep   *step,
                                 SmithImportOutcome outcome,
                                 const char        *text)
{
  for (guint i = 0; i < step->lines->len; i++)
    {
      SmithImportLine *line = g_ptr_array_index (step->lines, i);

      add_line (self, line->parsed, outcome, text);
    }
}

/* In the order in which they came: what has the same source is one file. */
static GPtrArray *
split_by_source (SmithImportReport *self)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) by_source = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->found->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (self->found, i);
      GPtrArray *part = g_hash_table_lookup (by_source, smith_parsed_get_source (parsed));

      if (part == NULL)
        {
          part = g_ptr_array_new ();
          g_ptr_array_add (parts, part);
          g_hash_table_insert (by_source, (char *) smith_parsed_get_source (parsed), part);
        }
      g_ptr_array_add (part, parsed);
    }

  return parts;
}

/**
 * smith_import_report_fill: (skip)
 * @summary: gets the sentence, and an item for each file
 */
void
smith_import_report_fill (SmithImportReport  *self,
                          SmithImportSummary *summary)
{
  g_autoptr (GPtrArray) parts = split_by_source (self);
  g_autofree char *title = smith_import_report_make_title (self, parts);

  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr (SmithImportItem) item = smith_import_report_make_item (self, g_ptr_array_index (parts, i));

      smith_import_summary_add_item (summary, item);
    }
  for (guint i = 0; i < self->problems->len; i++)
    {
      SmithImportProblem *problem = g_ptr_array_index (self->problems, i);
      g_autoptr (SmithImportItem) item = smith_import_item_new (problem->label, problem->reason, problem->outcome, NULL);

      smith_import_summary_add_item (summary, item);
    }
  smith_import_summary_set_title (summary, title);
}
