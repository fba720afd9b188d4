/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

/* What is weak or out of order about a thing, as short sentences; an empty list where nothing is. */
char **smith_finding_list_for_public_key  (SmithPublicKey    *key);
char **smith_finding_list_for_request     (SmithRequest      *request);
char **smith_finding_list_for_certificate (SmithCertificate  *certificate,
                                           GDateTime         *now);

G_END_DECLS
