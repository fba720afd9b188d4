/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-algorithm.h"

#include "smith-key-algorithm-private.h"

/**
 * SmithKeyAlgorithm:
 *
 * A kind of key that this program creates: a row of the table below, which is all that there is to
 * add for another one. Where each works is a table of its own in the models, because AWS decides it.
 */
struct _SmithKeyAlgorithm
{
  const char *nick;
  const char *title;
  const char *family;
  guint       bits;
  const char *curve;
};

/* In the order in which they are offered. */
static const SmithKeyAlgorithm rows[] = {
  { "rsa-2048", "RSA 2048",    "RSA", 2048, NULL    },
  { "rsa-3072", "RSA 3072",    "RSA", 3072, NULL    },
  { "rsa-4096", "RSA 4096",    "RSA", 4096, NULL    },
  { "rsa-1024", "RSA 1024",    "RSA", 1024, NULL    },
  { "ec-p256",  "ECDSA P-256", "EC",  256,  "P-256" },
  { "ec-p384",  "ECDSA P-384", "EC",  384,  "P-384" },
  { "ec-p521",  "ECDSA P-521", "EC",  521,  "P-521" },
};

/**
 * smith_key_algorithm_get_n_rows:
 *
 * Returns: how many kinds of keys can be created
 */
guint
smith_key_algorithm_get_n_rows (void)
{
  return G_N_ELEMENTS (rows);
}

/**
 * smith_key_algorithm_get_row:
 * @row: less than smith_key_algorithm_get_n_rows()
 *
 * Returns: (transfer none): the row
 */
const SmithKeyAlgorithm *
smith_key_algorithm_get_row (guint row)
{
  g_return_val_if_fail (row < G_N_ELEMENTS (rows), NULL);

  return &rows[row];
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

  return NULL;
}

/**
 * smith_key_algorithm_find:
 * @family: "RSA" or "EC", or what else a public key says
 * @bits: its size
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
    if (g_str_equal (rows[i].family, family) && rows[i].bits == bits && g_strcmp0 (rows[i].curve, curve) == 0)
      return &rows[i];

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
 * Returns: "RSA" or "EC", as `openssl genpkey -algorithm` takes it
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
 * Returns: the bits of the modulus (RSA) or of the field (EC)
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
 * Returns: (nullable): NIST's name of the curve (FIPS 186-4), such as "P-256"; NULL for RSA
 */
const char *
smith_key_algorithm_get_curve (const SmithKeyAlgorithm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->curve;
}
