/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-interaction.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-passphrase.h"

/* Each costs a key derivation where it does not fit. */
#define MAX_ANSWERS 16
#define QUESTION "smith-import-question"
#define GAVE_BEFORE "smith-import-gave-before"

enum
{
  QUESTION_ALONE = 1,
  QUESTION_OF_SEVERAL,
};

/**
 * SmithImportInteraction:
 *
 * Stands between the parser and a person for the time of one import. What the person answered for one thing
 * is tried on all others that are locked, before the person is asked again; one who cancels is not asked
 * again; one who skips (%G_TLS_INTERACTION_UNHANDLED) leaves only that one locked. A question without
 * %G_TLS_PASSWORD_RETRY is a new one. Lives in the main context of the person; what it remembers is wiped
 * with it.
 */
struct _SmithImportInteraction
{
  GTlsInteraction parent_instance;

  /* Owned */
  GTlsInteraction *person;
  GPtrArray       *answers;   /* of SmithSecret */

  guint    position;          /* in answers: the next one to be tried on the question */
  guint    n_asked;           /* how often the person was asked this question */
  gboolean several;
  gboolean refused;
};

G_DEFINE_FINAL_TYPE (SmithImportInteraction, smith_import_interaction, G_TYPE_TLS_INTERACTION)

static void
remember (SmithImportInteraction *self,
          SmithSecret            *answer)
{
  for (guint i = 0; i < self->answers->len; i++)
    if (smith_secret_equal (g_ptr_array_index (self->answers, i), answer))
      return;
  if (self->answers->len >= MAX_ANSWERS)
    g_ptr_array_remove_index (self->answers, 0);
  g_ptr_array_add (self->answers, smith_secret_ref (answer));
}

static void
ask_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithImportInteraction *self = g_task_get_source_object (task);
  GTlsPassword *question = g_task_get_task_data (task);
  g_autoptr (SmithSecret) answer = NULL;
  GError *error = NULL;
  GTlsInteractionResult verdict = g_tls_interaction_ask_password_finish (G_TLS_INTERACTION (source), result, &error);

  if (verdict == G_TLS_INTERACTION_FAILED)
    {
      self->refused = TRUE;
      g_task_return_error (task, error);
      return;
    }
  if (verdict == G_TLS_INTERACTION_HANDLED)
    {
      answer = smith_passphrase_dup_answer (question);
      remember (self, answer);
      /* All of them were tried on this one. */
      self->position = self->answers->len;
    }
  g_task_return_int (task, verdict);
}

/* What the person is told of the question: whether an answer of theirs was wrong, or one that opened others. */
static void
prepare_question (SmithImportInteraction *self,
                  GTlsPassword           *question)
{
  GTlsPasswordFlags flags = g_tls_password_get_flags (question);
  gboolean several;

  if (self->n_asked == 0)
    flags &= ~(GTlsPasswordFlags) (G_TLS_PASSWORD_RETRY | G_TLS_PASSWORD_MANY_TRIES | G_TLS_PASSWORD_FINAL_TRY);
  g_tls_password_set_flags (question, flags);
  if (self->n_asked == 0 && self->answers->len > 0)
    g_object_set_data (G_OBJECT (question), GAVE_BEFORE, GINT_TO_POINTER (TRUE));
  /* "!" comes before the name of a member of an archive: there may be others. */
  several = self->several || strchr (g_tls_password_get_description (question), '!') != NULL;
  g_object_set_data (G_OBJECT (question), QUESTION, GINT_TO_POINTER (several ? QUESTION_OF_SEVERAL : QUESTION_ALONE));
  self->n_asked++;
}

