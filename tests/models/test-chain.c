/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chains.h"

#include <string.h>

#include "smith-command.h"
#include "smith-test.h"

/* SmithChain and SmithChainLink: states, verdicts and words, what is followed, and what comes out as PEM or as a command,
 * which openssl reads and runs. */

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
  { "rsa-leaf", "", SMITH_CHAIN_STATE_EMPTY, TRUE, FALSE, { 0 }, { 0 }, CHAINS_TWO },
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
    { SMITH_CHAIN_REPAIR_NONE, SMITH_CHAIN_REPAIR_ADD_ISSUER }, "missing: “" CHAINS_ONE "”, which issued “" CHAINS_TWO "”" },
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
test_states (Chains        *fixture,
             gconstpointer  data)
{
  const StateRow *row = data;
  guint n_rows;

  chains_set_certificate (fixture, row->leaf, row->chain);

  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, row->state);
  g_assert_cmpint (smith_chain_get_is_ordered (fixture->chain), ==, row->is_ordered);
  g_assert_cmpint (smith_chain_get_can_order (fixture->chain), ==, row->can_order);
  g_assert_nonnull (strstr (smith_chain_get_sentence (fixture->chain), row->sentence));
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (fixture->chain));
  g_assert_true (smith_chain_link_get_is_leaf (chains_get_link (fixture, 0)));
  g_assert_null (smith_chain_link_get_verdict_text (chains_get_link (fixture, 0)));
  for (guint i = 1; i < n_rows; i++)
    {
      SmithChainLink *link = chains_get_link (fixture, i);

      g_test_message ("row %u: %s", i, smith_chain_link_get_description (link));
      g_assert_cmpint (smith_chain_link_get_verdict (link), ==, row->verdicts[i - 1]);
      g_assert_cmpint (smith_chain_link_get_repair (link), ==, row->repairs[i - 1]);
      g_assert_cmpuint (smith_chain_link_get_position (link), ==, i);
      g_assert_nonnull (smith_chain_link_get_verdict_text (link));
    }
}

static void
test_words (Chains        *fixture,
            gconstpointer  data)
{
  SmithChainLink *link;

  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_NO_CERTIFICATE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 0);

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-root");
  link = chains_get_link (fixture, 1);
  g_assert_cmpstr (smith_chain_link_get_role_text (chains_get_link (fixture, 0)), ==, "server certificate");
  g_assert_cmpstr (smith_chain_link_get_role_text (link), ==, "intermediate");
  g_assert_cmpstr (smith_chain_link_get_issuer_text (link), ==, "Issued by " CHAINS_ONE);
  g_assert_true (g_str_has_prefix (smith_chain_link_get_expiry_text (link), "Valid until "));
  g_assert_cmpstr (smith_chain_link_get_verdict_text (link), ==, "Signed the certificate above");
  g_assert_true (g_str_has_prefix (smith_chain_link_get_description (link), "2 of 3, intermediate, " CHAINS_TWO ", "));
  link = chains_get_link (fixture, 2);
  g_assert_cmpstr (smith_chain_link_get_role_text (link), ==, "root, optional");
  g_assert_cmpstr (smith_chain_link_get_issuer_text (link), ==, "Signed by itself");
  g_assert_nonnull (strstr (smith_chain_link_get_verdict_text (link), "“" CHAINS_ONE "”"));
}

/* An authority that is out of date; openssl 3.0 makes it with -days -1, later ones with dates. */
static void
test_expired (Chains        *fixture,
              gconstpointer  data)
{
  g_autofree char *csr = chains_dup_path ("rsa-two.csr");
  g_autofree char *ca = chains_dup_path ("rsa-one.crt");
  g_autofree char *key = chains_dup_path ("rsa-one.key");
  static const char script[] =
    "if openssl x509 -help 2>&1 | grep -q -e -not_after; then past='-not_before 20200101000000Z -not_after 20200201000000Z'\n"
    "else past='-days -1'; fi\n"
    "exec openssl x509 -req -in \"$1\" -CA \"$2\" -CAkey \"$3\" $past -set_serial 77\n";
  const char *argv[] = { "sh", "-c", script, "sh", csr, ca, key, NULL };
  g_autofree char *pem = smith_test_run (argv, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCertificate) leaf = chains_load_certificate ("rsa-leaf");
  g_autoptr (SmithCertificate) two = smith_certificate_new_from_pem (pem, &error);
  g_autoptr (GListStore) store = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  g_list_store_append (store, two);
  smith_library_set_certificate_async (fixture->library, fixture->identity, leaf, G_LIST_MODEL (store), NULL,
                                       smith_test_store_result, &result);
  result = smith_test_wait_result (&result);
  chains_settle (fixture->chain);

  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_OUT_OF_DATE);
  g_assert_true (smith_chain_get_is_ordered (fixture->chain));
  g_assert_cmpint (smith_chain_link_get_verdict (chains_get_link (fixture, 1)), ==, SMITH_CHAIN_VERDICT_EXPIRED);
  g_assert_true (smith_chain_link_get_holds (chains_get_link (fixture, 1)));
  g_assert_nonnull (strstr (smith_chain_link_get_verdict_text (chains_get_link (fixture, 1)), "but expired on"));
}

static void
test_follow (Chains        *fixture,
             gconstpointer  data)
{
  SmithIdentity *other = smith_library_add (fixture->library, "other");
  g_autoptr (SmithChain) second = smith_chain_new (fixture->library);
  GAsyncResult *result = NULL;

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two");
  smith_chain_set_identity (second, fixture->identity);
  chains_settle (second);
  g_assert_cmpint (smith_chain_get_state (second), ==, SMITH_CHAIN_STATE_ROOTLESS);

  /* A change through one is seen by the other; going away and coming back shows what is being saved. */
  smith_chain_remove_async (fixture->chain, 1, NULL, smith_test_store_result, &result);
  smith_chain_set_identity (fixture->chain, other);
  chains_assert_rows (fixture, "");
  smith_chain_set_identity (fixture->chain, fixture->identity);
  chains_assert_rows (fixture, CHAINS_LEAF);
  chains_finish_change (fixture, &result);
  chains_settle (second);
  chains_assert_titles (G_LIST_MODEL (second), CHAINS_LEAF);
  g_assert_cmpint (smith_chain_get_state (second), ==, SMITH_CHAIN_STATE_EMPTY);
}

static void
test_pem (Chains        *fixture,
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

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
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
test_command (Chains        *fixture,
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

      chains_set_certificate (fixture, rows[i].leaf, rows[i].chain);
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
      g_test_add (name, Chains, &state_rows[i], chains_set_up, test_states, chains_tear_down);
    }
#define ADD(path, function) g_test_add ("/chain/" path, Chains, NULL, chains_set_up, function, chains_tear_down)
  ADD ("words", test_words);
  ADD ("expired", test_expired);
  ADD ("follow", test_follow);
  ADD ("pem", test_pem);
  ADD ("command", test_command);
#undef ADD

  return g_test_run ();
}
