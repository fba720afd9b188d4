/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-details.h"

#include <string.h>

#include "smith-page-layout.h"
#include "smith-section.h"
#include "smith-text-row.h"
#include "smith-value-row.h"

/**
 * SmithCertificateDetails:
 *
 * All sections of a certificate as rows that fold; each value is copied by a click. Knows no ASN.1: the
 * sections say everything. With a search only the rows remain that have it in their label or value.
 */
struct _SmithCertificateDetails
{
  GtkWidget parent_instance;

  /* Owned */
  GListModel *sections;
  char       *search;      /* casefolded; NULL: show all */
  GPtrArray  *groups;      /* Group */
  guint       fill_id;     /* a tick callback */

  /* Template */
  GtkWidget  *box;
  GtkListBox *list_box;
  GtkWidget  *nothing_page;
};

/* A section and its rows; the widgets are owned by the list box. Rows are made when they are first
 * wanted, a few at a time: a certificate may carry hundreds of names. */
typedef struct
{
  SmithCertificateDetails *owner;
  GListModel              *fields;
  AdwExpanderRow          *expander;
  GPtrArray               *rows;     /* SmithValueRow or SmithTextRow, as far as they are made */
  GPtrArray               *texts;    /* of each field: what a search looks into, folded */
  gboolean                 expanded; /* before a search began */
} Group;

/* How many sections are open at first, and how long they may be: who it is about. */
#define OPEN_SECTIONS 2
#define OPEN_FIELDS   12

/* From how many bytes on a value is a text. */
#define LONG_VALUE 200

/* How many rows are made for a frame: to lay out more takes longer than it lasts. */
#define ROWS_AT_ONCE 4

G_DEFINE_FINAL_TYPE (SmithCertificateDetails, smith_certificate_details, GTK_TYPE_WIDGET)

static void
group_free (Group *group)
{
  g_clear_object (&group->fields);
  g_ptr_array_unref (group->rows);
  g_ptr_array_unref (group->texts);
  g_free (group);
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

static gboolean
is_match (SmithCertificateDetails *self,
          Group                   *group,
          guint                    position)
{
  return self->search == NULL || strstr (group->texts->pdata[position], self->search) != NULL;
}

static void
add_row (SmithCertificateDetails *self,
         Group                   *group)
{
  guint position = group->rows->len;
  g_autoptr (SmithField) field = g_list_model_get_item (group->fields, position);
  const char *label = smith_field_get_label (field);
  const char *value = smith_field_get_value (field);
  GtkWidget *row;

  if (value != NULL && strlen (value) >= LONG_VALUE)
    {
      row = smith_text_row_new (label, value, smith_field_get_monospace (field));
    }
  else
    {
      row = smith_value_row_new (label, value);
      smith_value_row_set_monospace (SMITH_VALUE_ROW (row), smith_field_get_monospace (field));
    }
  gtk_widget_set_visible (row, is_match (self, group, position));
  adw_expander_row_add_row (group->expander, row);
  g_ptr_array_add (group->rows, row);
}

static gboolean
fill_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SmithCertificateDetails *self = SMITH_CERTIFICATE_DETAILS (widget);
  guint n_left = ROWS_AT_ONCE;

  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = self->groups->pdata[i];

      while (adw_expander_row_get_expanded (group->expander) && group->rows->len < group->texts->len)
        {
          if (n_left-- == 0)
            return G_SOURCE_CONTINUE;
          add_row (self, group);
        }
    }
  self->fill_id = 0;

  return G_SOURCE_REMOVE;
}

static void
expanded_cb (Group *group)
{
  SmithCertificateDetails *self = group->owner;

  if (self->fill_id == 0)
    self->fill_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), fill_cb, NULL, NULL);
}

static void
apply_search (SmithCertificateDetails *self)
{
  gboolean found = self->search == NULL;

  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = self->groups->pdata[i];
      gboolean any = self->search == NULL;

      for (guint j = 0; j < group->texts->len; j++)
        {
          gboolean matches = is_match (self, group, j);

          if (j < group->rows->len)
            gtk_widget_set_visible (group->rows->pdata[j], matches);
          any |= matches;
        }
      gtk_widget_set_visible (GTK_WIDGET (group->expander), any);
      adw_expander_row_set_expanded (group->expander, self->search != NULL ? any : group->expanded);
      found |= any;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), found && self->groups->len > 0);
  gtk_widget_set_visible (self->nothing_page, !found);
}

