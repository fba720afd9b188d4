/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-plan.h"

#include <glib/gi18n.h>

#include "smith-bundle.h"
#include "smith-crypto-error.h"
#include "smith-import-crl-private.h"
#include "smith-import-judge-private.h"
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
 * 4. The others are issuers: they go to the chain of a leaf that came with them and to every chain of the
 *    library that lacks one of them. A root, which no server needs to send, is not carried into other chains
 *    when it found a place: in that of a leaf that came with it, else in that of the current identity.
 * 5. A certificate of a key that was replaced goes to that key, in the history of its identity.
 * 6. What fits nowhere becomes an identity of its own; but not hundreds of certificates of one file, among which a
 *    person is to choose.
 *
 * A certificate never takes the place of a newer one of the same key that is still valid.
 */

/* For the check of all keys together: a folder of hundreds of them still comes in at once. */
#define CHECK_USEC (3 * G_USEC_PER_SEC)

typedef struct
{
  SmithImportPlan *plan;
  GPtrArray       *library;
  const char      *current_id;

  GPtrArray       *slots;
  GHashTable      *by_pin;     /* pin → SmithImportSlot */
  GHashTable      *by_id;      /* id → SmithImportSlot */
  GHashTable      *known_pins; /* pin → SmithIdentityData */
  GHashTable      *known_leaves; /* SHA-256 → SmithIdentityData */
  GHashTable      *former_pins;  /* pin → SmithIdentityData of a key that was replaced */
  GHashTable      *owners;       /* that → SmithIdentityData of the identity */
  GPtrArray       *keys;       /* of SmithParsed, and the same for the others */
  GPtrArray       *requests;
  GPtrArray       *certificates;
  GPtrArray       *crls;
  GHashTable      *parsed_of;  /* certificate → SmithParsed */
  GPtrArray       *issuers;    /* of SmithCertificate: those that may have signed another */
  GHashTable      *used;       /* certificates that found a place */
  guint            n_found;
  gint64           check_budget; /* microseconds that are left for the check of keys */
} Planning;

static const char *
get_pin (SmithPublicKey *key)
{
  return smith_public_key_get_spki_sha256 (key);
}

static void
tell (Planning           *planning,
      SmithParsed        *parsed,
      SmithImportOutcome  outcome,
      const char         *text)
{
  smith_import_add_line (planning->plan->lines, parsed, outcome, text);
}

static void
tell_known (Planning          *planning,
            SmithParsed       *parsed,
            SmithIdentityData *data,
            const char        *pane)
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
  tell (planning, parsed, SMITH_IMPORT_KNOWN, text);
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

/* Not to be found by id: that is a date, and the identity itself has a slot of its own. */
static SmithImportSlot *
add_former_slot (Planning          *planning,
                 SmithIdentityData *former)
{
  SmithImportSlot *slot = smith_import_slot_new (former);

  slot->owner = g_hash_table_lookup (planning->owners, former);
  g_ptr_array_add (planning->slots, slot);

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
  SmithIdentityData *data, *former;

  if (slot != NULL)
    return slot;

  data = g_hash_table_lookup (planning->known_pins, pin);
  former = data == NULL ? g_hash_table_lookup (planning->former_pins, pin) : NULL;
  if (former != NULL)
    slot = add_former_slot (planning, former);
  else
    slot = data != NULL ? get_slot_of_data (planning, data) : add_slot (planning, NULL);
  g_hash_table_insert (planning->by_pin, g_strdup (pin), slot);

  return slot;
}

