/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-check-facts.h"
#include "smith-checks.h"
#include "smith-preflight.h"

G_BEGIN_DECLS

struct _SmithPreflight
{
  GObject parent_instance;

  /* Owned */
  SmithLibrary    *library;
  SmithKeyring    *keyring;
  SmithIdentity   *identity;
  GListModel      *chain;
  SmithAccount    *account;
  char            *name;
  char            *path;
  char            *why_not;
  GPtrArray       *checks;
  SmithCheckFacts *facts;
  GCancellable    *finding;
  GCancellable    *asked;
  char            *name_problem;

  SmithNameState   name_state;
  gboolean         quota_known;
  guint            n_used;
  guint            quota;
  gboolean         asking;
  gboolean         ready;
  guint            counts[SMITH_CHECK_PASSED + 1];
  guint            ask_source;
  guint            tick_source;
};

/* smith-preflight.c: what it is about, and the rows. */
SmithCertificate *smith_preflight_get_certificate (SmithPreflight *self);  /* (nullable) */
void              smith_preflight_take_checks     (SmithPreflight *self,
                                                   GPtrArray      *checks);

/* smith-preflight-judge.c */
void              smith_preflight_judge           (SmithPreflight *self);

/* smith-preflight-inquiry.c: both judge when there is an answer. */
void              smith_preflight_find_facts      (SmithPreflight *self);
void              smith_preflight_queue_ask       (SmithPreflight *self);
void              smith_preflight_stop_inquiry    (SmithPreflight *self);

G_END_DECLS
