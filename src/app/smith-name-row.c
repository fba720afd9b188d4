/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-row.h"

#include <glib/gi18n.h>

#include "smith-row-drag.h"
#include "smith-tip.h"

/**
 * SmithNameRow:
 *
 * One name of a request: a symbol and a word for its kind, how else it is written, what is wrong with it or
 * worth knowing. Activated, it becomes an entry where it stands. Moved by the pointer (it drags its
 * #SmithNameEntry) and by Alt+Up and Alt+Down. Changes nothing itself: says so by its signals. Has few
 * widgets, because there may be hundreds of rows; the entry and the menu are made when they are wanted.
 */
struct _SmithNameRow
{
  AdwPreferencesRow parent_instance;

  /* Owned */
  SmithNameEntry   *entry;
  char             *refusal;          /* why what stands in the editor was not taken */
  gboolean          common_name;
  gboolean          finishing;

  /* Children, made when they are wanted */
  GtkWidget        *editor;
  GtkWidget        *popover;

  /* Template */
  GtkWidget        *box;
  GtkWidget        *kind_image;
  GtkWidget        *text_box;
  GtkWidget        *title_label;
  GtkWidget        *detail_label;
  GtkWidget        *chip;
  GtkWidget        *remove_button;
};

enum
{
  REPLACE,
  MOVE,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithNameRow, smith_name_row, ADW_TYPE_PREFERENCES_ROW)

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static const char *
find_icon_name (SmithNameEntry *entry)
{
  SmithAltName *name = smith_name_entry_get_alt_name (entry);

  if (name == NULL)
    return "dialog-error-symbolic";

  switch (smith_alt_name_get_kind (name))
    {
    case SMITH_ALT_NAME_DNS:
      return g_str_has_prefix (smith_alt_name_get_value (name), "*.") ? "starred-symbolic" : "network-server-symbolic";
    case SMITH_ALT_NAME_IP:
      return "network-wired-symbolic";
    case SMITH_ALT_NAME_EMAIL:
      return "mail-unread-symbolic";
    case SMITH_ALT_NAME_URI:
      return "insert-link-symbolic";
    case SMITH_ALT_NAME_OTHER:
    default:
      return "dialog-question-symbolic";
    }
}

/* As people read it; an international name has its other writing below (RFC 5890, 2.3.2.1). */
static const char *
find_title (SmithNameEntry *entry)
{
  const char *title = smith_name_entry_get_unicode (entry);

  return title != NULL ? title : smith_name_entry_get_text (entry);
}

static void
append_detail (GString    *text,
               const char *detail)
{
  if (detail != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", detail);
}

static void
show_detail (SmithNameRow *self)
{
  const char *error = self->refusal != NULL ? self->refusal : smith_name_entry_get_error (self->entry);
  const char *note = error == NULL ? smith_name_entry_get_note (self->entry) : NULL;
  g_autoptr (GString) text = g_string_new (error);
  g_autofree char *label = NULL;

  if (error == NULL)
    {
      append_detail (text, smith_name_entry_get_ascii (self->entry));
      append_detail (text, self->common_name ? _("Also the Common Name") : NULL);
      append_detail (text, note);
    }
  gtk_label_set_label (GTK_LABEL (self->detail_label), text->str);
  gtk_widget_set_visible (self->detail_label, text->len > 0);
  set_class (self->detail_label, "error", error != NULL);
  set_class (self->detail_label, "dim-label", error == NULL && note == NULL);
  set_class (self->kind_image, "error", error != NULL);
  set_class (self->kind_image, "warning", note != NULL);
  set_class (self->kind_image, "dim-label", error == NULL && note == NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->kind_image),
                                error != NULL ? "dialog-error-symbolic"
                                : note != NULL ? "dialog-warning-symbolic" : find_icon_name (self->entry));
  if (error != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID);

  /* Translators: a name, its kind, and more about it, for a screen reader */
  label = g_strdup_printf (_("%s, %s. %s"), find_title (self->entry),
                           smith_name_entry_get_kind (self->entry), text->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
has_focus (SmithNameRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
stop_editing (SmithNameRow *self)
{
  GtkWidget *editor = g_steal_pointer (&self->editor);
  gboolean focused = has_focus (self);

  if (editor == NULL)
    return;

  gtk_box_remove (GTK_BOX (self->text_box), editor);
  gtk_widget_set_visible (self->title_label, TRUE);
  g_clear_pointer (&self->refusal, g_free);
  show_detail (self);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The same name, perhaps in another writing. */
static gboolean
is_same (SmithNameRow *self,
         const char   *text)
{
  g_autoptr (SmithNameEntry) typed = smith_name_entry_new (text);
  SmithAltName *old_name = smith_name_entry_get_alt_name (self->entry);
  SmithAltName *new_name = smith_name_entry_get_alt_name (typed);

  return g_str_equal (text, smith_name_entry_get_edit_text (self->entry)) ||
         (old_name != NULL && new_name != NULL && smith_alt_name_equal (old_name, new_name));
}

static void
finish_editing (SmithNameRow *self)
{
  g_autofree char *text = NULL;

  /* What takes the row away takes the keyboard from its editor, too. */
  if (self->editor == NULL || self->finishing)
    return;

  self->finishing = TRUE;
  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor))));
  if (*text == '\0')
    g_signal_emit (self, signals[REMOVE], 0);
  else if (is_same (self, text))
    stop_editing (self);
  else
    g_signal_emit (self, signals[REPLACE], 0, text);
  self->finishing = FALSE;
}

