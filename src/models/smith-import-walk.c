/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-walk-private.h"

#include <string.h>

#include <glib/gi18n.h>

/**
 * smith-import-walk:
 *
 * From what a person dropped to the files that are to be read: folders are entered, as far as the limits
 * allow, in the order of their names. A folder that two ways lead to is entered once, so that a link to a
 * folder above leads nowhere. What is hidden in a folder is passed over, unless it was given by itself.
 */

#define ATTRIBUTES \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," \
  G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," G_FILE_ATTRIBUTE_ID_FILE

/* A folder with more is looked at no further: nobody keeps certificates so. */
#define MAX_CHILDREN 20000

typedef struct
{
  GPtrArray    *found;        /* of SmithImportFile */
  GPtrArray    *problems;
  GHashTable   *seen;         /* of G_FILE_ATTRIBUTE_ID_FILE, of folders */
  GCancellable *cancellable;
  gboolean      full;
} Walk;

typedef struct
{
  GFile     *file;
  GFileInfo *info;
  char      *key;
} Child;

static gboolean visit (Walk       *walk,
                       GFile      *file,
                       GFileInfo  *info,
                       const char *name,
                       guint       depth,
                       GError    **error);

static void
free_child (Child *child)
{
  g_object_unref (child->file);
  g_object_unref (child->info);
  g_free (child->key);
  g_free (child);
}

static int
compare_children (gconstpointer a,
                  gconstpointer b)
{
  const Child *first = *(const Child * const *) a;
  const Child *second = *(const Child * const *) b;

  return strcmp (first->key, second->key);
}

void
smith_import_file_free (SmithImportFile *self)
{
  g_object_unref (self->file);
  g_free (self->name);
  g_free (self);
}

/**
 * smith_import_add_problem:
 * @problems: (element-type SmithImportProblem): appended to
 */
void
smith_import_add_problem (GPtrArray          *problems,
                          SmithImportOutcome  outcome,
                          const char         *label,
                          const char         *reason)
{
  SmithImportProblem *problem = g_new0 (SmithImportProblem, 1);

  problem->label = g_strdup (label);
  problem->reason = g_strdup (reason);
  problem->outcome = outcome;
  g_ptr_array_add (problems, problem);
}

/**
 * smith_import_describe_error:
 * @reason: of GIO
 *
 * Returns: (transfer none): a sentence, in place of GIO's words for the two that everybody meets
 */
const char *
smith_import_describe_error (const GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return _("It does not exist.");
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return _("You do not have the permission to read it.");

  return reason->message;
}

static void
add_problem (Walk       *walk,
             const char *name,
             const char *reason)
{
  smith_import_add_problem (walk->problems, SMITH_IMPORT_NOT_READ, name, reason);
}

/* FALSE: another way led to it before. */
static gboolean
is_new (Walk      *walk,
        GFileInfo *info)
{
  const char *id = g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_ID_FILE);

  return id == NULL || g_hash_table_add (walk->seen, g_strdup (id));
}

static void
add_file (Walk       *walk,
          GFile      *file,
          GFileInfo  *info,
          const char *name,
          guint       depth)
{
  SmithImportFile *entry;

  if (walk->found->len >= SMITH_IMPORT_MAX_FILES)
    {
      g_autofree char *reason =
        g_strdup_printf (_("There are more than %d files. This one and those behind it were not read: "
                           "give them in smaller parts."), SMITH_IMPORT_MAX_FILES);

      add_problem (walk, name, reason);
      walk->full = TRUE;
      return;
    }
  entry = g_new0 (SmithImportFile, 1);
  entry->file = g_object_ref (file);
  entry->name = g_strdup (name);
  entry->size = g_file_info_get_size (info);
  entry->inner = depth > 0;
  g_ptr_array_add (walk->found, entry);
}

