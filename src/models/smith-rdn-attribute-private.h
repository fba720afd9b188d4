/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-rdn-entry.h"

G_BEGIN_DECLS

/* For the drafts of requests, their profiles and tests. */
const char *smith_rdn_attribute_title     (const char  *attribute);
guint       smith_rdn_attribute_get_rank  (const char  *attribute);
char       *smith_rdn_attribute_normalize (const char  *attribute,
                                           const char  *text,
                                           char       **problem);

G_END_DECLS
