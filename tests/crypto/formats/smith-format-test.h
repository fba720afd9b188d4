/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-parser-private.h"

G_BEGIN_DECLS

/*
 * What the suites of src/crypto/formats share. Results are told in lines of text, each such as
 * "DER certificate=rsa-leaf@www.crt: ZIP unpacked, 2 lines of other text left out": the format, the thing with the name
 * that openssl's fingerprints give it (tests/fixtures, pki/index) or the nick of the error, the file in an archive, mends.
 */

/* Material: a file of tests/fixtures, what a line of shell prints in its folder, the same with Python. */
GBytes *smith_format_test_read       (const char              *name);
GBytes *smith_format_test_make       (const char              *line);
GBytes *smith_format_test_python     (const char              *script);
gboolean smith_format_test_asks      (const char              *line,
                                      GBytes                  *input);
GBytes *smith_format_test_text       (const char              *text);
GBytes *smith_format_test_join       (const void              *before,
                                      gsize                    n_before,
                                      GBytes                  *bytes,
                                      const void              *behind,
                                      gsize                    n_behind);
GBytes *smith_format_test_wrap       (guint8                   tag,
                                      GBytes                  *content);
GBytes *smith_format_test_replace    (GBytes                  *bytes,
                                      const void              *from,
                                      const void              *to,
                                      gsize                    size);

/* One row of the parser's table by itself; NULL where it does not recognize the bytes. */
char   *smith_format_test_try        (const SmithParserFormat *format,
                                      GBytes                  *bytes);
/* All of the parser, without anybody who knows a passphrase, or with one who gives these answers. */
char   *smith_format_test_find       (GBytes                  *bytes);
char   *smith_format_test_ask        (GBytes                  *bytes,
                                      const char * const      *answers,
                                      guint                   *n_asked);
char   *smith_format_test_describe   (GListModel              *results);
/* The only result of what is found without passphrases. */
SmithParsed *smith_format_test_get   (GBytes                  *bytes);

/* What holds for every format. */
void    smith_format_test_neighbors  (const SmithParserFormat *format,
                                      const char * const      *own);
void    smith_format_test_truncate   (const SmithParserFormat *format,
                                      GBytes                  *bytes,
                                      gsize                    step,
                                      const char * const      *answers);
void    smith_format_test_flip       (const SmithParserFormat *format,
                                      GBytes                  *bytes,
                                      gsize                    step);
void    smith_format_test_cancel     (GBytes                  *bytes,
                                      gboolean                 while_asked);

#define smith_format_test_assert_found(bytes, expected) \
  G_STMT_START { \
    g_autofree char *found_ = smith_format_test_find (bytes); \
    g_assert_cmpstr (found_, ==, expected); \
  } G_STMT_END

G_END_DECLS
