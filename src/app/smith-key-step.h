/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-message-row.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

/* Something about the key of an identity that a button began. By its end another identity may be shown, and the row that
 * the button stood in may be gone: so it holds all that the end needs. */
typedef struct
{
  GtkWidget       *from;         /* says what came of it */
  SmithWorkspace  *workspace;
  SmithIdentity   *identity;
  SmithMessageRow *message;      /* (nullable): where a failure stands */
} SmithKeyStep;

SmithKeyStep *smith_key_step_new    (GtkWidget       *from,
                                     SmithWorkspace  *workspace,
                                     SmithIdentity   *identity,
                                     SmithMessageRow *message);
void          smith_key_step_free   (SmithKeyStep    *step);
void          smith_key_step_report (SmithKeyStep    *step,
                                     SmithIdentity   *shown,
                                     const GError    *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithKeyStep, smith_key_step_free)

G_END_DECLS
