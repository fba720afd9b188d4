/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-form.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-columns-layout.h"
#include "smith-command-button.h"
#include "smith-country-list.h"
#include "smith-country-row.h"
#include "smith-message-row.h"
#include "smith-name-list.h"
#include "smith-page-layout.h"
#include "smith-password-interaction.h"
#include "smith-profile-button.h"
#include "smith-progress-row.h"
#include "smith-request-options.h"
#include "smith-section.h"
#include "smith-text-row.h"
#include "smith-value-row.h"
#include "smith-wrap-layout.h"

/* From here on a label is too slow, see SmithTextRow. */
#define LONG_VALUE 400

/**
 * SmithRequestForm:
 *
 * The request pane before there is a request, or while a person changes one: names first, then what the
 * request says about the organization, beside a preview where there is room. Shows and fills the
 * #SmithRequestDraft of an identity, so that nothing typed is lost when another identity is looked at.
 */
struct _SmithRequestForm
{
  GtkWidget           parent_instance;

  /* Owned */
  SmithWorkspace     *workspace;
  SmithIdentity      *identity;
  SmithRequestDraft  *draft;
  GSignalGroup       *draft_signals;
  GSignalGroup       *identity_signals;
  GBindingGroup      *bindings;
  guint               preview_source;   /* the preview is old */

  /* Children */
  GtkWidget          *country_row;
  GtkWidget          *country_message;

  /* Template */
  GtkWidget          *columns;
  GtkWidget          *fields;
  SmithNameList      *name_list;
  GtkWidget          *fields_group;
  SmithProfileButton *profile_button;
  SmithRequestOptions *options;
  GtkWidget          *problem_box;
  GtkWidget          *problem_label;
  GtkWidget          *action_stack;
  GtkWidget          *actions;
  GtkWidget          *cancel_button;
  GtkWidget          *create_button;
  SmithCommandButton *command_button;
  GtkWidget          *obstacle_label;
  SmithProgressRow   *progress_row;
  GtkWidget          *preview_list;
};

G_DEFINE_FINAL_TYPE (SmithRequestForm, smith_request_form, GTK_TYPE_WIDGET)

/* A row whose label stays keeps its place, and with it the focus; the others are made anew. */
static void
show_preview_row (SmithRequestForm *self,
                  guint             position,
                  SmithField       *field)
{
  const char *label = smith_field_get_label (field);
  const char *value = smith_field_get_value (field);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->preview_list), (int) position);

  if (SMITH_IS_VALUE_ROW (row) && strlen (value) < LONG_VALUE)
    {
      if (g_strcmp0 (smith_value_row_get_label (SMITH_VALUE_ROW (row)), label) != 0)
        smith_value_row_set_label (SMITH_VALUE_ROW (row), label);
      if (g_strcmp0 (smith_value_row_get_value (SMITH_VALUE_ROW (row)), value) != 0)
        smith_value_row_set_value (SMITH_VALUE_ROW (row), value);
      return;
    }

  if (row != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->preview_list), GTK_WIDGET (row));
  gtk_list_box_insert (GTK_LIST_BOX (self->preview_list),
                       strlen (value) < LONG_VALUE ? smith_value_row_new (label, value)
                                                   : smith_text_row_new (label, value, FALSE),
                       (int) position);
}

static gboolean
update_preview_cb (gpointer user_data)
{
  SmithRequestForm *self = user_data;
  g_autoptr (GListModel) preview = NULL;
  g_autofree char *command = NULL;
  GtkListBoxRow *row;
  guint n;

  self->preview_source = 0;
  if (self->draft == NULL)
    return G_SOURCE_REMOVE;

  command = smith_request_draft_dup_command (self->draft, self->identity);
  smith_command_button_set_command (self->command_button, command);
  preview = smith_request_draft_dup_preview (self->draft, smith_identity_get_public_key (self->identity));
  n = g_list_model_get_n_items (preview);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (preview, i);

      show_preview_row (self, i, field);
    }
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->preview_list), (int) n)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->preview_list), GTK_WIDGET (row));

  return G_SOURCE_REMOVE;
}

/* Once for many changes, and after what was typed is seen. */
static void
update_content (SmithRequestForm *self)
{
  if (self->draft != NULL && self->preview_source == 0)
    self->preview_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, update_preview_cb, self, NULL);
}

