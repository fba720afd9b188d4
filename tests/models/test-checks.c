/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "material.h"
#include "smith-checks.h"
#include "smith-iam-rules.h"
#include "smith-test.h"

/* The checks of an upload: each row of the table passed, warned and failed, with fixtures made by openssl and
 * certtool; sizes are those that openssl writes. */

typedef struct
{
  SmithCheckInput    input;
  SmithCertificate  *certificate;
  GPtrArray         *chain;
  SmithPublicKey    *public_key;
  SmithCheckFacts   *facts;
  GDateTime         *now;
  GPtrArray         *checks;
} Scene;

static void
scene_clear (Scene *scene)
{
  g_clear_object (&scene->certificate);
  g_clear_pointer (&scene->chain, g_ptr_array_unref);
  g_clear_object (&scene->public_key);
  g_clear_pointer (&scene->facts, smith_check_facts_unref);
  g_clear_pointer (&scene->now, g_date_time_unref);
  g_clear_pointer (&scene->checks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
scene_init (Scene      *scene,
            const char *leaf,
            const char *chain,
            const char *key)
{
  g_autofree char *key_path = NULL;

  memset (scene, 0, sizeof *scene);
  scene->certificate = leaf != NULL ? material_certificate (leaf) : NULL;
  scene->chain = chain != NULL ? material_chain_array (chain) : g_ptr_array_new ();
  scene->now = g_date_time_new_now_utc ();
  if (key != NULL)
    {
      g_autoptr (SmithKey) loaded = material_key (key);
      g_autofree char *file = g_strconcat (key, ".key", NULL);

      scene->public_key = g_object_ref (smith_key_get_public_key (loaded));
      key_path = material_path (file);
    }
  scene->facts = smith_check_facts_find (scene->certificate, scene->chain, scene->public_key, key_path);
  scene->input = (SmithCheckInput) {
    .certificate = scene->certificate,
    .chain = scene->chain,
    .has_key = key != NULL,
    .public_key = scene->public_key,
    .facts = scene->facts,
    .name = "www.example.com-2030",
    .path = "/",
    .now = scene->now,
  };
}

static SmithCheck *
find (Scene      *scene,
      const char *id)
{
  g_clear_pointer (&scene->checks, g_ptr_array_unref);
  scene->checks = smith_checks_run (&scene->input);
  for (guint i = 0; i < scene->checks->len; i++)
    {
      g_assert_nonnull (smith_check_get_sentence (scene->checks->pdata[i]));
      /* What failed comes first. */
      if (i > 0)
        g_assert_cmpint (smith_check_get_verdict (scene->checks->pdata[i - 1]), <=,
                         smith_check_get_verdict (scene->checks->pdata[i]));
      g_assert_true ((smith_check_get_repair_label (scene->checks->pdata[i]) == NULL) ==
                     (smith_check_get_repair_action (scene->checks->pdata[i]) == NULL));
    }
  for (guint i = 0; i < scene->checks->len; i++)
    if (g_str_equal (smith_check_get_id (scene->checks->pdata[i]), id))
      return scene->checks->pdata[i];

  return NULL;
}

/* -1: the check does not apply. */
static int
judge (Scene      *scene,
       const char *id)
{
  SmithCheck *check = find (scene, id);

  return check != NULL ? (int) smith_check_get_verdict (check) : -1;
}

static const struct
{
  const char *leaf, *chain, *key;
  const char *id;
  int         verdict;
  const char *repair;
} rows[] = {
  { NULL, NULL, NULL, "certificate", SMITH_CHECK_FAILED, "win.show-pane('certificate')" },
  { NULL, NULL, NULL, "dates", -1, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "certificate", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "version", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "leaf", SMITH_CHECK_PASSED, NULL },
  { "self-ca", NULL, "rsa-leaf", "leaf", SMITH_CHECK_WARNED, "win.show-pane('certificate')" },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "dates", SMITH_CHECK_PASSED, NULL },
  { "expired", "rsa-two,rsa-one", "rsa-leaf", "dates", SMITH_CHECK_FAILED, "win.show-pane('certificate')" },
  { "future", "rsa-two,rsa-one", "rsa-leaf", "dates", SMITH_CHECK_FAILED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "names", SMITH_CHECK_PASSED, NULL },
  { "ip", "rsa-two,rsa-one", "rsa-leaf", "names", SMITH_CHECK_WARNED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "signature", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", NULL, "key", SMITH_CHECK_FAILED, "win.show-pane('key')" },
  { "rsa-leaf", "rsa-two,rsa-one", NULL, "key-fits", -1, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "key", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "key-fits", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "ec-leaf", "key-fits", SMITH_CHECK_FAILED, "win.show-pane('key')" },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "key-protection", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "key-parameters", -1, NULL },
  { "ec-leaf", "ec-two,ec-one", "ec-leaf", "key-parameters", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "key-type", SMITH_CHECK_PASSED, NULL },
  { "ed25519", "rsa-two,rsa-one", "ed25519", "key-type", SMITH_CHECK_FAILED, "win.show-pane('key')" },
  { NULL, NULL, "rsa-1024", "key-type", SMITH_CHECK_WARNED, "win.show-pane('key')" },
  { NULL, NULL, "ec-p521", "key-type", SMITH_CHECK_WARNED, "win.show-pane('key')" },
  { NULL, NULL, "brainpool", "key-type", SMITH_CHECK_FAILED, "win.show-pane('key')" },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "chain", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one,rsa-root", "rsa-leaf", "chain", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", NULL, "rsa-leaf", "chain", SMITH_CHECK_WARNED, "win.show-pane('chain')" },
  { "self-rsa", NULL, "self-rsa", "chain", SMITH_CHECK_PASSED, NULL },
  { "self-rsa", "rsa-two", "self-rsa", "chain", SMITH_CHECK_FAILED, "upload.put-in-order" },
  { "rsa-leaf", "rsa-one,rsa-two", "rsa-leaf", "chain", SMITH_CHECK_FAILED, "upload.put-in-order" },
  { "rsa-leaf", "rsa-leaf,rsa-two,rsa-one", "rsa-leaf", "chain", SMITH_CHECK_FAILED, "upload.put-in-order" },
  { "rsa-leaf", "rsa-two,rsa-two,rsa-one", "rsa-leaf", "chain", SMITH_CHECK_FAILED, "upload.put-in-order" },
  { "rsa-leaf", "rsa-one", "rsa-leaf", "chain", SMITH_CHECK_FAILED, "win.show-pane('chain')" },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "root", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one,rsa-root", "rsa-leaf", "root", SMITH_CHECK_WARNED, "upload.drop-root" },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "chain-dates", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,expired", "rsa-leaf", "chain-dates", SMITH_CHECK_WARNED, "win.show-pane('chain')" },
  { "many", "rsa-two,rsa-one", "rsa-leaf", "pem", SMITH_CHECK_PASSED, NULL },
  { "many", "rsa-two,rsa-one", "rsa-leaf", "sizes", SMITH_CHECK_PASSED, NULL },
  { "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf", "account", SMITH_CHECK_FAILED, "win.accounts" },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Scene) scene;
      SmithCheck *check;

      scene_init (&scene, rows[i].leaf, rows[i].chain, rows[i].key);
      check = find (&scene, rows[i].id);
      g_test_message ("%s, %s, %s: %s: %s", rows[i].leaf, rows[i].chain, rows[i].key, rows[i].id,
                      check != NULL ? smith_check_get_sentence (check) : "-");
      g_assert_cmpint (judge (&scene, rows[i].id), ==, rows[i].verdict);
      if (check != NULL)
        g_assert_cmpstr (smith_check_get_repair_action (find (&scene, rows[i].id)), ==, rows[i].repair);
    }
}

