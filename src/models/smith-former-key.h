/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity.h"

G_BEGIN_DECLS

/* A private key that was replaced, with what belongs to it. Immutable. */
#define SMITH_TYPE_FORMER_KEY (smith_former_key_get_type ())
G_DECLARE_FINAL_TYPE (SmithFormerKey, smith_former_key, SMITH, FORMER_KEY, GObject)

const char         *smith_former_key_get_id           (SmithFormerKey *self);
GDateTime          *smith_former_key_get_created_at   (SmithFormerKey *self);
GDateTime          *smith_former_key_get_replaced_at  (SmithFormerKey *self);
gboolean            smith_former_key_get_has_key      (SmithFormerKey *self);
SmithKeyProtection  smith_former_key_get_protection   (SmithFormerKey *self);
SmithPublicKey     *smith_former_key_get_public_key   (SmithFormerKey *self);
SmithRequest       *smith_former_key_get_request      (SmithFormerKey *self);
GListModel         *smith_former_key_get_certificates (SmithFormerKey *self);
GPtrArray          *smith_former_key_get_chain        (SmithFormerKey *self);
const char         *smith_former_key_get_problem      (SmithFormerKey *self);
char               *smith_former_key_dup_title        (SmithFormerKey *self);
char               *smith_former_key_dup_summary      (SmithFormerKey *self);

G_END_DECLS
