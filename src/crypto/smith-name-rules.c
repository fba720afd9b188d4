/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-openssl-private.h"

/*
 * What the attributes of a name may hold: OpenSSL writes each in the string type that RFC 5280, appendix A.1
 * wants for it, and refuses with a number; here are the sentences.
 */

typedef enum
{
  SYNTAX_TEXT,         /* DirectoryString, written as UTF8String */
  SYNTAX_PRINTABLE,    /* PrintableString */
  SYNTAX_ASCII,        /* IA5String */
  SYNTAX_LABEL,        /* IA5String, a part of a domain name (RFC 4519, 2.4) */
  SYNTAX_COUNTRY,      /* PrintableString of two letters */
} Syntax;

/* Upper bounds in characters; 0 for none. */
static const struct
{
  int         nid;
  Syntax      syntax;
  glong       max;
  const char *source;
} rules[] = {
  { NID_countryName,                     SYNTAX_COUNTRY,   2,     "RFC 5280"   },
  { NID_stateOrProvinceName,             SYNTAX_TEXT,      128,   "RFC 5280"   },
  { NID_localityName,                    SYNTAX_TEXT,      128,   "RFC 5280"   },
  { NID_organizationName,                SYNTAX_TEXT,      64,    "RFC 5280"   },
  { NID_organizationalUnitName,          SYNTAX_TEXT,      64,    "RFC 5280"   },
  { NID_commonName,                      SYNTAX_TEXT,      64,    "RFC 5280"   },
  { NID_serialNumber,                    SYNTAX_PRINTABLE, 64,    "RFC 5280"   },
  { NID_title,                           SYNTAX_TEXT,      64,    "RFC 5280"   },
  { NID_pseudonym,                       SYNTAX_TEXT,      128,   "RFC 5280"   },
  { NID_givenName,                       SYNTAX_TEXT,      32768, "RFC 5280"   },
  { NID_surname,                         SYNTAX_TEXT,      32768, "RFC 5280"   },
  { NID_initials,                        SYNTAX_TEXT,      32768, "RFC 5280"   },
  { NID_generationQualifier,             SYNTAX_TEXT,      32768, "RFC 5280"   },
  { NID_name,                            SYNTAX_TEXT,      32768, "RFC 5280"   },
  { NID_dnQualifier,                     SYNTAX_PRINTABLE, 0,     "RFC 5280"   },
  { NID_domainComponent,                 SYNTAX_LABEL,     63,    "RFC 1035"   },
  /* RFC 5280 has 255, as mail has; RFC 3280 had 128, and OpenSSL keeps to that. */
  { NID_pkcs9_emailAddress,              SYNTAX_ASCII,     128,   "RFC 3280"   },
  { NID_streetAddress,                   SYNTAX_TEXT,      128,   "X.520"      },
  { NID_postalCode,                      SYNTAX_TEXT,      40,    "X.520"      },
  { NID_businessCategory,                SYNTAX_TEXT,      128,   "X.520"      },
  { NID_organizationIdentifier,          SYNTAX_TEXT,      0,     "X.520"      },
  { NID_userId,                          SYNTAX_TEXT,      256,   "RFC 4524"   },
  { NID_jurisdictionCountryName,         SYNTAX_COUNTRY,   2,     "RFC 5280"   },
  { NID_jurisdictionStateOrProvinceName, SYNTAX_TEXT,      128,   "RFC 5280"   },
  { NID_jurisdictionLocalityName,        SYNTAX_TEXT,      128,   "RFC 5280"   },
};

static gboolean
check_characters (Syntax       syntax,
                  int          nid,
                  const char  *attribute,
                  const char  *value,
                  GError     **error)
{
  static const char printable[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?";

  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  _("A line break or another control character cannot be part of a name."));
          return FALSE;
        }
    }
  switch (syntax)
    {
    case SYNTAX_COUNTRY:
      if (strlen (value) == 2 && g_ascii_isalpha (value[0]) && g_ascii_isalpha (value[1]))
        return TRUE;
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("The country is two letters, such as DE or US (ISO 3166)."));
      return FALSE;

    case SYNTAX_PRINTABLE:
      if (strspn (value, printable) == strlen (value))
        return TRUE;
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              /* Translators: an attribute such as serialNumber. */
                              _("%s can only have the letters A to Z, digits, spaces and ' ( ) + , - . / : = ?"), attribute);
      return FALSE;

    case SYNTAX_LABEL:
      if (strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == strlen (value))
        return TRUE;
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              _("%s is one part of a domain name, without dots: “example” and “com” are two of them."),
                              attribute);
      return FALSE;

    case SYNTAX_ASCII:
      if (g_str_is_ascii (value))
        return TRUE;
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              nid == NID_pkcs9_emailAddress
                              ? _("The email address in a name can only have ASCII characters.")
                              : _("This can only have ASCII characters."));
      return FALSE;

    case SYNTAX_TEXT:
    default:
      return TRUE;
    }
}

/**
 * smith_name_check_attribute:
 * @attribute: a short name such as "OU", a long one, or a dotted OID
 * @value: what it shall hold, not empty
 * @error: return location for %SMITH_CRYPTO_ERROR_INVALID with the reason in a sentence
 *
 * The rules are those of RFC 5280, appendix A.1, of X.520 for what is not there, and of ISO 3166 for countries;
 * an attribute with no rule of its own takes any text.
 *
 * Returns: whether @attribute can have that value
 */
gboolean
smith_name_check_attribute (const char  *attribute,
                            const char  *value,
                            GError     **error)
{
  ASN1_OBJECT *object;
  int nid;

  g_return_val_if_fail (attribute != NULL && value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  object = OBJ_txt2obj (attribute, 0);
  nid = object != NULL ? OBJ_obj2nid (object) : NID_undef;
  if (object == NULL)
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                              /* Translators: what was given as the name of an attribute. */
                              _("“%s” is not an attribute of a name; those are CN, O, OU, L, ST, C and so on."), attribute);
      return FALSE;
    }
  ASN1_OBJECT_free (object);
  if (!g_utf8_validate (value, -1, NULL))
    {
      smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID, _("%s is not UTF-8 text."), attribute);
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      glong length = g_utf8_strlen (value, -1);

      if (rules[i].nid != nid)
        continue;
      if (!check_characters (rules[i].syntax, nid, attribute, value, error))
        return FALSE;
      if (rules[i].max > 0 && length > rules[i].max)
        {
          smith_crypto_set_error (error, SMITH_CRYPTO_ERROR_INVALID,
                                  /* Translators: an attribute such as CN, two numbers of characters, a standard. */
                                  _("%s has %ld characters; at most %ld are allowed (%s)."),
                                  attribute, length, rules[i].max, rules[i].source);
          return FALSE;
        }

      return TRUE;
    }

  return check_characters (SYNTAX_TEXT, nid, attribute, value, error);
}
