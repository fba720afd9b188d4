/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-new-dialog.h"

#include <glib/gi18n.h>

#include "smith-authority-signing.h"
#include "smith-name-list.h"
#include "smith-password-interaction.h"
#include "smith-profile-list.h"
#include "smith-progress-row.h"
#include "smith-signer-row.h"
#include "smith-target.h"

/**
 * SmithNewDialog:
 *
 * The two clicks to a request: names, a kind of key that is chosen already, and Create. Shows and fills a
 * #SmithNewIdentity; for a renewal the names are there, and a person says whether the key is a new one. Where the
 * library has an authority, that can sign at once. A failure stands beside the button; Cancel while it works gives up
 * the work, not what was filled in. Closes itself after "created" (key and request are on disk) or "begun" (More…: nothing but a name).
 */
struct _SmithNewDialog
{
  AdwWindow         parent_instance;

  /* Owned */
  SmithWorkspace   *workspace;
  SmithNewIdentity *draft;
  SmithProfileList *profiles;
  GSignalGroup     *draft_signals;
  GSignalGroup     *request_signals;
  GCancellable     *cancellable;
  SmithIdentity    *signer;             /* (nullable): chosen when Create was clicked */
  SmithIdentity    *created;            /* has its request, and is being signed */
  SmithJob         *signing;
  char             *warning;            /* why it was not signed */
  GPtrArray        *algorithms;         /* of SmithKeyAlgorithm: what is offered */
  gboolean          profile_chosen;     /* by hand */

  /* Template */
  AdwWindowTitle   *window_title;
  GtkWidget        *scrolled_window;
  GtkWidget        *fields;
  SmithNameList    *name_list;
  GtkWidget        *new_key_row;
  GtkWidget        *new_key_check;
  GtkWidget        *keep_key_row;
  GtkWidget        *keep_key_check;
  AdwComboRow      *algorithm_row;
  AdwComboRow      *profile_row;
  SmithSignerRow   *signer_row;
  GtkWidget        *explanation_label;
  GtkWidget        *problem_box;
  GtkWidget        *problem_label;
  GtkWidget        *obstacle_label;
  GtkWidget        *action_stack;
  SmithProgressRow *progress_row;
};

enum
{
  CREATED,
  BEGUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithNewDialog, smith_new_dialog, ADW_TYPE_WINDOW)

static gboolean
has_names (SmithNewDialog *self)
{
  return g_list_model_get_n_items (smith_request_draft_get_names (smith_new_identity_get_draft (self->draft))) > 0;
}