static void
update_state (SmithRequestForm *self)
{
  SmithJob *job = self->draft != NULL ? smith_request_draft_get_job (self->draft) : NULL;
  const char *problem = self->draft != NULL ? smith_request_draft_get_problem (self->draft) : NULL;
  const char *obstacle = self->draft != NULL ? smith_request_draft_get_obstacle (self->draft) : NULL;

  gtk_stack_set_visible_child_name (GTK_STACK (self->action_stack), job != NULL ? "progress" : "button");
  smith_progress_row_set_job (self->progress_row, job);
  /* The focus does not stay in what cannot be used: it goes to Cancel. */
  if (job != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->progress_row), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_sensitive (self->fields, job == NULL);
  /* A name that stands in the entry will be added first. */
  gtk_widget_set_sensitive (self->create_button,
                            self->draft != NULL && job == NULL &&
                            (obstacle == NULL || smith_name_list_get_pending (self->name_list)));
  gtk_widget_set_visible (self->cancel_button, self->draft != NULL && smith_request_draft_get_editing (self->draft));
  gtk_label_set_label (GTK_LABEL (self->problem_label), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem_box, problem != NULL);
  gtk_label_set_label (GTK_LABEL (self->obstacle_label), obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (self->obstacle_label, obstacle != NULL);
}

static void
cancel_clicked_cb (SmithRequestForm *self)
{
  SmithRequest *request = self->identity != NULL ? smith_identity_get_request (self->identity) : NULL;

  if (self->draft == NULL)
    return;

  if (request != NULL)
    smith_request_draft_prefill_from (self->draft, request);
  smith_request_draft_set_editing (self->draft, FALSE);
}

static void
create_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithRequestForm) self = user_data;
  g_autoptr (GError) error = NULL;

  /* A failure stands beside the button: the draft's problem. A success is seen: the pane shows the request. */
  smith_request_draft_create_finish (SMITH_REQUEST_DRAFT (source), result, &error);
}

/* The draft holds a code; people read and type names. What is typed is left as it is where it means the same. */

static gboolean
show_country (GBinding     *binding,
              const GValue *from,
              GValue       *to,
              gpointer      user_data)
{
  SmithRequestForm *self = user_data;
  const char *code = g_value_get_string (from);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->country_row));
  SmithCountry *country = smith_country_list_find (smith_country_list_get_default (), code, NULL);
  SmithCountry *typed = smith_country_list_find (smith_country_list_get_default (), text, NULL);

  if (country != NULL)
    g_value_set_string (to, country == typed ? text : smith_country_get_name (country));
  else
    g_value_set_string (to, code);

  return TRUE;
}

static gboolean
read_country (GBinding     *binding,
              const GValue *from,
              GValue       *to,
              gpointer      user_data)
{
  const char *text = g_value_get_string (from);
  SmithCountry *country = smith_country_list_find (smith_country_list_get_default (), text, NULL);

  g_value_set_string (to, country != NULL ? smith_country_get_code (country) : text);

  return TRUE;
}

/* Nothing to say about half a name while there is something to choose. */
static void
update_country_message (SmithRequestForm *self)
{
  const char *error = NULL;

  if (self->draft != NULL && !smith_country_row_get_searching (SMITH_COUNTRY_ROW (self->country_row)))
    error = smith_request_draft_get_field_error (self->draft, SMITH_REQUEST_FIELD_COUNTRY);
  smith_message_row_set_message (SMITH_MESSAGE_ROW (self->country_message),
                                 error != NULL ? _("No country is called that: type its name, or its two letters such as DE.")
                                               : NULL);
}

static void
bind_field (SmithRequestForm  *self,
            SmithRequestField  field,
            GtkWidget         *row,
            GtkWidget         *message)
{
  const char *nick = smith_request_field_get_nick (field);
  g_autofree char *error_nick = g_strconcat (nick, "-error", NULL);

  if (field != SMITH_REQUEST_FIELD_COUNTRY)
    {
      g_binding_group_bind (self->bindings, nick, row, "text", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
      g_binding_group_bind (self->bindings, error_nick, message, "message", G_BINDING_SYNC_CREATE);
      return;
    }

  self->country_row = row;
  self->country_message = message;
  g_binding_group_bind_full (self->bindings, nick, row, "text", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL,
                             show_country, read_country, self, NULL);
  g_signal_connect_object (row, "notify::searching", G_CALLBACK (update_country_message), self, G_CONNECT_SWAPPED);
}

static void
add_field_rows (SmithRequestForm *self)
{
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    {
      GtkWidget *row = g_object_new (i == SMITH_REQUEST_FIELD_COUNTRY ? SMITH_TYPE_COUNTRY_ROW : ADW_TYPE_ENTRY_ROW,
                                     "title", smith_request_field_get_title (i),
                                     "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI,
                                     NULL);
      GtkWidget *message = smith_message_row_new (row);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->fields_group), row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->fields_group), message);
      bind_field (self, i, row, message);
      g_signal_connect_object (row, "entry-activated", G_CALLBACK (smith_request_form_create), self, G_CONNECT_SWAPPED);
    }
}

