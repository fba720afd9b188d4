/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-private.h"

#include <glib/gi18n.h>

#include "smith-list.h"
#include "smith-parser.h"

/* Adding to a SmithChain: bytes or files -> certificates -> where each belongs. */

typedef struct
{
  GTlsInteraction *interaction;
  GPtrArray       *found;     /* SmithCertificate */
  GPtrArray       *added;     /* those of them that are new */
  GListModel      *files;
  guint            next;      /* of files */
  GError          *problem;   /* the first thing that could not be read */
  guint            n_joined;
  guint            n_aside;
  guint            n_known;
  char            *sentence;
} Addition;

static void read_next_file (GTask *task);

static void
addition_free (Addition *addition)
{
  g_clear_object (&addition->interaction);
  g_clear_object (&addition->files);
  g_clear_pointer (&addition->found, g_ptr_array_unref);
  g_clear_pointer (&addition->added, g_ptr_array_unref);
  g_clear_error (&addition->problem);
  g_free (addition->sentence);
  g_free (addition);
}

static GTask *
start_addition (SmithChain          *self,
                GTlsInteraction     *interaction,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  GTask *task = smith_chain_start (self, cancellable, callback, user_data, smith_chain_add_async);
  Addition *addition = g_new0 (Addition, 1);

  g_set_object (&addition->interaction, interaction);
  addition->found = g_ptr_array_new_with_free_func (g_object_unref);
  addition->added = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, addition, (GDestroyNotify) addition_free);

  return task;
}

static gboolean
contains (GPtrArray        *certificates,
          SmithCertificate *certificate)
{
  return g_ptr_array_find_with_equal_func (certificates, certificate, (GEqualFunc) smith_certificate_equal, NULL);
}

static char *
dup_sentence (Addition *addition)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;

  if (addition->n_joined > 0)
    {
      g_autofree char *part =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u certificate added to the chain",
                                      "%u certificates added to the chain", addition->n_joined), addition->n_joined);

      g_strv_builder_add (parts, part);
    }
  if (addition->n_aside > 0)
    {
      g_autofree char *part =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u is not part of this chain",
                                      "%u are not part of this chain", addition->n_aside), addition->n_aside);

      g_strv_builder_add (parts, part);
    }
  if (addition->n_known > 0 && addition->n_joined + addition->n_aside == 0)
    g_strv_builder_add (parts, _("Nothing new: all of it is here already"));
  strv = g_strv_builder_end (parts);

  return g_strjoinv ("; ", strv);
}

static void
change_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (smith_chain_change_finish (SMITH_CHAIN (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&addition->sentence), g_free);
  else
    g_task_return_error (task, error);
}

/* Where each of the new certificates goes, now that the best order of all is known. */
static void
place_certificates (SmithChain           *self,
                    Addition             *addition,
                    SmithChainInspection *inspection,
                    GPtrArray           **chain,
                    GPtrArray           **left_over)
{
  gboolean order_keeps_all = TRUE;

  for (guint i = 0; i < self->chain->len; i++)
    order_keeps_all &= contains (inspection->ordered, self->chain->pdata[i]);

  *chain = g_ptr_array_new_with_free_func (g_object_unref);
  *left_over = smith_list_dup_items (G_LIST_MODEL (self->left_over));
  /* The best order is taken only where it loses nothing that a person has put into the chain. */
  if (order_keeps_all)
    g_ptr_array_extend (*chain, inspection->ordered, smith_chain_ref_item, NULL);
  else
    g_ptr_array_extend (*chain, self->chain, smith_chain_ref_item, NULL);

  for (guint i = (*left_over)->len; i > 0; i--)
    if (contains (*chain, (*left_over)->pdata[i - 1]))
      g_ptr_array_remove_index (*left_over, i - 1);
  for (guint i = 0; i < addition->added->len; i++)
    {
      SmithCertificate *certificate = addition->added->pdata[i];

      if (contains (*chain, certificate))
        {
          addition->n_joined++;
        }
      else if (contains (inspection->ordered, certificate))
        {
          g_ptr_array_add (*chain, g_object_ref (certificate));
          addition->n_joined++;
        }
      else
        {
          g_ptr_array_add (*left_over, g_object_ref (certificate));
          addition->n_aside++;
        }
    }
}