static void
update_state (SmithNewDialog *self)
{
  SmithJob *job;
  const char *problem, *obstacle;
  gboolean pending;

  if (self->draft == NULL)
    return;

  job = self->signing != NULL ? self->signing : smith_new_identity_get_job (self->draft);
  problem = smith_new_identity_get_problem (self->draft);
  obstacle = smith_request_draft_get_obstacle (smith_new_identity_get_draft (self->draft));
  pending = smith_name_list_get_pending (self->name_list);
  gtk_stack_set_visible_child_name (GTK_STACK (self->action_stack), job != NULL ? "progress" : "button");
  smith_progress_row_set_job (self->progress_row, job);
  /* The focus does not stay in what cannot be used: it goes to Cancel. */
  if (job != NULL && gtk_widget_get_sensitive (self->fields))
    gtk_widget_child_focus (GTK_WIDGET (self->progress_row), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_sensitive (self->fields, job == NULL);
  gtk_label_set_label (GTK_LABEL (self->problem_label), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem_box, problem != NULL);
  /* That there are no names yet goes without saying. */
  gtk_label_set_label (GTK_LABEL (self->obstacle_label), obstacle != NULL && has_names (self) ? obstacle : "");
  gtk_widget_set_visible (self->obstacle_label, obstacle != NULL && has_names (self));
  /* A name that stands in the entry will be added first. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new.create",
                                 job == NULL && (obstacle == NULL || (pending && !has_names (self))));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new.more", job == NULL && (pending || has_names (self)));
}

/* What Create will do. */
static char *
dup_explanation (SmithNewDialog *self)
{
  SmithIdentity *signer = smith_signer_row_get_signer (self->signer_row);
  g_autofree char *explanation = smith_new_identity_dup_explanation (self->draft);

  if (signer == NULL)
    return g_steal_pointer (&explanation);
  if (smith_new_identity_get_source (self->draft) == NULL)
    return g_strdup_printf (_("Creates the private key and saves it on this computer without a passphrase. “%s” signs the "
                              "certificate for %d days: it is there at once, with its chain."),
                            smith_identity_get_name (signer), SMITH_AUTHORITY_DEFAULT_DAYS);

  /* Translators: sentences on the key, then the name of an authority */
  return g_strdup_printf (_("%s “%s” signs the new certificate for %d days: it is there at once, with its chain."),
                          explanation, smith_identity_get_name (signer), SMITH_AUTHORITY_DEFAULT_DAYS);
}

static void
update_key (SmithNewDialog *self)
{
  gboolean keep;
  g_autofree char *explanation = NULL;
  g_autofree char *carried = NULL;
  const SmithKeyAlgorithm *algorithm;
  g_autofree char *text = NULL;
  guint position;

  if (self->draft == NULL)
    return;

  keep = smith_new_identity_get_keep_key (self->draft);
  explanation = dup_explanation (self);
  carried = smith_request_draft_dup_others_summary (smith_new_identity_get_draft (self->draft));
  algorithm = smith_new_identity_get_algorithm (self->draft);

  /* Translators: a kind of key, what it is good for, and in a new paragraph what will be done */
  text = keep ? g_strdup (explanation)
              : g_strdup_printf (_("%s: %s.\n\n%s"), smith_key_algorithm_get_title (algorithm),
                                 smith_target_describe (algorithm), explanation);
  if (carried != NULL)
    {
      /* Translators: names of extensions that the form of a request does not know. */
      g_autofree char *more = g_strdup_printf (_("Asks again for what the old one has besides: %s."), carried);
      g_autofree char *all = g_strdup_printf ("%s\n\n%s", text, more);

      gtk_label_set_label (GTK_LABEL (self->explanation_label), all);
    }
  else
    {
      gtk_label_set_label (GTK_LABEL (self->explanation_label), text);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->algorithm_row), !keep);
  if (g_ptr_array_find (self->algorithms, algorithm, &position))
    adw_combo_row_set_selected (self->algorithm_row, position);
}

/* What nobody needs, or nobody should take, is behind More. What a renewal begins with is there. */
static void
fill_algorithms (SmithNewDialog          *self,
                 const SmithKeyAlgorithm *current)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);
      gboolean weak = smith_key_algorithm_get_curve (algorithm) == NULL && smith_key_algorithm_get_bits (algorithm) < 2048;

      if (algorithm != current && (weak || smith_key_algorithm_is_rare (algorithm)))
        continue;
      g_ptr_array_add (self->algorithms, (gpointer) algorithm);
      gtk_string_list_append (titles, smith_key_algorithm_get_title (algorithm));
    }
  adw_combo_row_set_model (self->algorithm_row, G_LIST_MODEL (titles));
}

static void
algorithm_selected_cb (SmithNewDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->algorithm_row);

  if (self->draft != NULL && selected < self->algorithms->len)
    smith_new_identity_set_algorithm (self->draft, g_ptr_array_index (self->algorithms, selected));
}

static void
keep_toggled_cb (SmithNewDialog *self)
{
  if (self->draft != NULL)
    smith_new_identity_set_keep_key (self->draft, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->keep_key_check)));
}

/* Profiles: nothing, as the last time, and those with a name. */

