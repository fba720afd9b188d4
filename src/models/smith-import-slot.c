/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-slot-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-finding.h"

/**
 * smith-import-slot:
 *
 * What comes to one identity: collected by the steps of a plan, made here into one edit and the
 * lines that tell a person of it.
 */

/**
 * smith_import_slot_new:
 * @data: (nullable): the identity; NULL: a new one
 *
 * Returns: (transfer full): nothing yet
 */
SmithImportSlot *
smith_import_slot_new (SmithIdentityData *data)
{
  SmithImportSlot *self = g_new0 (SmithImportSlot, 1);

  self->data = data;
  self->links = g_ptr_array_new ();

  return self;
}

/**
 * smith_import_slot_free:
 * @self: (transfer full): a slot
 */
void
smith_import_slot_free (SmithImportSlot *self)
{
  smith_identity_contents_clear (&self->contents);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_ptr_array_unref (self->links);
  g_free (self->key_remark);
  g_free (self);
}

void
smith_import_line_free (SmithImportLine *line)
{
  g_object_unref (line->parsed);
  g_free (line->text);
  g_free (line);
}

void
smith_import_step_free (SmithImportStep *step)
{
  g_free (step->identity_id);
  g_free (step->name);
  g_free (step->former);
  g_clear_pointer (&step->edit, smith_identity_edit_free);
  g_clear_pointer (&step->data, smith_identity_data_unref);
  g_clear_error (&step->error);
  g_ptr_array_unref (step->lines);
  g_free (step);
}

/**
 * smith_import_add_line:
 * @lines: (element-type SmithImportLine): appended to
 * @parsed: what it is about
 * @outcome: what becomes of it
 * @text: the same in words
 */
void
smith_import_add_line (GPtrArray          *lines,
                       SmithParsed        *parsed,
                       SmithImportOutcome  outcome,
                       const char         *text)
{
  SmithImportLine *line = g_new0 (SmithImportLine, 1);

  line->parsed = g_object_ref (parsed);
  line->outcome = outcome;
  line->text = g_strdup (text);
  g_ptr_array_add (lines, line);
}

/**
 * smith_import_get_request_title:
 *
 * Returns: (transfer none): what a person knows @request by; good as long as @request
 */
const char *
smith_import_get_request_title (SmithRequest *request)
{
  const char *name = smith_name_get_display_name (smith_request_get_subject (request));
  GListModel *alt_names = smith_request_get_alt_names (request);
  g_autoptr (SmithAltName) first = NULL;

  if (name != NULL && *name != '\0')
    return name;
  first = g_list_model_get_item (alt_names, 0);

  return first != NULL ? smith_alt_name_get_display (first) : _("Request without a name");
}

/**
 * smith_import_slot_get_contents:
 *
 * Returns: (transfer none): what the identity holds before the import
 */
const SmithIdentityContents *
smith_import_slot_get_contents (SmithImportSlot *self)
{
  if (!self->parsed && self->data != NULL)
    smith_identity_data_parse_contents (self->data, &self->contents);
  self->parsed = TRUE;

  return &self->contents;
}

/**
 * smith_import_slot_get_leaf:
 *
 * Returns: (transfer none) (nullable): the leaf that it will have
 */
SmithCertificate *
smith_import_slot_get_leaf (SmithImportSlot *self)
{
  if (self->leaf != NULL)
    return smith_parsed_get_certificate (self->leaf);

  return smith_import_slot_get_contents (self)->certificate;
}

static char *
strip_suffix (const char *source)
{
  const char *dot = source != NULL ? strrchr (source, '.') : NULL;

  if (source == NULL || *source == '\0')
    return g_strdup (_("Imported"));

  return dot != NULL && dot != source ? g_strndup (source, (gsize) (dot - source)) : g_strdup (source);
}

static char *
find_name (SmithImportSlot *slot)
{
  if (slot->leaf != NULL)
    return g_strdup (smith_certificate_get_title (smith_parsed_get_certificate (slot->leaf)));
  if (slot->request != NULL)
    return g_strdup (smith_import_get_request_title (smith_parsed_get_request (slot->request)));

  return strip_suffix (smith_parsed_get_source (slot->key));
}

static char *
describe_place (SmithImportSlot *slot,
                const char      *name)
{
  if (slot->data == NULL)
    return g_strdup_printf (_("New: “%s”, not kept yet"), name);
  if (slot->data->folder == NULL)
    return g_strdup_printf (_("Added to “%s”, which is not kept yet"), name);

  return g_strdup_printf (_("Added to “%s”"), name);
}

