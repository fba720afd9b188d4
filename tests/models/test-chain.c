/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain.h"

#include <glib/gstdio.h>
#include <string.h>

#include "smith-command.h"
#include "smith-test.h"

/* SmithChain and SmithChainLink with the trees of tests/fixtures (made by openssl): rsa-leaf is signed by
 * rsa-two, that by rsa-one, that by rsa-root. The files on disk are verified by openssl. */

typedef struct
{
  char          *folder;
  SmithLibrary  *library;
  SmithIdentity *identity;
  SmithChain    *chain;
} Fixture;

static char *
dup_fixture_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, strchr (name, '.') == NULL ? ".crt" : "", NULL);

  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
}

static SmithCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = dup_fixture_path (name);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

/* @names: separated by spaces */
static GListStore *
load_certificates (const char *names)
{
  g_auto (GStrv) strv = g_strsplit (names, " ", -1);
  GListStore *store = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  for (guint i = 0; strv[i] != NULL; i++)
    if (*strv[i] != '\0')
      {
        g_autoptr (SmithCertificate) certificate = load_certificate (strv[i]);

        g_list_store_append (store, certificate);
      }

  return store;
}

static gboolean
is_settled (gpointer user_data)
{
  return !smith_chain_get_checking (user_data);
}

static void
settle (Fixture *fixture)
{
  smith_test_wait_until (is_settled, fixture->chain);
}

static void
set_certificate (Fixture    *fixture,
                 const char *leaf,
                 const char *chain)
{
  g_autoptr (SmithCertificate) certificate = load_certificate (leaf);
  g_autoptr (GListStore) store = load_certificates (chain);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  smith_library_set_certificate_async (fixture->library, fixture->identity, certificate, G_LIST_MODEL (store), NULL,
                                       smith_test_store_result, &result);
  result = smith_test_wait_result (&result);
  g_assert_true (smith_library_change_finish (fixture->library, result, &error));
  g_assert_no_error (error);
  settle (fixture);
}

