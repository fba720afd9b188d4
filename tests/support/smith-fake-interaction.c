/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-fake-interaction.h"

#include <string.h>

struct _SmithFakeInteraction
{
  GTlsInteraction parent_instance;

  /* Owned. */
  GStrv  answers;
  char  *description;

  guint             n_asked;
  GTlsPasswordFlags flags;
};

G_DEFINE_FINAL_TYPE (SmithFakeInteraction, smith_fake_interaction, G_TYPE_TLS_INTERACTION)

typedef struct
{
  GTask        *task;
  GCancellable *cancellable;
  gulong        handler;
} Question;

static gboolean
give_up_cb (gpointer user_data)
{
  Question *question = user_data;

  g_cancellable_disconnect (question->cancellable, question->handler);
  g_task_return_new_error (question->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The question was cancelled");
  g_object_unref (question->task);
  g_object_unref (question->cancellable);
  g_free (question);

  return G_SOURCE_REMOVE;
}

/* Called in whichever thread cancels. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_idle_add (give_up_cb, user_data);
}

static void
leave_open (GTask        *task,
            GCancellable *cancellable)
{
  Question *question = g_new0 (Question, 1);

  g_assert_nonnull (cancellable);
  question->task = g_object_ref (task);
  question->cancellable = g_object_ref (cancellable);
  question->handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), question, NULL);
}

static void
ask_password_async (GTlsInteraction     *interaction,
                    GTlsPassword        *password,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  SmithFakeInteraction *self = SMITH_FAKE_INTERACTION (interaction);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  guint position = self->n_asked++;

  /* A dialog could be shown from here: it is the thread of the interaction, not the worker's. */
  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  self->flags = g_tls_password_get_flags (password);
  g_free (self->description);
  self->description = g_strdup (g_tls_password_get_description (password));

  if (self->answers == NULL)
    {
      leave_open (task, cancellable);
      return;
    }
  if (position >= g_strv_length (self->answers))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The question was dismissed");
      return;
    }
  g_tls_password_set_value (password, (const guchar *) self->answers[position], (gssize) strlen (self->answers[position]));
  g_task_return_int (task, G_TLS_INTERACTION_HANDLED);
}

static GTlsInteractionResult
ask_password_finish (GTlsInteraction  *interaction,
                     GAsyncResult     *result,
                     GError          **error)
{
  gssize answer = g_task_propagate_int (G_TASK (result), error);

  return answer < 0 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) answer;
}

static void
smith_fake_interaction_finalize (GObject *object)
{
  SmithFakeInteraction *self = SMITH_FAKE_INTERACTION (object);

  g_clear_pointer (&self->answers, g_strfreev);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (smith_fake_interaction_parent_class)->finalize (object);
}

static void
smith_fake_interaction_class_init (SmithFakeInteractionClass *class)
{
  GTlsInteractionClass *interaction_class = G_TLS_INTERACTION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = smith_fake_interaction_finalize;
  interaction_class->ask_password_async = ask_password_async;
  interaction_class->ask_password_finish = ask_password_finish;
}

static void
smith_fake_interaction_init (SmithFakeInteraction *self)
{
}

SmithFakeInteraction *
smith_fake_interaction_new (const char * const *answers)
{
  SmithFakeInteraction *self = g_object_new (SMITH_TYPE_FAKE_INTERACTION, NULL);

  self->answers = g_strdupv ((char **) answers);

  return self;
}

guint
smith_fake_interaction_get_n_asked (SmithFakeInteraction *self)
{
  return self->n_asked;
}

GTlsPasswordFlags
smith_fake_interaction_get_flags (SmithFakeInteraction *self)
{
  return self->flags;
}

const char *
smith_fake_interaction_get_description (SmithFakeInteraction *self)
{
  return self->description;
}
