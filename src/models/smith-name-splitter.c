/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-splitter.h"

#include <string.h>

/* A pasted list of names: from a spreadsheet, an nginx server_name, an openssl configuration, a
 * browser's address bar. */

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || c == ',' || c == ';' || c == '|';
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
      if (end > word && *word == '[' && memchr (word, ':', end - word) == NULL)
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
 * @text: one name or many, separated by spaces, line breaks, commas, semicolons or bars
 *
 * Returns: (transfer full): the words, unwrapped of quotes; a URI that says so with "URI:" keeps its
 *   commas and semicolons
 */
GStrv
smith_name_splitter_split (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

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

      raw = g_strndup (start, p - start);
      word = unwrap (raw);
      host = take_host (word);
      if (*word != '\0')
        g_strv_builder_add (words, host != NULL ? host : word);
    }

  return g_strv_builder_end (words);
}
