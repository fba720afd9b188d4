/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-path.h"

/*
 * The order of certificates: pure functions on values, by signature and not by name alone. Cross-signed
 * authorities give several ways up; loops and repeated certificates end the search, not the program.
 */

/* RFC 5280 sets no limit; real chains have at most five. It bounds the search among cross-signed ones. */
#define MAX_DEPTH 16
#define MAX_STEPS 4096

typedef struct
{
  GPtrArray *candidates;    /* Each certificate once, without the leaf. */
  GPtrArray *current;
  GPtrArray *best;
  guint      n_steps;
} Search;

static gboolean
contains (GPtrArray        *certificates,
          SmithCertificate *certificate)
{
  for (guint i = 0; i < certificates->len; i++)
    if (smith_certificate_equal (g_ptr_array_index (certificates, i), certificate))
      return TRUE;

  return FALSE;
}

static SmithCertificate *
get_last (SmithCertificate *leaf,
          GPtrArray        *chain)
{
  return chain->len > 0 ? g_ptr_array_index (chain, chain->len - 1) : leaf;
}

static guint
count_valid_now (GPtrArray *chain)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  guint n = 0;

  for (guint i = 0; i < chain->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (chain, i);

      if (g_date_time_compare (smith_certificate_get_not_before (certificate), now) <= 0 &&
          g_date_time_compare (now, smith_certificate_get_not_after (certificate)) <= 0)
        n++;
    }

  return n;
}

static gboolean
ends_in_root (GPtrArray *chain)
{
  return chain->len > 0 && smith_certificate_is_self_signed (g_ptr_array_index (chain, chain->len - 1));
}

/* Better: nothing in it is out of date; it ends in a root; among those with a root the shorter one, among
 * those without the longer one. The first found wins where nothing else tells. */
static gboolean
is_better (GPtrArray *chain,
           GPtrArray *than)
{
  guint n_bad = chain->len - count_valid_now (chain);
  guint n_bad_than = than->len - count_valid_now (than);
  gboolean rooted = ends_in_root (chain);
  gboolean rooted_than = ends_in_root (than);

  /* Some way is better than none, whatever its dates. */
  if (chain->len == 0 || than->len == 0)
    return chain->len > than->len;
  if ((n_bad == 0) != (n_bad_than == 0))
    return n_bad == 0;
  if (rooted != rooted_than)
    return rooted;

  return rooted ? chain->len < than->len : chain->len > than->len;
}

static void
copy_certificates (GPtrArray *from,
                   GPtrArray *to)
{
  g_ptr_array_set_size (to, 0);
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_object_ref (g_ptr_array_index (from, i)));
}

static void
search_up (Search           *search,
           SmithCertificate *certificate)
{
  gboolean found = FALSE;

  if (!smith_certificate_is_self_signed (certificate) && search->current->len < MAX_DEPTH)
    for (guint i = 0; i < search->candidates->len && search->n_steps < MAX_STEPS; i++)
      {
        SmithCertificate *candidate = g_ptr_array_index (search->candidates, i);

        if (contains (search->current, candidate) || !smith_certificate_is_issued_by (certificate, candidate))
          continue;
        search->n_steps++;
        found = TRUE;
        g_ptr_array_add (search->current, g_object_ref (candidate));
        search_up (search, candidate);
        g_ptr_array_remove_index (search->current, search->current->len - 1);
      }

  if (!found && is_better (search->current, search->best))
    copy_certificates (search->current, search->best);
}

/**
 * smith_path_order:
 * @leaf: the certificate of the server
 * @candidates: (element-type SmithCertificate): what may belong to its chain, in any order, repeated or foreign
 * @left_over: (out) (optional) (transfer container) (element-type SmithCertificate): what did not find a place, in
 *   its old order; without @leaf itself and without repetitions
 *
 * Puts a chain in order: each certificate signed the one before it. Where authorities are cross-signed there
 * are several ways; one without expired certificates is preferred, then one that ends in a root.
 *
 * Returns: (transfer container) (element-type SmithCertificate): the chain from the issuer of @leaf up, as far as the
 *   candidates reach; empty where none signed @leaf, or where @leaf signed itself
 */
