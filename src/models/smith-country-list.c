/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-country-list.h"

#include <libintl.h>
#include <string.h>

#include <json-glib/json-glib.h>

/**
 * SmithCountryList:
 *
 * The countries of the world by name, from the package iso-codes: its JSON for the English names, its catalogs for
 * the others. A worker reads; the list belongs to the main thread.
 */
struct _SmithCountryList
{
  GObject parent_instance;

  /* Owned */
  GPtrArray  *countries;
  GHashTable *english;      /* code -> name that is not translated */
  gboolean    loading;
};

#define DOMAIN "iso_3166-1"
#define FILE_NAME "iso-codes/json/iso_3166-1.json"

enum
{
  PROP_0,
  PROP_LOADING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
smith_country_list_get_item_type (GListModel *model)
{
  return SMITH_TYPE_COUNTRY;
}

static guint
smith_country_list_get_n_items (GListModel *model)
{
  return SMITH_COUNTRY_LIST (model)->countries->len;
}

static gpointer
smith_country_list_get_item (GListModel *model,
                             guint       position)
{
  SmithCountryList *self = SMITH_COUNTRY_LIST (model);

  return position < self->countries->len ? g_object_ref (g_ptr_array_index (self->countries, position)) : NULL;
}

static void
smith_country_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_country_list_get_item_type;
  iface->get_n_items = smith_country_list_get_n_items;
  iface->get_item = smith_country_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithCountryList, smith_country_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_country_list_list_model_init))

/* What the worker hands over. */
typedef struct
{
  GPtrArray  *countries;
  GHashTable *english;
} Answer;

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->countries, g_ptr_array_unref);
  g_clear_pointer (&answer->english, g_hash_table_unref);
  g_free (answer);
}

/* "Bolivia" where there is such a name beside "Bolivia, Plurinational State of". */
static const char *
get_member (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
    ? json_node_get_string (node) : NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  SmithCountry *country_a = *(SmithCountry **) a;
  SmithCountry *country_b = *(SmithCountry **) b;

  return g_utf8_collate (smith_country_get_name (country_a), smith_country_get_name (country_b));
}

static gboolean
read_country (JsonObject *object,
              Answer     *answer)
{
  const char *code = get_member (object, "alpha_2");
  const char *name = get_member (object, "common_name");

  if (name == NULL)
    name = get_member (object, "name");
  if (code == NULL || name == NULL || strlen (code) != 2)
    return FALSE;

  g_hash_table_insert (answer->english, g_strdup (code), g_strdup (name));
  g_ptr_array_add (answer->countries, smith_country_new (code, dgettext (DOMAIN, name)));

  return TRUE;
}

static char *
find_file (void)
{
  const char * const *folders = g_get_system_data_dirs ();

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], FILE_NAME, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return g_build_filename ("/usr/share", FILE_NAME, NULL);
}

/* Catalogs lie beside the data: "/usr/share/iso-codes/json/…" and "/usr/share/locale". */
static void
bind_domain (const char *path)
{
  const char *end = g_str_has_suffix (path, "/" FILE_NAME) ? path + strlen (path) - strlen ("/" FILE_NAME) : NULL;

  if (end != NULL)
    {
      g_autofree char *data = g_strndup (path, end - path);
      g_autofree char *locales = g_build_filename (data, "locale", NULL);

      bindtextdomain (DOMAIN, locales);
    }
  bind_textdomain_codeset (DOMAIN, "UTF-8");
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autofree char *path = task_data != NULL ? g_strdup (task_data) : find_file ();
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonNode *rows;
  Answer *answer;
  GError *error = NULL;

  if (!json_parser_load_from_mapped_file (parser, path, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  bind_domain (path);
  answer = g_new0 (Answer, 1);
  answer->countries = g_ptr_array_new_with_free_func (g_object_unref);
  answer->english = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  root = json_parser_get_root (parser);
  rows = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "3166-1") : NULL;
  for (guint i = 0; rows != NULL && JSON_NODE_HOLDS_ARRAY (rows) && i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (rows), i);

      if (JSON_NODE_HOLDS_OBJECT (row))
        read_country (json_node_get_object (row), answer);
    }
  g_ptr_array_sort (answer->countries, compare_names);
  g_task_return_pointer (task, answer, (GDestroyNotify) answer_free);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  SmithCountryList *self = SMITH_COUNTRY_LIST (source);
  g_autoptr (GError) error = NULL;
  Answer *answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (answer == NULL)
    g_message ("The names of the countries cannot be read: %s", error->message);
  /* Better codes than nothing. */
  else if (answer->countries->len > 0)
    {
      guint before = self->countries->len;
      GPtrArray *countries = self->countries;
      GHashTable *english = self->english;

      self->countries = g_steal_pointer (&answer->countries);
      self->english = g_steal_pointer (&answer->english);
      g_ptr_array_unref (countries);
      g_hash_table_unref (english);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->countries->len);
    }
  g_clear_pointer (&answer, answer_free);
  self->loading = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