static void
smith_request_form_dispose (GObject *object)
{
  SmithRequestForm *self = SMITH_REQUEST_FORM (object);

  g_clear_handle_id (&self->preview_source, g_source_remove);
  g_clear_object (&self->draft_signals);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->bindings);
  g_clear_object (&self->draft);
  g_clear_object (&self->identity);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_REQUEST_FORM);

  G_OBJECT_CLASS (smith_request_form_parent_class)->dispose (object);
}

static void
smith_request_form_class_init (SmithRequestFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_request_form_dispose;

  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_NAME_LIST);
  g_type_ensure (SMITH_TYPE_PROFILE_BUTTON);
  g_type_ensure (SMITH_TYPE_PROGRESS_ROW);
  g_type_ensure (SMITH_TYPE_REQUEST_OPTIONS);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-request-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, columns);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, fields);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, name_list);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, fields_group);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, profile_button);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, options);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, problem_box);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, action_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, actions);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, create_button);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, obstacle_label);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, progress_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestForm, preview_list);
  gtk_widget_class_bind_template_callback (widget_class, update_state);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, smith_request_form_create);
}

static void
smith_request_form_init (SmithRequestForm *self)
{
  static const char * const notes[] = {
    "notify::job", "notify::problem", "notify::obstacle", "notify::editing",
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->columns, smith_columns_layout_new ());
  gtk_widget_set_layout_manager (self->actions, smith_wrap_layout_new (6, 6));

  self->bindings = g_binding_group_new ();
  add_field_rows (self);
  self->draft_signals = g_signal_group_new (SMITH_TYPE_REQUEST_DRAFT);
  g_signal_group_connect_swapped (self->draft_signals, "changed", G_CALLBACK (update_content), self);
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    g_signal_group_connect_swapped (self->draft_signals, notes[i], G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::country-error", G_CALLBACK (update_country_message), self);
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::public-key", G_CALLBACK (update_content), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::folder", G_CALLBACK (update_content), self);
}

/**
 * smith_request_form_set_identity:
 * @workspace: (nullable): has the library and the keyring
 * @identity: (nullable): whose request is to be created
 */
void
smith_request_form_set_identity (SmithRequestForm *self,
                                 SmithWorkspace   *workspace,
                                 SmithIdentity    *identity)
{
  SmithRequestDraft *draft;

  g_return_if_fail (SMITH_IS_REQUEST_FORM (self));
  g_return_if_fail (workspace == NULL || SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (identity == NULL || SMITH_IS_IDENTITY (identity));

  g_set_object (&self->workspace, workspace);
  draft = identity != NULL ? smith_request_draft_for_identity (identity) : NULL;
  g_set_object (&self->identity, identity);
  if (!g_set_object (&self->draft, draft))
    return;

  smith_name_list_set_draft (self->name_list, draft);
  g_signal_group_set_target (self->identity_signals, identity);
  g_signal_group_set_target (self->draft_signals, draft);
  g_binding_group_set_source (self->bindings, draft);
  update_country_message (self);
  smith_request_options_set_draft (self->options, draft);
  if (draft != NULL && workspace != NULL)
    {
      SmithProfileList *profiles = smith_profile_list_for_library (smith_workspace_get_library (workspace));

      smith_profile_button_set_draft (self->profile_button, profiles, draft);
      /* A first request begins with what the one before said. */
      if (smith_identity_get_request (identity) == NULL && smith_identity_get_certificate (identity) == NULL)
        smith_request_draft_apply_last (draft, profiles);
    }
  update_content (self);
  update_state (self);
}

/**
 * smith_request_form_create:
 *
 * Creates the request, if what is filled in allows it. A name that was typed but not added yet is
 * part of what is filled in.
 */
void
smith_request_form_create (SmithRequestForm *self)
{
  g_autoptr (GTlsInteraction) interaction = NULL;
  GtkRoot *root;

  g_return_if_fail (SMITH_IS_REQUEST_FORM (self));

  if (self->draft == NULL || self->workspace == NULL)
    return;
  if (!smith_name_list_commit (self->name_list))
    return;
  if (!smith_request_draft_get_valid (self->draft))
    {
      if (g_list_model_get_n_items (smith_request_draft_get_names (self->draft)) == 0)
        smith_name_list_focus (self->name_list);
      return;
    }

  root = gtk_widget_get_root (GTK_WIDGET (self));
  interaction = smith_password_interaction_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  smith_request_draft_create_async (self->draft, self->workspace, self->identity, interaction, NULL,
                                    create_cb, g_object_ref (self));
}
