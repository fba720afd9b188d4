/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-sigv4.h"

#include <string.h>

#include "smith-aws-escape.h"

/* AWS General Reference, "Create a signed AWS API request": canonical request → string to sign →
 * signing key → signature → Authorization. S3's exceptions (single encoding, no normalization) are
 * left out on purpose. */

#define ALGORITHM "AWS4-HMAC-SHA256"
#define TERMINATOR "aws4_request"
#define SHA256_SIZE 32

/* Fields that a proxy or the transport may set or change: never signed, as in botocore. */
static const char * const unsigned_headers[] =
{
  "authorization",
  "expect",
  "user-agent",
  "x-amzn-trace-id",
};

typedef struct
{
  char *name;
  char *value;
} Pair;

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  smith_secret_wipe (pair->value, strlen (pair->value));
  g_free (pair->name);
  g_free (pair->value);
  g_free (pair);
}

static void
add_pair (GPtrArray *pairs,
          char      *name,
          char      *value)
{
  Pair *pair = g_new (Pair, 1);

  pair->name = name;
  pair->value = value;
  g_ptr_array_add (pairs, pair);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const Pair *first = *(const Pair * const *) a;
  const Pair *second = *(const Pair * const *) b;
  int order = strcmp (first->name, second->name);

  return order != 0 ? order : strcmp (first->value, second->value);
}

/* (transfer full) */
static char *
escape (const char *text,
        gsize       size,
        const char *also_kept)
{
  char *escaped = g_malloc (3 * size + 1);

  *smith_aws_escape_append (escaped, text, size, also_kept) = '\0';

  return escaped;
}

static void
hmac_sha256 (const void *key,
             gsize       key_size,
             const void *data,
             gsize       data_size,
             guint8     *digest)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_size);
  gsize size = SHA256_SIZE;

  g_hmac_update (hmac, data, (gssize) data_size);
  g_hmac_get_digest (hmac, digest, &size);
}

/* Trims the ends and makes one space of every run of white space inside, line ends included. */
static char *
squeeze (const char *value)
{
  char *squeezed = g_malloc (strlen (value) + 1);
  char *end = squeezed;

  for (const char *c = value; *c != '\0'; c++)
    if (!g_ascii_isspace (*c))
      *end++ = *c;
    else if (end != squeezed && c[1] != '\0' && !g_ascii_isspace (c[1]))
      *end++ = ' ';
  *end = '\0';

  return squeezed;
}

/* (transfer full) (element-type Pair): names in small letters, sorted, one pair a name; values of the
 * same name joined in the order of the request. */
static GPtrArray *
collect_headers (SmithHttpHeaders *headers)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (free_pair);

  for (guint i = 0; i < smith_http_headers_get_size (headers); i++)
    {
      g_autofree char *name = g_ascii_strdown (smith_http_headers_get_name (headers, i), -1);
      char *value = squeeze (smith_http_headers_get_value (headers, i));
      Pair *same = NULL;
      gboolean is_unsigned = FALSE;

      for (gsize k = 0; k < G_N_ELEMENTS (unsigned_headers); k++)
        is_unsigned |= g_str_equal (name, unsigned_headers[k]);
      for (guint k = 0; k < pairs->len && same == NULL; k++)
        if (g_str_equal (((Pair *) g_ptr_array_index (pairs, k))->name, name))
          same = g_ptr_array_index (pairs, k);

      if (is_unsigned)
        g_free (value);
      else if (same == NULL)
        add_pair (pairs, g_steal_pointer (&name), value);
      else
        {
          char *joined = g_strconcat (same->value, ",", value, NULL);

          smith_secret_wipe (same->value, strlen (same->value));
          g_free (same->value);
          g_free (value);
          same->value = joined;
        }
    }
  g_ptr_array_sort (pairs, compare_pairs);

  return g_steal_pointer (&pairs);
}

/**
 * smith_aws_sigv4_canonical_path:
 * @path: the path as it is in the request line, maybe empty
 *
 * Removes dot segments (RFC 3986 5.2.4) and doubled slashes, then encodes each segment once more:
 * what was encoded for the wire is encoded twice here.
 *
 * Returns: (transfer full): the canonical path
 */
