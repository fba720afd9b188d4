/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile-list-private.h"

#include <glib/gi18n.h>

#include "smith-profile-file-private.h"
#include "smith-profile-private.h"

#define LAST_GROUP "last-used"
#define PROFILE_GROUP "profile-"

/**
 * SmithProfileList:
 *
 * The profiles of requests, sorted by name, and the values used last, in one file. Verbs
 * (smith-profile-list-changes.c) change the list and have the file written by a worker, one after the other; the newest
 * state wins. Main thread only.
 */

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_SAVING,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
smith_profile_list_get_item_type (GListModel *model)
{
  return SMITH_TYPE_PROFILE;
}

static guint
smith_profile_list_get_n_items (GListModel *model)
{
  return SMITH_PROFILE_LIST (model)->profiles->len;
}

static gpointer
smith_profile_list_get_item (GListModel *model,
                             guint       position)
{
  SmithProfileList *self = SMITH_PROFILE_LIST (model);

  return position < self->profiles->len ? g_object_ref (g_ptr_array_index (self->profiles, position)) : NULL;
}

static void
smith_profile_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_profile_list_get_item_type;
  iface->get_n_items = smith_profile_list_get_n_items;
  iface->get_item = smith_profile_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithProfileList, smith_profile_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_profile_list_list_model_init))

static void
set_problem (SmithProfileList *self,
             const char       *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* Where a profile of that name belongs. */
static guint
find_place (SmithProfileList *self,
            const char       *name)
{
  guint place = 0;

  while (place < self->profiles->len &&
         g_utf8_collate (smith_profile_get_name (g_ptr_array_index (self->profiles, place)), name) <= 0)
    place++;

  return place;
}

void
smith_profile_list_insert (SmithProfileList *self,
                           SmithProfile     *profile)
{
  guint place = find_place (self, smith_profile_get_name (profile));

  g_ptr_array_insert (self->profiles, (int) place, g_object_ref (profile));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

gboolean
smith_profile_list_take_out (SmithProfileList *self,
                             SmithProfile     *profile)
{
  guint place;

  if (!g_ptr_array_find (self->profiles, profile, &place))
    return FALSE;
  g_ptr_array_remove_index (self->profiles, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);

  return TRUE;
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithProfileList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_profile_file_write_finish (result, &error))
    {
      set_problem (self, NULL);
    }
  else
    {
      g_autofree char *problem = g_strdup_printf (_("The profiles could not be saved. %s"), error->message);

      set_problem (self, problem);
    }

  self->saving = FALSE;
  if (self->changed)
    smith_profile_list_save (self);
  if (!self->saving)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVING]);
}

static GKeyFile *
write_profiles (SmithProfileList *self)
{
  GKeyFile *file = g_key_file_new ();

  for (guint i = 0; i < self->profiles->len; i++)
    {
      g_autofree char *group = g_strdup_printf (PROFILE_GROUP "%u", i + 1);

      smith_profile_write (g_ptr_array_index (self->profiles, i), file, group);
    }
  if (self->last != NULL)
    smith_profile_write (self->last, file, LAST_GROUP);

  return file;
}

void
smith_profile_list_save (SmithProfileList *self)
{
  g_autoptr (GKeyFile) file = NULL;

  /* What is on disk is read first; one write after the other. */
  if (self->loading || self->saving)
    {
      self->changed = TRUE;
      return;
    }

  self->changed = FALSE;
  self->saving = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVING]);
  file = write_profiles (self);
  smith_profile_file_write_async (self->folder, file, NULL, save_cb, g_object_ref (self));
}

