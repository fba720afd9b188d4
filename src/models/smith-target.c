/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-target.h"

#include <glib/gi18n.h>

/* Which key works where, as AWS documented it at RULES_DATE: the user guides of IAM, ACM and Elastic
 * Load Balancing ("Prerequisites for importing certificates", "Create an HTTPS listener", "Create a
 * TLS listener", "SSL/TLS certificates for Classic Load Balancers"). AWS changes these lists: change
 * the rows and the date together. A "note" cell is a condition, or a place where AWS says nothing. */
#define RULES_DATE "2026-11"

typedef struct
{
  SmithTargetVerdict  verdict;
  const char         *sentence;
} Cell;

typedef struct
{
  const char *nick;
  const char *summary;
  Cell        cells[SMITH_N_TARGETS];
} Row;

#define YES(sentence)  { SMITH_TARGET_VERDICT_YES, sentence }
#define NOTE(sentence) { SMITH_TARGET_VERDICT_NOTE, sentence }
#define NO(sentence)   { SMITH_TARGET_VERDICT_NO, sentence }

#define IAM_YES          YES (N_("IAM takes it."))
#define ACM_YES          YES (N_("ACM imports it."))
#define CLASSIC_IAM_ONLY NOTE (N_("Only with the certificate in IAM: a Classic Load Balancer does not take this key from ACM."))
#define APPLICATION_YES  YES (N_("An Application Load Balancer serves it, from IAM or ACM."))
#define NETWORK_YES      YES (N_("A Network Load Balancer serves it."))
#define CLASSIC_NO       NO (N_("A Classic Load Balancer does not serve it."))
#define APPLICATION_NO   NO (N_("An Application Load Balancer does not serve it."))
#define NETWORK_NO       NO (N_("A Network Load Balancer does not serve it."))
#define EDWARDS_NO       NO (N_("It takes RSA and ECDSA keys only."))

static const Row rows[] = {
  { "rsa-2048", N_("Works everywhere"),
    { IAM_YES, ACM_YES,
      YES (N_("A Classic Load Balancer serves it, from IAM or ACM.")),
      APPLICATION_YES, NETWORK_YES } },
  { "rsa-3072", N_("Stronger and a little slower; on a Classic Load Balancer only through IAM"),
    { YES (N_("IAM takes it, although AWS publishes no list of sizes for IAM.")),
      ACM_YES, CLASSIC_IAM_ONLY, APPLICATION_YES, NETWORK_YES } },
  { "rsa-4096", N_("Slow handshakes; not for a Network Load Balancer, on a Classic one only through IAM"),
    { IAM_YES, ACM_YES, CLASSIC_IAM_ONLY, APPLICATION_YES,
      NO (N_("A Network Load Balancer accepts the certificate, but its TLS listener then does not work.")) } },
  { "rsa-1024", N_("Too weak today: public CAs refuse it and browsers warn"),
    { NOTE (N_("IAM may take it, but the key is too weak for anything new.")),
      YES (N_("ACM imports it, but the key is too weak for anything new.")),
      NOTE (N_("A Classic Load Balancer may serve it, but the key is too weak for anything new.")),
      YES (N_("An Application Load Balancer serves it, but the key is too weak for anything new.")),
      YES (N_("A Network Load Balancer serves it, but the key is too weak for anything new.")) } },
  { "ec-p256", N_("Faster and smaller; on a Classic Load Balancer only through IAM"),
    { IAM_YES, ACM_YES, CLASSIC_IAM_ONLY, APPLICATION_YES, NETWORK_YES } },
  { "ec-p384", N_("Stronger than P-256 and slower; on a Classic Load Balancer only through IAM"),
    { IAM_YES, ACM_YES, CLASSIC_IAM_ONLY, APPLICATION_YES, NETWORK_YES } },
  { "ec-p521", N_("Few browsers accept it; not documented for IAM and Classic Load Balancers"),
    { NOTE (N_("AWS does not say whether IAM takes it: it may be refused at the upload.")),
      ACM_YES,
      NOTE (N_("AWS does not say whether a Classic Load Balancer serves it.")),
      APPLICATION_YES,
      YES (N_("A Network Load Balancer lists it.")) } },
  { "rsa-8192", N_("Not on AWS: too large. Very slow handshakes, and hardly safer than 4096 bits"),
    { NO (N_("AWS documents no RSA key above 4096 bits for IAM.")),
      NO (N_("ACM takes files of keys up to 5120 bytes; this one is larger.")),
      CLASSIC_NO, APPLICATION_NO, NETWORK_NO } },
  { "ed25519", N_("Not on AWS, nor with public CAs and browsers; fast and small for servers and clients of your own"),
    { EDWARDS_NO, EDWARDS_NO, CLASSIC_NO,
      NO (N_("AWS says of the HTTPS listener that Ed25519 is not supported.")), NETWORK_NO } },
  { "ed448", N_("Not on AWS, nor with public CAs and browsers; like Ed25519, larger and slower"),
    { EDWARDS_NO, EDWARDS_NO, CLASSIC_NO, APPLICATION_NO, NETWORK_NO } },
  { "ec-p224", N_("Not on AWS: browsers refuse it, and TLS 1.3 has dropped it"),
    { NO (N_("IAM may store it, but no load balancer can use it.")),
      NO (N_("ACM imports only P-256, P-384 and P-521.")), CLASSIC_NO, APPLICATION_NO, NETWORK_NO } },
};

/* The curves behind the table, by the beginning of their names. */
static const struct
{
  const char *prefix;
  const char *summary;
} curves[] = {
  { "secp256k1", N_("Not on AWS: the curve of Bitcoin, which browsers and TLS 1.3 do not know") },
  { "brainpool", N_("Not on AWS: made for German authorities (RFC 5639); browsers do not know it") },
  { "B-", N_("Not on AWS: a binary curve that NIST advises against (SP 800-186) and browsers do not know") },
  { "K-", N_("Not on AWS: a binary curve that NIST advises against (SP 800-186) and browsers do not know") },
  { "", N_("Not on AWS: hardly any program knows this curve") },
};

