/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-plan.h"

#include <glib/gi18n.h>

#include "smith-import-slot-private.h"
#include "smith-path.h"

/**
 * smith-import-plan:
 *
 * Who gets what, decided by public keys and signatures alone:
 *
 * 1. What came in twice counts once, by fingerprint.
 * 2. A key or a request goes to the identity of its public key; the current one is asked first.
 * 3. A certificate whose public key is known, or that is no CA, is a leaf and goes the same way.
 * 4. The others are issuers: they go to the chain of a leaf that came with them, else to that of the
 *    current identity, else to every chain that waits for them.
 * 5. What fits nowhere becomes an identity of its own.
 */

typedef struct
{
  SmithImportPlan *plan;
  GPtrArray       *library;
  const char      *current_id;

  GPtrArray       *slots;
  GHashTable      *by_pin;     /* pin → SmithImportSlot */
  GHashTable      *by_id;      /* id → SmithImportSlot */
  GHashTable      *known_pins; /* pin → SmithIdentityData */
  GPtrArray       *keys;       /* of SmithParsed, and the same for the others */
  GPtrArray       *requests;
  GPtrArray       *certificates;
  GHashTable      *parsed_of;  /* certificate → SmithParsed */
  GPtrArray       *issuers;    /* of SmithCertificate: those that may have signed another */
  GHashTable      *used;       /* certificates that found a place */
} Planning;

static const char *
get_pin (SmithPublicKey *key)
{
  return smith_public_key_get_spki_sha256 (key);
}

static void
count_duplicate (Planning          *planning,
                 const char        *title,
                 SmithIdentityData *data,
                 const char        *pane)
{
  planning->plan->n_duplicates++;
  if (data == NULL)
    {
      smith_import_add_line (planning->plan->lines, title, _("Came in more than once; counted once"));
      return;
    }
  else
    {
      g_autofree char *value = g_strdup_printf (_("Already here, in “%s”"), data->name);

      smith_import_add_line (planning->plan->lines, title, value);
    }
  if (planning->plan->known_id == NULL)
    {
      planning->plan->known_id = g_strdup (data->id);
      planning->plan->known_pane = pane;
    }
}

static SmithImportSlot *
add_slot (Planning          *planning,
          SmithIdentityData *data)
{
  SmithImportSlot *slot = smith_import_slot_new (data);

  g_ptr_array_add (planning->slots, slot);
  if (data != NULL)
    g_hash_table_insert (planning->by_id, data->id, slot);

  return slot;
}

static SmithImportSlot *
get_slot_of_data (Planning          *planning,
                  SmithIdentityData *data)
{
  SmithImportSlot *slot = g_hash_table_lookup (planning->by_id, data->id);

  return slot != NULL ? slot : add_slot (planning, data);
}

static SmithImportSlot *
get_slot_of_pin (Planning   *planning,
                 const char *pin)
{
  SmithImportSlot *slot = g_hash_table_lookup (planning->by_pin, pin);
  SmithIdentityData *data;

  if (slot != NULL)
    return slot;

  data = g_hash_table_lookup (planning->known_pins, pin);
  slot = data != NULL ? get_slot_of_data (planning, data) : add_slot (planning, NULL);
  g_hash_table_insert (planning->by_pin, g_strdup (pin), slot);

  return slot;
}

/* The identities by public key, the current one first where several have the same. */
static void
index_library (Planning *planning)
{
  for (guint i = 0; i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);
      gboolean current = g_strcmp0 (data->id, planning->current_id) == 0;

      if (data->pin != NULL && (current || !g_hash_table_contains (planning->known_pins, data->pin)))
        g_hash_table_insert (planning->known_pins, data->pin, data);
    }
}

static gboolean
is_first (Planning   *planning,
          GHashTable *seen,
          const char *fingerprint,
          const char *title)
{
  if (g_hash_table_add (seen, g_strdup (fingerprint)))
    return TRUE;
  count_duplicate (planning, title, NULL, NULL);

  return FALSE;
}