static void
keep (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  smith_library_keep_async (fixture->library, fixture->identity, NULL, smith_test_store_result, &result);
  result = smith_test_wait_result (&result);
  g_assert_true (smith_library_change_finish (fixture->library, result, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  fixture->identity = smith_library_add (fixture->library, "www.example.com");
  keep (fixture);
  fixture->chain = smith_chain_new (fixture->library);
  smith_chain_set_identity (fixture->chain, fixture->identity);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_unref_and_wait (fixture->chain);
  smith_test_unref_and_wait (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static SmithChainLink *
get_link (Fixture *fixture,
          guint    position)
{
  g_autoptr (SmithChainLink) link = g_list_model_get_item (G_LIST_MODEL (fixture->chain), position);

  g_assert_nonnull (link);

  return link;
}

static void
assert_titles (GListModel *model,
               const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      SmithCertificate *certificate = SMITH_IS_CHAIN_LINK (item)
                                      ? smith_chain_link_get_certificate (SMITH_CHAIN_LINK (item))
                                      : SMITH_CERTIFICATE (item);

      g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", smith_certificate_get_title (certificate));
    }
  g_assert_cmpstr (titles->str, ==, expected);
}

#define LEAF "www.example.com"
#define TWO  "Example RSA Authority Two"
#define ONE  "Example RSA Authority One"
#define ROOT "Example RSA Root"

static void
assert_rows (Fixture    *fixture,
             const char *expected)
{
  assert_titles (G_LIST_MODEL (fixture->chain), expected);
}

static void
assert_saved (Fixture    *fixture,
              const char *expected)
{
  assert_titles (smith_identity_get_chain (fixture->identity), expected);
}

static void
finish_change (Fixture       *fixture,
               GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_chain_change_finish (fixture->chain, result, &error));
  g_assert_no_error (error);
  settle (fixture);
}

/* States and verdicts. */

typedef struct
{
  const char        *leaf;
  const char        *chain;
  SmithChainState    state;
  gboolean           is_ordered;
  gboolean           can_order;
  SmithChainVerdict  verdicts[4];
  SmithChainRepair   repairs[4];
  const char        *sentence;    /* part of it */
} StateRow;

static const StateRow state_rows[] = {
  { "rsa-leaf", "", SMITH_CHAIN_STATE_EMPTY, TRUE, FALSE, { 0 }, { 0 }, TWO },
  { "rsa-leaf", "rsa-two rsa-one rsa-root", SMITH_CHAIN_STATE_COMPLETE, TRUE, FALSE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE }, { 0 },
    "complete and in order" },
  { "ec-leaf", "ec-two ec-one", SMITH_CHAIN_STATE_ROOTLESS, TRUE, FALSE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE }, { 0 }, "Example EC Root" },
  { "rsa-leaf", "rsa-one rsa-two rsa-root", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_NOT_ISSUER, SMITH_CHAIN_VERDICT_NOT_ISSUER, SMITH_CHAIN_VERDICT_NOT_ISSUER },
    { SMITH_CHAIN_REPAIR_ORDER, SMITH_CHAIN_REPAIR_NONE, SMITH_CHAIN_REPAIR_NONE }, "not in order" },
  { "rsa-leaf", "rsa-root rsa-two", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_NOT_ISSUER, SMITH_CHAIN_VERDICT_AFTER_ROOT },
    { SMITH_CHAIN_REPAIR_ORDER, SMITH_CHAIN_REPAIR_NONE }, "not in order" },
  { "rsa-leaf", "rsa-two rsa-root", SMITH_CHAIN_STATE_GAP, FALSE, FALSE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_NOT_ISSUER },
    { SMITH_CHAIN_REPAIR_NONE, SMITH_CHAIN_REPAIR_ADD_ISSUER }, "missing: “" ONE "”, which issued “" TWO "”" },
  { "rsa-leaf", "rsa-leaf rsa-two rsa-one", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_LEAF_AGAIN, SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE },
    { SMITH_CHAIN_REPAIR_REMOVE }, "do not belong" },
  { "rsa-leaf", "rsa-two rsa-one rsa-two", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_DUPLICATE },
    { 0, 0, SMITH_CHAIN_REPAIR_REMOVE }, "do not belong" },
  { "rsa-leaf", "rsa-two rsa-one rsa-root other-root", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE,
      SMITH_CHAIN_VERDICT_AFTER_ROOT }, { 0, 0, 0, SMITH_CHAIN_REPAIR_REMOVE }, "do not belong" },
  /* The right name with another key: only the signature tells. */
  { "rsa-leaf", "rsa-two rsa-one false-root", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_BAD_SIGNATURE },
    { 0, 0, SMITH_CHAIN_REPAIR_REMOVE }, "do not belong" },
  { "rsa-leaf", "rsa-one rsa-two", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_NOT_ISSUER, SMITH_CHAIN_VERDICT_NOT_ISSUER },
    { SMITH_CHAIN_REPAIR_ORDER, SMITH_CHAIN_REPAIR_NONE }, "not in order" },
  { "rsa-leaf", "rsa-two rsa-root ec-one", SMITH_CHAIN_STATE_GAP, FALSE, TRUE,
    { SMITH_CHAIN_VERDICT_SIGNED_ABOVE, SMITH_CHAIN_VERDICT_NOT_ISSUER, SMITH_CHAIN_VERDICT_AFTER_ROOT },
    { 0, SMITH_CHAIN_REPAIR_ADD_ISSUER, SMITH_CHAIN_REPAIR_REMOVE }, "is missing" },
  { "self-rsa", "", SMITH_CHAIN_STATE_SELF_SIGNED, TRUE, FALSE, { 0 }, { 0 }, "needs no chain" },
  { "self-rsa", "rsa-two", SMITH_CHAIN_STATE_UNORDERED, FALSE, TRUE, { SMITH_CHAIN_VERDICT_AFTER_ROOT },
    { SMITH_CHAIN_REPAIR_REMOVE }, "do not belong" },
};

static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  const StateRow *row = data;
  guint n_rows;

  set_certificate (fixture, row->leaf, row->chain);

  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, row->state);
  g_assert_cmpint (smith_chain_get_is_ordered (fixture->chain), ==, row->is_ordered);
  g_assert_cmpint (smith_chain_get_can_order (fixture->chain), ==, row->can_order);
  g_assert_nonnull (strstr (smith_chain_get_sentence (fixture->chain), row->sentence));
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (fixture->chain));
  g_assert_true (smith_chain_link_get_is_leaf (get_link (fixture, 0)));
  g_assert_null (smith_chain_link_get_verdict_text (get_link (fixture, 0)));
  for (guint i = 1; i < n_rows; i++)
    {
      SmithChainLink *link = get_link (fixture, i);

      g_test_message ("row %u: %s", i, smith_chain_link_get_description (link));
      g_assert_cmpint (smith_chain_link_get_verdict (link), ==, row->verdicts[i - 1]);
      g_assert_cmpint (smith_chain_link_get_repair (link), ==, row->repairs[i - 1]);
      g_assert_cmpuint (smith_chain_link_get_position (link), ==, i);
      g_assert_nonnull (smith_chain_link_get_verdict_text (link));
    }
}

