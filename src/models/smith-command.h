/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key-algorithm.h"
#include "smith-identity.h"

G_BEGIN_DECLS

/* The command lines of "Show command": pure functions, one line of POSIX sh each, without a secret. */
char *smith_command_quote          (const char               *text);
char *smith_command_dup_path       (SmithIdentity            *identity,
                                    const char               *name);
char *smith_command_create_key     (const SmithKeyAlgorithm  *algorithm,
                                    gboolean                  encrypted,
                                    const char               *key_path);
char *smith_command_create_request (const SmithRequestSpec   *spec,
                                    const char               *key_path,
                                    const char               *request_path);
char *smith_command_self_sign      (SmithRequest             *request,
                                    guint                     days,
                                    const char               *request_path,
                                    const char               *key_path,
                                    const char               *certificate_path);
char *smith_command_verify_chain   (gboolean                  has_chain,
                                    gboolean                  has_root,
                                    gboolean                  self_signed,
                                    const char               *certificate_path,
                                    const char               *chain_path);
char *smith_command_show_certificate (const char             *certificate_path);

/* AWS CLI: @profile, @region and @endpoint (nullable) name the account, never its secret. */
char *smith_command_upload         (const char               *name,
                                    const char               *path,
                                    const char               *certificate_path,
                                    const char               *key_path,
                                    gboolean                  key_encrypted,
                                    const char               *chain_path,
                                    const char               *profile,
                                    const char               *region,
                                    const char               *endpoint);
char *smith_command_read_back      (const char               *name,
                                    const char               *profile,
                                    const char               *region,
                                    const char               *endpoint);
char *smith_command_identify       (const char               *profile,
                                    const char               *region,
                                    const char               *endpoint);

G_END_DECLS