smith_country_list_finalize (GObject *object)
{
  SmithCountryList *self = SMITH_COUNTRY_LIST (object);

  g_clear_pointer (&self->countries, g_ptr_array_unref);
  g_clear_pointer (&self->english, g_hash_table_unref);

  G_OBJECT_CLASS (smith_country_list_parent_class)->finalize (object);
}

static void
smith_country_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_LOADING)
    g_value_set_boolean (value, smith_country_list_get_loading (SMITH_COUNTRY_LIST (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
smith_country_list_class_init (SmithCountryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_country_list_finalize;
  object_class->get_property = smith_country_list_get_property;

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_country_list_init (SmithCountryList *self)
{
  g_auto (GStrv) codes = smith_country_dup_codes ();

  self->countries = g_ptr_array_new_with_free_func (g_object_unref);
  self->english = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; codes[i] != NULL; i++)
    g_ptr_array_add (self->countries, smith_country_new (codes[i], NULL));
}

/**
 * smith_country_list_new:
 * @path: (nullable) (type filename): the JSON of iso-codes; NULL: where the system has it
 *
 * Returns: (transfer full): a list of codes, which a worker gives names to
 */
SmithCountryList *
smith_country_list_new (const char *path)
{
  SmithCountryList *self = g_object_new (SMITH_TYPE_COUNTRY_LIST, NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, read_cb, NULL);

  self->loading = TRUE;
  g_task_set_source_tag (task, smith_country_list_new);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);

  return self;
}

/**
 * smith_country_list_get_default:
 *
 * Returns: (transfer none): the one list of the program
 */
SmithCountryList *
smith_country_list_get_default (void)
{
  static SmithCountryList *list = NULL;

  if (list == NULL)
    list = smith_country_list_new (NULL);

  return list;
}

/**
 * smith_country_list_get_loading:
 *
 * Returns: whether names are still to come
 */
gboolean
smith_country_list_get_loading (SmithCountryList *self)
{
  g_return_val_if_fail (SMITH_IS_COUNTRY_LIST (self), FALSE);

  return self->loading;
}

static gboolean
equal_folded (const char *folded,
              const char *text)
{
  g_autofree char *other = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return other != NULL && g_str_equal (folded, other);
}

/**
 * smith_country_list_find:
 * @text: a code, or a name in English or in the language of the program; in any case
 * @position: (out) (optional): where it is in the list
 *
 * Returns: (transfer none) (nullable): the country
 */
SmithCountry *
smith_country_list_find (SmithCountryList *self,
                         const char       *text,
                         guint            *position)
{
  g_autofree char *stripped = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (SMITH_IS_COUNTRY_LIST (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_utf8_make_valid (text, -1));
  folded = g_utf8_casefold (stripped, -1);
  for (guint i = 0; *stripped != '\0' && i < self->countries->len; i++)
    {
      SmithCountry *country = g_ptr_array_index (self->countries, i);

      if (g_ascii_strcasecmp (stripped, smith_country_get_code (country)) != 0 &&
          !equal_folded (folded, smith_country_get_name (country)) &&
          !equal_folded (folded, g_hash_table_lookup (self->english, smith_country_get_code (country))))
        continue;
      if (position != NULL)
        *position = i;

      return country;
    }

  return NULL;
}
