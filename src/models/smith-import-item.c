/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-item.h"

/**
 * SmithImportItem:
 *
 * One row of what an import tells: a file (or what was pasted), or one thing that was in it, in words. A
 * file that held several things has them as its children. Immutable; holds nothing secret.
 */
struct _SmithImportItem
{
  GObject parent_instance;

  /* Owned */
  char       *title;
  char       *text;
  GListModel *children;

  SmithImportOutcome outcome;
};

G_DEFINE_FINAL_TYPE (SmithImportItem, smith_import_item, G_TYPE_OBJECT)

static void
smith_import_item_finalize (GObject *object)
{
  SmithImportItem *self = SMITH_IMPORT_ITEM (object);

  g_free (self->title);
  g_free (self->text);
  g_clear_object (&self->children);

  G_OBJECT_CLASS (smith_import_item_parent_class)->finalize (object);
}

static void
smith_import_item_class_init (SmithImportItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smith_import_item_finalize;
}

static void
smith_import_item_init (SmithImportItem *self)
{
}

/**
 * smith_import_item_new:
 * @title: what it is
 * @text: what became of it
 * @outcome: the same in a word; of a file: the worst of what was in it
 * @children: (nullable) (element-type SmithImportItem): what was in it
 *
 * Returns: (transfer full): a row
 */
SmithImportItem *
smith_import_item_new (const char         *title,
                       const char         *text,
                       SmithImportOutcome  outcome,
                       GListModel         *children)
{
  SmithImportItem *self = g_object_new (SMITH_TYPE_IMPORT_ITEM, NULL);

  self->title = g_strdup (title);
  self->text = g_strdup (text);
  self->outcome = outcome;
  g_set_object (&self->children, children);

  return self;
}

/**
 * smith_import_item_get_title:
 *
 * Returns: (transfer none): the name of a file, or what was in it
 */
const char *
smith_import_item_get_title (SmithImportItem *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_ITEM (self), NULL);

  return self->title;
}

/**
 * smith_import_item_get_text:
 *
 * Returns: (transfer none): what became of it and how it was mended, one sentence a line
 */
const char *
smith_import_item_get_text (SmithImportItem *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_ITEM (self), NULL);

  return self->text;
}

SmithImportOutcome
smith_import_item_get_outcome (SmithImportItem *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_ITEM (self), SMITH_IMPORT_NOT_READ);

  return self->outcome;
}

/**
 * smith_import_item_is_problem:
 *
 * Returns: whether somebody has to look at it: it did not come in, or is in memory only
 */
gboolean
smith_import_item_is_problem (SmithImportItem *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_ITEM (self), FALSE);

  return self->outcome >= SMITH_IMPORT_NOT_SAVED;
}

/**
 * smith_import_item_get_children:
 *
 * Returns: (transfer none) (nullable): a #GListModel of #SmithImportItem
 */
GListModel *
smith_import_item_get_children (SmithImportItem *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_ITEM (self), NULL);

  return self->children;
}
