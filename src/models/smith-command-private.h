/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-issuance.h"

G_BEGIN_DECLS

/* Subjects and extensions on openssl's command lines. */
GPtrArray *smith_command_extensions_new      (void);
void       smith_command_collect_names       (GPtrArray              *extensions,
                                              const SmithRequestSpec *spec);
void       smith_command_collect_extensions  (GPtrArray              *extensions,
                                              const SmithExtensions  *asked);
void       smith_command_collect_granted     (GPtrArray              *extensions,
                                              const SmithIssuance    *issuance,
                                              const char             *family,
                                              gboolean                issuer_known);
gboolean   smith_command_needs_configuration (GPtrArray              *extensions);
void       smith_command_append_additions    (GString                *line,
                                              GPtrArray              *extensions);
char      *smith_command_build_subject       (SmithName              *subject);
gboolean   smith_command_has_oid             (SmithName              *subject);
char      *smith_command_build_configuration (const SmithRequestSpec *spec,
                                              GPtrArray              *extensions,
                                              gboolean                whole_subject,
                                              gboolean                has_challenge);

G_END_DECLS
