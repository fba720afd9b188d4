/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-certificate.h"

G_BEGIN_DECLS

void smith_issued_save (GtkWindow        *parent,
                        SmithCertificate *certificate,
                        GPtrArray        *chain);

G_END_DECLS
