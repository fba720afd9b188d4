/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-country.h"

#include <string.h>

#include <glib/gi18n.h>

/* ISO 3166-1 alpha-2, officially assigned (249), and XX, which the CA/Browser Forum's Baseline
 * Requirements 7.1.4.2 reserve for places without a code. */
static const char codes[] =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR "
  "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
  "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT "
  "MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
  "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
  "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XX YE YT ZA ZM ZW ";

/* What people write instead. */
static const struct
{
  const char *written;
  const char *code;
} mistakes[] = {
  { "UK", "GB" }, { "EN", "GB" }, { "EL", "GR" }, { "SF", "FI" }, { "JA", "JP" }, { "KO", "KR" }, { "CS", "CZ" },
  { "DA", "DK" }, { "ZH", "CN" }, { "USA", "US" }, { "GER", "DE" }, { "DEU", "DE" }, { "GBR", "GB" }, { "FRA", "FR" },
};

/**
 * smith_country_normalize:
 * @text: what was typed
 * @problem: (out) (transfer full) (nullable): what is wrong with it, as a sentence
 *
 * The rule: X.520 countryName is a code of ISO 3166-1 of two letters (RFC 5280 appendix A, ub 2).
 *
 * Returns: (transfer full) (nullable): the code in capitals, or NULL
 */
char *
smith_country_normalize (const char  *text,
                         char       **problem)
{
  g_autofree char *upper = NULL;
  g_autofree char *needle = NULL;

  g_return_val_if_fail (text != NULL && problem != NULL, NULL);

  *problem = NULL;
  upper = g_ascii_strup (text, -1);
  g_strstrip (upper);
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      if (g_str_equal (upper, mistakes[i].written))
        {
          *problem = g_strdup_printf (_("There is no country code %s: did you mean %s?"),
                                      mistakes[i].written, mistakes[i].code);

          return NULL;
        }
    }

  if (strlen (upper) != 2 || !g_ascii_isalpha (upper[0]) || !g_ascii_isalpha (upper[1]))
    {
      *problem = g_strdup (_("Two letters, the code of ISO 3166, such as US or DE."));

      return NULL;
    }

  needle = g_strconcat (upper, " ", NULL);
  if (strstr (codes, needle) == NULL)
    {
      *problem = g_strdup (_("No country has this code in ISO 3166."));

      return NULL;
    }

  return g_steal_pointer (&upper);
}