static void
test_good (void)
{
  g_auto (Scene) scene;

  scene_init (&scene, "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf");
  g_assert_cmpint (judge (&scene, "account"), ==, SMITH_CHECK_FAILED);
  /* Nothing but the account is missing. */
  for (guint i = 1; i < scene.checks->len; i++)
    g_assert_cmpint (smith_check_get_verdict (scene.checks->pdata[i]), ==, SMITH_CHECK_PASSED);
}

static void
test_pending (void)
{
  g_auto (Scene) scene;

  scene_init (&scene, "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf");
  scene.input.facts = NULL;
  g_assert_cmpint (judge (&scene, "chain"), ==, SMITH_CHECK_PENDING);
  g_assert_cmpint (judge (&scene, "key"), ==, SMITH_CHECK_PENDING);
  g_assert_cmpint (judge (&scene, "pem"), ==, SMITH_CHECK_PENDING);
  g_assert_cmpint (judge (&scene, "dates"), ==, SMITH_CHECK_PASSED);
}

/* The clock of AWS decides; 58 seconds ahead is said as such. */
static void
test_clock (void)
{
  g_auto (Scene) scene;

  scene_init (&scene, "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf");
  g_assert_cmpint (judge (&scene, "clock"), ==, -1);
  g_date_time_unref (scene.now);
  scene.now = g_date_time_add_seconds (smith_certificate_get_not_before (scene.certificate), -58);
  scene.input.now = scene.now;
  g_assert_cmpint (judge (&scene, "dates"), ==, SMITH_CHECK_FAILED);
  g_assert_nonnull (strstr (smith_check_get_sentence (find (&scene, "dates")), "59 seconds"));
  scene.input.clock_offset = 10 * G_TIME_SPAN_MINUTE;
  g_assert_cmpint (judge (&scene, "dates"), ==, SMITH_CHECK_PASSED);
  g_assert_cmpint (judge (&scene, "clock"), ==, SMITH_CHECK_WARNED);

  g_clear_pointer (&scene.now, g_date_time_unref);
  scene.now = g_date_time_add_days (smith_certificate_get_not_after (scene.certificate), -10);
  scene.input.now = scene.now;
  scene.input.clock_offset = 0;
  g_assert_cmpint (judge (&scene, "dates"), ==, SMITH_CHECK_WARNED);
  scene.input.clock_offset = 11 * G_TIME_SPAN_DAY;
  g_assert_cmpint (judge (&scene, "dates"), ==, SMITH_CHECK_FAILED);
}