static gboolean
has_last (SmithNewDialog *self)
{
  SmithProfile *last = smith_profile_list_get_last (self->profiles);

  return last != NULL && *smith_profile_get_summary (last) != '\0';
}

static SmithProfile *
find_profile (SmithNewDialog *self,
              guint           selected)
{
  guint first = has_last (self) ? 2 : 1;

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  if (selected < first)
    return g_object_ref (smith_profile_list_get_last (self->profiles));

  return g_list_model_get_item (G_LIST_MODEL (self->profiles), selected - first);
}

static void
show_profile (SmithNewDialog *self)
{
  g_autoptr (SmithProfile) profile = find_profile (self, adw_combo_row_get_selected (self->profile_row));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->profile_row),
                               profile != NULL ? smith_profile_get_summary (profile)
                                               : _("Most CAs take these from your account"));
}

static void
profile_selected_cb (SmithNewDialog *self)
{
  SmithRequestDraft *request;
  g_autoptr (SmithProfile) profile = NULL;

  if (self->draft == NULL || self->profiles == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->profile_row)))
    return;

  request = smith_new_identity_get_draft (self->draft);
  profile = find_profile (self, adw_combo_row_get_selected (self->profile_row));
  self->profile_chosen = TRUE;
  if (profile != NULL)
    {
      smith_request_draft_apply_profile (request, profile);
    }
  else
    {
      for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
        smith_request_draft_set_field (request, i, "");
      while (g_list_model_get_n_items (smith_request_draft_get_extra (request)) > 0)
        smith_request_draft_remove_extra (request, 0);
      smith_request_draft_set_extensions (request, NULL);
    }
  show_profile (self);
}

static void
profiles_changed_cb (SmithNewDialog *self)
{
  g_autoptr (GtkStringList) names = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->profiles));

  /* What a renewal says about the organization is what the old one says. */
  if (smith_new_identity_get_source (self->draft) != NULL || self->profile_chosen)
    return;

  names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _("None"));
  if (has_last (self))
    gtk_string_list_append (names, _("As the last time"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);

      gtk_string_list_append (names, smith_profile_get_name (profile));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->profile_row), FALSE);
  adw_combo_row_set_model (self->profile_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->profile_row, has_last (self) ? 1 : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->profile_row), g_list_model_get_n_items (G_LIST_MODEL (names)) > 1);
  show_profile (self);
}

/* The two ways on. */

static void
finish (SmithNewDialog *self,
        SmithIdentity  *identity)
{
  g_signal_emit (self, signals[CREATED], 0, identity);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Key and request are there, whatever becomes of the certificate. */
static void
sign_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithNewDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->signing);
  g_clear_object (&self->cancellable);
  if (!smith_authority_sign_finish (SMITH_WORKSPACE (source), result, &error))
    self->warning = g_strdup_printf (_("Key and request were created, but the certificate was not signed: %s\n\n"
                                       "“Sign with My CA…” on the Certificate pane tries it again."), error->message);
  finish (self, self->created);
}

static void
sign (SmithNewDialog *self,
      SmithIdentity  *identity)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (GTK_WINDOW (self));

  g_set_object (&self->created, identity);
  self->cancellable = g_cancellable_new ();
  self->signing = g_object_ref (smith_authority_sign_async (self->workspace, self->signer,
                                                            smith_identity_get_request (identity), interaction,
                                                            self->cancellable, sign_cb, g_object_ref (self)));
  update_state (self);
}

static void
create_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithNewDialog) self = user_data;
  g_autoptr (SmithIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->cancellable);
  identity = smith_new_identity_create_finish (SMITH_NEW_IDENTITY (source), result, &error);
  if (identity == NULL)
    {
      if (self->workspace != NULL)
        smith_name_list_focus (self->name_list);
      return;
    }

  if (self->workspace != NULL && self->signer != NULL && smith_identity_get_request (identity) != NULL)
    sign (self, identity);
  else
    finish (self, identity);
}

