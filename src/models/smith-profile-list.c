/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile-list.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-profile-file-private.h"
#include "smith-profile-private.h"
#include "smith-request-draft-private.h"

#define LAST_GROUP "last-used"
#define PROFILE_GROUP "profile-"
#define MAX_NAME 100

/**
 * SmithProfileList:
 *
 * The profiles of requests, sorted by name, and the values used last, in one file. Verbs change the list and have the
 * file written by a worker, one after the other; the newest state wins. Main thread only.
 */
struct _SmithProfileList
{
  GObject parent_instance;

  /* Owned */
  char         *folder;
  GPtrArray    *profiles;
  SmithProfile *last;
  char         *problem;
  gboolean      loading;
  gboolean      saving;
  gboolean      changed;       /* while loading or saving */
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_SAVING,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void save (SmithProfileList *self);

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

static void
insert (SmithProfileList *self,
        SmithProfile     *profile)
{
  guint place = find_place (self, smith_profile_get_name (profile));

  g_ptr_array_insert (self->profiles, (int) place, g_object_ref (profile));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

static gboolean
take_out (SmithProfileList *self,
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
    save (self);
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

static void
save (SmithProfileList *self)
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

static void
read_profiles (SmithProfileList *self,
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
          insert (self, profile);
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
    read_profiles (self, file);
  if (self->changed)
    save (self);
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

/**
 * smith_profile_list_check_name:
 * @name: what a person wants to call a profile
 * @except: (nullable): the one that is so called already
 *
 * Returns: (transfer full) (nullable): why it cannot be called so, as a sentence; NULL where it can
 */
char *
smith_profile_list_check_name (SmithProfileList *self,
                               const char       *name,
                               SmithProfile     *except)
{
  g_autofree char *stripped = NULL;
  SmithProfile *other;

  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!g_utf8_validate (name, -1, NULL))
    return g_strdup (_("Not readable as text (UTF-8)."));
  stripped = g_strstrip (g_strdup (name));
  if (*stripped == '\0')
    return g_strdup (_("A profile needs a name."));
  if (g_utf8_strlen (stripped, -1) > MAX_NAME)
    return g_strdup_printf (_("The name of a profile has at most %d characters."), MAX_NAME);
  for (const char *p = stripped; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return g_strdup (_("A line break or another control character cannot be part of a name."));
  other = smith_profile_list_find (self, stripped);
  if (other != NULL && other != except)
    return g_strdup_printf (_("There is a profile “%s” already."), smith_profile_get_name (other));

  return NULL;
}

/**
 * smith_profile_list_add:
 * @name: one that smith_profile_list_check_name() lets pass
 * @draft: what it shall hold
 *
 * Returns: (transfer none): the new profile
 */
SmithProfile *
smith_profile_list_add (SmithProfileList  *self,
                        const char        *name,
                        SmithRequestDraft *draft)
{
  g_autoptr (SmithProfile) profile = NULL;
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (draft), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  stripped = g_strstrip (g_strdup (name));
  profile = smith_profile_new_from_draft (stripped, draft);
  insert (self, profile);
  save (self);

  return profile;
}

/**
 * smith_profile_list_update:
 * @profile: one of the list
 * @draft: what it shall hold from now on
 *
 * Returns: (transfer none): the profile that took the place of @profile; to undo, remove it and restore @profile
 */
SmithProfile *
smith_profile_list_update (SmithProfileList  *self,
                           SmithProfile      *profile,
                           SmithRequestDraft *draft)
{
  g_autoptr (SmithProfile) next = NULL;
  guint place;

  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (draft), NULL);
  g_return_val_if_fail (g_ptr_array_find (self->profiles, profile, NULL), NULL);

  next = smith_profile_new_from_draft (smith_profile_get_name (profile), draft);
  g_ptr_array_find (self->profiles, profile, &place);
  g_ptr_array_remove_index (self->profiles, place);
  g_ptr_array_insert (self->profiles, (int) place, g_object_ref (next));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 1);
  save (self);

  return next;
}

/**
 * smith_profile_list_rename:
 * @profile: one of the list
 * @name: one that smith_profile_list_check_name() lets pass
 */
void
smith_profile_list_rename (SmithProfileList *self,
                           SmithProfile     *profile,
                           const char       *name)
{
  g_autoptr (SmithProfile) kept = NULL;
  g_autofree char *stripped = NULL;

  g_return_if_fail (SMITH_IS_PROFILE_LIST (self));
  g_return_if_fail (SMITH_IS_PROFILE (profile) && name != NULL);

  stripped = g_strstrip (g_strdup (name));
  if (g_str_equal (smith_profile_get_name (profile), stripped))
    return;

  kept = g_object_ref (profile);
  if (!take_out (self, profile))
    return;
  smith_profile_set_name (profile, stripped);
  insert (self, profile);
  save (self);
}

/**
 * smith_profile_list_remove:
 * @profile: one of the list
 */
void
smith_profile_list_remove (SmithProfileList *self,
                           SmithProfile     *profile)
{
  g_return_if_fail (SMITH_IS_PROFILE_LIST (self));
  g_return_if_fail (SMITH_IS_PROFILE (profile));

  if (take_out (self, profile))
    save (self);
}

/**
 * smith_profile_list_restore:
 * @profile: one that was removed. If another one has its name by now, a number behind it tells them apart
 */
void
smith_profile_list_restore (SmithProfileList *self,
                            SmithProfile     *profile)
{
  g_autofree char *name = NULL;

  g_return_if_fail (SMITH_IS_PROFILE_LIST (self));
  g_return_if_fail (SMITH_IS_PROFILE (profile));

  if (g_ptr_array_find (self->profiles, profile, NULL))
    return;

  name = g_strdup (smith_profile_get_name (profile));
  for (guint i = 2; smith_profile_list_find (self, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", smith_profile_get_name (profile), i);
    }
  smith_profile_set_name (profile, name);
  insert (self, profile);
  save (self);
}

/**
 * smith_profile_list_merge:
 * @bytes: the text of a profiles.ini, such as that of a backup
 *
 * Adds the profiles of @bytes whose names are not taken; those that are there stay as they are.
 *
 * Returns: how many were added
 */
guint
smith_profile_list_merge (SmithProfileList *self,
                          GBytes           *bytes)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  guint before;

  g_return_val_if_fail (SMITH_IS_PROFILE_LIST (self), 0);
  g_return_val_if_fail (bytes != NULL, 0);

  before = self->profiles->len;
  if (g_bytes_get_size (bytes) > 0 && g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    read_profiles (self, file);
  if (self->profiles->len > before)
    save (self);

  return self->profiles->len - before;
}

/**
 * smith_profile_list_remember:
 * @draft: what was used just now
 *
 * The next request begins with it, see smith_request_draft_apply_last().
 */
void
smith_profile_list_remember (SmithProfileList  *self,
                             SmithRequestDraft *draft)
{
  g_autoptr (SmithProfile) profile = NULL;

  g_return_if_fail (SMITH_IS_PROFILE_LIST (self));
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (draft));

  profile = smith_profile_new_from_draft ("", draft);
  if (self->last != NULL && smith_profile_has_same (self->last, profile))
    return;

  g_set_object (&self->last, profile);
  save (self);
}

static void
apply_last_cb (SmithProfileList  *self,
               GParamSpec        *pspec,
               SmithRequestDraft *draft)
{
  g_signal_handlers_disconnect_by_func (self, apply_last_cb, draft);
  if (self->last != NULL && smith_request_draft_is_untouched (draft))
    smith_request_draft_apply_profile (draft, self->last);
}

/**
 * smith_request_draft_apply_last:
 * @profiles: has the values used last
 *
 * Begins @draft with them: now, or when they are read; not if anything but names was entered by then.
 */
void
smith_request_draft_apply_last (SmithRequestDraft *draft,
                                SmithProfileList  *profiles)
{
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (draft));
  g_return_if_fail (SMITH_IS_PROFILE_LIST (profiles));

  if (profiles->loading)
    g_signal_connect_object (profiles, "notify::loading", G_CALLBACK (apply_last_cb), draft, 0);
  else if (profiles->last != NULL && smith_request_draft_is_untouched (draft))
    smith_request_draft_apply_profile (draft, profiles->last);
}
