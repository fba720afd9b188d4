/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What became of something that came in. */
typedef enum
{
  SMITH_IMPORT_ADDED,           /* It is a part of an identity now, of one that is kept or of one that is not. */
  SMITH_IMPORT_KNOWN,           /* It was here already, or came in more than once. */
  SMITH_IMPORT_LEFT_OUT,        /* Understood, and not taken. */
  SMITH_IMPORT_WEAK,            /* A key that came in, and that nobody should rely on. */
  SMITH_IMPORT_DAMAGED,         /* One that came in, and whose numbers do not belong together. */
  SMITH_IMPORT_NOT_SAVED,       /* The disk refused: it is in memory, as an identity that is not kept. */
  SMITH_IMPORT_LOCKED,          /* No passphrase opened it. */
  SMITH_IMPORT_NOT_UNDERSTOOD,
  SMITH_IMPORT_NOT_READ,        /* The file could not be read, or is over a limit. */
} SmithImportOutcome;

/* A file, or one thing in it, and what became of it. Immutable. */
#define SMITH_TYPE_IMPORT_ITEM (smith_import_item_get_type ())
G_DECLARE_FINAL_TYPE (SmithImportItem, smith_import_item, SMITH, IMPORT_ITEM, GObject)

SmithImportItem    *smith_import_item_new          (const char         *title,
                                                    const char         *text,
                                                    SmithImportOutcome  outcome,
                                                    GListModel         *children);
const char         *smith_import_item_get_title    (SmithImportItem    *self);
const char         *smith_import_item_get_text     (SmithImportItem    *self);
SmithImportOutcome  smith_import_item_get_outcome  (SmithImportItem    *self);
gboolean            smith_import_item_is_problem   (SmithImportItem    *self);
GListModel         *smith_import_item_get_children (SmithImportItem    *self);

G_END_DECLS
