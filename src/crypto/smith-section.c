/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-section.h"

/**
 * SmithSection:
 *
 * A part of what an inspector shows: a title and a list of #SmithField. Filled by whoever creates it,
 * before anybody else sees it.
 */
struct _SmithSection
{
  GObject parent_instance;

  /* Owned. */
  char       *title;
  char       *subtitle;
  GListStore *fields;
};

G_DEFINE_FINAL_TYPE (SmithSection, smith_section, G_TYPE_OBJECT)

static void
smith_section_finalize (GObject *object)
{
  SmithSection *self = SMITH_SECTION (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->subtitle, g_free);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (smith_section_parent_class)->finalize (object);
}

static void
smith_section_class_init (SmithSectionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_section_finalize;
}

static void
smith_section_init (SmithSection *self)
{
  self->fields = g_list_store_new (SMITH_TYPE_FIELD);
}

/**
 * smith_section_new:
 * @title: what it is about
 * @subtitle: (nullable): a sentence about it
 *
 * Returns: (transfer full): a new section without fields
 */
SmithSection *
smith_section_new (const char *title,
                   const char *subtitle)
{
  SmithSection *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (SMITH_TYPE_SECTION, NULL);
  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);

  return self;
}

const char *
smith_section_get_title (SmithSection *self)
{
  g_return_val_if_fail (SMITH_IS_SECTION (self), NULL);

  return self->title;
}

/**
 * smith_section_get_subtitle:
 *
 * Returns: (nullable): the sentence about it
 */
const char *
smith_section_get_subtitle (SmithSection *self)
{
  g_return_val_if_fail (SMITH_IS_SECTION (self), NULL);

  return self->subtitle;
}

/**
 * smith_section_get_fields:
 *
 * Returns: (transfer none): a list of #SmithField
 */
GListModel *
smith_section_get_fields (SmithSection *self)
{
  g_return_val_if_fail (SMITH_IS_SECTION (self), NULL);

  return G_LIST_MODEL (self->fields);
}

/**
 * smith_section_append:
 * @label: what the value is
 * @value: (nullable): where NULL or empty, nothing is added
 * @monospace: whether the value is bytes, a number or a code rather than words
 *
 * Adds a field.
 */
void
smith_section_append (SmithSection *self,
                      const char   *label,
                      const char   *value,
                      gboolean      monospace)
{
  g_autoptr (SmithField) field = NULL;

  g_return_if_fail (SMITH_IS_SECTION (self));
  g_return_if_fail (label != NULL);

  if (value == NULL || *value == '\0')
    return;
  field = smith_field_new (label, value, monospace);
  g_list_store_append (self->fields, field);
}
