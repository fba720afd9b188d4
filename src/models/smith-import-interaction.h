/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks a person for the passphrases of one import: no more often than needed. */
#define SMITH_TYPE_IMPORT_INTERACTION (smith_import_interaction_get_type ())
G_DECLARE_FINAL_TYPE (SmithImportInteraction, smith_import_interaction, SMITH, IMPORT_INTERACTION, GTlsInteraction)

GTlsInteraction *smith_import_interaction_new      (GTlsInteraction *person,
                                                   gboolean         several);
/* Whether it is about something that comes in, which its description names in a few words. */
gboolean         smith_import_interaction_asks     (GTlsPassword    *question);
/* Whether answering UNHANDLED leaves only this one locked. */
gboolean         smith_import_interaction_may_skip (GTlsPassword    *question);
/* Whether what opened others, or was tried on them, does not open this one. */
gboolean         smith_import_interaction_gave_before (GTlsPassword *question);

G_END_DECLS
