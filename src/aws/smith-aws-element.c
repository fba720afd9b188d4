/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-element.h"

#include <string.h>

/* The deepest answer of the services here has 8 levels, the longest page some 10,000 elements. */
#define MAX_DEPTH 32
#define MAX_ELEMENTS 100000

/**
 * SmithAwsElement:
 *
 * An answer of the Query protocol as a tree: names without their namespace prefix, text without
 * attributes. Parsed by GMarkup, which expands no entities but XML's own five, within limits on depth
 * and number.
 */
struct _SmithAwsElement
{
  gatomicrefcount  ref_count;
  char            *name;
  GString         *text;
  GPtrArray       *children;  /* Owned: SmithAwsElement; NULL without any */
};

G_DEFINE_BOXED_TYPE (SmithAwsElement, smith_aws_element, smith_aws_element_ref, smith_aws_element_unref)

typedef struct
{
  SmithAwsElement *root;
  GPtrArray       *open;        /* Borrowed: SmithAwsElement, from the root to the innermost */
  guint            n_elements;
} ParseState;

static SmithAwsElement *
make_element (const char *name)
{
  SmithAwsElement *self = g_new0 (SmithAwsElement, 1);
  const char *colon = strrchr (name, ':');

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (colon != NULL ? colon + 1 : name);
  self->text = g_string_new (NULL);

  return self;
}

static void
start_element_cb (GMarkupParseContext  *context,
                  const char           *name,
                  const char          **attribute_names,
                  const char          **attribute_values,
                  gpointer              user_data,
                  GError              **error)
{
  ParseState *state = user_data;
  SmithAwsElement *parent;
  SmithAwsElement *element;

  if (state->open->len >= MAX_DEPTH || state->n_elements >= MAX_ELEMENTS ||
      (state->open->len == 0 && state->root != NULL))
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "too many or too deep elements");
      return;
    }

  state->n_elements++;
  element = make_element (name);
  if (state->open->len == 0)
    state->root = element;
  else
    {
      parent = g_ptr_array_index (state->open, state->open->len - 1);
      if (parent->children == NULL)
        parent->children = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_aws_element_unref);
      g_ptr_array_add (parent->children, element);
    }
  g_ptr_array_add (state->open, element);
}

static void
end_element_cb (GMarkupParseContext  *context,
                const char           *name,
                gpointer              user_data,
                GError              **error)
{
  ParseState *state = user_data;

  g_ptr_array_set_size (state->open, (int) state->open->len - 1);
}

static void
text_cb (GMarkupParseContext  *context,
         const char           *text,
         gsize                 size,
         gpointer              user_data,
         GError              **error)
{
  ParseState *state = user_data;
  SmithAwsElement *element;

  if (state->open->len == 0)
    return;

  element = g_ptr_array_index (state->open, state->open->len - 1);
  g_string_append_len (element->text, text, (gssize) size);
}

/**
 * smith_aws_element_parse:
 * @xml: a document in UTF-8
 *
 * Returns: (transfer full): its root, or %NULL with an error of %G_MARKUP_ERROR
 */
SmithAwsElement *
smith_aws_element_parse (GBytes  *xml,
                         GError **error)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (SmithAwsElement) root = NULL;
  ParseState state = { .open = open };
  gconstpointer data;
  gsize size;
  gboolean whole;

  g_return_val_if_fail (xml != NULL, NULL);

  data = g_bytes_get_data (xml, &size);
  if (size == 0)
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_EMPTY, "the document is empty");
      return NULL;
    }
  /* GMarkup would let a NUL pass, and trip over bad bytes in CDATA. */
  if (!g_utf8_validate_len (data, size, NULL))
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_BAD_UTF8, "it is not text in UTF-8");
      return NULL;
    }

  context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT | G_MARKUP_PREFIX_ERROR_POSITION,
                                        &state, NULL);
  whole = g_markup_parse_context_parse (context, data, (gssize) size, error) &&
          g_markup_parse_context_end_parse (context, error);
  root = state.root;
  if (!whole)
    return NULL;
  if (root == NULL)
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_EMPTY, "there is no element");
      return NULL;
    }

  return g_steal_pointer (&root);
}

/**
 * smith_aws_element_ref:
 *
 * Returns: (transfer full): the same element
 */
SmithAwsElement *
smith_aws_element_ref (SmithAwsElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_aws_element_unref:
 * @self: (transfer full): an element
 */
void
smith_aws_element_unref (SmithAwsElement *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_string_free (self->text, TRUE);
  g_free (self->name);
  g_free (self);
}

/**
 * smith_aws_element_get_name:
 *
 * Returns: (transfer none): the name, without a namespace prefix
 */
const char *
smith_aws_element_get_name (SmithAwsElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * smith_aws_element_get_text:
 *
 * Returns: (transfer none): the text directly inside, as it is
 */
const char *
smith_aws_element_get_text (SmithAwsElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text->str;
}

/**
 * smith_aws_element_get_n_children:
 *
 * Returns: how many elements are directly inside
 */
guint
smith_aws_element_get_n_children (SmithAwsElement *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->children != NULL ? self->children->len : 0;
}

/**
 * smith_aws_element_get_child:
 * @position: below the number of children
 *
 * Returns: (transfer none): a child
 */
SmithAwsElement *
smith_aws_element_get_child (SmithAwsElement *self,
                             guint            position)
{
  g_return_val_if_fail (position < smith_aws_element_get_n_children (self), NULL);

  return g_ptr_array_index (self->children, position);
}

/**
 * smith_aws_element_find:
 * @path: names of elements below this one, such as `Error/Code`
 *
 * Returns: (transfer none) (nullable): the first element at each step, or %NULL where one is missing
 */
SmithAwsElement *
smith_aws_element_find (SmithAwsElement *self,
                        const char      *path)
{
  g_auto (GStrv) names = NULL;
  SmithAwsElement *element = self;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  names = g_strsplit (path, "/", -1);
  for (gsize i = 0; names[i] != NULL && element != NULL; i++)
    {
      SmithAwsElement *found = NULL;

      for (guint k = 0; k < smith_aws_element_get_n_children (element) && found == NULL; k++)
        {
          SmithAwsElement *child = g_ptr_array_index (element->children, k);

          if (g_str_equal (child->name, names[i]))
            found = child;
        }
      element = found;
    }

  return element;
}

/**
 * smith_aws_element_find_text:
 * @path: names of elements below this one
 *
 * Returns: (transfer none) (nullable): the text of the element found, or %NULL where there is none
 */
const char *
smith_aws_element_find_text (SmithAwsElement *self,
                             const char      *path)
{
  SmithAwsElement *element = smith_aws_element_find (self, path);

  return element != NULL ? element->text->str : NULL;
}
