/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-summary-private.h"

#include "smith-section.h"

/**
 * SmithImportSummary:
 *
 * What an import did: a title for a toast, a line for each thing that came in and each that did
 * not, and where to look now. Complete, and not changed any more, when a person gets it.
 */
struct _SmithImportSummary
{
  GObject parent_instance;

  /* Owned */
  char          *title;
  GListStore    *lines;
  SmithIdentity *identity;

  const char    *pane;
  guint          n_problems;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_LINES,
  PROP_IDENTITY,
  PROP_PANE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithImportSummary, smith_import_summary, G_TYPE_OBJECT)

static void
smith_import_summary_finalize (GObject *object)
{
  SmithImportSummary *self = SMITH_IMPORT_SUMMARY (object);

  g_free (self->title);
  g_clear_object (&self->lines);
  g_clear_object (&self->identity);

  G_OBJECT_CLASS (smith_import_summary_parent_class)->finalize (object);
}

static void
smith_import_summary_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SmithImportSummary *self = SMITH_IMPORT_SUMMARY (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, smith_import_summary_get_title (self));
      break;
    case PROP_LINES:
      g_value_set_object (value, smith_import_summary_get_lines (self));
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, smith_import_summary_get_identity (self));
      break;
    case PROP_PANE:
      g_value_set_string (value, smith_import_summary_get_pane (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_import_summary_class_init (SmithImportSummaryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_import_summary_finalize;
  object_class->get_property = smith_import_summary_get_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINES] =
    g_param_spec_object ("lines", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANE] =
    g_param_spec_string ("pane", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_import_summary_init (SmithImportSummary *self)
{
  self->lines = g_list_store_new (SMITH_TYPE_FIELD);
}

SmithImportSummary *
smith_import_summary_new (void)
{
  return g_object_new (SMITH_TYPE_IMPORT_SUMMARY, NULL);
}

/**
 * smith_import_summary_add_line:
 * @label: what it is about
 * @value: what became of it
 * @problem: whether it did not come in
 */
void
smith_import_summary_add_line (SmithImportSummary *self,
                               const char         *label,
                               const char         *value,
                               gboolean            problem)
{
  g_autoptr (SmithField) field = smith_field_new (label, value, FALSE);

  g_list_store_append (self->lines, field);
  if (problem)
    self->n_problems++;
}

void
smith_import_summary_set_title (SmithImportSummary *self,
                                const char         *title)
{
  g_free (self->title);
  self->title = g_strdup (title);
}

/**
 * smith_import_summary_set_target:
 * @identity: (nullable): the row to select
 * @pane: (nullable): a static string
 */
void
smith_import_summary_set_target (SmithImportSummary *self,
                                 SmithIdentity      *identity,
                                 const char         *pane)
{
  g_set_object (&self->identity, identity);
  self->pane = pane;
}

guint
smith_import_summary_count_problems (SmithImportSummary *self)
{
  return self->n_problems;
}

const char *
smith_import_summary_get_title (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  return self->title;
}

/**
 * smith_import_summary_get_lines:
 *
 * Returns: (transfer none): a #GListModel of #SmithField: what it is about, and what became of it
 */
GListModel *
smith_import_summary_get_lines (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  return G_LIST_MODEL (self->lines);
}

/**
 * smith_import_summary_get_identity:
 *
 * Returns: (transfer none) (nullable): the row to select
 */
SmithIdentity *
smith_import_summary_get_identity (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  return self->identity;
}

/**
 * smith_import_summary_get_pane:
 *
 * Returns: (transfer none) (nullable): the pane to show
 */
const char *
smith_import_summary_get_pane (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  return self->pane;
}

gboolean
smith_import_summary_has_problems (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), FALSE);

  return self->n_problems > 0;
}