static void
create (SmithNewDialog *self)
{
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (self->cancellable != NULL || !smith_name_list_commit (self->name_list) ||
      !smith_request_draft_get_valid (smith_new_identity_get_draft (self->draft)))
    return;

  smith_signer_row_remember (self->signer_row);
  g_set_object (&self->signer, smith_signer_row_get_signer (self->signer_row));
  self->cancellable = g_cancellable_new ();
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_new_identity_create_async (self->draft, self->workspace, interaction, self->cancellable,
                                   create_cb, g_object_ref (self));
}

static void
create_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  create (SMITH_NEW_DIALOG (widget));
}

/* What is typed need be no domain name: "Intranet, new" is a good name for an identity. */
static void
more_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithNewDialog *self = SMITH_NEW_DIALOG (widget);
  g_autofree char *typed = smith_name_list_dup_typed (self->name_list);
  g_autofree char *title = NULL;
  SmithIdentity *identity;

  if (!smith_name_list_commit (self->name_list) && has_names (self))
    return;

  title = smith_new_identity_dup_name (self->draft);
  identity = smith_new_identity_begin (self->draft, self->workspace, *title != '\0' ? title : typed);
  g_signal_emit (self, signals[BEGUN], 0, identity);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
smith_new_dialog_close_request (GtkWindow *window)
{
  SmithNewDialog *self = SMITH_NEW_DIALOG (window);

  g_cancellable_cancel (self->cancellable);

  return GTK_WINDOW_CLASS (smith_new_dialog_parent_class)->close_request (window);
}

static void
smith_new_dialog_dispose (GObject *object)
{
  SmithNewDialog *self = SMITH_NEW_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->draft_signals);
  g_clear_object (&self->request_signals);
  if (self->profiles != NULL)
    g_signal_handlers_disconnect_by_data (self->profiles, self);
  g_clear_object (&self->profiles);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (smith_new_dialog_parent_class)->dispose (object);
}

static void
smith_new_dialog_finalize (GObject *object)
{
  SmithNewDialog *self = SMITH_NEW_DIALOG (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signer);
  g_clear_object (&self->created);
  g_clear_object (&self->signing);
  g_free (self->warning);
  g_ptr_array_unref (self->algorithms);

  G_OBJECT_CLASS (smith_new_dialog_parent_class)->finalize (object);
}

