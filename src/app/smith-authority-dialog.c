/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-dialog.h"

#include <glib/gi18n.h>

#include "smith-authority-creation.h"
#include "smith-command-authority.h"
#include "smith-command-button.h"
#include "smith-country-list.h"
#include "smith-country-row.h"
#include "smith-passphrase-group.h"
#include "smith-password-interaction.h"

/**
 * SmithAuthorityDialog:
 *
 * Plans a new authority and creates it. A name is enough; what else there is stands behind More. Stays open, with the
 * reason, where that fails. Emits "created" with the identity that signs requests, and closes, once keys and certificates
 * are on disk.
 */
struct _SmithAuthorityDialog
{
  AdwWindow parent_instance;

  /* Owned */
  SmithWorkspace       *workspace;
  SmithAuthorityPlan   *plan;
  SmithPassphraseDraft *protection;
  GListModel           *parents;       /* of SmithIdentity: who can sign an intermediate */
  SmithAuthority       *parent;        /* (nullable): the chosen one, for its addresses */
  GCancellable         *loading;       /* of those */
  GCancellable         *cancellable;   /* of the creation that is under way */
  gboolean              showing;       /* the plan is being shown: nothing was edited */

  /* Template */
  GtkWidget            *create_button;
  SmithCommandButton   *command_button;
  GtkSpinner           *spinner;
  GtkWidget            *fields;
  GtkEditable          *name_row;
  GtkLabel             *preview_label;
  GtkWidget            *more_box;
  AdwComboRow          *kind_row;
  AdwComboRow          *parent_row;
  AdwComboRow          *algorithm_row;
  GtkSpinButton        *days_button;
  AdwComboRow          *path_row;
  GtkEditable          *organization_row;
  GtkEditable          *country_row;
  GtkEditable          *permitted_row;
  GtkEditable          *excluded_row;
  GtkEditable          *crl_row;
  GtkEditable          *issuer_row;
  SmithPassphraseGroup *passphrase_group;
  GtkLabel             *error_label;
};

enum
{
  SIGNAL_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithAuthorityDialog, smith_authority_dialog, ADW_TYPE_WINDOW)

/* The latter as the template has it. */
#define MORE_HEIGHT 680
#define LESS_HEIGHT 260

/* The rows of the path length, as the list of the template has them. */
static const int path_lengths[] = { 0, 1, 2, -1 };

static void
show_error (SmithAuthorityDialog *self,
            const char           *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

static void
take_text (char        **field,
           GtkEditable  *editable)
{
  g_free (*field);
  *field = g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

/* People read and type names; what is no country stays as it was typed, and is told. */
static void
take_country (SmithAuthorityDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->country_row)));
  SmithCountry *country = smith_country_list_find (smith_country_list_get_default (), text, NULL);

  g_free (self->plan->country);
  self->plan->country = g_strdup (country != NULL ? smith_country_get_code (country) : text);
}

/* What kind it is settles days and path length, until somebody changes them. */
static void
show_kind (SmithAuthorityDialog *self)
{
  self->showing = TRUE;
  gtk_spin_button_set_value (self->days_button, self->plan->days);
  for (guint i = 0; i < G_N_ELEMENTS (path_lengths); i++)
    if (path_lengths[i] == self->plan->path_length)
      adw_combo_row_set_selected (self->path_row, i);
  gtk_widget_set_visible (GTK_WIDGET (self->parent_row), self->plan->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE);
  self->showing = FALSE;
}

static void
read_plan (SmithAuthorityDialog *self)
{
  SmithAuthorityPlan *plan = self->plan;

  take_text (&plan->name, self->name_row);
  take_text (&plan->organization, self->organization_row);
  take_country (self);
  take_text (&plan->permitted, self->permitted_row);
  take_text (&plan->excluded, self->excluded_row);
  take_text (&plan->crl_url, self->crl_row);
  take_text (&plan->issuer_url, self->issuer_row);
  plan->days = (guint) gtk_spin_button_get_value_as_int (self->days_button);
  plan->path_length = path_lengths[MIN (adw_combo_row_get_selected (self->path_row), G_N_ELEMENTS (path_lengths) - 1)];
  plan->algorithm = smith_key_algorithm_get_row (adw_combo_row_get_selected (self->algorithm_row));
  g_clear_object (&plan->parent);
  if (plan->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE)
    plan->parent = g_list_model_get_item (self->parents, adw_combo_row_get_selected (self->parent_row));
}

