/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-planning-private.h"

#include <glib/gi18n.h>

#include "smith-crypto-error.h"

/*
 * Step 1 of a plan: what came in, by kind, each thing once. Keys stay as they are: which of those of one public key is
 * taken is decided in smith-import-keys.c.
 */

/* To @things, unless it is there. Returns: whether it is new. */
static gboolean
add_first (SmithImportPlanning *planning,
           GPtrArray           *things,
           GHashTable          *seen,
           const char          *fingerprint,
           SmithParsed         *parsed)
{
  if (!g_hash_table_add (seen, g_strdup (fingerprint)))
    {
      smith_import_planning_tell (planning, parsed, SMITH_IMPORT_KNOWN, _("Came in more than once; counted once"));
      return FALSE;
    }
  g_ptr_array_add (things, parsed);

  return TRUE;
}

static void
tell_error (SmithImportPlanning *planning,
            SmithParsed         *parsed)
{
  const GError *error = smith_parsed_get_error (parsed);
  SmithImportOutcome outcome = SMITH_IMPORT_NOT_UNDERSTOOD;

  if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED) ||
      g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
    outcome = SMITH_IMPORT_LOCKED;
  else if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE))
    outcome = SMITH_IMPORT_NOT_READ;
  smith_import_planning_tell (planning, parsed, outcome, error->message);
}

/**
 * smith_import_sort: (skip)
 * @planning: gets the lists of keys, requests, certificates and revocation lists
 */
void
smith_import_sort (SmithImportPlanning *planning)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < planning->found->len; i++)
    {
      SmithParsed *parsed = g_ptr_array_index (planning->found, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
      SmithRequest *request = smith_parsed_get_request (parsed);
      SmithCrl *crl = smith_parsed_get_crl (parsed);

      if (certificate != NULL)
        {
          if (add_first (planning, planning->certificates, seen, smith_certificate_get_sha256 (certificate), parsed))
            g_hash_table_insert (planning->parsed_of, certificate, parsed);
        }
      else if (request != NULL)
        {
          add_first (planning, planning->requests, seen, smith_request_get_pem (request), parsed);
        }
      else if (smith_parsed_get_key (parsed) != NULL)
        {
          g_ptr_array_add (planning->keys, parsed);
        }
      else if (crl != NULL)
        {
          add_first (planning, planning->crls, seen, smith_crl_get_sha256 (crl), parsed);
        }
      else if (smith_parsed_get_error (parsed) != NULL)
        {
          tell_error (planning, parsed);
        }
    }
}
