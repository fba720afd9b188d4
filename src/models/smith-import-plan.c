/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-plan.h"

#include "smith-import-crl-private.h"
#include "smith-import-planning-private.h"

/**
 * smith-import-plan:
 *
 * Who gets what, decided by public keys and signatures alone:
 *
 * 1. What came in twice counts once, by fingerprint (smith-import-sort.c).
 * 2. A key or a request goes to the identity of its public key; the current one is asked first. Of several keys with the
 *    same public half the best is taken (smith-import-keys.c).
 * 3. A certificate whose public key is known, or that is no CA, is a leaf and goes the same way (smith-import-place.c).
 * 4. The others are issuers: they go to the chain of a leaf that came with them and to every chain of the library that
 *    lacks one of them (smith-import-chains.c). A root, which no server needs to send, is not carried into other chains
 *    when it found a place: in that of a leaf that came with it, else in that of the current identity.
 * 5. Those that nobody wants become identities,
 * 6. but not hundreds of certificates of one file, among which a person is to choose (smith-import-loose.c).
 *
 * What belongs to a key that was replaced goes to that key, in the history of its identity: a request, a certificate, and the
 * issuers that its certificate lacks. A certificate never takes the place of a newer one of the same key that is still valid.
 */

static void
make_steps (SmithImportPlanning *planning)
{
  for (guint i = 0; i < planning->slots->len; i++)
    {
      SmithImportStep *step = smith_import_slot_make_step (g_ptr_array_index (planning->slots, i));

      if (step != NULL)
        g_ptr_array_add (planning->plan->steps, step);
    }
}

/**
 * smith_import_plan_new:
 * @found: (element-type SmithParsed): what came in
 * @library: (element-type SmithIdentityData): what is there
 * @current_id: (nullable): the identity that a person is looking at
 *
 * Returns: (transfer full): what to do
 */
SmithImportPlan *
smith_import_plan_new (GPtrArray  *found,
                       GPtrArray  *library,
                       const char *current_id)
{
  SmithImportPlan *plan = g_new0 (SmithImportPlan, 1);
  SmithImportPlanning planning;

  plan->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_step_free);
  plan->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_line_free);
  smith_import_planning_init (&planning, plan, found, library, current_id);
  smith_import_sort (&planning);
  smith_import_place_keys (&planning);
  smith_import_place_requests (&planning);
  smith_import_place_leaves (&planning);
  smith_import_place_links (&planning);
  smith_import_place_leftovers (&planning);
  smith_import_set_bundles_aside (&planning);
  smith_import_tell_crls (planning.crls, library, planning.issuers, plan->lines);
  make_steps (&planning);
  smith_import_planning_clear (&planning);

  return plan;
}

/**
 * smith_import_plan_free:
 * @self: (transfer full): a plan
 */
void
smith_import_plan_free (SmithImportPlan *self)
{
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->lines);
  if (self->loose != NULL)
    g_string_free (self->loose, TRUE);
  g_free (self->loose_name);
  g_free (self->known_id);
  g_free (self);
}
