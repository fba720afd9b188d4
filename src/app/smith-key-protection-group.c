/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-protection-group.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-key-change.h"
#include "smith-key-dialog.h"
#include "smith-key-subject.h"
#include "smith-password-interaction.h"
#include "smith-tip.h"
#include "smith-toast.h"

/**
 * SmithKeyProtectionGroup:
 *
 * How the file of a key is protected: another passphrase, one at all, none (after a question), and what the keyring
 * remembers of it.
 */
struct _SmithKeyProtectionGroup
{
  AdwPreferencesGroup parent_instance;

  /* Owned */
  SmithKeySubject  subject;
  GCancellable    *cancellable;

  /* Template */
  GtkWidget       *row;
  GtkWidget       *image;
  GtkWidget       *button;
  SmithMessageRow *message;
  GtkWidget       *remembered_row;
  SmithMessageRow *remembered_message;
};

G_DEFINE_FINAL_TYPE (SmithKeyProtectionGroup, smith_key_protection_group, ADW_TYPE_PREFERENCES_GROUP)

/* One dialog after the other; the identity may be another one when the last of them answers. */
typedef struct
{
  SmithKeyProtectionGroup *group;
  SmithKeyStep            *step;
  SmithPassphraseDraft    *draft;
  gboolean                 was_protected;
} Change;

static void
change_free (Change *change)
{
  g_clear_object (&change->group);
  g_clear_pointer (&change->step, smith_key_step_free);
  g_clear_object (&change->draft);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static gboolean
is_protected (SmithIdentity *identity)
{
  return smith_identity_get_key_protection (identity) == SMITH_KEY_PROTECTION_PASSPHRASE;
}

static Change *
change_new (SmithKeyProtectionGroup *self,
            SmithMessageRow         *message)
{
  Change *change = g_new0 (Change, 1);

  change->group = g_object_ref (self);
  change->step = smith_key_subject_begin_step (&self->subject, GTK_WIDGET (self), message);
  change->was_protected = is_protected (self->subject.identity);

  return change;
}

static void
update (SmithKeyProtectionGroup *self)
{
  gboolean protected = is_protected (self->subject.identity);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), protected ? _("Passphrase") : _("No passphrase"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row),
                               protected ? _("The file is encrypted; who loses the passphrase loses the key.")
                                         : _("The file is not encrypted: only your user can read it (mode 0600)."));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image),
                                protected ? "changes-prevent-symbolic" : "changes-allow-symbolic");
  gtk_button_set_label (GTK_BUTTON (self->button), protected ? _("_Change…") : _("_Set…"));
  smith_tip_set (self->button, protected ? _("Change Passphrase") : _("Set a Passphrase"));
  gtk_widget_set_visible (self->remembered_row, protected);
  smith_message_row_set_message (self->message, NULL);
  smith_message_row_set_message (self->remembered_message, NULL);
}

static void
change_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;

  if (!smith_key_change_finish (SMITH_WORKSPACE (source), result, &warning, &error))
    {
      smith_key_step_report (change->step, change->group->subject.identity, error);
      return;
    }

  smith_toast_show (GTK_WIDGET (change->group),
                    warning != NULL ? warning
                    : !is_protected (change->step->identity) ? _("Passphrase removed")
                    : change->was_protected ? _("Passphrase changed") : _("Passphrase set"));
}

/* @change: (transfer full) */
static void
start_change (Change *change)
{
  g_autoptr (SmithSecret) passphrase = smith_passphrase_draft_dup_passphrase (change->draft);
  GtkWindow *window = smith_key_subject_get_window (GTK_WIDGET (change->group));
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (window);
  gboolean remember = smith_passphrase_draft_get_remember (change->draft);

  smith_passphrase_draft_clear (change->draft);
  smith_key_change_passphrase_async (change->step->workspace, change->step->identity, interaction, passphrase, remember,
                                     change->group->cancellable, change_cb, change);
}

static void
confirm_removal_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autofree char *response = smith_compat_alert_finish (result, NULL);

  if (g_strcmp0 (response, "remove") == 0)
    start_change (g_steal_pointer (&change));
}

