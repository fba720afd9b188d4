/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-planning-private.h"

#include <glib/gi18n.h>

/**
 * smith-import-planning:
 *
 * What the steps of a plan share while it is being made: the library by public key, what came in by kind, and who gets
 * what so far.
 */

static void
index_former (SmithImportPlanning *planning,
              SmithIdentityData   *owner)
{
  gboolean current = smith_import_planning_is_current (planning, owner);

  for (guint i = 0; owner->former != NULL && i < owner->former->len; i++)
    {
      SmithIdentityData *former = g_ptr_array_index (owner->former, i);

      if (former->pin == NULL || !former->has_key)
        continue;
      g_hash_table_insert (planning->owners, former, owner);
      if (current || !g_hash_table_contains (planning->former_pins, former->pin))
        g_hash_table_insert (planning->former_pins, former->pin, former);
    }
}

/* The identities by public key, the current one first where several have the same. */
static void
index_library (SmithImportPlanning *planning)
{
  for (guint i = 0; i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);
      gboolean current = smith_import_planning_is_current (planning, data);

      if (data->pin != NULL && (current || !g_hash_table_contains (planning->known_pins, data->pin)))
        g_hash_table_insert (planning->known_pins, data->pin, data);
      if (data->sha256 != NULL && (current || !g_hash_table_contains (planning->known_leaves, data->sha256)))
        g_hash_table_insert (planning->known_leaves, data->sha256, data);
      index_former (planning, data);
    }
}

/**
 * smith_import_planning_init: (skip)
 * @planning: (out caller-allocates): clear it
 * @plan: gets lines
 * @found: (element-type SmithParsed): what came in
 * @library: (element-type SmithIdentityData): what is there
 * @current_id: (nullable): the identity that a person is looking at
 *
 * All of it is borrowed. Nothing has a place yet.
 */
void
smith_import_planning_init (SmithImportPlanning *planning,
                            SmithImportPlan     *plan,
                            GPtrArray           *found,
                            GPtrArray           *library,
                            const char          *current_id)
{
  *planning = (SmithImportPlanning) { plan, found, library, current_id };
  planning->known_pins = g_hash_table_new (g_str_hash, g_str_equal);
  planning->known_leaves = g_hash_table_new (g_str_hash, g_str_equal);
  planning->former_pins = g_hash_table_new (g_str_hash, g_str_equal);
  planning->owners = g_hash_table_new (NULL, NULL);
  planning->keys = g_ptr_array_new ();
  planning->requests = g_ptr_array_new ();
  planning->certificates = g_ptr_array_new ();
  planning->crls = g_ptr_array_new ();
  planning->parsed_of = g_hash_table_new (NULL, NULL);
  planning->issuers = g_ptr_array_new ();
  planning->used = g_hash_table_new (NULL, NULL);
  planning->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_slot_free);
  planning->by_pin = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  planning->by_data = g_hash_table_new (NULL, NULL);
  index_library (planning);
}

void
smith_import_planning_clear (SmithImportPlanning *planning)
{
  g_hash_table_unref (planning->known_pins);
  g_hash_table_unref (planning->known_leaves);
  g_hash_table_unref (planning->former_pins);
  g_hash_table_unref (planning->owners);
  g_ptr_array_unref (planning->keys);
  g_ptr_array_unref (planning->requests);
  g_ptr_array_unref (planning->certificates);
  g_ptr_array_unref (planning->crls);
  g_hash_table_unref (planning->parsed_of);
  g_ptr_array_unref (planning->issuers);
  g_hash_table_unref (planning->used);
  g_ptr_array_unref (planning->slots);
  g_hash_table_unref (planning->by_pin);
  g_hash_table_unref (planning->by_data);
}

gboolean
smith_import_planning_is_current (SmithImportPlanning *planning,
                                  SmithIdentityData   *data)
{
  return g_strcmp0 (data->id, planning->current_id) == 0;
}

/**
 * smith_import_planning_tell: (skip)
 * @parsed: something that changes nothing
 * @outcome: what becomes of it
 * @text: the same in words
 */
void
smith_import_planning_tell (SmithImportPlanning *planning,
                            SmithParsed         *parsed,
                            SmithImportOutcome   outcome,
                            const char          *text)
{
  smith_import_add_line (planning->plan->lines, parsed, outcome, text);
}

/**
 * smith_import_planning_tell_known: (skip)
 * @parsed: something that is here already
 * @data: the identity, or the former key, that has it
 * @pane: where a person sees it; a static string
 */
void
smith_import_planning_tell_known (SmithImportPlanning *planning,
                                  SmithParsed         *parsed,
                                  SmithIdentityData   *data,
                                  const char          *pane)
{
  SmithIdentityData *owner = g_hash_table_lookup (planning->owners, data);
  g_autofree char *text = NULL;

  if (owner != NULL)
    {
      text = g_strdup_printf (_("Already here, with a former key of “%s”"), owner->name);
      data = owner;
      pane = "key";
    }
  else
    {
      text = g_strdup_printf (_("Already here, in “%s”"), data->name);
    }
  smith_import_planning_tell (planning, parsed, SMITH_IMPORT_KNOWN, text);
  if (planning->plan->known_id == NULL)
    {
      planning->plan->known_id = g_strdup (data->id);
      planning->plan->known_pane = pane;
    }
}

/**
 * smith_import_planning_add_slot: (skip)
 * @data: (nullable): an identity or a former key without a slot; NULL: a new identity
 *
 * Returns: (transfer none): its slot
 */
SmithImportSlot *
smith_import_planning_add_slot (SmithImportPlanning *planning,
                                SmithIdentityData   *data)
{
  SmithImportSlot *slot = smith_import_slot_new (data);

  g_ptr_array_add (planning->slots, slot);
  if (data != NULL)
    {
      slot->owner = g_hash_table_lookup (planning->owners, data);
      g_hash_table_insert (planning->by_data, data, slot);
    }

  return slot;
}

/**
 * smith_import_planning_get_slot_of_data: (skip)
 * @data: an identity, or a former key
 *
 * Returns: (transfer none): its slot
 */
SmithImportSlot *
smith_import_planning_get_slot_of_data (SmithImportPlanning *planning,
                                        SmithIdentityData   *data)
{
  SmithImportSlot *slot = g_hash_table_lookup (planning->by_data, data);

  return slot != NULL ? slot : smith_import_planning_add_slot (planning, data);
}

/**
 * smith_import_planning_get_slot_of_pin: (skip)
 * @pin: the SHA-256 of a public key
 *
 * Returns: (transfer none): the slot of the identity that has it, else of the former key, else of a new identity
 */
SmithImportSlot *
smith_import_planning_get_slot_of_pin (SmithImportPlanning *planning,
                                       const char          *pin)
{
  SmithImportSlot *slot = g_hash_table_lookup (planning->by_pin, pin);
  SmithIdentityData *data;

  if (slot != NULL)
    return slot;

  data = g_hash_table_lookup (planning->known_pins, pin);
  if (data == NULL)
    data = g_hash_table_lookup (planning->former_pins, pin);
  slot = data != NULL ? smith_import_planning_get_slot_of_data (planning, data)
                      : smith_import_planning_add_slot (planning, NULL);
  g_hash_table_insert (planning->by_pin, g_strdup (pin), slot);

  return slot;
}
