/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity.h"

G_BEGIN_DECLS

/* The files of an identity that can be wrong. */
typedef enum
{
  SMITH_IDENTITY_PART_FOLDER      = 1 << 0,
  SMITH_IDENTITY_PART_INI         = 1 << 1,
  SMITH_IDENTITY_PART_PRIVATE_KEY = 1 << 2,
  SMITH_IDENTITY_PART_PUBLIC_KEY  = 1 << 3,
  SMITH_IDENTITY_PART_REQUEST     = 1 << 4,
  SMITH_IDENTITY_PART_CERTIFICATE = 1 << 5,
  SMITH_IDENTITY_PART_CHAIN       = 1 << 6,
  SMITH_IDENTITY_PART_AUTHORITY   = 1 << 7,  /* what it revoked */
} SmithIdentityParts;

/* What an identity holds, parsed; each may be NULL. */
typedef struct
{
  SmithPublicKey   *public_key;
  SmithRequest     *request;
  SmithCertificate *certificate;
  GPtrArray        *chain;        /* of SmithCertificate */
} SmithIdentityContents;

/* All facts of one identity: made in a worker, immutable after that, shared by reference. Holds DER
 * instead of parsed objects, so that ten thousand of them are small. */
typedef struct _SmithIdentityData
{
  gatomicrefcount     ref_count;

  char               *id;
  char               *name;
  char               *folder;           /* NULL: not kept */
  guint64             stamp;            /* of the files as they were read */
  GDateTime          *created_at;

  gboolean            has_key;
  SmithKeyProtection  key_protection;
  GDateTime          *key_created_at;
  SmithKey           *held_key;         /* not kept only: there is no file yet */
  SmithSecret        *held_passphrase;
  char               *home;             /* not kept only: id of the identity that could not be written to, and gets it */
  char               *home_former;      /* … when it is kept; the former key of that, or NULL */

  GPtrArray          *former;           /* of SmithIdentityData, each by its folder in the history; NULL where none */

  char               *problem;
  SmithIdentityParts  damage;
  SmithUploadRecord  *upload;

  gint64              crl_due_at;       /* of an authority: when its list should be renewed, seconds since the epoch; */
  gint64              crl_ends_at;      /* … when clients want a newer one; 0 where there is none */

  /* Derived from the contents */
  char               *public_key_pem;
  GBytes             *request;
  GBytes             *certificate;
  GPtrArray          *chain;            /* of GBytes, NULL where empty */
  char               *pin;              /* SPKI SHA-256 of the key, else of the request, else of the certificate */
  char               *sha256;           /* of the certificate */
  char               *wanted_issuer;    /* RFC 4514: who would continue the chain; NULL at a root */
  char               *search_text;
  gint64              not_before;       /* seconds since the epoch */
  gint64              not_after;
  gboolean            self_signed;
  gboolean            is_ca;
  gboolean            chain_ordered;
  guint               chain_reach;      /* how many of the chain hang together with the leaf, once sorted */
  gboolean            chain_gap;        /* in order as far as it reaches; what comes then wants one between */
} SmithIdentityData;

SmithIdentityData *smith_identity_data_new            (const char                  *id,
                                                       const char                  *name);
SmithIdentityData *smith_identity_data_copy           (const SmithIdentityData     *self);
SmithIdentityData *smith_identity_data_ref            (SmithIdentityData           *self);
void               smith_identity_data_unref          (SmithIdentityData           *self);
void               smith_identity_data_set_contents   (SmithIdentityData           *self,
                                                       const SmithIdentityContents *contents);
void               smith_identity_data_parse_contents (const SmithIdentityData     *self,
                                                       SmithIdentityContents       *contents);
gboolean           smith_identity_data_is_uploaded    (const SmithIdentityData     *self);
gboolean           smith_identity_data_equal_contents (const SmithIdentityData     *self,
                                                       const SmithIdentityData     *other);
gboolean           smith_identity_data_equal_history  (const SmithIdentityData     *self,
                                                       const SmithIdentityData     *other);

void               smith_identity_contents_clear      (SmithIdentityContents       *contents);
char              *smith_identity_contents_find_mismatch (const SmithIdentityContents *contents,
                                                          SmithIdentityParts          *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithIdentityData, smith_identity_data_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmithIdentityContents, smith_identity_contents_clear)

G_END_DECLS
