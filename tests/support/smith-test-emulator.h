/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the emulator accepts, unless the arguments say otherwise. */
#define SMITH_TEST_ACCESS_KEY_ID "AKIAPRACTICE"
#define SMITH_TEST_SECRET_ACCESS_KEY "practice-secret"
#define SMITH_TEST_ACCOUNT_NUMBER "000000000000"

/* The practice account (tests/aws-emulator) as a child process on loopback. */
typedef struct _SmithTestEmulator SmithTestEmulator;

SmithTestEmulator *smith_test_emulator_start     (const char * const *arguments);
void               smith_test_emulator_stop      (SmithTestEmulator  *self);
const char        *smith_test_emulator_get_uri   (SmithTestEmulator  *self);
/* The control endpoint: "POST", "faults", JSON; the answer is JSON. See tests/aws-emulator/README.md. */
char              *smith_test_emulator_control   (SmithTestEmulator  *self,
                                                  const char         *method,
                                                  const char         *name,
                                                  const char         *json);
/* Replaces all faults by one fault or a list of them; NULL removes them. */
void               smith_test_emulator_set_fault (SmithTestEmulator  *self,
                                                  const char         *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithTestEmulator, smith_test_emulator_stop)

G_END_DECLS