/* Without a secret: of the passphrase only that there is one. */
static void
update_command (SmithAuthorityDialog *self)
{
  g_autofree char *command = NULL;
  const SmithExtensions *addresses = self->parent != NULL ? smith_authority_get_addresses (self->parent) : NULL;

  self->plan->passphrase = smith_passphrase_draft_dup_passphrase (self->protection);
  command = smith_command_create_authority (self->plan, addresses);
  g_clear_pointer (&self->plan->passphrase, smith_secret_unref);
  smith_command_button_set_command (self->command_button, command);
}

static void
load_parent_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (SmithAuthorityDialog) self = user_data;

  if (smith_authority_change_finish (SMITH_AUTHORITY (source), result, NULL) && self->workspace != NULL)
    update_command (self);
}

/* What its parent says of itself is in the command, too. */
static void
follow_parent (SmithAuthorityDialog *self)
{
  SmithIdentity *parent = self->plan->parent;

  if (parent == (self->parent != NULL ? smith_authority_get_identity (self->parent) : NULL))
    return;
  g_clear_object (&self->parent);
  if (parent == NULL)
    return;
  self->parent = smith_authority_new (smith_workspace_get_library (self->workspace),
                                      smith_workspace_get_keyring (self->workspace), parent);
  smith_authority_load_async (self->parent, self->loading, load_parent_cb, g_object_ref (self));
}

/* Half a name is not wrong yet while there is something to choose. */
static gboolean
is_searching (SmithAuthorityDialog *self)
{
  return smith_country_row_get_searching (SMITH_COUNTRY_ROW (self->country_row));
}

static void
changed_cb (SmithAuthorityDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *preview = NULL;
  SmithAuthorityKind kind;
  gboolean named, valid;

  if (self->workspace == NULL || self->showing)
    return;

  kind = (SmithAuthorityKind) adw_combo_row_get_selected (self->kind_row);
  if (kind != self->plan->kind)
    {
      smith_authority_plan_set_kind (self->plan, kind);
      show_kind (self);
    }
  read_plan (self);
  named = *self->plan->name != '\0';
  valid = smith_authority_plan_check (self->plan, &error);
  preview = smith_authority_plan_dup_preview (self->plan);
  gtk_label_set_label (self->preview_label, named ? preview : _("A name for all that you will trust, such as that of your "
                                                                "house, team or company"));
  /* That there is no name yet goes without saying. */
  show_error (self, named && !valid && !is_searching (self) ? error->message : NULL);
  follow_parent (self);
  update_command (self);
  gtk_widget_set_sensitive (self->create_button, valid && smith_passphrase_draft_get_valid (self->protection));
}

static void
set_busy (SmithAuthorityDialog *self,
          gboolean              busy)
{
  /* The focus does not stay in what cannot be used. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->fields, !busy);
  gtk_widget_set_sensitive (self->create_button, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
create_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithAuthorityDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (SmithIdentity) identity = smith_authority_create_finish (SMITH_WORKSPACE (source), result, &warning, &error);

  g_clear_object (&self->cancellable);
  /* The window may be gone by now: then nobody waits for the answer. */
  if (self->workspace == NULL)
    return;
  set_busy (self, FALSE);
  if (identity != NULL)
    {
      smith_passphrase_group_clear (self->passphrase_group);
      g_signal_emit (self, signals[SIGNAL_CREATED], 0, identity, warning);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error->message);
}

