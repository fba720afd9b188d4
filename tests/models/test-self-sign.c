/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-self-sign.h"

#include <string.h>

#include "smith-test.h"

/* Self-signing through the library; what is on disk is verified by openssl. */

typedef struct
{
  char          *folder;
  SmithLibrary  *library;
  SmithIdentity *identity;
} Fixture;

/* Stands for a person who types a passphrase, or closes the dialog. */
typedef struct
{
  GTlsInteraction parent_instance;

  const char *answer;
  guint       n_asked;
} TestInteraction;

typedef GTlsInteractionClass TestInteractionClass;

static GType test_interaction_get_type (void);

G_DEFINE_TYPE (TestInteraction, test_interaction, G_TYPE_TLS_INTERACTION)

static void
test_interaction_ask_password_async (GTlsInteraction     *interaction,
                                     GTlsPassword        *password,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  TestInteraction *self = (TestInteraction *) interaction;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  /* Asked a second time, the passphrase was wrong: then the person gives up. */
  if (self->answer == NULL || self->n_asked++ > 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Closed");
      return;
    }
  g_tls_password_set_value (password, (const guchar *) self->answer, -1);
  g_task_return_int (task, G_TLS_INTERACTION_HANDLED);
}

static GTlsInteractionResult
test_interaction_ask_password_finish (GTlsInteraction  *interaction,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  gssize answer = g_task_propagate_int (G_TASK (result), error);

  return answer == -1 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) answer;
}

static void
test_interaction_class_init (TestInteractionClass *klass)
{
  klass->ask_password_async = test_interaction_ask_password_async;
  klass->ask_password_finish = test_interaction_ask_password_finish;
}

static void
test_interaction_init (TestInteraction *self)
{
}

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
finish_change (Fixture       *fixture,
               GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;

  smith_library_change_finish (fixture->library, result, &error);
  g_assert_no_error (error);
}

/* @passphrase: (nullable) */
static void
give_key (Fixture    *fixture,
          const char *name,
          const char *passphrase)
{
  g_autofree char *pem = read_fixture (name);
  g_autoptr (SmithSecret) secret = smith_secret_new_string (pem);
  g_autoptr (SmithSecret) lock = passphrase != NULL ? smith_secret_new_string (passphrase) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_new_from_pem (secret, NULL, &error);
  GAsyncResult *result = NULL;

  g_assert_no_error (error);
  smith_library_set_key_async (fixture->library, fixture->identity, key, lock, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
}

static void
give_request (Fixture    *fixture,
              const char *name)
{
  g_autofree char *pem = read_fixture (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, &error);
  GAsyncResult *result = NULL;

  g_assert_no_error (error);
  smith_library_set_request_async (fixture->library, fixture->identity, request, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  fixture->identity = smith_library_add (fixture->library, "www.example.com");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_unref_and_wait (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GError *
self_sign (Fixture         *fixture,
           guint            days,
           GTlsInteraction *interaction,
           GCancellable    *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  GError *error = NULL;
  gboolean success;

  smith_self_sign_async (fixture->library, NULL, fixture->identity, days, interaction, cancellable,
                         smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  success = smith_self_sign_finish (fixture->library, result, &error);
  g_assert_cmpint (success, ==, error == NULL);

  return error;
}

static char *
show_certificate (Fixture    *fixture,
                  const char *option)
{
  g_autofree char *path = g_build_filename (smith_identity_get_folder (fixture->identity), "certificate.pem", NULL);
  const char *argv[] = { "openssl", "x509", "-in", path, "-noout", option, NULL };

  return smith_test_run (argv, NULL, NULL);
}

static void
test_success (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *verified = NULL;
  g_autofree char *text = NULL;
  g_autofree char *chain = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;
  GTimeSpan span;

  give_key (fixture, "ec-leaf.key", NULL);
  give_request (fixture, "ec-leaf.csr");
  g_assert_null (smith_self_sign_get_obstacle (fixture->identity));
  error = self_sign (fixture, 90, NULL, NULL);
  g_assert_no_error (error);

  certificate = smith_identity_get_certificate (fixture->identity);
  g_assert_nonnull (certificate);
  g_assert_true (smith_certificate_is_self_signed (certificate));
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (fixture->identity)), ==, 0);
  span = g_date_time_difference (smith_certificate_get_not_after (certificate),
                                 smith_certificate_get_not_before (certificate));
  g_assert_cmpint (span / G_TIME_SPAN_HOUR, >=, 90 * 24 - 1);
  g_assert_cmpint (span / G_TIME_SPAN_HOUR, <=, 90 * 24 + 24);

  path = g_build_filename (smith_identity_get_folder (fixture->identity), "certificate.pem", NULL);
  {
    const char *argv[] = { "openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "example.com",
                           "-CAfile", path, path, NULL };

    verified = smith_test_run (argv, NULL, NULL);
    g_assert_true (g_str_has_suffix (verified, ": OK\n"));
  }
  text = show_certificate (fixture, "-text");
  g_assert_nonnull (strstr (text, "DNS:www.example.com, DNS:example.com"));
  g_assert_nonnull (strstr (text, "CA:FALSE"));
}

/* The chain of the CA's certificate goes with it. */
static void
test_replaces (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *leaf_pem = read_fixture ("rsa-leaf.crt");
  g_autofree char *two_pem = read_fixture ("rsa-two.crt");
  g_autoptr (SmithCertificate) leaf = smith_certificate_new_from_pem (leaf_pem, NULL);
  g_autoptr (SmithCertificate) two = smith_certificate_new_from_pem (two_pem, NULL);
  g_autoptr (GListStore) chain = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  g_autoptr (GError) error = NULL;
  g_autofree char *chain_path = NULL;
  GAsyncResult *result = NULL;

  give_key (fixture, "rsa-leaf.key", NULL);
  give_request (fixture, "rsa-leaf.csr");
  g_list_store_append (chain, two);
  smith_library_set_certificate_async (fixture->library, fixture->identity, leaf, G_LIST_MODEL (chain), NULL,
                                       smith_test_store_result, &result);
  finish_change (fixture, &result);
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (fixture->identity)), ==, 1);

  error = self_sign (fixture, SMITH_SELF_SIGN_DEFAULT_DAYS, NULL, NULL);
  g_assert_no_error (error);
  g_assert_true (smith_certificate_is_self_signed (smith_identity_get_certificate (fixture->identity)));
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (fixture->identity)), ==, 0);
  chain_path = g_build_filename (smith_identity_get_folder (fixture->identity), "chain.pem", NULL);
  g_assert_false (g_file_test (chain_path, G_FILE_TEST_EXISTS));
}

