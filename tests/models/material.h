/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-library.h"

G_BEGIN_DECLS

/* What the suites of the library share: parsed fixtures, and the asynchronous verbs as one call. */
char             *material_path        (const char     *file);
char             *material_text        (const char     *file);
SmithCertificate *material_certificate (const char     *name);
SmithRequest     *material_request     (const char     *name);
SmithKey         *material_key         (const char     *name);
/* "rsa-two,rsa-one" */
GListModel       *material_chain       (const char     *names);
GPtrArray        *material_chain_array (const char     *names);
/* PEM of so many certificates, each with a key of its own. */
void              material_append_strangers (GString   *text,
                                             guint      n);

void              material_load        (SmithLibrary   *library);
gboolean          material_finish      (SmithLibrary   *library,
                                        GAsyncResult  **result,
                                        GError        **error);
/* Drops the last reference that is not of work under way, and waits for the end of that. */
void              material_drop        (gpointer        object);
/* An identity of the library on disk with the key, request, certificate and chain of NAME. */
SmithIdentity    *material_keep        (SmithLibrary   *library,
                                        const char     *name,
                                        const char     *chain);

G_END_DECLS