static void
index_former (Planning          *planning,
              SmithIdentityData *owner,
              gboolean           current)
{
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
index_library (Planning *planning)
{
  for (guint i = 0; i < planning->library->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (planning->library, i);
      gboolean current = g_strcmp0 (data->id, planning->current_id) == 0;

      if (data->pin != NULL && (current || !g_hash_table_contains (planning->known_pins, data->pin)))
        g_hash_table_insert (planning->known_pins, data->pin, data);
      if (data->sha256 != NULL && (current || !g_hash_table_contains (planning->known_leaves, data->sha256)))
        g_hash_table_insert (planning->known_leaves, data->sha256, data);
      index_former (planning, data, current);
    }
}

static gboolean
is_first (Planning    *planning,
          GHashTable  *seen,
          const char  *fingerprint,
          SmithParsed *parsed)
{
  if (g_hash_table_add (seen, g_strdup (fingerprint)))
    return TRUE;
  tell (planning, parsed, SMITH_IMPORT_KNOWN, _("Came in more than once; counted once"));

  return FALSE;
}

static void
tell_error (Planning    *planning,
            SmithParsed *parsed)
{
  const GError *error = smith_parsed_get_error (parsed);
  SmithImportOutcome outcome = SMITH_IMPORT_NOT_UNDERSTOOD;

  if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED) ||
      g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
    outcome = SMITH_IMPORT_LOCKED;
  else if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE))
    outcome = SMITH_IMPORT_NOT_READ;
  tell (planning, parsed, outcome, error->message);
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
      SmithCrl *crl = smith_parsed_get_crl (parsed);

      if (certificate != NULL)
        {
          if (is_first (planning, seen, smith_certificate_get_sha256 (certificate), parsed))
            {
              g_ptr_array_add (planning->certificates, parsed);
              g_hash_table_insert (planning->parsed_of, certificate, parsed);
            }
        }
      else if (request != NULL)
        {
          if (is_first (planning, seen, smith_request_get_pem (request), parsed))
            g_ptr_array_add (planning->requests, parsed);
        }
      else if (key != NULL)
        {
          if (is_first (planning, seen, get_pin (smith_key_get_public_key (key)), parsed))
            g_ptr_array_add (planning->keys, parsed);
        }
      else if (crl != NULL)
        {
          if (is_first (planning, seen, smith_crl_get_sha256 (crl), parsed))
            g_ptr_array_add (planning->crls, parsed);
        }
      else if (smith_parsed_get_error (parsed) != NULL)
        {
          tell_error (planning, parsed);
        }
    }
}

/* One whose numbers do not belong together fits nobody: the right one may still come. */
static void
place_key (Planning        *planning,
           SmithImportSlot *slot,
           SmithParsed     *parsed)
{
  g_autofree char *remark = NULL;
  gboolean sound = smith_import_judge_key (smith_parsed_get_key (parsed), &planning->check_budget, &remark);

  if (!sound && slot->data != NULL)
    slot = add_slot (planning, NULL);
  slot->key = parsed;
  slot->key_is_sound = sound;
  slot->key_remark = g_steal_pointer (&remark);
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
        tell_known (planning, parsed, slot->data, "key");
      else
        place_key (planning, slot, parsed);
    }
  for (guint i = 0; i < planning->requests->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->requests, i);
      SmithRequest *request = smith_parsed_get_request (parsed);
      SmithImportSlot *slot = get_slot_of_pin (planning, get_pin (smith_request_get_public_key (request)));

      if (slot->data != NULL && slot->data->request != NULL &&
          g_bytes_equal (slot->data->request, smith_request_get_der (request)))
        {
          tell_known (planning, parsed, slot->data, "request");
          continue;
        }
      /* What a key that was replaced asked for, nobody waits for any more. */
      if (slot->owner != NULL)
        slot = add_slot (planning, NULL);
      if (slot->request != NULL)
        tell (planning, slot->request, SMITH_IMPORT_LEFT_OUT, _("Left out: another request of the same key came with it"));
      slot->request = parsed;
    }
}

/* It takes nobody's place; given by itself it can be looked at. */
static void
place_older (Planning          *planning,
             SmithParsed       *parsed,
             SmithIdentityData *data)
{
  g_autofree char *text = NULL;

  if (planning->n_found > 1)
    {
      text = g_strdup_printf (_("Left out: “%s” has a newer certificate of the same key. "
                                "Open it by itself to look at it."), data->name);
      tell (planning, parsed, SMITH_IMPORT_LEFT_OUT, text);
      return;
    }
  text = g_strdup_printf (_("“%s” has a newer certificate of the same key and keeps it"), data->name);
  tell (planning, parsed, SMITH_IMPORT_ADDED, text);
  add_slot (planning, NULL)->leaf = parsed;
}

/* FALSE: the identity has it, or a newer one. */
static gboolean
is_wanted (Planning        *planning,
           SmithImportSlot *slot,
           SmithParsed     *parsed)
{
  SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
  const char *sha256 = smith_certificate_get_sha256 (certificate);
  SmithIdentityData *holder;

  if (slot->data == NULL || slot->data->certificate == NULL)
    return TRUE;

  holder = g_strcmp0 (slot->data->sha256, sha256) == 0 ? slot->data
                                                       : g_hash_table_lookup (planning->known_leaves, sha256);
  if (holder != NULL)
    {
      tell_known (planning, parsed, holder, "certificate");
      return FALSE;
    }
  if (smith_import_is_older (certificate, slot->data))
    {
      place_older (planning, parsed, slot->data);
      return FALSE;
    }

  return TRUE;
}

