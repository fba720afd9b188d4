/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-passphrase-strength.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

/* Bits from which a grade begins, for somebody who has copied the file and can try at leisure.
 * OpenSSL's PBKDF2 makes each try some 2^11 times dearer than a bare hash. */
#define FAIR_BITS   34.0
#define GOOD_BITS   52.0
#define STRONG_BITS 72.0

/* What everybody tries first; compared without case. */
static const char * const common_words[] = {
  "password", "passwort", "passphrase", "motdepasse", "contrasena", "senha", "changeit", "changeme",
  "letmein", "welcome", "qwerty", "qwertz", "azerty", "qwertyuiop", "asdfghjkl", "abc", "iloveyou",
  "admin", "administrator", "root", "secret", "server", "test", "testing", "monkey", "dragon",
  "master", "login", "default", "example", "chainsmith", "openssl", "amazon",
};

/* A word of a language: Diceware's list has 7776 of them, log2 of which is 12.9. */
#define WORD_BITS 13.0
#define MIN_WORD  4

static gboolean
is_common (const char *text,
           gsize       size)
{
  for (guint i = 0; i < G_N_ELEMENTS (common_words); i++)
    {
      if (strlen (common_words[i]) == size && g_ascii_strncasecmp (common_words[i], text, size) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_letter (char c)
{
  return g_ascii_isalpha (c) || (guchar) c >= 0x80;
}

/* How many letters there are from @position on. */
static gsize
count_letters (const char *text,
               gsize       size,
               gsize       position)
{
  gsize end = position;

  while (end < size && is_letter (text[end]))
    end++;

  return end - position;
}

static gboolean
was_there (const char *text,
           gsize       position,
           gsize       length)
{
  for (gsize i = 0; i + length <= position; i++)
    {
      if (g_ascii_strncasecmp (text + i, text + position, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Letters in a row are taken for a word, and long ones for words that were written together:
 * random letters are worth more, but few people type those. */
static double
rate_word (const char *text,
           gsize       position,
           gsize       letters)
{
  gsize length;
  guint n_different = 0;
  gboolean seen[256] = { FALSE };

  if (was_there (text, position, letters))
    return 1;
  for (gsize i = position; i < position + letters; i++)
    {
      n_different += !seen[(guchar) text[i]];
      seen[(guchar) text[i]] = TRUE;
    }
  /* "aaaaaaaa", "hahaha". */
  length = MIN (letters, 2 * n_different);
  if (is_common (text + position, letters))
    return 4;

  return MIN (WORD_BITS + (length > 7 ? (length - 7) * 2.0 : 0), length * 4.7);
}

/* How many different characters somebody who guesses has to try at each position. */
static guint
count_alphabet (const char *text,
                gsize       size)
{
  gboolean lower = FALSE, upper = FALSE, digit = FALSE, sign = FALSE, other = FALSE;

  for (gsize i = 0; i < size; i++)
    {
      lower |= g_ascii_islower (text[i]);
      upper |= g_ascii_isupper (text[i]);
      digit |= g_ascii_isdigit (text[i]);
      sign |= g_ascii_ispunct (text[i]) || text[i] == ' ';
      other |= (guchar) text[i] >= 0x80;
    }

  return (lower ? 26 : 0) + (upper ? 26 : 0) + (digit ? 10 : 0) + (sign ? 33 : 0) + (other ? 64 : 0);
}

/* A character that repeats or goes on from the one before it ("aaaa", "1234", "dcba") adds next to
 * nothing, and what stands between two words is nearly always the same. */
static double
rate_character (const char *text,
                gsize       size,
                gsize       position,
                double      character_bits)
{
  gboolean between_words;

  if (position > 0 && ABS ((int) (guchar) text[position] - (int) (guchar) text[position - 1]) <= 1)
    return 1;
  between_words = position > 0 && position + 1 < size && !g_ascii_isdigit (text[position]) &&
                  is_letter (text[position - 1]) && count_letters (text, size, position + 1) >= MIN_WORD;

  return between_words ? 1 : character_bits;
}

/**
 * smith_passphrase_estimate_bits:
 * @passphrase: (nullable): a passphrase
 *
 * A rough estimate from length, variety and repetition, with letters in a row taken for words. It knows
 * no dictionary and no songs: a line of one looks better to it than it is.
 *
 * Returns: the base-2 logarithm of the number of guesses
 */
double
smith_passphrase_estimate_bits (SmithSecret *passphrase)
{
  double bits = 0;
  double character_bits;
  const char *text;
  gsize size;

  if (passphrase == NULL || smith_secret_get_size (passphrase) == 0)
    return 0;

  text = smith_secret_get_data (passphrase);
  size = smith_secret_get_size (passphrase);
  character_bits = log2 (count_alphabet (text, size) + 1);
  for (gsize i = 0; i < size;)
    {
      gsize letters = count_letters (text, size, i);

      if (letters >= MIN_WORD)
        {
          bits += rate_word (text, i, letters);
          i += letters;
        }
      else
        {
          bits += rate_character (text, size, i, character_bits);
          i++;
        }
    }

  return bits;
}

/**
 * smith_passphrase_grade:
 * @passphrase: (nullable): a passphrase
 *
 * Returns: the grade of smith_passphrase_estimate_bits()
 */
SmithPassphraseStrength
smith_passphrase_grade (SmithSecret *passphrase)
{
  double bits = smith_passphrase_estimate_bits (passphrase);

  if (passphrase == NULL || smith_secret_get_size (passphrase) == 0)
    return SMITH_PASSPHRASE_NONE;
  if (bits < FAIR_BITS)
    return SMITH_PASSPHRASE_WEAK;
  if (bits < GOOD_BITS)
    return SMITH_PASSPHRASE_FAIR;
  if (bits < STRONG_BITS)
    return SMITH_PASSPHRASE_GOOD;

  return SMITH_PASSPHRASE_STRONG;
}

/**
 * smith_passphrase_describe_grade:
 *
 * Returns: (transfer none): what a grade means for somebody who has copied the file, in words
 */
const char *
smith_passphrase_describe_grade (SmithPassphraseStrength strength)
{
  switch (strength)
    {
    case SMITH_PASSPHRASE_NONE:
      return _("Several unrelated words make a good passphrase.");
    case SMITH_PASSPHRASE_WEAK:
      return _("Weak: whoever copies the file would soon guess it.");
    case SMITH_PASSPHRASE_FAIR:
      return _("Fair: holds off the curious, not somebody who tries for weeks.");
    case SMITH_PASSPHRASE_GOOD:
      return _("Good, going by its length and variety.");
    case SMITH_PASSPHRASE_STRONG:
      return _("Strong, going by its length and variety.");
    default:
      g_return_val_if_reached (NULL);
    }
}
