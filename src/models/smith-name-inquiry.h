/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account.h"
#include "smith-certificate.h"
#include "smith-checks.h"

G_BEGIN_DECLS

/* What only AWS knows before an upload: whether the name is free, and how full the account is. */
typedef struct
{
  SmithNameState name_state;   /* FREE, SAME or TAKEN */
  gboolean       quota_known;  /* GetAccountSummary may be forbidden, which hinders nothing */
  guint          n_used;
  guint          quota;
} SmithNameAnswer;

void     smith_name_inquiry_async  (SmithAccount         *account,
                                    SmithKeyring         *keyring,
                                    const char           *name,
                                    SmithCertificate     *certificate,
                                    GPtrArray            *chain,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean smith_name_inquiry_finish (SmithAccount         *account,
                                    GAsyncResult         *result,
                                    SmithNameAnswer      *answer,
                                    GError              **error);

G_END_DECLS
