/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-name.h"
#include "smith-openssl-private.h"
#include "smith-public-key.h"
#include "smith-section.h"

G_BEGIN_DECLS

/**
 * SmithSectionPart:
 * @title: untranslated
 * @fill: appends what there is to say of the object
 *
 * One section of all that is shown of an object.
 */
typedef struct
{
  const char *title;
  void      (*fill) (SmithSection *section,
                     gpointer      object);
} SmithSectionPart;

GListModel *smith_section_make_list  (const SmithSectionPart          *parts,
                                      gsize                            n,
                                      gpointer                         object);

/* What the sections of certificates and of requests have in common. */
void smith_section_append_name       (SmithSection                    *self,
                                      SmithName                       *name);
void smith_section_append_alt_names  (SmithSection                    *self,
                                      GListModel                      *alt_names);
void smith_section_append_public_key (SmithSection                    *self,
                                      SmithPublicKey                  *key);
void smith_section_append_extensions (SmithSection                    *self,
                                      const STACK_OF (X509_EXTENSION) *extensions);

G_END_DECLS
