/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-planning-private.h"

#include <glib/gi18n.h>

#include "smith-import-judge-private.h"

/*
 * Step 2 of a plan, its first half: keys go where their public half is. Of several with the same public half, such as one
 * key in two formats, one is taken: one whose numbers belong together before one that is damaged, then one that a passphrase
 * protects, so that nothing ends up less protected on disk than it came, then the first.
 */

/* For the check of all keys together: a folder of hundreds of them still comes in at once. */
#define CHECK_USEC (3 * G_USEC_PER_SEC)

/* One key, and what it is worth. */
typedef struct
{
  SmithParsed *parsed;
  SmithSecret *pem;     /* what it is compared by; NULL where it has no twin */
  char        *remark;
  gboolean     sound;
} Candidate;

static void
free_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_clear_pointer (&candidate->pem, smith_secret_unref);
  g_free (candidate->remark);
  g_free (candidate);
}

static gboolean
is_protected (const Candidate *candidate)
{
  return smith_parsed_get_passphrase (candidate->parsed) != NULL;
}

/* The same numbers, whatever the file was like. */
static gboolean
is_same_key (const Candidate *a,
             const Candidate *b)
{
  return a->pem != NULL && b->pem != NULL && smith_secret_equal (a->pem, b->pem);
}

static gboolean
is_better (const Candidate *candidate,
           const Candidate *other)
{
  if (candidate->sound != other->sound)
    return candidate->sound;

  return is_protected (candidate) && !is_protected (other);
}

/* Each private half once; two that differ are looked at however long that takes, for one of them may be damaged. */
static void
judge_all (GPtrArray *candidates,
           gint64    *budget)
{
  gboolean differ = FALSE;

  for (guint i = 0; i < candidates->len && candidates->len > 1; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      candidate->pem = smith_key_to_pem (smith_parsed_get_key (candidate->parsed), NULL, NULL);
      differ |= !is_same_key (candidate, g_ptr_array_index (candidates, 0));
    }
  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (candidates, i);

      for (guint j = 0; j < i && candidate->remark == NULL; j++)
        {
          const Candidate *earlier = g_ptr_array_index (candidates, j);

          if (is_same_key (candidate, earlier))
            {
              candidate->sound = earlier->sound;
              candidate->remark = g_strdup (earlier->remark);
            }
        }
      if (candidate->remark == NULL)
        candidate->sound = smith_import_judge_key (smith_parsed_get_key (candidate->parsed), differ, budget,
                                                   &candidate->remark);
    }
}

static Candidate *
choose (GPtrArray *candidates)
{
  Candidate *best = g_ptr_array_index (candidates, 0);

  for (guint i = 1; i < candidates->len; i++)
    if (is_better (g_ptr_array_index (candidates, i), best))
      best = g_ptr_array_index (candidates, i);

  return best;
}

/* Which of the twins was kept, and why; where both are from one file, or from the clipboard, its name says nothing. */
static char *
describe_twin (const Candidate *twin,
               const Candidate *best)
{
  const char *source = smith_parsed_get_source (best->parsed);
  gboolean beside = g_strcmp0 (source, smith_parsed_get_source (twin->parsed)) == 0;

  if (!twin->sound && best->sound)
    return beside ? g_strdup (_("Left out: it is damaged, its numbers do not belong together. The same key came in sound "
                                "beside it, and that one was taken."))
                  : g_strdup_printf (_("Left out: it is damaged, its numbers do not belong together. The same key came in "
                                       "sound, from “%s”, and that one was taken."), source);
  if (is_protected (best) && is_protected (twin))
    return beside ? g_strdup (_("Came in more than once; the first one is kept, with its passphrase"))
                  : g_strdup_printf (_("Came in more than once; kept as in “%s”, with the passphrase of that"), source);
  if (is_protected (best))
    return beside ? g_strdup (_("Came in more than once; the one that a passphrase protects is kept"))
                  : g_strdup_printf (_("Came in more than once; kept as in “%s”, where a passphrase protects it"), source);

  return beside ? g_strdup (_("Came in more than once; counted once"))
                : g_strdup_printf (_("Came in more than once; kept as in “%s”"), source);
}

static void
tell_twin (SmithImportPlanning *planning,
           const Candidate     *twin,
           const Candidate     *best)
{
  SmithImportOutcome outcome = twin->sound == best->sound ? SMITH_IMPORT_KNOWN : SMITH_IMPORT_LEFT_OUT;
  g_autofree char *text = describe_twin (twin, best);

  smith_import_planning_tell (planning, twin->parsed, outcome, text);
}