char *
smith_aws_sigv4_canonical_path (const char *path)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_auto (GStrv) segments = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *normalized = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  segments = g_strsplit (path, "/", -1);
  for (gsize i = 0; segments[i] != NULL; i++)
    {
      if (g_str_equal (segments[i], "..") && kept->len > 0)
        g_ptr_array_set_size (kept, (int) kept->len - 1);
      else if (!g_str_equal (segments[i], "") && !g_str_equal (segments[i], ".") && !g_str_equal (segments[i], ".."))
        g_ptr_array_add (kept, segments[i]);
    }
  g_ptr_array_add (kept, NULL);

  joined = g_strjoinv ("/", (char **) kept->pdata);
  normalized = g_strconcat ("/", joined, kept->len > 1 && g_str_has_suffix (path, "/") ? "/" : "", NULL);

  return escape (normalized, strlen (normalized), "/");
}

/**
 * smith_aws_sigv4_canonical_query:
 * @query: (nullable): the query as it is in the request line, without the question mark
 *
 * Returns: (transfer full): names and values encoded exactly once, sorted by name, then by value;
 *   a name without a value has an empty one
 */
char *
smith_aws_sigv4_canonical_query (const char *query)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (free_pair);
  g_autoptr (GString) canonical = g_string_new (NULL);
  g_auto (GStrv) parameters = g_strsplit (query != NULL ? query : "", "&", -1);

  for (gsize i = 0; parameters[i] != NULL; i++)
    {
      const char *equals = strchr (parameters[i], '=');
      gsize name_size = equals != NULL ? (gsize) (equals - parameters[i]) : strlen (parameters[i]);
      const char *value = equals != NULL ? equals + 1 : "";
      g_autoptr (GBytes) name_bytes = NULL;
      g_autoptr (GBytes) value_bytes = NULL;

      if (*parameters[i] == '\0')
        continue;
      name_bytes = g_uri_unescape_bytes (parameters[i], (gssize) name_size, NULL, NULL);
      value_bytes = g_uri_unescape_bytes (value, -1, NULL, NULL);
      if (name_bytes == NULL)
        name_bytes = g_bytes_new (parameters[i], name_size);
      if (value_bytes == NULL)
        value_bytes = g_bytes_new (value, strlen (value));
      add_pair (pairs,
                escape (g_bytes_get_data (name_bytes, NULL), g_bytes_get_size (name_bytes), NULL),
                escape (g_bytes_get_data (value_bytes, NULL), g_bytes_get_size (value_bytes), NULL));
    }
  g_ptr_array_sort (pairs, compare_pairs);

  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);

      g_string_append_printf (canonical, "%s%s=%s", i > 0 ? "&" : "", pair->name, pair->value);
    }

  return g_string_free (g_steal_pointer (&canonical), FALSE);
}

/**
 * smith_aws_sigv4_payload_hash:
 * @body: (nullable): the body
 *
 * Returns: (transfer full): its SHA-256 in small hex digits
 */
char *
smith_aws_sigv4_payload_hash (SmithSecret *body)
{
  if (body == NULL)
    return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) "", 0);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, smith_secret_get_data (body), smith_secret_get_size (body));
}

/**
 * smith_aws_sigv4_signed_headers:
 * @headers: those of the request
 *
 * Returns: (transfer full): the names that the signature covers, such as `host;x-amz-date`
 */
char *
smith_aws_sigv4_signed_headers (SmithHttpHeaders *headers)
{
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (headers != NULL, NULL);

  pairs = collect_headers (headers);
  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ";" : "", ((Pair *) g_ptr_array_index (pairs, i))->name);

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/**
 * smith_aws_sigv4_canonical_request:
 * @method: `GET`, `POST`, …
 * @path: as it is in the request line
 * @query: (nullable): as it is in the request line, without the question mark
 * @headers: those of the request, `Host` and `X-Amz-Date` among them
 * @payload_hash: from smith_aws_sigv4_payload_hash()
 *
 * Returns: (transfer full): the first intermediate; it may hold a session token, so wipe it
 */
