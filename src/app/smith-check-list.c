/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-check-list.h"

#include <glib/gi18n.h>

#include "smith-check-row.h"
#include "smith-page-layout.h"

/**
 * SmithCheckList:
 *
 * The checks of an upload. What failed and what is doubtful comes first, each in a row of its own;
 * the passed ones are folded into "11 checks passed". Rows that stay the same stay the same widgets,
 * so that nothing flickers while a person types.
 */
struct _SmithCheckList
{
  GtkWidget parent_instance;

  /* Owned */
  SmithPreflight      *preflight;
  GtkFilterListModel  *open;
  GtkFilterListModel  *passed;
  GPtrArray           *passed_rows;

  /* Template */
  AdwPreferencesGroup *group;
  GtkListBox          *open_list;
  GtkListBox          *passed_list;
  AdwExpanderRow      *passed_row;
};

enum
{
  PROP_0,
  PROP_PREFLIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCheckList, smith_check_list, GTK_TYPE_WIDGET)

static gboolean
is_passed (gpointer item,
           gpointer user_data)
{
  return smith_check_get_verdict (item) == SMITH_CHECK_PASSED;
}

static gboolean
is_open (gpointer item,
         gpointer user_data)
{
  return smith_check_get_verdict (item) != SMITH_CHECK_PASSED;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return smith_check_row_new (item);
}

static void
update_description (SmithCheckList *self)
{
  guint failed = self->preflight != NULL ? smith_preflight_get_n_failed (self->preflight) : 0;
  guint warned = self->preflight != NULL ? smith_preflight_get_n_warned (self->preflight) : 0;
  g_autofree char *failed_text = g_strdup_printf (ngettext ("%u check failed", "%u checks failed", failed), failed);
  g_autofree char *warned_text = g_strdup_printf (ngettext ("%u warning", "%u warnings", warned), warned);
  g_autofree char *both = NULL;

  if (failed > 0 && warned > 0)
    /* Translators: "1 check failed, 2 warnings" */
    both = g_strdup_printf (_("%s, %s"), failed_text, warned_text);
  adw_preferences_group_set_description (self->group, both != NULL ? both :
                                                      failed > 0 ? failed_text :
                                                      warned > 0 ? warned_text : NULL);
}

static void
open_changed_cb (SmithCheckList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->open_list),
                          g_list_model_get_n_items (G_LIST_MODEL (self->open)) > 0);
  update_description (self);
}

/* An AdwExpanderRow only appends: what lies behind the change is filled anew, in the rows that are there. */
static void
fill_passed_rows (SmithCheckList *self,
                  guint           position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->passed));

  while (self->passed_rows->len > n)
    {
      adw_expander_row_remove (self->passed_row, self->passed_rows->pdata[self->passed_rows->len - 1]);
      g_ptr_array_set_size (self->passed_rows, self->passed_rows->len - 1);
    }
  for (guint i = position; i < n; i++)
    {
      g_autoptr (SmithCheck) check = g_list_model_get_item (G_LIST_MODEL (self->passed), i);

      if (i < self->passed_rows->len)
        {
          smith_check_row_set_check (self->passed_rows->pdata[i], check);
          continue;
        }
      g_ptr_array_add (self->passed_rows, smith_check_row_new (check));
      adw_expander_row_add_row (self->passed_row, self->passed_rows->pdata[i]);
    }
}

static void
expanded_cb (SmithCheckList *self)
{
  if (adw_expander_row_get_expanded (self->passed_row))
    fill_passed_rows (self, 0);
}

/* Every answer of AWS changes some; the rows are for who wants to see them. */
static void
passed_changed_cb (SmithCheckList *self,
                   guint           position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->passed));
  g_autofree char *title = g_strdup_printf (ngettext ("%u check passed", "%u checks passed", n), n);

  if (adw_expander_row_get_expanded (self->passed_row))
    fill_passed_rows (self, position);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passed_row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->passed_row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->passed_list), n > 0);
  update_description (self);
}

static void
smith_check_list_dispose (GObject *object)
{
  SmithCheckList *self = SMITH_CHECK_LIST (object);

  if (self->preflight != NULL)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  if (self->open != NULL)
    g_signal_handlers_disconnect_by_data (self->open, self);
  if (self->passed != NULL)
    g_signal_handlers_disconnect_by_data (self->passed, self);
  if (self->open_list != NULL)
    gtk_list_box_bind_model (self->open_list, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_CHECK_LIST);
  g_clear_object (&self->open);
  g_clear_object (&self->passed);
  g_clear_object (&self->preflight);

  G_OBJECT_CLASS (smith_check_list_parent_class)->dispose (object);
}

static void
smith_check_list_finalize (GObject *object)
{
  SmithCheckList *self = SMITH_CHECK_LIST (object);

  g_ptr_array_unref (self->passed_rows);

  G_OBJECT_CLASS (smith_check_list_parent_class)->finalize (object);
}

static void
smith_check_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithCheckList *self = SMITH_CHECK_LIST (object);

  switch (prop_id)
    {
    case PROP_PREFLIGHT:
      g_value_set_object (value, smith_check_list_get_preflight (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_check_list_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SmithCheckList *self = SMITH_CHECK_LIST (object);

  switch (prop_id)
    {
    case PROP_PREFLIGHT:
      smith_check_list_set_preflight (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_check_list_class_init (SmithCheckListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_check_list_dispose;
  object_class->finalize = smith_check_list_finalize;
  object_class->get_property = smith_check_list_get_property;
  object_class->set_property = smith_check_list_set_property;

  properties[PROP_PREFLIGHT] =
    g_param_spec_object ("preflight", NULL, NULL, SMITH_TYPE_PREFLIGHT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-check-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCheckList, group);
  gtk_widget_class_bind_template_child (widget_class, SmithCheckList, open_list);
  gtk_widget_class_bind_template_child (widget_class, SmithCheckList, passed_list);
  gtk_widget_class_bind_template_child (widget_class, SmithCheckList, passed_row);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
smith_check_list_init (SmithCheckList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->passed_rows = g_ptr_array_new ();
  self->open = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (is_open, NULL, NULL)));
  self->passed = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (is_passed, NULL, NULL)));
  g_signal_connect_object (self->open, "items-changed", G_CALLBACK (open_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->passed, "items-changed", G_CALLBACK (passed_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->open_list, G_LIST_MODEL (self->open), create_row, NULL, NULL);
}

/**
 * smith_check_list_get_preflight:
 *
 * Returns: (transfer none) (nullable): the checks that it shows
 */
SmithPreflight *
smith_check_list_get_preflight (SmithCheckList *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK_LIST (self), NULL);

  return self->preflight;
}

/**
 * smith_check_list_set_preflight:
 * @preflight: (nullable): the checks to show
 */
void
smith_check_list_set_preflight (SmithCheckList *self,
                                SmithPreflight *preflight)
{
  g_return_if_fail (SMITH_IS_CHECK_LIST (self));

  if (self->preflight == preflight)
    return;

  if (self->preflight != NULL)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  g_set_object (&self->preflight, preflight);
  if (preflight != NULL)
    {
      g_signal_connect_object (preflight, "notify::n-failed", G_CALLBACK (update_description), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (preflight, "notify::n-warned", G_CALLBACK (update_description), self, G_CONNECT_SWAPPED);
    }
  gtk_filter_list_model_set_model (self->open, G_LIST_MODEL (preflight));
  gtk_filter_list_model_set_model (self->passed, G_LIST_MODEL (preflight));
  open_changed_cb (self);
  passed_changed_cb (self, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFLIGHT]);
}
