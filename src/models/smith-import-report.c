/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-report-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-import-reader.h"
#include "smith-import-slot-private.h"

/**
 * smith-import-report:
 *
 * Collects what became of each thing that came in, and makes of it the sentence and the items of a
 * #SmithImportSummary. Everything is counted here, by what really happened.
 */

/* Names in the sentence: more make it unreadable. */
#define MAX_NAMES 2

typedef enum
{
  KIND_CERTIFICATE,
  KIND_REQUEST,
  KIND_KEY,
  KIND_CRL,
  KIND_NOTHING,
  N_KINDS
} Kind;

/* What became of one thing. */
typedef struct
{
  GString            *text;
  SmithImportOutcome  outcome;  /* the worst */
  gboolean            came_in;
} Fate;

struct _SmithImportReport
{
  GPtrArray  *found;
  GPtrArray  *problems;
  GHashTable *fates;           /* SmithParsed → Fate */
  GPtrArray  *fitting_keys;    /* names of identities, and so the others */
  GPtrArray  *fitting_leaves;
  GPtrArray  *former_leaves;   /* of keys that were replaced */
  GPtrArray  *replaced_certificates;
  GPtrArray  *replaced_requests;
  guint       n_weak_keys;
  guint       n_broken_keys;
  gboolean    pasted;
};

static void
free_fate (gpointer data)
{
  Fate *fate = data;

  g_string_free (fate->text, TRUE);
  g_free (fate);
}

static Fate *
get_fate (SmithImportReport *self,
          SmithParsed       *parsed)
{
  Fate *fate = g_hash_table_lookup (self->fates, parsed);

  if (fate == NULL)
    {
      fate = g_new0 (Fate, 1);
      fate->text = g_string_new (NULL);
      g_hash_table_insert (self->fates, parsed, fate);
    }

  return fate;
}

static Kind
get_kind (SmithParsed *parsed)
{
  if (smith_parsed_get_certificate (parsed) != NULL)
    return KIND_CERTIFICATE;
  if (smith_parsed_get_request (parsed) != NULL)
    return KIND_REQUEST;
  if (smith_parsed_get_key (parsed) != NULL)
    return KIND_KEY;

  return smith_parsed_get_crl (parsed) != NULL ? KIND_CRL : KIND_NOTHING;
}

static void
add_line (SmithImportReport  *self,
          SmithParsed        *parsed,
          SmithImportOutcome  outcome,
          const char         *text)
{
  Fate *fate = get_fate (self, parsed);

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

/* Items */

static char *
describe_thing (SmithParsed *parsed)
{
  switch (get_kind (parsed))
    {
    case KIND_CERTIFICATE:
      return g_strdup_printf (_("Certificate “%s”"), smith_certificate_get_title (smith_parsed_get_certificate (parsed)));
    case KIND_REQUEST:
      return g_strdup_printf (_("Request “%s”"), smith_import_get_request_title (smith_parsed_get_request (parsed)));
    case KIND_KEY:
      return g_strdup_printf (_("Private key, %s"),
                              smith_public_key_get_title (smith_key_get_public_key (smith_parsed_get_key (parsed))));
    case KIND_CRL:
      return g_strdup_printf (_("Revocation list of “%s”"),
                              smith_name_get_display_name (smith_crl_get_issuer (smith_parsed_get_crl (parsed))));
    case KIND_NOTHING:
    case N_KINDS:
    default:
      return g_strdup (_("Something else"));
    }
}

/* What became of it, then how it was mended. */
static char *
describe_fate (SmithImportReport *self,
               SmithParsed       *parsed)
{
  const char * const *mends = smith_parsed_get_mends (parsed);
  Fate *fate = get_fate (self, parsed);
  GString *text = g_string_new (fate->text->str);

  if (get_kind (parsed) != KIND_NOTHING && mends[0] != NULL)
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
    counts[get_kind (g_ptr_array_index (part, i))]++;
}

static void
append_counts (GPtrArray   *parts,
               const guint *counts)
{
  if (counts[KIND_CERTIFICATE] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u certificate", "%u certificates", counts[KIND_CERTIFICATE]),
                                             counts[KIND_CERTIFICATE]));
  if (counts[KIND_REQUEST] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u request", "%u requests", counts[KIND_REQUEST]),
                                             counts[KIND_REQUEST]));
  if (counts[KIND_KEY] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u key", "%u keys", counts[KIND_KEY]), counts[KIND_KEY]));
  if (counts[KIND_CRL] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u revocation list", "%u revocation lists", counts[KIND_CRL]),
                                             counts[KIND_CRL]));
}

static char *
join (GPtrArray  *parts,
      const char *separator)
{
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (separator, (char **) parts->pdata);
}

