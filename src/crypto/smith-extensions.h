/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-extension-value.h"
#include "smith-key-algorithm.h"
#include "smith-request.h"

G_BEGIN_DECLS

/**
 * SmithKeyUsage:
 *
 * What a key may be used for (RFC 5280, 4.2.1.3): bit n of the extension is 1 << n.
 */
typedef enum
{
  SMITH_KEY_USAGE_NONE              = 0,
  SMITH_KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
  SMITH_KEY_USAGE_NON_REPUDIATION   = 1 << 1,
  SMITH_KEY_USAGE_KEY_ENCIPHERMENT  = 1 << 2,
  SMITH_KEY_USAGE_DATA_ENCIPHERMENT = 1 << 3,
  SMITH_KEY_USAGE_KEY_AGREEMENT     = 1 << 4,
  SMITH_KEY_USAGE_KEY_CERT_SIGN     = 1 << 5,
  SMITH_KEY_USAGE_CRL_SIGN          = 1 << 6,
  SMITH_KEY_USAGE_ENCIPHER_ONLY     = 1 << 7,
  SMITH_KEY_USAGE_DECIPHER_ONLY     = 1 << 8,
} SmithKeyUsage;

#define SMITH_N_KEY_USAGES 9

/**
 * SmithExtensions:
 * @key_usage: 0 leaves the extension out
 * @extended_key_usages: (nullable): short names such as "serverAuth", or dotted OIDs; NULL leaves it out
 * @must_staple: TLS feature status_request (RFC 7633)
 * @is_ca: basic constraints of an authority
 * @path_length: how many authorities may follow below; -1 for no limit
 * @permitted_names: (nullable): name constraints, "DNS:example.com", "IP:10.0.0.0/8", "email:example.com", "URI:.example.com"
 * @excluded_names: (nullable): the same
 * @crl_urls: (nullable): CRL distribution points
 * @ocsp_urls: (nullable): authority information access, OCSP
 * @issuer_urls: (nullable): authority information access, caIssuers
 * @others: (nullable): further ones as OpenSSL's configuration has them, "1.2.3=critical,DER:0500"; never read by
 *   smith_extensions_from_request() and its like, so that nobody grants them unseen
 *
 * What a request asks for, or a certificate grants, besides names: plain values, to be read and changed
 * by whoever owns them. Arrays are NULL-terminated and owned (g_strfreev()).
 */
typedef struct _SmithExtensions SmithExtensions;
struct _SmithExtensions
{
  SmithKeyUsage   key_usage;
  char          **extended_key_usages;
  gboolean        must_staple;
  gboolean        is_ca;
  int             path_length;
  char          **permitted_names;
  char          **excluded_names;
  char          **crl_urls;
  char          **ocsp_urls;
  char          **issuer_urls;
  char          **others;
};

#define SMITH_TYPE_EXTENSIONS (smith_extensions_get_type ())
GType            smith_extensions_get_type           (void) G_GNUC_CONST;

SmithExtensions *smith_extensions_new                (void);
SmithExtensions *smith_extensions_new_for_tls_server (const SmithKeyAlgorithm  *algorithm);
SmithExtensions *smith_extensions_from_request       (SmithRequest             *request);
SmithExtensions *smith_extensions_from_certificate   (SmithCertificate         *certificate);
SmithExtensions *smith_extensions_copy               (const SmithExtensions    *self);
void             smith_extensions_free               (SmithExtensions          *self);
gboolean         smith_extensions_equal              (const SmithExtensions    *a,
                                                      const SmithExtensions    *b);
gboolean         smith_extensions_is_empty           (const SmithExtensions    *self);
gboolean         smith_extensions_check              (const SmithExtensions    *self,
                                                      GError                  **error);

/* Those of @others. */
GStrv                smith_extensions_list_others_of_request     (SmithRequest     *request);
GStrv                smith_extensions_list_others_of_certificate (SmithCertificate *certificate);
SmithExtensionValue *smith_extensions_describe_other             (const char       *other);

const char      *smith_key_usage_get_nick            (SmithKeyUsage             bit);
const char      *smith_key_usage_get_title           (SmithKeyUsage             bit);

/* The extended key usages that have a name for people; others are given by their OID. */
guint            smith_extended_key_usage_get_n_rows (void);
const char      *smith_extended_key_usage_get_nick   (guint                     row);
const char      *smith_extended_key_usage_get_title  (guint                     row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithExtensions, smith_extensions_free)

G_END_DECLS
