/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-country-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-country-list.h"

/* Higher than that the list of matches scrolls. */
#define MATCHES_HEIGHT 240

/**
 * SmithCountryRow:
 *
 * An entry for a country. Typing opens a list of the countries whose name holds the text or whose code it
 * is; Up and Down go through it, Enter or a click takes one, Escape closes it. What is no country stays as it was
 * typed: whoever reads the text judges it, best when "searching" is over. Beside the text stands the code of a
 * name, or the name of a code.
 */
struct _SmithCountryRow
{
  AdwEntryRow         parent_instance;

  /* Owned */
  char               *needle;         /* folded */
  GtkCustomFilter    *filter;
  GtkCustomSorter    *sorter;
  GtkSingleSelection *selection;
  gboolean            taking;         /* a match is being put into the entry */
  gboolean            searching;
  GtkWidget          *other_label;    /* a suffix while there is something in it */

  /* Made when it is opened first */
  GtkWidget          *popover;
  GtkWidget          *view;
};

enum
{
  PROP_0,
  PROP_SEARCHING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCountryRow, smith_country_row, ADW_TYPE_ENTRY_ROW)

static SmithCountryList *
get_countries (void)
{
  return smith_country_list_get_default ();
}

static char *
fold (const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (strchr (plain, '?') == NULL ? plain : text));

  return g_utf8_casefold (stripped, -1);
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  SmithCountryRow *self = user_data;
  g_autofree char *name = NULL;

  if (self->needle == NULL || *self->needle == '\0')
    return TRUE;

  name = fold (smith_country_get_name (item));

  return strstr (name, self->needle) != NULL ||
         g_ascii_strcasecmp (smith_country_get_code (item), self->needle) == 0;
}

/* "ger" means Germany before Algeria: a code, then how a name begins, then how one of its words begins. */
static int
rank (SmithCountryRow *self,
      SmithCountry    *country)
{
  g_autofree char *name = fold (smith_country_get_name (country));
  const char *found = strstr (name, self->needle);

  if (g_ascii_strcasecmp (smith_country_get_code (country), self->needle) == 0)
    return 0;
  if (found == name)
    return 1;
  for (; found != NULL; found = strstr (found + 1, self->needle))
    {
      if (!g_ascii_isalpha (found[-1]) && (guchar) found[-1] < 0x80)
        return 2;
    }

  return 3;
}

static int
compare_ranks (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  SmithCountryRow *self = user_data;

  if (self->needle == NULL || *self->needle == '\0')
    return 0;

  return rank (self, (SmithCountry *) a) - rank (self, (SmithCountry *) b);
}

static guint
count_matches (SmithCountryRow *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static void
update_other (SmithCountryRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  SmithCountry *country = *text != '\0' ? smith_country_list_find (get_countries (), text, NULL) : NULL;
  const char *other = "";

  if (country != NULL)
    {
      other = smith_country_get_code (country);
      if (g_ascii_strcasecmp (text, other) == 0)
        other = smith_country_get_name (country);
      if (g_ascii_strcasecmp (text, other) == 0)
        other = "";
    }
  gtk_label_set_label (GTK_LABEL (self->other_label), other);
  /* A suffix keeps its distance from the pencil even where nothing is in it. */
  if (*other != '\0' && gtk_widget_get_parent (self->other_label) == NULL)
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->other_label);
  else if (*other == '\0' && gtk_widget_get_parent (self->other_label) != NULL)
    adw_entry_row_remove (ADW_ENTRY_ROW (self), self->other_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, other, -1);
}

static gboolean
is_open (SmithCountryRow *self)
{
  return self->popover != NULL && gtk_widget_get_visible (self->popover);
}

static void
set_searching (SmithCountryRow *self,
               gboolean         searching)
{
  if (self->searching == searching)
    return;

  self->searching = searching;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
close_matches (SmithCountryRow *self)
{
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  set_searching (self, FALSE);
}

static void
take (SmithCountryRow *self,
      guint            position)
{
  g_autoptr (SmithCountry) country = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  close_matches (self);
  if (country == NULL)
    return;

  self->taking = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), smith_country_get_name (country));
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
  self->taking = FALSE;
}

static void
match_activated_cb (SmithCountryRow *self,
                    guint            position)
{
  take (self, position);
}

static void
setup_match_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_match_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       smith_country_get_label (gtk_list_item_get_item (item)));
}

