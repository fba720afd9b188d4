/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-algorithm.h"

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
};

static void
test_table (void)
{
  g_assert_cmpuint (smith_key_algorithm_get_n_rows (), ==, G_N_ELEMENTS (rows));
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
    }
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
  g_test_add_func ("/key-algorithm/unknown", test_unknown);

  return g_test_run ();
}
