/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <glib/gi18n.h>

#include "smith-name-splitter.h"
#include "smith-request-draft-private.h"

/* The names of a request draft: added, removed, put in order. The time that an edit takes grows with the
 * number of names at most, that of a paste with both. */

/* No public CA takes nearly as many; a pasted novel ends here. */
#define MAX_NAMES 1000

/* Equal for the same name in another writing. What is no name is equal to the same text. */
static char *
dup_key (SmithNameEntry *entry)
{
  SmithAltName *name = smith_name_entry_get_alt_name (entry);

  /* Their text does not tell all of them: repeated ones are written once in the end. */
  if (name != NULL && smith_alt_name_get_kind (name) == SMITH_ALT_NAME_OTHER)
    return g_strdup_printf ("%p", (void *) name);

  return name != NULL ? g_strdup (smith_alt_name_get_prefixed (name))
                      : g_strconcat ("?", smith_name_entry_get_text (entry), NULL);
}

/**
 * smith_request_draft_append_entry: (skip)
 *
 * Returns: whether it was not there yet, and there was room for it
 */
gboolean
smith_request_draft_append_entry (SmithRequestDraft *self,
                                  SmithNameEntry    *entry)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->names)) >= MAX_NAMES ||
      !g_hash_table_add (self->keys, dup_key (entry)))
    return FALSE;

  g_list_store_append (self->names, entry);

  return TRUE;
}

void
smith_request_draft_clear_names (SmithRequestDraft *self)
{
  g_hash_table_remove_all (self->keys);
  g_list_store_remove_all (self->names);
  smith_request_draft_update_text (self, &self->names_note, NULL, SMITH_REQUEST_DRAFT_NAMES_NOTE);
}

/* @first: a name that was left out, as it was typed */
static char *
describe_refusal (guint       n_repeated,
                  guint       n_over,
                  const char *first)
{
  if (n_over > 0)
    return g_strdup_printf (ngettext ("A request has at most %d names: %u was left out.",
                                      "A request has at most %d names: %u were left out.", n_over), MAX_NAMES, n_over);
  if (n_repeated == 1)
    /* Translators: a name. */
    return g_strdup_printf (_("“%s” is in the list already."), first);
  if (n_repeated > 1)
    return g_strdup_printf (ngettext ("%u name is in the list already, such as “%s”.",
                                      "%u names are in the list already, such as “%s”.", n_repeated), n_repeated, first);

  return NULL;
}

/**
 * smith_request_draft_add_names:
 * @text: one name or a pasted list, see smith_name_splitter_split()
 *
 * Appends each that is not there yet. What is no name becomes a row as well, with its error, so that
 * nothing that was pasted gets lost. What was left out is told by smith_request_draft_get_names_note().
 *
 * Returns: how many were added
 */
guint
smith_request_draft_add_names (SmithRequestDraft *self,
                               const char        *text)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), 0);

  return smith_request_draft_insert_names (self, g_list_model_get_n_items (G_LIST_MODEL (self->names)), text);
}

/**
 * smith_request_draft_insert_names:
 * @position: where the first of them shall be, at most the number of names
 * @text: one name or a pasted list, see smith_name_splitter_split()
 *
 * The same as smith_request_draft_add_names(), in another place.
 *
 * Returns: how many were added
 */
guint
smith_request_draft_insert_names (SmithRequestDraft *self,
                                  guint              position,
                                  const char        *text)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *first = NULL;
  guint n_repeated = 0;
  guint n_over = 0;
  guint n;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), 0);
  g_return_val_if_fail (text != NULL, 0);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->names));
  g_return_val_if_fail (position <= n, 0);

  words = smith_name_splitter_split (text);
  entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (SmithNameEntry) entry = NULL;

      /* Reading a name has its price: not for the rest of a novel. */
      if (n + entries->len >= MAX_NAMES)
        {
          n_over++;
          continue;
        }
      entry = smith_name_entry_new (words[i]);
      if (g_hash_table_add (self->keys, dup_key (entry)))
        {
          g_ptr_array_add (entries, g_steal_pointer (&entry));
          continue;
        }
      n_repeated++;
      if (first == NULL)
        first = g_strdup (smith_name_entry_get_text (entry));
    }

  smith_request_draft_hold (self);
  smith_request_draft_update_text (self, &self->names_note, describe_refusal (n_repeated, n_over, first),
                                   SMITH_REQUEST_DRAFT_NAMES_NOTE);
  if (entries->len > 0)
    {
      g_list_store_splice (self->names, position, 0, entries->pdata, entries->len);
      smith_request_draft_update (self);
    }
  smith_request_draft_release (self);

  return entries->len;
}

/**
 * smith_request_draft_remove_name:
 * @position: the place of a name
 */
void
smith_request_draft_remove_name (SmithRequestDraft *self,
                                 guint              position)
{
  g_autoptr (SmithNameEntry) entry = NULL;
  g_autofree char *key = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (position < g_list_model_get_n_items (G_LIST_MODEL (self->names)));

  entry = g_list_model_get_item (G_LIST_MODEL (self->names), position);
  key = dup_key (entry);
  g_hash_table_remove (self->keys, key);
  smith_request_draft_hold (self);
  smith_request_draft_update_text (self, &self->names_note, NULL, SMITH_REQUEST_DRAFT_NAMES_NOTE);
  g_list_store_remove (self->names, position);
  smith_request_draft_update (self);
  smith_request_draft_release (self);
}

/**
 * smith_request_draft_move_name:
 * @from: the place of a name
 * @to: where it shall be
 */
void
smith_request_draft_move_name (SmithRequestDraft *self,
                               guint              from,
                               guint              to)
{
  g_autoptr (SmithNameEntry) entry = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (from < g_list_model_get_n_items (G_LIST_MODEL (self->names)));
  g_return_if_fail (to < g_list_model_get_n_items (G_LIST_MODEL (self->names)));

  if (from == to)
    return;

  entry = g_list_model_get_item (G_LIST_MODEL (self->names), from);
  smith_request_draft_hold (self);
  g_list_store_remove (self->names, from);
  g_list_store_insert (self->names, to, entry);
  smith_request_draft_update (self);
  smith_request_draft_release (self);
}

/**
 * smith_request_draft_get_names_note:
 *
 * Returns: (transfer none) (nullable): what the last paste left out and why, as a sentence
 */
const char *
smith_request_draft_get_names_note (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->names_note;
}
