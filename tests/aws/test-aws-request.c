/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-request.h"

#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#include "smith-aws-sigv4.h"
#include "smith-test.h"

/* The form that goes over the wire, decoded again by Python's urllib. */

static void
test_encoding (void)
{
  static const char script[] =
    "import json, sys, urllib.parse\n"
    "pairs = urllib.parse.parse_qsl(sys.stdin.buffer.read().decode('ascii'), True, True, errors='strict')\n"
    "print(json.dumps(pairs))\n";
  static const char * const values[] =
  {
    "", "plain", "-._~", "a b+c%20d&e=f", "-----BEGIN EC PRIVATE KEY-----\nab+/=\n-----END EC PRIVATE KEY-----\n",
    "Größe 証明書 🔑", "\x01\x7f\t\r\n", "!*'();:@,/?#[]",
  };
  const char *argv[] = { "/usr/bin/python3", "-c", script, NULL };
  g_autoptr (SmithAwsRequest) request = smith_aws_request_new ("iam", "2010-05-08", "Upload");
  g_autoptr (SmithSecret) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonArray *pairs;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *name = g_strdup_printf ("Name.%" G_GSIZE_FORMAT ".ü&", i);

      if (i % 2 == 0)
        smith_aws_request_append (request, name, values[i]);
      else
        {
          g_autoptr (SmithSecret) secret = smith_secret_new_string (values[i]);

          smith_aws_request_append_secret (request, name, secret);
        }
    }
  body = smith_aws_request_encode (request);
  bytes = g_bytes_new (smith_secret_get_data (body), smith_secret_get_size (body));
  output = smith_test_run (argv, bytes, NULL);
  root = json_from_string (output, NULL);
  pairs = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (pairs), ==, 2 + G_N_ELEMENTS (values));
  g_assert_cmpstr (json_array_get_string_element (json_array_get_array_element (pairs, 0), 1), ==, "Upload");
  g_assert_cmpstr (json_array_get_string_element (json_array_get_array_element (pairs, 1), 1), ==, "2010-05-08");
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *name = g_strdup_printf ("Name.%" G_GSIZE_FORMAT ".ü&", i);
      JsonArray *pair = json_array_get_array_element (pairs, (guint) i + 2);

      g_assert_cmpstr (json_array_get_string_element (pair, 0), ==, name);
      g_assert_cmpstr (json_array_get_string_element (pair, 1), ==, values[i]);
    }
}

static void
test_safe (void)
{
  g_autoptr (SmithAwsRequest) request = smith_aws_request_new ("sts", "2011-06-15", "GetCallerIdentity");
  g_autoptr (SmithAwsRequest) again = smith_aws_request_ref (request);
  g_autoptr (SmithSecret) body = smith_aws_request_encode (request);

  g_assert_cmpstr (smith_aws_request_get_service (request), ==, "sts");
  g_assert_false (smith_aws_request_get_safe (request));
  smith_aws_request_set_safe (request, TRUE);
  g_assert_true (smith_aws_request_get_safe (again));
  g_assert_cmpstr (smith_secret_get_string (body), ==, "Action=GetCallerIdentity&Version=2011-06-15");
}

/* Looks through all writable memory of this process. */
static guint
count_in_memory (const char *needle)
{
  const gsize largest = 256 * 1024 * 1024;
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  char *buffer;
  guint n = 0;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  /* Mapped only now, so that it does not find itself. */
  buffer = mmap (NULL, largest, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  g_assert_true (buffer != MAP_FAILED);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *rest;
      guint64 start = g_ascii_strtoull (lines[i], &rest, 16);
      guint64 end = *rest == '-' ? g_ascii_strtoull (rest + 1, &rest, 16) : 0;
      gssize size;

      if (!g_str_has_prefix (rest, " rw") || end - start > largest)
        continue;
      size = pread (memory, buffer, end - start, (off_t) start);
      for (char *found = buffer; size > 0; found++, n++)
        {
          found = memmem (found, (gsize) (buffer + size - found), needle, strlen (needle));
          if (found == NULL)
            break;
        }
    }
  munmap (buffer, largest);
  close (memory);

  return n;
}

/* When all is done, the private key is nowhere in memory any more: not encoded, not signed, not freed
 * with its contents. */
static void
test_wiped (void)
{
  static const char key[] = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfZ4bPzZq1mS9yT0vN3wQ7k2x";
  g_autofree char *rest = g_strnfill (200, 'c');

  /* What free() would hide. */
  mallopt (M_PERTURB, 0);
  g_assert_cmpuint (count_in_memory (key), ==, 0);
  {
    g_autoptr (SmithSecret) secret = smith_secret_new (key, sizeof key - 1);
    g_autoptr (SmithAwsRequest) request = smith_aws_request_new ("iam", "2010-05-08", "UploadServerCertificate");
    g_autoptr (SmithAwsCredentials) credentials = smith_aws_credentials_new ("AKIA", secret, secret);
    g_autoptr (SmithHttpRequest) http = smith_http_request_new ("POST", "https://iam.amazonaws.com/");
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (SmithSecret) body = NULL;

    smith_aws_request_append_secret (request, "PrivateKey", secret);
    smith_aws_request_append (request, "CertificateBody", rest);
    body = smith_aws_request_encode (request);
    smith_http_request_set_body (http, "application/x-www-form-urlencoded", body);
    smith_aws_sigv4_sign (http, credentials, now, "us-east-1", "iam");
    /* The secret, the form, the session token in its field. */
    g_assert_cmpuint (count_in_memory (key), ==, 3);
  }
  g_assert_cmpuint (count_in_memory (key), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-request/encoding", test_encoding);
  g_test_add_func ("/aws-request/safe", test_safe);
  g_test_add_func ("/aws-request/wiped", test_wiped);

  return g_test_run ();
}
