/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-path.h"

#include <string.h>

#include "smith-test.h"

/* Certificates by the names of their files; an array of those that follow. */
static SmithCertificate *
read_certificate (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".crt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

static GPtrArray *
read_certificates (const char *names)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) words = g_strsplit (names, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (certificates, read_certificate (words[i]));

  return certificates;
}

static void
assert_certificates (GPtrArray  *certificates,
                     const char *names)
{
  g_autoptr (GPtrArray) expected = read_certificates (names);

  g_assert_cmpuint (certificates->len, ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    g_assert_cmpstr (smith_certificate_get_pem (g_ptr_array_index (certificates, i)), ==,
                     smith_certificate_get_pem (g_ptr_array_index (expected, i)));
}

static const struct
{
  const char *leaf;
  const char *candidates;
  const char *chain;
  const char *left_over;
} orders[] = {
  { "rsa-leaf", "", "", "" },
  { "rsa-leaf", "rsa-two rsa-one rsa-root", "rsa-two rsa-one rsa-root", "" },
  { "rsa-leaf", "rsa-root rsa-one rsa-two", "rsa-two rsa-one rsa-root", "" },
  { "ec-leaf", "ec-one ec-root ec-two", "ec-two ec-one ec-root", "" },
  { "rsa-leaf", "rsa-one rsa-two", "rsa-two rsa-one", "" },
  { "rsa-leaf", "rsa-root rsa-one", "", "rsa-root rsa-one" },
  { "rsa-leaf", "rsa-two rsa-root", "rsa-two", "rsa-root" },
  { "rsa-leaf", "ec-two ec-one ec-root", "", "ec-two ec-one ec-root" },
  { "rsa-leaf", "ec-root rsa-root rsa-one rsa-two", "rsa-two rsa-one rsa-root", "ec-root" },
  /* Repeated certificates, and the leaf among its own issuers. */
  { "rsa-leaf", "rsa-one rsa-leaf rsa-two rsa-one rsa-two rsa-root rsa-root", "rsa-two rsa-one rsa-root", "" },
  /* The right name is not enough. */
  { "rsa-leaf", "false-root rsa-one rsa-two", "rsa-two rsa-one", "false-root" },
  { "rsa-leaf", "false-root rsa-one rsa-two rsa-root", "rsa-two rsa-one rsa-root", "false-root" },
  /* Two ways up: the one with a root wins, else the first. */
  { "rsa-leaf", "rsa-one-cross rsa-one rsa-two rsa-root", "rsa-two rsa-one rsa-root", "rsa-one-cross" },
  { "rsa-leaf", "rsa-one rsa-one-cross rsa-two other-root", "rsa-two rsa-one-cross other-root", "rsa-one" },
  { "rsa-leaf", "rsa-one-cross rsa-one rsa-two rsa-root other-root", "rsa-two rsa-one-cross other-root", "rsa-one rsa-root" },
  { "rsa-leaf", "rsa-one rsa-one-cross rsa-two", "rsa-two rsa-one", "rsa-one-cross" },
  /* Authorities that signed each other end nowhere, and the program goes on. */
  { "loop-leaf", "loop-a loop-b", "loop-a loop-b", "" },
  { "loop-leaf", "loop-b", "", "loop-b" },
  /* A leaf that signed itself has no chain. */
  { "self-rsa", "rsa-two rsa-root", "", "rsa-two rsa-root" },
  { "self-rsa", "self-rsa", "", "" },
  { "rsa-root", "rsa-root rsa-one", "", "rsa-one" },
  { "ed25519", "rsa-root rsa-one rsa-two", "rsa-two rsa-one rsa-root", "" },
  { "expired", "rsa-one rsa-two", "rsa-two rsa-one", "" },
};

static void
test_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (SmithCertificate) leaf = read_certificate (orders[i].leaf);
      g_autoptr (GPtrArray) candidates = read_certificates (orders[i].candidates);
      g_autoptr (GPtrArray) left_over = NULL;
      g_autoptr (GPtrArray) chain = smith_path_order (leaf, candidates, &left_over);

      g_test_message ("%s: %s", orders[i].leaf, orders[i].candidates);
      assert_certificates (chain, orders[i].chain);
      assert_certificates (left_over, orders[i].left_over);
      g_assert_true (smith_path_is_ordered (leaf, chain));
    }
}

