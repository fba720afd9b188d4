/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-upload.h"

G_BEGIN_DECLS

/* How an upload goes: the step and a way to cancel while it runs, what went wrong and the ways on when it failed. */
#define SMITH_TYPE_UPLOAD_PROGRESS (smith_upload_progress_get_type ())
G_DECLARE_FINAL_TYPE (SmithUploadProgress, smith_upload_progress, SMITH, UPLOAD_PROGRESS, GtkWidget)

SmithUpload *smith_upload_progress_get_upload (SmithUploadProgress *self);
void         smith_upload_progress_set_upload (SmithUploadProgress *self,
                                               SmithUpload         *upload);

G_END_DECLS