static void
ask_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  GtkWindow *window = smith_key_subject_get_window (GTK_WIDGET (change->group));
  GCancellable *cancellable = change->group->cancellable;
  SmithAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "remove", _("_Remove Passphrase"), ADW_RESPONSE_DESTRUCTIVE },
  };

  change->draft = smith_key_dialog_ask_finish (result, NULL);
  if (change->draft == NULL)
    return;
  if (smith_passphrase_draft_get_protect (change->draft))
    {
      start_change (g_steal_pointer (&change));
      return;
    }
  if (!is_protected (change->step->identity))
    return;

  smith_compat_alert_async (window, _("Remove the passphrase?"),
                            _("The file will not be encrypted any more. Only your user can read it (mode 0600), but copies of it "
                              "go where backups go, and whoever gets hold of one can pose as your server."),
                            NULL, responses, G_N_ELEMENTS (responses), cancellable, confirm_removal_cb,
                            g_steal_pointer (&change));
}

static void
change_clicked_cb (SmithKeyProtectionGroup *self)
{
  g_autoptr (SmithPassphraseDraft) draft = NULL;
  gboolean protected;

  if (!smith_key_subject_is_set (&self->subject))
    return;

  protected = is_protected (self->subject.identity);
  draft = smith_passphrase_draft_new ();
  smith_passphrase_draft_set_protect (draft, TRUE);
  smith_key_dialog_ask_async (smith_key_subject_get_window (GTK_WIDGET (self)),
                              protected ? _("Key Passphrase") : _("Set a Passphrase"),
                              protected ? _("The key stays the same: requests and certificates keep fitting it. "
                                            "Copies that you made earlier keep the old passphrase.")
                                        : _("The key stays the same: requests and certificates keep fitting it. "
                                            "Copies that you made earlier stay without a passphrase."),
                              protected ? _("_Change") : _("_Set"), draft, TRUE, self->cancellable,
                              ask_cb, change_new (self, self->message));
}

static void
forget_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_key_change_forget_finish (SMITH_WORKSPACE (source), result, &error))
    smith_toast_show (GTK_WIDGET (change->group), _("The keyring remembers no passphrase of this key"));
  else
    smith_key_step_report (change->step, change->group->subject.identity, error);
}

static void
forget_clicked_cb (SmithKeyProtectionGroup *self)
{
  if (!smith_key_subject_is_set (&self->subject))
    return;

  smith_key_change_forget_async (self->subject.workspace, self->subject.identity, self->cancellable, forget_cb,
                                 change_new (self, self->remembered_message));
}

static void
smith_key_protection_group_dispose (GObject *object)
{
  SmithKeyProtectionGroup *self = SMITH_KEY_PROTECTION_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  smith_key_subject_clear (&self->subject);

  G_OBJECT_CLASS (smith_key_protection_group_parent_class)->dispose (object);
}

static void
smith_key_protection_group_finalize (GObject *object)
{
  g_object_unref (SMITH_KEY_PROTECTION_GROUP (object)->cancellable);

  G_OBJECT_CLASS (smith_key_protection_group_parent_class)->finalize (object);
}

static void
smith_key_protection_group_class_init (SmithKeyProtectionGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_key_protection_group_dispose;
  object_class->finalize = smith_key_protection_group_finalize;

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chainsmith/Chainsmith/smith-key-protection-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyProtectionGroup, row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyProtectionGroup, image);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyProtectionGroup, button);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyProtectionGroup, message);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyProtectionGroup, remembered_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyProtectionGroup, remembered_message);
  gtk_widget_class_bind_template_callback (widget_class, change_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_clicked_cb);
}

static void
smith_key_protection_group_init (SmithKeyProtectionGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_key_subject_init (&self->subject);
  g_signal_group_connect_swapped (self->subject.signals, "notify::key-protection", G_CALLBACK (update), self);
}

/**
 * smith_key_protection_group_set_identity:
 * @workspace: (nullable): has the library and the keyring
 * @identity: (nullable): whose key is protected
 */
void
smith_key_protection_group_set_identity (SmithKeyProtectionGroup *self,
                                         SmithWorkspace          *workspace,
                                         SmithIdentity           *identity)
{
  g_return_if_fail (SMITH_IS_KEY_PROTECTION_GROUP (self));

  if (!smith_key_subject_set (&self->subject, workspace, identity))
    return;

  if (identity != NULL)
    update (self);
}
