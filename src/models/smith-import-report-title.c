/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-report-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-import-reader.h"

/*
 * The sentence of a #SmithImportSummary: "3 certificates, 1 key; the key fits www.example.com; 1 duplicate; 1 file not
 * understood: notes.txt".
 */

/* Names in the sentence: more make it unreadable. */
#define MAX_NAMES 2

/**
 * smith_import_append_counts: (skip)
 * @parts: (element-type utf8): appended to
 * @counts: (array): how many there are of each #SmithImportKind
 */
void
smith_import_append_counts (GPtrArray   *parts,
                            const guint *counts)
{
  if (counts[SMITH_IMPORT_KIND_CERTIFICATE] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u certificate", "%u certificates", counts[SMITH_IMPORT_KIND_CERTIFICATE]),
                                             counts[SMITH_IMPORT_KIND_CERTIFICATE]));
  if (counts[SMITH_IMPORT_KIND_REQUEST] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u request", "%u requests", counts[SMITH_IMPORT_KIND_REQUEST]),
                                             counts[SMITH_IMPORT_KIND_REQUEST]));
  if (counts[SMITH_IMPORT_KIND_KEY] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u key", "%u keys", counts[SMITH_IMPORT_KIND_KEY]), counts[SMITH_IMPORT_KIND_KEY]));
  if (counts[SMITH_IMPORT_KIND_CRL] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u revocation list", "%u revocation lists", counts[SMITH_IMPORT_KIND_CRL]),
                                             counts[SMITH_IMPORT_KIND_CRL]));
}

/**
 * smith_import_join: (skip)
 * @parts: (element-type utf8): ended with %NULL by this
 * @separator: what comes between them
 *
 * Returns: (transfer full): all of them
 */
char *
smith_import_join (GPtrArray  *parts,
                   const char *separator)
{
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (separator, (char **) parts->pdata);
}

static void
append_named (GPtrArray  *clauses,
              const char *clause,
              GPtrArray  *names)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (shown, g_ptr_array_index (names, i));
  list = smith_import_join (shown, _(", "));
  g_ptr_array_add (clauses, g_strdup_printf ("%s: %s", clause, list));
}

/* "1 file not understood: notes.txt"; takes @clause. */
static void
append_files (GPtrArray *clauses,
              char      *clause,
              GPtrArray *names)
{
  g_autofree char *owned = clause;

  if (names->len == 0)
    return;
  if (names->len <= MAX_NAMES)
    append_named (clauses, clause, names);
  else
    g_ptr_array_add (clauses, g_steal_pointer (&owned));
}

/* What went to keys that were replaced. */
static void
append_former (SmithImportReport *self,
               GPtrArray         *clauses)
{
  GPtrArray *leaves = self->former_leaves;
  GPtrArray *requests = self->former_requests;
  GPtrArray *chains = self->former_chains;

  if (leaves->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the certificate belongs to the former key of %s"),
                                               (char *) g_ptr_array_index (leaves, 0)));
  else if (leaves->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u certificate belongs to a former key",
                                                         "%u certificates belong to former keys", leaves->len),
                                               leaves->len));
  if (requests->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the request belongs to the former key of %s"),
                                               (char *) g_ptr_array_index (requests, 0)));
  else if (requests->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u request belongs to a former key",
                                                         "%u requests belong to former keys", requests->len),
                                               requests->len));
  if (chains->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("continues the chain of a former certificate of %s"),
                                               (char *) g_ptr_array_index (chains, 0)));
  else if (chains->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("continues the chain of %u former certificate",
                                                         "continues the chains of %u former certificates", chains->len),
                                               chains->len));
}

static void
append_fits (SmithImportReport *self,
             GPtrArray         *clauses)
{
  GPtrArray *keys = self->fitting_keys;
  GPtrArray *leaves = self->fitting_leaves;

  if (keys->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the key fits %s"), (char *) g_ptr_array_index (keys, 0)));
  else if (keys->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u key fits", "%u keys fit", keys->len), keys->len));
  if (leaves->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the key of %s fits"), (char *) g_ptr_array_index (leaves, 0)));
  else if (leaves->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u key in the library fits", "%u keys in the library fit",
                                                         leaves->len), leaves->len));
}

static void
append_replaced (SmithImportReport *self,
                 GPtrArray         *clauses)
{
  GPtrArray *certificates = self->replaced_certificates;
  GPtrArray *requests = self->replaced_requests;

  if (certificates->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("replaces the certificate of %s"),
                                               (char *) g_ptr_array_index (certificates, 0)));
  else if (certificates->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("replaces %u certificate", "replaces %u certificates",
                                                         certificates->len), certificates->len));
  if (requests->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("replaces the request of %s"), (char *) g_ptr_array_index (requests, 0)));
  else if (requests->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("replaces %u request", "replaces %u requests", requests->len),
                                               requests->len));
}

/* The name of each source once. */
static void
add_name (GPtrArray  *names,
          const char *name)
{
  const char *slash = strrchr (name, '/');

  /* Where it lies is in the items. */
  if (slash != NULL && slash[1] != '\0')
    name = slash + 1;
  for (guint i = 0; i < names->len; i++)
    if (g_strcmp0 (g_ptr_array_index (names, i), name) == 0)
      return;
  g_ptr_array_add (names, (char *) name);
}

