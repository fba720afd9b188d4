/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-entry.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-name-note.h"

/**
 * SmithNameEntry:
 *
 * One row of the names of a request: the text as it was typed, what kind of name it is, and what is
 * wrong with it, or only odd about it, if anything. Immutable: a row that is edited is replaced.
 */
struct _SmithNameEntry
{
  GObject parent_instance;

  /* Owned */
  SmithAltName *alt_name;
  char         *text;
  char         *error;
  char         *note;
  char         *unicode;
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_KIND,
  PROP_ERROR,
  PROP_NOTE,
  PROP_UNICODE,
  PROP_ASCII,
  PROP_ALT_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithNameEntry, smith_name_entry, G_TYPE_OBJECT)

static void
smith_name_entry_finalize (GObject *object)
{
  SmithNameEntry *self = SMITH_NAME_ENTRY (object);

  g_clear_object (&self->alt_name);
  g_free (self->text);
  g_free (self->error);
  g_free (self->note);
  g_free (self->unicode);

  G_OBJECT_CLASS (smith_name_entry_parent_class)->finalize (object);
}

static void
smith_name_entry_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithNameEntry *self = SMITH_NAME_ENTRY (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, smith_name_entry_get_text (self));
      break;
    case PROP_KIND:
      g_value_set_string (value, smith_name_entry_get_kind (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, smith_name_entry_get_error (self));
      break;
    case PROP_NOTE:
      g_value_set_string (value, smith_name_entry_get_note (self));
      break;
    case PROP_UNICODE:
      g_value_set_string (value, smith_name_entry_get_unicode (self));
      break;
    case PROP_ASCII:
      g_value_set_string (value, smith_name_entry_get_ascii (self));
      break;
    case PROP_ALT_NAME:
      g_value_set_object (value, smith_name_entry_get_alt_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_name_entry_class_init (SmithNameEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_name_entry_finalize;
  object_class->get_property = smith_name_entry_get_property;

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] =
    g_param_spec_string ("kind", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOTE] =
    g_param_spec_string ("note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNICODE] =
    g_param_spec_string ("unicode", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ASCII] =
    g_param_spec_string ("ascii", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ALT_NAME] =
    g_param_spec_object ("alt-name", NULL, NULL, SMITH_TYPE_ALT_NAME, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_name_entry_init (SmithNameEntry *self)
{
}

/* @alt_name: (transfer full) */
static void
take_alt_name (SmithNameEntry *self,
               SmithAltName   *alt_name)
{
  const char *value = smith_alt_name_get_value (alt_name);
  const char *host = value;
  g_autofree char *before = NULL;
  g_autofree char *unicode = NULL;

  self->alt_name = alt_name;
  self->text = g_strdup (smith_alt_name_get_display (alt_name));
  self->note = smith_name_note_for (alt_name);
  if (smith_alt_name_get_kind (alt_name) == SMITH_ALT_NAME_EMAIL && strrchr (value, '@') != NULL)
    host = strrchr (value, '@') + 1;
  else if (smith_alt_name_get_kind (alt_name) != SMITH_ALT_NAME_DNS)
    return;
  /* A star is no part of a name for GLib. */
  else if (g_str_has_prefix (value, "*."))
    host = value + strlen ("*.");
  if (!g_hostname_is_ascii_encoded (host))
    return;

  before = g_strndup (value, host - value);
  unicode = g_hostname_to_unicode (host);
  self->unicode = unicode != NULL ? g_strconcat (before, unicode, NULL) : NULL;
}

/**
 * smith_name_entry_new:
 * @text: what was typed, one name
 *
 * Returns: (transfer full): a row for it, with an error where it is no name
 */
SmithNameEntry *
smith_name_entry_new (const char *text)
{
  g_autoptr (GError) error = NULL;
  SmithAltName *alt_name;
  SmithNameEntry *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (SMITH_TYPE_NAME_ENTRY, NULL);
  alt_name = smith_alt_name_new_from_text (text, &error);
  if (alt_name == NULL)
    {
      self->text = g_strstrip (g_utf8_make_valid (text, -1));
      self->error = g_strdup (error->message);
    }
  else
    {
      take_alt_name (self, alt_name);
    }

  return self;
}

/**
 * smith_name_entry_new_for_alt_name:
 *
 * Returns: (transfer full): a row for a name that is there already
 */
SmithNameEntry *
smith_name_entry_new_for_alt_name (SmithAltName *alt_name)
{
  SmithNameEntry *self;

  g_return_val_if_fail (SMITH_IS_ALT_NAME (alt_name), NULL);

  self = g_object_new (SMITH_TYPE_NAME_ENTRY, NULL);
  take_alt_name (self, g_object_ref (alt_name));

  return self;
}

/**
 * smith_name_entry_get_text:
 *
 * Returns: (transfer none): the name as a person reads it
 */
const char *
smith_name_entry_get_text (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  return self->text;
}

/**
 * smith_name_entry_get_kind:
 *
 * Returns: (transfer none): the kind of name, in a word for a chip
 */
const char *
smith_name_entry_get_kind (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  if (self->alt_name == NULL)
    return _("Not a name");

  switch (smith_alt_name_get_kind (self->alt_name))
    {
    case SMITH_ALT_NAME_DNS:
      return g_str_has_prefix (smith_alt_name_get_value (self->alt_name), "*.") ? _("Wildcard") : _("DNS");
    case SMITH_ALT_NAME_IP:
      return _("IP");
    case SMITH_ALT_NAME_EMAIL:
      return _("Email");
    case SMITH_ALT_NAME_URI:
      return _("URI");
    case SMITH_ALT_NAME_OTHER:
    default:
      return _("Other");
    }
}

/**
 * smith_name_entry_get_edit_text:
 *
 * Returns: (transfer none): what an entry starts with when a person wants to change the name
 */
const char *
smith_name_entry_get_edit_text (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  if (self->alt_name == NULL)
    return self->text;
  /* With its prefix a URI stays one, see smith_request_draft_add_names(). */
  if (smith_alt_name_get_kind (self->alt_name) == SMITH_ALT_NAME_URI)
    return smith_alt_name_get_prefixed (self->alt_name);

  return smith_alt_name_get_value (self->alt_name);
}

/**
 * smith_name_entry_get_error:
 *
 * Returns: (transfer none) (nullable): why it is no name, as a sentence
 */
const char *
smith_name_entry_get_error (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  return self->error;
}

/**
 * smith_name_entry_get_note:
 *
 * Returns: (transfer none) (nullable): what a person should know before asking for it, see smith_name_note_for()
 */
const char *
smith_name_entry_get_note (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  return self->note;
}

/**
 * smith_name_entry_get_unicode:
 *
 * Returns: (transfer none) (nullable): a name with an international host as it is read, "*.bücher.example"; NULL for others
 */
const char *
smith_name_entry_get_unicode (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  return self->unicode;
}

/**
 * smith_name_entry_get_ascii:
 *
 * Returns: (transfer none) (nullable): a name with an international host as it is sent, "*.xn--bcher-kva.example"; NULL for others
 */
const char *
smith_name_entry_get_ascii (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  return self->unicode != NULL ? smith_alt_name_get_value (self->alt_name) : NULL;
}

/**
 * smith_name_entry_get_alt_name:
 *
 * Returns: (transfer none) (nullable): what goes into the request
 */
SmithAltName *
smith_name_entry_get_alt_name (SmithNameEntry *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (self), NULL);

  return self->alt_name;
}
