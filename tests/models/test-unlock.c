/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-unlock.h"

#include "person.h"
#include "smith-crypto-error.h"
#include "smith-fake-keyring.h"
#include "smith-passphrase-interaction.h"
#include "smith-passphrase.h"
#include "smith-test.h"

/* A key with the passphrase "correct horse", and a keyring that may know it. */
typedef struct
{
  char            *folder;
  SmithLibrary    *library;
  SmithFakeKeyring *keyring;
  SmithIdentity   *identity;
  SmithKey        *key;
  GAsyncResult    *result;
} Fixture;

static const char * const nothing[] = { NULL };
static const char * const right[] = { "correct horse", NULL };
static const char * const wrong_right[] = { "wrong", "correct horse", NULL };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("correct horse");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  fixture->keyring = smith_fake_keyring_new ();
  fixture->identity = g_object_ref (smith_library_add (fixture->library, "www.example.com"));
  fixture->key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_assert_no_error (error);
  smith_library_set_key_async (fixture->library, fixture->identity, fixture->key, passphrase, NULL,
                               smith_test_store_result, &fixture->result);
  result = smith_test_wait_result (&fixture->result);
  smith_library_change_finish (fixture->library, result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->identity);
  g_clear_object (&fixture->key);
  g_clear_object (&fixture->keyring);
  g_clear_object (&fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
remember (Fixture    *fixture,
          const char *text)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (text);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  smith_keyring_store_async (SMITH_KEYRING (fixture->keyring), SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                             smith_identity_get_id (fixture->identity), "label", secret, NULL,
                             smith_test_store_result, &fixture->result);
  result = smith_test_wait_result (&fixture->result);
  smith_keyring_store_finish (SMITH_KEYRING (fixture->keyring), result, &error);
  g_assert_no_error (error);
}

static char *
dup_remembered (Fixture *fixture)
{
  SmithSecret *secret = smith_fake_keyring_peek (fixture->keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                                 smith_identity_get_id (fixture->identity));

  return secret != NULL ? g_strdup (smith_secret_get_string (secret)) : NULL;
}

static SmithKey *
unlock (Fixture          *fixture,
        GTlsInteraction  *person,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  smith_unlock_async (fixture->library, SMITH_KEYRING (fixture->keyring), fixture->identity, person, cancellable,
                      smith_test_store_result, &fixture->result);
  result = smith_test_wait_result (&fixture->result);

  return smith_unlock_finish (fixture->library, result, error);
}

static void
assert_key (Fixture      *fixture,
            SmithKey     *key,
            const GError *error)
{
  g_assert_no_error (error);
  g_assert_nonnull (key);
  g_assert_true (smith_public_key_equal (smith_key_get_public_key (key), smith_key_get_public_key (fixture->key)));
}

static void
test_remembered (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (nothing, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = NULL;

  remember (fixture, "correct horse");
  key = unlock (fixture, person, NULL, &error);
  assert_key (fixture, key, error);
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, 0);
}

static void
test_asked (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (wrong_right, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = unlock (fixture, person, NULL, &error);
  g_autofree char *remembered = dup_remembered (fixture);

  assert_key (fixture, key, error);
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, 2);
  g_assert_true (person_get_flags (PERSON_ITSELF (person)) & G_TLS_PASSWORD_RETRY);
  g_assert_null (remembered);
}

static void
test_asked_to_remember (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (wrong_right, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = unlock (fixture, person, NULL, &error);
  g_autofree char *remembered = dup_remembered (fixture);

  assert_key (fixture, key, error);
  /* Only what opened the key. */
  g_assert_cmpstr (remembered, ==, "correct horse");
}

static void
test_remembered_wrong (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (right, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autofree char *remembered = NULL;

  remember (fixture, "an old one");
  key = unlock (fixture, person, NULL, &error);
  assert_key (fixture, key, error);
  /* The person is not told to have been wrong, and what was wrong is forgotten. */
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, 1);
  g_assert_false (person_get_flags (PERSON_ITSELF (person)) & G_TLS_PASSWORD_RETRY);
  remembered = dup_remembered (fixture);
  g_assert_null (remembered);
}

static void
test_keyring_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  static const SmithKeyringError codes[] = {
    SMITH_KEYRING_ERROR_FAILED, SMITH_KEYRING_ERROR_LOCKED, SMITH_KEYRING_ERROR_NO_SERVICE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GTlsInteraction) person = person_new (right, TRUE);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithKey) key = NULL;

      /* Neither looking up nor storing. */
      smith_fake_keyring_fail_next (fixture->keyring, codes[i]);
      smith_fake_keyring_fail_next (fixture->keyring, codes[i]);
      key = unlock (fixture, person, NULL, &error);
      assert_key (fixture, key, error);
      g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, 1);
      g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 0);
    }
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (nothing, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = unlock (fixture, person, NULL, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (key);
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = unlock (fixture, NULL, NULL, &error);

  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED);
  g_assert_null (key);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (right, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = NULL;

  /* The keyring asks for its password, and nobody answers. */
  smith_fake_keyring_hang_next (fixture->keyring);
  g_timeout_add (50, cancel_cb, cancellable);
  key = unlock (fixture, person, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (key);
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, 0);
}

/* The interaction by itself, as another program's key loading would use it. */
static void
test_interaction (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GTlsInteraction) person = person_new (right, TRUE);
  g_autoptr (GTlsInteraction) interaction =
    smith_passphrase_interaction_new (SMITH_KEYRING (fixture->keyring), fixture->identity, person);
  SmithPassphraseInteraction *self = SMITH_PASSPHRASE_INTERACTION (interaction);
  GTlsPasswordFlags flags[] = { G_TLS_PASSWORD_NONE, G_TLS_PASSWORD_RETRY };
  const char *answers[] = { "an old one", "correct horse" };

  remember (fixture, "an old one");
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (GTlsPassword) question = g_tls_password_new (flags[i], "key");
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (SmithSecret) answer = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (smith_passphrase_interaction_is_cache_wrong (self));
      g_assert_null (smith_passphrase_interaction_dup_to_remember (self));
      g_tls_interaction_ask_password_async (interaction, question, NULL, smith_test_store_result, &fixture->result);
      result = smith_test_wait_result (&fixture->result);
      g_assert_cmpint (g_tls_interaction_ask_password_finish (interaction, result, &error), ==, G_TLS_INTERACTION_HANDLED);
      answer = smith_passphrase_dup_answer (question);
      g_assert_cmpstr (smith_secret_get_string (answer), ==, answers[i]);
    }
  {
    g_autoptr (SmithSecret) secret = smith_passphrase_interaction_dup_to_remember (self);

    g_assert_true (smith_passphrase_interaction_is_cache_wrong (self));
    g_assert_cmpstr (smith_secret_get_string (secret), ==, "correct horse");
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/unlock/remembered", Fixture, NULL, set_up, test_remembered, tear_down);
  g_test_add ("/unlock/asked", Fixture, NULL, set_up, test_asked, tear_down);
  g_test_add ("/unlock/asked-to-remember", Fixture, NULL, set_up, test_asked_to_remember, tear_down);
  g_test_add ("/unlock/remembered-wrong", Fixture, NULL, set_up, test_remembered_wrong, tear_down);
  g_test_add ("/unlock/keyring-fails", Fixture, NULL, set_up, test_keyring_fails, tear_down);
  g_test_add ("/unlock/closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add ("/unlock/nobody", Fixture, NULL, set_up, test_nobody, tear_down);
  g_test_add ("/unlock/interaction", Fixture, NULL, set_up, test_interaction, tear_down);
  g_test_add ("/unlock/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);

  return g_test_run ();
}
