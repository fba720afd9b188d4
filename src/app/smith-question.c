/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-question.h"

#include <glib/gi18n.h>

/* A window that asks something once, for a task: it is answered, or closed, or its cancellable closes it. However it ends,
 * the task gets one answer. */

#define QUESTION "smith-question"

typedef struct
{
  GTask        *task;
  GCancellable *cancellable;    /* (nullable) */
  gulong        handler;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  /* Not g_cancellable_disconnect(): it would wait for the handler that has brought us here. */
  if (question->handler != 0)
    g_signal_handler_disconnect (question->cancellable, question->handler);
  g_clear_object (&question->cancellable);
  g_clear_object (&question->task);
  g_free (question);
}

static void
closed_cb (GtkWindow *window)
{
  g_autoptr (GTask) task = smith_question_answer (window);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Cancelled"));
}

static gboolean
close_request_cb (GtkWindow *window)
{
  closed_cb (window);

  return FALSE;
}

static void
cancelled_cb (GCancellable *cancellable,
              GtkWindow    *window)
{
  gtk_window_close (window);
}

/**
 * smith_question_open:
 * @window: asks, and is shown already; may be gone afterwards
 * @task: (transfer full): waits for the answer; when @window is closed first, it fails with %G_IO_ERROR_CANCELLED. Its
 *   cancellable closes @window
 *
 * Waits for the answer.
 */
void
smith_question_open (GtkWindow *window,
                     GTask     *task)
{
  GCancellable *cancellable;
  Question *question;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (!smith_question_is_open (window));

  cancellable = g_task_get_cancellable (task);
  question = g_new0 (Question, 1);
  question->task = task;
  if (g_set_object (&question->cancellable, cancellable))
    question->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), window);
  g_object_set_data_full (G_OBJECT (window), QUESTION, question, question_free);
  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), NULL);
  g_signal_connect (window, "destroy", G_CALLBACK (closed_cb), NULL);
  if (g_cancellable_is_cancelled (cancellable))
    gtk_window_close (window);
}

/**
 * smith_question_is_open:
 *
 * Returns: whether there is no answer yet
 */
gboolean
smith_question_is_open (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);

  return g_object_get_data (G_OBJECT (window), QUESTION) != NULL;
}

/**
 * smith_question_answer:
 *
 * Returns: (transfer full) (nullable): what waits for the answer, to be returned to once @window has been destroyed; NULL
 *   if there was one already
 */
GTask *
smith_question_answer (GtkWindow *window)
{
  Question *question;
  GTask *task;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  question = g_object_steal_data (G_OBJECT (window), QUESTION);
  if (question == NULL)
    return NULL;
  task = g_steal_pointer (&question->task);
  question_free (question);

  return task;
}
