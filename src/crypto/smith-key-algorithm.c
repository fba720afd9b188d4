/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-algorithm.h"

#include <openssl/ec.h>
#include <openssl/objects.h>

#include "smith-crypto-error-private.h"
#include "smith-key-algorithm-private.h"

/**
 * SmithKeyAlgorithm:
 *
 * A kind of key that this program creates: a row of the table below, which is all that there is to
 * add for another one; behind it come the other elliptic curves that this computer's OpenSSL has. Where
 * each works is a table of its own in the models, because AWS decides it.
 */
struct _SmithKeyAlgorithm
{
  const char *nick;
  const char *title;
  const char *family;
  guint       bits;
  const char *curve;
  gboolean    rare;
};

/* In the order in which they are offered. */
static const SmithKeyAlgorithm rows[] = {
  { "rsa-2048", "RSA 2048",    "RSA",     2048, NULL,    FALSE },
  { "rsa-3072", "RSA 3072",    "RSA",     3072, NULL,    FALSE },
  { "rsa-4096", "RSA 4096",    "RSA",     4096, NULL,    FALSE },
  { "rsa-1024", "RSA 1024",    "RSA",     1024, NULL,    FALSE },
  { "ec-p256",  "ECDSA P-256", "EC",      256,  "P-256", FALSE },
  { "ec-p384",  "ECDSA P-384", "EC",      384,  "P-384", FALSE },
  { "ec-p521",  "ECDSA P-521", "EC",      521,  "P-521", FALSE },
  { "ed25519",  "Ed25519",     "ED25519", 256,  NULL,    TRUE  },
  { "ed448",    "Ed448",       "ED448",   456,  NULL,    TRUE  },
  { "rsa-8192", "RSA 8192",    "RSA",     8192, NULL,    TRUE  },
};

/* NIST SP 800-57 part 1, table 2: what is under 224 bits has not been good enough since 2013. */
#define MIN_CURVE_BITS 224

/* Curves with another number for what has a name of its own, and one whose keys sign in another way (SM2). */
static gboolean
is_alias (const char *name)
{
  return g_str_has_prefix (name, "wap-wsg-") || g_str_has_prefix (name, "Oakley-") || g_str_equal (name, "SM2");
}

static SmithKeyAlgorithm *
make_curve (int nid)
{
  const char *nist = EC_curve_nid2nist (nid);
  const char *name = nist != NULL ? nist : OBJ_nid2sn (nid);
  SmithKeyAlgorithm *self;
  EC_GROUP *group;
  int bits;

  if (name == NULL || is_alias (name) || smith_key_algorithm_find ("EC", 0, name) != NULL)
    return NULL;
  group = EC_GROUP_new_by_curve_name (nid);
  bits = group != NULL ? EC_GROUP_order_bits (group) : 0;
  EC_GROUP_free (group);
  if (bits < MIN_CURVE_BITS)
    return NULL;

  self = g_new0 (SmithKeyAlgorithm, 1);
  if (nist != NULL)
    {
      g_autofree char *plain = g_strdup_printf ("ec-%c%s", g_ascii_tolower (nist[0]), nist + 2);

      self->nick = g_steal_pointer (&plain);
    }
  else
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);

      self->nick = g_strconcat ("ec-", lower, NULL);
    }
  self->title = g_strdup_printf ("ECDSA %s", name);
  self->family = "EC";
  self->bits = (guint) bits;
  self->curve = g_strdup (name);
  self->rare = TRUE;

  return self;
}

/* Those that some software knows come first. */
static int
rank_curve (const char *name)
{
  if (g_str_has_prefix (name, "P-"))
    return 0;
  if (g_str_equal (name, "secp256k1"))
    return 1;
  if (g_str_has_prefix (name, "brainpool"))
    return g_str_has_suffix (name, "r1") ? 2 : 3;
  if (g_str_has_prefix (name, "B-") || g_str_has_prefix (name, "K-"))
    return 4;

  return 5;
}

static int
compare_curves_cb (gconstpointer a,
                   gconstpointer b)
{
  const SmithKeyAlgorithm *first = *(const SmithKeyAlgorithm * const *) a;
  const SmithKeyAlgorithm *second = *(const SmithKeyAlgorithm * const *) b;
  int difference = rank_curve (first->curve) - rank_curve (second->curve);

  if (difference == 0)
    difference = (int) first->bits - (int) second->bits;

  return difference != 0 ? difference : g_strcmp0 (first->curve, second->curve);
}

