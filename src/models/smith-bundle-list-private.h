/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-list.h"

G_BEGIN_DECLS

struct _SmithBundleList
{
  GObject parent_instance;

  /* Owned */
  GPtrArray        *batches;         /* of SmithBundleBatch */
  GArray           *starts;          /* of guint: the number of the first entry of each batch */
  GHashTable       *items;           /* number to SmithBundleItem, which takes itself out */
  GByteArray       *chosen;          /* by number, 1 where it is */
  GArray           *shown;           /* of guint32: numbers; NULL: all as they come */
  SmithBundleIndex *index;
  GCancellable     *cancellable;     /* of the reading */
  GCancellable     *arranging;       /* of the worker that searches; NULL where there is none */
  char             *name;
  char             *search;
  GError           *error;

  SmithBundleSort   sort;
  double            fraction;
  guint             n_entries;
  guint             n_errors;
  guint             n_chosen;
  gboolean          loading;
  gboolean          only_errors;
  gboolean          is_stale;        /* more came while the worker searched */
};

enum
{
  SMITH_BUNDLE_LIST_PROP_0,
  SMITH_BUNDLE_LIST_PROP_NAME,
  SMITH_BUNDLE_LIST_PROP_LOADING,
  SMITH_BUNDLE_LIST_PROP_FRACTION,
  SMITH_BUNDLE_LIST_PROP_N_ENTRIES,
  SMITH_BUNDLE_LIST_PROP_N_ERRORS,
  SMITH_BUNDLE_LIST_PROP_N_CHOSEN,
  SMITH_BUNDLE_LIST_PROP_SEARCH,
  SMITH_BUNDLE_LIST_PROP_ONLY_ERRORS,
  SMITH_BUNDLE_LIST_PROP_SORT,
  SMITH_BUNDLE_LIST_PROP_ARRANGING,
  SMITH_BUNDLE_LIST_N_PROPS
};

guint      smith_bundle_list_find_batch    (SmithBundleList  *self,
                                            guint             number);
guint      smith_bundle_list_get_number_at (SmithBundleList  *self,
                                            guint             position);
GPtrArray *smith_bundle_list_copy_batches  (SmithBundleList  *self);
void       smith_bundle_list_add_batch     (SmithBundleList  *self,
                                            SmithBundleBatch *batch,
                                            double            fraction);
void       smith_bundle_list_notify        (SmithBundleList  *self,
                                            guint             property);

G_END_DECLS
