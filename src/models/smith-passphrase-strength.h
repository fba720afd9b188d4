/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

/**
 * SmithPassphraseStrength:
 *
 * A rough grade; the number is the filled part of a bar with four parts.
 */
typedef enum
{
  SMITH_PASSPHRASE_NONE,
  SMITH_PASSPHRASE_WEAK,
  SMITH_PASSPHRASE_FAIR,
  SMITH_PASSPHRASE_GOOD,
  SMITH_PASSPHRASE_STRONG,
} SmithPassphraseStrength;

double                   smith_passphrase_estimate_bits  (SmithSecret             *passphrase);
SmithPassphraseStrength  smith_passphrase_grade          (SmithSecret             *passphrase);
const char              *smith_passphrase_describe_grade (SmithPassphraseStrength  strength);

G_END_DECLS