static void
inspect_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) change = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GPtrArray) left_over = NULL;
  SmithChain *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  SmithChainInspection *inspection;
  GError *error = NULL;

  inspection = smith_chain_inspection_run_finish (result, &error);
  if (inspection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->leaf == NULL || !smith_certificate_equal (self->leaf, inspection->leaf))
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, "%s",
                               _("The certificate has changed while its chain was being read. Add the files again."));
      return;
    }

  place_certificates (self, addition, inspection, &chain, &left_over);
  addition->sentence = dup_sentence (addition);
  g_task_set_check_cancellable (task, FALSE);
  change = smith_chain_start (self, NULL, change_cb, g_object_ref (task), inspect_cb);
  smith_chain_change (self, chain, left_over, change);
}

static void
add_found (GTask *task)
{
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GPtrArray) spare = NULL;
  SmithChain *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);

  if (self->leaf == NULL)
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, "%s",
                               _("There is no certificate yet. Add the server’s certificate first: the chain begins with it."));
      return;
    }
  if (addition->found->len == 0)
    {
      if (addition->problem != NULL)
        g_task_return_error (task, g_steal_pointer (&addition->problem));
      else
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                                 _("There is no certificate in it. Choose the file with the CA’s certificates, in PEM or DER form."));
      return;
    }

  known = smith_list_dup_items (G_LIST_MODEL (self->left_over));
  g_ptr_array_extend (known, self->chain, smith_chain_ref_item, NULL);
  g_ptr_array_add (known, g_object_ref (self->leaf));
  for (guint i = 0; i < addition->found->len; i++)
    {
      SmithCertificate *certificate = addition->found->pdata[i];

      if (contains (known, certificate))
        {
          addition->n_known++;
          continue;
        }
      g_ptr_array_add (known, g_object_ref (certificate));
      g_ptr_array_add (addition->added, g_object_ref (certificate));
    }
  if (addition->added->len == 0)
    {
      g_task_return_pointer (task, dup_sentence (addition), g_free);
      return;
    }

  spare = smith_list_dup_items (G_LIST_MODEL (self->left_over));
  g_ptr_array_extend (spare, addition->added, smith_chain_ref_item, NULL);
  smith_chain_inspection_run_async (self->leaf, self->chain, spare, g_task_get_cancellable (task), inspect_cb,
                                    g_object_ref (task));
}

static void
take_parsed (Addition   *addition,
             GListModel *parsed)
{
  for (guint i = 0; i < g_list_model_get_n_items (parsed); i++)
    {
      g_autoptr (SmithParsed) item = g_list_model_get_item (parsed, i);
      SmithCertificate *certificate = smith_parsed_get_certificate (item);

      if (certificate != NULL)
        g_ptr_array_add (addition->found, g_object_ref (certificate));
      else if (smith_parsed_get_error (item) != NULL && addition->problem == NULL)
        addition->problem = g_error_copy (smith_parsed_get_error (item));
    }
}

static void
parse_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) parsed = NULL;
  g_autoptr (GError) error = NULL;
  Addition *addition = g_task_get_task_data (task);

  parsed = smith_parser_parse_finish (result, &error);
  if (parsed != NULL)
    take_parsed (addition, parsed);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  else if (addition->problem == NULL)
    addition->problem = g_steal_pointer (&error);

  if (addition->files != NULL)
    read_next_file (task);
  else
    add_found (task);
}

