/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-planning-private.h"

#include <glib/gi18n.h>

#include "smith-path.h"

/*
 * Steps 4 and 5 of a plan: issuers go to the chains that lack them, those of former certificates last; and those that nobody
 * wants become identities.
 */

static gboolean
holds (GPtrArray        *certificates,
       SmithCertificate *certificate)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (smith_certificate_equal (g_ptr_array_index (certificates, i), certificate))
      return TRUE;

  return FALSE;
}

/**
 * smith_import_list_issuers: (skip)
 * @unused: only of the certificates without a place
 *
 * Returns: (transfer full): whom the certificates that came in name as their issuers, in the words of RFC 4514; good as long
 *   as those
 */
GHashTable *
smith_import_list_issuers (SmithImportPlanning *planning,
                           gboolean             unused)
{
  GHashTable *issuers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < planning->certificates->len; i++)
    {
      SmithCertificate *certificate = smith_parsed_get_certificate (g_ptr_array_index (planning->certificates, i));

      if (!smith_certificate_is_self_signed (certificate) &&
          !(unused && g_hash_table_contains (planning->used, certificate)))
        g_hash_table_add (issuers, (char *) smith_name_get_rfc4514 (smith_certificate_get_issuer (certificate)));
    }

  return issuers;
}

/* Of one identity, or of one former key: its chain, with what came in. Nothing that was in it goes. */
static void
extend_chain (SmithImportPlanning *planning,
              SmithImportSlot     *slot)
{
  SmithCertificate *leaf = smith_import_slot_get_leaf (slot);
  GPtrArray *before = smith_import_slot_get_contents (slot)->chain;
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autoptr (GPtrArray) path = NULL;
  gboolean changed = slot->leaf != NULL;

  if (leaf == NULL)
    return;
  for (guint i = 0; before != NULL && i < before->len; i++)
    g_ptr_array_add (candidates, g_ptr_array_index (before, i));
  /* Nobody but itself signed a root: no need to look through a bundle of thousands for each of them. */
  for (guint i = 0; !smith_certificate_is_self_signed (leaf) && i < planning->issuers->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (planning->issuers, i);

      if (!holds (before, certificate))
        g_ptr_array_add (candidates, certificate);
    }

  path = smith_path_order (leaf, candidates, NULL);
  for (guint i = 0; i < path->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (path, i);
      SmithParsed *parsed = g_hash_table_lookup (planning->parsed_of, certificate);

      if (parsed == NULL)
        continue;
      changed = TRUE;
      g_ptr_array_add (slot->links, parsed);
      g_hash_table_add (planning->used, certificate);
    }
  if (!changed)
    return;

  slot->chain = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < path->len; i++)
    g_ptr_array_add (slot->chain, g_object_ref (g_ptr_array_index (path, i)));
  /* Of another leaf's chain only what fits this one is taken over: the rest stays with the old one. */
  for (guint i = 0; slot->leaf == NULL && before != NULL && i < before->len; i++)
    if (!holds (slot->chain, g_ptr_array_index (before, i)))
      g_ptr_array_add (slot->chain, g_object_ref (g_ptr_array_index (before, i)));
}

/* Subjects of the issuers that chains of the library may need: intermediates, and what has no place. */
static GHashTable *
list_needed_subjects (SmithImportPlanning *planning)
{
  GHashTable *subjects = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < planning->issuers->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (planning->issuers, i);

      if (!smith_certificate_is_self_signed (certificate) || !g_hash_table_contains (planning->used, certificate))
        g_hash_table_add (subjects, (char *) smith_name_get_rfc4514 (smith_certificate_get_subject (certificate)));
    }

  return subjects;
}

static void
index_chain (GHashTable        *holders,
             SmithIdentityData *data,
             gboolean           first)
{
  for (guint i = 0; data->chain != NULL && i < data->chain->len; i++)
    if (first || !g_hash_table_contains (holders, g_ptr_array_index (data->chain, i)))
      g_hash_table_insert (holders, g_ptr_array_index (data->chain, i), data);
}

