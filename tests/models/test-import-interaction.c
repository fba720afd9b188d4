/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-interaction.h"

#include "smith-fake-interaction.h"
#include "smith-passphrase.h"
#include "smith-test.h"

/* Somebody who goes without what is asked for first, and answers what comes then. */
#define TEST_TYPE_SKIPPER (test_skipper_get_type ())
G_DECLARE_FINAL_TYPE (TestSkipper, test_skipper, TEST, SKIPPER, GTlsInteraction)

struct _TestSkipper
{
  GTlsInteraction parent_instance;

  guint n_asked;
};

G_DEFINE_FINAL_TYPE (TestSkipper, test_skipper, G_TYPE_TLS_INTERACTION)

static void
skipper_ask_async (GTlsInteraction     *interaction,
                   GTlsPassword        *question,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  TestSkipper *self = TEST_SKIPPER (interaction);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SmithSecret) answer = smith_secret_new_string ("later");

  if (self->n_asked++ > 0)
    smith_passphrase_answer (question, answer);
  g_task_return_int (task, self->n_asked > 1 ? G_TLS_INTERACTION_HANDLED : G_TLS_INTERACTION_UNHANDLED);
}

static GTlsInteractionResult
skipper_ask_finish (GTlsInteraction  *interaction,
                    GAsyncResult     *result,
                    GError          **error)
{
  return (GTlsInteractionResult) g_task_propagate_int (G_TASK (result), error);
}

static void
test_skipper_class_init (TestSkipperClass *klass)
{
  G_TLS_INTERACTION_CLASS (klass)->ask_password_async = skipper_ask_async;
  G_TLS_INTERACTION_CLASS (klass)->ask_password_finish = skipper_ask_finish;
}

static void
test_skipper_init (TestSkipper *self)
{
}

static GTlsInteractionResult
ask (GTlsInteraction *interaction,
     GTlsPassword    *question,
     const char      *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GError) error = NULL;
  GTlsInteractionResult verdict;

  /* As from a callback. */
  g_assert_true (g_main_context_acquire (NULL));
  g_tls_interaction_ask_password_async (interaction, question, NULL, smith_test_store_result, &result);
  g_main_context_release (NULL);
  waited = smith_test_wait_result (&result);
  verdict = g_tls_interaction_ask_password_finish (interaction, waited, &error);
  g_assert_true ((verdict == G_TLS_INTERACTION_FAILED) == (error != NULL));
  if (expected != NULL)
    {
      g_autoptr (SmithSecret) answer = smith_passphrase_dup_answer (question);

      g_assert_cmpint (verdict, ==, G_TLS_INTERACTION_HANDLED);
      g_assert_cmpstr (smith_secret_get_string (answer), ==, expected);
    }

  return verdict;
}

static GTlsPassword *
make_question (gboolean again)
{
  return g_tls_password_new (again ? G_TLS_PASSWORD_RETRY : G_TLS_PASSWORD_NONE, "The private key in “a.key”");
}

/* Each answer is tried on all that comes later; the person is asked for what none of them opens. */
static void
test_remembers (void)
{
  const char *answers[] = { "one", "two", "three", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autoptr (GTlsInteraction) interaction = smith_import_interaction_new (G_TLS_INTERACTION (person), TRUE);
  g_autoptr (GTlsPassword) first = make_question (FALSE);
  g_autoptr (GTlsPassword) again = make_question (TRUE);
  g_autoptr (GTlsPassword) second = make_question (FALSE);
  g_autoptr (GTlsPassword) second_again = make_question (TRUE);
  g_autoptr (GTlsPassword) second_last = make_question (TRUE);

  g_assert_false (smith_import_interaction_asks (first));
  ask (interaction, first, "one");
  g_assert_cmpint (smith_fake_interaction_get_flags (person), ==, G_TLS_PASSWORD_NONE);
  g_assert_true (smith_import_interaction_asks (first));
  g_assert_true (smith_import_interaction_may_skip (first));
  g_assert_false (smith_import_interaction_gave_before (first));
  ask (interaction, again, "two");
  g_assert_cmpint (smith_fake_interaction_get_flags (person), ==, G_TLS_PASSWORD_RETRY);
  g_assert_false (smith_import_interaction_gave_before (again));

  /* Another thing: both without a question, then a question that does not call an answer wrong. */
  ask (interaction, second, "one");
  ask (interaction, second_again, "two");
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 2);
  ask (interaction, second_last, "three");
  g_assert_cmpint (smith_fake_interaction_get_flags (person), ==, G_TLS_PASSWORD_NONE);
  g_assert_true (smith_import_interaction_gave_before (second_last));
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 3);
}

/* Who cancels is not asked again; what was said before is still tried. */
static void
test_refused (void)
{
  const char *answers[] = { "one", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autoptr (GTlsInteraction) interaction = smith_import_interaction_new (G_TLS_INTERACTION (person), TRUE);
  g_autoptr (GTlsPassword) first = make_question (FALSE);
  g_autoptr (GTlsPassword) again = make_question (TRUE);
  g_autoptr (GTlsPassword) second = make_question (FALSE);
  g_autoptr (GTlsPassword) second_again = make_question (TRUE);

  ask (interaction, first, "one");
  g_assert_cmpint (ask (interaction, again, NULL), ==, G_TLS_INTERACTION_FAILED);
  ask (interaction, second, "one");
  g_assert_cmpint (ask (interaction, second_again, NULL), ==, G_TLS_INTERACTION_FAILED);
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 2);
}

static void
test_skipped (void)
{
  g_autoptr (TestSkipper) person = g_object_new (TEST_TYPE_SKIPPER, NULL);
  g_autoptr (GTlsInteraction) interaction = smith_import_interaction_new (G_TLS_INTERACTION (person), TRUE);
  g_autoptr (GTlsPassword) first = make_question (FALSE);
  g_autoptr (GTlsPassword) second = make_question (FALSE);

  g_assert_cmpint (ask (interaction, first, NULL), ==, G_TLS_INTERACTION_UNHANDLED);
  ask (interaction, second, "later");
  g_assert_false (smith_import_interaction_gave_before (second));
}

/* One file is not skipped but canceled; a member of an archive may have others beside it. */
static void
test_alone (void)
{
  const char *answers[] = { "one", "two", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autoptr (GTlsInteraction) interaction = smith_import_interaction_new (G_TLS_INTERACTION (person), FALSE);
  g_autoptr (GTlsPassword) file = make_question (FALSE);
  g_autoptr (GTlsPassword) member = g_tls_password_new (G_TLS_PASSWORD_RETRY, "The private key in “a.zip!b.key”");

  ask (interaction, file, "one");
  g_assert_true (smith_import_interaction_asks (file));
  g_assert_false (smith_import_interaction_may_skip (file));
  ask (interaction, member, "two");
  g_assert_true (smith_import_interaction_may_skip (member));
}

static void
test_nobody (void)
{
  g_autoptr (GTlsInteraction) interaction = smith_import_interaction_new (NULL, TRUE);
  g_autoptr (GTlsPassword) question = make_question (FALSE);

  g_assert_cmpint (ask (interaction, question, NULL), ==, G_TLS_INTERACTION_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-interaction/remembers", test_remembers);
  g_test_add_func ("/import-interaction/refused", test_refused);
  g_test_add_func ("/import-interaction/skipped", test_skipped);
  g_test_add_func ("/import-interaction/alone", test_alone);
  g_test_add_func ("/import-interaction/nobody", test_nobody);

  return g_test_run ();
}
