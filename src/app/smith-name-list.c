/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-list-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-name-row.h"
#include "smith-name-splitter.h"
#include "smith-page-layout.h"
#include "smith-removal.h"

/* So many rows are made in a frame. */
#define BATCH 4

/**
 * SmithNameList:
 *
 * The entry for one more name or a pasted list, and below it the names of a #SmithRequestDraft as rows. Rows are
 * moved by the pointer and by the keyboard, edited where they stand, removed with Undo.
 * Signals: "pending-changed" when something stands in the entry that is no row yet, or no longer; "activated" for
 * Enter in an empty entry: there are no more names.
 */
enum
{
  PENDING_CHANGED,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithNameList, smith_name_list, GTK_TYPE_WIDGET)

static GListModel *
get_names (SmithNameList *self)
{
  return self->draft != NULL ? smith_request_draft_get_names (self->draft) : NULL;
}

/**
 * smith_name_list_count:
 *
 * Returns: how many names there are, with rows or not yet
 */
guint
smith_name_list_count (SmithNameList *self)
{
  return self->draft != NULL ? g_list_model_get_n_items (get_names (self)) : 0;
}

/**
 * smith_name_list_get_row:
 *
 * Returns: (transfer none) (nullable): the row of a name, where it has one already
 */
GtkWidget *
smith_name_list_get_row (SmithNameList *self,
                         guint          position)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->list_box, (int) position));
}

/**
 * smith_name_list_find:
 * @position: (out): where it is
 *
 * Returns: whether it is there; a row may belong to a name that has gone
 */
gboolean
smith_name_list_find (SmithNameList  *self,
                      SmithNameEntry *entry,
                      guint          *position)
{
  for (guint i = 0; i < smith_name_list_count (self); i++)
    {
      g_autoptr (SmithNameEntry) other = g_list_model_get_item (get_names (self), i);

      *position = i;
      if (other == entry)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_focus (SmithNameList *self,
           GtkWidget     *widget)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
update_places (SmithNameList *self)
{
  gboolean first = self->draft != NULL && smith_request_draft_get_common_name (self->draft) != NULL;
  guint n = smith_name_list_count (self);
  g_autofree char *count = g_strdup_printf (ngettext ("%u name", "%u names", n), n);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_box)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      if (!SMITH_IS_NAME_ROW (row))
        continue;
      smith_name_row_set_common_name (SMITH_NAME_ROW (row), first);
      first = FALSE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), n > 0);
  gtk_label_set_label (GTK_LABEL (self->count_label), count);
  gtk_widget_set_visible (self->count_label, n > 1);
}

static void
update_note (SmithNameList *self)
{
  const char *note = self->draft != NULL ? smith_request_draft_get_common_name_note (self->draft) : NULL;

  gtk_label_set_label (GTK_LABEL (self->note_label), note != NULL ? note : "");
  gtk_widget_set_visible (self->note_label, note != NULL);
}

/* What the last paste left out, such as names that were there already. */
static void
update_left_out (SmithNameList *self)
{
  const char *note = self->draft != NULL ? smith_request_draft_get_names_note (self->draft) : NULL;

  gtk_label_set_label (GTK_LABEL (self->left_out_label), note != NULL ? note : "");
  gtk_widget_set_visible (self->left_out_label, note != NULL);
}

/* Returns whether there was a new one among them. If there was none, what is said where they were entered is enough. */
static gboolean
insert_names (SmithNameList *self,
              guint          position,
              const char    *text)
{
  gboolean any = smith_request_draft_insert_names (self->draft, position, text) > 0;

  update_left_out (self);
  if (!any)
    gtk_widget_set_visible (self->left_out_label, FALSE);

  return any;
}

/* The entry. */

/* "www." and "*." are on their way to a name, "10.0.0." to an address. */
static gboolean
is_unfinished (const char *text)
{
  return *text != '\0' && (g_str_equal (text, "*") || strchr (".@:-/", text[strlen (text) - 1]) != NULL);
}

/* What stands in the entry, as it is typed. A list is taken apart when it is added, and each word judged in its row. */
static void
name_changed_cb (SmithNameList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_auto (GStrv) words = smith_name_splitter_split (text);
  g_autoptr (SmithNameEntry) entry = NULL;
  const char *error = NULL;

  gtk_widget_set_sensitive (self->add_button, words[0] != NULL);
  if (words[0] != NULL && words[1] == NULL && !is_unfinished (text))
    {
      entry = smith_name_entry_new (words[0]);
      error = smith_name_entry_get_error (entry);
    }
  smith_message_row_set_message (self->name_message, error);
  g_signal_emit (self, signals[PENDING_CHANGED], 0);
}