static void
open_matches (SmithCountryRow *self)
{
  if (self->popover == NULL)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkWidget *scroller = gtk_scrolled_window_new ();

      g_signal_connect (factory, "setup", G_CALLBACK (setup_match_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_match_cb), NULL);
      self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
      gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
      gtk_widget_add_css_class (self->view, "smith-plain-list");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Countries"), -1);
      g_signal_connect_swapped (self->view, "activate", G_CALLBACK (match_activated_cb), self);
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MATCHES_HEIGHT);
      gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);

      /* The keyboard stays in the entry. */
      self->popover = gtk_popover_new ();
      gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
      gtk_widget_set_can_focus (self->popover, FALSE);
      gtk_popover_set_child (GTK_POPOVER (self->popover), scroller);
      gtk_widget_add_css_class (self->popover, "menu");
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }
  gtk_widget_set_size_request (self->popover, MIN (gtk_widget_get_width (GTK_WIDGET (self)), 360), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  set_searching (self, TRUE);
}

static gboolean
has_focus (SmithCountryRow *self)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self)));

  return text != NULL && gtk_widget_has_focus (text);
}

static void
changed_cb (SmithCountryRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));

  update_other (self);
  g_free (self->needle);
  self->needle = fold (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  if (*text != '\0' && !self->taking && has_focus (self) && count_matches (self) > 0 &&
      !(count_matches (self) == 1 && smith_country_list_find (get_countries (), text, NULL) != NULL))
    {
      gtk_single_selection_set_selected (self->selection, 0);
      open_matches (self);
    }
  else
    {
      close_matches (self);
    }
}

static void
select_match (SmithCountryRow *self,
              int              by)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint n = count_matches (self);

  if (n == 0)
    return;

  selected = selected == GTK_INVALID_LIST_POSITION ? 0 : (selected + n + by) % n;
  gtk_single_selection_set_selected (self->selection, selected);
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", selected);
}

static gboolean
key_pressed_cb (SmithCountryRow *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      /* Down opens the list, too: all countries if nothing is typed. */
      if (is_open (self))
        select_match (self, 1);
      else if (count_matches (self) > 0)
        open_matches (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (!is_open (self))
        return GDK_EVENT_PROPAGATE;
      select_match (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (!is_open (self))
        return GDK_EVENT_PROPAGATE;
      take (self, gtk_single_selection_get_selected (self->selection));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (!is_open (self))
        return GDK_EVENT_PROPAGATE;
      close_matches (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static GtkWidget *
create_other_label (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
smith_country_row_dispose (GObject *object)
{
  SmithCountryRow *self = SMITH_COUNTRY_ROW (object);

  g_signal_handlers_disconnect_by_data (get_countries (), self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->view = NULL;
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  if (self->sorter != NULL)
    gtk_custom_sorter_set_sort_func (self->sorter, NULL, NULL, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->other_label);

  G_OBJECT_CLASS (smith_country_row_parent_class)->dispose (object);
}

static void
smith_country_row_finalize (GObject *object)
{
  g_free (SMITH_COUNTRY_ROW (object)->needle);

  G_OBJECT_CLASS (smith_country_row_parent_class)->finalize (object);
}

static void
smith_country_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_SEARCHING)
    g_value_set_boolean (value, smith_country_row_get_searching (SMITH_COUNTRY_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
smith_country_row_class_init (SmithCountryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_country_row_dispose;
  object_class->finalize = smith_country_row_finalize;
  object_class->get_property = smith_country_row_get_property;

  properties[PROP_SEARCHING] =
    g_param_spec_boolean ("searching", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-country-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
smith_country_row_init (SmithCountryRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkFilterListModel *found;
  GtkSortListModel *sorted;

  self->filter = gtk_custom_filter_new (matches, self, NULL);
  found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (get_countries ())), g_object_ref (GTK_FILTER (self->filter)));
  self->sorter = gtk_custom_sorter_new (compare_ranks, self, NULL);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (found), g_object_ref (GTK_SORTER (self->sorter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  self->other_label = create_other_label ();
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Names come a moment after codes. */
  g_signal_connect_swapped (get_countries (), "notify::loading", G_CALLBACK (update_other), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (close_matches), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * smith_country_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
smith_country_row_new (void)
{
  return g_object_new (SMITH_TYPE_COUNTRY_ROW, NULL);
}

/**
 * smith_country_row_get_searching:
 *
 * Returns: whether its matches are shown: what was typed is on its way to a country
 */
gboolean
smith_country_row_get_searching (SmithCountryRow *self)
{
  g_return_val_if_fail (SMITH_IS_COUNTRY_ROW (self), FALSE);

  return self->searching;
}