static void
test_words (Fixture       *fixture,
            gconstpointer  data)
{
  SmithChainLink *link;

  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_NO_CERTIFICATE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 0);

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-root");
  link = get_link (fixture, 1);
  g_assert_cmpstr (smith_chain_link_get_role_text (get_link (fixture, 0)), ==, "server certificate");
  g_assert_cmpstr (smith_chain_link_get_role_text (link), ==, "intermediate");
  g_assert_cmpstr (smith_chain_link_get_issuer_text (link), ==, "Issued by " ONE);
  g_assert_true (g_str_has_prefix (smith_chain_link_get_expiry_text (link), "Valid until "));
  g_assert_cmpstr (smith_chain_link_get_verdict_text (link), ==, "Signed the certificate above");
  g_assert_true (g_str_has_prefix (smith_chain_link_get_description (link), "2 of 3, intermediate, " TWO ", "));
  link = get_link (fixture, 2);
  g_assert_cmpstr (smith_chain_link_get_role_text (link), ==, "root, optional");
  g_assert_cmpstr (smith_chain_link_get_issuer_text (link), ==, "Signed by itself");
  g_assert_nonnull (strstr (smith_chain_link_get_verdict_text (link), "“" ONE "”"));
}

/* An authority that is out of date; openssl 3.0 makes it with -days -1, later ones with dates. */
static void
test_expired (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *csr = dup_fixture_path ("rsa-two.csr");
  g_autofree char *ca = dup_fixture_path ("rsa-one.crt");
  g_autofree char *key = dup_fixture_path ("rsa-one.key");
  static const char script[] =
    "if openssl x509 -help 2>&1 | grep -q -e -not_after; then past='-not_before 20200101000000Z -not_after 20200201000000Z'\n"
    "else past='-days -1'; fi\n"
    "exec openssl x509 -req -in \"$1\" -CA \"$2\" -CAkey \"$3\" $past -set_serial 77\n";
  const char *argv[] = { "sh", "-c", script, "sh", csr, ca, key, NULL };
  g_autofree char *pem = smith_test_run (argv, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCertificate) leaf = load_certificate ("rsa-leaf");
  g_autoptr (SmithCertificate) two = smith_certificate_new_from_pem (pem, &error);
  g_autoptr (GListStore) store = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  g_list_store_append (store, two);
  smith_library_set_certificate_async (fixture->library, fixture->identity, leaf, G_LIST_MODEL (store), NULL,
                                       smith_test_store_result, &result);
  result = smith_test_wait_result (&result);
  settle (fixture);

  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_OUT_OF_DATE);
  g_assert_true (smith_chain_get_is_ordered (fixture->chain));
  g_assert_cmpint (smith_chain_link_get_verdict (get_link (fixture, 1)), ==, SMITH_CHAIN_VERDICT_EXPIRED);
  g_assert_true (smith_chain_link_get_holds (get_link (fixture, 1)));
  g_assert_nonnull (strstr (smith_chain_link_get_verdict_text (get_link (fixture, 1)), "but expired on"));
}

/* Verbs. */

static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithChainLink) moved = NULL;
  GAsyncResult *result = NULL;

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  moved = g_object_ref (get_link (fixture, 1));
  smith_chain_move_async (fixture->chain, 1, 3, NULL, smith_test_store_result, &result);
  /* At once, and it is still the same row. */
  assert_rows (fixture, LEAF "|" ONE "|" ROOT "|" TWO);
  g_assert_true (get_link (fixture, 3) == moved);
  assert_saved (fixture, TWO "|" ONE "|" ROOT);
  finish_change (fixture, &result);
  assert_saved (fixture, ONE "|" ROOT "|" TWO);
  g_assert_false (smith_chain_get_is_ordered (fixture->chain));

  smith_chain_move_async (fixture->chain, 3, 1, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
  assert_saved (fixture, TWO "|" ONE "|" ROOT);
  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_COMPLETE);
}

