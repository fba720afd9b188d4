/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile.h"

#include <string.h>

#include "smith-profile-list.h"
#include "smith-profile-private.h"
#include "smith-request-draft-private.h"

/**
 * SmithProfile:
 *
 * What the requests of one organization have in common, under a name. Plain values in a group of a key file.
 * Main thread only.
 */
struct _SmithProfile
{
  GObject parent_instance;

  /* Owned */
  char            *name;
  char            *summary;
  char           **attributes;
  SmithExtensions *extensions;     /* (nullable): the defaults */
  char            *digest;
  gboolean         use_common_name;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_SUMMARY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithProfile, smith_profile, G_TYPE_OBJECT)

static void
smith_profile_finalize (GObject *object)
{
  SmithProfile *self = SMITH_PROFILE (object);

  g_free (self->name);
  g_free (self->summary);
  g_strfreev (self->attributes);
  g_clear_pointer (&self->extensions, smith_extensions_free);
  g_free (self->digest);

  G_OBJECT_CLASS (smith_profile_parent_class)->finalize (object);
}

static void
smith_profile_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SmithProfile *self = SMITH_PROFILE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, smith_profile_get_name (self));
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, smith_profile_get_summary (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_profile_class_init (SmithProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_profile_finalize;
  object_class->get_property = smith_profile_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUMMARY] =
    g_param_spec_string ("summary", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_profile_init (SmithProfile *self)
{
}

/* The most telling values first, as people sign letters. */
static char *
make_summary (char **attributes)
{
  static const char * const telling[] = { "O", "OU", "L", "C", NULL };
  g_autoptr (GString) summary = g_string_new (NULL);

  for (guint i = 0; telling[i] != NULL; i++)
    for (guint j = 0; attributes[j] != NULL; j += 2)
      if (g_str_equal (attributes[j], telling[i]))
        g_string_append_printf (summary, "%s%s", summary->len > 0 ? ", " : "", attributes[j + 1]);

  return g_string_free (g_steal_pointer (&summary), FALSE);
}

/**
 * smith_profile_new_from_draft: (skip)
 * @name: "" for the values used last, which have no extensions of their own: what was needed once is not
 *   asked for again unseen
 *
 * Returns: (transfer full): what @draft holds
 */
SmithProfile *
smith_profile_new_from_draft (const char        *name,
                              SmithRequestDraft *draft)
{
  SmithProfile *self = g_object_new (SMITH_TYPE_PROFILE, NULL);

  self->name = g_strdup (name);
  self->attributes = smith_request_draft_dup_attributes (draft, FALSE);
  self->summary = make_summary (self->attributes);
  if (*name != '\0' && !smith_request_draft_get_default_extensions (draft))
    self->extensions = smith_extensions_copy (smith_request_draft_get_extensions (draft));
  self->digest = g_strdup (smith_request_draft_get_digest (draft));
  self->use_common_name = smith_request_draft_get_use_common_name (draft);

  return self;
}

static void
write_list (GKeyFile    *file,
            const char  *group,
            const char  *key,
            char       **list)
{
  if (list != NULL && *list != NULL)
    g_key_file_set_string_list (file, group, key, (const char * const *) list, g_strv_length (list));
}

static void
write_extensions (const SmithExtensions *extensions,
                  GKeyFile              *file,
                  const char            *group)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) usages = NULL;

  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
    if ((extensions->key_usage & (SmithKeyUsage) (1 << i)) != 0)
      g_strv_builder_add (builder, smith_key_usage_get_nick ((SmithKeyUsage) (1 << i)));
  usages = g_strv_builder_end (builder);

  g_key_file_set_boolean (file, group, "extensions", TRUE);
  write_list (file, group, "key-usage", usages);
  write_list (file, group, "extended-key-usage", extensions->extended_key_usages);
  g_key_file_set_boolean (file, group, "must-staple", extensions->must_staple);
  g_key_file_set_boolean (file, group, "certificate-authority", extensions->is_ca);
  g_key_file_set_integer (file, group, "path-length", extensions->path_length);
  write_list (file, group, "permitted-names", extensions->permitted_names);
  write_list (file, group, "excluded-names", extensions->excluded_names);
  write_list (file, group, "crl-urls", extensions->crl_urls);
  write_list (file, group, "ocsp-urls", extensions->ocsp_urls);
  write_list (file, group, "issuer-urls", extensions->issuer_urls);
}

static SmithExtensions *
read_extensions (GKeyFile   *file,
                 const char *group)
{
  SmithExtensions *extensions;
  g_auto (GStrv) usages = NULL;

  if (!g_key_file_get_boolean (file, group, "extensions", NULL))
    return NULL;

  extensions = smith_extensions_new ();
  usages = g_key_file_get_string_list (file, group, "key-usage", NULL, NULL);
  for (guint i = 0; usages != NULL && i < SMITH_N_KEY_USAGES; i++)
    if (g_strv_contains ((const char * const *) usages, smith_key_usage_get_nick ((SmithKeyUsage) (1 << i))))
      extensions->key_usage |= (SmithKeyUsage) (1 << i);
  extensions->extended_key_usages = g_key_file_get_string_list (file, group, "extended-key-usage", NULL, NULL);
  extensions->must_staple = g_key_file_get_boolean (file, group, "must-staple", NULL);
  extensions->is_ca = g_key_file_get_boolean (file, group, "certificate-authority", NULL);
  if (g_key_file_has_key (file, group, "path-length", NULL))
    extensions->path_length = MAX (-1, g_key_file_get_integer (file, group, "path-length", NULL));
  extensions->permitted_names = g_key_file_get_string_list (file, group, "permitted-names", NULL, NULL);
  extensions->excluded_names = g_key_file_get_string_list (file, group, "excluded-names", NULL, NULL);
  extensions->crl_urls = g_key_file_get_string_list (file, group, "crl-urls", NULL, NULL);
  extensions->ocsp_urls = g_key_file_get_string_list (file, group, "ocsp-urls", NULL, NULL);
  extensions->issuer_urls = g_key_file_get_string_list (file, group, "issuer-urls", NULL, NULL);

  return extensions;
}