static void
place_leaf (Planning        *planning,
            SmithImportSlot *slot,
            SmithParsed     *parsed)
{
  SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
  SmithParsed *older = parsed;

  g_hash_table_add (planning->used, certificate);
  if (!is_wanted (planning, slot, parsed))
    return;
  if (slot->leaf == NULL)
    {
      slot->leaf = parsed;
      return;
    }
  else
    {
      if (smith_import_is_newer (certificate, smith_parsed_get_certificate (slot->leaf)))
        {
          older = slot->leaf;
          slot->leaf = parsed;
        }
    }
  tell (planning, older, SMITH_IMPORT_LEFT_OUT, _("Left out: a newer certificate of the same key came with it"));
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
      gboolean known = g_hash_table_contains (planning->by_pin, pin) ||
                       g_hash_table_contains (planning->known_pins, pin) ||
                       g_hash_table_contains (planning->former_pins, pin);
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

/* Subjects of the issuers that chains of the library may need: intermediates, and what has no place. */
static GHashTable *
list_needed_subjects (Planning *planning)
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
      tell_known (planning, g_hash_table_lookup (planning->parsed_of, certificate), holder, "chain");
    }
}

/* Step 4. */
static void
place_links (Planning *planning)
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
          gboolean current = g_strcmp0 (data->id, planning->current_id) == 0;

          if (current == (pass == 0) && !g_hash_table_contains (planning->by_id, data->id) &&
              data->wanted_issuer != NULL && g_hash_table_contains (subjects, data->wanted_issuer))
            extend_chain (planning, get_slot_of_data (planning, data));
        }
    }
  find_duplicate_links (planning);
}

/* Step 6: of issuers that belong together the lowest is the leaf, and the others are its chain. Two that
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
set_aside (Planning    *planning,
           GHashTable  *seen,
           SmithParsed *parsed)
{
  if (!g_hash_table_add (seen, parsed))
    return;
  g_string_append (planning->plan->loose, smith_certificate_get_pem (smith_parsed_get_certificate (parsed)));
  tell (planning, parsed, SMITH_IMPORT_LEFT_OUT,
        _("Left out: it came with hundreds of others and belongs to no key. It is shown in a window of its own"));
}

/* As many as somebody looks into, not as somebody keeps: see SMITH_BUNDLE_MANY. */
static void
set_bundles_aside (Planning *planning)
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

static void
make_steps (Planning *planning)
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
  Planning planning = { plan, library, current_id };

  plan->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_step_free);
  plan->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_line_free);
  planning.slots = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_slot_free);
  planning.by_pin = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  planning.by_id = g_hash_table_new (g_str_hash, g_str_equal);
  planning.known_pins = g_hash_table_new (g_str_hash, g_str_equal);
  planning.known_leaves = g_hash_table_new (g_str_hash, g_str_equal);
  planning.former_pins = g_hash_table_new (g_str_hash, g_str_equal);
  planning.owners = g_hash_table_new (NULL, NULL);
  planning.keys = g_ptr_array_new ();
  planning.requests = g_ptr_array_new ();
  planning.certificates = g_ptr_array_new ();
  planning.crls = g_ptr_array_new ();
  planning.n_found = found->len;
  planning.check_budget = CHECK_USEC;
  planning.parsed_of = g_hash_table_new (NULL, NULL);
  planning.issuers = g_ptr_array_new ();
  planning.used = g_hash_table_new (NULL, NULL);

  index_library (&planning);
  sort_found (&planning, found);
  place_keys_and_requests (&planning);
  place_leaves (&planning);
  place_links (&planning);
  place_leftovers (&planning);
  set_bundles_aside (&planning);
  smith_import_tell_crls (planning.crls, library, planning.issuers, plan->lines);
  make_steps (&planning);

  g_ptr_array_unref (planning.slots);
  g_hash_table_unref (planning.by_pin);
  g_hash_table_unref (planning.by_id);
  g_hash_table_unref (planning.known_pins);
  g_hash_table_unref (planning.known_leaves);
  g_hash_table_unref (planning.former_pins);
  g_hash_table_unref (planning.owners);
  g_ptr_array_unref (planning.keys);
  g_ptr_array_unref (planning.requests);
  g_ptr_array_unref (planning.certificates);
  g_ptr_array_unref (planning.crls);
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
  if (self->loose != NULL)
    g_string_free (self->loose, TRUE);
  g_free (self->loose_name);
  g_free (self->known_id);
  g_free (self);
}
