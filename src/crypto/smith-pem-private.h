/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What had to be overlooked to read a block (RFC 7468, 3: parsers are lax). */
typedef struct
{
  guint    n_trailing_spaces;
  guint    n_inner_spaces;
  guint    n_windows_lines;
  guint    n_mac_lines;
  guint    n_text_lines;        /* Around it. */
  gboolean has_bom;
  gboolean has_bag_attributes;  /* Around it, as openssl pkcs12 writes them. */
  gboolean is_glued;            /* Its BEGIN is on the line of another's END. */
  gboolean has_damaged_dashes;  /* Of BEGIN or END. */
  gboolean lacks_end;
  gboolean has_odd_lines;
  gboolean has_odd_padding;
  gboolean is_quoted;           /* ">" before its lines, quoted-printable, or \n for its line ends. */
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
  gsize          start;      /* Where it is in the text: from the dashes of BEGIN … */
  gsize          end;        /* … to behind those of END. */
} SmithPemBlock;

typedef gboolean (*SmithPemMatch) (const char *label);

GPtrArray     *smith_pem_split           (const char          *text,
                                          gsize                size);
SmithPemBlock *smith_pem_find            (const char          *text,
                                          gsize                size,
                                          SmithPemMatch        match,
                                          GError             **error);
guint8        *smith_pem_decode_base64   (const char          *text,
                                          gsize                size,
                                          gsize               *decoded,
                                          SmithPemMends       *mends);
void           smith_pem_decode_content  (SmithPemBlock       *block,
                                          const char          *content,
                                          const char          *end);
void           smith_pem_judge_lines     (const char          *start,
                                          const char          *end,
                                          SmithPemMends       *mends);
void           smith_pem_block_free      (SmithPemBlock       *block);
GBytes        *smith_pem_block_dup_bytes (const SmithPemBlock *block);
char          *smith_pem_encode          (const char          *label,
                                          GBytes              *der);
char         **smith_pem_mends_to_strv   (const SmithPemMends *mends);
gboolean       smith_pem_is_certificate  (const char          *label);
gboolean       smith_pem_is_request      (const char          *label);
gboolean       smith_pem_is_private_key  (const char          *label);
gboolean       smith_pem_is_public_key   (const char          *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithPemBlock, smith_pem_block_free)

G_END_DECLS
