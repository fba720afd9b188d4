/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is dropped or pasted: files, or the bytes of a text. */
typedef struct
{
  GListModel *files;    /* (nullable): of GFile, at least one */
  GBytes     *bytes;    /* (nullable): if there are no files */
} SmithIncoming;

SmithIncoming *smith_incoming_new_from_value (const GValue         *value);
void           smith_incoming_free           (SmithIncoming        *self);

GtkDropTarget *smith_incoming_create_target  (void);

void           smith_incoming_paste_async    (GtkWidget            *widget,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
SmithIncoming *smith_incoming_paste_finish   (GtkWidget            *widget,
                                              GAsyncResult         *result,
                                              GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithIncoming, smith_incoming_free)

G_END_DECLS