static void
add_name (SmithNameList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_auto (GStrv) words = smith_name_splitter_split (text);

  if (self->draft == NULL || words[0] == NULL)
    return;

  /* One name with a mistake stays where it can be corrected. */
  if (words[1] == NULL)
    {
      g_autoptr (SmithNameEntry) entry = smith_name_entry_new (words[0]);

      if (smith_name_entry_get_error (entry) != NULL)
        {
          smith_message_row_set_message (self->name_message, smith_name_entry_get_error (entry));
          return;
        }
    }

  if (!insert_names (self, smith_name_list_count (self), text))
    {
      smith_message_row_set_message (self->name_message, _("This name is in the list already."));
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  gtk_widget_grab_focus (self->name_row);
}

static void
name_activated_cb (SmithNameList *self)
{
  if (smith_name_list_get_pending (self))
    add_name (self);
  else
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
paste_cb (SmithNameList *self,
          const char    *text,
          int            length,
          int           *position,
          GtkEditable   *editable)
{
  g_autofree char *pasted = g_strndup (text, length < 0 ? strlen (text) : (gsize) length);
  g_auto (GStrv) words = smith_name_splitter_split (pasted);

  /* Several names at once into an empty entry: a list, which becomes rows at once. */
  if (self->draft == NULL || words[0] == NULL || words[1] == NULL || *gtk_editable_get_text (editable) != '\0')
    return;

  g_signal_stop_emission_by_name (editable, "insert-text");
  if (!insert_names (self, smith_name_list_count (self), pasted))
    smith_message_row_set_message (self->name_message, _("These names are in the list already."));
  else
    smith_message_row_set_message (self->name_message, NULL);
}

/* Changes of rows. */

static void
undo_removal_cb (gpointer owner,
                 guint    position,
                 gpointer what)
{
  guint last = g_list_model_get_n_items (smith_request_draft_get_names (owner));

  smith_request_draft_insert_names (owner, MIN (position, last), what);
}

static void
row_remove_cb (SmithNameList *self,
               SmithNameRow  *row)
{
  g_autoptr (SmithNameEntry) entry = g_object_ref (smith_name_row_get_entry (row));
  gboolean focused = has_focus (self, GTK_WIDGET (row));
  GtkWidget *next;
  guint position;

  if (!smith_name_list_find (self, entry, &position))
    return;

  smith_request_draft_remove_name (self->draft, position);
  next = smith_name_list_get_row (self, MIN (position, MAX (smith_name_list_count (self), 1) - 1));
  if (focused)
    gtk_widget_grab_focus (next != NULL ? next : self->name_row);
  smith_removal_offer_undo (GTK_WIDGET (self), smith_name_entry_get_text (entry), undo_removal_cb, self->draft, position,
                            g_strdup (smith_name_entry_get_edit_text (entry)), g_free);
}

static void
row_replace_cb (SmithNameList *self,
                const char    *text,
                SmithNameRow  *row)
{
  g_autoptr (SmithNameEntry) entry = g_object_ref (smith_name_row_get_entry (row));
  gboolean focused = has_focus (self, GTK_WIDGET (row));
  guint position;

  if (!smith_name_list_find (self, entry, &position))
    return;

  /* The new one first: if it is none, the old one stays. */
  if (!insert_names (self, position + 1, text))
    {
      smith_name_row_refuse (row, _("This name is in the list already."));
      return;
    }
  smith_request_draft_remove_name (self->draft, position);
  if (focused && smith_name_list_get_row (self, position) != NULL)
    gtk_widget_grab_focus (smith_name_list_get_row (self, position));
}

/**
 * smith_name_list_move:
 *
 * Moves a name; its row gets the keyboard.
 */
void
smith_name_list_move (SmithNameList *self,
                      guint          from,
                      guint          to)
{
  smith_request_draft_move_name (self->draft, from, to);
  if (smith_name_list_get_row (self, to) != NULL)
    gtk_widget_grab_focus (smith_name_list_get_row (self, to));
}

static void
row_move_cb (SmithNameList *self,
             int            by,
             SmithNameRow  *row)
{
  guint from;

  if (!smith_name_list_find (self, smith_name_row_get_entry (row), &from))
    return;

  smith_name_list_move (self, from, by == G_MININT
                                      ? 0 : (guint) CLAMP ((gint64) from + by, 0, (gint64) smith_name_list_count (self) - 1));
}

static void
row_activated_cb (SmithNameList *self,
                  GtkListBoxRow *row)
{
  smith_name_row_edit (SMITH_NAME_ROW (row));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  GtkWidget *row = smith_name_row_new (item);

  g_signal_connect_object (row, "replace", G_CALLBACK (row_replace_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "move", G_CALLBACK (row_move_cb), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (row_remove_cb), user_data, G_CONNECT_SWAPPED);

  return row;
}

static void
smith_name_list_dispose (GObject *object)
{
  SmithNameList *self = SMITH_NAME_LIST (object);

  g_clear_object (&self->draft_signals);
  g_clear_object (&self->scroller);
  if (self->list_box != NULL)
    gtk_list_box_bind_model (self->list_box, NULL, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_NAME_LIST);

  G_OBJECT_CLASS (smith_name_list_parent_class)->dispose (object);
}

static void
smith_name_list_class_init (SmithNameListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_name_list_dispose;

  signals[PENDING_CHANGED] =
    g_signal_new ("pending-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-name-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, box);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, list_box);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, name_row);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, add_button);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, name_message);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, note_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, left_out_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNameList, count_label);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_name);
}

static void
smith_name_list_init (SmithNameList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = smith_gradual_list_new (BATCH);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->shown), create_row_cb, self, NULL);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update_places), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->name_row)), "insert-text",
                           G_CALLBACK (paste_cb), self, G_CONNECT_SWAPPED);
  smith_name_list_init_drop (self);

  self->draft_signals = g_signal_group_new (SMITH_TYPE_REQUEST_DRAFT);
  g_signal_group_connect_swapped (self->draft_signals, "notify::common-name", G_CALLBACK (update_places), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::common-name-note", G_CALLBACK (update_note), self);
  g_signal_group_connect_swapped (self->draft_signals, "notify::names-note", G_CALLBACK (update_left_out), self);
}

