/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-parser.h"

G_BEGIN_DECLS

/* A result under construction: filled by the parser's worker before anybody else sees it. */
SmithParsed *smith_parsed_new               (const char        *source,
                                             const char        *format);
void         smith_parsed_take_certificate  (SmithParsed       *self,
                                             SmithCertificate  *certificate);
void         smith_parsed_take_request      (SmithParsed       *self,
                                             SmithRequest      *request);
void         smith_parsed_take_crl          (SmithParsed       *self,
                                             SmithCrl          *crl);
void         smith_parsed_take_key          (SmithParsed       *self,
                                             SmithKey          *key,
                                             SmithSecret       *passphrase);
void         smith_parsed_take_error        (SmithParsed       *self,
                                             GError            *error);
void         smith_parsed_add_mend          (SmithParsed       *self,
                                             const char        *mend);

G_END_DECLS