static const Cell curve_cells[SMITH_N_TARGETS] = {
  NO (N_("IAM may store it, but no load balancer can use it.")),
  NO (N_("ACM imports only P-256, P-384 and P-521.")),
  CLASSIC_NO, APPLICATION_NO, NETWORK_NO,
};

static const struct
{
  const char *title;
  const char *short_title;
} targets[SMITH_N_TARGETS] = {
  [SMITH_TARGET_IAM] = { N_("IAM"), N_("IAM") },
  [SMITH_TARGET_ACM] = { N_("Certificate Manager (ACM)"), N_("ACM") },
  [SMITH_TARGET_CLASSIC] = { N_("Classic Load Balancer"), N_("Classic") },
  [SMITH_TARGET_APPLICATION] = { N_("Application Load Balancer"), N_("Application") },
  [SMITH_TARGET_NETWORK] = { N_("Network Load Balancer"), N_("Network") },
};

static const Row *
find_row (const SmithKeyAlgorithm *algorithm)
{
  if (algorithm == NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (g_str_equal (rows[i].nick, smith_key_algorithm_get_nick (algorithm)))
        return &rows[i];
    }

  return NULL;
}

static const Cell *
find_cell (const SmithKeyAlgorithm *algorithm,
           SmithTarget              target)
{
  const Row *row = find_row (algorithm);

  if (row != NULL)
    return &row->cells[target];

  return algorithm != NULL && smith_key_algorithm_get_curve (algorithm) != NULL ? &curve_cells[target] : NULL;
}

/**
 * smith_target_get_title:
 *
 * Returns: (transfer none): the place in full, as AWS calls it
 */
const char *
smith_target_get_title (SmithTarget target)
{
  g_return_val_if_fail (target < SMITH_N_TARGETS, NULL);

  return _(targets[target].title);
}

/**
 * smith_target_get_short_title:
 *
 * Returns: (transfer none): the place in one word, for a mark in a row
 */
const char *
smith_target_get_short_title (SmithTarget target)
{
  g_return_val_if_fail (target < SMITH_N_TARGETS, NULL);

  return _(targets[target].short_title);
}

/**
 * smith_target_judge:
 * @target: a place
 * @algorithm: (nullable): what the key is; NULL, or one that is in no row of the table: nowhere
 * @sentence: (out) (optional) (transfer none): why, in one sentence
 *
 * Returns: whether a key of @algorithm works at @target
 */
SmithTargetVerdict
smith_target_judge (SmithTarget               target,
                    const SmithKeyAlgorithm  *algorithm,
                    const char              **sentence)
{
  const Cell *cell;

  g_return_val_if_fail (target < SMITH_N_TARGETS, SMITH_TARGET_VERDICT_NO);

  cell = find_cell (algorithm, target);
  if (sentence != NULL)
    *sentence = cell != NULL ? _(cell->sentence) : _("AWS does not work with keys of this kind.");

  return cell != NULL ? cell->verdict : SMITH_TARGET_VERDICT_NO;
}

/**
 * smith_target_describe:
 * @algorithm: (nullable): what the key is
 *
 * Returns: (transfer none): the one plain line of a row that offers @algorithm, without a full stop
 */
const char *
smith_target_describe (const SmithKeyAlgorithm *algorithm)
{
  const Row *row = find_row (algorithm);
  const char *curve = algorithm != NULL ? smith_key_algorithm_get_curve (algorithm) : NULL;

  if (row != NULL)
    return _(row->summary);
  for (guint i = 0; curve != NULL && i < G_N_ELEMENTS (curves); i++)
    if (g_str_has_prefix (curve, curves[i].prefix))
      return _(curves[i].summary);

  return _("AWS does not work with keys of this kind");
}

/**
 * smith_target_get_verdict_word:
 *
 * Returns: (transfer none): the verdict in a word, for those who do not see the symbol
 */
const char *
smith_target_get_verdict_word (SmithTargetVerdict verdict)
{
  switch (verdict)
    {
    case SMITH_TARGET_VERDICT_YES:
      return _("works");
    case SMITH_TARGET_VERDICT_NOTE:
      return _("with a condition");
    case SMITH_TARGET_VERDICT_NO:
      return _("does not work");
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * smith_target_get_verdict_icon:
 *
 * Returns: (transfer none): a symbolic icon that differs from the others in shape, not only in color
 */
const char *
smith_target_get_verdict_icon (SmithTargetVerdict verdict)
{
  switch (verdict)
    {
    case SMITH_TARGET_VERDICT_YES:
      return "object-select-symbolic";
    case SMITH_TARGET_VERDICT_NOTE:
      return "dialog-warning-symbolic";
    case SMITH_TARGET_VERDICT_NO:
      return "window-close-symbolic";
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * smith_target_get_rules_date:
 *
 * Returns: (transfer none): year and month in which the table was compared with AWS's documentation
 */
const char *
smith_target_get_rules_date (void)
{
  return RULES_DATE;
}

/**
 * smith_target_works_anywhere:
 * @algorithm: (nullable): what the key is
 *
 * Returns: whether there is a place in AWS where such a key works, be it on a condition
 */
gboolean
smith_target_works_anywhere (const SmithKeyAlgorithm *algorithm)
{
  for (guint target = 0; target < SMITH_N_TARGETS; target++)
    if (smith_target_judge (target, algorithm, NULL) != SMITH_TARGET_VERDICT_NO)
      return TRUE;

  return FALSE;
}
