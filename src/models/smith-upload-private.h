/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-iam.h"
#include "smith-check-facts.h"
#include "smith-upload.h"

G_BEGIN_DECLS

struct _SmithUpload
{
  GObject parent_instance;

  /* Owned */
  SmithWorkspace            *workspace;
  SmithIdentity             *identity;
  SmithAccount              *account;
  GTlsInteraction           *interaction;
  SmithJob                  *job;
  char                      *name;
  char                      *path;
  char                      *step_text;
  GError                    *error;

  /* Owned: what is sent, as it was at the start */
  SmithCertificate          *certificate;
  GPtrArray                 *chain;
  SmithCheckFacts           *facts;
  SmithAwsClient            *client;
  SmithSecret               *private_key;

  /* Owned: what AWS said */
  char                      *caller_key_id;
  char                      *account_number;
  char                      *arn;
  char                      *certificate_id;
  SmithAwsServerCertificate *there;

  SmithUploadStep            step;
  SmithUploadStep            resume_at;     /* where the last run failed */
  gboolean                   running;
  gboolean                   reused;
  gboolean                   identical;
  gboolean                   answer_lost;   /* an upload was sent, and whether it arrived is not known */
  gboolean                   expected;      /* "not there" would be a surprise: it may only mean "not yet" */
  guint                      n_lost;
  guint                      n_pauses_taken;
  guint                      max_pauses;
  guint                      first_pause;
  gint64                     pause_end;
  guint                      pause_source;
};

/* What a person sees: smith-upload.c. */
void          smith_upload_set_step            (SmithUpload     *self,
                                                SmithUploadStep  step);
void          smith_upload_set_step_text       (SmithUpload     *self,
                                                const char      *text);
void          smith_upload_set_running         (SmithUpload     *self,
                                                gboolean         running);
void          smith_upload_set_result          (SmithUpload     *self,
                                                const char      *arn,
                                                const char      *certificate_id);
void          smith_upload_set_reused          (SmithUpload     *self,
                                                gboolean         reused);
void          smith_upload_set_identical       (SmithUpload     *self,
                                                gboolean         identical);

/* The ends of a step: smith-upload-run.c. */
const char   *smith_upload_describe_step       (SmithUploadStep  step);
GCancellable *smith_upload_get_cancellable     (SmithUpload     *self);
void          smith_upload_finish_step         (SmithUpload     *self);
void          smith_upload_go_to_step          (SmithUpload     *self,
                                                SmithUploadStep  step);
gboolean      smith_upload_pause               (SmithUpload     *self);
void          smith_upload_fail                (SmithUpload     *self,
                                                GError          *error);

/* The steps: smith-upload-steps.c. */
void          smith_upload_check_prerequisites (SmithUpload     *self);
void          smith_upload_open_account        (SmithUpload     *self);
void          smith_upload_identify_caller     (SmithUpload     *self);
void          smith_upload_load_key            (SmithUpload     *self);
void          smith_upload_ask_for_name        (SmithUpload     *self);
void          smith_upload_upload_certificate  (SmithUpload     *self);
void          smith_upload_read_back           (SmithUpload     *self);
void          smith_upload_compare             (SmithUpload     *self);
void          smith_upload_record_upload       (SmithUpload     *self);

G_END_DECLS