static void
tell_mends (Planning    *planning,
            SmithParsed *parsed)
{
  const char * const *mends = smith_parsed_get_mends (parsed);
  g_autofree char *text = NULL;

  if (mends == NULL || mends[0] == NULL)
    return;
  text = g_strjoinv (" ", (char **) mends);
  smith_import_add_line (planning->plan->lines, smith_parsed_get_source (parsed), text);
}

/* Step 1: by kind, and each thing once. */
static void
sort_found (Planning  *planning,
            GPtrArray *found)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < found->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (found, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
      SmithRequest *request = smith_parsed_get_request (parsed);
      SmithKey *key = smith_parsed_get_key (parsed);

      if (certificate != NULL)
        {
          if (is_first (planning, seen, smith_certificate_get_sha256 (certificate),
                        smith_certificate_get_title (certificate)))
            {
              g_ptr_array_add (planning->certificates, parsed);
              g_hash_table_insert (planning->parsed_of, certificate, parsed);
            }
        }
      else if (request != NULL)
        {
          if (is_first (planning, seen, smith_request_get_pem (request), smith_import_get_request_title (request)))
            g_ptr_array_add (planning->requests, parsed);
        }
      else if (key != NULL)
        {
          if (is_first (planning, seen, get_pin (smith_key_get_public_key (key)),
                        smith_public_key_get_title (smith_key_get_public_key (key))))
            g_ptr_array_add (planning->keys, parsed);
        }
      else if (smith_parsed_get_error (parsed) != NULL)
        {
          smith_import_add_line (planning->plan->problems, smith_parsed_get_source (parsed),
                                 smith_parsed_get_error (parsed)->message);
          continue;
        }
      tell_mends (planning, parsed);
    }
}

/* Step 2. */
static void
place_keys_and_requests (Planning *planning)
{
  for (guint i = 0; i < planning->keys->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->keys, i);
      SmithPublicKey *key = smith_key_get_public_key (smith_parsed_get_key (parsed));
      SmithImportSlot *slot = get_slot_of_pin (planning, get_pin (key));

      if (slot->data != NULL && slot->data->has_key)
        count_duplicate (planning, smith_public_key_get_title (key), slot->data, "key");
      else
        slot->key = parsed;
    }
  for (guint i = 0; i < planning->requests->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->requests, i);
      SmithRequest *request = smith_parsed_get_request (parsed);
      SmithImportSlot *slot = get_slot_of_pin (planning, get_pin (smith_request_get_public_key (request)));

      if (slot->data != NULL && slot->data->request != NULL &&
          g_bytes_equal (slot->data->request, smith_request_get_der (request)))
        count_duplicate (planning, smith_import_get_request_title (request), slot->data, "request");
      else
        slot->request = parsed;
    }
}

static void
place_leaf (Planning        *planning,
            SmithImportSlot *slot,
            SmithParsed     *parsed)
{
  SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
  SmithCertificate *other;

  g_hash_table_add (planning->used, certificate);
  if (slot->data != NULL && g_strcmp0 (slot->data->sha256, smith_certificate_get_sha256 (certificate)) == 0)
    {
      count_duplicate (planning, smith_certificate_get_title (certificate), slot->data, "certificate");
      return;
    }
  if (slot->leaf == NULL)
    {
      slot->leaf = parsed;
      return;
    }
  other = smith_parsed_get_certificate (slot->leaf);
  if (g_date_time_compare (smith_certificate_get_not_before (certificate), smith_certificate_get_not_before (other)) > 0)
    {
      g_ptr_array_add (slot->older, slot->leaf);
      slot->leaf = parsed;
    }
  else
    {
      g_ptr_array_add (slot->older, parsed);
    }
}

/* Whom the certificates name as their issuers: all of them, or those of certificates without a place. */
static GHashTable *
list_issuers (Planning *planning,
              gboolean  unused)
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

