/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-check.h"

#include <glib/gi18n.h>

/**
 * SmithCheck:
 *
 * One prerequisite of an upload: a verdict, a sentence that says it, an explanation for whoever
 * wants to know more and, where the program can help, a repair. Made by the functions of
 * smith-checks.c; immutable once it is in a list.
 */
struct _SmithCheck
{
  GObject parent_instance;

  /* Owned */
  char              *sentence;
  char              *explanation;
  char              *repair_label;
  char              *repair_action;

  /* Borrowed: static */
  const char        *id;

  SmithCheckVerdict  verdict;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_VERDICT_TEXT,
  PROP_ICON_NAME,
  PROP_SENTENCE,
  PROP_EXPLANATION,
  PROP_REPAIR_LABEL,
  PROP_REPAIR_ACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCheck, smith_check, G_TYPE_OBJECT)

static void
smith_check_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SmithCheck *self = SMITH_CHECK (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, smith_check_get_id (self));
      break;
    case PROP_VERDICT_TEXT:
      g_value_set_string (value, smith_check_get_verdict_text (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, smith_check_get_icon_name (self));
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, smith_check_get_sentence (self));
      break;
    case PROP_EXPLANATION:
      g_value_set_string (value, smith_check_get_explanation (self));
      break;
    case PROP_REPAIR_LABEL:
      g_value_set_string (value, smith_check_get_repair_label (self));
      break;
    case PROP_REPAIR_ACTION:
      g_value_set_string (value, smith_check_get_repair_action (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_check_finalize (GObject *object)
{
  SmithCheck *self = SMITH_CHECK (object);

  g_free (self->sentence);
  g_free (self->explanation);
  g_free (self->repair_label);
  g_free (self->repair_action);

  G_OBJECT_CLASS (smith_check_parent_class)->finalize (object);
}

static void
smith_check_class_init (SmithCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = smith_check_get_property;
  object_class->finalize = smith_check_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_VERDICT_TEXT] = g_param_spec_string ("verdict-text", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, flags);
  properties[PROP_EXPLANATION] = g_param_spec_string ("explanation", NULL, NULL, NULL, flags);
  properties[PROP_REPAIR_LABEL] = g_param_spec_string ("repair-label", NULL, NULL, NULL, flags);
  properties[PROP_REPAIR_ACTION] = g_param_spec_string ("repair-action", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_check_init (SmithCheck *self)
{
}

/**
 * smith_check_new:
 * @id: (transfer none): a static string, unique within a list
 * @sentence: what is so, as a sentence
 * @explanation: (nullable): why it matters and what to do
 *
 * Returns: (transfer full): a check without a repair
 */
SmithCheck *
smith_check_new (const char        *id,
                 SmithCheckVerdict  verdict,
                 const char        *sentence,
                 const char        *explanation)
{
  return smith_check_new_take (id, verdict, g_strdup (sentence), g_strdup (explanation));
}

/**
 * smith_check_new_take:
 * @sentence: (transfer full): what is so, as a sentence
 * @explanation: (transfer full) (nullable): why it matters and what to do
 *
 * Returns: (transfer full): a check without a repair
 */
SmithCheck *
smith_check_new_take (const char        *id,
                      SmithCheckVerdict  verdict,
                      char              *sentence,
                      char              *explanation)
{
  SmithCheck *self;

  g_return_val_if_fail (id != NULL && sentence != NULL, NULL);

  self = g_object_new (SMITH_TYPE_CHECK, NULL);
  self->id = g_intern_string (id);
  self->verdict = verdict;
  self->sentence = sentence;
  self->explanation = explanation;

  return self;
}

/**
 * smith_check_with_repair:
 * @self: (transfer full): a check that is in no list yet
 * @label: what the button says
 * @action: a detailed action name
 *
 * Returns: (transfer full): @self
 */
SmithCheck *
smith_check_with_repair (SmithCheck *self,
                         const char *label,
                         const char *action)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self) && label != NULL && action != NULL, NULL);
  g_return_val_if_fail (self->repair_action == NULL, self);

  self->repair_label = g_strdup (label);
  self->repair_action = g_strdup (action);

  return self;
}

/**
 * smith_check_get_id:
 *
 * Returns: (transfer none): the row of smith-checks.c that it comes from
 */
const char *
smith_check_get_id (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  return self->id;
}

SmithCheckVerdict
smith_check_get_verdict (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), SMITH_CHECK_FAILED);

  return self->verdict;
}

/**
 * smith_check_get_verdict_text:
 *
 * Returns: (transfer none): the verdict in a word, for those who do not see the symbol
 */
const char *
smith_check_get_verdict_text (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  switch (self->verdict)
    {
    case SMITH_CHECK_FAILED:
      return _("Failed");
    case SMITH_CHECK_WARNED:
      return _("Warning");
    case SMITH_CHECK_PENDING:
      return _("Checking");
    case SMITH_CHECK_PASSED:
    default:
      return _("Passed");
    }
}

/**
 * smith_check_get_icon_name:
 *
 * Returns: (transfer none): a symbolic icon whose shape alone tells the verdict
 */
const char *
smith_check_get_icon_name (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  switch (self->verdict)
    {
    case SMITH_CHECK_FAILED:
      return "dialog-error-symbolic";
    case SMITH_CHECK_WARNED:
      return "dialog-warning-symbolic";
    case SMITH_CHECK_PENDING:
      return "content-loading-symbolic";
    case SMITH_CHECK_PASSED:
    default:
      return "object-select-symbolic";
    }
}

/**
 * smith_check_get_sentence:
 *
 * Returns: (transfer none): what is so
 */
const char *
smith_check_get_sentence (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  return self->sentence;
}

/**
 * smith_check_get_explanation:
 *
 * Returns: (transfer none) (nullable): why it matters and what to do
 */
const char *
smith_check_get_explanation (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  return self->explanation;
}

/**
 * smith_check_get_repair_label:
 *
 * Returns: (transfer none) (nullable): what the repair's button says
 */
const char *
smith_check_get_repair_label (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  return self->repair_label;
}

/**
 * smith_check_get_repair_action:
 *
 * Returns: (transfer none) (nullable): the detailed name of the action that repairs it
 */
const char *
smith_check_get_repair_action (SmithCheck *self)
{
  g_return_val_if_fail (SMITH_IS_CHECK (self), NULL);

  return self->repair_action;
}

/**
 * smith_check_equal:
 *
 * Returns: whether both say the same, so that a row need not be built anew
 */
gboolean
smith_check_equal (SmithCheck *a,
                   SmithCheck *b)
{
  g_return_val_if_fail (SMITH_IS_CHECK (a) && SMITH_IS_CHECK (b), FALSE);

  return a->id == b->id && a->verdict == b->verdict &&
         g_strcmp0 (a->sentence, b->sentence) == 0 &&
         g_strcmp0 (a->explanation, b->explanation) == 0 &&
         g_strcmp0 (a->repair_label, b->repair_label) == 0 &&
         g_strcmp0 (a->repair_action, b->repair_action) == 0;
}
