/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-crl.h"
#include "smith-request.h"

G_BEGIN_DECLS

/**
 * SmithExtensionValue:
 * @oid: its object identifier, dotted
 * @name: OpenSSL's long name, else the same as @oid
 * @critical: whether a reader that does not know it must refuse
 * @value: as OpenSSL prints it, possibly in several lines; "AB:CD:…" where OpenSSL cannot read it
 *
 * One extension (RFC 5280, 4.2) as it is shown.
 */
typedef struct
{
  char     *oid;
  char     *name;
  gboolean  critical;
  char     *value;
} SmithExtensionValue;

GPtrArray *smith_extension_value_list_for_certificate (SmithCertificate     *certificate);
GPtrArray *smith_extension_value_list_for_request     (SmithRequest         *request);
GPtrArray *smith_extension_value_list_for_crl         (SmithCrl             *crl);
void       smith_extension_value_free                 (SmithExtensionValue  *self);

/* The extension that says who may sign certificates (RFC 5280, 4.2.1.9). */
gboolean   smith_certificate_get_basic_constraints    (SmithCertificate     *certificate,
                                                       gboolean             *is_ca,
                                                       int                  *path_length);

G_END_DECLS
