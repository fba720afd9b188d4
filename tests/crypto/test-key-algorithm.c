/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-algorithm.h"

#include <string.h>

#include "smith-test.h"

static const struct
{
  const char *nick;
  const char *title;
  const char *family;
  guint       bits;
  const char *curve;
} rows[] = {
  { "rsa-2048", "RSA 2048",    "RSA", 2048, NULL    },
  { "rsa-3072", "RSA 3072",    "RSA", 3072, NULL    },
  { "rsa-4096", "RSA 4096",    "RSA", 4096, NULL    },
  { "rsa-1024", "RSA 1024",    "RSA", 1024, NULL    },
  { "ec-p256",  "ECDSA P-256", "EC",  256,  "P-256" },
  { "ec-p384",  "ECDSA P-384", "EC",  384,  "P-384" },
  { "ec-p521",  "ECDSA P-521", "EC",  521,  "P-521" },
  { "ed25519",  "Ed25519",     "ED25519", 256, NULL },
  { "ed448",    "Ed448",       "ED448",   456, NULL },
  { "rsa-8192", "RSA 8192",    "RSA", 8192, NULL    },
};

static void
test_table (void)
{
  g_assert_cmpuint (smith_key_algorithm_get_n_rows (), >=, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_lookup (rows[i].nick);

      g_assert_nonnull (algorithm);
      g_assert_true (algorithm == smith_key_algorithm_get_row (i));
      g_assert_cmpstr (smith_key_algorithm_get_nick (algorithm), ==, rows[i].nick);
      g_assert_cmpstr (smith_key_algorithm_get_title (algorithm), ==, rows[i].title);
      g_assert_cmpstr (smith_key_algorithm_get_family (algorithm), ==, rows[i].family);
      g_assert_cmpuint (smith_key_algorithm_get_bits (algorithm), ==, rows[i].bits);
      g_assert_cmpstr (smith_key_algorithm_get_curve (algorithm), ==, rows[i].curve);
      g_assert_cmpint (smith_key_algorithm_is_rare (algorithm), ==, i >= 7);
    }
}

/* Behind the table: what `openssl ecparam -list_curves` lists, each once and under NIST's name where there is one. */
static void
test_curves (void)
{
  static const char * const argv[] = { "openssl", "ecparam", "-list_curves", NULL };
  g_autofree char *listed = smith_test_run (argv, NULL, NULL);
  g_autoptr (GHashTable) nicks = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);
      const char *curve = smith_key_algorithm_get_curve (algorithm);

      g_assert_true (g_hash_table_add (nicks, (gpointer) smith_key_algorithm_get_nick (algorithm)));
      g_assert_true (smith_key_algorithm_lookup (smith_key_algorithm_get_nick (algorithm)) == algorithm);
      if (i < G_N_ELEMENTS (rows))
        continue;
      g_assert_true (smith_key_algorithm_is_rare (algorithm));
      g_assert_cmpstr (smith_key_algorithm_get_family (algorithm), ==, "EC");
      g_assert_cmpuint (smith_key_algorithm_get_bits (algorithm), >=, 224);
      if (curve[1] != '-')
        g_assert_nonnull (strstr (listed, curve));
    }
  g_assert_cmpint (g_hash_table_contains (nicks, "ec-secp256k1"), ==, strstr (listed, "secp256k1") != NULL);
  g_assert_cmpint (g_hash_table_contains (nicks, "ec-p224"), ==, strstr (listed, "secp224r1") != NULL);
  g_assert_cmpint (g_hash_table_contains (nicks, "ec-brainpoolp256r1"), ==, strstr (listed, "brainpoolP256r1") != NULL);
  g_assert_false (g_hash_table_contains (nicks, "ec-secp160r1"));
}

static void
test_unknown (void)
{
  g_assert_null (smith_key_algorithm_lookup ("rsa-512"));
  g_assert_null (smith_key_algorithm_lookup (""));
  g_assert_null (smith_key_algorithm_lookup ("RSA-2048"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key-algorithm/table", test_table);
  g_test_add_func ("/key-algorithm/curves", test_curves);
  g_test_add_func ("/key-algorithm/unknown", test_unknown);

  return g_test_run ();
}