/* All orders of four candidates give the same chain. */
static void
test_order_permutations (void)
{
  g_autoptr (SmithCertificate) leaf = read_certificate ("ec-leaf");
  g_autoptr (GPtrArray) all = read_certificates ("ec-one ec-root ec-two rsa-one");

  for (guint n = 0; n < 24; n++)
    {
      g_autoptr (GPtrArray) rest = g_ptr_array_copy (all, NULL, NULL);
      g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
      g_autoptr (GPtrArray) chain = NULL;
      guint code = n;

      g_ptr_array_set_free_func (rest, NULL);
      for (guint i = 4; i > 0; code /= i, i--)
        g_ptr_array_add (candidates, g_ptr_array_steal_index (rest, code % i));
      chain = smith_path_order (leaf, candidates, NULL);
      assert_certificates (chain, "ec-two ec-one ec-root");
    }
}

/* `openssl verify` agrees about what was put in order. */
static void
test_order_authority (void)
{
  static const char * const kinds[] = { "rsa", "ec" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *leaf_name = g_strconcat (kinds[i], "-leaf", NULL);
      g_autofree char *mixed = g_strdup_printf ("%s-root %s-one %s-two", kinds[i], kinds[i], kinds[i]);
      g_autoptr (SmithCertificate) leaf = read_certificate (leaf_name);
      g_autoptr (GPtrArray) candidates = read_certificates (mixed);
      g_autoptr (GPtrArray) chain = smith_path_order (leaf, candidates, NULL);
      g_autofree char *folder = smith_test_make_folder ();

      /* Each link by itself: the certificate above is the only thing that is trusted. */
      for (guint j = 0; j < chain->len; j++)
        {
          g_autofree char *below = g_build_filename (folder, "below.pem", NULL);
          g_autofree char *above = g_build_filename (folder, "above.pem", NULL);
          const char *argv[] = { "openssl", "verify", "-partial_chain", "-trusted", above, below, NULL };
          g_autofree char *output = NULL;

          g_file_set_contents (below, smith_certificate_get_pem (j == 0 ? leaf : g_ptr_array_index (chain, j - 1)), -1, NULL);
          g_file_set_contents (above, smith_certificate_get_pem (g_ptr_array_index (chain, j)), -1, NULL);
          output = smith_test_run (argv, NULL, NULL);
          g_assert_nonnull (strstr (output, "below.pem: OK"));
        }
      smith_test_remove_folder (folder);
    }
}

static const struct
{
  const char *leaf;
  const char *chain;
  gboolean    is_ordered;
  gboolean    is_complete;
  gboolean    ends_in_root;
} judgements[] = {
  { "rsa-leaf", "rsa-two rsa-one rsa-root", TRUE, TRUE, TRUE },
  { "rsa-leaf", "rsa-two rsa-one", TRUE, TRUE, FALSE },
  { "rsa-leaf", "rsa-two", TRUE, TRUE, FALSE },
  { "rsa-leaf", "", TRUE, FALSE, FALSE },
  { "rsa-leaf", "rsa-one rsa-two rsa-root", FALSE, FALSE, TRUE },
  { "rsa-leaf", "rsa-two rsa-root", FALSE, FALSE, TRUE },
  { "rsa-leaf", "rsa-leaf rsa-two rsa-one", FALSE, FALSE, FALSE },
  { "rsa-leaf", "rsa-two rsa-one false-root", FALSE, FALSE, TRUE },
  { "rsa-leaf", "rsa-two rsa-one rsa-root rsa-root", FALSE, FALSE, TRUE },
  { "rsa-leaf", "rsa-two rsa-one-cross other-root", TRUE, TRUE, TRUE },
  { "rsa-leaf", "rsa-two rsa-one other-root", FALSE, FALSE, TRUE },
  { "rsa-leaf", "ec-two ec-one ec-root", FALSE, FALSE, TRUE },
  { "self-ec", "", TRUE, TRUE, TRUE },
  { "self-ec", "self-ec", FALSE, FALSE, TRUE },
  { "self-ec", "ec-root", FALSE, FALSE, TRUE },
  { "loop-leaf", "loop-a loop-b", TRUE, TRUE, FALSE },
};

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    {
      g_autoptr (SmithCertificate) leaf = read_certificate (judgements[i].leaf);
      g_autoptr (GPtrArray) chain = read_certificates (judgements[i].chain);

      g_test_message ("%s: %s", judgements[i].leaf, judgements[i].chain);
      g_assert_cmpint (smith_path_is_ordered (leaf, chain), ==, judgements[i].is_ordered);
      g_assert_cmpint (smith_path_is_complete (leaf, chain), ==, judgements[i].is_complete);
      g_assert_cmpint (smith_path_ends_in_root (leaf, chain), ==, judgements[i].ends_in_root);
    }
}

