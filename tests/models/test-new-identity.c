/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-new-identity.h"

#include <string.h>

#include "smith-fake-keyring.h"
#include "smith-key-draft.h"
#include "smith-key-history.h"
#include "smith-test.h"

typedef struct
{
  char             *folder;
  SmithWorkspace   *workspace;
  SmithLibrary     *library;
  SmithNewIdentity *new_identity;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();

  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (keyring));
  fixture->library = smith_workspace_get_library (fixture->workspace);
  fixture->new_identity = smith_new_identity_new ();
  g_assert_cmpstr (smith_key_algorithm_get_nick (smith_new_identity_get_algorithm (fixture->new_identity)), ==, "rsa-2048");
  /* Faster; RSA 2048 is created by the tests of the desktop. */
  smith_new_identity_set_algorithm (fixture->new_identity, smith_key_algorithm_lookup ("ec-p256"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->new_identity);
  g_clear_object (&fixture->workspace);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->library));
}

static void
add_names (SmithNewIdentity *new_identity,
           const char       *names)
{
  smith_request_draft_add_names (smith_new_identity_get_draft (new_identity), names);
}

/* Runs it to its end, whatever that is. */
static SmithIdentity *
create (Fixture           *fixture,
        SmithNewIdentity  *new_identity,
        GCancellable      *cancellable,
        GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  SmithIdentity *identity;

  smith_new_identity_create_async (new_identity, fixture->workspace, NULL, cancellable, smith_test_store_result, &place);
  g_assert_nonnull (smith_new_identity_get_job (new_identity));
  result = smith_test_wait_result (&place);
  identity = smith_new_identity_create_finish (new_identity, result, error);
  g_assert_null (smith_new_identity_get_job (new_identity));

  return identity;
}

static SmithIdentity *
create_complete (Fixture *fixture)
{
  SmithIdentity *identity;
  g_autoptr (GError) error = NULL;

  add_names (fixture->new_identity, "www.example.com example.com");
  identity = create (fixture, fixture->new_identity, NULL, &error);
  g_assert_no_error (error);

  return identity;
}