/* "3 certificates, 1 key in PKCS#12", and how many of them are nothing new. */
static char *
describe_content (SmithImportReport *self,
                  GPtrArray         *part)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *format = smith_parsed_get_format (g_ptr_array_index (part, 0));
  guint counts[N_KINDS] = { 0, };
  guint n_known = 0;
  g_autofree char *content = NULL;
  g_autofree char *known = NULL;

  count_kinds (part, counts);
  append_counts (parts, counts);
  if (counts[KIND_NOTHING] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u part that did not come in", "%u parts that did not come in",
                                                       counts[KIND_NOTHING]), counts[KIND_NOTHING]));
  /* Translators: between the parts of "3 certificates, 1 key". */
  content = join (parts, _(", "));
  for (guint i = 0; i < part->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (part, i);

      n_known += get_fate (self, parsed)->outcome == SMITH_IMPORT_KNOWN;
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

  if (get_kind (parsed) == KIND_NOTHING)
    return smith_import_item_new (smith_parsed_get_source (parsed), fate, get_fate (self, parsed)->outcome, NULL);

  thing = describe_thing (parsed);
  text = *format != '\0' ? g_strdup_printf ("%s, %s\n%s", thing, format, fate) : g_strdup_printf ("%s\n%s", thing, fate);

  return smith_import_item_new (smith_parsed_get_source (parsed), text, get_fate (self, parsed)->outcome, NULL);
}

/* One file, and what was in it. */
static SmithImportItem *
make_item (SmithImportReport *self,
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
      SmithImportOutcome outcome = get_fate (self, parsed)->outcome;
      g_autoptr (SmithImportItem) child = smith_import_item_new (title, text, outcome, NULL);

      g_list_store_append (children, child);
      worst = MAX (worst, outcome);
    }
  content = describe_content (self, part);

  return smith_import_item_new (smith_parsed_get_source (g_ptr_array_index (part, 0)), content, worst,
                                G_LIST_MODEL (children));
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

/* The sentence */

static void
append_named (GPtrArray  *clauses,
              const char *clause,
              GPtrArray  *names)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (shown, g_ptr_array_index (names, i));
  list = join (shown, _(", "));
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

static void
append_fits (SmithImportReport *self,
             GPtrArray         *clauses)
{
  GPtrArray *keys = self->fitting_keys;
  GPtrArray *leaves = self->fitting_leaves;
  GPtrArray *former = self->former_leaves;

  if (keys->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the key fits %s"), (char *) g_ptr_array_index (keys, 0)));
  else if (keys->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u key fits", "%u keys fit", keys->len), keys->len));
  if (leaves->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the key of %s fits"), (char *) g_ptr_array_index (leaves, 0)));
  else if (leaves->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u key in the library fits", "%u keys in the library fit",
                                                         leaves->len), leaves->len));
  if (former->len == 1)
    g_ptr_array_add (clauses, g_strdup_printf (_("the certificate belongs to the former key of %s"),
                                               (char *) g_ptr_array_index (former, 0)));
  else if (former->len > 1)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u certificate belongs to a former key",
                                                         "%u certificates belong to former keys", former->len),
                                               former->len));
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
    if (get_fate (self, g_ptr_array_index (part, i))->outcome < SMITH_IMPORT_LOCKED)
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
          SmithImportOutcome outcome = get_fate (self, parsed)->outcome;

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
  append_files (clauses, g_strdup_printf (ngettext ("%u file understood in part", "%u files understood in part",
                                                    damaged->len), damaged->len), damaged);
  append_files (clauses, g_strdup_printf (ngettext ("%u not read", "%u not read", unread->len), unread->len), unread);
}

static char *
make_title (SmithImportReport *self,
            GPtrArray         *parts)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) clauses = g_ptr_array_new_with_free_func (g_free);
  guint counts[N_KINDS] = { 0, };
  guint n_known = 0;
  guint n_left_out = 0;
  guint n_unsaved = 0;

  for (guint i = 0; i < self->found->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (self->found, i);
      Fate *fate = get_fate (self, parsed);
      gboolean crl = get_kind (parsed) == KIND_CRL && fate->outcome == SMITH_IMPORT_LEFT_OUT;

      if (fate->came_in || crl)
        counts[get_kind (parsed)]++;
      n_known += fate->outcome == SMITH_IMPORT_KNOWN;
      n_left_out += fate->outcome == SMITH_IMPORT_LEFT_OUT && !crl;
      n_unsaved += fate->outcome == SMITH_IMPORT_NOT_SAVED;
    }

  append_counts (things, counts);
  if (things->len > 0)
    g_ptr_array_add (clauses, join (things, _(", ")));
  append_fits (self, clauses);
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
  if (counts[KIND_CRL] > 0)
    g_ptr_array_add (clauses, g_strdup (ngettext ("the revocation list is not kept", "the revocation lists are not kept",
                                                  counts[KIND_CRL])));
  if (n_known > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u duplicate", "%u duplicates", n_known), n_known));
  if (n_left_out > 0)
    g_ptr_array_add (clauses, g_strdup_printf (ngettext ("%u left out", "%u left out", n_left_out), n_left_out));
  append_problems (self, parts, clauses);
  if (clauses->len == 0)
    return g_strdup (_("Nothing to import"));

  /* Translators: between the parts of "3 certificates, 1 key; the key fits www.example.com". */
  return join (clauses, _("; "));
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
  g_autofree char *title = make_title (self, parts);

  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr (SmithImportItem) item = make_item (self, g_ptr_array_index (parts, i));

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