static const struct
{
  const char *certificates;
  const char *key;     /* Of this certificate; NULL for any. */
  const char *leaf;    /* NULL for none. */
} leaves[] = {
  { "", NULL, NULL },
  { "rsa-root rsa-one rsa-two rsa-leaf", NULL, "rsa-leaf" },
  { "rsa-leaf rsa-two", NULL, "rsa-leaf" },
  { "rsa-two rsa-one", NULL, "rsa-two" },
  { "rsa-root", NULL, "rsa-root" },
  { "self-ec", NULL, "self-ec" },
  { "rsa-root rsa-one rsa-two ec-leaf", "ec-leaf", "ec-leaf" },
  { "rsa-root rsa-one rsa-two", "ec-leaf", NULL },
  { "rsa-root rsa-one rsa-two", "rsa-one", "rsa-one" },
  /* Renewed for the same key: the one that is valid longest. */
  { "expired rsa-leaf", "rsa-leaf", "rsa-leaf" },
  { "rsa-leaf future", "rsa-leaf", "future" },
  { "loop-a loop-b", NULL, NULL },
};

static void
test_find_leaf (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      g_autoptr (GPtrArray) certificates = read_certificates (leaves[i].certificates);
      g_autoptr (SmithCertificate) owner = leaves[i].key != NULL ? read_certificate (leaves[i].key) : NULL;
      g_autoptr (SmithCertificate) expected = leaves[i].leaf != NULL ? read_certificate (leaves[i].leaf) : NULL;
      SmithCertificate *found;

      g_test_message ("%s", leaves[i].certificates);
      found = smith_path_find_leaf (certificates, owner != NULL ? smith_certificate_get_public_key (owner) : NULL);
      if (expected == NULL)
        g_assert_null (found);
      else
        g_assert_true (found != NULL && smith_certificate_equal (found, expected));
    }
}

/* A pile of foreign certificates costs time in proportion, no more. */
static void
test_many (void)
{
  g_autoptr (SmithCertificate) leaf = read_certificate ("rsa-leaf");
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);

  for (guint i = 0; i < 200; i++)
    {
      /* All of them have the name that is looked for, none has the key. */
      static const char * const attributes[] = { "C", "DE", "O", "Example", "CN", "Example RSA Authority Two", NULL };
      g_autoptr (SmithName) name = smith_name_new (attributes, &error);
      g_autoptr (SmithRequest) request = smith_request_create (key, name, NULL, &error);

      g_ptr_array_add (candidates, smith_certificate_self_sign (request, key, 10, &error));
      g_assert_no_error (error);
    }
  g_ptr_array_add (candidates, read_certificate ("rsa-two"));
  chain = smith_path_order (leaf, candidates, NULL);
  assert_certificates (chain, "rsa-two");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/path/order", test_order);
  g_test_add_func ("/path/order/permutations", test_order_permutations);
  g_test_add_func ("/path/order/authority", test_order_authority);
  g_test_add_func ("/path/judge", test_judge);
  g_test_add_func ("/path/find-leaf", test_find_leaf);
  g_test_add_func ("/path/many", test_many);

  return g_test_run ();
}
