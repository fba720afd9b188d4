/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-form.h"

#include <glib/gi18n.h>

#include "smith-algorithm-row.h"
#include "smith-command-button.h"
#include "smith-page-layout.h"
#include "smith-passphrase-group.h"
#include "smith-progress-row.h"
#include "smith-target-mark.h"
#include "smith-toast.h"

/**
 * SmithKeyForm:
 *
 * The key pane before there is a key: which algorithm, which protection, and Create Key, which becomes
 * a progress row while it runs. Shows the #SmithKeyDraft of an identity, so that a choice that was made
 * is still there when the identity is looked at again; passphrases are not kept. The signal "created"
 * says that the key is there.
 */
struct _SmithKeyForm
{
  GtkWidget             parent_instance;

  /* Owned */
  SmithWorkspace       *workspace;
  SmithIdentity        *identity;
  SmithKeyDraft        *draft;
  GSignalGroup         *draft_signals;
  GSignalGroup         *protection_signals;
  GSignalGroup         *identity_signals;
  GPtrArray            *target_rows;

  /* Borrowed */
  SmithAlgorithmRow    *group;
  GtkWidget            *more_row;
  GtkWidget            *more_image;
  gboolean              replaces;
  gboolean              has_rare;
  gboolean              shows_rare;

  /* Template */
  GtkWidget            *box;
  GtkWidget            *fields;
  GtkWidget            *algorithm_list;
  GtkWidget            *targets_row;
  SmithPassphraseGroup *protection_group;
  GtkWidget            *problem_box;
  GtkWidget            *problem_label;
  GtkWidget            *action_stack;
  GtkWidget            *create_button;
  SmithCommandButton   *command_button;
  SmithProgressRow     *progress_row;
};

enum
{
  CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithKeyForm, smith_key_form, GTK_TYPE_WIDGET)

static void
update_command (SmithKeyForm *self)
{
  g_autofree char *command = NULL;

  if (self->draft == NULL)
    return;

  command = smith_key_draft_dup_command (self->draft, self->identity);
  smith_command_button_set_command (self->command_button, command);
}

static void
row_chosen_cb (SmithKeyForm      *self,
               SmithAlgorithmRow *row)
{
  if (self->draft != NULL)
    smith_key_draft_set_algorithm (self->draft, smith_algorithm_row_get_algorithm (row));
}

static void
append_algorithm (SmithKeyForm            *self,
                  const SmithKeyAlgorithm *algorithm)
{
  GtkWidget *row = smith_algorithm_row_new (algorithm, self->group);

  if (self->group == NULL)
    self->group = SMITH_ALGORITHM_ROW (row);
  g_signal_connect_object (row, "chosen", G_CALLBACK (row_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (self->algorithm_list), row);
}

/* In the order of the table, but what nobody should take comes last. */
static void
add_algorithm_rows (SmithKeyForm *self)
{
  for (guint legacy = 0; legacy <= 1; legacy++)
    {
      const SmithKeyAlgorithm *algorithm;

      for (guint i = 0; !smith_key_algorithm_is_rare (algorithm = smith_key_algorithm_get_row (i)); i++)
        {
          gboolean weak = smith_key_algorithm_get_curve (algorithm) == NULL &&
                          smith_key_algorithm_get_bits (algorithm) < 2048;

          if (weak == (legacy == 1))
            append_algorithm (self, algorithm);
        }
    }
}

/* The rows that few people want are made when somebody asks for them. */
static void
add_rare_rows (SmithKeyForm *self)
{
  if (self->has_rare)
    return;

  self->has_rare = TRUE;
  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    if (smith_key_algorithm_is_rare (smith_key_algorithm_get_row (i)))
      append_algorithm (self, smith_key_algorithm_get_row (i));
}

static gboolean
is_rare_row (GtkWidget *row)
{
  return SMITH_IS_ALGORITHM_ROW (row) &&
         smith_key_algorithm_is_rare (smith_algorithm_row_get_algorithm (SMITH_ALGORITHM_ROW (row)));
}

static void
show_rare (SmithKeyForm *self,
           gboolean      show)
{
  if (show)
    add_rare_rows (self);
  self->shows_rare = show;
  for (GtkWidget *row = gtk_widget_get_first_child (self->algorithm_list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (is_rare_row (row))
      gtk_widget_set_visible (row, show);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->more_image), show ? "go-up-symbolic" : "go-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->more_row), GTK_ACCESSIBLE_STATE_EXPANDED, show, -1);
}

static void
row_activated_cb (SmithKeyForm  *self,
                  GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) == self->more_row)
    show_rare (self, !self->shows_rare);
  else
    smith_algorithm_row_choose (SMITH_ALGORITHM_ROW (row));
}

