/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-window-private.h"

#include <glib/gi18n.h>

#include "smith-certificate-dialog.h"
#include "smith-toast.h"

/**
 * SmithBundleWindow:
 *
 * The certificates of one large file: rows are seen while the rest is still being read. A click shows the
 * details; what is ticked can be copied, saved, or imported (smith-bundle-window-chosen.c), for which the window emits
 * "import" and closes.
 */
enum
{
  SIGNAL_IMPORT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char * const sort_names[] = { "file", "name", "expiry" };

G_DEFINE_FINAL_TYPE (SmithBundleWindow, smith_bundle_window, ADW_TYPE_WINDOW)

/* What is shown. */

static char *
dup_subtitle (SmithBundleWindow *self)
{
  guint n_entries = smith_bundle_list_get_n_entries (self->list);
  guint n = n_entries - smith_bundle_list_get_n_errors (self->list);
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (smith_bundle_list_get_loading (self->list))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Reading: %'u certificate so far", "Reading: %'u certificates so far", n), n);
  if (n_shown != n_entries)
    /* Translators: how many rows are shown, and how many there are */
    return g_strdup_printf (_("%'u of %'u"), n_shown, n_entries);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u certificate", "%'u certificates", n), n);
}

static void
update_errors (SmithBundleWindow *self)
{
  guint n_errors = smith_bundle_list_get_n_errors (self->list);
  const GError *error = smith_bundle_list_get_error (self->list);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (n_errors > 0)
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u entry could not be read as a certificate.",
                                          "%'u entries could not be read as certificates.", n_errors), n_errors);
  if (error != NULL && count != NULL)
    text = g_strdup_printf ("%s %s", error->message, count);
  else
    text = g_strdup (error != NULL ? error->message : count);
  gtk_label_set_label (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->only_errors_button),
                          n_errors > 0 && n_errors < smith_bundle_list_get_n_entries (self->list));
}

static void
update_stack (SmithBundleWindow *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
  const GError *error = smith_bundle_list_get_error (self->list);
  const char *page = "list";

  if (is_empty && smith_bundle_list_get_n_entries (self->list) > 0)
    page = "nothing-found";
  else if (is_empty && error != NULL)
    {
      adw_status_page_set_description (self->failed_page, error->message);
      gtk_widget_set_visible (self->error_box, FALSE);
      page = "failed";
    }
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
update_progress (SmithBundleWindow *self)
{
  gboolean loading = smith_bundle_list_get_loading (self->list);
  double fraction = smith_bundle_list_get_fraction (self->list);

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), loading);
  gtk_widget_set_visible (self->stop_button, loading);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  else
    gtk_progress_bar_pulse (self->progress_bar);
}

/* Batches come faster than frames: what they change is told once a turn. */
static gboolean
update_cb (gpointer user_data)
{
  SmithBundleWindow *self = user_data;
  g_autofree char *subtitle = dup_subtitle (self);

  self->update_source = 0;
  adw_window_title_set_subtitle (self->window_title, subtitle);
  update_errors (self);
  update_stack (self);
  update_progress (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bundle.stop", smith_bundle_list_get_loading (self->list));

  return G_SOURCE_REMOVE;
}

static void
queue_update (SmithBundleWindow *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
setup_row_cb (SmithBundleWindow *self,
              GtkListItem       *item)
{
  gtk_list_item_set_child (item, smith_bundle_row_new (self->list));
}

static void
bind_row_cb (SmithBundleWindow *self,
             GtkListItem       *item)
{
  smith_bundle_row_set_item (SMITH_BUNDLE_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_row_cb (SmithBundleWindow *self,
               GtkListItem       *item)
{
  smith_bundle_row_set_item (SMITH_BUNDLE_ROW (gtk_list_item_get_child (item)), NULL);
}

/* Searching. */

static void
search_changed_cb (SmithBundleWindow *self)
{
  gtk_toggle_button_set_active (self->only_errors_button, FALSE);
  smith_bundle_list_set_search (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
search_activate_cb (SmithBundleWindow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
}

/* Escape: what was searched for first, then the window. */
static void
stop_search_cb (SmithBundleWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* One certificate. */

static void
show_certificate (SmithBundleWindow *self,
                  SmithBundleItem   *item)
{
  g_autoptr (SmithCertificate) certificate = smith_bundle_item_dup_certificate (item);
  GtkWidget *dialog;

  if (certificate == NULL)
    {
      smith_toast_show (GTK_WIDGET (self->list_view), smith_bundle_item_get_subtitle (item));
      return;
    }
  dialog = smith_certificate_dialog_new (certificate);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activate_cb (SmithBundleWindow *self,
             guint              position)
{
  g_autoptr (SmithBundleItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item != NULL)
    show_certificate (self, item);
}

static gboolean
space_pressed_cb (GtkWidget *widget,
                  GVariant  *arguments,
                  gpointer   user_data)
{
  SmithBundleRow *row = smith_bundle_window_get_focus_row (user_data);

  if (row == NULL)
    return FALSE;
  smith_bundle_row_toggle (row);

  return TRUE;
}

static void
stop_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  smith_bundle_list_cancel (SMITH_BUNDLE_WINDOW (widget)->list);
}

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (SMITH_BUNDLE_WINDOW (widget)->search_entry));
}

static void
escape_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  stop_search_cb (SMITH_BUNDLE_WINDOW (widget));
}

static void
sort_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  SmithBundleWindow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sort_names); i++)
    if (g_str_equal (name, sort_names[i]))
      {
        g_simple_action_set_state (action, parameter);
        smith_bundle_list_set_sort (self->list, i);
      }
}

/* The object. */

/* The overview of keys is that of the main window, and goes back there with its own keys. */
static void
shortcuts_hidden_cb (GtkWindow *overview,
                     GtkWindow *parent)
{
  g_object_set (overview, "section-name", "shortcuts", NULL);
  gtk_window_set_transient_for (overview, parent);
  g_signal_handlers_disconnect_by_func (overview, shortcuts_hidden_cb, parent);
}

static void
shortcuts_action_cb (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));
  GtkShortcutsWindow *overview = NULL;

  if (GTK_IS_APPLICATION_WINDOW (parent))
    overview = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (parent));
  if (overview == NULL || gtk_widget_get_visible (GTK_WIDGET (overview)))
    return;
  g_object_set (overview, "section-name", "bundle", NULL);
  gtk_window_set_transient_for (GTK_WINDOW (overview), GTK_WINDOW (widget));
  g_signal_connect_object (overview, "hide", G_CALLBACK (shortcuts_hidden_cb), parent, 0);
  gtk_window_present (GTK_WINDOW (overview));
}