static void
test_name_states (void)
{
  static const struct { SmithNameState state; int verdict; } states[] = {
    { SMITH_NAME_NOT_ASKED, -1 }, { SMITH_NAME_ASKING, SMITH_CHECK_PENDING }, { SMITH_NAME_FREE, SMITH_CHECK_PASSED },
    { SMITH_NAME_SAME, SMITH_CHECK_PASSED }, { SMITH_NAME_TAKEN, SMITH_CHECK_FAILED }, { SMITH_NAME_NO_ANSWER, SMITH_CHECK_WARNED },
  };
  g_auto (Scene) scene;

  scene_init (&scene, "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      scene.input.name_state = states[i].state;
      scene.input.name_problem = "No network.";
      g_assert_cmpint (judge (&scene, "name-free"), ==, states[i].verdict);
    }

  g_assert_cmpint (judge (&scene, "quota"), ==, -1);
  scene.input.quota_known = TRUE;
  scene.input.n_used = 20;
  scene.input.quota = 20;
  g_assert_cmpint (judge (&scene, "quota"), ==, SMITH_CHECK_FAILED);
  scene.input.name_state = SMITH_NAME_SAME;
  g_assert_cmpint (judge (&scene, "quota"), ==, SMITH_CHECK_PASSED);
  scene.input.n_used = 19;
  scene.input.name_state = SMITH_NAME_FREE;
  g_assert_cmpint (judge (&scene, "quota"), ==, SMITH_CHECK_PASSED);
}

static void
test_fitting_identity (void)
{
  g_auto (Scene) scene;

  scene_init (&scene, "rsa-leaf", "rsa-two,rsa-one", "ec-leaf");
  scene.input.fitting_identity = "The other one";
  g_assert_nonnull (strstr (smith_check_get_explanation (find (&scene, "key-fits")), "The other one"));
}

