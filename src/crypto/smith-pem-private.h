/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What had to be overlooked to read a block (RFC 7468, 3: parsers are lax). */
typedef enum
{
  SMITH_PEM_MEND_CRLF        = 1 << 0,
  SMITH_PEM_MEND_SPACES      = 1 << 1,
  SMITH_PEM_MEND_TEXT_AROUND = 1 << 2,
  SMITH_PEM_MEND_BOM         = 1 << 3,
  SMITH_PEM_MEND_LINES       = 1 << 4,
  SMITH_PEM_MEND_PADDING     = 1 << 5,
} SmithPemMends;

/* One block between BEGIN and END. The data may be a key: it is wiped with the block. */
typedef struct
{
  char          *label;
  char          *headers;    /* RFC 1421 lines such as DEK-Info, "" where there are none. */
  guint8        *data;
  gsize          size;
  GError        *error;      /* Why there is no data; NULL where there is. */
  SmithPemMends  mends;
} SmithPemBlock;

typedef gboolean (*SmithPemMatch) (const char *label);

GPtrArray     *smith_pem_split           (const char     *text,
                                          gsize           size);
SmithPemBlock *smith_pem_find            (const char     *text,
                                          gsize           size,
                                          SmithPemMatch   match,
                                          GError        **error);
guint8        *smith_pem_decode_base64   (const char     *text,
                                          gsize           size,
                                          gsize          *decoded,
                                          SmithPemMends  *mends);
void           smith_pem_block_free      (SmithPemBlock  *block);
char          *smith_pem_encode          (const char     *label,
                                          GBytes         *der);
char         **smith_pem_mends_to_strv   (SmithPemMends   mends);
gboolean       smith_pem_is_certificate  (const char     *label);
gboolean       smith_pem_is_request      (const char     *label);
gboolean       smith_pem_is_private_key  (const char     *label);
gboolean       smith_pem_is_public_key   (const char     *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithPemBlock, smith_pem_block_free)

G_END_DECLS
