/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithCheckVerdict:
 *
 * In the order of the list: what stands in the way first.
 */
typedef enum
{
  SMITH_CHECK_FAILED,
  SMITH_CHECK_WARNED,
  SMITH_CHECK_PENDING,
  SMITH_CHECK_PASSED,
} SmithCheckVerdict;

/* One prerequisite of an upload, with a verdict in words and, where there is one, a repair. Immutable. */
#define SMITH_TYPE_CHECK (smith_check_get_type ())
G_DECLARE_FINAL_TYPE (SmithCheck, smith_check, SMITH, CHECK, GObject)

SmithCheck        *smith_check_new               (const char        *id,
                                                  SmithCheckVerdict  verdict,
                                                  const char        *sentence,
                                                  const char        *explanation);
SmithCheck        *smith_check_new_take          (const char        *id,
                                                  SmithCheckVerdict  verdict,
                                                  char              *sentence,
                                                  char              *explanation);
SmithCheck        *smith_check_with_repair       (SmithCheck        *self,
                                                  const char        *label,
                                                  const char        *action);
const char        *smith_check_get_id            (SmithCheck        *self);
SmithCheckVerdict  smith_check_get_verdict       (SmithCheck        *self);
const char        *smith_check_get_verdict_text  (SmithCheck        *self);  /* "Passed" … */
const char        *smith_check_get_icon_name     (SmithCheck        *self);
const char        *smith_check_get_sentence      (SmithCheck        *self);
const char        *smith_check_get_explanation   (SmithCheck        *self);  /* (nullable) */
const char        *smith_check_get_repair_label  (SmithCheck        *self);  /* (nullable) */
const char        *smith_check_get_repair_action (SmithCheck        *self);  /* (nullable): detailed, "win.show-pane('key')" */
gboolean           smith_check_equal             (SmithCheck        *a,
                                                  SmithCheck        *b);

G_END_DECLS
