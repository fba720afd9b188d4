/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-summary-private.h"

#include <string.h>

#include "smith-identity-private.h"

/**
 * SmithImportSummary:
 *
 * What an import did: one sentence for a toast, an item for each file with what was in it and what became of
 * that, and where to look now. Complete when a person gets it; only whether it can be undone changes then.
 * Holds what the changed identities were before, which may include keys of identities that are not kept.
 */
struct _SmithImportSummary
{
  GObject parent_instance;

  /* Owned */
  char          *title;
  GListStore    *items;
  SmithIdentity *identity;
  GPtrArray     *changes;     /* of SmithImportChange */
  GBytes        *loose;
  char          *loose_name;

  const char    *pane;
  gboolean       problems;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_ITEMS,
  PROP_IDENTITY,
  PROP_PANE,
  PROP_CAN_UNDO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithImportSummary, smith_import_summary, G_TYPE_OBJECT)

static void
free_change (gpointer data)
{
  SmithImportChange *change = data;

  g_object_unref (change->identity);
  g_clear_pointer (&change->before, smith_identity_data_unref);
  smith_identity_data_unref (change->after);
  g_clear_object (&change->home);
  g_clear_pointer (&change->home_before, smith_identity_data_unref);
  g_free (change);
}

static void
smith_import_summary_finalize (GObject *object)
{
  SmithImportSummary *self = SMITH_IMPORT_SUMMARY (object);

  g_free (self->title);
  g_clear_object (&self->items);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_object (&self->identity);
  g_clear_pointer (&self->loose, g_bytes_unref);
  g_free (self->loose_name);

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
    case PROP_ITEMS:
      g_value_set_object (value, smith_import_summary_get_items (self));
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, smith_import_summary_get_identity (self));
      break;
    case PROP_PANE:
      g_value_set_string (value, smith_import_summary_get_pane (self));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, smith_import_summary_get_can_undo (self));
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
  properties[PROP_ITEMS] =
    g_param_spec_object ("items", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANE] =
    g_param_spec_string ("pane", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_UNDO] =
    g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_import_summary_init (SmithImportSummary *self)
{
  self->items = g_list_store_new (SMITH_TYPE_IMPORT_ITEM);
  self->changes = g_ptr_array_new_with_free_func (free_change);
}

SmithImportSummary *
smith_import_summary_new (void)
{
  return g_object_new (SMITH_TYPE_IMPORT_SUMMARY, NULL);
}

/**
 * smith_import_summary_add_item:
 * @item: a file, or what was pasted
 */
void
smith_import_summary_add_item (SmithImportSummary *self,
                               SmithImportItem    *item)
{
  g_list_store_append (self->items, item);
  self->problems |= smith_import_item_is_problem (item);
}

/**
 * smith_import_summary_set_loose:
 * @pem: certificates
 * @name: what a person knows them by
 */
void
smith_import_summary_set_loose (SmithImportSummary *self,
                                const char         *pem,
                                const char         *name)
{
  g_clear_pointer (&self->loose, g_bytes_unref);
  self->loose = g_bytes_new (pem, strlen (pem));
  g_free (self->loose_name);
  self->loose_name = g_strdup (name);
}

/**
 * smith_import_summary_get_loose:
 * @name: (out) (transfer none): the file that they came in
 *
 * Returns: (transfer none) (nullable): PEM: certificates of a bundle that belong to nothing in the library, for a person
 *   to choose among; NULL where there are none
 */
GBytes *
smith_import_summary_get_loose (SmithImportSummary  *self,
                                const char         **name)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  *name = self->loose_name;

  return self->loose;
}

/**
 * smith_import_summary_add_change:
 * @identity: as it is after the change
 * @before: (nullable): what it was; NULL: it is new
 */
void
smith_import_summary_add_change (SmithImportSummary *self,
                                 SmithIdentity      *identity,
                                 SmithIdentityData  *before)
{
  SmithImportChange *change = g_new0 (SmithImportChange, 1);

  change->identity = g_object_ref (identity);
  change->before = before != NULL ? smith_identity_data_ref (before) : NULL;
  change->after = smith_identity_data_ref (smith_identity_get_data (identity));
  g_ptr_array_add (self->changes, change);
}

/**
 * smith_import_summary_add_orphan:
 * @identity: a new row that holds what @home could not get
 * @home: the identity that gets it when @identity is kept
 * @home_before: what @home is without it
 */
void
smith_import_summary_add_orphan (SmithImportSummary *self,
                                 SmithIdentity      *identity,
                                 SmithIdentity      *home,
                                 SmithIdentityData  *home_before)
{
  SmithImportChange *change;

  smith_import_summary_add_change (self, identity, NULL);
  change = g_ptr_array_index (self->changes, self->changes->len - 1);
  change->home = g_object_ref (home);
  change->home_before = smith_identity_data_ref (home_before);
}

/**
 * smith_import_summary_steal_changes:
 *
 * Returns: (transfer full) (element-type SmithImportChange): what is to be taken back; the next call has none
 */
GPtrArray *
smith_import_summary_steal_changes (SmithImportSummary *self)
{
  GPtrArray *changes = self->changes;

  self->changes = g_ptr_array_new_with_free_func (free_change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);

  return changes;
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

const char *
smith_import_summary_get_title (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  return self->title;
}

/**
 * smith_import_summary_get_items:
 *
 * Returns: (transfer none): a #GListModel of #SmithImportItem: file by file, each with what was in it
 */
GListModel *
smith_import_summary_get_items (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  return G_LIST_MODEL (self->items);
}

static void
append_items (GString    *text,
              GListModel *items,
              const char *indent)
{
  guint n = g_list_model_get_n_items (items);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithImportItem) item = g_list_model_get_item (items, i);
      GListModel *children = smith_import_item_get_children (item);
      g_auto (GStrv) lines = g_strsplit (smith_import_item_get_text (item), "\n", -1);

      g_string_append_printf (text, "%s%s\n", indent, smith_import_item_get_title (item));
      for (guint j = 0; lines[j] != NULL; j++)
        g_string_append_printf (text, "%s    %s\n", indent, lines[j]);
      if (children != NULL)
        append_items (text, children, "    ");
    }
}

/**
 * smith_import_summary_dup_text:
 *
 * Returns: (transfer full): all that the summary says, as text
 */
char *
smith_import_summary_dup_text (SmithImportSummary *self)
{
  GString *text;

  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n\n", self->title != NULL ? self->title : "");
  append_items (text, G_LIST_MODEL (self->items), "");

  return g_string_free (text, FALSE);
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

/**
 * smith_import_summary_has_problems:
 *
 * Returns: whether something did not come in, or could not be saved
 */
gboolean
smith_import_summary_has_problems (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), FALSE);

  return self->problems;
}

/**
 * smith_import_summary_get_can_undo:
 *
 * Returns: whether smith_workspace_undo_import_async() has something to take back
 */
gboolean
smith_import_summary_get_can_undo (SmithImportSummary *self)
{
  g_return_val_if_fail (SMITH_IS_IMPORT_SUMMARY (self), FALSE);

  return self->changes->len > 0;
}
