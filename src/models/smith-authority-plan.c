/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-plan.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-country.h"
#include "smith-crypto-error.h"

/**
 * SmithAuthorityPlan:
 *
 * What a new authority will be. A name is enough: the rest has values that are right for most.
 */

/* RFC 5280, appendix A: ub-common-name and ub-organization-name. */
#define MAX_NAME 64
/* " Issuing CA" is added to the name of a pair. */
#define MAX_BASE (MAX_NAME - 11)

/**
 * smith_authority_plan_new:
 *
 * Returns: (transfer full): a root and an intermediate without a name yet
 */
SmithAuthorityPlan *
smith_authority_plan_new (void)
{
  SmithAuthorityPlan *self = g_new0 (SmithAuthorityPlan, 1);

  self->name = g_strdup ("");
  self->algorithm = smith_key_algorithm_lookup ("ec-p384");
  smith_authority_plan_set_kind (self, SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE);

  return self;
}

/**
 * smith_authority_plan_copy:
 *
 * Returns: (transfer full): a copy
 */
SmithAuthorityPlan *
smith_authority_plan_copy (const SmithAuthorityPlan *self)
{
  SmithAuthorityPlan *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->organization = g_strdup (self->organization);
  copy->country = g_strdup (self->country);
  copy->parent = self->parent != NULL ? g_object_ref (self->parent) : NULL;
  copy->permitted = g_strdup (self->permitted);
  copy->excluded = g_strdup (self->excluded);
  copy->crl_url = g_strdup (self->crl_url);
  copy->issuer_url = g_strdup (self->issuer_url);
  copy->passphrase = self->passphrase != NULL ? smith_secret_ref (self->passphrase) : NULL;

  return copy;
}

/**
 * smith_authority_plan_free:
 * @self: (transfer full): a plan
 */
void
smith_authority_plan_free (SmithAuthorityPlan *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->organization);
  g_free (self->country);
  g_clear_object (&self->parent);
  g_free (self->permitted);
  g_free (self->excluded);
  g_free (self->crl_url);
  g_free (self->issuer_url);
  g_clear_pointer (&self->passphrase, smith_secret_unref);
  g_free (self);
}

/**
 * smith_authority_plan_set_kind:
 * @kind: what it makes from now on
 *
 * Sets days and path length to what is usual for @kind: who issues to servers has no authorities below.
 */
void
smith_authority_plan_set_kind (SmithAuthorityPlan *self,
                               SmithAuthorityKind  kind)
{
  g_return_if_fail (self != NULL);

  self->kind = kind;
  self->days = kind == SMITH_AUTHORITY_KIND_ROOT ? SMITH_AUTHORITY_ROOT_DAYS : SMITH_AUTHORITY_INTERMEDIATE_DAYS;
  self->path_length = kind == SMITH_AUTHORITY_KIND_ROOT ? -1 : 0;
}

/* "Example Root CA" and "Example CA" are both called after "Example". */
static char *
dup_base (const SmithAuthorityPlan *self)
{
  static const char * const endings[] = { " CA", " Root", " Issuing", " Intermediate" };
  char *base = g_strstrip (g_strdup (self->name));

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (base, endings[i]) && strlen (base) > strlen (endings[i]))
      base[strlen (base) - strlen (endings[i])] = '\0';

  return base;
}

/**
 * smith_authority_plan_dup_root_name:
 *
 * Returns: (transfer full) (nullable): the common name of the root; NULL where there is none to be made
 */
char *
smith_authority_plan_dup_root_name (const SmithAuthorityPlan *self)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE)
    return NULL;
  if (self->kind == SMITH_AUTHORITY_KIND_ROOT)
    return g_strstrip (g_strdup (self->name));
  base = dup_base (self);

  return g_strconcat (base, " Root CA", NULL);
}

/**
 * smith_authority_plan_dup_issuing_name:
 *
 * Returns: (transfer full): the common name of the authority that will sign requests
 */