static void
test_key_files (void)
{
  g_autoptr (SmithCertificate) rsa = material_certificate ("rsa-leaf");
  g_autoptr (SmithCertificate) ec = material_certificate ("ec-leaf");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *locked = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "parser", "locked-pbes2.pem", NULL);
  g_autofree char *parameters = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "parser", "key-ec-parameters.pem", NULL);
  g_autofree char *certificate = material_path ("rsa-leaf.crt");
  g_autofree char *path = material_path ("rsa-leaf.key");
  g_autoptr (SmithCheckFacts) encrypted = smith_check_facts_find (rsa, none, smith_certificate_get_public_key (rsa), locked);
  g_autoptr (SmithCheckFacts) block = smith_check_facts_find (ec, none, smith_certificate_get_public_key (ec), parameters);
  g_autoptr (SmithCheckFacts) no_key = smith_check_facts_find (rsa, none, smith_certificate_get_public_key (rsa), certificate);
  g_autoptr (SmithCheckFacts) gone = smith_check_facts_find (rsa, none, smith_certificate_get_public_key (rsa), "/nowhere");
  g_autoptr (SmithCheckFacts) plain = smith_check_facts_find (rsa, none, NULL, path);
  const char *argv[] = { "openssl", "pkey", "-in", path, NULL };
  g_autofree char *by_openssl = smith_test_run (argv, NULL, NULL);

  g_assert_cmpint (encrypted->key_state, ==, SMITH_KEY_FILE_ENCRYPTED);
  g_assert_true (encrypted->key_fits);
  g_assert_cmpint (block->key_state, ==, SMITH_KEY_FILE_OPEN);
  g_assert_true (block->key_has_parameters);
  g_assert_true (block->key_fits);
  g_assert_cmpint (no_key->key_state, ==, SMITH_KEY_FILE_DAMAGED);
  g_assert_cmpint (gone->key_state, ==, SMITH_KEY_FILE_DAMAGED);
  g_assert_cmpint (plain->key_state, ==, SMITH_KEY_FILE_OPEN);
  g_assert_cmpuint (plain->key_size, ==, strlen (by_openssl));
}