/* Sorted by name. A folder that can be read in parts only is told. */
static GPtrArray *
list_children (Walk       *walk,
               GFile      *folder,
               const char *name,
               guint      *n_hidden,
               GError    **error)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func ((GDestroyNotify) free_child);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileEnumerator) enumerator =
    g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, walk->cancellable, &reason);

  while (enumerator != NULL && children->len < MAX_CHILDREN)
    {
      GFileInfo *info = NULL;
      GFile *file = NULL;
      Child *child;

      if (!g_file_enumerator_iterate (enumerator, &info, &file, walk->cancellable, &reason) || info == NULL)
        break;
      if (g_file_info_get_is_hidden (info))
        {
          (*n_hidden)++;
          continue;
        }
      child = g_new0 (Child, 1);
      child->file = g_object_ref (file);
      child->info = g_object_ref (info);
      child->key = g_utf8_collate_key_for_filename (g_file_info_get_display_name (info), -1);
      g_ptr_array_add (children, child);
    }
  if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
    return NULL;
  if (reason != NULL)
    add_problem (walk, name, smith_import_describe_error (reason));
  else if (children->len == 0 && *n_hidden == 0)
    smith_import_add_problem (walk->problems, SMITH_IMPORT_LEFT_OUT, name, _("The folder is empty."));
  g_ptr_array_sort (children, compare_children);

  return g_steal_pointer (&children);
}

static gboolean
visit_folder (Walk        *walk,
              GFile       *folder,
              const char  *name,
              guint        depth,
              GError     **error)
{
  g_autoptr (GPtrArray) children = NULL;
  guint n_hidden = 0;

  if (depth > SMITH_IMPORT_MAX_DEPTH)
    {
      g_autofree char *reason =
        g_strdup_printf (_("It lies more than %d folders deep and was not opened. Give it by itself."),
                         SMITH_IMPORT_MAX_DEPTH);

      add_problem (walk, name, reason);
      return TRUE;
    }

  children = list_children (walk, folder, name, &n_hidden, error);
  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len && !walk->full; i++)
    {
      Child *child = g_ptr_array_index (children, i);
      g_autofree char *path = g_strdup_printf ("%s/%s", name, g_file_info_get_display_name (child->info));

      if (!visit (walk, child->file, child->info, path, depth, error))
        return FALSE;
    }
  if (n_hidden > 0)
    {
      g_autofree char *reason =
        g_strdup_printf (ngettext ("%u hidden file was passed over.", "%u hidden files were passed over.", n_hidden),
                         n_hidden);

      smith_import_add_problem (walk->problems, SMITH_IMPORT_LEFT_OUT, name, reason);
    }

  return TRUE;
}

static gboolean
visit (Walk        *walk,
       GFile       *file,
       GFileInfo   *info,
       const char  *name,
       guint        depth,
       GError     **error)
{
  switch (g_file_info_get_file_type (info))
    {
    case G_FILE_TYPE_DIRECTORY:
      return !is_new (walk, info) || visit_folder (walk, file, name, depth + 1, error);
    case G_FILE_TYPE_REGULAR:
      add_file (walk, file, info, name, depth);
      break;
    case G_FILE_TYPE_SYMBOLIC_LINK:
      /* Whatever can be followed has been. */
      add_problem (walk, name, _("It is a link to something that does not exist."));
      break;
    case G_FILE_TYPE_SPECIAL:
    case G_FILE_TYPE_SHORTCUT:
    case G_FILE_TYPE_MOUNTABLE:
    case G_FILE_TYPE_UNKNOWN:
    default:
      add_problem (walk, name, _("It is neither a file nor a folder."));
    }

  return TRUE;
}

/**
 * smith_import_walk: (skip)
 * @files: (element-type GFile): files and folders
 * @found: (element-type SmithImportFile): appended to
 * @problems: (element-type SmithImportProblem): appended to
 * @cancellable: (nullable): ends it
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Blocking. Opens no file.
 *
 * Returns: FALSE only when cancelled
 */
gboolean
smith_import_walk (GPtrArray     *files,
                   GPtrArray     *found,
                   GPtrArray     *problems,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { found, problems, seen, cancellable, FALSE };

  for (guint i = 0; i < files->len && !walk.full; i++)
    {
      GFile *file = g_ptr_array_index (files, i);
      g_autofree char *fallback = g_file_get_parse_name (file);
      g_autoptr (GError) reason = NULL;
      g_autoptr (GFileInfo) info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, &reason);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (info == NULL)
        add_problem (&walk, fallback, smith_import_describe_error (reason));
      else if (!visit (&walk, file, info, g_file_info_get_display_name (info), 0, error))
        return FALSE;
    }

  return TRUE;
}
