/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Readers share, a writer is alone. */
typedef enum
{
  SMITH_LOCK_SHARED,
  SMITH_LOCK_EXCLUSIVE,
} SmithLockMode;

typedef struct _SmithLock SmithLock;

SmithLock *smith_lock_acquire (const char     *path,
                               SmithLockMode   mode,
                               guint           patience_ms,
                               GCancellable   *cancellable,
                               GError        **error);
void       smith_lock_touch   (SmithLock      *self);
void       smith_lock_release (SmithLock      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithLock, smith_lock_release)

G_END_DECLS
