/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-openssl-private.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>

/*
 * OpenSSL wipes the numbers of a key, but its decoders free their copies of the encoded key as they are
 * (crypto/encode_decode, OpenSSL 3.0). So all of its memory is wiped when it is freed. This has to be
 * settled before its first allocation: when the program is loaded.
 */
static void *
allocate_cb (size_t      size,
             const char *file,
             int         line)
{
  return malloc (size);
}

static void
wipe_and_free_cb (void       *memory,
                  const char *file,
                  int         line)
{
  if (memory == NULL)
    return;
  explicit_bzero (memory, malloc_usable_size (memory));
  free (memory);
}

static void *
reallocate_cb (void       *memory,
               size_t      size,
               const char *file,
               int         line)
{
  void *larger;

  if (memory == NULL)
    return allocate_cb (size, file, line);
  if (size == 0)
    {
      wipe_and_free_cb (memory, file, line);
      return NULL;
    }
  larger = malloc (size);
  if (larger == NULL)
    return NULL;
  memcpy (larger, memory, MIN (size, malloc_usable_size (memory)));
  wipe_and_free_cb (memory, file, line);

  return larger;
}

/* When the program ends OpenSSL would take its tables away from under workers that still read certificates, and crash. */
__attribute__ ((constructor)) static void
settle_memory (void)
{
  CRYPTO_set_mem_functions (allocate_cb, reallocate_cb, wipe_and_free_cb);
  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
}

/**
 * smith_openssl_dup_line:
 * @bio: a memory BIO that something was printed to
 *
 * What certificates hold is not always what they should: whatever is not UTF-8 becomes a
 * replacement character, and a NUL becomes the two characters \\0.
 *
 * Returns: (transfer full): the text to its last character, which may be a space
 */
char *
smith_openssl_dup_line (BIO *bio)
{
  char *data = NULL;
  long size = BIO_get_mem_data (bio, &data);
  GString *text = g_string_new (NULL);
  g_autofree char *raw = NULL;

  for (long i = 0; i < size; i++)
    {
      if (data[i] == '\0')
        g_string_append (text, "\\0");
      else
        g_string_append_c (text, data[i]);
    }
  raw = g_string_free (text, FALSE);

  return g_utf8_make_valid (raw, -1);
}

/**
 * smith_openssl_dup_text:
 * @bio: as for smith_openssl_dup_line()
 *
 * Returns: (transfer full): the text, without the line ends at its end
 */
char *
smith_openssl_dup_text (BIO *bio)
{
  return g_strchomp (smith_openssl_dup_line (bio));
}

/**
 * smith_openssl_dup_object:
 *
 * Returns: (transfer full): the long name of an object identifier, else its dotted form
 */
char *
smith_openssl_dup_object (const ASN1_OBJECT *object)
{
  char text[256];
  int size = OBJ_obj2txt (text, sizeof text, object, 0);

  if (size <= 0)
    return g_strdup ("?");

  return g_strdup (text);
}

/**
 * smith_openssl_dup_hex:
 *
 * Returns: (transfer full): "AB:CD:…", as `openssl x509 -fingerprint` writes it
 */
char *
smith_openssl_dup_hex (const guint8 *data,
                       gsize         size)
{
  GString *text = g_string_sized_new (size * 3 + 1);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", data[i]);

  return g_string_free (text, FALSE);
}

/* Characters that change how the text around them is shown (Unicode, UAX 9): they could disguise a name. */
static gboolean
is_directional (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/**
 * smith_openssl_dup_string:
 *
 * Returns: (transfer full): any of ASN.1's string types as UTF-8, with NUL written as \\0 and other characters
 *   that are not seen by their codes; another type as # and its bytes in hexadecimal (RFC 4514, 2.4)
 */
char *
smith_openssl_dup_string (const ASN1_STRING *string)
{
  unsigned char *data = NULL;
  int size = ASN1_STRING_to_UTF8 (&data, string);
  GString *text = g_string_new (NULL);
  g_autofree char *valid = NULL;

  if (size < 0)
    {
      ERR_clear_error ();
      g_string_append_c (text, '#');
      for (int i = 0; i < ASN1_STRING_length (string); i++)
        g_string_append_printf (text, "%02X", ASN1_STRING_get0_data (string)[i]);
      return g_string_free (text, FALSE);
    }

  for (int i = 0; i < size; i++)
    if (data[i] == '\0')
      g_string_append (text, "\\0");
    else
      g_string_append_c (text, (char) data[i]);
  OPENSSL_free (data);
  valid = g_utf8_make_valid (text->str, (gssize) text->len);

  g_string_truncate (text, 0);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || is_directional (c))
        g_string_append_printf (text, "\\u%04X", c);
      else
        g_string_append_unichar (text, c);
    }

  return g_string_free (text, FALSE);
}

/**
 * smith_openssl_dup_integer:
 *
 * Returns: (transfer full): a serial number in hexadecimal, as `openssl x509 -serial` writes it
 */
char *
smith_openssl_dup_integer (const ASN1_INTEGER *integer)
{
  g_autoptr (BIGNUM) number = ASN1_INTEGER_to_BN (integer, NULL);
  char *hex;
  char *text;

  if (number == NULL)
    {
      ERR_clear_error ();
      return g_strdup ("?");
    }
  if (BN_is_zero (number))
    return g_strdup ("00");
  hex = BN_bn2hex (number);
  text = g_strdup (hex != NULL ? hex : "?");
  OPENSSL_free (hex);

  return text;
}

/**
 * smith_openssl_dup_time:
 * @time: a UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5)
 *
 * Returns: (transfer full) (nullable): the time in UTC; NULL where it is none
 */
GDateTime *
smith_openssl_dup_time (const ASN1_TIME *time)
{
  struct tm broken_down;

  if (ASN1_TIME_to_tm (time, &broken_down) != 1)
    {
      ERR_clear_error ();
      return NULL;
    }

  return g_date_time_new_utc (broken_down.tm_year + 1900, broken_down.tm_mon + 1, broken_down.tm_mday,
                              broken_down.tm_hour, broken_down.tm_min, broken_down.tm_sec);
}

static gpointer
create_legacy_context_cb (gpointer user_data)
{
  OSSL_LIB_CTX *context = OSSL_LIB_CTX_new ();

  /* Where the legacy provider is not installed, what needs it is told as unsupported. */
  if (context != NULL)
    {
      OSSL_PROVIDER_load (context, "default");
      OSSL_PROVIDER_load (context, "legacy");
    }
  ERR_clear_error ();

  return context;
}

/**
 * smith_openssl_get_legacy_context:
 *
 * The old algorithms are for opening what other programs encrypted, and for nothing else: so they live
 * in a context of their own.
 *
 * Returns: (transfer none): OpenSSL with its legacy provider beside the default one
 */
OSSL_LIB_CTX *
smith_openssl_get_legacy_context (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, create_legacy_context_cb, NULL);
}
