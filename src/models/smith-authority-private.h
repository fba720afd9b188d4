/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-folder.h"
#include "smith-authority.h"

G_BEGIN_DECLS

struct _SmithAuthority
{
  GObject parent_instance;

  /* Owned */
  SmithLibrary    *library;
  SmithKeyring    *keyring;
  SmithIdentity   *identity;
  GListStore      *issued;       /* of SmithIssued, the newest first */
  GHashTable      *revocations;  /* as SmithAuthorityRecords has it */
  SmithExtensions *addresses;
  SmithCrl        *crl;
  char            *crl_text;
  char            *problem;
  char            *export_uri;   /* (nullable): where the last list was exported to */

  guint64          crl_number;   /* of the last list */
  guint            crl_days;
  guint            n_loads;
};

/* smith-authority.c */
SmithKeyring *smith_authority_get_keyring    (SmithAuthority        *self);
gboolean      smith_authority_needs_new_list (SmithAuthority        *self);
void          smith_authority_count_load     (SmithAuthority        *self,
                                              int                    change);
void          smith_authority_take_records   (SmithAuthority        *self,
                                              SmithAuthorityRecords *records);

/* smith-authority-issued.c */
void          smith_authority_take_issued    (SmithAuthority        *self,
                                              GPtrArray             *files);
void          smith_authority_update_issued  (SmithAuthority        *self);
void          smith_authority_add            (SmithAuthority        *self,
                                              SmithCertificate      *certificate);

G_END_DECLS