static void
read_file_in_thread (GTask        *worker,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (64 * 1024);
  g_autofree char *name = g_file_get_parse_name (task_data);
  GError *error = NULL;
  gssize size;

  stream = g_file_read (task_data, cancellable, &error);
  if (stream == NULL)
    {
      g_task_return_error (worker, error);
      return;
    }
  while ((size = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 64 * 1024, cancellable, &error)) > 0)
    {
      if (content->len + (gsize) size > SMITH_PARSER_MAX_SIZE)
        {
          g_task_return_new_error (worker, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                   _("Couldn’t read “%s”: it is larger than any file of certificates."), name);
          return;
        }
      g_byte_array_append (content, buffer, (guint) size);
    }
  if (size < 0)
    g_task_return_error (worker, error);
  else
    g_task_return_pointer (worker, g_byte_array_free_to_bytes (g_steal_pointer (&content)),
                           (GDestroyNotify) g_bytes_unref);
}

static void
read_file_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  Addition *addition = g_task_get_task_data (task);

  bytes = g_task_propagate_pointer (G_TASK (result), &error);
  if (bytes == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      if (addition->problem == NULL)
        addition->problem = g_steal_pointer (&error);
      read_next_file (task);
      return;
    }

  name = g_file_get_basename (g_task_get_task_data (G_TASK (result)));
  smith_parser_parse_async (bytes, name, addition->interaction, g_task_get_cancellable (task), parse_cb,
                            g_object_ref (task));
}

static void
read_next_file (GTask *task)
{
  g_autoptr (GTask) worker = NULL;
  Addition *addition = g_task_get_task_data (task);
  GFile *file = g_list_model_get_item (addition->files, addition->next++);

  if (file == NULL)
    {
      add_found (task);
      return;
    }
  worker = g_task_new (NULL, g_task_get_cancellable (task), read_file_cb, g_object_ref (task));
  g_task_set_source_tag (worker, read_next_file);
  g_task_set_task_data (worker, file, g_object_unref);
  g_task_run_in_thread (worker, read_file_in_thread);
}

/**
 * smith_chain_add_async:
 * @certificates: (element-type SmithCertificate): what to add
 * @cancellable: (nullable): while the order is looked for; after that the change is made
 *
 * Adds what is new to the chain, each where it belongs; what fits nowhere is put aside.
 */
void
smith_chain_add_async (SmithChain          *self,
                       GPtrArray           *certificates,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Addition *addition;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (certificates != NULL);

  task = start_addition (self, NULL, cancellable, callback, user_data);
  addition = g_task_get_task_data (task);
  g_ptr_array_extend (addition->found, certificates, smith_chain_ref_item, NULL);
  add_found (task);
}

/**
 * smith_chain_add_bytes_async:
 * @bytes: what was pasted or dropped, in any format that SmithParser reads
 * @source: what to call it
 * @interaction: (nullable): asked for passwords
 * @cancellable: (nullable): a #GCancellable
 *
 * As smith_chain_add_async(), with the certificates in @bytes; whatever else is in there is left alone.
 * Fails with %G_IO_ERROR_INVALID_DATA if there is none, and with the errors of the parser.
 */
void
smith_chain_add_bytes_async (SmithChain          *self,
                             GBytes              *bytes,
                             const char          *source,
                             GTlsInteraction     *interaction,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (bytes != NULL);

  task = start_addition (self, interaction, cancellable, callback, user_data);
  smith_parser_parse_async (bytes, source, interaction, cancellable, parse_cb, g_object_ref (task));
}

/**
 * smith_chain_add_files_async:
 * @files: (element-type GFile): what to read, one after the other
 * @interaction: (nullable): asked for passwords
 * @cancellable: (nullable): a #GCancellable
 *
 * As smith_chain_add_bytes_async(), with the content of @files. A file that cannot be read is an error
 * only where no file has a certificate.
 */
void
smith_chain_add_files_async (SmithChain          *self,
                             GListModel          *files,
                             GTlsInteraction     *interaction,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Addition *addition;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  task = start_addition (self, interaction, cancellable, callback, user_data);
  addition = g_task_get_task_data (task);
  addition->files = g_object_ref (files);
  read_next_file (task);
}

/**
 * smith_chain_add_finish:
 *
 * Returns: (transfer full) (nullable): what was added, as a sentence; NULL with @error set
 */
char *
smith_chain_add_finish (SmithChain    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
