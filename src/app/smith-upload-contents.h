/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-identity.h"

G_BEGIN_DECLS

/* What will be sent, before it is sent: certificate, chain and key, with their sizes. */
#define SMITH_TYPE_UPLOAD_CONTENTS (smith_upload_contents_get_type ())
G_DECLARE_FINAL_TYPE (SmithUploadContents, smith_upload_contents, SMITH, UPLOAD_CONTENTS, AdwExpanderRow)

void smith_upload_contents_show (SmithUploadContents *self,
                                 SmithIdentity       *identity,
                                 gsize                key_size);

G_END_DECLS