static void
smith_bundle_window_dispose (GObject *object)
{
  SmithBundleWindow *self = SMITH_BUNDLE_WINDOW (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    {
      smith_bundle_list_cancel (self->list);
      g_signal_handlers_disconnect_by_data (self->list, self);
    }
  /* The rows point to it. */
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);

  G_OBJECT_CLASS (smith_bundle_window_parent_class)->dispose (object);
}

static void
smith_bundle_window_finalize (GObject *object)
{
  SmithBundleWindow *self = SMITH_BUNDLE_WINDOW (object);

  g_clear_object (&self->list);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (smith_bundle_window_parent_class)->finalize (object);
}

static void
smith_bundle_window_class_init (SmithBundleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_bundle_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_bundle_window_finalize;

  /**
   * SmithBundleWindow::import:
   * @pem: the certificates that a person chose, in the order of the file
   * @name: what the bundle is called
   */
  signals[SIGNAL_IMPORT] =
    g_signal_new ("import", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  2, G_TYPE_BYTES, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-bundle-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, error_box);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, only_errors_button);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, list_view);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, action_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, chosen_label);
  gtk_widget_class_bind_template_child (widget_class, SmithBundleWindow, import_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);

  smith_bundle_window_install_chosen_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "bundle.stop", NULL, stop_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.escape", NULL, escape_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.shortcuts", NULL, shortcuts_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK, "bundle.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F1, GDK_CONTROL_MASK, "bundle.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "bundle.escape", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "bundle.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "bundle.save", NULL);
}

static void
add_shortcut (GtkEventController *controller,
              guint               keyval,
              GdkModifierType     modifiers,
              GtkShortcutAction  *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (keyval, modifiers), action));
}

/* Those that mean something else in an entry are the list's. */
static void
add_shortcuts (SmithBundleWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before the list view, for which space selects. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_shortcut (controller, GDK_KEY_space, 0, gtk_callback_action_new (space_pressed_cb, self, NULL));
  add_shortcut (controller, GDK_KEY_a, GDK_CONTROL_MASK, gtk_named_action_new ("bundle.choose-shown"));
  add_shortcut (controller, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, gtk_named_action_new ("bundle.choose-none"));
  add_shortcut (controller, GDK_KEY_c, GDK_CONTROL_MASK, gtk_named_action_new ("bundle.copy"));
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), controller);
}

static void
smith_bundle_window_init (SmithBundleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  add_shortcuts (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->search_entry));
}

static void
add_sort_action (SmithBundleWindow *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) sort = g_simple_action_new_stateful ("sort", G_VARIANT_TYPE_STRING, g_variant_new_string (sort_names[0]));

  g_signal_connect_object (sort, "activate", G_CALLBACK (sort_activated_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (sort));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bundle-view", G_ACTION_GROUP (group));
}

/**
 * smith_bundle_window_new:
 * @parent: (nullable): the window that it belongs to
 * @list: what to show; is cancelled when the window closes
 *
 * Returns: (transfer none): a window that is not yet shown
 */
GtkWidget *
smith_bundle_window_new (GtkWindow       *parent,
                         SmithBundleList *list)
{
  SmithBundleWindow *self;
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (list), NULL);

  self = g_object_new (SMITH_TYPE_BUNDLE_WINDOW, "transient-for", parent, NULL);
  self->list = g_object_ref (list);
  /* Translators: %s is the name of a file */
  title = g_strdup_printf (_("Certificates in “%s”"), smith_bundle_list_get_name (list));
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->window_title, title);
  add_sort_action (self);
  g_object_bind_property (list, "only-errors", self->only_errors_button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::fraction", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::n-entries", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::n-chosen", G_CALLBACK (smith_bundle_window_update_chosen), self, G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (list)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self));
  smith_bundle_window_update_chosen (self);
  update_cb (self);

  return GTK_WIDGET (self);
}
