/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-country.h"

#include <string.h>

#include <glib/gi18n.h>

/**
 * SmithCountry:
 *
 * One country: its code of ISO 3166-1 and its name for people. Immutable, free to cross threads.
 */
struct _SmithCountry
{
  GObject parent_instance;

  /* Owned */
  char *code;
  char *name;
  char *label;
};

enum
{
  PROP_0,
  PROP_CODE,
  PROP_NAME,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCountry, smith_country, G_TYPE_OBJECT)

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

static void
smith_country_finalize (GObject *object)
{
  SmithCountry *self = SMITH_COUNTRY (object);

  g_free (self->code);
  g_free (self->name);
  g_free (self->label);

  G_OBJECT_CLASS (smith_country_parent_class)->finalize (object);
}

static void
smith_country_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SmithCountry *self = SMITH_COUNTRY (object);

  switch (prop_id)
    {
    case PROP_CODE:
      g_value_set_string (value, smith_country_get_code (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, smith_country_get_name (self));
      break;
    case PROP_LABEL:
      g_value_set_string (value, smith_country_get_label (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_country_class_init (SmithCountryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_country_finalize;
  object_class->get_property = smith_country_get_property;

  properties[PROP_CODE] =
    g_param_spec_string ("code", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_country_init (SmithCountry *self)
{
}

/**
 * smith_country_new:
 * @code: two letters
 * @name: (nullable): its name for people
 *
 * Returns: (transfer full): a new country
 */
SmithCountry *
smith_country_new (const char *code,
                   const char *name)
{
  SmithCountry *self;

  g_return_val_if_fail (code != NULL, NULL);

  self = g_object_new (SMITH_TYPE_COUNTRY, NULL);
  self->code = g_strdup (code);
  self->name = g_strdup (name != NULL ? name : code);
  /* Translators: the name of a country and its code, "Germany (DE)". */
  self->label = name != NULL ? g_strdup_printf (_("%s (%s)"), name, code) : g_strdup (code);

  return self;
}

/**
 * smith_country_get_code:
 *
 * Returns: (transfer none): its two letters
 */
const char *
smith_country_get_code (SmithCountry *self)
{
  g_return_val_if_fail (SMITH_IS_COUNTRY (self), NULL);

  return self->code;
}

/**
 * smith_country_get_name:
 *
 * Returns: (transfer none): its name in the language of the program; the code where that is not known
 */
const char *
smith_country_get_name (SmithCountry *self)
{
  g_return_val_if_fail (SMITH_IS_COUNTRY (self), NULL);

  return self->name;
}

/**
 * smith_country_get_label:
 *
 * Returns: (transfer none): name and code, for a list
 */
const char *
smith_country_get_label (SmithCountry *self)
{
  g_return_val_if_fail (SMITH_IS_COUNTRY (self), NULL);

  return self->label;
}

/**
 * smith_country_dup_codes:
 *
 * Returns: (transfer full): all codes of countries, sorted, without XX, which is none
 */
GStrv
smith_country_dup_codes (void)
{
  g_auto (GStrv) all = g_strsplit (codes, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0' && !g_str_equal (all[i], "XX"))
      g_strv_builder_add (builder, all[i]);

  return g_strv_builder_end (builder);
}

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