/* As a person who holds Alt+Down: each builds on the one before, which is not on disk yet. */
static void
test_move_fast (Fixture       *fixture,
                gconstpointer  data)
{
  GAsyncResult *results[20] = { NULL };

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    smith_chain_move_async (fixture->chain, 1 + i % 2, 2 + i % 2, NULL, smith_test_store_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    finish_change (fixture, &results[i]);
  /* Twenty moves of the first two places: a rotation by ten times two. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 4);
  {
    g_autoptr (GListStore) rows = g_list_store_new (SMITH_TYPE_CERTIFICATE);

    for (guint i = 1; i < 4; i++)
      g_list_store_append (rows, smith_chain_link_get_certificate (get_link (fixture, i)));
    for (guint i = 0; i < 3; i++)
      {
        g_autoptr (SmithCertificate) shown = g_list_model_get_item (G_LIST_MODEL (rows), i);
        g_autoptr (SmithCertificate) saved = g_list_model_get_item (smith_identity_get_chain (fixture->identity), i);

        g_assert_true (smith_certificate_equal (shown, saved));
      }
  }
  assert_rows (fixture, LEAF "|" ONE "|" ROOT "|" TWO);
}

static void
test_remove_and_restore (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  GAsyncResult *result = NULL;

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  snapshot = smith_chain_dup_snapshot (fixture->chain);
  g_assert_true (smith_chain_snapshot_get_identity (snapshot) == fixture->identity);
  g_assert_nonnull (smith_chain_snapshot_get_certificate (snapshot));
  assert_titles (smith_chain_snapshot_get_chain (snapshot), TWO "|" ONE "|" ROOT);
  assert_titles (smith_chain_snapshot_get_left_over (snapshot), "");
  smith_chain_remove_async (fixture->chain, 2, NULL, smith_test_store_result, &result);
  assert_rows (fixture, LEAF "|" TWO "|" ROOT);
  finish_change (fixture, &result);
  assert_saved (fixture, TWO "|" ROOT);
  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_GAP);

  /* Undo works while something else is shown, too. */
  smith_chain_set_identity (fixture->chain, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 0);
  smith_chain_restore_async (fixture->chain, snapshot, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
  assert_saved (fixture, TWO "|" ONE "|" ROOT);
  smith_chain_set_identity (fixture->chain, fixture->identity);
  settle (fixture);
  assert_rows (fixture, LEAF "|" TWO "|" ONE "|" ROOT);
}

static void
test_put_in_order (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *output = NULL;
  GAsyncResult *result = NULL;

  set_certificate (fixture, "rsa-leaf", "rsa-root other-root rsa-leaf rsa-one ec-two rsa-two rsa-one");
  snapshot = smith_chain_dup_snapshot (fixture->chain);
  g_assert_true (smith_chain_get_can_order (fixture->chain));
  smith_chain_put_in_order_async (fixture->chain, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
  assert_rows (fixture, LEAF "|" TWO "|" ONE "|" ROOT);
  assert_saved (fixture, TWO "|" ONE "|" ROOT);
  assert_titles (smith_chain_get_left_over (fixture->chain), "Other Root|Example EC Authority Two");
  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_COMPLETE);

  /* The outside authority: the files on disk. */
  certificate = g_build_filename (smith_identity_get_folder (fixture->identity), "certificate.pem", NULL);
  chain = g_build_filename (smith_identity_get_folder (fixture->identity), "chain.pem", NULL);
  {
    const char *argv[] = { "openssl", "verify", "-CAfile", chain, "-untrusted", chain, certificate, NULL };

    output = smith_test_run (argv, NULL, NULL);
    g_assert_true (g_str_has_suffix (output, ": OK\n"));
  }

  /* What was put aside stays with the identity. */
  smith_chain_set_identity (fixture->chain, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 0);
  smith_chain_set_identity (fixture->chain, fixture->identity);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 2);

  /* Undo takes it back, with what was put aside. */
  smith_chain_restore_async (fixture->chain, snapshot, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 8);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 0);
}

