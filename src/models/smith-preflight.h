/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account.h"
#include "smith-check.h"
#include "smith-library.h"

G_BEGIN_DECLS

/* GListModel of SmithCheck: the prerequisites of one upload, those that failed first. Recomputed when
 * the identity, the account, the name or the path changes. Properties of the same names as the
 * getters; all notify. */
#define SMITH_TYPE_PREFLIGHT (smith_preflight_get_type ())
G_DECLARE_FINAL_TYPE (SmithPreflight, smith_preflight, SMITH, PREFLIGHT, GObject)

SmithPreflight *smith_preflight_new           (SmithLibrary         *library,
                                               SmithKeyring         *keyring);
SmithIdentity  *smith_preflight_get_identity  (SmithPreflight       *self);  /* (nullable) */
void            smith_preflight_set_identity  (SmithPreflight       *self,
                                               SmithIdentity        *identity);
SmithAccount   *smith_preflight_get_account   (SmithPreflight       *self);  /* (nullable) */
void            smith_preflight_set_account   (SmithPreflight       *self,
                                               SmithAccount         *account);
const char     *smith_preflight_get_name      (SmithPreflight       *self);
void            smith_preflight_set_name      (SmithPreflight       *self,
                                               const char           *name);
const char     *smith_preflight_get_path      (SmithPreflight       *self);
void            smith_preflight_set_path      (SmithPreflight       *self,
                                               const char           *path);
/* Whether AWS may be asked for the name and the quota; FALSE at first. */
gboolean        smith_preflight_get_asking    (SmithPreflight       *self);
void            smith_preflight_set_asking    (SmithPreflight       *self,
                                               gboolean              asking);
void            smith_preflight_ask_again     (SmithPreflight       *self);
gboolean        smith_preflight_get_ready     (SmithPreflight       *self);  /* nothing failed, and all that is local is known */
const char     *smith_preflight_get_why_not   (SmithPreflight       *self);  /* (nullable): what stands in the way */
guint           smith_preflight_get_n_passed  (SmithPreflight       *self);
guint           smith_preflight_get_n_warned  (SmithPreflight       *self);
guint           smith_preflight_get_n_failed  (SmithPreflight       *self);
gsize           smith_preflight_get_key_size  (SmithPreflight       *self);  /* characters; 0 while not known */

G_END_DECLS
