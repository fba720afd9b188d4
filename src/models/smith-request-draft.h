/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-extensions.h"
#include "smith-name-entry.h"
#include "smith-rdn-entry.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

/**
 * SmithRequestField:
 *
 * What a request says about the organization, after its names.
 */
typedef enum
{
  SMITH_REQUEST_FIELD_ORGANIZATION,
  SMITH_REQUEST_FIELD_UNIT,
  SMITH_REQUEST_FIELD_LOCALITY,
  SMITH_REQUEST_FIELD_STATE,
  SMITH_REQUEST_FIELD_COUNTRY,
  SMITH_REQUEST_FIELD_EMAIL,
} SmithRequestField;

#define SMITH_N_REQUEST_FIELDS 6

/* The request that an identity is about to get. Every getter is a property and notifies. */
#define SMITH_TYPE_REQUEST_DRAFT (smith_request_draft_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequestDraft, smith_request_draft, SMITH, REQUEST_DRAFT, GObject)

SmithRequestDraft *smith_request_draft_new                  (void);
SmithRequestDraft *smith_request_draft_for_identity         (SmithIdentity      *identity);
void               smith_request_draft_prefill              (SmithRequestDraft  *self,
                                                             SmithName          *subject,
                                                             GListModel         *alt_names);
/* For a renewal. @source: a SmithRequest or a SmithCertificate: its names, subject, extensions, digest. */
void               smith_request_draft_prefill_from         (SmithRequestDraft  *self,
                                                             gpointer            source);

GListModel        *smith_request_draft_get_names            (SmithRequestDraft  *self);  /* of SmithNameEntry */
guint              smith_request_draft_add_names            (SmithRequestDraft  *self,
                                                             const char         *text);
guint              smith_request_draft_insert_names         (SmithRequestDraft  *self,
                                                             guint               position,
                                                             const char         *text);
void               smith_request_draft_remove_name          (SmithRequestDraft  *self,
                                                             guint               position);
void               smith_request_draft_move_name            (SmithRequestDraft  *self,
                                                             guint               from,
                                                             guint               to);
const char        *smith_request_draft_get_common_name      (SmithRequestDraft  *self);  /* (nullable) */
const char        *smith_request_draft_get_common_name_note (SmithRequestDraft  *self);  /* (nullable): why there is none */
const char        *smith_request_draft_get_names_note       (SmithRequestDraft  *self);  /* (nullable): what the last paste left out */
/* Whether the first name is also the Common Name; TRUE at first. */
gboolean           smith_request_draft_get_use_common_name  (SmithRequestDraft  *self);
void               smith_request_draft_set_use_common_name  (SmithRequestDraft  *self,
                                                             gboolean            use_common_name);

const char        *smith_request_draft_get_field            (SmithRequestDraft  *self,
                                                             SmithRequestField   field);
void               smith_request_draft_set_field            (SmithRequestDraft  *self,
                                                             SmithRequestField   field,
                                                             const char         *text);
const char        *smith_request_draft_get_field_error      (SmithRequestDraft  *self,
                                                             SmithRequestField   field);  /* (nullable) */
const char        *smith_request_field_get_title            (SmithRequestField   field);
const char        *smith_request_field_get_nick             (SmithRequestField   field);  /* the property's name */

/* Further attributes of the subject, behind "More": a list of SmithRdnEntry, each with its error. */
GListModel        *smith_request_draft_get_extra            (SmithRequestDraft  *self);
SmithRdnEntry     *smith_request_draft_add_extra            (SmithRequestDraft  *self,     /* borrowed */
                                                             const char         *attribute,
                                                             const char         *value);
void               smith_request_draft_insert_extra         (SmithRequestDraft  *self,     /* to undo a removal */
                                                             guint               position,
                                                             SmithRdnEntry      *entry);
void               smith_request_draft_remove_extra         (SmithRequestDraft  *self,
                                                             guint               position);

/* What it asks for: at first what a TLS server needs, which follows the kind of the key; NULL: that again. */
const SmithExtensions *smith_request_draft_get_extensions   (SmithRequestDraft     *self);
void               smith_request_draft_set_extensions       (SmithRequestDraft     *self,
                                                             const SmithExtensions *extensions);
gboolean           smith_request_draft_get_default_extensions (SmithRequestDraft   *self);
const char        *smith_request_draft_get_extensions_error (SmithRequestDraft  *self);  /* (nullable) */
void               smith_request_draft_set_key_family       (SmithRequestDraft  *self,     /* "RSA", "EC" … */
                                                             const char         *family);
/* Asked for besides, whatever extensions are set: see @others of SmithExtensions. "changed" tells. */
const char * const *smith_request_draft_get_others          (SmithRequestDraft  *self);  /* (nullable) */
void               smith_request_draft_set_others           (SmithRequestDraft  *self,
                                                             const char * const *others);
char              *smith_request_draft_dup_others_summary   (SmithRequestDraft  *self);  /* (nullable) */
const char        *smith_request_draft_get_digest           (SmithRequestDraft  *self);  /* "SHA256", "SHA384", "SHA512" */
void               smith_request_draft_set_digest           (SmithRequestDraft  *self,
                                                             const char         *digest);
/* Not a property: a secret. It is forgotten when the request is there. */
SmithSecret       *smith_request_draft_get_challenge        (SmithRequestDraft  *self);  /* (nullable) */
void               smith_request_draft_set_challenge        (SmithRequestDraft  *self,
                                                             SmithSecret        *challenge);
const char        *smith_request_draft_get_challenge_error  (SmithRequestDraft  *self);  /* (nullable) */

const char        *smith_request_draft_get_obstacle         (SmithRequestDraft  *self);  /* (nullable): why it is not valid */
gboolean           smith_request_draft_get_valid            (SmithRequestDraft  *self);
gboolean           smith_request_draft_get_editing          (SmithRequestDraft  *self);
void               smith_request_draft_set_editing          (SmithRequestDraft  *self,
                                                             gboolean            editing);
SmithJob          *smith_request_draft_get_job              (SmithRequestDraft  *self);  /* (nullable): under way */
const char        *smith_request_draft_get_problem          (SmithRequestDraft  *self);  /* (nullable): of the last try */

SmithName         *smith_request_draft_dup_subject          (SmithRequestDraft  *self,
                                                             GError            **error);
GListModel        *smith_request_draft_dup_alt_names        (SmithRequestDraft  *self);
GListModel        *smith_request_draft_dup_preview          (SmithRequestDraft  *self,
                                                             SmithPublicKey     *key);
char              *smith_request_draft_dup_command          (SmithRequestDraft  *self,
                                                             SmithIdentity      *identity);

void               smith_request_draft_create_async         (SmithRequestDraft   *self,
                                                             SmithWorkspace      *workspace,
                                                             SmithIdentity       *identity,
                                                             GTlsInteraction     *interaction,
                                                             GCancellable        *cancellable,
                                                             GAsyncReadyCallback  callback,
                                                             gpointer             user_data);
gboolean           smith_request_draft_create_finish        (SmithRequestDraft   *self,
                                                             GAsyncResult        *result,
                                                             GError             **error);

G_END_DECLS
