/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-revocation-reason.h"

#include <glib/gi18n.h>

/* In the order in which they are offered: what a server's owner means most often comes first. */
static const struct
{
  SmithRevocationReason  reason;
  const char            *name;    /* as RFC 5280 and openssl write it */
  const char            *title;
} rows[] = {
  { SMITH_REVOCATION_REASON_UNSPECIFIED, "unspecified", N_("No reason given") },
  { SMITH_REVOCATION_REASON_SUPERSEDED, "superseded", N_("Replaced by a newer one") },
  { SMITH_REVOCATION_REASON_KEY_COMPROMISE, "keyCompromise", N_("The private key was lost or stolen") },
  { SMITH_REVOCATION_REASON_CESSATION_OF_OPERATION, "cessationOfOperation", N_("No longer in use") },
  { SMITH_REVOCATION_REASON_AFFILIATION_CHANGED, "affiliationChanged", N_("The owner or name has changed") },
  { SMITH_REVOCATION_REASON_PRIVILEGE_WITHDRAWN, "privilegeWithdrawn", N_("No longer permitted") },
  { SMITH_REVOCATION_REASON_CERTIFICATE_HOLD, "certificateHold", N_("On hold for now") },
  { SMITH_REVOCATION_REASON_CA_COMPROMISE, "cACompromise", N_("The key of this authority was lost or stolen") },
  { SMITH_REVOCATION_REASON_AA_COMPROMISE, "aACompromise", N_("The attribute authority was broken into") },
};

static guint
find_row (SmithRevocationReason reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].reason == reason)
      return i;

  return 0;
}

/**
 * smith_revocation_reason_get_n_reasons:
 *
 * Returns: how many reasons there are to choose from
 */
guint
smith_revocation_reason_get_n_reasons (void)
{
  return G_N_ELEMENTS (rows);
}

/**
 * smith_revocation_reason_get_nth:
 * @position: less than smith_revocation_reason_get_n_reasons()
 *
 * Returns: a reason, the most usual ones first
 */
SmithRevocationReason
smith_revocation_reason_get_nth (guint position)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (rows), SMITH_REVOCATION_REASON_UNSPECIFIED);

  return rows[position].reason;
}

/**
 * smith_revocation_reason_get_name:
 *
 * Returns: (transfer none): the identifier of RFC 5280, 5.3.1, such as keyCompromise
 */
const char *
smith_revocation_reason_get_name (SmithRevocationReason reason)
{
  return rows[find_row (reason)].name;
}

/**
 * smith_revocation_reason_get_title:
 *
 * Returns: (transfer none): what it means, for people
 */
const char *
smith_revocation_reason_get_title (SmithRevocationReason reason)
{
  return _(rows[find_row (reason)].title);
}

/**
 * smith_revocation_reason_from_name:
 * @name: (nullable): an identifier of RFC 5280, 5.3.1
 * @reason: (out): the reason
 *
 * Returns: whether there is such a reason
 */
gboolean
smith_revocation_reason_from_name (const char            *name,
                                   SmithRevocationReason *reason)
{
  g_return_val_if_fail (reason != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].name, name) == 0)
      {
        *reason = rows[i].reason;
        return TRUE;
      }

  return FALSE;
}
