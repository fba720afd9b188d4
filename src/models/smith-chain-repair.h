/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-library.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_REPAIR_PUT_IN_ORDER,
  SMITH_REPAIR_DROP_ROOT,
} SmithRepair;

/* The repairs that a check offers for the chain of an identity; written to the library. */
void        smith_chain_repair_async  (SmithLibrary         *library,
                                       SmithIdentity        *identity,
                                       SmithRepair           repair,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* The chain as it was, for Undo. */
GListModel *smith_chain_repair_finish (SmithLibrary         *library,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