static gboolean
is_understood (SmithImportReport *self,
               GPtrArray         *part)
{
  for (guint i = 0; i < part->len; i++)
    if (smith_import_report_get_fate (self, g_ptr_array_index (part, i))->outcome < SMITH_IMPORT_LOCKED)
      return TRUE;

  return FALSE;
}

static void
append_problems (SmithImportReport *self,
                 GPtrArray         *parts,
                 GPtrArray         *clauses)
{
  g_autoptr (GPtrArray) locked = g_ptr_array_new ();
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();
  g_autoptr (GPtrArray) damaged = g_ptr_array_new ();
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      GPtrArray *part = g_ptr_array_index (parts, i);
      gboolean understood = is_understood (self, part);

      for (guint j = 0; j < part->len; j++)
        {
          SmithParsed *parsed = g_ptr_array_index (part, j);
          SmithImportOutcome outcome = smith_import_report_get_fate (self, parsed)->outcome;

          if (outcome == SMITH_IMPORT_LOCKED)
            add_name (locked, smith_parsed_get_source (parsed));
          else if (outcome == SMITH_IMPORT_NOT_UNDERSTOOD)
            add_name (understood ? damaged : unknown, smith_parsed_get_source (parsed));
          else if (outcome == SMITH_IMPORT_NOT_READ)
            add_name (unread, smith_parsed_get_source (parsed));
        }
    }
  for (guint i = 0; i < self->problems->len; i++)
    {
      SmithImportProblem *problem = g_ptr_array_index (self->problems, i);

      if (problem->outcome == SMITH_IMPORT_NOT_UNDERSTOOD)
        add_name (unknown, problem->label);
      else if (problem->outcome == SMITH_IMPORT_NOT_READ)
        add_name (unread, problem->label);
    }

  append_files (clauses, g_strdup_printf (ngettext ("%u stays locked", "%u stay locked", locked->len), locked->len),
                locked);
  if (self->pasted && unknown->len == 1)
    {
      g_ptr_array_add (clauses, g_strdup_printf (_("“%s” not understood"), (char *) g_ptr_array_index (unknown, 0)));
      g_ptr_array_set_size (unknown, 0);
    }
  append_files (clauses, g_strdup_printf (ngettext ("%u file not understood", "%u files not understood", unknown->len),
                                          unknown->len), unknown);
  if (self->pasted && damaged->len == 1)
    {
      g_ptr_array_add (clauses, g_strdup (_("a part of it not understood")));
      g_ptr_array_set_size (damaged, 0);
    }
  append_files (clauses, g_strdup_printf (ngettext ("%u file understood in part", "%u files understood in part",
                                                    damaged->len), damaged->len), damaged);
  append_files (clauses, g_strdup_printf (ngettext ("%u not read", "%u not read", unread->len), unread->len), unread);
}

/**
 * smith_import_report_make_title: (skip)
 * @parts: (element-type GPtrArray): what was found, file by file
 *
 * Returns: (transfer full): the sentence
 */
char *
smith_import_report_make_title (SmithImportReport *self,
                                GPtrArray         *parts)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) clauses = g_ptr_array_new_with_free_func (g_free);
  guint counts[SMITH_IMPORT_N_KINDS] = { 0, };
  guint n_known = 0;
  guint n_left_out = 0;
  guint n_unsaved = 0;

  for (guint i = 0; i < self->found->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (self->found, i);
      SmithImportFate *fate = smith_import_report_get_fate (self, parsed);
      gboolean crl = smith_import_get_kind (parsed) == SMITH_IMPORT_KIND_CRL && fate->outcome == SMITH_IMPORT_LEFT_OUT;

      if (fate->came_in || crl)
        counts[smith_import_get_kind (parsed)]++;
      n_known += fate->outcome == SMITH_IMPORT_KNOWN;
      n_left_out += fate->outcome == SMITH_IMPORT_LEFT_OUT && !crl;
      n_unsaved += fate->outcome == SMITH_IMPORT_NOT_SAVED;
    }

  smith_import_append_counts (things, counts);
  if (things->len > 0)
    g_ptr_array_add (clauses, smith_import_join (things, _(", ")));
  append_fits (self, clauses);
  append_former (self, clauses);
  append_replaced (self, clauses);
  if (self->n_broken_keys > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u key is damaged: do not use it",
                                                         "%u keys are damaged: do not use them", self->n_broken_keys),
                                               self->n_broken_keys));
  if (self->n_weak_keys > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u key needs attention", "%u keys need attention",
                                                         self->n_weak_keys), self->n_weak_keys));
  if (n_unsaved > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u could not be saved", "%u could not be saved", n_unsaved),
                                               n_unsaved));
  if (counts[SMITH_IMPORT_KIND_CRL] > 0)
    g_ptr_array_add (clauses, g_strdup (ngettext ("the revocation list is not kept", "the revocation lists are not kept",
                                                  counts[SMITH_IMPORT_KIND_CRL])));
  if (n_known > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u duplicate", "%u duplicates", n_known), n_known));
  if (n_left_out > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u left out", "%u left out", n_left_out), n_left_out));
  append_problems (self, parts, clauses);
  if (clauses->len == 0)
    return g_strdup (_("Nothing to import"));

  /* Translators: between the parts of "3 certificates, 1 key; the key fits www.example.com". */
  return smith_import_join (clauses, _("; "));
}