static void
smith_import_interaction_ask_password_async (GTlsInteraction     *interaction,
                                             GTlsPassword        *question,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data)
{
  SmithImportInteraction *self = SMITH_IMPORT_INTERACTION (interaction);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, smith_import_interaction_ask_password_async);
  g_task_set_task_data (task, g_object_ref (question), g_object_unref);
  if (!(g_tls_password_get_flags (question) & G_TLS_PASSWORD_RETRY))
    {
      self->position = 0;
      self->n_asked = 0;
    }

  if (self->position < self->answers->len)
    {
      smith_passphrase_answer (question, g_ptr_array_index (self->answers, self->position++));
      g_task_return_int (task, G_TLS_INTERACTION_HANDLED);
    }
  else if (self->refused || self->person == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The passphrase was not given."));
    }
  else
    {
      prepare_question (self, question);
      g_tls_interaction_ask_password_async (self->person, question, cancellable, ask_cb, g_steal_pointer (&task));
    }
}

static GTlsInteractionResult
smith_import_interaction_ask_password_finish (GTlsInteraction  *interaction,
                                              GAsyncResult     *result,
                                              GError          **error)
{
  gssize verdict;

  g_return_val_if_fail (g_task_is_valid (result, interaction), G_TLS_INTERACTION_FAILED);

  verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) verdict;
}

static void
smith_import_interaction_finalize (GObject *object)
{
  SmithImportInteraction *self = SMITH_IMPORT_INTERACTION (object);

  g_clear_object (&self->person);
  g_clear_pointer (&self->answers, g_ptr_array_unref);

  G_OBJECT_CLASS (smith_import_interaction_parent_class)->finalize (object);
}

static void
smith_import_interaction_class_init (SmithImportInteractionClass *klass)
{
  GTlsInteractionClass *interaction_class = G_TLS_INTERACTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = smith_import_interaction_finalize;
  interaction_class->ask_password_async = smith_import_interaction_ask_password_async;
  interaction_class->ask_password_finish = smith_import_interaction_ask_password_finish;
}

static void
smith_import_interaction_init (SmithImportInteraction *self)
{
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_secret_unref);
}

/**
 * smith_import_interaction_new:
 * @person: (nullable): who is asked; NULL: nobody
 * @several: whether more than one file is imported
 *
 * Returns: (transfer full): what the parser asks during one import
 */
GTlsInteraction *
smith_import_interaction_new (GTlsInteraction *person,
                              gboolean         several)
{
  SmithImportInteraction *self;

  g_return_val_if_fail (person == NULL || G_IS_TLS_INTERACTION (person), NULL);

  self = g_object_new (SMITH_TYPE_IMPORT_INTERACTION, NULL);
  g_set_object (&self->person, person);
  self->several = several;

  return G_TLS_INTERACTION (self);
}

/**
 * smith_import_interaction_asks:
 * @question: as a person is asked it
 *
 * Returns: whether an import asks it: its description then says what is locked and where that is from
 */
gboolean
smith_import_interaction_asks (GTlsPassword *question)
{
  g_return_val_if_fail (G_IS_TLS_PASSWORD (question), FALSE);

  return g_object_get_data (G_OBJECT (question), QUESTION) != NULL;
}

/**
 * smith_import_interaction_may_skip:
 * @question: as a person is asked it
 *
 * Returns: whether more may be asked after it, so that answering it with %G_TLS_INTERACTION_UNHANDLED is
 *   different from canceling
 */
gboolean
smith_import_interaction_may_skip (GTlsPassword *question)
{
  g_return_val_if_fail (G_IS_TLS_PASSWORD (question), FALSE);

  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (question), QUESTION)) == QUESTION_OF_SEVERAL;
}

/**
 * smith_import_interaction_gave_before:
 * @question: as a person is asked it
 *
 * Returns: whether they gave a passphrase for something else in this import, which does not open this one
 */
gboolean
smith_import_interaction_gave_before (GTlsPassword *question)
{
  g_return_val_if_fail (G_IS_TLS_PASSWORD (question), FALSE);

  return g_object_get_data (G_OBJECT (question), GAVE_BEFORE) != NULL;
}
