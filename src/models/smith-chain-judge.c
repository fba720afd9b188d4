/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-private.h"

#include <glib/gi18n.h>

#include "smith-chain-link-private.h"
#include "smith-validity.h"

/* What SmithChain says of its rows and of itself, from what the workers have found out so far. */

/* What is known of signatures. */

typedef enum
{
  UNKNOWN,
  NO,
  YES,
} Known;

static char *
dup_pair (SmithCertificate *child,
          SmithCertificate *issuer)
{
  return g_strconcat (smith_certificate_get_sha256 (child), " ", smith_certificate_get_sha256 (issuer), NULL);
}

static Known
look_up_signed (SmithChain       *self,
                SmithCertificate *child,
                SmithCertificate *issuer)
{
  g_autofree char *pair = dup_pair (child, issuer);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->verdicts, pair));
}

void
smith_chain_remember_signed (SmithChain       *self,
                             SmithCertificate *child,
                             SmithCertificate *issuer,
                             gboolean          is_signed)
{
  g_hash_table_replace (self->verdicts, dup_pair (child, issuer), GINT_TO_POINTER (is_signed ? YES : NO));
}

/* The rows. */

static SmithChainVerdict
judge_dates (SmithCertificate *certificate)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  switch (smith_validity_judge (smith_certificate_get_not_before (certificate),
                                smith_certificate_get_not_after (certificate), now))
    {
    case SMITH_VALIDITY_EXPIRED:
      return SMITH_CHAIN_VERDICT_EXPIRED;
    case SMITH_VALIDITY_NOT_YET_VALID:
      return SMITH_CHAIN_VERDICT_NOT_YET_VALID;
    case SMITH_VALIDITY_GOOD:
    case SMITH_VALIDITY_EXPIRING:
    default:
      return SMITH_CHAIN_VERDICT_SIGNED_ABOVE;
    }
}

/* @seen: SHA-256 of all certificates further up */
static SmithChainVerdict
judge_link (SmithChain       *self,
            SmithCertificate *above,
            SmithCertificate *certificate,
            GHashTable       *seen)
{
  if (smith_certificate_equal (certificate, self->leaf))
    return SMITH_CHAIN_VERDICT_LEAF_AGAIN;
  if (g_hash_table_contains (seen, smith_certificate_get_sha256 (certificate)))
    return SMITH_CHAIN_VERDICT_DUPLICATE;

  switch (look_up_signed (self, above, certificate))
    {
    case YES:
      return judge_dates (certificate);
    case NO:
      if (smith_certificate_is_self_signed (above))
        return SMITH_CHAIN_VERDICT_AFTER_ROOT;
      if (smith_name_equal (smith_certificate_get_issuer (above), smith_certificate_get_subject (certificate)))
        return SMITH_CHAIN_VERDICT_BAD_SIGNATURE;
      return SMITH_CHAIN_VERDICT_NOT_ISSUER;
    case UNKNOWN:
    default:
      return SMITH_CHAIN_VERDICT_CHECKING;
    }
}

static gboolean
has_issuer_of (SmithChain       *self,
               SmithCertificate *certificate)
{
  SmithName *issuer = smith_certificate_get_issuer (certificate);

  for (guint i = 0; i < self->chain->len; i++)
    if (smith_name_equal (smith_certificate_get_subject (self->chain->pdata[i]), issuer))
      return TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->left_over)); i++)
    {
      g_autoptr (SmithCertificate) spare = g_list_model_get_item (G_LIST_MODEL (self->left_over), i);

      if (smith_name_equal (smith_certificate_get_subject (spare), issuer))
        return TRUE;
    }

  return FALSE;
}

static gboolean
belongs (SmithChain       *self,
         SmithCertificate *certificate)
{
  for (guint i = 0; i < self->ordered->len; i++)
    if (smith_certificate_equal (self->ordered->pdata[i], certificate))
      return TRUE;

  return FALSE;
}

static SmithChainRepair
find_repair (SmithChain        *self,
             SmithCertificate  *above,
             SmithCertificate  *certificate,
             SmithChainVerdict  verdict)
{
  switch (verdict)
    {
    case SMITH_CHAIN_VERDICT_DUPLICATE:
    case SMITH_CHAIN_VERDICT_LEAF_AGAIN:
    case SMITH_CHAIN_VERDICT_BAD_SIGNATURE:
      return SMITH_CHAIN_REPAIR_REMOVE;
    case SMITH_CHAIN_VERDICT_AFTER_ROOT:
      return belongs (self, certificate) ? SMITH_CHAIN_REPAIR_ORDER : SMITH_CHAIN_REPAIR_REMOVE;
    case SMITH_CHAIN_VERDICT_NOT_ISSUER:
      return belongs (self, certificate) || has_issuer_of (self, above) ? SMITH_CHAIN_REPAIR_ORDER
                                                                        : SMITH_CHAIN_REPAIR_ADD_ISSUER;
    case SMITH_CHAIN_VERDICT_CHECKING:
    case SMITH_CHAIN_VERDICT_LEAF:
    case SMITH_CHAIN_VERDICT_SIGNED_ABOVE:
    case SMITH_CHAIN_VERDICT_EXPIRED:
    case SMITH_CHAIN_VERDICT_NOT_YET_VALID:
    default:
      return SMITH_CHAIN_REPAIR_NONE;
    }
}