/* One whose numbers do not belong together fits nobody: the right one may still come. */
static void
place_best (SmithImportPlanning *planning,
            SmithImportSlot     *slot,
            Candidate           *best)
{
  if (!best->sound && slot->data != NULL)
    slot = smith_import_planning_add_slot (planning, NULL);
  slot->key = best->parsed;
  slot->key_is_sound = best->sound;
  slot->key_remark = g_steal_pointer (&best->remark);
}

/* @twins: of SmithParsed, all with the public half of @slot. */
static void
place_twins (SmithImportPlanning *planning,
             SmithImportSlot     *slot,
             GPtrArray           *twins,
             gint64              *budget)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (free_candidate);
  Candidate *best;

  for (guint i = 0; i < twins->len; i++)
    {
      Candidate *candidate = g_new0 (Candidate, 1);

      candidate->parsed = g_ptr_array_index (twins, i);
      g_ptr_array_add (candidates, candidate);
    }
  judge_all (candidates, budget);
  best = choose (candidates);
  for (guint i = 0; i < candidates->len; i++)
    if (g_ptr_array_index (candidates, i) != best)
      tell_twin (planning, g_ptr_array_index (candidates, i), best);
  place_best (planning, slot, best);
}

/* A damaged key that is not kept yet, where what came in has the same public half and other numbers: the right one came. On
 * disk a key may be locked, and is left alone. */
static gboolean
holds_damaged (SmithIdentityData *data,
               GPtrArray         *twins,
               gint64            *budget)
{
  g_autoptr (SmithSecret) held = data->held_key != NULL ? smith_key_to_pem (data->held_key, NULL, NULL) : NULL;
  g_autofree char *remark = NULL;

  if (held == NULL)
    return FALSE;
  for (guint i = 0; i < twins->len; i++)
    {
      SmithKey *key = smith_parsed_get_key (g_ptr_array_index (twins, i));
      g_autoptr (SmithSecret) pem = smith_key_to_pem (key, NULL, NULL);

      if (pem != NULL && !smith_secret_equal (held, pem))
        return !smith_import_judge_key (data->held_key, TRUE, budget, &remark);
    }

  return FALSE;
}

/* The file of the key is damaged, as far as that shows without a passphrase: the copy that came in takes its place. */
static gboolean
has_damaged_file (SmithIdentityData *data)
{
  return data->folder != NULL && (data->damage & SMITH_IDENTITY_PART_PRIVATE_KEY) != 0;
}

/* By public half, each list of those that have the same; in the order of the first of each. */
static GPtrArray *
group (GPtrArray *keys)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) by_pin = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < keys->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (keys, i);
      const char *pin = smith_public_key_get_spki_sha256 (smith_key_get_public_key (smith_parsed_get_key (parsed)));
      GPtrArray *twins = g_hash_table_lookup (by_pin, pin);

      if (twins == NULL)
        {
          twins = g_ptr_array_new ();
          g_ptr_array_add (groups, twins);
          g_hash_table_insert (by_pin, (char *) pin, twins);
        }
      g_ptr_array_add (twins, parsed);
    }

  return groups;
}

/**
 * smith_import_place_keys: (skip)
 * @planning: with the keys that came in
 */
void
smith_import_place_keys (SmithImportPlanning *planning)
{
  g_autoptr (GPtrArray) groups = group (planning->keys);
  gint64 budget = CHECK_USEC;

  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *twins = g_ptr_array_index (groups, i);
      SmithKey *key = smith_parsed_get_key (g_ptr_array_index (twins, 0));
      const char *pin = smith_public_key_get_spki_sha256 (smith_key_get_public_key (key));
      SmithImportSlot *slot = smith_import_planning_get_slot_of_pin (planning, pin);

      if (slot->data == NULL || !slot->data->has_key || has_damaged_file (slot->data))
        {
          place_twins (planning, slot, twins, &budget);
          continue;
        }
      if (slot->owner == NULL && holds_damaged (slot->data, twins, &budget))
        {
          slot = smith_import_planning_add_slot (planning, NULL);
          g_hash_table_replace (planning->by_pin, g_strdup (pin), slot);
          place_twins (planning, slot, twins, &budget);
          continue;
        }
      for (guint j = 0; j < twins->len; j++)
        smith_import_planning_tell_known (planning, g_ptr_array_index (twins, j), slot->data, "key");
    }
}
