/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile-button.h"

#include <glib/gi18n.h>

#include "smith-name-dialog.h"
#include "smith-toast.h"

/**
 * SmithProfileButton:
 *
 * A menu of the profiles that are kept: one of them fills the #SmithRequestDraft in; what the draft holds is saved
 * under a new name or into the profile that was chosen last, which can be renamed and, with Undo, removed. What
 * the disk says against it is a toast. Actions: "profile.use" (a name), "profile.save", "profile.update",
 * "profile.rename", "profile.remove".
 */
struct _SmithProfileButton
{
  GtkWidget          parent_instance;

  /* Owned */
  SmithProfileList  *profiles;
  SmithRequestDraft *draft;
  SmithProfile      *current;           /* chosen last; NULL: none */
  GSignalGroup      *profiles_signals;
  GCancellable      *cancellable;

  /* Template */
  GtkMenuButton     *menu_button;
  GtkLabel          *menu_label;
};

#define MENU_CHARACTERS 24

G_DEFINE_FINAL_TYPE (SmithProfileButton, smith_profile_button, GTK_TYPE_WIDGET)

/* As much of a name as there is room for in a menu of a narrow window, for its label. */
static char *
dup_item_name (const char *name)
{
  g_autofree char *head = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *whole = NULL;

  if (g_utf8_strlen (name, -1) > MENU_CHARACTERS)
    {
      head = g_utf8_substring (name, 0, MENU_CHARACTERS - 1);
      whole = g_strconcat (g_strchomp (head), "…", NULL);
    }
  parts = g_strsplit (whole != NULL ? whole : name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_append_item (menu, item);
}

static void
append_item_for (GMenu      *menu,
                 const char *format,
                 const char *name,
                 const char *action)
{
  g_autofree char *escaped = dup_item_name (name);
  g_auto (GStrv) pieces = g_strsplit (format, "%s", 2);
  g_autofree char *label = g_strjoinv (escaped, pieces);

  append_item (menu, label, action);
}

static GMenu *
create_list (SmithProfileButton *self)
{
  GMenu *list = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    {
      g_autoptr (SmithProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      g_autofree char *label = dup_item_name (smith_profile_get_name (profile));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "profile.use", "s", smith_profile_get_name (profile));
      g_menu_append_item (list, item);
    }

  return list;
}

static void
update (SmithProfileButton *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) changes = g_menu_new ();
  const char *name;

  if (self->profiles == NULL)
    return;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->profiles)) > 0)
    {
      g_autoptr (GMenu) list = create_list (self);

      g_menu_append_section (menu, NULL, G_MENU_MODEL (list));
    }
  append_item (changes, _("_Save as Profile…"), "profile.save");
  name = self->current != NULL ? smith_profile_get_name (self->current) : NULL;
  if (name != NULL)
    {
      /* Translators: menu items; %s is the name of a profile */
      append_item_for (changes, _("_Change “%s” to This"), name, "profile.update");
      append_item_for (changes, _("Re_name “%s”…"), name, "profile.rename");
      append_item_for (changes, _("_Remove “%s”"), name, "profile.remove");
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (changes));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  gtk_label_set_label (self->menu_label, name != NULL ? name : _("Profile"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->menu_label), -1);
}

static void
set_current (SmithProfileButton *self,
             SmithProfile       *profile)
{
  g_set_object (&self->current, profile);
  update (self);
}

static void
profiles_changed_cb (SmithProfileButton *self)
{
  if (self->current != NULL &&
      smith_profile_list_find (self->profiles, smith_profile_get_name (self->current)) != self->current)
    g_clear_object (&self->current);
  update (self);
}

static void
problem_cb (SmithProfileButton *self)
{
  const char *problem = smith_profile_list_get_problem (self->profiles);

  if (problem != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    smith_toast_show (GTK_WIDGET (self), problem);
}

static void
use_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SmithProfileButton *self = SMITH_PROFILE_BUTTON (widget);
  SmithProfile *profile;
  g_autofree char *title = NULL;

  if (self->draft == NULL || self->profiles == NULL)
    return;

  profile = smith_profile_list_find (self->profiles, g_variant_get_string (parameter, NULL));
  if (profile == NULL)
    return;

  smith_request_draft_apply_profile (self->draft, profile);
  set_current (self, profile);
  /* Translators: a toast; %s is the name of a profile */
  title = g_strdup_printf (_("Filled in from “%s”"), smith_profile_get_name (profile));
  smith_toast_show (widget, title);
}

/* Names are asked for until one is good, or nobody wants any more. */

typedef struct
{
  SmithProfileButton *button;
  SmithProfile       *profile;          /* (nullable): to rename; else a new one */
} Question;

static void ask_name (SmithProfileButton *self,
                      SmithProfile       *profile,
                      const char         *text,
                      const char         *problem);

static void
name_asked_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (SmithProfileButton) self = question->button;
  g_autoptr (SmithProfile) profile = question->profile;
  g_autofree char *name = smith_name_dialog_ask_finish (result, NULL);
  g_autofree char *problem = NULL;

  if (name == NULL || self->profiles == NULL || self->draft == NULL)
    return;

  problem = smith_profile_list_check_name (self->profiles, name, profile);
  if (problem != NULL)
    {
      ask_name (self, profile, name, problem);
      return;
    }
  if (profile != NULL)
    smith_profile_list_rename (self->profiles, profile, name);
  else
    profile = g_object_ref (smith_profile_list_add (self->profiles, name, self->draft));
  set_current (self, profile);
}