/**
 * smith_name_list_set_draft:
 * @draft: (nullable): whose names are shown
 */
void
smith_name_list_set_draft (SmithNameList     *self,
                           SmithRequestDraft *draft)
{
  g_return_if_fail (SMITH_IS_NAME_LIST (self));
  g_return_if_fail (draft == NULL || SMITH_IS_REQUEST_DRAFT (draft));

  if (!g_set_object (&self->draft, draft))
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  g_signal_group_set_target (self->draft_signals, draft);
  smith_gradual_list_set_model (self->shown, get_names (self));
  update_places (self);
  update_note (self);
  update_left_out (self);
}

/**
 * smith_name_list_get_pending:
 *
 * Returns: whether something stands in the entry that is no row yet
 */
gboolean
smith_name_list_get_pending (SmithNameList *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_LIST (self), FALSE);

  return *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';
}

/**
 * smith_name_list_dup_typed:
 *
 * Returns: (transfer full): what stands in the entry, without space around it
 */
char *
smith_name_list_dup_typed (SmithNameList *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_LIST (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
}

/**
 * smith_name_list_commit:
 *
 * Takes what is being typed, in the entry or in a row: it is part of what a person filled in.
 *
 * Returns: whether there was nothing wrong with it; if there was, its entry has the keyboard and says why
 */
gboolean
smith_name_list_commit (SmithNameList *self)
{
  GtkWidget *row, *next;

  g_return_val_if_fail (SMITH_IS_NAME_LIST (self), FALSE);

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->list_box)); row != NULL; row = next)
    {
      g_autoptr (GtkWidget) held = g_object_ref (row);

      next = gtk_widget_get_next_sibling (row);
      if (SMITH_IS_NAME_ROW (row) && !smith_name_row_finish (SMITH_NAME_ROW (row)))
        return FALSE;
    }

  add_name (self);
  if (!smith_name_list_get_pending (self))
    return TRUE;

  gtk_widget_grab_focus (self->name_row);

  return FALSE;
}

/**
 * smith_name_list_focus:
 *
 * Gives the entry the keyboard.
 */
void
smith_name_list_focus (SmithNameList *self)
{
  g_return_if_fail (SMITH_IS_NAME_LIST (self));

  gtk_widget_grab_focus (self->name_row);
}
