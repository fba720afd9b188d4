/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-splitter.h"

static const struct
{
  const char *title;
  const char *text;
  const char *words;   /* separated by a space */
} cases[] = {
  { "one", "www.example.com", "www.example.com" },
  { "nothing", " \n ,;| \t", "" },
  { "nginx", "server.example www.server.example *.server.example;", "server.example www.server.example *.server.example" },
  { "lines", "a.example\r\nb.example\nc.example\n", "a.example b.example c.example" },
  { "commas", "a.example, b.example,c.example", "a.example b.example c.example" },
  { "openssl", "DNS:a.example,DNS:b.example,IP:10.0.0.1", "DNS:a.example DNS:b.example IP:10.0.0.1" },
  { "json", "[\"a.example\", \"b.example\"]", "a.example b.example" },
  { "quotes", "'a.example' `b.example` <c.example>", "a.example b.example c.example" },
  { "no-break-space", "a.example\302\240b.example", "a.example b.example" },
  { "address-bar", "https://www.example.com:8443/path?q=1 http://b.example", "www.example.com b.example" },
  { "ipv6", "[2001:db8::1] ::1 https://[2001:db8::2]/", "[2001:db8::1] ::1 [2001:db8::2]" },
  { "uri", "URI:https://a.example/x,y;z b.example", "URI:https://a.example/x,y;z b.example" },
  { "broken-address", "https:// http://", "https:// http://" },
  { "openssl-output",
    "X509v3 Subject Alternative Name: critical\n    DNS:a.example, IP Address:10.0.0.1, URI:https://x/y, email:a@b.example",
    "DNS:a.example IP:10.0.0.1 URI:https://x/y email:a@b.example" },
  { "openssl.cnf", "subjectAltName = @names\n[names]\nDNS.1 = a.example\nDNS.2=b.example\nIP.1 = 10.0.0.1\n",
    "@names names DNS:a.example DNS:b.example IP:10.0.0.1" },
  { "addext", "subjectAltName=critical,DNS:a.example,DNS: b.example", "DNS:a.example DNS:b.example" },
  { "comments", "# web\na.example  # the first\n// mail\nmail.example // too\n#b.example\n", "a.example mail.example" },
  { "fragment", "URI:https://a.example/#top", "URI:https://a.example/#top" },
  { "query", "URI:https://a.example/?email=a&URI=b", "URI:https://a.example/?email=a&URI=b" },
  { "json-object", "{\"names\": [\"a.example\", \"b.example\"], \"ips\": [\"2001:db8::1\"]}", "a.example b.example 2001:db8::1" },
  { "json-lines", "[\n  \"a.example\",\n  \"b.example\"\n]\n", "a.example b.example" },
  { "yaml", "- a.example\n- '*.b.example'\n", "a.example *.b.example" },
  { "nginx-directive", "  server_name a.example *.a.example;\n", "a.example *.a.example" },
  { "apache", "ServerName a.example\nServerAlias b.example c.example\n", "a.example b.example c.example" },
  { "bars", "a.example | b.example|c.example", "a.example b.example c.example" },
  { "byte-order-mark", "\357\273\277a.example", "a.example" },
  { "not-utf8", "a.example \377\377 b.example", "a.example \357\277\275\357\277\275 b.example" },
  { "only-quotes", "\"\" '' a.example", "a.example" },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto (GStrv) words = smith_name_splitter_split (cases[i].text);
  g_autofree char *joined = g_strjoinv (" ", words);

  g_assert_cmpstr (joined, ==, cases[i].words);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/name-splitter/%s", cases[i].title);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  return g_test_run ();
}
