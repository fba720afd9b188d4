/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-profile-list.h"

G_BEGIN_DECLS

struct _SmithProfileList
{
  GObject parent_instance;

  /* Owned */
  char         *folder;
  GPtrArray    *profiles;
  SmithProfile *last;
  char         *problem;
  gboolean      loading;
  gboolean      saving;
  gboolean      changed;       /* while loading or saving */
};

/* smith-profile-list.c: the model and its file. */
void     smith_profile_list_insert   (SmithProfileList *self,
                                      SmithProfile     *profile);
gboolean smith_profile_list_take_out (SmithProfileList *self,
                                      SmithProfile     *profile);
/* Adds what @file has and the list has not. */
void     smith_profile_list_read     (SmithProfileList *self,
                                      GKeyFile         *file);
/* Now, or after what is being read or written. */
void     smith_profile_list_save     (SmithProfileList *self);

G_END_DECLS
