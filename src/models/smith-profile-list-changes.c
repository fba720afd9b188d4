/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile-list-private.h"

#include <glib/gi18n.h>

#include "smith-profile-private.h"
#include "smith-request-draft-private.h"

/* The verbs of SmithProfileList, and what becomes of the values used last; smith-profile-list.c has the model and its
 * file. */

#define MAX_NAME 100

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
  smith_profile_list_insert (self, profile);
  smith_profile_list_save (self);

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
  smith_profile_list_save (self);

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
  if (!smith_profile_list_take_out (self, profile))
    return;
  smith_profile_set_name (profile, stripped);
  smith_profile_list_insert (self, profile);
  smith_profile_list_save (self);
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

  if (smith_profile_list_take_out (self, profile))
    smith_profile_list_save (self);
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
  smith_profile_list_insert (self, profile);
  smith_profile_list_save (self);
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
    smith_profile_list_read (self, file);
  if (self->profiles->len > before)
    smith_profile_list_save (self);

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
  smith_profile_list_save (self);
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
