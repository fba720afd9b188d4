/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_IDENTITY_EDIT_NAME        = 1 << 0,
  SMITH_IDENTITY_EDIT_KEY         = 1 << 1,
  SMITH_IDENTITY_EDIT_PASSPHRASE  = 1 << 2,  /* key: the same one; written again with passphrase */
  SMITH_IDENTITY_EDIT_REQUEST     = 1 << 3,
  SMITH_IDENTITY_EDIT_CERTIFICATE = 1 << 4,  /* with the chain */
  SMITH_IDENTITY_EDIT_UPLOAD      = 1 << 5,
  SMITH_IDENTITY_EDIT_PUBLIC_KEY  = 1 << 6,  /* of key, whose file was made by another program */
  SMITH_IDENTITY_EDIT_REPLACE     = 1 << 7,  /* with KEY: what is there goes to the history first */
  SMITH_IDENTITY_EDIT_BRING_BACK  = 1 << 8,  /* former changes places with what is there */
  SMITH_IDENTITY_EDIT_FORMER_CERTIFICATE = 1 << 9,  /* certificate and chain are those of former */
  SMITH_IDENTITY_EDIT_FORMER_REQUEST = 1 << 10,     /* request is that of former */
} SmithIdentityEditFlags;

/* One change of an identity: only what the flags say counts. Crosses to a worker and back. */
typedef struct
{
  SmithIdentityEditFlags  what;
  char                   *name;
  SmithKey               *key;
  SmithSecret            *passphrase;
  GDateTime              *key_created_at;  /* NULL: now */
  SmithRequest           *request;
  SmithCertificate       *certificate;
  GPtrArray              *chain;           /* of SmithCertificate */
  SmithUploadRecord      *upload;
  char                   *former;          /* folder of the history */
  char                   *home;            /* see SmithIdentityData; counts where it is not NULL */
  char                   *home_former;
} SmithIdentityEdit;

SmithIdentityEdit *smith_identity_edit_new           (void);
SmithIdentityEdit *smith_identity_edit_new_from_data (const SmithIdentityData     *data);
SmithIdentityEdit *smith_identity_edit_new_for_home  (const SmithIdentityData     *data);
void               smith_identity_edit_free          (SmithIdentityEdit           *self);
void               smith_identity_edit_set_name      (SmithIdentityEdit           *self,
                                                      const char                  *name);
void               smith_identity_edit_set_key       (SmithIdentityEdit           *self,
                                                      SmithKey                    *key,
                                                      SmithSecret                 *passphrase);
void               smith_identity_edit_set_request   (SmithIdentityEdit           *self,
                                                      SmithRequest                *request);
void               smith_identity_edit_set_certificate (SmithIdentityEdit         *self,
                                                      SmithCertificate            *certificate,
                                                      GPtrArray                   *chain);
void               smith_identity_edit_set_former_certificate (SmithIdentityEdit  *self,
                                                      const char                  *former,
                                                      SmithCertificate            *certificate,
                                                      GPtrArray                   *chain);
void               smith_identity_edit_set_former_request (SmithIdentityEdit      *self,
                                                      const char                  *former,
                                                      SmithRequest                *request);
void               smith_identity_edit_set_home      (SmithIdentityEdit           *self,
                                                      const char                  *id,
                                                      const char                  *former);
gboolean           smith_identity_edit_check         (const SmithIdentityEdit     *self,
                                                      const SmithIdentityData     *data,
                                                      const SmithIdentityContents *contents,
                                                      GError                     **error);
SmithIdentityData *smith_identity_edit_apply         (const SmithIdentityEdit     *self,
                                                      const SmithIdentityData     *data,
                                                      GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithIdentityEdit, smith_identity_edit_free)

G_END_DECLS