/* DER → the identity in whose chain it is, the current one where it is in several, a former key where it is in no other. */
static GHashTable *
index_chains (SmithImportPlanning *planning)
{
  GHashTable *holders = g_hash_table_new (g_bytes_hash, g_bytes_equal);

  for (guint i = 0; i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);

      index_chain (holders, data, smith_import_planning_is_current (planning, data));
    }
  for (guint i = 0; i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);

      for (guint j = 0; data->former != NULL && j < data->former->len; j++)
        if (g_hash_table_contains (planning->owners, g_ptr_array_index (data->former, j)))
          index_chain (holders, g_ptr_array_index (data->former, j), FALSE);
    }

  return holders;
}

static void
find_duplicate_links (SmithImportPlanning *planning)
{
  g_autoptr (GHashTable) holders = NULL;

  for (guint i = 0; i < planning->issuers->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (planning->issuers, i);
      SmithIdentityData *holder;

      if (g_hash_table_contains (planning->used, certificate))
        continue;
      if (holders == NULL)
        holders = index_chains (planning);
      holder = g_hash_table_lookup (holders, smith_certificate_get_der (certificate));
      if (holder == NULL)
        continue;
      g_hash_table_add (planning->used, certificate);
      smith_import_planning_tell_known (planning, g_hash_table_lookup (planning->parsed_of, certificate), holder, "chain");
    }
}

static gboolean
wants_one_of (SmithImportPlanning *planning,
              SmithIdentityData   *data,
              GHashTable          *subjects)
{
  return !g_hash_table_contains (planning->by_data, data) && data->wanted_issuer != NULL &&
         g_hash_table_contains (subjects, data->wanted_issuer);
}

/* What was replaced is not served any more, but brought back or exported it wants its issuers; a root it wants the least. */
static void
extend_former_chains (SmithImportPlanning *planning)
{
  g_autoptr (GHashTable) subjects = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < planning->issuers->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (planning->issuers, i);

      if (!smith_certificate_is_self_signed (certificate))
        g_hash_table_add (subjects, (char *) smith_name_get_rfc4514 (smith_certificate_get_subject (certificate)));
    }
  for (guint i = 0; g_hash_table_size (subjects) > 0 && i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);

      for (guint j = 0; data->former != NULL && j < data->former->len; j++)
        {
          SmithIdentityData *former = g_ptr_array_index (data->former, j);

          if (g_hash_table_contains (planning->owners, former) && wants_one_of (planning, former, subjects))
            extend_chain (planning, smith_import_planning_get_slot_of_data (planning, former));
        }
    }
}

/**
 * smith_import_place_links: (skip)
 * @planning: with the issuers that came in, and the leaves that have their place
 */
void
smith_import_place_links (SmithImportPlanning *planning)
{
  g_autoptr (GHashTable) subjects = NULL;

  for (guint i = 0; i < planning->slots->len; i++)
    extend_chain (planning, g_ptr_array_index (planning->slots, i));

  /* The current identity goes first: a root that it takes is not offered to the others. */
  for (guint pass = 0; pass < 2; pass++)
    {
      g_clear_pointer (&subjects, g_hash_table_unref);
      subjects = list_needed_subjects (planning);
      for (guint i = 0; g_hash_table_size (subjects) > 0 && i < planning->library->len; i++)
        {
          SmithIdentityData *data = g_ptr_array_index (planning->library, i);

          if (smith_import_planning_is_current (planning, data) == (pass == 0) && wants_one_of (planning, data, subjects))
            extend_chain (planning, smith_import_planning_get_slot_of_data (planning, data));
        }
    }
  extend_former_chains (planning);
  find_duplicate_links (planning);
}

/**
 * smith_import_place_leftovers: (skip)
 * @planning: with all that found a place
 *
 * Of issuers that belong together the lowest is the leaf, and the others are its chain. Two that signed each other have no
 * lowest: the second pass takes the first of them.
 */
void
smith_import_place_leftovers (SmithImportPlanning *planning)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (GHashTable) issuers = smith_import_list_issuers (planning, TRUE);

      for (guint i = 0; i < planning->certificates->len; i++)
        {
          SmithParsed *parsed = g_ptr_array_index (planning->certificates, i);
          SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
          const char *subject = smith_name_get_rfc4514 (smith_certificate_get_subject (certificate));
          SmithImportSlot *slot;

          if (g_hash_table_contains (planning->used, certificate) ||
              (pass == 0 && g_hash_table_contains (issuers, subject)))
            continue;
          slot = smith_import_planning_add_slot (planning, NULL);
          slot->leaf = parsed;
          g_hash_table_add (planning->used, certificate);
          extend_chain (planning, slot);
        }
    }
}
