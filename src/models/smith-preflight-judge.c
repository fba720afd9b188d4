/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-preflight-private.h"

#include "smith-list.h"

/* How SmithPreflight judges: what it knows goes through smith-checks.c, at every change and when the clock
 * makes one. */

static const char *
find_fitting_identity (SmithPreflight *self)
{
  SmithCertificate *certificate = smith_preflight_get_certificate (self);
  SmithIdentity *other;

  if (certificate == NULL || self->library == NULL)
    return NULL;
  other = smith_library_find_by_public_key (self->library, smith_certificate_get_public_key (certificate));

  return other != NULL && other != self->identity && smith_identity_get_has_key (other) ? smith_identity_get_name (other)
                                                                                        : NULL;
}

static gboolean
judge_again_cb (gpointer user_data)
{
  SmithPreflight *self = user_data;

  self->tick_source = 0;
  smith_preflight_judge (self);

  return G_SOURCE_REMOVE;
}

/* A certificate that becomes valid in 58 seconds does so while the person looks at it. */
static void
schedule_tick (SmithPreflight *self,
               GDateTime      *now)
{
  SmithCertificate *certificate = smith_preflight_get_certificate (self);
  GTimeSpan ahead;

  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (certificate == NULL)
    return;
  ahead = g_date_time_difference (smith_certificate_get_not_before (certificate), now);
  if (self->account != NULL)
    ahead -= smith_account_get_clock_offset (self->account);
  if (ahead > 0 && ahead < G_TIME_SPAN_DAY)
    self->tick_source = g_timeout_add_seconds (ahead < 2 * G_TIME_SPAN_MINUTE ? 1 : 30, judge_again_cb, self);
}

void
smith_preflight_judge (SmithPreflight *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) chain = smith_list_dup_items (self->chain);
  g_autoptr (GPtrArray) checks = NULL;
  SmithCheckInput input = {
    .certificate = smith_preflight_get_certificate (self),
    .chain = chain,
    .fitting_identity = find_fitting_identity (self),
    .facts = self->facts,
    .account = self->account,
    .name = self->name,
    .path = self->path,
    .name_state = self->name_state,
    .name_problem = self->name_problem,
    .quota_known = self->quota_known,
    .n_used = self->n_used,
    .quota = self->quota,
    .now = now,
  };

  if (self->identity != NULL)
    {
      input.has_key = smith_identity_get_has_key (self->identity);
      input.not_kept = !smith_identity_get_kept (self->identity);
      input.public_key = smith_identity_get_public_key (self->identity);
    }
  if (self->account != NULL)
    input.clock_offset = smith_account_get_clock_offset (self->account);

  checks = smith_checks_run (&input);
  schedule_tick (self, now);
  smith_preflight_take_checks (self, checks);
}
