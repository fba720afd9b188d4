/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* For the files of SmithRequestDraft only: -names, -more, -prefill, smith-request-content.c, -creation.c, and
 * for profiles. */
struct _SmithRequestDraft
{
  GObject parent_instance;

  /* Owned */
  GListStore      *names;
  GHashTable      *keys;               /* of the names that are there, so that a repeated one is found at once */
  char            *names_note;
  gboolean         use_common_name;
  SmithJob        *job;
  char            *problem;
  char            *texts[SMITH_N_REQUEST_FIELDS];
  char            *values[SMITH_N_REQUEST_FIELDS];
  char            *errors[SMITH_N_REQUEST_FIELDS];
  GListStore      *extra;
  char           **source_order;       /* (nullable): attributes as the request that this began with has them */
  SmithExtensions *extensions;
  gboolean         default_extensions;
  char            *extensions_error;
  char           **others;             /* (nullable): see SmithExtensions */
  char            *key_family;
  char            *digest;
  SmithSecret     *challenge;
  char            *challenge_error;
  gboolean         editing;

  /* Derived */
  char            *common_name;
  char            *common_name_note;
  char            *obstacle;
  guint            n_holds;
  gboolean         changed;            /* while held */
};

/* The properties of the draft that are set outside of smith-request-draft.c. */
typedef enum
{
  SMITH_REQUEST_DRAFT_NAMES_NOTE,
  SMITH_REQUEST_DRAFT_USE_COMMON_NAME,
  SMITH_REQUEST_DRAFT_EXTENSIONS,
  SMITH_REQUEST_DRAFT_DEFAULT_EXTENSIONS,
  SMITH_REQUEST_DRAFT_EXTENSIONS_ERROR,
  SMITH_REQUEST_DRAFT_DIGEST,
  SMITH_REQUEST_DRAFT_CHALLENGE_ERROR,
} SmithRequestDraftProperty;

void        smith_request_draft_notify         (SmithRequestDraft          *self,
                                                SmithRequestDraftProperty   property);
void        smith_request_draft_update_text    (SmithRequestDraft          *self,
                                                char                      **place,
                                                char                       *text,
                                                SmithRequestDraftProperty   property);
/* All that is derived follows what was entered; once for all that happens between hold and release. */
void        smith_request_draft_update         (SmithRequestDraft          *self);
void        smith_request_draft_hold           (SmithRequestDraft          *self);
void        smith_request_draft_release        (SmithRequestDraft          *self);

gboolean    smith_request_draft_append_entry   (SmithRequestDraft          *self,
                                                SmithNameEntry             *entry);
void        smith_request_draft_clear_names    (SmithRequestDraft          *self);
gboolean    smith_request_draft_is_untouched   (SmithRequestDraft          *self);
GStrv       smith_request_draft_dup_attributes (SmithRequestDraft          *self,
                                                gboolean                    with_name);
void        smith_request_draft_set_attributes (SmithRequestDraft          *self,
                                                const char * const         *attributes);
SmithExtensions *smith_request_draft_dup_extensions_for (SmithRequestDraft *self,
                                                         SmithPublicKey    *key);

const char *smith_request_draft_get_value      (SmithRequestDraft          *self,
                                                SmithRequestField           field);
void        smith_request_draft_set_job        (SmithRequestDraft          *self,
                                                SmithJob                   *job);
void        smith_request_draft_set_problem    (SmithRequestDraft          *self,
                                                const char                 *problem);

G_END_DECLS
