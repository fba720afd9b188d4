/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-details.h"

#include <glib/gi18n.h>

#include "smith-toast.h"

/* Files are shown opened where they are this few; one in which something went wrong always is. */
#define MAX_OPENED 3

/**
 * SmithImportDetails:
 *
 * What an import did: each file, which can be expanded to what was in it, and what became of it. Undo takes
 * the import back. The rows are made as they are seen, for there may be thousands.
 */
struct _SmithImportDetails
{
  AdwWindow           parent_instance;

  /* Owned */
  SmithWorkspace     *workspace;
  SmithImportSummary *summary;
  GCancellable       *cancellable;

  /* Template */
  GtkWidget          *undo_button;
  GtkLabel           *title_label;
  GtkListView        *list_view;
};

G_DEFINE_FINAL_TYPE (SmithImportDetails, smith_import_details, ADW_TYPE_WINDOW)

typedef struct
{
  const char *icon;
  const char *style;
  const char *words;
} Look;

/* By SmithImportOutcome. */
static const Look looks[] = {
  [SMITH_IMPORT_ADDED] = { "object-select-symbolic", "success", N_("Came in") },
  [SMITH_IMPORT_KNOWN] = { "edit-copy-symbolic", "dim-label", N_("Duplicate") },
  [SMITH_IMPORT_LEFT_OUT] = { "dialog-information-symbolic", "dim-label", N_("Left out") },
  [SMITH_IMPORT_WEAK] = { "dialog-warning-symbolic", "warning", N_("Came in; needs attention") },
  [SMITH_IMPORT_DAMAGED] = { "dialog-error-symbolic", "error", N_("Came in damaged") },
  [SMITH_IMPORT_NOT_SAVED] = { "dialog-warning-symbolic", "warning", N_("Not saved") },
  [SMITH_IMPORT_LOCKED] = { "changes-prevent-symbolic", "warning", N_("Locked") },
  [SMITH_IMPORT_NOT_UNDERSTOOD] = { "dialog-warning-symbolic", "warning", N_("Not understood") },
  [SMITH_IMPORT_NOT_READ] = { "dialog-warning-symbolic", "warning", N_("Not read") },
};

/* The widgets of one row. */
typedef struct
{
  GtkWidget *expander;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *text;
} Row;

static GtkWidget *
create_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
setup_row_cb (SmithImportDetails *self,
              GtkListItem        *list_item)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  row->expander = gtk_tree_expander_new ();
  row->icon = gtk_image_new ();
  row->title = create_label (NULL);
  row->text = create_label ("smith-import-text");
  gtk_widget_add_css_class (row->text, "dim-label");
  gtk_widget_set_valign (row->icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_box_append (GTK_BOX (labels), row->title);
  gtk_box_append (GTK_BOX (labels), row->text);
  gtk_box_append (GTK_BOX (box), row->icon);
  gtk_box_append (GTK_BOX (box), labels);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (row->expander), box);
  gtk_list_item_set_child (list_item, row->expander);
  g_object_set_data_full (G_OBJECT (list_item), "smith-row", row, g_free);
}

static void
bind_row_cb (SmithImportDetails *self,
             GtkListItem        *list_item)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "smith-row");
  GtkTreeListRow *tree_row = gtk_list_item_get_item (list_item);
  g_autoptr (SmithImportItem) item = gtk_tree_list_row_get_item (tree_row);
  const Look *look = &looks[smith_import_item_get_outcome (item)];
  const char *styles[] = { look->style, NULL };
  gboolean top = gtk_tree_list_row_get_depth (tree_row) == 0;

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (row->expander), tree_row);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), look->icon);
  gtk_widget_set_css_classes (row->icon, styles);
  gtk_widget_set_tooltip_text (row->icon, _(look->words));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _(look->words), -1);
  gtk_label_set_label (GTK_LABEL (row->title), smith_import_item_get_title (item));
  gtk_label_set_label (GTK_LABEL (row->text), smith_import_item_get_text (item));
  gtk_widget_set_visible (row->text, *smith_import_item_get_text (item) != '\0');
  if (top)
    gtk_widget_add_css_class (row->title, "smith-import-file");
  else
    gtk_widget_remove_css_class (row->title, "smith-import-file");
}

static void
unbind_row_cb (SmithImportDetails *self,
               GtkListItem        *list_item)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "smith-row");

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (row->expander), NULL);
}

static void
row_activated_cb (SmithImportDetails *self,
                  guint               position)
{
  g_autoptr (GtkTreeListRow) row =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list_view)), position);

  if (row != NULL && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
copy_clicked_cb (SmithImportDetails *self)
{
  g_autofree char *text = smith_import_summary_dup_text (self->summary);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  smith_toast_show (GTK_WIDGET (self->list_view), _("Copied"));
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithImportDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = smith_workspace_undo_import_finish (SMITH_WORKSPACE (source), result, &error);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (self->summary == NULL)
    return;
  if (!done)
    {
      gtk_label_set_label (self->title_label, error->message);
      return;
    }
  if (parent != NULL)
    smith_toast_show (GTK_WIDGET (parent), _("The import was taken back"));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
undo_clicked_cb (SmithImportDetails *self)
{
  smith_workspace_undo_import_async (self->workspace, self->summary, self->cancellable, undone_cb, g_object_ref (self));
}

static GListModel *
create_children_cb (gpointer item,
                    gpointer user_data)
{
  GListModel *children = smith_import_item_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

/* From the end, so that what is added by one does not move the next. */
static void
expand_rows (GtkTreeListModel *rows)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows));

  for (guint i = n; i > 0; i--)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (rows, i - 1);
      g_autoptr (SmithImportItem) item = gtk_tree_list_row_get_item (row);

      if (n <= MAX_OPENED || smith_import_item_is_problem (item))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static void
show_summary (SmithImportDetails *self)
{
  GListModel *items = smith_import_summary_get_items (self->summary);
  GtkTreeListModel *rows = gtk_tree_list_model_new (g_object_ref (items), FALSE, FALSE, create_children_cb, NULL, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  expand_rows (rows);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows))));
  gtk_label_set_label (self->title_label, smith_import_summary_get_title (self->summary));
  g_object_bind_property (self->summary, "can-undo", self->undo_button, "visible", G_BINDING_SYNC_CREATE);
}

static void
smith_import_details_dispose (GObject *object)
{
  SmithImportDetails *self = SMITH_IMPORT_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_object (&self->summary);

  G_OBJECT_CLASS (smith_import_details_parent_class)->dispose (object);
}

static void
smith_import_details_finalize (GObject *object)
{
  g_clear_object (&SMITH_IMPORT_DETAILS (object)->cancellable);

  G_OBJECT_CLASS (smith_import_details_parent_class)->finalize (object);
}

static void
smith_import_details_class_init (SmithImportDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_import_details_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_import_details_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-import-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithImportDetails, undo_button);
  gtk_widget_class_bind_template_child (widget_class, SmithImportDetails, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithImportDetails, list_view);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_import_details_init (SmithImportDetails *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_import_details_new:
 * @workspace: what the import went to
 * @summary: of the import
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_import_details_new (SmithWorkspace     *workspace,
                          SmithImportSummary *summary)
{
  SmithImportDetails *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (summary), NULL);

  self = g_object_new (SMITH_TYPE_IMPORT_DETAILS, NULL);
  self->workspace = g_object_ref (workspace);
  self->summary = g_object_ref (summary);
  show_summary (self);

  return GTK_WIDGET (self);
}
