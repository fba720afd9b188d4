/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-private.h"

G_BEGIN_DECLS

/* One verb of an authority on its way: the data of its task. */
typedef struct
{
  char                  *folder;
  char                  *id;
  SmithAuthorityChange   change;

  /* Once the key is open */
  GTaskThreadFunc        run;
  GAsyncReadyCallback    done;

  /* Lists */
  GFile                 *file;          /* where the list goes */
  GFile                 *written;       /* where a renewed one went */

  /* Issuing */
  SmithPublicKey        *public_key;
  SmithIssuance         *issuance;
  GPtrArray             *chain;         /* above the issuer, with the root */
  SmithCertificate      *certificate;
  SmithIdentity         *recipient;
  char                  *warning;

  /* What the worker found */
  GPtrArray             *files;
  SmithAuthorityRecords *records;
} SmithAuthorityWork;

GTask              *smith_authority_make_task     (SmithAuthority       *self,
                                                   gpointer              tag,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void                smith_authority_push          (GTask                *task,
                                                   GTaskThreadFunc       run,
                                                   GAsyncReadyCallback   done);
void                smith_authority_push_with_key (GTask                *task,
                                                   GTlsInteraction      *interaction,
                                                   GTaskThreadFunc       run,
                                                   GAsyncReadyCallback   done);
gboolean            smith_authority_take_results  (GTask                *task,
                                                   GAsyncResult         *result);
void                smith_authority_run_change    (GTask                *task,
                                                   gpointer              source,
                                                   gpointer              data,
                                                   GCancellable         *cancellable);
void                smith_authority_change_cb     (GObject              *source,
                                                   GAsyncResult         *result,
                                                   gpointer              user_data);
SmithAuthorityWork *smith_authority_finish_work   (GAsyncResult         *result,
                                                   char                **warning);

G_END_DECLS