char *
smith_authority_plan_dup_issuing_name (const SmithAuthorityPlan *self)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind != SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE)
    return g_strstrip (g_strdup (self->name));
  base = dup_base (self);

  return g_strconcat (base, " Issuing CA", NULL);
}

/**
 * smith_authority_plan_dup_preview:
 *
 * Returns: (transfer full): what will be made, in one sentence
 */
char *
smith_authority_plan_dup_preview (const SmithAuthorityPlan *self)
{
  g_autofree char *root = smith_authority_plan_dup_root_name (self);
  g_autofree char *issuing = smith_authority_plan_dup_issuing_name (self);

  switch (self->kind)
    {
    case SMITH_AUTHORITY_KIND_ROOT:
      return g_strdup (_("Makes one authority that signs itself. Machines that shall trust it get its certificate."));
    case SMITH_AUTHORITY_KIND_INTERMEDIATE:
      return self->parent == NULL ? g_strdup (_("Choose who signs it."))
                                  : g_strdup_printf (_("Makes an authority that “%s” signs. Who trusts that one trusts it."),
                                                     smith_identity_get_name (self->parent));
    case SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE:
    default:
      return g_strdup_printf (_("Makes “%s”, whose certificate goes to the machines that shall trust it, and “%s”, "
                                "which signs requests."), root, issuing);
    }
}

/**
 * smith_authority_split_constraints:
 * @text: (nullable): names and networks, with their kind in front or without
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): with their kind, as #SmithExtensions has
 *   them; NULL where there is none
 */
char **
smith_authority_split_constraints (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", ", ;\t\n\r", -1);
  g_auto (GStrv) found = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *host = g_strndup (words[i], strcspn (words[i], "/"));
      g_autofree char *constraint = NULL;
      const char *slash = strchr (words[i], '/');

      if (*words[i] == '\0')
        continue;
      if (g_hostname_is_ip_address (host))
        constraint = g_strdup_printf ("IP:%s%s", host,
                                      slash != NULL ? slash : strchr (host, ':') != NULL ? "/128" : "/32");
      else if (strchr (words[i], ':') != NULL)
        constraint = g_strdup (words[i]);
      else if (strchr (words[i], '@') != NULL)
        constraint = g_strconcat ("email:", words[i], NULL);
      else
        /* A name stands for all that are below it, too (RFC 5280, 4.2.1.10). */
        constraint = g_strconcat ("DNS:", g_str_has_prefix (words[i], "*.") ? words[i] + 2 : words[i], NULL);
      g_strv_builder_add (builder, constraint);
    }
  found = g_strv_builder_end (builder);

  return found[0] != NULL ? g_steal_pointer (&found) : NULL;
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static char **
make_list (const char *text)
{
  const char *list[] = { text, NULL };

  return is_empty (text) ? NULL : g_strdupv ((char **) list);
}

static SmithName *
make_subject (const SmithAuthorityPlan  *self,
              const char                *common_name,
              GError                   **error)
{
  const char *attributes[7] = { NULL };
  g_autofree char *problem = NULL;
  g_autofree char *country = is_empty (self->country) ? NULL : smith_country_normalize (self->country, &problem);
  guint n = 0;

  if (country != NULL)
    {
      attributes[n++] = "C";
      attributes[n++] = country;
    }
  if (!is_empty (self->organization))
    {
      attributes[n++] = "O";
      attributes[n++] = self->organization;
    }
  attributes[n++] = "CN";
  attributes[n++] = common_name;

  return smith_name_new (attributes, error);
}

