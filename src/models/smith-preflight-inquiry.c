/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-preflight-private.h"

#include "smith-iam-rules.h"
#include "smith-list.h"
#include "smith-name-inquiry.h"

/* What SmithPreflight has to find out, and judges again when it knows: the facts of certificate, chain
 * and key in a worker; from AWS, whether the name is free and how full the account is. */

#define ASK_DELAY_MS 600

static void
find_facts_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithPreflight) self = user_data;
  g_autoptr (SmithCheckFacts) facts = NULL;
  g_autoptr (GError) error = NULL;

  facts = smith_check_facts_find_finish (result, &error);
  /* Cancelled: the identity changed, and another worker is on its way. */
  if (facts == NULL || self->finding != g_task_get_cancellable (G_TASK (result)))
    return;

  g_clear_object (&self->finding);
  g_clear_pointer (&self->facts, smith_check_facts_unref);
  self->facts = g_steal_pointer (&facts);
  smith_preflight_judge (self);
}

void
smith_preflight_find_facts (SmithPreflight *self)
{
  g_autoptr (GPtrArray) chain = smith_list_dup_items (self->chain);
  g_autofree char *key_path = NULL;

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->facts, smith_check_facts_unref);
  if (self->identity == NULL)
    return;

  if (smith_identity_get_has_key (self->identity) && smith_identity_get_folder (self->identity) != NULL)
    key_path = g_build_filename (smith_identity_get_folder (self->identity), "private-key.pem", NULL);
  self->finding = g_cancellable_new ();
  smith_check_facts_find_async (smith_preflight_get_certificate (self), chain,
                                smith_identity_get_public_key (self->identity), key_path, self->finding, find_facts_cb,
                                g_object_ref (self));
}

static void
stop_asking (SmithPreflight *self)
{
  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_cancellable_cancel (self->asked);
  g_clear_object (&self->asked);
}

static void
inquire_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SmithPreflight) self = user_data;
  g_autoptr (GError) error = NULL;
  SmithNameAnswer answer = { 0 };
  gboolean answered;

  answered = smith_name_inquiry_finish (SMITH_ACCOUNT (source), result, &answer, &error);
  if (self->asked == NULL || self->asked != g_task_get_cancellable (G_TASK (result)))
    return;

  g_clear_object (&self->asked);
  g_clear_pointer (&self->name_problem, g_free);
  if (answered)
    {
      self->name_state = answer.name_state;
      self->quota_known = answer.quota_known;
      self->n_used = answer.n_used;
      self->quota = answer.quota;
    }
  else
    {
      self->name_state = SMITH_NAME_NO_ANSWER;
      self->name_problem = g_strdup (error->message);
    }
  smith_preflight_judge (self);
}

static gboolean
ask_cb (gpointer user_data)
{
  SmithPreflight *self = user_data;
  g_autoptr (GPtrArray) chain = smith_list_dup_items (self->chain);

  self->ask_source = 0;
  self->asked = g_cancellable_new ();
  smith_name_inquiry_async (self->account, self->keyring, self->name, smith_preflight_get_certificate (self), chain,
                            self->asked, inquire_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* What AWS said is about another name or certificate now. */
void
smith_preflight_queue_ask (SmithPreflight *self)
{
  g_autofree char *problem = smith_iam_check_name (self->name);

  stop_asking (self);
  g_clear_pointer (&self->name_problem, g_free);
  if (!self->asking || self->account == NULL || smith_preflight_get_certificate (self) == NULL || problem != NULL)
    {
      self->name_state = SMITH_NAME_NOT_ASKED;
      return;
    }

  self->name_state = SMITH_NAME_ASKING;
  self->ask_source = g_timeout_add (ASK_DELAY_MS, ask_cb, self);
}

void
smith_preflight_stop_inquiry (SmithPreflight *self)
{
  stop_asking (self);
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
}
