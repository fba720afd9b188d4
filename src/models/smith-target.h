/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key.h"

G_BEGIN_DECLS

/**
 * SmithTarget:
 * @SMITH_TARGET_IAM: stored as an IAM server certificate
 * @SMITH_TARGET_ACM: imported into Certificate Manager
 * @SMITH_TARGET_CLASSIC: served by a Classic Load Balancer
 * @SMITH_TARGET_APPLICATION: served by an Application Load Balancer
 * @SMITH_TARGET_NETWORK: served by a Network Load Balancer
 *
 * The five places in AWS where a key either works or does not.
 */
typedef enum
{
  SMITH_TARGET_IAM,
  SMITH_TARGET_ACM,
  SMITH_TARGET_CLASSIC,
  SMITH_TARGET_APPLICATION,
  SMITH_TARGET_NETWORK,
} SmithTarget;

#define SMITH_N_TARGETS 5

/**
 * SmithTargetVerdict:
 * @SMITH_TARGET_VERDICT_YES: works
 * @SMITH_TARGET_VERDICT_NOTE: works on a condition, or AWS does not say; the sentence tells which
 * @SMITH_TARGET_VERDICT_NO: does not work
 */
typedef enum
{
  SMITH_TARGET_VERDICT_YES,
  SMITH_TARGET_VERDICT_NOTE,
  SMITH_TARGET_VERDICT_NO,
} SmithTargetVerdict;

const char         *smith_target_get_title        (SmithTarget               target);
const char         *smith_target_get_short_title  (SmithTarget               target);
SmithTargetVerdict  smith_target_judge            (SmithTarget               target,
                                                   const SmithKeyAlgorithm  *algorithm,
                                                   const char              **sentence);
gboolean            smith_target_works_anywhere   (const SmithKeyAlgorithm  *algorithm);
const char         *smith_target_describe         (const SmithKeyAlgorithm  *algorithm);
const char         *smith_target_get_verdict_word (SmithTargetVerdict        verdict);
const char         *smith_target_get_verdict_icon (SmithTargetVerdict        verdict);
const char         *smith_target_get_rules_date   (void);

G_END_DECLS
