/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SMITH_TYPE_AWS_ELEMENT (smith_aws_element_get_type ())

/* One element of an XML answer with its children. Boxed, reference-counted, immutable. */
typedef struct _SmithAwsElement SmithAwsElement;

GType            smith_aws_element_get_type       (void) G_GNUC_CONST;
SmithAwsElement *smith_aws_element_parse          (GBytes           *xml,
                                                   GError          **error);
SmithAwsElement *smith_aws_element_ref            (SmithAwsElement  *self);
void             smith_aws_element_unref          (SmithAwsElement  *self);
const char      *smith_aws_element_get_name       (SmithAwsElement  *self);
const char      *smith_aws_element_get_text       (SmithAwsElement  *self);
guint            smith_aws_element_get_n_children (SmithAwsElement  *self);
SmithAwsElement *smith_aws_element_get_child      (SmithAwsElement  *self,
                                                   guint             position);
SmithAwsElement *smith_aws_element_find           (SmithAwsElement  *self,
                                                   const char       *path);
const char      *smith_aws_element_find_text      (SmithAwsElement  *self,
                                                   const char       *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAwsElement, smith_aws_element_unref)

G_END_DECLS