void
smith_profile_list_read (SmithProfileList *self,
                         GKeyFile         *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (SmithProfile) profile = smith_profile_read (file, groups[i]);

      if (profile == NULL)
        continue;
      /* What was used or made while this was read is newer. */
      if (g_str_equal (groups[i], LAST_GROUP))
        {
          if (self->last == NULL)
            self->last = g_steal_pointer (&profile);
        }
      else if (g_str_has_prefix (groups[i], PROFILE_GROUP) && *smith_profile_get_name (profile) != '\0' &&
               smith_profile_list_find (self, smith_profile_get_name (profile)) == NULL)
        {
          smith_profile_list_insert (self, profile);
        }
    }
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithProfileList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = smith_profile_file_read_finish (result, &error);

  self->loading = FALSE;
  if (error != NULL)
    {
      g_autofree char *problem = g_strdup_printf (_("The profiles could not be read. %s"), error->message);

      set_problem (self, problem);
    }
  if (file != NULL)
    smith_profile_list_read (self, file);
  if (self->changed)
    smith_profile_list_save (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
smith_profile_list_finalize (GObject *object)
{
  SmithProfileList *self = SMITH_PROFILE_LIST (object);

  g_free (self->folder);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_object (&self->last);
  g_free (self->problem);

  G_OBJECT_CLASS (smith_profile_list_parent_class)->finalize (object);
}

static void
smith_profile_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SmithProfileList *self = SMITH_PROFILE_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, smith_profile_list_get_loading (self));
      break;
    case PROP_SAVING:
      g_value_set_boolean (value, smith_profile_list_get_saving (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, smith_profile_list_get_problem (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_profile_list_class_init (SmithProfileListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_profile_list_finalize;
  object_class->get_property = smith_profile_list_get_property;

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAVING] =
    g_param_spec_boolean ("saving", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_profile_list_init (SmithProfileList *self)
{
  self->profiles = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * smith_profile_list_new:
 * @folder: (type filename): where the file is, or will be
 *
 * Returns: (transfer full): a list that is being read
 */
SmithProfileList *
smith_profile_list_new (const char *folder)
{
  SmithProfileList *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (SMITH_TYPE_PROFILE_LIST, NULL);
  self->folder = g_strdup (folder);
  self->loading = TRUE;
  smith_profile_file_read_async (folder, NULL, load_cb, g_object_ref (self));

  return self;
}

/**
 * smith_profile_list_for_library:
 * @library: whose folder has the file
 *
 * Returns: (transfer none): the one list of @library, which lives as long as it
 */
SmithProfileList *
smith_profile_list_for_library (SmithLibrary *library)
{
  SmithProfileList *self;

  g_return_val_if_fail (SMITH_IS_LIBRARY (library), NULL);

  self = g_object_get_data (G_OBJECT (library), "smith-profile-list");
  if (self == NULL)
    {
      self = smith_profile_list_new (smith_library_get_folder (library));
      g_object_set_data_full (G_OBJECT (library), "smith-profile-list", self, g_object_unref);
    }

  return self;
}

gboolean
smith_profile_list_get_loading (SmithProfileList *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), FALSE);

  return self->loading;
}

/**
 * smith_profile_list_get_saving:
 *
 * Returns: whether something is not on disk yet
 */
gboolean
smith_profile_list_get_saving (SmithProfileList *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), FALSE);

  return self->saving || self->changed;
}

/**
 * smith_profile_list_get_problem:
 *
 * Returns: (transfer none) (nullable): why profiles could not be read or saved, in sentences
 */
const char *
smith_profile_list_get_problem (SmithProfileList *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), NULL);

  return self->problem;
}

/**
 * smith_profile_list_find:
 * @name: in any case
 *
 * Returns: (transfer none) (nullable): the profile of that name
 */
SmithProfile *
smith_profile_list_find (SmithProfileList *self,
                         const char       *name)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  folded = g_utf8_casefold (name, -1);
  for (guint i = 0; i < self->profiles->len; i++)
    {
      SmithProfile *profile = g_ptr_array_index (self->profiles, i);
      g_autofree char *other = g_utf8_casefold (smith_profile_get_name (profile), -1);

      if (g_str_equal (folded, other))
        return profile;
    }

  return NULL;
}

/**
 * smith_profile_list_get_last:
 *
 * Returns: (transfer none) (nullable): the values used last; NULL where nothing was created yet, or while loading
 */
SmithProfile *
smith_profile_list_get_last (SmithProfileList *self)
{
  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), NULL);

  return self->last;
}