static void
describe_key (SmithImportSlot *slot,
              SmithImportStep *step,
              const char      *place)
{
  SmithPublicKey *key = smith_key_get_public_key (smith_parsed_get_key (slot->key));
  g_auto (GStrv) findings = smith_finding_list_for_public_key (key);
  GString *text = g_string_new (NULL);
  g_autofree char *all = NULL;

  if (smith_parsed_get_passphrase (slot->key) != NULL)
    g_string_append_printf (text, _("%s; protected by the same passphrase"), place);
  else
    g_string_append (text, place);
  step->key_is_weak = findings[0] != NULL;
  step->key_is_broken = !slot->key_is_sound;
  if (slot->data != NULL && slot->data->folder != NULL && slot->data->has_key)
    g_string_append_printf (text, "\n%s", _("In place of the damaged file, which is kept beside it"));
  g_string_append_printf (text, "\n%s", slot->key_remark);
  for (guint i = 0; findings[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", findings[i]);
  all = g_string_free (text, FALSE);
  smith_import_add_line (step->lines, slot->key, step->key_is_broken ? SMITH_IMPORT_DAMAGED
                                                 : step->key_is_weak ? SMITH_IMPORT_WEAK : SMITH_IMPORT_ADDED, all);
}

static void
describe_request (SmithImportSlot *slot,
                  SmithImportStep *step,
                  const char      *place)
{
  g_autofree char *text = NULL;

  if (step->replaces_request)
    text = g_strdup_printf (_("%s; in place of the request that was there"), place);
  else
    text = g_strdup (place);
  smith_import_add_line (step->lines, slot->request, SMITH_IMPORT_ADDED, text);
}

static void
describe_leaf (SmithImportSlot *slot,
               SmithImportStep *step,
               const char      *place)
{
  g_autofree char *text = NULL;

  if (step->replaces_certificate && slot->data->folder != NULL)
    text = g_strdup_printf (_("%s; the certificate before it is kept in the folder"), place);
  else if (step->replaces_certificate)
    text = g_strdup_printf (_("%s; in place of the certificate that was there"), place);
  else
    text = g_strdup (place);
  smith_import_add_line (step->lines, slot->leaf, SMITH_IMPORT_ADDED, text);
}

static void
describe_links (SmithImportSlot *slot,
                GPtrArray       *lines,
                const char      *name)
{
  for (guint i = 0; i < slot->links->len; i++)
    {
      g_autofree char *text = g_strdup_printf (_("Added to the chain of “%s”"), name);

      smith_import_add_line (lines, g_ptr_array_index (slot->links, i), SMITH_IMPORT_ADDED, text);
    }
}

/* What the one sentence says of it. */
static void
judge_step (SmithImportSlot *slot,
            SmithImportStep *step)
{
  gboolean had_key = slot->data != NULL && slot->data->has_key;
  gboolean had_other = slot->data != NULL && (slot->data->certificate != NULL || slot->data->request != NULL);

  step->key_fits = slot->key != NULL && slot->key_is_sound && (had_other || slot->leaf != NULL || slot->request != NULL);
  step->leaf_fits = slot->leaf != NULL && had_key;
  step->replaces_certificate = slot->leaf != NULL && slot->data != NULL && slot->data->certificate != NULL;
  step->replaces_request = slot->request != NULL && slot->data != NULL && slot->data->request != NULL;
}

static const char *
find_pane (SmithImportSlot *slot)
{
  if (slot->leaf != NULL)
    return "certificate";
  if (slot->links->len > 0)
    return "chain";

  return slot->key != NULL ? "key" : "request";
}

/* Verifies signatures: not for the main thread where there are thousands. */
static void
make_new_data (SmithImportStep *step)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SmithIdentityData) nothing = smith_identity_data_new (id, step->edit->name);

  step->data = smith_identity_edit_apply (step->edit, nothing, &step->error);
}

static SmithImportStep *
new_step (SmithIdentityData *data)
{
  SmithImportStep *step = g_new0 (SmithImportStep, 1);

  step->identity_id = data != NULL ? g_strdup (data->id) : NULL;
  step->edit = smith_identity_edit_new ();
  step->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_line_free);

  return step;
}

