/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-workspace.h"

G_BEGIN_DECLS

/**
 * SmithUploadStep:
 *
 * The steps of an upload in their order. A failed upload stays at the step that failed.
 */
typedef enum
{
  SMITH_UPLOAD_CHECK,
  SMITH_UPLOAD_OPEN_ACCOUNT,
  SMITH_UPLOAD_IDENTIFY,
  SMITH_UPLOAD_LOAD_KEY,
  SMITH_UPLOAD_ASK,
  SMITH_UPLOAD_UPLOAD,
  SMITH_UPLOAD_READ_BACK,
  SMITH_UPLOAD_COMPARE,
  SMITH_UPLOAD_RECORD,
  SMITH_UPLOAD_DONE,
} SmithUploadStep;

/**
 * SmithUploadError:
 * @SMITH_UPLOAD_ERROR_NOT_READY: a check failed; the message is its sentence
 * @SMITH_UPLOAD_ERROR_NAME_TAKEN: something else has the name; smith_upload_get_suggestion() has another
 * @SMITH_UPLOAD_ERROR_NOT_SHOWN: AWS took the certificate and does not show it yet
 * @SMITH_UPLOAD_ERROR_DIFFERENT: what was read back is not what was sent
 */
typedef enum
{
  SMITH_UPLOAD_ERROR_NOT_READY,
  SMITH_UPLOAD_ERROR_NAME_TAKEN,
  SMITH_UPLOAD_ERROR_NOT_SHOWN,
  SMITH_UPLOAD_ERROR_DIFFERENT,
} SmithUploadError;

#define SMITH_UPLOAD_ERROR (smith_upload_error_quark ())

GQuark            smith_upload_error_quark         (void);

/* One certificate on its way to IAM: a state machine that a person watches, cancels and tries again. */
#define SMITH_TYPE_UPLOAD (smith_upload_get_type ())
G_DECLARE_FINAL_TYPE (SmithUpload, smith_upload, SMITH, UPLOAD, GObject)

SmithUpload      *smith_upload_new                 (SmithWorkspace    *workspace,
                                                    SmithIdentity     *identity,
                                                    SmithAccount      *account,
                                                    const char        *name,
                                                    const char        *path);
SmithIdentity    *smith_upload_get_identity        (SmithUpload       *self);
SmithAccount     *smith_upload_get_account         (SmithUpload       *self);
const char       *smith_upload_get_name            (SmithUpload       *self);
const char       *smith_upload_get_path            (SmithUpload       *self);
/* Asked for the passphrase of the private key. */
void              smith_upload_set_interaction     (SmithUpload       *self,
                                                    GTlsInteraction   *interaction);
/* The first pause while AWS does not show the certificate yet, in ms (1000); each next one is twice as long. */
void              smith_upload_set_first_pause     (SmithUpload       *self,
                                                    guint              milliseconds,
                                                    guint              n_pauses);
/* Starts, or goes on from the step that failed. */
void              smith_upload_start               (SmithUpload       *self);
void              smith_upload_cancel              (SmithUpload       *self);

/* Properties of the same names; all notify. */
SmithUploadStep   smith_upload_get_step            (SmithUpload       *self);
const char       *smith_upload_get_step_text       (SmithUpload       *self);
double            smith_upload_get_fraction        (SmithUpload       *self);
gboolean          smith_upload_get_running         (SmithUpload       *self);
gboolean          smith_upload_get_done            (SmithUpload       *self);
const GError     *smith_upload_get_error           (SmithUpload       *self);  /* (nullable) */
const char       *smith_upload_get_error_text      (SmithUpload       *self);  /* (nullable) */
char             *smith_upload_dup_details         (SmithUpload       *self);  /* (nullable): code, status, request id */
char             *smith_upload_dup_suggestion      (SmithUpload       *self);  /* (nullable): a name that may be free */
const char       *smith_upload_get_arn             (SmithUpload       *self);  /* (nullable) */
const char       *smith_upload_get_certificate_id  (SmithUpload       *self);  /* (nullable) */
gboolean          smith_upload_get_reused          (SmithUpload       *self);  /* it was there already */
gboolean          smith_upload_get_identical       (SmithUpload       *self);  /* read back and compared */

G_END_DECLS
