/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account.h"
#include "smith-check-facts.h"
#include "smith-check.h"

G_BEGIN_DECLS

/* What AWS said about the name that is to be used. */
typedef enum
{
  SMITH_NAME_NOT_ASKED,
  SMITH_NAME_ASKING,
  SMITH_NAME_FREE,
  SMITH_NAME_SAME,         /* the same certificate is there: it will be reused */
  SMITH_NAME_TAKEN,
  SMITH_NAME_NO_ANSWER,
} SmithNameState;

/* All that the checks look at; nothing is owned. */
typedef struct
{
  SmithCertificate      *certificate;      /* (nullable) */
  GPtrArray             *chain;            /* of SmithCertificate */
  gboolean               has_key;
  gboolean               not_kept;         /* the identity is only in memory: its key is in no file of ours */
  SmithPublicKey        *public_key;       /* (nullable) */
  const char            *fitting_identity; /* (nullable): the name of another identity whose key fits */
  const SmithCheckFacts *facts;            /* (nullable): still being found out */

  SmithAccount          *account;          /* (nullable) */
  const char            *name;
  const char            *path;
  SmithNameState         name_state;
  const char            *name_problem;     /* (nullable): why there is no answer */
  gboolean               quota_known;
  guint                  n_used;
  guint                  quota;

  GDateTime             *now;              /* by the clock of this computer */
  GTimeSpan              clock_offset;     /* AWS's clock minus ours */
} SmithCheckInput;

/* Pure: SmithChecks, those that failed first. */
GPtrArray *smith_checks_run (const SmithCheckInput *input);

G_END_DECLS
