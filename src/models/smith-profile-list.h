/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-profile.h"
#include "smith-request-draft.h"

G_BEGIN_DECLS

/* GListModel of SmithProfile, by name; kept in "profiles.ini" in the folder of the library, written whole in a
 * worker. Verbs change the list at once; what the disk says against it is "problem". */
#define SMITH_TYPE_PROFILE_LIST (smith_profile_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithProfileList, smith_profile_list, SMITH, PROFILE_LIST, GObject)

SmithProfileList *smith_profile_list_new         (const char         *folder);   /* begins to load */
SmithProfileList *smith_profile_list_for_library (SmithLibrary       *library);  /* borrowed: the one of that library */
gboolean          smith_profile_list_get_loading (SmithProfileList   *self);     /* property, notifies */
gboolean          smith_profile_list_get_saving  (SmithProfileList   *self);     /* property, notifies */
const char       *smith_profile_list_get_problem (SmithProfileList   *self);     /* (nullable) property, notifies */
SmithProfile     *smith_profile_list_find        (SmithProfileList   *self,      /* (nullable) */
                                                  const char         *name);
SmithProfile     *smith_profile_list_get_last    (SmithProfileList   *self);     /* (nullable): the values used last */
/* The reason why a profile cannot be called so: (nullable) (transfer full). @except: (nullable): may keep its name. */
char             *smith_profile_list_check_name  (SmithProfileList   *self,
                                                  const char         *name,
                                                  SmithProfile       *except);
/* What the draft holds, under a new name; borrowed. */
SmithProfile     *smith_profile_list_add         (SmithProfileList   *self,
                                                  const char         *name,
                                                  SmithRequestDraft  *draft);
/* What the draft holds replaces what @profile held: a new object in its place, borrowed. */
SmithProfile     *smith_profile_list_update      (SmithProfileList   *self,
                                                  SmithProfile       *profile,
                                                  SmithRequestDraft  *draft);
void              smith_profile_list_rename      (SmithProfileList   *self,
                                                  SmithProfile       *profile,
                                                  const char         *name);
/* To undo: smith_profile_list_restore() with the same object. */
void              smith_profile_list_remove      (SmithProfileList   *self,
                                                  SmithProfile       *profile);
void              smith_profile_list_restore     (SmithProfileList   *self,
                                                  SmithProfile       *profile);
/* The profiles of a backup's profiles.ini whose names are not taken; how many. */
guint             smith_profile_list_merge       (SmithProfileList   *self,
                                                  GBytes             *bytes);
/* Done by smith_request_draft_create_async() when the request is there. */
void              smith_profile_list_remember    (SmithProfileList   *self,
                                                  SmithRequestDraft  *draft);

/* Puts what @profile holds into @draft; names stay. */
void              smith_request_draft_apply_profile (SmithRequestDraft  *draft,
                                                     SmithProfile       *profile);
/* The values used last, once they are loaded, if nobody has entered anything but names by then. */
void              smith_request_draft_apply_last    (SmithRequestDraft  *draft,
                                                     SmithProfileList   *profiles);

G_END_DECLS