static SmithIssuance *
make_issuance (const SmithAuthorityPlan  *self,
               const char                *common_name,
               gboolean                   limited,
               guint                      days,
               GError                   **error)
{
  g_autoptr (SmithName) subject = make_subject (self, common_name, error);
  g_autoptr (SmithExtensions) extensions = smith_extensions_new ();

  if (subject == NULL)
    return NULL;
  extensions->is_ca = TRUE;
  if (limited)
    {
      extensions->path_length = self->path_length;
      extensions->permitted_names = smith_authority_split_constraints (self->permitted);
      extensions->excluded_names = smith_authority_split_constraints (self->excluded);
    }
  if (!smith_extensions_check (extensions, error))
    return NULL;

  return smith_issuance_new (subject, NULL, extensions, days);
}

/**
 * smith_authority_plan_make_root:
 *
 * Returns: (transfer full): what the root will say; an error where there can be no such certificate
 */
SmithIssuance *
smith_authority_plan_make_root (const SmithAuthorityPlan  *self,
                                GError                   **error)
{
  g_autofree char *name = NULL;
  gboolean alone;

  g_return_val_if_fail (self != NULL && self->kind != SMITH_AUTHORITY_KIND_INTERMEDIATE, NULL);

  name = smith_authority_plan_dup_root_name (self);
  alone = self->kind == SMITH_AUTHORITY_KIND_ROOT;

  return make_issuance (self, name, alone, alone ? self->days : MAX (self->days, SMITH_AUTHORITY_ROOT_DAYS), error);
}

/**
 * smith_authority_plan_make_issuing:
 *
 * Returns: (transfer full): what the authority will say that signs requests; an error where there can be no such
 *   certificate
 */
SmithIssuance *
smith_authority_plan_make_issuing (const SmithAuthorityPlan  *self,
                                   GError                   **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  name = smith_authority_plan_dup_issuing_name (self);

  return make_issuance (self, name, TRUE, self->days, error);
}

/**
 * smith_authority_plan_make_addresses:
 *
 * Returns: (transfer full): where what it issues says to look
 */
SmithExtensions *
smith_authority_plan_make_addresses (const SmithAuthorityPlan *self)
{
  SmithExtensions *addresses = smith_extensions_new ();

  addresses->crl_urls = make_list (self->crl_url);
  addresses->issuer_urls = make_list (self->issuer_url);

  return addresses;
}

static gboolean
set_invalid (GError     **error,
             const char  *sentence)
{
  g_set_error_literal (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID, sentence);

  return FALSE;
}

/**
 * smith_authority_plan_check:
 * @error: return location for %SMITH_CRYPTO_ERROR_INVALID with what is wrong as a sentence
 *
 * Returns: whether it can be made
 */
gboolean
smith_authority_plan_check (const SmithAuthorityPlan  *self,
                            GError                   **error)
{
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autoptr (SmithExtensions) addresses = NULL;
  g_autofree char *name = NULL;
  g_autofree char *country = NULL;
  g_autofree char *problem = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  name = g_strstrip (g_strdup (self->name));
  if (*name == '\0')
    return set_invalid (error, _("Enter a name."));
  if (g_utf8_strlen (name, -1) > (self->kind == SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE ? MAX_BASE : MAX_NAME))
    return set_invalid (error, _("The name is too long: certificates have room for 64 characters."));
  if (!is_empty (self->organization) && g_utf8_strlen (self->organization, -1) > MAX_NAME)
    return set_invalid (error, _("The organization is too long: certificates have room for 64 characters."));
  if (!is_empty (self->country))
    {
      country = smith_country_normalize (self->country, &problem);
      if (country == NULL || problem != NULL)
        return set_invalid (error, problem != NULL ? problem : _("There is no such country."));
    }
  if (self->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE && self->parent == NULL)
    return set_invalid (error, _("Choose who signs it."));
  if (self->days == 0 || self->days > SMITH_ISSUANCE_MAX_DAYS)
    return set_invalid (error, _("An authority is valid for 1 day to 36500 days."));
  issuance = smith_authority_plan_make_issuing (self, error);
  if (issuance == NULL)
    return FALSE;
  addresses = smith_authority_plan_make_addresses (self);

  return smith_extensions_check (addresses, error);
}