static void
test_passphrase (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GTlsInteraction) right = g_object_new (test_interaction_get_type (), NULL);
  g_autoptr (GTlsInteraction) wrong = g_object_new (test_interaction_get_type (), NULL);
  g_autoptr (GTlsInteraction) closed = g_object_new (test_interaction_get_type (), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) wrong_error = NULL;
  g_autoptr (GError) closed_error = NULL;

  ((TestInteraction *) right)->answer = "correct horse";
  ((TestInteraction *) wrong)->answer = "battery staple";
  give_key (fixture, "ec-leaf.key", "correct horse");
  give_request (fixture, "ec-leaf.csr");

  wrong_error = self_sign (fixture, 30, wrong, NULL);
  g_assert_nonnull (wrong_error);
  closed_error = self_sign (fixture, 30, closed, NULL);
  g_assert_error (closed_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_identity_get_certificate (fixture->identity));
  error = self_sign (fixture, 30, right, NULL);
  g_assert_no_error (error);
  g_assert_nonnull (smith_identity_get_certificate (fixture->identity));
}

static void
test_obstacles (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) no_key = NULL;
  g_autoptr (GError) no_request = NULL;

  g_assert_nonnull (strstr (smith_self_sign_get_obstacle (fixture->identity), "Create the key first"));
  no_key = self_sign (fixture, 30, NULL, NULL);
  g_assert_error (no_key, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);

  give_key (fixture, "ec-leaf.key", NULL);
  g_assert_nonnull (strstr (smith_self_sign_get_obstacle (fixture->identity), "Create the request first"));
  no_request = self_sign (fixture, 30, NULL, NULL);
  g_assert_error (no_request, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  give_key (fixture, "ec-leaf.key", NULL);
  give_request (fixture, "ec-leaf.csr");
  g_cancellable_cancel (cancellable);
  error = self_sign (fixture, 30, NULL, cancellable);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_identity_get_certificate (fixture->identity));
}

static void
test_hint (void)
{
  g_autofree char *usual = smith_self_sign_dup_hint (SMITH_SELF_SIGN_DEFAULT_DAYS);
  g_autofree char *last = smith_self_sign_dup_hint (SMITH_SELF_SIGN_APPLE_DAYS);
  g_autofree char *more = smith_self_sign_dup_hint (SMITH_SELF_SIGN_APPLE_DAYS + 1);

  g_assert_true (g_str_has_prefix (usual, "Valid until "));
  g_assert_true (g_str_has_prefix (last, "Valid until "));
  g_assert_nonnull (strstr (more, "825"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/self-sign/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("success", test_success);
  ADD ("replaces", test_replaces);
  ADD ("passphrase", test_passphrase);
  ADD ("obstacles", test_obstacles);
  ADD ("cancel", test_cancel);
#undef ADD
  g_test_add_func ("/self-sign/hint", test_hint);

  return g_test_run ();
}
