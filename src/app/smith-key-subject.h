/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key-step.h"

G_BEGIN_DECLS

/* Whose key a widget tells of: part of the widget, which connects to @signals. */
typedef struct
{
  SmithWorkspace *workspace;     /* (nullable) */
  SmithIdentity  *identity;      /* (nullable) */
  GSignalGroup   *signals;       /* of the identity */
} SmithKeySubject;

void          smith_key_subject_init       (SmithKeySubject *self);
void          smith_key_subject_clear      (SmithKeySubject *self);
gboolean      smith_key_subject_set        (SmithKeySubject *self,
                                            SmithWorkspace  *workspace,
                                            SmithIdentity   *identity);
gboolean      smith_key_subject_is_set     (SmithKeySubject *self);
SmithKeyStep *smith_key_subject_begin_step (SmithKeySubject *self,
                                            GtkWidget       *from,
                                            SmithMessageRow *message);
GtkWindow    *smith_key_subject_get_window (GtkWidget       *widget);

G_END_DECLS
