/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where and when a certificate was uploaded, as AWS answered. */
typedef struct
{
  char      *account;       /* account number */
  char      *account_name;
  char      *name;          /* ServerCertificateName */
  char      *path;
  char      *arn;
  char      *certificate_id;
  char      *sha256;        /* of the leaf that was uploaded */
  GDateTime *uploaded_at;
  gboolean   verified;      /* read back and identical */
} SmithUploadRecord;

#define SMITH_TYPE_UPLOAD_RECORD (smith_upload_record_get_type ())

GType              smith_upload_record_get_type (void) G_GNUC_CONST;
SmithUploadRecord *smith_upload_record_copy     (const SmithUploadRecord *record);
void               smith_upload_record_free     (SmithUploadRecord       *record);
gboolean           smith_upload_record_equal    (const SmithUploadRecord *a,
                                                 const SmithUploadRecord *b);
SmithUploadRecord *smith_upload_record_read     (GKeyFile                *file);
void               smith_upload_record_write    (const SmithUploadRecord *record,
                                                 GKeyFile                *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithUploadRecord, smith_upload_record_free)

G_END_DECLS