static void
add_more_row (SmithKeyForm *self)
{
  self->more_image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-down-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->more_row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "title", _("More Algorithms"),
                                 "subtitle", _("Ed25519, RSA 8192 and the other curves of OpenSSL from 224 bits on: "
                                               "smaller ones can be broken"),
                                 "subtitle-lines", 0,
                                 "activatable", TRUE,
                                 "selectable", FALSE,
                                 NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->more_row), self->more_image);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->more_row), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  gtk_list_box_append (GTK_LIST_BOX (self->algorithm_list), self->more_row);
}

static void
update_algorithm (SmithKeyForm *self)
{
  const SmithKeyAlgorithm *algorithm;
  g_autofree char *title = NULL;

  if (self->draft == NULL)
    return;

  algorithm = smith_key_draft_get_algorithm (self->draft);
  if (smith_key_algorithm_is_rare (algorithm) && !self->shows_rare)
    show_rare (self, TRUE);
  for (GtkWidget *row = gtk_widget_get_first_child (self->algorithm_list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      if (SMITH_IS_ALGORITHM_ROW (row) &&
          smith_algorithm_row_get_algorithm (SMITH_ALGORITHM_ROW (row)) == algorithm)
        smith_algorithm_row_choose (SMITH_ALGORITHM_ROW (row));
    }

  for (guint i = 0; i < self->target_rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self->targets_row), g_ptr_array_index (self->target_rows, i));
  g_ptr_array_set_size (self->target_rows, 0);
  /* Translators: the title of a kind of key, such as "RSA 2048" */
  title = g_strdup_printf (_("%s: where it works"), smith_key_algorithm_get_title (algorithm));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->targets_row), title);
  for (guint i = 0; i < SMITH_N_TARGETS; i++)
    {
      GtkWidget *row = smith_target_mark_new_row (i, algorithm);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (self->targets_row), row);
      g_ptr_array_add (self->target_rows, row);
    }
  update_command (self);
}

static void
update_state (SmithKeyForm *self)
{
  SmithJob *job = self->draft != NULL ? smith_key_draft_get_job (self->draft) : NULL;
  const char *problem = self->draft != NULL ? smith_key_draft_get_problem (self->draft) : NULL;

  gtk_stack_set_visible_child_name (GTK_STACK (self->action_stack), job != NULL ? "progress" : "button");
  smith_progress_row_set_job (self->progress_row, job);
  /* The focus does not stay in what cannot be used: it goes to Cancel. */
  if (job != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->progress_row), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_sensitive (self->fields, job == NULL);
  gtk_widget_set_sensitive (self->create_button, self->draft != NULL && smith_key_draft_get_valid (self->draft));
  gtk_label_set_label (GTK_LABEL (self->problem_label), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem_box, problem != NULL);
}

static void
create_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithKeyForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;

  /* A failure stands beside the button: the draft's problem. */
  if (!smith_key_draft_create_finish (SMITH_KEY_DRAFT (source), result, &warning, &error))
    return;

  if (SMITH_KEY_DRAFT (source) == self->draft)
    smith_passphrase_group_clear (self->protection_group);
  /* The pane shows the key from here on; only what went wrong beside it needs words. */
  if (warning != NULL)
    smith_toast_show (GTK_WIDGET (self), warning);
  g_signal_emit (self, signals[CREATED], 0);
}

