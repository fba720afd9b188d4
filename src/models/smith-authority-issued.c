/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-private.h"

/*
 * What SmithAuthority has issued, as a list of rows: a file of the disk each, and what is known by its revocation
 * only.
 */

/**
 * smith_authority_find_issued:
 * @serial: as smith_authority_parse_serial() gives it
 *
 * Returns: (transfer none) (nullable): what is known of this number
 */
SmithIssued *
smith_authority_find_issued (SmithAuthority *self,
                             const char     *serial)
{
  guint n;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (serial != NULL, NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->issued));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIssued) issued = g_list_model_get_item (G_LIST_MODEL (self->issued), i);

      /* The list keeps it. */
      if (g_strcmp0 (smith_issued_get_serial (issued), serial) == 0)
        return issued;
    }

  return NULL;
}

/**
 * smith_authority_has_issued:
 * @certificate: any
 *
 * Returns: whether this authority signed @certificate, here or elsewhere
 */
gboolean
smith_authority_has_issued (SmithAuthority   *self,
                            SmithCertificate *certificate)
{
  SmithCertificate *own;

  g_return_val_if_fail (SMITH_IS_AUTHORITY (self), FALSE);
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), FALSE);

  own = smith_identity_get_certificate (self->identity);

  return own != NULL && smith_certificate_is_issued_by (certificate, own);
}

static void
apply_revocation (SmithAuthority *self,
                  SmithIssued    *issued)
{
  const char *serial = smith_issued_get_serial (issued);
  SmithRevocation *revocation = NULL;

  if (serial == NULL)
    return;
  if (self->revocations != NULL)
    revocation = g_hash_table_lookup (self->revocations, serial);
  if (revocation != NULL)
    smith_issued_set_revocation (issued, revocation->date, revocation->reason, revocation->published);
  else
    smith_issued_set_revocation (issued, NULL, SMITH_REVOCATION_REASON_UNSPECIFIED, FALSE);
}

static gboolean
is_foreign (SmithIssued *issued)
{
  return smith_issued_get_certificate (issued) == NULL && smith_issued_get_problem (issued) == NULL;
}

/* What was issued elsewhere is known by its revocation only, and is a row for as long as that stands, or until its
 * certificate is here. */
static void
update_foreign (SmithAuthority *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *rows = G_LIST_MODEL (self->issued);
  GHashTableIter iter;
  gpointer serial;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SmithIssued) issued = g_list_model_get_item (rows, i);

      if (smith_issued_get_certificate (issued) != NULL)
        g_hash_table_add (known, g_strdup (smith_issued_get_serial (issued)));
    }
  for (guint i = g_list_model_get_n_items (rows); i > 0; i--)
    {
      g_autoptr (SmithIssued) issued = g_list_model_get_item (rows, i - 1);

      if (!is_foreign (issued))
        continue;
      if (!g_hash_table_contains (self->revocations, smith_issued_get_serial (issued)) ||
          !g_hash_table_add (known, g_strdup (smith_issued_get_serial (issued))))
        g_list_store_remove (self->issued, i - 1);
    }
  g_hash_table_iter_init (&iter, self->revocations);
  while (g_hash_table_iter_next (&iter, &serial, NULL))
    if (!g_hash_table_contains (known, serial))
      {
        g_autoptr (SmithIssued) issued = smith_issued_new_for_serial (serial);

        g_list_store_append (self->issued, issued);
      }
}

/**
 * smith_authority_update_issued: (skip)
 *
 * Says of each row whether it is revoked, after the records have changed.
 */
void
smith_authority_update_issued (SmithAuthority *self)
{
  guint n;

  update_foreign (self);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->issued));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIssued) issued = g_list_model_get_item (G_LIST_MODEL (self->issued), i);

      apply_revocation (self, issued);
    }
}

/* Damaged files first, for they want something done; then the newest. */
static int
compare_issued_cb (gconstpointer a,
                   gconstpointer b)
{
  SmithCertificate *first = smith_issued_get_certificate (*(SmithIssued **) a);
  SmithCertificate *second = smith_issued_get_certificate (*(SmithIssued **) b);

  if (first == NULL || second == NULL)
    return (first != NULL) - (second != NULL);

  return g_date_time_compare (smith_certificate_get_not_before (second), smith_certificate_get_not_before (first));
}

/**
 * smith_authority_take_issued: (skip)
 * @files: (transfer full) (element-type SmithIssuedFile): all that is on disk
 */
void
smith_authority_take_issued (SmithAuthority *self,
                             GPtrArray      *files)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < files->len; i++)
    {
      SmithIssuedFile *file = g_ptr_array_index (files, i);
      SmithIssued *issued = smith_issued_new (file->certificate, file->name, file->problem);

      apply_revocation (self, issued);
      g_ptr_array_add (rows, issued);
    }
  g_ptr_array_sort (rows, compare_issued_cb);
  g_list_store_splice (self->issued, 0, g_list_model_get_n_items (G_LIST_MODEL (self->issued)), rows->pdata, rows->len);
  g_ptr_array_unref (files);
}

/**
 * smith_authority_add: (skip)
 * @certificate: what was issued, and is on disk; nothing happens where it is there already
 */
void
smith_authority_add (SmithAuthority   *self,
                     SmithCertificate *certificate)
{
  g_autofree char *serial = smith_authority_dup_serial (certificate);
  g_autofree char *name = g_strconcat (serial, ".pem", NULL);
  SmithIssued *known = smith_authority_find_issued (self, serial);
  g_autoptr (SmithIssued) issued = NULL;

  if (known != NULL && smith_issued_get_certificate (known) != NULL)
    return;
  issued = smith_issued_new (certificate, name, NULL);
  g_list_store_insert (self->issued, 0, issued);
}