static gpointer
collect_curves_cb (gpointer user_data)
{
  GPtrArray *curves = g_ptr_array_new ();
  gsize n = EC_get_builtin_curves (NULL, 0);
  g_autofree EC_builtin_curve *builtin = g_new0 (EC_builtin_curve, n);

  n = EC_get_builtin_curves (builtin, n);
  for (gsize i = 0; i < n; i++)
    {
      SmithKeyAlgorithm *curve = make_curve (builtin[i].nid);

      if (curve != NULL)
        g_ptr_array_add (curves, curve);
    }
  g_ptr_array_sort (curves, compare_curves_cb);
  smith_crypto_clear_queue ();

  return curves;
}

/* What is behind the table: asked for when somebody looks for what is not in the table. */
static GPtrArray *
get_curves (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, collect_curves_cb, NULL);
}

/**
 * smith_key_algorithm_get_n_rows:
 *
 * Returns: how many kinds of keys can be created
 */
guint
smith_key_algorithm_get_n_rows (void)
{
  return G_N_ELEMENTS (rows) + get_curves ()->len;
}

/**
 * smith_key_algorithm_get_row:
 * @row: less than smith_key_algorithm_get_n_rows()
 *
 * Returns: (transfer none): the row; those that are not rare come first
 */
const SmithKeyAlgorithm *
smith_key_algorithm_get_row (guint row)
{
  if (row < G_N_ELEMENTS (rows))
    return &rows[row];
  g_return_val_if_fail (row < smith_key_algorithm_get_n_rows (), NULL);

  return g_ptr_array_index (get_curves (), row - G_N_ELEMENTS (rows));
}

/**
 * smith_key_algorithm_lookup:
 * @nick: such as "rsa-2048"
 *
 * Returns: (transfer none) (nullable): the row, NULL for a nick that is not in the table
 */
const SmithKeyAlgorithm *
smith_key_algorithm_lookup (const char *nick)
{
  g_return_val_if_fail (nick != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].nick, nick))
      return &rows[i];
  if (!g_str_has_prefix (nick, "ec-"))
    return NULL;
  for (guint i = 0; i < get_curves ()->len; i++)
    {
      const SmithKeyAlgorithm *curve = g_ptr_array_index (get_curves (), i);

      if (g_str_equal (curve->nick, nick))
        return curve;
    }

  return NULL;
}

/**
 * smith_key_algorithm_find:
 * @family: "RSA" or "EC", or what else a public key says
 * @bits: its size; only RSA comes in several
 * @curve: (nullable): its curve
 *
 * Returns: (transfer none) (nullable): the row that such a key belongs to
 */
const SmithKeyAlgorithm *
smith_key_algorithm_find (const char *family,
                          guint       bits,
                          const char *curve)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].family, family) && g_strcmp0 (rows[i].curve, curve) == 0 &&
        (!g_str_equal (family, "RSA") || rows[i].bits == bits))
      return &rows[i];

  return NULL;
}

/**
 * smith_key_algorithm_find_any:
 * @family: "RSA" or "EC", or what else a public key says
 * @bits: its size; only RSA comes in several
 * @curve: (nullable): its curve
 *
 * Returns: (transfer none) (nullable): the row that such a key belongs to, also among the curves behind the table
 */
const SmithKeyAlgorithm *
smith_key_algorithm_find_any (const char *family,
                              guint       bits,
                              const char *curve)
{
  const SmithKeyAlgorithm *row = smith_key_algorithm_find (family, bits, curve);

  if (row != NULL || curve == NULL)
    return row;
  for (guint i = 0; i < get_curves ()->len; i++)
    {
      row = g_ptr_array_index (get_curves (), i);
      if (g_str_equal (row->curve, curve))
        return row;
    }

  return NULL;
}

/**
 * smith_key_algorithm_get_nick:
 *
 * Returns: the name that settings and files use, such as "ec-p256"
 */
const char *
smith_key_algorithm_get_nick (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->nick;
}

/**
 * smith_key_algorithm_get_title:
 *
 * Returns: the name for people, such as "ECDSA P-256"
 */
const char *
smith_key_algorithm_get_title (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/**
 * smith_key_algorithm_get_family:
 *
 * Returns: "RSA", "EC", "ED25519" or "ED448", as `openssl genpkey -algorithm` takes it
 */
const char *
smith_key_algorithm_get_family (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->family;
}

/**
 * smith_key_algorithm_get_bits:
 *
 * Returns: the bits of the modulus (RSA) or of the order of the curve
 */
guint
smith_key_algorithm_get_bits (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bits;
}

/**
 * smith_key_algorithm_get_curve:
 *
 * Returns: (nullable): NIST's name of the curve (FIPS 186-4), such as "P-256", else OpenSSL's; NULL for RSA and
 *   for the Edwards curves, which are kinds of their own
 */
const char *
smith_key_algorithm_get_curve (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->curve;
}

/**
 * smith_key_algorithm_is_rare:
 *
 * Returns: whether it is for special cases: nothing on AWS takes it, and few others do
 */
gboolean
smith_key_algorithm_is_rare (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->rare;
}
