/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-section.h"

/**
 * SmithField:
 *
 * One line of an inspector: a label and a value as text. Immutable.
 */
struct _SmithField
{
  GObject parent_instance;

  /* Owned. */
  char     *label;
  char     *value;
  gboolean  monospace;
};

G_DEFINE_FINAL_TYPE (SmithField, smith_field, G_TYPE_OBJECT)

static void
smith_field_finalize (GObject *object)
{
  SmithField *self = SMITH_FIELD (object);

  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->value, g_free);

  G_OBJECT_CLASS (smith_field_parent_class)->finalize (object);
}

static void
smith_field_class_init (SmithFieldClass *class)
{
  G_OBJECT_CLASS (class)->finalize = smith_field_finalize;
}

static void
smith_field_init (SmithField *self)
{
}

/**
 * smith_field_new:
 * @label: what the value is
 * @value: the value; may have several lines
 * @monospace: whether the value is bytes, a number or a code rather than words
 *
 * Returns: (transfer full): a new field
 */
SmithField *
smith_field_new (const char *label,
                 const char *value,
                 gboolean    monospace)
{
  SmithField *self;

  g_return_val_if_fail (label != NULL && value != NULL, NULL);

  self = g_object_new (SMITH_TYPE_FIELD, NULL);
  self->label = g_strdup (label);
  self->value = g_strdup (value);
  self->monospace = monospace;

  return self;
}

const char *
smith_field_get_label (SmithField *self)
{
  g_return_val_if_fail (SMITH_IS_FIELD (self), NULL);

  return self->label;
}

const char *
smith_field_get_value (SmithField *self)
{
  g_return_val_if_fail (SMITH_IS_FIELD (self), NULL);

  return self->value;
}

gboolean
smith_field_get_monospace (SmithField *self)
{
  g_return_val_if_fail (SMITH_IS_FIELD (self), FALSE);

  return self->monospace;
}
