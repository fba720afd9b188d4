/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-planning-private.h"

#include <glib/gi18n.h>

#include "smith-import-judge-private.h"

/*
 * Steps 2 and 3 of a plan: requests and certificates go where their public key is, to an identity or to a key that was
 * replaced. Keys are in smith-import-keys.c.
 */

/**
 * smith_import_place_requests: (skip)
 * @planning: with the requests that came in
 *
 * Of several requests of one key the last one is taken. Keys have their place already.
 */
void
smith_import_place_requests (SmithImportPlanning *planning)
{
  for (guint i = 0; i < planning->requests->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->requests, i);
      SmithRequest *request = smith_parsed_get_request (parsed);
      const char *pin = smith_public_key_get_spki_sha256 (smith_request_get_public_key (request));
      SmithImportSlot *slot = smith_import_planning_get_slot_of_pin (planning, pin);

      if (slot->data != NULL && slot->data->request != NULL &&
          g_bytes_equal (slot->data->request, smith_request_get_der (request)))
        {
          smith_import_planning_tell_known (planning, parsed, slot->data, "request");
          continue;
        }
      if (slot->request != NULL)
        smith_import_planning_tell (planning, slot->request, SMITH_IMPORT_LEFT_OUT,
                                    _("Left out: another request of the same key came with it"));
      slot->request = parsed;
    }
}

/* It takes nobody's place; given by itself it can be looked at. */
static void
place_older (SmithImportPlanning *planning,
             SmithParsed         *parsed,
             SmithIdentityData   *data)
{
  g_autofree char *text = NULL;

  if (planning->found->len > 1)
    {
      text = g_strdup_printf (_("Left out: “%s” has a newer certificate of the same key. "
                                "Open it by itself to look at it."), data->name);
      smith_import_planning_tell (planning, parsed, SMITH_IMPORT_LEFT_OUT, text);
      return;
    }
  text = g_strdup_printf (_("“%s” has a newer certificate of the same key and keeps it"), data->name);
  smith_import_planning_tell (planning, parsed, SMITH_IMPORT_ADDED, text);
  smith_import_planning_add_slot (planning, NULL)->leaf = parsed;
}

/* FALSE: the identity has it, or a newer one. */
static gboolean
is_wanted (SmithImportPlanning *planning,
           SmithImportSlot     *slot,
           SmithParsed         *parsed)
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
      smith_import_planning_tell_known (planning, parsed, holder, "certificate");
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
place_leaf (SmithImportPlanning *planning,
            SmithImportSlot     *slot,
            SmithParsed         *parsed)
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
  if (smith_import_is_newer (certificate, smith_parsed_get_certificate (slot->leaf)))
    {
      older = slot->leaf;
      slot->leaf = parsed;
    }
  smith_import_planning_tell (planning, older, SMITH_IMPORT_LEFT_OUT,
                              _("Left out: a newer certificate of the same key came with it"));
}

/**
 * smith_import_place_leaves: (skip)
 * @planning: with the certificates that came in
 *
 * Some old intermediates do not say that they are a CA; that they signed something says it for them.
 */
void
smith_import_place_leaves (SmithImportPlanning *planning)
{
  g_autoptr (GHashTable) issuers = smith_import_list_issuers (planning, FALSE);

  for (guint i = 0; i < planning->certificates->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->certificates, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
      const char *pin = smith_public_key_get_spki_sha256 (smith_certificate_get_public_key (certificate));
      const char *subject = smith_name_get_rfc4514 (smith_certificate_get_subject (certificate));
      gboolean known = g_hash_table_contains (planning->by_pin, pin) ||
                       g_hash_table_contains (planning->known_pins, pin) ||
                       g_hash_table_contains (planning->former_pins, pin);
      gboolean may_issue = smith_certificate_is_ca (certificate) || g_hash_table_contains (issuers, subject);

      if (may_issue)
        g_ptr_array_add (planning->issuers, certificate);
      if (known || !may_issue)
        place_leaf (planning, smith_import_planning_get_slot_of_pin (planning, pin), parsed);
    }
}