char *
smith_aws_sigv4_canonical_request (const char       *method,
                                   const char       *path,
                                   const char       *query,
                                   SmithHttpHeaders *headers,
                                   const char       *payload_hash)
{
  g_autofree char *canonical_path = NULL;
  g_autofree char *canonical_query = NULL;
  g_autofree char *signed_headers = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  GString *canonical;
  gsize size = 0;

  g_return_val_if_fail (method != NULL && path != NULL && headers != NULL && payload_hash != NULL, NULL);

  canonical_path = smith_aws_sigv4_canonical_path (path);
  canonical_query = smith_aws_sigv4_canonical_query (query);
  signed_headers = smith_aws_sigv4_signed_headers (headers);
  pairs = collect_headers (headers);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);

      size += strlen (pair->name) + strlen (pair->value) + 2;
    }

  /* As large as it will be, so that it never moves and leaves a copy of a token behind. */
  canonical = g_string_sized_new (strlen (method) + strlen (canonical_path) + strlen (canonical_query) + size +
                                  strlen (signed_headers) + strlen (payload_hash) + 8);
  g_string_append_printf (canonical, "%s\n%s\n%s\n", method, canonical_path, canonical_query);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);

      g_string_append (canonical, pair->name);
      g_string_append_c (canonical, ':');
      g_string_append (canonical, pair->value);
      g_string_append_c (canonical, '\n');
    }
  g_string_append_printf (canonical, "\n%s\n%s", signed_headers, payload_hash);

  return g_string_free (canonical, FALSE);
}

/**
 * smith_aws_sigv4_format_time:
 * @time: any time
 *
 * Returns: (transfer full): the same in UTC as `X-Amz-Date` has it, such as `20150830T123600Z`
 */
char *
smith_aws_sigv4_format_time (GDateTime *time)
{
  g_autoptr (GDateTime) utc = NULL;

  g_return_val_if_fail (time != NULL, NULL);

  utc = g_date_time_to_utc (time);

  return g_strdup_printf ("%04d%02d%02dT%02d%02d%02dZ",
                          g_date_time_get_year (utc), g_date_time_get_month (utc),
                          g_date_time_get_day_of_month (utc), g_date_time_get_hour (utc),
                          g_date_time_get_minute (utc), g_date_time_get_second (utc));
}

/**
 * smith_aws_sigv4_scope:
 * @time: when it is signed
 * @region: the signing region
 * @service: the signing name of the service
 *
 * Returns: (transfer full): such as `20150830/us-east-1/iam/aws4_request`
 */
char *
smith_aws_sigv4_scope (GDateTime  *time,
                       const char *region,
                       const char *service)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (time != NULL && region != NULL && service != NULL, NULL);

  text = smith_aws_sigv4_format_time (time);

  return g_strdup_printf ("%.8s/%s/%s/" TERMINATOR, text, region, service);
}

/**
 * smith_aws_sigv4_string_to_sign:
 * @canonical_request: the first intermediate
 * @time: when it is signed
 * @region: the signing region
 * @service: the signing name of the service
 *
 * Returns: (transfer full): the second intermediate
 */
char *
smith_aws_sigv4_string_to_sign (const char *canonical_request,
                                GDateTime  *time,
                                const char *region,
                                const char *service)
{
  g_autofree char *hash = NULL;
  g_autofree char *text = NULL;
  g_autofree char *scope = NULL;

  g_return_val_if_fail (canonical_request != NULL, NULL);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical_request, -1);
  text = smith_aws_sigv4_format_time (time);
  scope = smith_aws_sigv4_scope (time, region, service);

  return g_strdup_printf (ALGORITHM "\n%s\n%s\n%s", text, scope, hash);
}

/**
 * smith_aws_sigv4_signature:
 * @secret_access_key: the secret half of the credentials
 * @string_to_sign: the second intermediate
 * @time: when it is signed
 * @region: the signing region
 * @service: the signing name of the service
 *
 * Derives the signing key, which never leaves this function, and signs with it.
 *
 * Returns: (transfer full): the signature in small hex digits
 */
