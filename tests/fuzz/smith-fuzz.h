/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* What locks the fixtures. */
#define SMITH_FUZZ_PASSPHRASE "chainsmith"

/* Somebody who answers once with that passphrase and then gives up. */
#define SMITH_TYPE_FUZZ_INTERACTION (smith_fuzz_interaction_get_type ())
G_DECLARE_FINAL_TYPE (SmithFuzzInteraction, smith_fuzz_interaction, SMITH, FUZZ_INTERACTION, GTlsInteraction)

GTlsInteraction *smith_fuzz_new_interaction (void);

int LLVMFuzzerInitialize   (int           *argc,
                            char        ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

G_END_DECLS
