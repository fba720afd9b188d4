/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-new-identity.h"

G_BEGIN_DECLS

struct _SmithNewIdentity
{
  GObject parent_instance;

  /* Owned */
  SmithIdentity           *source;
  SmithIdentity           *identity;    /* since its key is on disk */
  SmithRequestDraft       *draft;
  SmithJob                *job;
  char                    *problem;
  gboolean                 keep_key;

  /* Borrowed */
  const SmithKeyAlgorithm *algorithm;
};

/* smith-new-identity.c: what the creation has to say. */
void smith_new_identity_set_problem (SmithNewIdentity *self,
                                     const char       *problem);
void smith_new_identity_set_job     (SmithNewIdentity *self,
                                     SmithJob         *job);

G_END_DECLS
