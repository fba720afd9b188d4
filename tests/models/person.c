/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "person.h"

#include "smith-passphrase.h"

struct _Person
{
  GTlsInteraction parent_instance;

  GStrv             answers;
  gboolean          remembers;
  guint             n_asked;
  GTlsPasswordFlags flags;
};

G_DEFINE_FINAL_TYPE (Person, person, G_TYPE_TLS_INTERACTION)

static void
person_ask_password_async (GTlsInteraction     *interaction,
                           GTlsPassword        *password,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Person *self = PERSON_ITSELF (interaction);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->flags = g_tls_password_get_flags (password);
  if (self->n_asked >= g_strv_length (self->answers))
    {
      self->n_asked++;
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Closed");
      return;
    }

  g_tls_password_set_value (password, (const guchar *) self->answers[self->n_asked++], -1);
  if (self->remembers && SMITH_IS_PASSPHRASE (password))
    smith_passphrase_set_remember (SMITH_PASSPHRASE (password), TRUE);
  g_task_return_int (task, G_TLS_INTERACTION_HANDLED);
}

static GTlsInteractionResult
person_ask_password_finish (GTlsInteraction  *interaction,
                            GAsyncResult     *result,
                            GError          **error)
{
  gssize verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) verdict;
}

static void
person_finalize (GObject *object)
{
  g_strfreev (PERSON_ITSELF (object)->answers);

  G_OBJECT_CLASS (person_parent_class)->finalize (object);
}

static void
person_class_init (PersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = person_finalize;
  G_TLS_INTERACTION_CLASS (klass)->ask_password_async = person_ask_password_async;
  G_TLS_INTERACTION_CLASS (klass)->ask_password_finish = person_ask_password_finish;
}

static void
person_init (Person *self)
{
}

GTlsInteraction *
person_new (const char * const *answers,
            gboolean            remembers)
{
  Person *self = g_object_new (PERSON_TYPE, NULL);

  self->answers = g_strdupv ((GStrv) answers);
  self->remembers = remembers;

  return G_TLS_INTERACTION (self);
}

guint
person_get_n_asked (Person *self)
{
  return self->n_asked;
}

GTlsPasswordFlags
person_get_flags (Person *self)
{
  return self->flags;
}