GPtrArray *
smith_path_order (SmithCertificate  *leaf,
                  GPtrArray         *candidates,
                  GPtrArray        **left_over)
{
  g_autoptr (GPtrArray) unique = g_ptr_array_new ();
  Search search = { unique, NULL, NULL, 0 };

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (leaf), NULL);
  g_return_val_if_fail (candidates != NULL, NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      SmithCertificate *candidate = g_ptr_array_index (candidates, i);

      if (!smith_certificate_equal (candidate, leaf) && !contains (unique, candidate))
        g_ptr_array_add (unique, candidate);
    }

  search.current = g_ptr_array_new_with_free_func (g_object_unref);
  search.best = g_ptr_array_new_with_free_func (g_object_unref);
  search_up (&search, leaf);
  g_ptr_array_unref (search.current);

  if (left_over != NULL)
    {
      *left_over = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < unique->len; i++)
        if (!contains (search.best, g_ptr_array_index (unique, i)))
          g_ptr_array_add (*left_over, g_object_ref (g_ptr_array_index (unique, i)));
    }

  return search.best;
}

/**
 * smith_path_is_ordered:
 * @leaf: the certificate of the server
 * @chain: (element-type SmithCertificate): the certificates after it
 *
 * Returns: whether each certificate signed the one before it and none is there twice; an empty chain is in order
 */
gboolean
smith_path_is_ordered (SmithCertificate *leaf,
                       GPtrArray        *chain)
{
  SmithCertificate *below = leaf;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (leaf), FALSE);
  g_return_val_if_fail (chain != NULL, FALSE);

  for (guint i = 0; i < chain->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (chain, i);

      if (smith_certificate_equal (certificate, below) || !smith_certificate_is_issued_by (below, certificate))
        return FALSE;
      below = certificate;
    }

  return TRUE;
}

/**
 * smith_path_is_complete:
 * @leaf: the certificate of the server
 * @chain: (element-type SmithCertificate): the certificates after it
 *
 * The root may be left out, because clients have it. Without it nobody can tell from the certificates
 * alone whether another intermediate is missing: see smith_path_ends_in_root().
 *
 * Returns: whether @chain is in order and there is at least the issuer of @leaf, which a @leaf that
 *   signed itself does not need
 */
gboolean
smith_path_is_complete (SmithCertificate *leaf,
                        GPtrArray        *chain)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (leaf), FALSE);
  g_return_val_if_fail (chain != NULL, FALSE);

  if (chain->len == 0)
    return smith_certificate_is_self_signed (leaf);

  return smith_path_is_ordered (leaf, chain);
}

/**
 * smith_path_ends_in_root:
 * @leaf: the certificate of the server
 * @chain: (element-type SmithCertificate): the certificates after it
 *
 * Returns: whether the last certificate, @leaf included, signed itself: then nothing can be missing
 */
gboolean
smith_path_ends_in_root (SmithCertificate *leaf,
                         GPtrArray        *chain)
{
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (leaf), FALSE);
  g_return_val_if_fail (chain != NULL, FALSE);

  return smith_certificate_is_self_signed (get_last (leaf, chain));
}

static gboolean
issued_another (GPtrArray        *certificates,
                SmithCertificate *certificate)
{
  for (guint i = 0; i < certificates->len; i++)
    {
      SmithCertificate *other = g_ptr_array_index (certificates, i);

      if (!smith_certificate_equal (other, certificate) && smith_certificate_is_issued_by (other, certificate))
        return TRUE;
    }

  return FALSE;
}

/* Negative where a is the better leaf. */
static int
compare_leaves (SmithCertificate *a,
                SmithCertificate *b)
{
  gboolean a_is_ca = smith_certificate_is_ca (a);

  if (a_is_ca != smith_certificate_is_ca (b))
    return a_is_ca ? 1 : -1;

  return -g_date_time_compare (smith_certificate_get_not_after (a), smith_certificate_get_not_after (b));
}

/**
 * smith_path_find_leaf:
 * @certificates: (element-type SmithCertificate): a leaf and others, in any order
 * @key: (nullable): the key that the leaf is for
 *
 * With @key, the certificate for that key; without, one that signed none of the others. Where several
 * fit, one that is no authority goes first, then the one that is valid longest.
 *
 * Returns: (transfer none) (nullable): one of @certificates; NULL where none fits
 */
SmithCertificate *
smith_path_find_leaf (GPtrArray      *certificates,
                      SmithPublicKey *key)
{
  SmithCertificate *best = NULL;

  g_return_val_if_fail (certificates != NULL, NULL);
  g_return_val_if_fail (key == NULL || SMITH_IS_PUBLIC_KEY (key), NULL);

  for (guint i = 0; i < certificates->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (certificates, i);

      if (key != NULL ? !smith_public_key_equal (smith_certificate_get_public_key (certificate), key)
                      : issued_another (certificates, certificate))
        continue;
      if (best == NULL || compare_leaves (certificate, best) < 0)
        best = certificate;
    }

  return best;
}
