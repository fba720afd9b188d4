/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-judge-private.h"

#include <glib/gi18n.h>

/*
 * What one thing that came in is worth by itself, before a plan finds a place for it: whether the numbers of a
 * key belong together, and which of two certificates of one key a server should have.
 */

/* The check of an RSA key of this size takes some tenths of a second, and of one of twice the size some seconds. */
#define MAX_BITS 4096

/* Seconds. */
#define DATED_BACK (48 * 60 * 60)

/**
 * smith_import_judge_key: (skip)
 * @key: what came in
 * @thorough: whether it is checked however long that takes
 * @budget: (inout): microseconds that the checks of all keys may still take
 * @remark: (out) (transfer full): what a person is told of it
 *
 * Asks what `openssl pkey -check` asks, where that takes no long time: the page of the key asks by itself, or by its button.
 *
 * Returns: %FALSE where the numbers of @key do not belong together
 */
gboolean
smith_import_judge_key (SmithKey  *key,
                        gboolean   thorough,
                        gint64    *budget,
                        char     **remark)
{
  SmithPublicKey *public_key = smith_key_get_public_key (key);
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  gboolean sound;

  if (!thorough && *budget <= 0)
    {
      *remark = g_strdup (_("Not checked yet whether its numbers belong together, for there are many keys: its Key page does"));
      return TRUE;
    }
  if (!thorough && smith_public_key_get_bits (public_key) > MAX_BITS)
    {
      *remark = g_strdup (_("Not checked yet whether its numbers belong together, which takes long for a key of this size: "
                            "“Check” on its Key page does"));
      return TRUE;
    }

  sound = smith_key_check (key, NULL, &error);
  *budget -= g_get_monotonic_time () - begun;
  *remark = g_strdup (sound ? _("Checked: its numbers belong together") : error->message);

  return sound;
}

static gboolean
is_past (gint64 not_after)
{
  return not_after < g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * smith_import_is_newer: (skip)
 *
 * Of two certificates of one key that came together: the one that is valid, else the newer one.
 *
 * Returns: whether that is @certificate
 */
gboolean
smith_import_is_newer (SmithCertificate *certificate,
                       SmithCertificate *other)
{
  gboolean past = is_past (g_date_time_to_unix (smith_certificate_get_not_after (certificate)));
  gboolean other_past = is_past (g_date_time_to_unix (smith_certificate_get_not_after (other)));

  if (past != other_past)
    return other_past;

  return g_date_time_compare (smith_certificate_get_not_before (certificate),
                              smith_certificate_get_not_before (other)) > 0;
}

/**
 * smith_import_is_older: (skip)
 * @data: has another certificate of the same key
 *
 * Authorities date back by an hour, or to midnight; and what one signs oneself is made to wait for the answer of the CA.
 *
 * Returns: whether a person would be worse off with @certificate
 */
gboolean
smith_import_is_older (SmithCertificate        *certificate,
                       const SmithIdentityData *data)
{
  if (data->self_signed && !smith_certificate_is_self_signed (certificate))
    return FALSE;
  if (is_past (data->not_after))
    return FALSE;

  return is_past (g_date_time_to_unix (smith_certificate_get_not_after (certificate))) ||
         g_date_time_to_unix (smith_certificate_get_not_before (certificate)) + DATED_BACK < data->not_before;
}