static void
test_left_over (Fixture       *fixture,
                gconstpointer  data)
{
  GAsyncResult *result = NULL;

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-root other-root");
  smith_chain_put_in_order_async (fixture->chain, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
  assert_rows (fixture, LEAF "|" TWO);
  assert_titles (smith_chain_get_left_over (fixture->chain), ROOT "|Other Root");

  smith_chain_adopt_async (fixture->chain, 1, 1, NULL, smith_test_store_result, &result);
  assert_rows (fixture, LEAF "|Other Root|" TWO);
  finish_change (fixture, &result);
  assert_saved (fixture, "Other Root|" TWO);
  assert_titles (smith_chain_get_left_over (fixture->chain), ROOT);

  smith_chain_forget (fixture->chain, 0);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 0);
}

/* Adding. */

static char *
finish_addition (Fixture       *fixture,
                 GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;
  char *sentence = smith_chain_add_finish (fixture->chain, result, &error);

  g_assert_no_error (error);
  settle (fixture);

  return sentence;
}

static char *
add (Fixture    *fixture,
     const char *names)
{
  g_autoptr (GListStore) store = load_certificates (names);
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  GAsyncResult *result = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    g_ptr_array_add (array, g_list_model_get_item (G_LIST_MODEL (store), i));
  smith_chain_add_async (fixture->chain, array, NULL, smith_test_store_result, &result);

  return finish_addition (fixture, &result);
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;

  set_certificate (fixture, "rsa-leaf", "");
  first = add (fixture, "rsa-root rsa-two rsa-leaf");
  g_assert_cmpstr (first, ==, "1 certificate added to the chain; 1 is not part of this chain");
  assert_saved (fixture, TWO);
  assert_titles (smith_chain_get_left_over (fixture->chain), ROOT);

  /* The missing one brings in what had no place before. */
  second = add (fixture, "rsa-one other-root");
  g_assert_cmpstr (second, ==, "1 certificate added to the chain; 1 is not part of this chain");
  assert_saved (fixture, TWO "|" ONE "|" ROOT);
  assert_titles (smith_chain_get_left_over (fixture->chain), "Other Root");

  third = add (fixture, "rsa-one other-root rsa-leaf");
  g_assert_nonnull (strstr (third, "Nothing new"));
  assert_saved (fixture, TWO "|" ONE "|" ROOT);

  /* What a person has put there is not thrown out; the new one is. */
  set_certificate (fixture, "rsa-leaf", "other-root rsa-one");
  fourth = add (fixture, "rsa-two");
  assert_saved (fixture, "Other Root|" ONE "|" TWO);
}

