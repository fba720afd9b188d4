/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-splitter.h"

#include <string.h>

/* A pasted list of names: from a spreadsheet, an nginx server_name, an openssl configuration or its output, a
 * JSON list, a text with remarks, a browser's address bar. */

/* What stands around names in such texts, and what is left of it; one after the other. */
static const struct
{
  const char *pattern;
  const char *replacement;
} rules[] = {
  /* Remarks, for whole lines and behind names. An address with a fragment has no space before its #. */
  { "(^|[ \\t])(#|//)[^\\n\\r]*", "\\1" },
  /* openssl x509 -text. */
  { "X509v3 Subject Alternative Name:[ \\t]*(critical)?", "" },
  { "\\bIP Address:", "IP:" },
  /* openssl.cnf: "subjectAltName = critical, DNS:a", "DNS.1 = a". */
  { "\\bsubjectAltName[ \\t]*=[ \\t]*(critical[ \\t]*,)?", "" },
  { "(?<![^\\s,;])(DNS|IP|email|URI)(\\.[0-9]+)?[ \\t]*=[ \\t]*", "\\1:" },
  { "(?<![^\\s,;])(DNS|IP|email|URI):[ \\t]+", "\\1:" },
  /* nginx and Apache. */
  { "^[ \\t]*(server_name|ServerName|ServerAlias)\\b", "" },
  /* The keys of JSON and YAML. */
  { "([\"'])[A-Za-z_]+\\1[ \\t]*:", "" },
  { "^[ \\t]*-[ \\t]+", "" },
};

static char *
strip_surroundings (const char *text)
{
  static GRegex *compiled[G_N_ELEMENTS (rules)];
  static gsize once = 0;
  char *result = g_utf8_make_valid (text, -1);

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
        compiled[i] = g_regex_new (rules[i].pattern, G_REGEX_OPTIMIZE | G_REGEX_MULTILINE | G_REGEX_NEWLINE_ANYCRLF, 0, NULL);
      g_once_init_leave (&once, 1);
    }

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      char *next = g_regex_replace (compiled[i], result, -1, 0, rules[i].replacement, 0, NULL);

      if (next == NULL)
        continue;
      g_free (result);
      result = next;
    }

  return result;
}

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || c == ',' || c == ';' || c == '|' || c == '{' || c == '}' || c == 0xFEFF || c == 0x200B;
}

/* Quotes, and the brackets of a list in a program, around a word. An IPv6 address keeps its own. */
static char *
unwrap (const char *word)
{
  static const char open[] = "\"'`<(";
  static const char close[] = "\"'`>)";
  const char *end = word + strlen (word);

  for (gboolean again = TRUE; again && end > word;)
    {
      again = FALSE;
      if (strchr (open, *word) != NULL)
        {
          word++;
          again = TRUE;
        }
      if (end > word && strchr (close, end[-1]) != NULL)
        {
          end--;
          again = TRUE;
        }
      if (end > word && *word == '[' &&
          (memchr (word, ':', end - word) == NULL || (end > word + 1 && strchr ("\"'`", word[1]) != NULL)))
        {
          word++;
          again = TRUE;
        }
      if (end > word && end[-1] == ']' && memchr (word, '[', end - word) == NULL)
        {
          end--;
          again = TRUE;
        }
    }

  return g_strndup (word, MAX (end - word, 0));
}

/* The address of a web page stands for its host. Who wants the address itself writes "URI:" before it. */
static char *
take_host (const char *word)
{
  g_autoptr (GUri) uri = NULL;
  gboolean ipv6;

  if (g_ascii_strncasecmp (word, "http://", 7) != 0 && g_ascii_strncasecmp (word, "https://", 8) != 0)
    return NULL;

  uri = g_uri_parse (word, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  ipv6 = strchr (g_uri_get_host (uri), ':') != NULL;

  return ipv6 ? g_strdup_printf ("[%s]", g_uri_get_host (uri)) : g_strdup (g_uri_get_host (uri));
}

/**
 * smith_name_splitter_split:
 * @text: one name or many, separated by spaces, line breaks, commas, semicolons or bars, with what stands around them
 *   in configurations, in what openssl prints, in JSON; what follows # or // is a remark
 *
 * Returns: (transfer full): the words, unwrapped of quotes; a URI that says so with "URI:" keeps its
 *   commas and semicolons, but for one at its end
 */
GStrv
smith_name_splitter_split (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *stripped = NULL;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = strip_surroundings (text);
  p = stripped;
  while (*p != '\0')
    {
      g_autofree char *raw = NULL;
      g_autofree char *word = NULL;
      g_autofree char *host = NULL;
      const char *start;
      gboolean whole;

      while (*p != '\0' && is_separator (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (*p == '\0')
        break;

      start = p;
      whole = g_ascii_strncasecmp (start, "URI:", 4) == 0;
      while (*p != '\0' &&
             (whole ? !g_unichar_isspace (g_utf8_get_char (p)) : !is_separator (g_utf8_get_char (p))))
        p = g_utf8_next_char (p);

      /* In a list the comma behind an address is the list's. */
      raw = g_strndup (start, p - start);
      for (gsize length = strlen (raw); whole && length > 0 && strchr (",;", raw[length - 1]) != NULL; length--)
        raw[length - 1] = '\0';
      word = unwrap (raw);
      host = take_host (word);
      if (*word != '\0')
        g_strv_builder_add (words, host != NULL ? host : word);
    }

  return g_strv_builder_end (words);
}