static void
assert_request (SmithIdentity *identity,
                const char    *names)
{
  SmithRequest *request = smith_identity_get_request (identity);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *verified = NULL;
  g_autoptr (GBytes) input = NULL;
  const char *verify[] = { "openssl", "req", "-noout", "-verify", NULL };
  const char *pem;
  int status;

  g_assert_nonnull (request);
  g_assert_true (smith_public_key_equal (smith_request_get_public_key (request), smith_identity_get_public_key (identity)));
  for (guint i = 0; i < g_list_model_get_n_items (smith_request_get_alt_names (request)); i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (smith_request_get_alt_names (request), i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", smith_alt_name_get_value (name));
    }
  g_assert_cmpstr (text->str, ==, names);

  pem = smith_request_get_pem (request);
  input = g_bytes_new (pem, strlen (pem));
  verified = smith_test_run (verify, input, &status);
  g_assert_cmpint (status, ==, 0);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = NULL;
  g_autofree char *name = NULL;
  g_autofree char *explanation = smith_new_identity_dup_explanation (fixture->new_identity);
  guint n_jobs = 0;

  g_assert_nonnull (strstr (explanation, "clipboard"));
  g_assert_null (smith_new_identity_get_source (fixture->new_identity));
  g_signal_connect_swapped (fixture->new_identity, "notify::job", G_CALLBACK (count_cb), &n_jobs);
  identity = create_complete (fixture);

  /* The key, the request, and none. */
  g_assert_cmpuint (n_jobs, ==, 3);
  name = smith_new_identity_dup_name (fixture->new_identity);
  g_assert_cmpstr (name, ==, "www.example.com");
  g_assert_cmpstr (smith_identity_get_name (identity), ==, name);
  g_assert_true (smith_identity_get_kept (identity));
  g_assert_cmpstr (smith_public_key_get_title (smith_identity_get_public_key (identity)), ==, "ECDSA P-256");
  assert_request (identity, "www.example.com example.com");
  g_assert_cmpuint (count_rows (fixture), ==, 1);
}

static void
test_international (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *empty = smith_new_identity_dup_name (fixture->new_identity);
  g_autofree char *name = NULL;

  g_assert_cmpstr (empty, ==, "");
  add_names (fixture->new_identity, "m\303\274nchen.example");
  name = smith_new_identity_dup_name (fixture->new_identity);
  g_assert_cmpstr (name, ==, "m\303\274nchen.example");
}

/* Nothing is left of a key that was not created. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SmithIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;

  add_names (fixture->new_identity, "www.example.com");
  g_cancellable_cancel (cancellable);
  g_assert_null (create (fixture, fixture->new_identity, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_new_identity_get_problem (fixture->new_identity));
  g_assert_cmpuint (count_rows (fixture), ==, 0);

  /* And once more. */
  g_clear_error (&error);
  identity = create (fixture, fixture->new_identity, NULL, &error);
  g_assert_no_error (error);
  assert_request (identity, "www.example.com");
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *hindrance = g_build_filename (fixture->folder, "identities", NULL);
  g_autoptr (GError) error = NULL;

  /* A file where the folder of identities should be. */
  g_file_set_contents (hindrance, "", 0, &error);
  g_assert_no_error (error);
  add_names (fixture->new_identity, "www.example.com");
  g_assert_null (create (fixture, fixture->new_identity, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (smith_new_identity_get_problem (fixture->new_identity), ==, error->message);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
}

static void
test_begin (Fixture       *fixture,
            gconstpointer  data)
{
  SmithRequestDraft *draft;
  SmithIdentity *identity;

  smith_request_draft_set_field (smith_new_identity_get_draft (fixture->new_identity), SMITH_REQUEST_FIELD_ORGANIZATION,
                                 "Example Ltd");
  add_names (fixture->new_identity, "b.example a.example");
  identity = smith_new_identity_begin (fixture->new_identity, fixture->workspace, "b.example");
  g_assert_false (smith_identity_get_kept (identity));
  g_assert_false (smith_identity_get_has_key (identity));
  g_assert_true (smith_key_draft_get_algorithm (smith_key_draft_for_identity (identity)) ==
                 smith_key_algorithm_lookup ("ec-p256"));
  draft = smith_request_draft_for_identity (identity);
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_names (draft)), ==, 2);
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "b.example");
  /* The draft of an identity begins with its name. Nobody has added that twice. */
  g_assert_null (smith_request_draft_get_names_note (draft));
  g_assert_cmpstr (smith_request_draft_get_field (draft, SMITH_REQUEST_FIELD_ORGANIZATION), ==, "Example Ltd");
}

/* A new key takes the place of the old one, which stays in the history. */
static void
test_renewal (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = create_complete (fixture);
  g_autoptr (SmithPublicKey) old_key = g_object_ref (smith_identity_get_public_key (identity));
  g_autoptr (SmithNewIdentity) renewal = smith_new_identity_new_renewal (identity);
  g_autoptr (SmithIdentity) renewed = NULL;
  g_autofree char *name = smith_new_identity_dup_name (renewal);
  g_autofree char *explanation = smith_new_identity_dup_explanation (renewal);
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_new_identity_get_source (renewal) == identity);
  g_assert_false (smith_new_identity_get_keep_key (renewal));
  g_assert_true (smith_new_identity_get_replaces_key (renewal));
  g_assert_true (smith_new_identity_get_algorithm (renewal) == smith_key_algorithm_lookup ("ec-p256"));
  g_assert_cmpstr (name, ==, "www.example.com");
  g_assert_nonnull (strstr (explanation, "history"));

  renewed = create (fixture, renewal, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (renewed == identity);
  g_assert_false (smith_public_key_equal (old_key, smith_identity_get_public_key (identity)));
  g_assert_cmpuint (smith_identity_get_n_former_keys (identity), ==, 1);
  assert_request (identity, "www.example.com example.com");
  g_assert_cmpuint (count_rows (fixture), ==, 1);
}

