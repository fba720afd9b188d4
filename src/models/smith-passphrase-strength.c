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
#define FAIR_BITS   36.0
#define GOOD_BITS   56.0
#define STRONG_BITS 76.0

/* What everybody tries first; compared without case, and without digits and signs at the end. */
static const char * const common_words[] = {
  "password", "passwort", "passphrase", "motdepasse", "contrasena", "senha", "changeit", "changeme",
  "letmein", "welcome", "qwerty", "qwertz", "azerty", "qwertyuiop", "asdfghjkl", "abc", "iloveyou",
  "admin", "administrator", "root", "secret", "server", "test", "testing", "monkey", "dragon",
  "master", "login", "default", "example", "chainsmith", "openssl", "amazon",
};

static gboolean
is_common (const char *text,
           gsize       size)
{
  while (size > 0 && !g_ascii_isalpha (text[size - 1]))
    size--;
  for (guint i = 0; i < G_N_ELEMENTS (common_words); i++)
    {
      if (strlen (common_words[i]) == size && g_ascii_strncasecmp (common_words[i], text, size) == 0)
        return TRUE;
    }

  return FALSE;
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

/* A character that repeats, or goes on from the one before it ("aaaa", "1234", "dcba"), or begins
 * a stretch of three that was there already, adds next to nothing. */
static double
count_fresh (const char *text,
             gsize       size)
{
  double fresh = 0;

  for (gsize i = 0; i < size; i++)
    {
      gboolean stale = FALSE;

      /* The bytes after the first of a UTF-8 character. */
      if (((guchar) text[i] & 0xc0) == 0x80)
        continue;
      if (i > 0 && ABS ((int) (guchar) text[i] - (int) (guchar) text[i - 1]) <= 1)
        stale = TRUE;
      for (gsize j = 3; !stale && i >= 2 && j <= i; j++)
        stale = memcmp (text + i - 2, text + j - 3, 3) == 0 && j - 3 + 2 < i;
      fresh += stale ? 0.2 : 1;
    }

  return fresh;
}

/**
 * smith_passphrase_estimate_bits:
 * @passphrase: (nullable): a passphrase
 *
 * A rough upper estimate from length, variety, repetition and the commonest words. It knows no
 * dictionary: a line of a song looks better to it than it is.
 *
 * Returns: the base-2 logarithm of the number of guesses
 */
double
smith_passphrase_estimate_bits (SmithSecret *passphrase)
{
  const char *text;
  gsize size;

  if (passphrase == NULL || smith_secret_get_size (passphrase) == 0)
    return 0;

  text = smith_secret_get_data (passphrase);
  size = smith_secret_get_size (passphrase);
  if (is_common (text, size))
    return 8;

  return count_fresh (text, size) * log2 (count_alphabet (text, size) + 1);
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
