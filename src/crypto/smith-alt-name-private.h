/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-alt-name.h"
#include "smith-openssl-private.h"

G_BEGIN_DECLS

extern const char * const smith_alt_name_prefixes[];

SmithAltName  *smith_alt_name_new_from_x509    (const GENERAL_NAME   *name);
GENERAL_NAME  *smith_alt_name_to_x509          (SmithAltName         *self);
GListModel    *smith_alt_name_list_from_x509   (const STACK_OF (X509_EXTENSION) *extensions);
GENERAL_NAMES *smith_alt_name_list_to_x509     (GListModel           *names);

G_END_DECLS