static void
test_facts_async (void)
{
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");
  g_autoptr (GPtrArray) chain = material_chain_array ("rsa-two,rsa-one");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SmithCheckFacts) facts = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  smith_check_facts_find_async (leaf, chain, NULL, NULL, NULL, smith_test_store_result, &result);
  first = smith_test_wait_result (&result);
  facts = smith_check_facts_find_finish (first, &error);
  g_assert_no_error (error);
  g_assert_true (facts->is_ordered);
  g_assert_cmpuint (facts->body_size, ==, strlen (smith_certificate_get_pem (leaf)));

  g_cancellable_cancel (cancellable);
  smith_check_facts_find_async (leaf, chain, NULL, NULL, cancellable, smith_test_store_result, &result);
  second = smith_test_wait_result (&result);
  g_assert_null (smith_check_facts_find_finish (second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* As the service model of IAM has it; the same patterns are tried by Python's re. */
static void
test_names_and_paths (void)
{
  static const char * const names[] = {
    "a", "www.example.com-2030", "a_b+c=d,e.f@g-h", "", "a b", "a/b", "ümlaut", "a\tb", "a\n", "a:b", "*", "\xe2\x80\x94",
  };
  static const char * const paths[] = {
    "/", "/a/", "/cloudfront/", "/a/b/", "/!~/", "//", "///", "", "a", "/a", "a/", "/a b/", "/ü/", "/a\n/", "/a/\n",
  };
  static const char script[] =
    "import re, sys\n"
    "print(int(bool(re.fullmatch(sys.argv[1], sys.argv[2], re.ASCII)) and len(sys.argv[2]) <= int(sys.argv[3])))";
  g_autofree char *long_name = g_strnfill (129, 'a');
  g_autofree char *max_name = g_strnfill (128, 'a');
  g_autofree char *too_long = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *argv[] = { "/usr/bin/python3", "-c", script, "[\\w+=,.@-]+", names[i], "128", NULL };
      g_autofree char *theirs = smith_test_run (argv, NULL, NULL);
      g_autofree char *problem = smith_iam_check_name (names[i]);

      g_test_message ("%s: %s", names[i], problem);
      g_assert_true ((problem == NULL) == (theirs[0] == '1'));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const char *argv[] = { "/usr/bin/python3", "-c", script, "/|/[\\x21-\\x7E]+/", paths[i], "512", NULL };
      g_autofree char *theirs = smith_test_run (argv, NULL, NULL);
      g_autofree char *problem = smith_iam_check_path (paths[i]);

      g_test_message ("%s: %s", paths[i], problem);
      g_assert_true ((problem == NULL) == (theirs[0] == '1'));
    }
  g_assert_null (smith_iam_check_name (max_name));
  too_long = smith_iam_check_name (long_name);
  g_assert_nonnull (too_long);
  g_assert_true (smith_iam_is_charset ("-----BEGIN\n", 11));
  g_assert_false (smith_iam_is_charset ("\xef\xbb\xbf-----BEGIN\n", 14));
}

static void
test_suggestions (void)
{
  static const char * const leaves[] = { "rsa-leaf", "wildcard", "idn", "ip", "many", "self-ca", "ed25519" };
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");
  g_autoptr (SmithCertificate) wildcard = material_certificate ("wildcard");
  g_autofree char *first = smith_iam_suggest_name (leaf, NULL);
  g_autofree char *second = smith_iam_suggest_name (leaf, first);
  g_autofree char *third = smith_iam_suggest_name (leaf, second);
  g_autofree char *other = smith_iam_suggest_name (leaf, "something-else");
  g_autofree char *star = smith_iam_suggest_name (wildcard, NULL);
  g_autofree char *date = g_date_time_format (smith_certificate_get_not_after (leaf), "%Y-%m-%d");
  g_autofree char *expected = g_strdup_printf ("www.example.com-%s", date);
  g_autofree char *expected_second = g_strdup_printf ("www.example.com-%s-2", date);
  g_autofree char *expected_third = g_strdup_printf ("www.example.com-%s-3", date);

  g_assert_cmpstr (first, ==, expected);
  g_assert_cmpstr (second, ==, expected_second);
  g_assert_cmpstr (third, ==, expected_third);
  g_assert_cmpstr (other, ==, expected);
  g_assert_true (g_str_has_prefix (star, "wildcard.example.com-"));
  for (gsize i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      g_autoptr (SmithCertificate) certificate = material_certificate (leaves[i]);
      g_autofree char *name = smith_iam_suggest_name (certificate, NULL);

      g_assert_null (smith_iam_check_name (name));
    }
}

static void
test_check (void)
{
  g_autoptr (SmithCheck) a = smith_check_new ("id", SMITH_CHECK_WARNED, "Sentence.", "Explanation.");
  g_autoptr (SmithCheck) same = smith_check_new ("id", SMITH_CHECK_WARNED, "Sentence.", "Explanation.");
  g_autoptr (SmithCheck) other = smith_check_new ("id", SMITH_CHECK_PASSED, "Sentence.", "Explanation.");
  g_autoptr (SmithCheck) repairable = smith_check_with_repair (smith_check_new ("id", SMITH_CHECK_WARNED, "Sentence.", "Explanation."),
                                                               "Repair", "upload.repair");

  g_assert_true (smith_check_equal (a, same));
  g_assert_false (smith_check_equal (a, other));
  g_assert_false (smith_check_equal (a, repairable));
  g_assert_cmpstr (smith_check_get_repair_label (repairable), ==, "Repair");
  g_assert_cmpstr (smith_check_get_explanation (a), ==, "Explanation.");
  g_assert_cmpstr (smith_check_get_icon_name (a), !=, smith_check_get_icon_name (other));
  g_assert_cmpstr (smith_check_get_verdict_text (a), !=, smith_check_get_verdict_text (other));
}

/* What was only opened is not said to be damaged: it wants to be kept. */
static void
test_not_kept (void)
{
  Scene scene;
  SmithCheck *check;

  scene_init (&scene, "rsa-leaf", "rsa-two,rsa-one", "rsa-leaf");
  g_assert_cmpint (judge (&scene, "key"), ==, SMITH_CHECK_PASSED);
  scene.input.not_kept = TRUE;
  check = find (&scene, "key");
  g_assert_cmpint (smith_check_get_verdict (check), ==, SMITH_CHECK_FAILED);
  g_assert_cmpstr (smith_check_get_repair_action (check), ==, "win.keep");
  scene_clear (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/checks/rows", test_rows);
  g_test_add_func ("/checks/good", test_good);
  g_test_add_func ("/checks/pending", test_pending);
  g_test_add_func ("/checks/clock", test_clock);
  g_test_add_func ("/checks/name-states", test_name_states);
  g_test_add_func ("/checks/fitting-identity", test_fitting_identity);
  g_test_add_func ("/checks/key-files", test_key_files);
  g_test_add_func ("/checks/facts-async", test_facts_async);
  g_test_add_func ("/checks/names-and-paths", test_names_and_paths);
  g_test_add_func ("/checks/suggestions", test_suggestions);
  g_test_add_func ("/checks/check", test_check);
  g_test_add_func ("/checks/not-kept", test_not_kept);

  return g_test_run ();
}