static void
test_add_bytes (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = dup_fixture_path ("rsa-chain.pem");
  g_autofree char *pem = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("no certificate", 14);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  GAsyncResult *result = NULL;
  gsize size;

  set_certificate (fixture, "rsa-leaf", "");
  g_file_get_contents (path, &pem, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (pem, size);
  smith_chain_add_bytes_async (fixture->chain, bytes, "clipboard", NULL, NULL, smith_test_store_result, &result);
  sentence = finish_addition (fixture, &result);
  g_assert_cmpstr (sentence, ==, "3 certificates added to the chain");
  assert_saved (fixture, TWO "|" ONE "|" ROOT);

  smith_chain_add_bytes_async (fixture->chain, nonsense, "clipboard", NULL, NULL, smith_test_store_result, &result);
  failed = smith_test_wait_result (&result);
  g_assert_null (smith_chain_add_finish (fixture->chain, failed, &error));
  g_assert_nonnull (error);
  assert_saved (fixture, TWO "|" ONE "|" ROOT);
}

static void
test_add_files (Fixture       *fixture,
                gconstpointer  data)
{
  const char *names[] = { "rsa-one.crt", "does-not-exist.crt", "rsa-two.crt", "rsa-leaf.key" };
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GListStore) missing = g_list_store_new (G_TYPE_FILE);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  GAsyncResult *result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = dup_fixture_path (names[i]);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_list_store_append (files, file);
      if (i == 1)
        g_list_store_append (missing, file);
    }
  set_certificate (fixture, "rsa-leaf", "");
  smith_chain_add_files_async (fixture->chain, G_LIST_MODEL (files), NULL, NULL, smith_test_store_result, &result);
  sentence = finish_addition (fixture, &result);
  g_assert_cmpstr (sentence, ==, "2 certificates added to the chain");
  assert_saved (fixture, TWO "|" ONE);

  smith_chain_add_files_async (fixture->chain, G_LIST_MODEL (missing), NULL, NULL, smith_test_store_result, &result);
  failed = smith_test_wait_result (&result);
  g_assert_null (smith_chain_add_finish (fixture->chain, failed, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_add_without_certificate (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  g_ptr_array_add (array, load_certificate ("rsa-two"));
  smith_chain_add_async (fixture->chain, array, NULL, smith_test_store_result, &result);
  failed = smith_test_wait_result (&result);
  g_assert_null (smith_chain_add_finish (fixture->chain, failed, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

/* Failure and cancellation. */

static void
test_save_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *moved = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) first_error = NULL;
  g_autoptr (GError) second_error = NULL;
  GAsyncResult *first_place = NULL;
  GAsyncResult *second_place = NULL;
  const char *folder;

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  /* The folder is gone and a file stands in its place: nothing can be written. */
  folder = smith_identity_get_folder (fixture->identity);
  moved = g_strconcat (folder, ".away", NULL);
  g_assert_cmpint (g_rename (folder, moved), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));

  smith_chain_move_async (fixture->chain, 1, 2, NULL, smith_test_store_result, &first_place);
  smith_chain_remove_async (fixture->chain, 1, NULL, smith_test_store_result, &second_place);
  assert_rows (fixture, LEAF "|" TWO "|" ROOT);
  first = smith_test_wait_result (&first_place);
  second = smith_test_wait_result (&second_place);
  g_assert_false (smith_chain_change_finish (fixture->chain, first, &first_error));
  g_assert_nonnull (first_error);
  g_assert_false (smith_chain_change_finish (fixture->chain, second, &second_error));
  g_assert_nonnull (second_error);
  /* The rows are again what is on disk. */
  settle (fixture);
  assert_rows (fixture, LEAF "|" TWO "|" ONE "|" ROOT);
  assert_saved (fixture, TWO "|" ONE "|" ROOT);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (moved, folder), ==, 0);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  GAsyncResult *results[5] = { NULL };

  set_certificate (fixture, "rsa-leaf", "rsa-one rsa-two");
  snapshot = smith_chain_dup_snapshot (fixture->chain);
  g_ptr_array_add (array, load_certificate ("rsa-root"));
  g_cancellable_cancel (cancellable);
  smith_chain_move_async (fixture->chain, 1, 2, cancellable, smith_test_store_result, &results[0]);
  smith_chain_remove_async (fixture->chain, 1, cancellable, smith_test_store_result, &results[1]);
  smith_chain_put_in_order_async (fixture->chain, cancellable, smith_test_store_result, &results[2]);
  smith_chain_restore_async (fixture->chain, snapshot, cancellable, smith_test_store_result, &results[3]);
  smith_chain_add_async (fixture->chain, array, cancellable, smith_test_store_result, &results[4]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = smith_test_wait_result (&results[i]);
      g_autoptr (GError) error = NULL;

      if (i < 4)
        g_assert_false (smith_chain_change_finish (fixture->chain, result, &error));
      else
        g_assert_null (smith_chain_add_finish (fixture->chain, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  assert_rows (fixture, LEAF "|" ONE "|" TWO);
  assert_saved (fixture, ONE "|" TWO);
}

/* Following, and out. */

static void
test_follow (Fixture       *fixture,
             gconstpointer  data)
{
  SmithIdentity *other = smith_library_add (fixture->library, "other");
  g_autoptr (SmithChain) second = smith_chain_new (fixture->library);
  GAsyncResult *result = NULL;

  set_certificate (fixture, "rsa-leaf", "rsa-two");
  smith_chain_set_identity (second, fixture->identity);
  smith_test_wait_until (is_settled, second);
  g_assert_cmpint (smith_chain_get_state (second), ==, SMITH_CHAIN_STATE_ROOTLESS);

  /* A change through one is seen by the other; going away and coming back shows what is being saved. */
  smith_chain_remove_async (fixture->chain, 1, NULL, smith_test_store_result, &result);
  smith_chain_set_identity (fixture->chain, other);
  assert_rows (fixture, "");
  smith_chain_set_identity (fixture->chain, fixture->identity);
  assert_rows (fixture, LEAF);
  finish_change (fixture, &result);
  smith_test_wait_until (is_settled, second);
  assert_titles (G_LIST_MODEL (second), LEAF);
  g_assert_cmpint (smith_chain_get_state (second), ==, SMITH_CHAIN_STATE_EMPTY);
}

static void
test_pem (Fixture       *fixture,
          gconstpointer  data)
{
  static const struct
  {
    SmithChainParts parts;
    guint           n;
  } rows[] = {
    { SMITH_CHAIN_PARTS_CHAIN, 2 },
    { SMITH_CHAIN_PARTS_ROOT, 3 },
    { SMITH_CHAIN_PARTS_LEAF, 3 },
    { SMITH_CHAIN_PARTS_LEAF | SMITH_CHAIN_PARTS_ROOT, 4 },
  };

  set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *pem = smith_chain_dup_pem (fixture->chain, rows[i].parts);
      g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
      const char *argv[] = { "openssl", "storeutl", "-noout", "-certs", "/dev/stdin", NULL };
      g_autofree char *output = smith_test_run (argv, bytes, NULL);
      g_autofree char *expected = g_strdup_printf ("Total found: %u\n", rows[i].n);

      g_assert_true (g_str_has_suffix (output, expected));
    }
}

/* The command line that the pane shows, as a shell runs it on the files of the library. */
static void
test_command (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *leaf;
    const char *chain;
    gboolean    good;
  } rows[] = {
    { "rsa-leaf", "rsa-two rsa-one rsa-root", TRUE },
    { "rsa-leaf", "rsa-two rsa-root", FALSE },
    { "ec-leaf", "ec-two ec-one", FALSE },  /* no root, and this one is in no system's store */
    { "ec-leaf", "", FALSE },
    { "self-ec", "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *certificate = NULL;
      g_autofree char *chain = NULL;
      g_autofree char *command = NULL;
      g_autofree char *output = NULL;
      int status;

      set_certificate (fixture, rows[i].leaf, rows[i].chain);
      certificate = smith_command_dup_path (fixture->identity, "certificate.pem");
      chain = smith_command_dup_path (fixture->identity, "chain.pem");
      command = smith_command_verify_chain (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)) > 1,
                                            smith_chain_get_has_root (fixture->chain),
                                            smith_chain_get_state (fixture->chain) == SMITH_CHAIN_STATE_SELF_SIGNED,
                                            certificate, chain);
      {
        const char *argv[] = { "sh", "-c", command, NULL };

        output = smith_test_run (argv, NULL, &status);
      }
      g_test_message ("%s", command);
      g_assert_cmpint (status == 0, ==, rows[i].good);
      g_assert_cmpint (output != NULL && g_str_has_suffix (output, ": OK\n"), ==, rows[i].good);
    }

  {
    g_autofree char *path = smith_command_dup_path (fixture->identity, "certificate.pem");
    g_autofree char *command = smith_command_show_certificate (path);
    const char *argv[] = { "sh", "-c", command, NULL };
    g_autofree char *output = smith_test_run (argv, NULL, NULL);

    /* openssl 3.6 writes no spaces around the sign. */
  g_assert_true (g_regex_match_simple ("Subject: CN ?= ?self\\.example\\.com", output, 0, 0));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (state_rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/chain/state/%s/%s", state_rows[i].leaf,
                                               *state_rows[i].chain != '\0' ? state_rows[i].chain : "nothing");

      g_strdelimit (name, " ", '+');
      g_test_add (name, Fixture, &state_rows[i], set_up, test_states, tear_down);
    }
#define ADD(path, function) g_test_add ("/chain/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("words", test_words);
  ADD ("expired", test_expired);
  ADD ("move", test_move);
  ADD ("move/fast", test_move_fast);
  ADD ("remove", test_remove_and_restore);
  ADD ("put-in-order", test_put_in_order);
  ADD ("left-over", test_left_over);
  ADD ("add", test_add);
  ADD ("add/bytes", test_add_bytes);
  ADD ("add/files", test_add_files);
  ADD ("add/without-certificate", test_add_without_certificate);
  ADD ("save-fails", test_save_fails);
  ADD ("cancel", test_cancel);
  ADD ("follow", test_follow);
  ADD ("pem", test_pem);
  ADD ("command", test_command);
#undef ADD

  return g_test_run ();
}
