/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-planning-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-bundle.h"

/*
 * Step 6 of a plan, its second half, what a person is to choose among: the certificates of a file that holds hundreds of them.
 */

/* The name of the file that a new identity would come from, where that is certificates only; an archive's own name. */
static char *
dup_loose_file (SmithImportSlot *slot)
{
  const char *source;

  if (slot->data != NULL || slot->owner != NULL || slot->key != NULL || slot->request != NULL || slot->leaf == NULL)
    return NULL;
  source = smith_parsed_get_source (slot->leaf);

  return g_strndup (source, strcspn (source, "!"));
}

/* An intermediate may be in many chains. */
static void
set_aside (SmithImportPlanning *planning,
           GHashTable          *seen,
           SmithParsed         *parsed)
{
  if (!g_hash_table_add (seen, parsed))
    return;
  g_string_append (planning->plan->loose, smith_certificate_get_pem (smith_parsed_get_certificate (parsed)));
  smith_import_planning_tell (planning, parsed, SMITH_IMPORT_LEFT_OUT,
                              _("Left out: it came with hundreds of others and belongs to no key. "
                                "It is shown in a window of its own"));
}

/**
 * smith_import_set_bundles_aside: (skip)
 * @planning: with all that found a place
 *
 * As many new identities of one file as somebody looks into, not as somebody keeps (see %SMITH_BUNDLE_MANY), are none.
 */
void
smith_import_set_bundles_aside (SmithImportPlanning *planning)
{
  g_autoptr (GHashTable) n_of_file = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < planning->slots->len; i++)
      {
        SmithImportSlot *slot = g_ptr_array_index (planning->slots, i);
        g_autofree char *file = dup_loose_file (slot);
        guint n = file != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (n_of_file, file)) : 0;

        if (file != NULL && pass == 0)
          g_hash_table_insert (n_of_file, g_strdup (file), GUINT_TO_POINTER (n + 1));
        else if (n > SMITH_BUNDLE_MANY)
          {
            if (planning->plan->loose == NULL)
              {
                planning->plan->loose = g_string_new (NULL);
                planning->plan->loose_name = g_strdup (file);
              }
            set_aside (planning, seen, slot->leaf);
            for (guint j = 0; j < slot->links->len; j++)
              set_aside (planning, seen, g_ptr_array_index (slot->links, j));
            slot->leaf = NULL;
            g_ptr_array_set_size (slot->links, 0);
            g_clear_pointer (&slot->chain, g_ptr_array_unref);
          }
      }
}
