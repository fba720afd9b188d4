/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands for somebody who answers with one passphrase after the other, and closes the dialog when they run out. */
#define PERSON_TYPE (person_get_type ())
G_DECLARE_FINAL_TYPE (Person, person, PERSON, ITSELF, GTlsInteraction)

GTlsInteraction   *person_new           (const char * const *answers,
                                         gboolean            remembers);
guint              person_get_n_asked   (Person             *self);
GTlsPasswordFlags  person_get_flags     (Person             *self);   /* of the last question */

G_END_DECLS