/**
 * smith_profile_write: (skip)
 * @group: where in @file
 */
void
smith_profile_write (SmithProfile *self,
                     GKeyFile     *file,
                     const char   *group)
{
  g_key_file_set_string (file, group, "name", self->name);
  write_list (file, group, "subject", self->attributes);
  g_key_file_set_string (file, group, "digest", self->digest);
  g_key_file_set_boolean (file, group, "common-name", self->use_common_name);
  if (self->extensions != NULL)
    write_extensions (self->extensions, file, group);
}

/**
 * smith_profile_read: (skip)
 * @group: where in @file
 *
 * Returns: (transfer full) (nullable): the profile; NULL where it has no name. What a person wrote into the file and is
 *   none of it is left out
 */
SmithProfile *
smith_profile_read (GKeyFile   *file,
                    const char *group)
{
  static const char * const digests[] = { "SHA256", "SHA384", "SHA512", NULL };
  SmithProfile *self;
  char *name = g_key_file_get_string (file, group, "name", NULL);

  if (name == NULL)
    return NULL;

  self = g_object_new (SMITH_TYPE_PROFILE, NULL);
  self->name = name;
  self->attributes = g_key_file_get_string_list (file, group, "subject", NULL, NULL);
  if (self->attributes == NULL)
    self->attributes = g_new0 (char *, 1);
  if (g_strv_length (self->attributes) % 2 != 0)
    g_clear_pointer (&self->attributes[g_strv_length (self->attributes) - 1], g_free);
  self->summary = make_summary (self->attributes);
  self->digest = g_key_file_get_string (file, group, "digest", NULL);
  if (self->digest == NULL || !g_strv_contains (digests, self->digest))
    {
      g_free (self->digest);
      self->digest = g_strdup (digests[0]);
    }
  self->use_common_name = !g_key_file_has_key (file, group, "common-name", NULL) ||
                          g_key_file_get_boolean (file, group, "common-name", NULL);
  self->extensions = read_extensions (file, group);

  return self;
}

void
smith_profile_set_name (SmithProfile *self,
                        const char   *name)
{
  if (g_str_equal (self->name, name))
    return;

  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * smith_profile_has_same: (skip)
 *
 * Returns: whether both hold the same, whatever they are called
 */
gboolean
smith_profile_has_same (SmithProfile *self,
                        SmithProfile *other)
{
  if ((self->extensions == NULL) != (other->extensions == NULL))
    return FALSE;

  return g_strv_equal ((const char * const *) self->attributes, (const char * const *) other->attributes) &&
         g_str_equal (self->digest, other->digest) &&
         self->use_common_name == other->use_common_name &&
         (self->extensions == NULL || smith_extensions_equal (self->extensions, other->extensions));
}

/**
 * smith_profile_get_name:
 *
 * Returns: (transfer none): what it is called; "" for the values used last
 */
const char *
smith_profile_get_name (SmithProfile *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE (self), NULL);

  return self->name;
}

/**
 * smith_profile_get_summary:
 *
 * Returns: (transfer none): what it is about, "Example GmbH, Web, DE"; "" where it says nothing of an organization
 */
const char *
smith_profile_get_summary (SmithProfile *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE (self), NULL);

  return self->summary;
}

/**
 * smith_profile_get_attributes:
 *
 * Returns: (transfer none) (array zero-terminated=1): attributes and values by turns
 */
const char * const *
smith_profile_get_attributes (SmithProfile *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE (self), NULL);

  return (const char * const *) self->attributes;
}

/**
 * smith_profile_get_extensions:
 *
 * Returns: (transfer none) (nullable): what is asked for; NULL: the defaults of a TLS server
 */
const SmithExtensions *
smith_profile_get_extensions (SmithProfile *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE (self), NULL);

  return self->extensions;
}

/**
 * smith_profile_get_digest:
 *
 * Returns: (transfer none): "SHA256", "SHA384" or "SHA512"
 */
const char *
smith_profile_get_digest (SmithProfile *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE (self), NULL);

  return self->digest;
}

gboolean
smith_profile_get_use_common_name (SmithProfile *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE (self), FALSE);

  return self->use_common_name;
}

/**
 * smith_request_draft_apply_profile:
 * @profile: what it shall hold
 *
 * All but the names, the challenge password and the order of the subject comes from @profile.
 */
void
smith_request_draft_apply_profile (SmithRequestDraft *draft,
                                   SmithProfile      *profile)
{
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (draft));
  g_return_if_fail (SMITH_IS_PROFILE (profile));

  smith_request_draft_hold (draft);
  smith_request_draft_set_attributes (draft, smith_profile_get_attributes (profile));
  smith_request_draft_set_extensions (draft, profile->extensions);
  smith_request_draft_set_digest (draft, profile->digest);
  smith_request_draft_set_use_common_name (draft, profile->use_common_name);
  smith_request_draft_release (draft);
}
