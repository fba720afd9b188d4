/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-sidebar.h"

#include "smith-identity-row.h"

/**
 * SmithSidebar:
 *
 * The library as a list: what needs attention first, then by name, filtered by what is searched for. Keeps
 * the selection while rows move. Property "selected" notifies; "opened" says that a row was clicked or
 * activated, which matters where the content is not beside the list. "folded" shows the window's buttons
 * at the end too.
 */
struct _SmithSidebar
{
  GtkWidget parent_instance;

  /* Owned */
  SmithWorkspace     *workspace;
  SmithIdentity      *selected;
  char               *needle;              /* folded for comparison */
  guint               resort_source;
  gboolean            folded;

  /* Borrowed from the list view */
  GtkSingleSelection *selection;
  GtkFilterListModel *filtered;
  GtkFilter          *filter;
  GtkSorter          *sorter;
  GtkSortListModel   *sorted;

  gulong              sorted_handler;      /* while select_first waits for the sorting */

  /* Template */
  GtkWidget          *box;
  AdwHeaderBar       *header_bar;
  GtkSearchBar       *search_bar;
  GtkSearchEntry     *search_entry;
  GtkStack           *stack;
  GtkListView        *list_view;
};

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_SELECTED,
  PROP_FOLDED,
  N_PROPS
};

enum
{
  OPENED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithSidebar, smith_sidebar, GTK_TYPE_WIDGET)

/* Expired, expiring, what is under way, the rest. What is under way keeps its place through its steps. */
static int
get_rank (SmithIdentity *identity)
{
  if (identity == NULL)
    return 0;
  switch (smith_identity_get_state (identity))
    {
    case SMITH_IDENTITY_STATE_DAMAGED:
      return 0;
    case SMITH_IDENTITY_STATE_EXPIRED:
      return 1;
    case SMITH_IDENTITY_STATE_EXPIRING:
      return 2;
    case SMITH_IDENTITY_STATE_NOT_YET_VALID:
      return 3;
    case SMITH_IDENTITY_STATE_EMPTY:
    case SMITH_IDENTITY_STATE_KEY_ONLY:
    case SMITH_IDENTITY_STATE_WAITING:
      return 4;
    case SMITH_IDENTITY_STATE_VALID:
    default:
      return 5;
    }
}

static gboolean
matches_search (gpointer item,
                gpointer user_data)
{
  SmithSidebar *self = user_data;
  SmithIdentity *identity = item;
  const char *text;
  g_autofree char *name = NULL;

  if (self->needle == NULL)
    return TRUE;
  text = smith_identity_get_search_text (identity);
  if (text != NULL && strstr (text, self->needle) != NULL)
    return TRUE;
  name = g_utf8_casefold (smith_identity_get_name (identity), -1);

  return strstr (name, self->needle) != NULL;
}

/* A fingerprint is searched for with or without its colons. */
static char *
fold_needle (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *bare = g_strdup (stripped);
  gboolean is_hex = TRUE;
  gsize length = 0;

  for (const char *c = stripped; *c != '\0'; c++)
    {
      if (*c == ':' || *c == ' ')
        continue;
      is_hex = is_hex && g_ascii_isxdigit (*c);
      bare[length++] = *c;
    }
  bare[length] = '\0';
  if (*stripped == '\0')
    return NULL;

  return g_utf8_casefold (is_hex && strchr (stripped, ':') != NULL ? bare : stripped, -1);
}

static void
update_stack (SmithSidebar *self)
{
  gboolean nothing_found = self->needle != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0;

  gtk_stack_set_visible_child_name (self->stack, nothing_found ? "nothing-found" : "list");
}

static void
search_changed_cb (SmithSidebar *self)
{
  g_autofree char *needle = fold_needle (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  if (g_strcmp0 (needle, self->needle) == 0)
    return;
  if (self->needle == NULL || (needle != NULL && g_str_has_prefix (needle, self->needle)))
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (needle == NULL || g_str_has_prefix (self->needle, needle))
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  gtk_filter_changed (self->filter, change);
  update_stack (self);
}

static void
open_selected (SmithSidebar *self)
{
  if (self->selected != NULL)
    g_signal_emit (self, signals[OPENED], 0);
}

static void
search_activated_cb (SmithSidebar *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;
  smith_sidebar_select_first (self);
  open_selected (self);
}

static void
list_activated_cb (SmithSidebar *self,
                   guint         position)
{
  gtk_single_selection_set_selected (self->selection, position);
  open_selected (self);
}

static void
row_chosen_cb (SmithSidebar     *self,
               SmithIdentityRow *row)
{
  smith_sidebar_set_selected (self, smith_identity_row_get_identity (row));
}

static void
row_opened_cb (SmithSidebar     *self,
               SmithIdentityRow *row)
{
  smith_sidebar_set_selected (self, smith_identity_row_get_identity (row));
  open_selected (self);
}

static gboolean
popup_menu_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (!SMITH_IS_IDENTITY_ROW (row))
    return FALSE;
  smith_identity_row_popup_menu (SMITH_IDENTITY_ROW (row), gtk_widget_get_width (row) / 2.0,
                                 gtk_widget_get_height (row));

  return TRUE;
}