static Group *
create_group (SmithCertificateDetails *self,
              SmithSection            *section,
              gboolean                 expanded)
{
  Group *group = g_new0 (Group, 1);
  const char *subtitle = smith_section_get_subtitle (section);

  group->owner = self;
  group->fields = g_object_ref (smith_section_get_fields (section));
  group->rows = g_ptr_array_new ();
  group->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < g_list_model_get_n_items (group->fields); i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (group->fields, i);
      g_autofree char *text = g_strconcat (smith_field_get_label (field), "\n", smith_field_get_value (field), NULL);

      g_ptr_array_add (group->texts, fold (text));
    }
  group->expanded = expanded && group->texts->len <= OPEN_FIELDS;

  group->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (group->expander), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (group->expander), smith_section_get_title (section));
  if (subtitle != NULL)
    adw_expander_row_set_subtitle (group->expander, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (group->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  smith_section_get_title (section), -1);
  g_signal_connect_swapped (group->expander, "notify::expanded", G_CALLBACK (expanded_cb), group);

  return group;
}

static void
clear_groups (SmithCertificateDetails *self)
{
  if (self->fill_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fill_id);
  self->fill_id = 0;
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = self->groups->pdata[i];

      g_signal_handlers_disconnect_by_data (group->expander, group);
      gtk_list_box_remove (self->list_box, GTK_WIDGET (group->expander));
    }
  g_ptr_array_set_size (self->groups, 0);
}

static void
show_sections (SmithCertificateDetails *self)
{
  clear_groups (self);
  for (guint i = 0; self->sections != NULL && i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (SmithSection) section = g_list_model_get_item (self->sections, i);
      Group *group = create_group (self, section, i < OPEN_SECTIONS);

      g_ptr_array_add (self->groups, group);
      gtk_list_box_append (self->list_box, GTK_WIDGET (group->expander));
    }
  apply_search (self);
}

static void
smith_certificate_details_dispose (GObject *object)
{
  SmithCertificateDetails *self = SMITH_CERTIFICATE_DETAILS (object);

  if (self->list_box != NULL)
    clear_groups (self);
  g_clear_object (&self->sections);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_CERTIFICATE_DETAILS);

  G_OBJECT_CLASS (smith_certificate_details_parent_class)->dispose (object);
}

static void
smith_certificate_details_finalize (GObject *object)
{
  SmithCertificateDetails *self = SMITH_CERTIFICATE_DETAILS (object);

  g_ptr_array_unref (self->groups);
  g_free (self->search);

  G_OBJECT_CLASS (smith_certificate_details_parent_class)->finalize (object);
}

static void
smith_certificate_details_class_init (SmithCertificateDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_certificate_details_dispose;
  object_class->finalize = smith_certificate_details_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-certificate-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateDetails, box);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateDetails, list_box);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateDetails, nothing_page);
}

static void
smith_certificate_details_init (SmithCertificateDetails *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_certificate_details_new:
 *
 * Returns: (transfer floating): a widget with no sections
 */
GtkWidget *
smith_certificate_details_new (void)
{
  return g_object_new (SMITH_TYPE_CERTIFICATE_DETAILS, NULL);
}

/**
 * smith_certificate_details_set_sections:
 * @sections: (nullable) (element-type SmithSection): what to show; does not change any more
 */
void
smith_certificate_details_set_sections (SmithCertificateDetails *self,
                                        GListModel              *sections)
{
  g_return_if_fail (SMITH_IS_CERTIFICATE_DETAILS (self));

  if (g_set_object (&self->sections, sections))
    show_sections (self);
}

/**
 * smith_certificate_details_set_search:
 * @text: (nullable): what rows must have in them; NULL or empty: all
 */
void
smith_certificate_details_set_search (SmithCertificateDetails *self,
                                      const char              *text)
{
  g_autofree char *search = NULL;

  g_return_if_fail (SMITH_IS_CERTIFICATE_DETAILS (self));

  if (text != NULL && *text != '\0')
    search = fold (text);
  if (g_strcmp0 (self->search, search) == 0)
    return;

  /* What a person has folded comes back after the search. */
  for (guint i = 0; self->search == NULL && i < self->groups->len; i++)
    {
      Group *group = self->groups->pdata[i];

      group->expanded = adw_expander_row_get_expanded (group->expander);
    }
  g_free (self->search);
  self->search = g_steal_pointer (&search);
  apply_search (self);
}