static gboolean
finish_left_cb (gpointer user_data)
{
  SmithNameRow *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* To another window and back: still at it. */
  if (!GTK_IS_WINDOW (root) || !gtk_window_is_active (GTK_WINDOW (root)) || has_focus (self))
    return G_SOURCE_REMOVE;

  finish_editing (self);
  /* What was not taken is given up; the row says what it said before. */
  if (self->refusal != NULL)
    stop_editing (self);

  return G_SOURCE_REMOVE;
}

/* Not while the keyboard is on its way elsewhere: that would take its old place away. */
static void
editor_left_cb (SmithNameRow *self)
{
  if (!self->finishing)
    g_idle_add_full (G_PRIORITY_DEFAULT, finish_left_cb, g_object_ref (self), g_object_unref);
}

static void
editor_changed_cb (SmithNameRow *self)
{
  g_clear_pointer (&self->refusal, g_free);
  show_detail (self);
}

static gboolean
editor_key_cb (SmithNameRow    *self,
               guint            keyval,
               guint            keycode,
               GdkModifierType  state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  stop_editing (self);

  return GDK_EVENT_STOP;
}

static void
popup_menu (SmithNameRow *self,
            double        x,
            double        y)
{
  if (self->popover == NULL)
    {
      g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/io/github/chainsmith/Chainsmith/smith-name-menu.ui");

      self->popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, "name_menu")));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
secondary_pressed_cb (SmithNameRow *self,
                      int           n_press,
                      double        x,
                      double        y,
                      GtkGesture   *gesture)
{
  if (self->editor != NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, x, y);
}

static void
remove_clicked_cb (SmithNameRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
edit_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  smith_name_row_edit (SMITH_NAME_ROW (widget));
}

static void
first_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  g_signal_emit (widget, signals[MOVE], 0, G_MININT);
}

static void
move_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_signal_emit (widget, signals[MOVE], 0, g_str_has_suffix (name, "up") ? -1 : 1);
}

static void
remove_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static void
menu_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  popup_menu (SMITH_NAME_ROW (widget), 48, gtk_widget_get_height (widget) / 2);
}

static GdkContentProvider *
prepare_drag (GtkWidget *row)
{
  SmithNameRow *self = SMITH_NAME_ROW (row);

  return self->editor != NULL ? NULL : gdk_content_provider_new_typed (SMITH_TYPE_NAME_ENTRY, self->entry);
}

static void
smith_name_row_dispose (GObject *object)
{
  SmithNameRow *self = SMITH_NAME_ROW (object);

  /* An editor that goes with its row has nothing more to say. */
  self->editor = NULL;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->refusal, g_free);

  G_OBJECT_CLASS (smith_name_row_parent_class)->dispose (object);
}

static void
smith_name_row_class_init (SmithNameRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_name_row_dispose;

  /**
   * SmithNameRow::replace:
   * @text: what was typed in its place; may be several names
   */
  signals[REPLACE] =
    g_signal_new ("replace", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SmithNameRow::move:
   * @by: how far, down if positive; %G_MININT: to the top
   */
  signals[MOVE] =
    g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-name-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, box);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, kind_image);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, text_box);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, chip);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);
  gtk_widget_class_install_action (widget_class, "name-row.edit", NULL, edit_action_cb);
  gtk_widget_class_install_action (widget_class, "name-row.first", NULL, first_action_cb);
  gtk_widget_class_install_action (widget_class, "name-row.move-up", NULL, move_action_cb);
  gtk_widget_class_install_action (widget_class, "name-row.move-down", NULL, move_action_cb);
  gtk_widget_class_install_action (widget_class, "name-row.remove", NULL, remove_action_cb);
  gtk_widget_class_install_action (widget_class, "name-row.menu", NULL, menu_action_cb);
  /* A menu shows the last one. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Up, GDK_ALT_MASK, "name-row.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "name-row.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Down, GDK_ALT_MASK, "name-row.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "name-row.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "name-row.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "name-row.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "name-row.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "name-row.menu", NULL);
}

static void
smith_name_row_init (SmithNameRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_row_drag_add (GTK_WIDGET (self), GTK_WIDGET (self), prepare_drag);
  /* Not in the template, see smith_tip_set(): there are hundreds of rows. */
  smith_tip_set (GTK_WIDGET (self), _("Edit (drag, or Alt+Up and Alt+Down, to move)"));
  smith_tip_set (self->remove_button, _("Remove"));
}

