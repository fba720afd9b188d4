/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "smith-secret.h"

G_BEGIN_DECLS

/* The question for the passphrase of a kept key: a GTlsPassword that can be asked to remember. */
#define SMITH_TYPE_PASSPHRASE (smith_passphrase_get_type ())
G_DECLARE_FINAL_TYPE (SmithPassphrase, smith_passphrase, SMITH, PASSPHRASE, GTlsPassword)

GTlsPassword *smith_passphrase_new          (GTlsPasswordFlags  flags,
                                             const char        *description,
                                             gboolean           rememberable);
gboolean      smith_passphrase_get_rememberable (SmithPassphrase *self);
gboolean      smith_passphrase_get_remember (SmithPassphrase   *self);
void          smith_passphrase_set_remember (SmithPassphrase   *self,
                                             gboolean           remember);

void          smith_passphrase_answer       (GTlsPassword      *question,
                                             SmithSecret       *answer);
SmithSecret  *smith_passphrase_dup_answer   (GTlsPassword      *question);

G_END_DECLS