/* Step 3. Some old intermediates do not say that they are a CA; that they signed something says it for them. */
static void
place_leaves (Planning *planning)
{
  g_autoptr (GHashTable) issuers = list_issuers (planning, FALSE);

  for (guint i = 0; i < planning->certificates->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->certificates, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
      const char *pin = get_pin (smith_certificate_get_public_key (certificate));
      const char *subject = smith_name_get_rfc4514 (smith_certificate_get_subject (certificate));
      gboolean known = g_hash_table_contains (planning->by_pin, pin) || g_hash_table_contains (planning->known_pins, pin);
      gboolean may_issue = smith_certificate_is_ca (certificate) || g_hash_table_contains (issuers, subject);

      if (may_issue)
        g_ptr_array_add (planning->issuers, certificate);
      if (known || !may_issue)
        place_leaf (planning, get_slot_of_pin (planning, pin), parsed);
    }
}

static gboolean
holds (GPtrArray        *certificates,
       SmithCertificate *certificate)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (smith_certificate_equal (g_ptr_array_index (certificates, i), certificate))
      return TRUE;

  return FALSE;
}

/* Step 4 for one identity: its chain, with what came in. Nothing that was in it goes. */
static void
extend_chain (Planning        *planning,
              SmithImportSlot *slot)
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

/* Subjects of the issuers without a place. */
static GHashTable *
list_unused_subjects (Planning *planning)
{
  GHashTable *subjects = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < planning->issuers->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (planning->issuers, i);

      if (!g_hash_table_contains (planning->used, certificate))
        g_hash_table_add (subjects, (char *) smith_name_get_rfc4514 (smith_certificate_get_subject (certificate)));
    }

  return subjects;
}

/* DER → the identity in whose chain it is, the current one where it is in several. */
static GHashTable *
index_chains (Planning *planning)
{
  GHashTable *holders = g_hash_table_new (g_bytes_hash, g_bytes_equal);

  for (guint i = 0; i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);
      gboolean current = g_strcmp0 (data->id, planning->current_id) == 0;

      for (guint j = 0; data->chain != NULL && j < data->chain->len; j++)
        if (current || !g_hash_table_contains (holders, g_ptr_array_index (data->chain, j)))
          g_hash_table_insert (holders, g_ptr_array_index (data->chain, j), data);
    }

  return holders;
}

static void
find_duplicate_links (Planning *planning)
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
      count_duplicate (planning, smith_certificate_get_title (certificate), holder, "chain");
    }
}

/* Step 4. */
static void
place_links (Planning *planning)
{
  g_autoptr (GHashTable) subjects = NULL;

  for (guint i = 0; i < planning->slots->len; i++)
    extend_chain (planning, g_ptr_array_index (planning->slots, i));

  /* The current identity goes first: what it takes is not offered to the others. */
  for (guint pass = 0; pass < 2; pass++)
    {
      g_clear_pointer (&subjects, g_hash_table_unref);
      subjects = list_unused_subjects (planning);
      for (guint i = 0; g_hash_table_size (subjects) > 0 && i < planning->library->len; i++)
        {
          SmithIdentityData *data = g_ptr_array_index (planning->library, i);
          gboolean current = g_strcmp0 (data->id, planning->current_id) == 0;

          if (current == (pass == 0) && !g_hash_table_contains (planning->by_id, data->id) &&
              data->wanted_issuer != NULL && g_hash_table_contains (subjects, data->wanted_issuer))
            extend_chain (planning, get_slot_of_data (planning, data));
        }
    }
  find_duplicate_links (planning);
}

/* Step 5: of issuers that belong together the lowest is the leaf, and the others are its chain. Two that
 * signed each other have no lowest: the second pass takes the first of them. */