/**
 * smith_name_row_new:
 * @entry: the name
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_name_row_new (SmithNameEntry *entry)
{
  SmithNameRow *self;
  const char *text;
  g_autofree char *remove = NULL;

  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (entry), NULL);

  text = find_title (entry);
  self = g_object_new (SMITH_TYPE_NAME_ROW, "title", text, NULL);
  self->entry = g_object_ref (entry);
  gtk_label_set_label (GTK_LABEL (self->title_label), text);
  gtk_label_set_label (GTK_LABEL (self->chip), smith_name_entry_get_kind (entry));
  /* What is no name is of no kind, and has more to say. */
  gtk_widget_set_visible (self->chip, smith_name_entry_get_error (entry) == NULL);

  /* Translators: %s is a domain name */
  remove = g_strdup_printf (_("Remove %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  show_detail (self);

  return GTK_WIDGET (self);
}

/**
 * smith_name_row_get_entry:
 *
 * Returns: (transfer none): the name
 */
SmithNameEntry *
smith_name_row_get_entry (SmithNameRow *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ROW (self), NULL);

  return self->entry;
}

/**
 * smith_name_row_set_common_name:
 * @common_name: whether it is also the Common Name
 */
void
smith_name_row_set_common_name (SmithNameRow *self,
                                gboolean      common_name)
{
  g_return_if_fail (SMITH_IS_NAME_ROW (self));

  if (self->common_name == !!common_name)
    return;

  self->common_name = !!common_name;
  show_detail (self);
}

/**
 * smith_name_row_set_mark:
 * @mark: on which side of it a dragged name would go
 */
void
smith_name_row_set_mark (SmithNameRow     *self,
                         SmithNameRowMark  mark)
{
  g_return_if_fail (SMITH_IS_NAME_ROW (self));

  set_class (GTK_WIDGET (self), "mark-above", mark == SMITH_NAME_ROW_MARK_ABOVE);
  set_class (GTK_WIDGET (self), "mark-below", mark == SMITH_NAME_ROW_MARK_BELOW);
}

/**
 * smith_name_row_get_detail:
 *
 * Returns: (transfer none): what it says about the name: what is wrong with it, how else it is written
 */
const char *
smith_name_row_get_detail (SmithNameRow *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ROW (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->detail_label));
}

/**
 * smith_name_row_get_editing:
 *
 * Returns: whether it is an entry at the moment
 */
gboolean
smith_name_row_get_editing (SmithNameRow *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ROW (self), FALSE);

  return self->editor != NULL;
}

/**
 * smith_name_row_edit:
 *
 * Makes the row an entry. Enter, or leaving it, is "replace"; Escape gives up.
 */
void
smith_name_row_edit (SmithNameRow *self)
{
  GtkEventController *keys, *focus;

  g_return_if_fail (SMITH_IS_NAME_ROW (self));

  if (self->editor != NULL)
    return;

  self->editor = gtk_entry_new ();
  gtk_entry_set_input_hints (GTK_ENTRY (self->editor),
                             GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_LOWERCASE);
  gtk_editable_set_text (GTK_EDITABLE (self->editor), smith_name_entry_get_edit_text (self->entry));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"), -1);
  g_signal_connect_object (self->editor, "activate", G_CALLBACK (finish_editing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (editor_changed_cb), self, G_CONNECT_SWAPPED);
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (editor_key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, keys);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (editor_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, focus);

  gtk_widget_set_visible (self->title_label, FALSE);
  gtk_box_prepend (GTK_BOX (self->text_box), self->editor);
  gtk_widget_grab_focus (self->editor);
}

/**
 * smith_name_row_finish:
 *
 * The same as Enter in its entry, if it is one.
 *
 * Returns: whether that is settled; if not, the entry stays
 */
gboolean
smith_name_row_finish (SmithNameRow *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ROW (self), FALSE);

  finish_editing (self);

  return self->refusal == NULL;
}

/**
 * smith_name_row_refuse:
 * @reason: why what stands in its entry cannot be taken, as a sentence
 *
 * The entry stays, with the reason below it.
 */
void
smith_name_row_refuse (SmithNameRow *self,
                       const char   *reason)
{
  g_return_if_fail (SMITH_IS_NAME_ROW (self));
  g_return_if_fail (reason != NULL);

  g_free (self->refusal);
  self->refusal = g_strdup (reason);
  show_detail (self);
}