static void
describe_former_request (SmithImportSlot *slot,
                         SmithImportStep *step)
{
  const char *name = slot->owner->name;
  g_autofree char *text = NULL;

  if (slot->data->request != NULL)
    text = g_strdup_printf (_("Kept with the former key of “%s”, on its Key page; the request before it stays in the folder"),
                            name);
  else
    text = g_strdup_printf (_("Kept with the former key of “%s”, on its Key page"), name);
  smith_import_add_line (step->lines, slot->request, SMITH_IMPORT_ADDED, text);
}

static void
describe_former_leaf (SmithImportSlot *slot,
                      SmithImportStep *step)
{
  const char *name = slot->owner->name;
  g_autofree char *text = NULL;

  if (slot->data->certificate != NULL)
    text = g_strdup_printf (_("Kept with the former key of “%s”, on its Key page; the certificate before it is kept, too"),
                            name);
  else
    text = g_strdup_printf (_("Kept with the former key of “%s”, on its Key page"), name);
  smith_import_add_line (step->lines, slot->leaf, SMITH_IMPORT_ADDED, text);
}

static void
describe_former_links (SmithImportSlot *slot,
                       SmithImportStep *step)
{
  const char *name = slot->owner->name;

  for (guint i = 0; i < slot->links->len; i++)
    {
      g_autofree char *text =
        slot->leaf != NULL ? g_strdup_printf (_("Kept with that certificate, with the former key of “%s”"), name)
                           : g_strdup_printf (_("Added to the chain of a former certificate of “%s”, kept with its former key"),
                                              name);

      smith_import_add_line (step->lines, g_ptr_array_index (slot->links, i), SMITH_IMPORT_ADDED, text);
    }
}

/* What is of a key that was replaced goes to that one, and the identity of today stays as it is. */
static SmithImportStep *
make_former_step (SmithImportSlot *slot)
{
  SmithImportStep *step = new_step (slot->owner);

  step->name = g_strdup (slot->owner->name);
  step->former = g_strdup (slot->data->id);
  step->pane = "key";
  step->leaf_fits_former = slot->leaf != NULL;
  step->request_fits_former = slot->request != NULL;
  step->chain_fits_former = slot->leaf == NULL && slot->links->len > 0;
  if (slot->request != NULL)
    {
      smith_identity_edit_set_former_request (step->edit, slot->data->id, smith_parsed_get_request (slot->request));
      describe_former_request (slot, step);
    }
  if (slot->leaf != NULL || slot->chain != NULL)
    smith_identity_edit_set_former_certificate (step->edit, slot->data->id, smith_import_slot_get_leaf (slot), slot->chain);
  if (slot->leaf != NULL)
    describe_former_leaf (slot, step);
  describe_former_links (slot, step);

  return step;
}

/**
 * smith_import_slot_make_step:
 *
 * Returns: (transfer full) (nullable): an edit, and the lines that tell of it; NULL where nothing came
 */
SmithImportStep *
smith_import_slot_make_step (SmithImportSlot *slot)
{
  g_autofree char *name = slot->data != NULL ? g_strdup (slot->data->name) : NULL;
  g_autofree char *place = NULL;
  SmithImportStep *step;

  if (slot->key == NULL && slot->request == NULL && slot->leaf == NULL && slot->chain == NULL)
    return NULL;

  if (slot->owner != NULL)
    return make_former_step (slot);

  step = new_step (slot->data);
  step->pane = find_pane (slot);
  judge_step (slot, step);
  if (name == NULL)
    {
      name = find_name (slot);
      smith_identity_edit_set_name (step->edit, name);
    }
  place = describe_place (slot, name);
  if (slot->key != NULL)
    {
      smith_identity_edit_set_key (step->edit, smith_parsed_get_key (slot->key), smith_parsed_get_passphrase (slot->key));
      describe_key (slot, step, place);
    }
  if (slot->request != NULL)
    {
      smith_identity_edit_set_request (step->edit, smith_parsed_get_request (slot->request));
      describe_request (slot, step, place);
    }
  if (slot->leaf != NULL || slot->chain != NULL)
    smith_identity_edit_set_certificate (step->edit, smith_import_slot_get_leaf (slot), slot->chain);
  if (slot->leaf != NULL)
    describe_leaf (slot, step, place);
  describe_links (slot, step->lines, name);
  step->name = g_steal_pointer (&name);
  if (slot->data == NULL)
    make_new_data (step);

  return step;
}