static void
test_renewal_cancelled (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = create_complete (fixture);
  g_autoptr (SmithPublicKey) old_key = g_object_ref (smith_identity_get_public_key (identity));
  g_autoptr (SmithNewIdentity) renewal = smith_new_identity_new_renewal (identity);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (create (fixture, renewal, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (smith_public_key_equal (old_key, smith_identity_get_public_key (identity)));
  g_assert_cmpuint (smith_identity_get_n_former_keys (identity), ==, 0);
  assert_request (identity, "www.example.com example.com");
}

static void
test_same_key (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = create_complete (fixture);
  g_autoptr (SmithPublicKey) old_key = g_object_ref (smith_identity_get_public_key (identity));
  g_autoptr (SmithNewIdentity) renewal = smith_new_identity_new_renewal (identity);
  g_autoptr (SmithIdentity) renewed = NULL;
  g_autofree char *explanation = NULL;
  g_autoptr (GError) error = NULL;

  smith_new_identity_set_keep_key (renewal, TRUE);
  g_assert_false (smith_new_identity_get_replaces_key (renewal));
  explanation = smith_new_identity_dup_explanation (renewal);
  g_assert_nonnull (strstr (explanation, "keeps its key"));

  add_names (renewal, "api.example.com");
  renewed = create (fixture, renewal, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (renewed == identity);
  g_assert_true (smith_public_key_equal (old_key, smith_identity_get_public_key (identity)));
  g_assert_cmpuint (smith_identity_get_n_former_keys (identity), ==, 0);
  assert_request (identity, "www.example.com example.com api.example.com");

  /* More…: the same identity, its form open. */
  g_assert_true (smith_new_identity_begin (renewal, fixture->workspace, "www.example.com") == identity);
  g_assert_true (smith_request_draft_get_editing (smith_request_draft_for_identity (identity)));
}

/* Where there is no key to replace, another identity gets the new one. */
static void
test_without_key (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = create_complete (fixture);
  SmithIdentity *foreign = smith_library_add (fixture->library, "Of somebody else");
  g_autoptr (SmithNewIdentity) renewal = NULL;
  g_autoptr (SmithIdentity) renewed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *explanation = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;

  smith_library_set_request_async (fixture->library, foreign, smith_identity_get_request (identity), NULL,
                                   smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  smith_library_change_finish (fixture->library, result, &error);
  g_assert_no_error (error);

  renewal = smith_new_identity_new_renewal (foreign);
  g_assert_false (smith_new_identity_get_replaces_key (renewal));
  explanation = smith_new_identity_dup_explanation (renewal);
  g_assert_nonnull (strstr (explanation, "Of somebody else (renewal)"));
  renewed = create (fixture, renewal, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (renewed != foreign);
  g_assert_cmpstr (smith_identity_get_name (renewed), ==, "Of somebody else (renewal)");
  assert_request (renewed, "www.example.com example.com");
  g_assert_cmpuint (count_rows (fixture), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/new-identity/create", Fixture, NULL, set_up, test_create, tear_down);
  g_test_add ("/new-identity/international", Fixture, NULL, set_up, test_international, tear_down);
  g_test_add ("/new-identity/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/new-identity/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/new-identity/begin", Fixture, NULL, set_up, test_begin, tear_down);
  g_test_add ("/new-identity/renewal", Fixture, NULL, set_up, test_renewal, tear_down);
  g_test_add ("/new-identity/renewal-cancelled", Fixture, NULL, set_up, test_renewal_cancelled, tear_down);
  g_test_add ("/new-identity/same-key", Fixture, NULL, set_up, test_same_key, tear_down);
  g_test_add ("/new-identity/without-key", Fixture, NULL, set_up, test_without_key, tear_down);

  return g_test_run ();
}
