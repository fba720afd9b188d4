/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-import-plan.h"

G_BEGIN_DECLS

/* What comes to one identity, while it is being collected. */
typedef struct
{
  SmithIdentityData     *data;         /* NULL: a new one */
  SmithIdentityData     *owner;        /* of a former key, which data is then */
  SmithIdentityContents  contents;     /* of data */
  gboolean               parsed;

  SmithParsed           *key;
  gboolean               key_is_sound; /* as far as was looked at */
  char                  *key_remark;   /* what was found */
  SmithParsed           *request;
  SmithParsed           *leaf;
  GPtrArray             *chain;        /* NULL: stays as it is */
  GPtrArray             *links;        /* of SmithParsed: the new ones in chain */
} SmithImportSlot;

SmithImportSlot             *smith_import_slot_new          (SmithIdentityData  *data);
void                         smith_import_slot_free         (SmithImportSlot    *self);
const SmithIdentityContents *smith_import_slot_get_contents (SmithImportSlot    *self);
SmithCertificate            *smith_import_slot_get_leaf     (SmithImportSlot    *self);
/* (nullable): NULL where nothing came to it */
SmithImportStep             *smith_import_slot_make_step    (SmithImportSlot    *self);

const char                  *smith_import_get_request_title (SmithRequest       *request);
void                         smith_import_add_line          (GPtrArray          *lines,
                                                             SmithParsed        *parsed,
                                                             SmithImportOutcome  outcome,
                                                             const char         *text);
void                         smith_import_line_free         (SmithImportLine    *line);
void                         smith_import_step_free         (SmithImportStep    *step);

G_END_DECLS