char *
smith_aws_sigv4_signature (SmithSecret *secret_access_key,
                           const char  *string_to_sign,
                           GDateTime   *time,
                           const char  *region,
                           const char  *service)
{
  g_autofree char *date = NULL;
  char *signature;
  gsize size;
  char *start;
  guint8 key[SHA256_SIZE];

  g_return_val_if_fail (secret_access_key != NULL && string_to_sign != NULL, NULL);
  g_return_val_if_fail (time != NULL && region != NULL && service != NULL, NULL);

  date = smith_aws_sigv4_format_time (time);
  size = strlen ("AWS4") + smith_secret_get_size (secret_access_key);
  start = g_malloc (size);
  memcpy (start, "AWS4", strlen ("AWS4"));
  memcpy (start + strlen ("AWS4"), smith_secret_get_data (secret_access_key),
          smith_secret_get_size (secret_access_key));

  hmac_sha256 (start, size, date, 8, key);
  hmac_sha256 (key, sizeof key, region, strlen (region), key);
  hmac_sha256 (key, sizeof key, service, strlen (service), key);
  hmac_sha256 (key, sizeof key, TERMINATOR, strlen (TERMINATOR), key);
  signature = g_compute_hmac_for_string (G_CHECKSUM_SHA256, key, sizeof key, string_to_sign, -1);

  smith_secret_wipe (key, sizeof key);
  smith_secret_wipe (start, size);
  g_free (start);

  return signature;
}

static char *
dup_host_header (GUri *uri)
{
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  gboolean is_address = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);
  int usual = g_str_equal (g_uri_get_scheme (uri), "http") ? 80 : 443;

  if (port < 0 || port == usual)
    return g_strdup_printf (is_address ? "[%s]" : "%s", host);

  return g_strdup_printf (is_address ? "[%s]:%d" : "%s:%d", host, port);
}

/**
 * smith_aws_sigv4_sign:
 * @request: complete but for `Host`, `X-Amz-Date`, `X-Amz-Security-Token`, `Content-Type` of its body
 *   and `Authorization`, which are added here
 * @credentials: whose signature
 * @time: when it is signed, by the clock of AWS
 * @region: the signing region
 * @service: the signing name of the service
 */
void
smith_aws_sigv4_sign (SmithHttpRequest    *request,
                      SmithAwsCredentials *credentials,
                      GDateTime           *time,
                      const char          *region,
                      const char          *service)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *date = NULL;
  g_autofree char *payload_hash = NULL;
  g_autofree char *canonical_request = NULL;
  g_autofree char *string_to_sign = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *signed_headers = NULL;
  g_autofree char *authorization = NULL;
  SmithHttpHeaders *headers;
  SmithSecret *token;

  g_return_if_fail (request != NULL && credentials != NULL);
  g_return_if_fail (time != NULL && region != NULL && service != NULL);

  uri = g_uri_parse (smith_http_request_get_uri (request), G_URI_FLAGS_ENCODED, NULL);
  g_return_if_fail (uri != NULL && g_uri_get_host (uri) != NULL);

  headers = smith_http_request_get_headers (request);
  host = dup_host_header (uri);
  date = smith_aws_sigv4_format_time (time);
  token = smith_aws_credentials_get_session_token (credentials);
  smith_http_headers_append (headers, "Host", host);
  smith_http_headers_append (headers, "X-Amz-Date", date);
  if (smith_http_request_get_content_type (request) != NULL)
    smith_http_headers_append (headers, "Content-Type", smith_http_request_get_content_type (request));
  if (token != NULL)
    smith_http_headers_append (headers, "X-Amz-Security-Token", smith_secret_get_string (token));

  payload_hash = smith_aws_sigv4_payload_hash (smith_http_request_get_body (request));
  canonical_request = smith_aws_sigv4_canonical_request (smith_http_request_get_method (request),
                                                         g_uri_get_path (uri), g_uri_get_query (uri),
                                                         headers, payload_hash);
  string_to_sign = smith_aws_sigv4_string_to_sign (canonical_request, time, region, service);
  smith_secret_wipe (canonical_request, strlen (canonical_request));
  signature = smith_aws_sigv4_signature (smith_aws_credentials_get_secret_access_key (credentials),
                                         string_to_sign, time, region, service);
  scope = smith_aws_sigv4_scope (time, region, service);
  signed_headers = smith_aws_sigv4_signed_headers (headers);
  authorization = g_strdup_printf (ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                                   smith_aws_credentials_get_access_key_id (credentials), scope,
                                   signed_headers, signature);
  smith_http_headers_append (headers, "Authorization", authorization);
}