static void
setup_row_cb (SmithSidebar *self,
              GtkListItem  *item)
{
  GtkWidget *row = g_object_new (SMITH_TYPE_IDENTITY_ROW, NULL);

  g_signal_connect_object (row, "chosen", G_CALLBACK (row_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "opened", G_CALLBACK (row_opened_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind_row_cb (SmithSidebar *self,
             GtkListItem  *item)
{
  smith_identity_row_set_identity (SMITH_IDENTITY_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_row_cb (SmithSidebar *self,
               GtkListItem  *item)
{
  smith_identity_row_set_identity (SMITH_IDENTITY_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
selection_changed_cb (SmithSidebar *self)
{
  if (g_set_object (&self->selected, gtk_single_selection_get_selected_item (self->selection)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* Rows that changed are sorted and filtered again, all that changed in one turn at once. */
static gboolean
resort_cb (gpointer user_data)
{
  SmithSidebar *self = user_data;

  self->resort_source = 0;
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  if (self->needle != NULL)
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);

  return G_SOURCE_REMOVE;
}

static void
identity_changed_cb (SmithSidebar *self)
{
  if (self->resort_source == 0)
    self->resort_source = g_idle_add (resort_cb, self);
}

static void
library_changed_cb (SmithSidebar *self,
                    guint         position,
                    guint         removed,
                    guint         added,
                    GListModel   *library)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GObject) identity = g_list_model_get_item (library, i);

      /* One that comes back has been followed before. */
      g_signal_handlers_disconnect_by_func (identity, identity_changed_cb, self);
      g_signal_connect_object (identity, "notify::name", G_CALLBACK (identity_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (identity, "notify::state", G_CALLBACK (identity_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (identity, "notify::search-text", G_CALLBACK (identity_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
create_models (SmithSidebar *self)
{
  GListModel *library = G_LIST_MODEL (smith_workspace_get_library (self->workspace));
  GtkExpression *rank = gtk_cclosure_expression_new (G_TYPE_INT, NULL, 0, NULL, G_CALLBACK (get_rank), NULL, NULL);
  GtkExpression *name = gtk_property_expression_new (SMITH_TYPE_IDENTITY, NULL, "name");
  GtkMultiSorter *sorter = gtk_multi_sorter_new ();

  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_numeric_sorter_new (rank)));
  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_string_sorter_new (name)));
  self->sorter = GTK_SORTER (sorter);
  self->sorted = gtk_sort_list_model_new (g_object_ref (library), GTK_SORTER (sorter));
  gtk_sort_list_model_set_incremental (self->sorted, TRUE);

  self->filter = GTK_FILTER (gtk_custom_filter_new (matches_search, self, NULL));
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (self->sorted), self->filter);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);

  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->filtered));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);

  g_signal_connect_object (library, "items-changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  library_changed_cb (self, 0, 0, g_list_model_get_n_items (library), library);
}

static void
smith_sidebar_dispose (GObject *object)
{
  SmithSidebar *self = SMITH_SIDEBAR (object);

  g_clear_handle_id (&self->resort_source, g_source_remove);
  if (self->sorted_handler != 0)
    g_clear_signal_handler (&self->sorted_handler, self->sorted);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  g_clear_object (&self->workspace);
  g_clear_object (&self->selected);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_SIDEBAR);

  G_OBJECT_CLASS (smith_sidebar_parent_class)->dispose (object);
}

static void
smith_sidebar_finalize (GObject *object)
{
  g_free (SMITH_SIDEBAR (object)->needle);

  G_OBJECT_CLASS (smith_sidebar_parent_class)->finalize (object);
}

static void
smith_sidebar_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SmithSidebar *self = SMITH_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, smith_sidebar_get_selected (self));
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_sidebar_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SmithSidebar *self = SMITH_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      smith_sidebar_set_workspace (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      smith_sidebar_set_selected (self, g_value_get_object (value));
      break;
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      adw_header_bar_set_show_end_title_buttons (self->header_bar, self->folded);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_sidebar_class_init (SmithSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_sidebar_dispose;
  object_class->finalize = smith_sidebar_finalize;
  object_class->get_property = smith_sidebar_get_property;
  object_class->set_property = smith_sidebar_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OPENED] =
    g_signal_new ("opened", SMITH_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, SmithSidebar, header_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SmithSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithSidebar, list_view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
add_shortcuts (SmithSidebar *self)
{
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  gtk_shortcut_controller_add_shortcut (controller,
    gtk_shortcut_new (gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0),
                                                   gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK)),
                      gtk_callback_action_new (popup_menu_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (controller,
    gtk_shortcut_new (gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0),
                                                   gtk_keyval_trigger_new (GDK_KEY_KP_Delete, 0)),
                      gtk_named_action_new ("win.delete")));
  gtk_shortcut_controller_add_shortcut (controller,
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F2, 0), gtk_named_action_new ("win.rename")));
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), GTK_EVENT_CONTROLLER (controller));
}

static void
smith_sidebar_init (SmithSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  add_shortcuts (self);
}

/**
 * smith_sidebar_set_workspace:
 * @workspace: whose library it is; given once
 */
void
smith_sidebar_set_workspace (SmithSidebar   *self,
                             SmithWorkspace *workspace)
{
  g_return_if_fail (SMITH_IS_SIDEBAR (self));
  g_return_if_fail (workspace == NULL || self->workspace == NULL);

  if (!g_set_object (&self->workspace, workspace))
    return;
  create_models (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

/**
 * smith_sidebar_get_selected:
 *
 * Returns: (nullable) (transfer none): the identity that is selected
 */
SmithIdentity *
smith_sidebar_get_selected (SmithSidebar *self)
{
  g_return_val_if_fail (SMITH_IS_SIDEBAR (self), NULL);

  return self->selected;
}

/**
 * smith_sidebar_set_selected:
 * @identity: (nullable): one of the library; a search that hides it is ended
 */
void
smith_sidebar_set_selected (SmithSidebar  *self,
                            SmithIdentity *identity)
{
  GListModel *model;
  guint n_items;

  g_return_if_fail (SMITH_IS_SIDEBAR (self));

  if (self->selected == identity || self->selection == NULL)
    return;
  if (identity != NULL && !matches_search (identity, self))
    {
      gtk_search_bar_set_search_mode (self->search_bar, FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
      search_changed_cb (self);
    }

  model = G_LIST_MODEL (self->selection);
  n_items = g_list_model_get_n_items (model);
  for (guint i = 0; identity != NULL && i < n_items; i++)
    {
      g_autoptr (SmithIdentity) item = g_list_model_get_item (model, i);

      if (item == identity)
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", i);
          return;
        }
    }
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
sorting_progressed_cb (SmithSidebar *self)
{
  if (gtk_sort_list_model_get_pending (self->sorted) > 0)
    return;
  g_clear_signal_handler (&self->sorted_handler, self->sorted);
  /* Unless a person was faster. */
  if (gtk_single_selection_get_selected_item (self->selection) == NULL)
    smith_sidebar_select_first (self);
}

/**
 * smith_sidebar_select_first:
 *
 * Selects what needs attention most, once the sorting, which goes on in small steps, is through.
 */
void
smith_sidebar_select_first (SmithSidebar *self)
{
  g_return_if_fail (SMITH_IS_SIDEBAR (self));

  if (self->selection == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;
  if (gtk_sort_list_model_get_pending (self->sorted) == 0)
    gtk_single_selection_set_selected (self->selection, 0);
  else if (self->sorted_handler == 0)
    self->sorted_handler = g_signal_connect_object (self->sorted, "notify::pending", G_CALLBACK (sorting_progressed_cb),
                                                    self, G_CONNECT_SWAPPED);
}

/**
 * smith_sidebar_get_position:
 *
 * Returns: where the selected row is, %GTK_INVALID_LIST_POSITION if none is
 */
guint
smith_sidebar_get_position (SmithSidebar *self)
{
  g_return_val_if_fail (SMITH_IS_SIDEBAR (self), GTK_INVALID_LIST_POSITION);

  return self->selection != NULL ? gtk_single_selection_get_selected (self->selection) : GTK_INVALID_LIST_POSITION;
}

/**
 * smith_sidebar_select_at:
 * @position: what smith_sidebar_get_position() answered before a row went
 *
 * Selects the row that took its place, or the last one.
 */
void
smith_sidebar_select_at (SmithSidebar *self,
                         guint         position)
{
  guint n_items;

  g_return_if_fail (SMITH_IS_SIDEBAR (self));

  n_items = self->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
  if (n_items > 0)
    gtk_single_selection_set_selected (self->selection, MIN (position, n_items - 1));
}

/**
 * smith_sidebar_focus_list:
 *
 * Gives the list the focus. (Not as GtkWidget's grab_focus: with that, Tab would pass over the header bar.)
 */
void
smith_sidebar_focus_list (SmithSidebar *self)
{
  g_return_if_fail (SMITH_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/**
 * smith_sidebar_start_search:
 *
 * Shows the search entry and gives it the focus.
 */
void
smith_sidebar_start_search (SmithSidebar *self)
{
  g_return_if_fail (SMITH_IS_SIDEBAR (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
