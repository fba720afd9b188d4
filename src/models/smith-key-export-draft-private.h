/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key-export-draft.h"

G_BEGIN_DECLS

struct _SmithKeyExportDraft
{
  GObject parent_instance;

  /* Owned */
  SmithIdentity        *identity;
  SmithFormerKey       *former;      /* NULL: the key of today */
  SmithPassphraseDraft *passphrase;

  SmithKeyEncoding      encoding;
  gboolean              scrypt;
};

/* smith-key-export-draft.c, for what is made of the choices. */
gboolean          smith_key_export_draft_is_pkcs12        (SmithKeyEncoding     encoding);
SmithCertificate *smith_key_export_draft_find_certificate (SmithKeyExportDraft *self,
                                                           GPtrArray           *chain);

G_END_DECLS