static void
smith_key_form_dispose (GObject *object)
{
  SmithKeyForm *self = SMITH_KEY_FORM (object);

  g_clear_object (&self->draft_signals);
  g_clear_object (&self->protection_signals);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->draft);
  g_clear_object (&self->identity);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->target_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_KEY_FORM);

  G_OBJECT_CLASS (smith_key_form_parent_class)->dispose (object);
}

static void
smith_key_form_class_init (SmithKeyFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_key_form_dispose;

  signals[CREATED] =
    g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_PASSPHRASE_GROUP);
  g_type_ensure (SMITH_TYPE_PROGRESS_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-key-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, box);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, fields);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, algorithm_list);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, targets_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, protection_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, problem_box);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, action_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, create_button);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyForm, progress_row);
  gtk_widget_class_bind_template_callback (widget_class, smith_key_form_create);
}

static void
smith_key_form_init (SmithKeyForm *self)
{
  self->target_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->algorithm_list, "row-activated", G_CALLBACK (row_activated_cb), self);
  add_algorithm_rows (self);
  add_more_row (self);

  self->draft_signals = g_signal_group_new (SMITH_TYPE_KEY_DRAFT);
  g_signal_group_connect_swapped (self->draft_signals, "notify::algorithm", G_CALLBACK (update_algorithm), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::job", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::problem", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::valid", G_CALLBACK (update_state), self);
  self->protection_signals = g_signal_group_new (SMITH_TYPE_PASSPHRASE_DRAFT);
  g_signal_group_connect_swapped (self->protection_signals, "notify::protect", G_CALLBACK (update_command), self);
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::folder", G_CALLBACK (update_command), self);
}

/**
 * smith_key_form_set_identity:
 * @workspace: (nullable): has the library and the keyring
 * @identity: (nullable): whose key is to be created
 */
void
smith_key_form_set_identity (SmithKeyForm   *self,
                             SmithWorkspace *workspace,
                             SmithIdentity  *identity)
{
  SmithKeyDraft *draft;

  g_return_if_fail (SMITH_IS_KEY_FORM (self));
  g_return_if_fail (workspace == NULL || SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (identity == NULL || SMITH_IS_IDENTITY (identity));

  g_set_object (&self->workspace, workspace);
  g_set_object (&self->identity, identity);
  draft = identity != NULL ? smith_key_draft_for_identity (identity) : NULL;
  if (!g_set_object (&self->draft, draft))
    return;

  g_signal_group_set_target (self->identity_signals, identity);
  g_signal_group_set_target (self->draft_signals, draft);
  g_signal_group_set_target (self->protection_signals,
                             draft != NULL ? smith_key_draft_get_protection (draft) : NULL);
  smith_passphrase_group_set_draft (self->protection_group,
                                    draft != NULL ? smith_key_draft_get_protection (draft) : NULL);
  update_algorithm (self);
  update_state (self);
}

/**
 * smith_key_form_set_replaces:
 * @replaces: whether the key that is created takes the place of one that is there
 */
void
smith_key_form_set_replaces (SmithKeyForm *self,
                             gboolean      replaces)
{
  g_return_if_fail (SMITH_IS_KEY_FORM (self));

  self->replaces = replaces;
  gtk_button_set_label (GTK_BUTTON (self->create_button), replaces ? _("_Replace Key") : _("_Create Key"));
}

/**
 * smith_key_form_create:
 *
 * Creates the key, if what is filled in allows it.
 */
void
smith_key_form_create (SmithKeyForm *self)
{
  g_return_if_fail (SMITH_IS_KEY_FORM (self));

  if (self->draft == NULL || self->workspace == NULL || !smith_key_draft_get_valid (self->draft))
    return;

  if (self->replaces)
    smith_key_draft_replace_async (self->draft, self->workspace, self->identity, NULL, create_cb, g_object_ref (self));
  else
    smith_key_draft_create_async (self->draft, self->workspace, self->identity, NULL, create_cb, g_object_ref (self));
}
