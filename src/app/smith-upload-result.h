/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-identity.h"

G_BEGIN_DECLS

/* The result card: what is in AWS of an identity, with copy buttons. Invisible where nothing is. */
#define SMITH_TYPE_UPLOAD_RESULT (smith_upload_result_get_type ())
G_DECLARE_FINAL_TYPE (SmithUploadResult, smith_upload_result, SMITH, UPLOAD_RESULT, GtkWidget)

SmithIdentity *smith_upload_result_get_identity (SmithUploadResult *self);
void           smith_upload_result_set_identity (SmithUploadResult *self,
                                                 SmithIdentity     *identity);

G_END_DECLS
