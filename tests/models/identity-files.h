/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-folder.h"

G_BEGIN_DECLS

/* One identity in a library of its own, and its files as they are on disk. */
#define IDENTITY_FILES_ID "6ba7b810-9dad-41d1-80b4-00c04fd430c8"

typedef struct
{
  char              *library;
  char              *folder;

  /* For a child that cannot read the fixtures */
  SmithIdentityEdit *edit;
  SmithIdentityEdit *whole;
  SmithCertificate  *certificate;
} IdentityFiles;

void               identity_files_set_up                (IdentityFiles *files,
                                                         gconstpointer  data);
void               identity_files_tear_down             (IdentityFiles *files,
                                                         gconstpointer  data);
/* With the name "www.example.com"; each argument may be NULL. */
SmithIdentityEdit *identity_files_make_edit             (const char    *key,
                                                         const char    *certificate,
                                                         const char    *chain);
SmithIdentityEdit *identity_files_make_certificate_edit (const char    *certificate,
                                                         const char    *chain);
/* Key, request, certificate of rsa-leaf, and two links. */
void               identity_files_create                (IdentityFiles *files);
char              *identity_files_build                 (IdentityFiles *files,
                                                         const char    *name);
char              *identity_files_read                  (IdentityFiles *files,
                                                         const char    *name);
void               identity_files_write                 (IdentityFiles *files,
                                                         const char    *name,
                                                         const char    *text);
SmithIdentityData *identity_files_load                  (IdentityFiles *files);
int                identity_files_get_mode              (const char    *path);
char              *identity_files_take_picture          (IdentityFiles *files);
char              *identity_files_find_history          (IdentityFiles *files,
                                                         const char    *prefix);

G_END_DECLS
