/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Helpers that every suite shares: waiting on the main loop with a deadline, temporary folders. */
typedef gboolean (*SmithTestCondition) (gpointer user_data);

void          smith_test_wait_until     (SmithTestCondition   condition,
                                         gpointer             user_data);
/* A GAsyncReadyCallback; user_data is a GAsyncResult ** that it fills. */
void          smith_test_store_result   (GObject             *source,
                                         GAsyncResult        *result,
                                         gpointer             user_data);
GAsyncResult *smith_test_wait_result    (GAsyncResult       **result);
/* Drops the caller's reference and waits until nobody else, such as a worker, has one. */
void          smith_test_unref_and_wait (gpointer             object);
char         *smith_test_make_folder    (void);
void          smith_test_remove_folder  (const char          *path);
/* Runs an outside authority (openssl, certtool, python3) and returns its standard output. */
char         *smith_test_run            (const char * const  *argv,
                                         GBytes              *standard_input,
                                         int                 *exit_status);

G_END_DECLS