static void
create_clicked_cb (SmithAuthorityDialog *self)
{
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (self->cancellable != NULL)
    return;

  gtk_spin_button_update (self->days_button);
  changed_cb (self);
  if (!gtk_widget_get_sensitive (self->create_button))
    return;
  g_clear_pointer (&self->plan->passphrase, smith_secret_unref);
  self->plan->passphrase = smith_passphrase_draft_dup_passphrase (self->protection);
  self->plan->remember = smith_passphrase_draft_get_remember (self->protection);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_authority_create_async (self->workspace, self->plan, interaction, self->cancellable, create_cb, g_object_ref (self));
}

static void
more_toggled_cb (SmithAuthorityDialog *self,
                 GtkToggleButton      *button)
{
  gboolean more = gtk_toggle_button_get_active (button);

  gtk_widget_set_visible (self->more_box, more);
  /* A window does not grow by itself. */
  gtk_window_set_default_size (GTK_WINDOW (self), gtk_widget_get_width (GTK_WIDGET (self)), more ? MORE_HEIGHT : LESS_HEIGHT);
}

static gboolean
smith_authority_dialog_close_request (GtkWindow *window)
{
  SmithAuthorityDialog *self = SMITH_AUTHORITY_DIALOG (window);

  g_cancellable_cancel (self->cancellable);
  smith_passphrase_group_clear (self->passphrase_group);

  return GTK_WINDOW_CLASS (smith_authority_dialog_parent_class)->close_request (window);
}

static void
smith_authority_dialog_dispose (GObject *object)
{
  SmithAuthorityDialog *self = SMITH_AUTHORITY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_object (&self->protection);
  g_clear_object (&self->parents);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->parent);
  g_clear_pointer (&self->plan, smith_authority_plan_free);

  G_OBJECT_CLASS (smith_authority_dialog_parent_class)->dispose (object);
}

static void
smith_authority_dialog_class_init (SmithAuthorityDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_COUNTRY_ROW);
  g_type_ensure (SMITH_TYPE_PASSPHRASE_GROUP);

  G_OBJECT_CLASS (klass)->dispose = smith_authority_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_authority_dialog_close_request;

  /**
   * SmithAuthorityDialog::created:
   * @identity: the authority that signs requests
   * @warning: (nullable): what went wrong afterwards
   */
  signals[SIGNAL_CREATED] = g_signal_new ("created", SMITH_TYPE_AUTHORITY_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, SMITH_TYPE_IDENTITY, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-authority-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, preview_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, more_box);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, parent_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, algorithm_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, days_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, path_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, organization_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, country_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, permitted_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, excluded_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, crl_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, SmithAuthorityDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_toggled_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_authority_dialog_init (SmithAuthorityDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->plan = smith_authority_plan_new ();
  self->loading = g_cancellable_new ();
  self->protection = smith_passphrase_draft_new ();
  g_object_set (self->passphrase_group, "draft", self->protection, NULL);
  g_signal_connect_object (self->protection, "notify", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
fill_algorithms (SmithAuthorityDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      gtk_string_list_append (titles, smith_key_algorithm_get_title (smith_key_algorithm_get_row (i)));
      if (smith_key_algorithm_get_row (i) == self->plan->algorithm)
        chosen = i;
    }
  adw_combo_row_set_model (self->algorithm_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->algorithm_row, chosen);
}

static void
fill_parents (SmithAuthorityDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = g_list_model_get_n_items (self->parents);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (self->parents, i);

      gtk_string_list_append (names, smith_identity_get_name (identity));
    }
  adw_combo_row_set_model (self->parent_row, G_LIST_MODEL (names));
}

/**
 * smith_authority_dialog_new:
 * @workspace: the models
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_authority_dialog_new (SmithWorkspace *workspace)
{
  SmithAuthorityDialog *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (SMITH_TYPE_AUTHORITY_DIALOG, NULL);
  self->parents = smith_authority_list (smith_workspace_get_library (workspace));
  fill_algorithms (self);
  fill_parents (self);
  show_kind (self);
  self->workspace = g_object_ref (workspace);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));

  return GTK_WIDGET (self);
}