static void
place_leftovers (Planning *planning)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (GHashTable) issuers = list_issuers (planning, TRUE);

      for (guint i = 0; i < planning->certificates->len; i++)
        {
          SmithParsed *parsed = g_ptr_array_index (planning->certificates, i);
          SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
          const char *subject = smith_name_get_rfc4514 (smith_certificate_get_subject (certificate));
          SmithImportSlot *slot;

          if (g_hash_table_contains (planning->used, certificate) ||
              (pass == 0 && g_hash_table_contains (issuers, subject)))
            continue;
          slot = add_slot (planning, NULL);
          slot->leaf = parsed;
          g_hash_table_add (planning->used, certificate);
          extend_chain (planning, slot);
        }
    }
}

static void
count_steps (Planning *planning)
{
  g_autoptr (GHashTable) links = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < planning->slots->len; i++)
    {
      SmithImportSlot *slot = g_ptr_array_index (planning->slots, i);
      SmithImportStep *step;

      planning->plan->n_keys += slot->key != NULL;
      planning->plan->n_requests += slot->request != NULL;
      planning->plan->n_certificates += slot->leaf != NULL;
      /* One that goes to several chains came in once. */
      for (guint j = 0; j < slot->links->len; j++)
        g_hash_table_add (links, g_ptr_array_index (slot->links, j));
      step = smith_import_slot_make_step (slot);
      if (step != NULL)
        g_ptr_array_add (planning->plan->steps, step);
    }
  for (guint i = 0; i < planning->slots->len; i++)
    {
      SmithImportSlot *slot = g_ptr_array_index (planning->slots, i);

      if (slot->leaf != NULL)
        g_hash_table_remove (links, slot->leaf);
    }
  planning->plan->n_certificates += g_hash_table_size (links);
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
  Planning planning = { plan, library, current_id };

  plan->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_step_free);
  plan->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_line_free);
  plan->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_line_free);
  planning.slots = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_slot_free);
  planning.by_pin = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  planning.by_id = g_hash_table_new (g_str_hash, g_str_equal);
  planning.known_pins = g_hash_table_new (g_str_hash, g_str_equal);
  planning.keys = g_ptr_array_new ();
  planning.requests = g_ptr_array_new ();
  planning.certificates = g_ptr_array_new ();
  planning.parsed_of = g_hash_table_new (NULL, NULL);
  planning.issuers = g_ptr_array_new ();
  planning.used = g_hash_table_new (NULL, NULL);

  index_library (&planning);
  sort_found (&planning, found);
  place_keys_and_requests (&planning);
  place_leaves (&planning);
  place_links (&planning);
  place_leftovers (&planning);
  count_steps (&planning);

  g_ptr_array_unref (planning.slots);
  g_hash_table_unref (planning.by_pin);
  g_hash_table_unref (planning.by_id);
  g_hash_table_unref (planning.known_pins);
  g_ptr_array_unref (planning.keys);
  g_ptr_array_unref (planning.requests);
  g_ptr_array_unref (planning.certificates);
  g_hash_table_unref (planning.parsed_of);
  g_ptr_array_unref (planning.issuers);
  g_hash_table_unref (planning.used);

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
  g_ptr_array_unref (self->problems);
  g_free (self->known_id);
  g_free (self);
}

/**
 * smith_import_plan_dup_title:
 * @n_problems: how many things did not come in
 *
 * Returns: (transfer full): a few words such as "3 certificates, 1 key"
 */
char *
smith_import_plan_dup_title (const SmithImportPlan *self,
                             guint                  n_problems)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (self->n_certificates > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u certificate", "%u certificates", self->n_certificates),
                                             self->n_certificates));
  if (self->n_requests > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u request", "%u requests", self->n_requests),
                                             self->n_requests));
  if (self->n_keys > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u key", "%u keys", self->n_keys), self->n_keys));
  if (self->n_duplicates > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u already here", "%u already here", self->n_duplicates),
                                             self->n_duplicates));
  if (n_problems > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u not understood", "%u not understood", n_problems),
                                             n_problems));
  if (parts->len == 0)
    return g_strdup (_("Nothing to import"));
  g_ptr_array_add (parts, NULL);

  /* Translators: between the parts of "3 certificates, 1 key". */
  return g_strjoinv (_(", "), (char **) parts->pdata);
}