static void
smith_new_dialog_class_init (SmithNewDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_new_dialog_dispose;
  object_class->finalize = smith_new_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = smith_new_dialog_close_request;

  /**
   * SmithNewDialog::created:
   * @identity: has its key and its request, both on disk, and its certificate where an authority was chosen, unless
   *   there is a warning
   */
  signals[CREATED] =
    g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SMITH_TYPE_IDENTITY);
  /**
   * SmithNewDialog::begun:
   * @identity: a name, the rest is to be filled in on the panes
   */
  signals[BEGUN] =
    g_signal_new ("begun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SMITH_TYPE_IDENTITY);

  g_type_ensure (SMITH_TYPE_NAME_LIST);
  g_type_ensure (SMITH_TYPE_PROGRESS_ROW);
  g_type_ensure (SMITH_TYPE_SIGNER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-new-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, name_list);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, new_key_row);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, new_key_check);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, keep_key_row);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, keep_key_check);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, algorithm_row);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, profile_row);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, signer_row);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, explanation_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, problem_box);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, obstacle_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, action_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithNewDialog, progress_row);
  gtk_widget_class_bind_template_callback (widget_class, update_key);
  gtk_widget_class_bind_template_callback (widget_class, update_state);
  gtk_widget_class_bind_template_callback (widget_class, create);
  gtk_widget_class_bind_template_callback (widget_class, keep_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, algorithm_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, profile_selected_cb);
  gtk_widget_class_install_action (widget_class, "new.create", NULL, create_action_cb);
  gtk_widget_class_install_action (widget_class, "new.more", NULL, more_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "new.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "new.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_new_dialog_init (SmithNewDialog *self)
{
  self->algorithms = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->draft_signals = g_signal_group_new (SMITH_TYPE_NEW_IDENTITY);
  g_signal_group_connect_swapped (self->draft_signals, "notify::job", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::problem", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::algorithm", G_CALLBACK (update_key), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::keep-key", G_CALLBACK (update_key), self);
  self->request_signals = g_signal_group_new (SMITH_TYPE_REQUEST_DRAFT);
  g_signal_group_connect_swapped (self->request_signals, "changed", G_CALLBACK (update_state), self);
}

static void
show_renewal (SmithNewDialog *self,
              SmithIdentity  *source)
{
  gboolean has_key = smith_identity_get_has_key (source);

  gtk_window_set_title (GTK_WINDOW (self), _("Renew"));
  adw_window_title_set_title (self->window_title, _("Renew"));
  adw_window_title_set_subtitle (self->window_title, smith_identity_get_name (source));
  gtk_widget_set_visible (self->new_key_row, has_key);
  gtk_widget_set_visible (self->keep_key_row, has_key);
}

/**
 * smith_new_dialog_new:
 * @parent: the window it belongs to
 * @workspace: has the library and the keyring
 * @draft: what is filled in
 *
 * Returns: (transfer none): a new dialog, to be presented
 */
GtkWidget *
smith_new_dialog_new (GtkWindow        *parent,
                      SmithWorkspace   *workspace,
                      SmithNewIdentity *draft)
{
  SmithNewDialog *self;
  SmithIdentity *source;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (draft), NULL);

  self = g_object_new (SMITH_TYPE_NEW_DIALOG, "transient-for", parent, NULL);
  self->workspace = g_object_ref (workspace);
  source = smith_new_identity_get_source (draft);
  if (source != NULL)
    show_renewal (self, source);
  /* The first row of a new model is selected at once, but not by a person: the draft does not hear of it. */
  fill_algorithms (self, smith_new_identity_get_algorithm (draft));
  smith_signer_row_fill (self->signer_row, smith_workspace_get_library (workspace), source);
  self->draft = g_object_ref (draft);
  smith_name_list_set_draft (self->name_list, smith_new_identity_get_draft (draft));
  g_signal_group_set_target (self->draft_signals, draft);
  g_signal_group_set_target (self->request_signals, smith_new_identity_get_draft (draft));
  update_key (self);
  update_state (self);

  self->profiles = g_object_ref (smith_profile_list_for_library (smith_workspace_get_library (workspace)));
  g_signal_connect_swapped (self->profiles, "items-changed", G_CALLBACK (profiles_changed_cb), self);
  g_signal_connect_swapped (self->profiles, "notify::loading", G_CALLBACK (profiles_changed_cb), self);
  profiles_changed_cb (self);
  if (source == NULL)
    smith_request_draft_apply_last (smith_new_identity_get_draft (draft), self->profiles);
  smith_name_list_focus (self->name_list);

  return GTK_WIDGET (self);
}

/**
 * smith_new_dialog_get_new_identity:
 *
 * Returns: (transfer none): what is filled in
 */
SmithNewIdentity *
smith_new_dialog_get_new_identity (SmithNewDialog *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_DIALOG (self), NULL);

  return self->draft;
}

/**
 * smith_new_dialog_get_warning:
 *
 * Returns: (transfer none) (nullable): when "created" is emitted, why there is no certificate, though one was wanted
 */
const char *
smith_new_dialog_get_warning (SmithNewDialog *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_DIALOG (self), NULL);

  return self->warning;
}

/**
 * smith_new_dialog_get_signer:
 *
 * Returns: (transfer none) (nullable): when "created" is emitted, who of the library was to sign
 */
SmithIdentity *
smith_new_dialog_get_signer (SmithNewDialog *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_DIALOG (self), NULL);

  return self->signer;
}