/* Tells each of @links where it stands and what it is to the one above. */
void
smith_chain_judge_links (SmithChain *self,
                         GPtrArray  *links)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SmithCertificate *above = NULL;
  gboolean offers_order = FALSE;

  for (guint i = 0; i < links->len; i++)
    {
      SmithChainLink *link = links->pdata[i];
      SmithCertificate *certificate = smith_chain_link_get_certificate (link);
      gboolean is_root = smith_certificate_is_self_signed (certificate);
      SmithChainVerdict verdict = SMITH_CHAIN_VERDICT_LEAF;
      SmithChainRepair repair = SMITH_CHAIN_REPAIR_NONE;

      if (i > 0)
        {
          verdict = judge_link (self, above, certificate, seen);
          repair = find_repair (self, above, certificate, verdict);
          /* One order puts all of them right. */
          if (repair == SMITH_CHAIN_REPAIR_ORDER && offers_order)
            repair = SMITH_CHAIN_REPAIR_NONE;
          offers_order |= repair == SMITH_CHAIN_REPAIR_ORDER;
          g_hash_table_add (seen, (gpointer) smith_certificate_get_sha256 (certificate));
        }
      smith_chain_link_update (link, i, links->len, is_root, above, verdict, repair);
      above = certificate;
    }
}

/* The chain as a whole. */

static char *
dup_issuer_name (SmithCertificate *certificate)
{
  return g_strdup (smith_name_get_display_name (smith_certificate_get_issuer (certificate)));
}

/* Returns the first row that wants @repair. */
SmithChainLink *
smith_chain_find_repairable (SmithChain       *self,
                             SmithChainRepair  repair)
{
  for (guint i = 1; i < self->links->len; i++)
    if (smith_chain_link_get_repair (self->links->pdata[i]) == repair)
      return self->links->pdata[i];

  return NULL;
}

/* Returns @state in words. */
char *
smith_chain_dup_sentence (SmithChain      *self,
                          SmithChainState  state)
{
  SmithCertificate *last = self->chain->len > 0 ? self->chain->pdata[self->chain->len - 1] : self->leaf;
  g_autofree char *issuer = last != NULL ? dup_issuer_name (last) : NULL;

  switch (state)
    {
    case SMITH_CHAIN_STATE_NO_CERTIFICATE:
      return g_strdup (_("There is no certificate yet"));
    case SMITH_CHAIN_STATE_CHECKING:
      return g_strdup (_("Checking the signatures…"));
    case SMITH_CHAIN_STATE_SELF_SIGNED:
      return g_strdup (_("The certificate is self-signed: it needs no chain"));
    case SMITH_CHAIN_STATE_EMPTY:
      return g_strdup_printf (_("The chain is missing: the certificate of “%s”, which issued this one, belongs here"),
                              issuer);
    case SMITH_CHAIN_STATE_UNORDERED:
      if (smith_chain_find_repairable (self, SMITH_CHAIN_REPAIR_ORDER) == NULL)
        return g_strdup (_("Some of these certificates do not belong to the chain"));
      return g_strdup (_("The certificates are not in order"));
    case SMITH_CHAIN_STATE_GAP:
      {
        SmithChainLink *below = smith_chain_find_repairable (self, SMITH_CHAIN_REPAIR_ADD_ISSUER);
        SmithChainLink *above = self->links->pdata[smith_chain_link_get_position (below) - 1];
        SmithName *missing = smith_certificate_get_issuer (smith_chain_link_get_certificate (above));

        return g_strdup_printf (_("A certificate is missing: “%s”, which issued “%s”"),
                                smith_name_get_display_name (missing), smith_chain_link_get_title (above));
      }
    case SMITH_CHAIN_STATE_OUT_OF_DATE:
      return g_strdup (_("The chain is in order, but not all of it is valid today"));
    case SMITH_CHAIN_STATE_ROOTLESS:
      return g_strdup_printf (_("The chain is in order up to “%s”, which clients must know as a root"), issuer);
    case SMITH_CHAIN_STATE_COMPLETE:
    default:
      return g_strdup (_("The chain is complete and in order"));
    }
}