static void
ask_name (SmithProfileButton *self,
          SmithProfile       *profile,
          const char         *text,
          const char         *problem)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  Question *question;

  if (!GTK_IS_WINDOW (root))
    return;

  question = g_new0 (Question, 1);
  question->button = g_object_ref (self);
  g_set_object (&question->profile, profile);
  smith_name_dialog_ask_async (GTK_WINDOW (root),
                               profile != NULL ? _("Rename Profile") : _("Save as Profile"),
                               problem != NULL ? problem
                                               : _("A profile keeps what the request says besides its names, for other requests."),
                               _("Name"), text, profile != NULL ? _("_Rename") : _("_Save"),
                               self->cancellable, name_asked_cb, question);
}

static void
save_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithProfileButton *self = SMITH_PROFILE_BUTTON (widget);

  if (self->draft != NULL)
    ask_name (self, NULL, smith_request_draft_get_field (self->draft, SMITH_REQUEST_FIELD_ORGANIZATION), NULL);
}

static void
rename_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithProfileButton *self = SMITH_PROFILE_BUTTON (widget);

  if (self->current != NULL)
    ask_name (self, self->current, smith_profile_get_name (self->current), NULL);
}

static void
update_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithProfileButton *self = SMITH_PROFILE_BUTTON (widget);
  g_autoptr (SmithProfile) old = NULL;
  g_autofree char *title = NULL;

  if (self->current == NULL || self->draft == NULL)
    return;

  old = g_object_ref (self->current);
  set_current (self, smith_profile_list_update (self->profiles, old, self->draft));
  /* Translators: a toast; %s is the name of a profile */
  title = g_strdup_printf (_("“%s” changed"), smith_profile_get_name (old));
  smith_toast_show (widget, title);
}

typedef struct
{
  SmithProfileList *profiles;
  SmithProfile     *profile;
} Removal;

static void
removal_free (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->profiles);
  g_object_unref (removal->profile);
  g_free (removal);
}

static void
undo_removal_cb (gpointer user_data)
{
  Removal *removal = user_data;

  smith_profile_list_restore (removal->profiles, removal->profile);
}

static void
remove_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithProfileButton *self = SMITH_PROFILE_BUTTON (widget);
  Removal *removal;
  g_autofree char *title = NULL;

  if (self->current == NULL)
    return;

  removal = g_new0 (Removal, 1);
  removal->profiles = g_object_ref (self->profiles);
  removal->profile = g_object_ref (self->current);
  /* Translators: a toast; %s is the name of a profile */
  title = g_strdup_printf (_("Profile “%s” removed"), smith_profile_get_name (removal->profile));
  smith_profile_list_remove (self->profiles, removal->profile);
  set_current (self, NULL);
  smith_toast_replace_with_undo (widget, title, G_CALLBACK (undo_removal_cb), removal, removal_free);
}

static void
smith_profile_button_dispose (GObject *object)
{
  SmithProfileButton *self = SMITH_PROFILE_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->profiles_signals);
  g_clear_object (&self->current);
  g_clear_object (&self->profiles);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_PROFILE_BUTTON);

  G_OBJECT_CLASS (smith_profile_button_parent_class)->dispose (object);
}

static void
smith_profile_button_finalize (GObject *object)
{
  g_clear_object (&SMITH_PROFILE_BUTTON (object)->cancellable);

  G_OBJECT_CLASS (smith_profile_button_parent_class)->finalize (object);
}

static void
smith_profile_button_class_init (SmithProfileButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_profile_button_dispose;
  object_class->finalize = smith_profile_button_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-profile-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithProfileButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SmithProfileButton, menu_label);
  gtk_widget_class_install_action (widget_class, "profile.use", "s", use_action_cb);
  gtk_widget_class_install_action (widget_class, "profile.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "profile.update", NULL, update_action_cb);
  gtk_widget_class_install_action (widget_class, "profile.rename", NULL, rename_action_cb);
  gtk_widget_class_install_action (widget_class, "profile.remove", NULL, remove_action_cb);
}

static void
smith_profile_button_init (SmithProfileButton *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->profiles_signals = g_signal_group_new (SMITH_TYPE_PROFILE_LIST);
  g_signal_group_connect_swapped (self->profiles_signals, "items-changed", G_CALLBACK (profiles_changed_cb), self);
  g_signal_group_connect_swapped (self->profiles_signals, "notify::problem", G_CALLBACK (problem_cb), self);
}

/**
 * smith_profile_button_set_draft:
 * @profiles: (nullable): what there is to choose
 * @draft: (nullable): what a profile is put into, and saved from
 */
void
smith_profile_button_set_draft (SmithProfileButton *self,
                                SmithProfileList   *profiles,
                                SmithRequestDraft  *draft)
{
  g_return_if_fail (SMITH_IS_PROFILE_BUTTON (self));
  g_return_if_fail (profiles == NULL || SMITH_IS_PROFILE_LIST (profiles));
  g_return_if_fail (draft == NULL || SMITH_IS_REQUEST_DRAFT (draft));

  if (g_set_object (&self->draft, draft))
    g_clear_object (&self->current);
  if (g_set_object (&self->profiles, profiles))
    g_signal_group_set_target (self->profiles_signals, profiles);
  update (self);
}
