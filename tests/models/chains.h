/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-chain.h"

G_BEGIN_DECLS

/* A chain with the trees of tests/fixtures (made by openssl): rsa-leaf is signed by rsa-two, that by rsa-one, that by
 * rsa-root. */
typedef struct
{
  char          *folder;
  SmithLibrary  *library;
  SmithIdentity *identity;
  SmithChain    *chain;
} Chains;

/* The titles of these. */
#define CHAINS_LEAF "www.example.com"
#define CHAINS_TWO  "Example RSA Authority Two"
#define CHAINS_ONE  "Example RSA Authority One"
#define CHAINS_ROOT "Example RSA Root"

void              chains_set_up            (Chains        *fixture,
                                            gconstpointer  data);
void              chains_tear_down         (Chains        *fixture,
                                            gconstpointer  data);
char             *chains_dup_path          (const char    *name);
SmithCertificate *chains_load_certificate  (const char    *name);
GListStore       *chains_load_certificates (const char    *names);
void              chains_set_certificate   (Chains        *fixture,
                                            const char    *leaf,
                                            const char    *chain);
void              chains_settle            (SmithChain    *chain);
void              chains_finish_change     (Chains        *fixture,
                                            GAsyncResult **place);
SmithChainLink   *chains_get_link          (Chains        *fixture,
                                            guint          position);
void              chains_assert_titles     (GListModel    *model,
                                            const char    *expected);
void              chains_assert_rows       (Chains        *fixture,
                                            const char    *expected);
void              chains_assert_saved      (Chains        *fixture,
                                            const char    *expected);

G_END_DECLS
