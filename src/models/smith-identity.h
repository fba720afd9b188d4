/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-key.h"
#include "smith-request.h"

#include "smith-next-step.h"
#include "smith-upload-record.h"

G_BEGIN_DECLS

/**
 * SmithIdentityState:
 *
 * In the order of the sidebar: what needs attention first.
 */
typedef enum
{
  SMITH_IDENTITY_STATE_DAMAGED,
  SMITH_IDENTITY_STATE_EXPIRED,
  SMITH_IDENTITY_STATE_EXPIRING,
  SMITH_IDENTITY_STATE_NOT_YET_VALID,
  SMITH_IDENTITY_STATE_EMPTY,
  SMITH_IDENTITY_STATE_KEY_ONLY,
  SMITH_IDENTITY_STATE_WAITING,
  SMITH_IDENTITY_STATE_VALID,
} SmithIdentityState;

typedef enum
{
  SMITH_KEY_PROTECTION_NONE,
  SMITH_KEY_PROTECTION_PASSPHRASE,
} SmithKeyProtection;

/* One row of the library: a key with its request, certificate, chain and where they were deployed;
 * any part may be missing. Changed only by SmithLibrary (smith-identity-private.h), which writes
 * the folder first and the object afterwards: what the object says is on disk (or not "kept").
 * Every getter is a property of the same name and notifies. Main thread only. */
#define SMITH_TYPE_IDENTITY (smith_identity_get_type ())
G_DECLARE_FINAL_TYPE (SmithIdentity, smith_identity, SMITH, IDENTITY, GObject)

const char              *smith_identity_get_id               (SmithIdentity *self); /* uuid */
const char              *smith_identity_get_name             (SmithIdentity *self); /* what a person calls it */
gboolean                 smith_identity_get_kept             (SmithIdentity *self);
const char              *smith_identity_get_folder           (SmithIdentity *self); /* (nullable) */
SmithIdentityState       smith_identity_get_state            (SmithIdentity *self);
const char              *smith_identity_get_state_text       (SmithIdentity *self); /* "Expires in 12 days" */
const char              *smith_identity_get_state_icon_name  (SmithIdentity *self);
const char              *smith_identity_get_problem          (SmithIdentity *self); /* (nullable): damaged: what is wrong */
const char              *smith_identity_get_search_text      (SmithIdentity *self); /* folded: names, serial, fingerprints */
SmithPublicKey          *smith_identity_get_public_key       (SmithIdentity *self); /* (nullable): of the private key on disk */
gboolean                 smith_identity_get_has_key          (SmithIdentity *self);
SmithKeyProtection       smith_identity_get_key_protection   (SmithIdentity *self);
GDateTime               *smith_identity_get_key_created_at   (SmithIdentity *self); /* (nullable) */
guint                    smith_identity_get_n_former_keys    (SmithIdentity *self);
SmithRequest            *smith_identity_get_request          (SmithIdentity *self); /* (nullable) */
SmithCertificate        *smith_identity_get_certificate      (SmithIdentity *self); /* (nullable) */
GListModel              *smith_identity_get_chain            (SmithIdentity *self); /* of SmithCertificate, never NULL */
const SmithUploadRecord *smith_identity_get_upload           (SmithIdentity *self); /* (nullable): boxed */
SmithNextStep           *smith_identity_get_next_step        (SmithIdentity *self); /* (nullable): nothing to do */

G_END_DECLS
