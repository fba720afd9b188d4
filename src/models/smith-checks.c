/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-checks.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-iam-rules.h"
#include "smith-target.h"
#include "smith-validity.h"

/* The prerequisites of an upload to IAM (IAM User Guide, "Managing server certificates in IAM", and
 * the service model of IAM), one function and one row of the table at the end each. A function
 * returns NULL where its check does not apply: without a certificate there is nothing to say about
 * its dates. */

#define CLOCK_TOLERANCE (2 * G_TIME_SPAN_MINUTE)

#define SHOW_KEY         "win.show-pane('key')"
#define SHOW_CERTIFICATE "win.show-pane('certificate')"
#define SHOW_CHAIN       "win.show-pane('chain')"

typedef SmithCheck *(*CheckFunction) (const SmithCheckInput *input);

static SmithCheck *
check_certificate (const SmithCheckInput *input)
{
  if (input->certificate == NULL)
    return smith_check_with_repair (
      smith_check_new ("certificate", SMITH_CHECK_FAILED,
                       _("There is no certificate yet."),
                       _("Sign the request yourself, or add what your CA sent you.")),
      _("Go to Certificate"), SHOW_CERTIFICATE);

  return smith_check_new_take ("certificate", SMITH_CHECK_PASSED,
                               g_strdup_printf (_("There is one certificate, for %s."),
                                                smith_certificate_get_title (input->certificate)),
                               g_strdup (_("IAM takes exactly one in the body; the others go into the chain.")));
}

static SmithCheck *
check_version (const SmithCheckInput *input)
{
  if (input->certificate == NULL)
    return NULL;
  if (smith_certificate_get_version (input->certificate) == 3)
    return smith_check_new ("version", SMITH_CHECK_PASSED, _("It is an X.509 version 3 certificate."), NULL);

  return smith_check_new_take ("version", SMITH_CHECK_FAILED,
                               g_strdup_printf (_("It is an X.509 version %u certificate; AWS takes version 3 only."),
                                                smith_certificate_get_version (input->certificate)),
                               g_strdup (_("Have it issued again from a request with the domain names as alternative names.")));
}

static SmithCheck *
check_is_leaf (const SmithCheckInput *input)
{
  if (input->certificate == NULL)
    return NULL;
  if (!smith_certificate_is_ca (input->certificate))
    return smith_check_new ("leaf", SMITH_CHECK_PASSED, _("It is a server's certificate, not a CA's."), NULL);
  /* An authority of one's own: AWS Private CA is another service than those that serve with a certificate. */
  if (input->has_key)
    return smith_check_with_repair (
      smith_check_new ("leaf", SMITH_CHECK_WARNED,
                       _("This is the certificate of an authority of yours, not of a server."),
                       _("It is not for uploading: install it where it shall be trusted, and upload a certificate that it "
                         "has signed.")),
      _("Go to Certificate"), SHOW_CERTIFICATE);

  return smith_check_with_repair (
    smith_check_new ("leaf", SMITH_CHECK_WARNED,
                     _("This is a certificate of a CA, not of a server."),
                     _("Browsers may refuse it for a web site. An intermediate certificate belongs into the chain.")),
    _("Go to Certificate"), SHOW_CERTIFICATE);
}

static SmithCheck *
check_key (const SmithCheckInput *input)
{
  if (!input->has_key)
    return smith_check_with_repair (
      smith_check_new_take ("key", SMITH_CHECK_FAILED,
                            g_strdup (_("The private key is missing.")),
                            input->fitting_identity != NULL
                              ? g_strdup_printf (_("The key of “%s” fits this certificate: add the certificate there."),
                                                 input->fitting_identity)
                              : g_strdup (_("IAM stores the certificate together with its key. Drop the key's file on the window."))),
      _("Go to Key"), SHOW_KEY);
  if (input->not_kept)
    return smith_check_with_repair (
      smith_check_new ("key", SMITH_CHECK_FAILED,
                       _("The private key is not kept yet."),
                       _("It was only opened. Keep this identity, so that its key is here the next time, too.")),
      _("Keep"), "win.keep");
  if (input->facts == NULL)
    return smith_check_new ("key", SMITH_CHECK_PENDING, _("Reading the private key…"), NULL);
  if (input->facts->key_state == SMITH_KEY_FILE_DAMAGED || input->facts->key_state == SMITH_KEY_FILE_ABSENT)
    return smith_check_with_repair (
      smith_check_new ("key", SMITH_CHECK_FAILED,
                       _("The file of the private key cannot be read."),
                       _("It was moved, changed or damaged by another program. Put it back, or add the key again.")),
      _("Go to Key"), SHOW_KEY);

  return smith_check_new_take ("key", SMITH_CHECK_PASSED,
                               input->public_key != NULL
                                 ? g_strdup_printf (_("The private key is there: %s."),
                                                    smith_public_key_get_title (input->public_key))
                                 : g_strdup (_("The private key is there.")), NULL);
}

static gboolean
has_readable_key (const SmithCheckInput *input)
{
  return input->has_key && input->facts != NULL &&
         (input->facts->key_state == SMITH_KEY_FILE_OPEN || input->facts->key_state == SMITH_KEY_FILE_ENCRYPTED);
}

static SmithCheck *
check_key_fits (const SmithCheckInput *input)
{
  if (input->certificate == NULL || !has_readable_key (input))
    return NULL;
  if (input->facts->key_fits)
    return smith_check_new ("key-fits", SMITH_CHECK_PASSED, _("The key fits the certificate."),
                            _("Both hold the same public key."));

  return smith_check_with_repair (
    smith_check_new_take ("key-fits", SMITH_CHECK_FAILED,
                          g_strdup (_("The key does not fit the certificate.")),
                          input->fitting_identity != NULL
                            ? g_strdup_printf (_("The key of “%s” fits it: add the certificate there."),
                                               input->fitting_identity)
                            : g_strdup (_("The certificate was issued for another key. "
                                          "Add that key, or have the certificate issued again."))),
    _("Choose Another Key"), SHOW_KEY);
}

static SmithCheck *
check_key_protection (const SmithCheckInput *input)
{
  if (!has_readable_key (input))
    return NULL;
  if (input->facts->key_state == SMITH_KEY_FILE_ENCRYPTED)
    return smith_check_new ("key-protection", SMITH_CHECK_PASSED,
                            _("The key is opened with its passphrase at the upload."),
                            _("AWS takes an unencrypted key only. It is decrypted in memory for the upload; the file stays as it is."));

  return smith_check_new ("key-protection", SMITH_CHECK_PASSED, _("The key has no passphrase: it can be sent as it is."),
                          _("AWS takes an unencrypted key only. It travels inside TLS."));
}

static SmithCheck *
check_key_parameters (const SmithCheckInput *input)
{
  if (!has_readable_key (input) || input->public_key == NULL ||
      smith_public_key_get_curve (input->public_key) == NULL)
    return NULL;
  if (input->facts->key_has_parameters)
    return smith_check_new ("key-parameters", SMITH_CHECK_PASSED,
                            _("The EC PARAMETERS block of the key's file is left out of what is sent."),
                            _("AWS refuses a key with another block before it."));

  return smith_check_new ("key-parameters", SMITH_CHECK_PASSED, _("The key has no EC PARAMETERS block before it."), NULL);
}

static SmithCheck *
check_key_type (const SmithCheckInput *input)
{
  SmithPublicKey *key = input->certificate != NULL ? smith_certificate_get_public_key (input->certificate)
                                                   : input->public_key;
  SmithTargetVerdict verdict;
  const char *sentence = NULL;

  if (key == NULL)
    return NULL;

  verdict = smith_target_judge (SMITH_TARGET_IAM, smith_public_key_get_algorithm (key), &sentence);
  switch (verdict)
    {
    case SMITH_TARGET_VERDICT_YES:
      return smith_check_new_take ("key-type", SMITH_CHECK_PASSED,
                                   g_strdup_printf (_("IAM takes %s keys."), smith_public_key_get_title (key)),
                                   g_strdup (sentence));
    case SMITH_TARGET_VERDICT_NOTE:
      return smith_check_with_repair (
        smith_check_new_take ("key-type", SMITH_CHECK_WARNED,
                              g_strdup_printf (_("%s is a doubtful choice for IAM."), smith_public_key_get_title (key)),
                              g_strdup (sentence)),
        _("Go to Key"), SHOW_KEY);
    case SMITH_TARGET_VERDICT_NO:
    default:
      return smith_check_with_repair (
        smith_check_new_take ("key-type", SMITH_CHECK_FAILED,
                              g_strdup_printf (_("IAM does not take %s keys."), smith_public_key_get_title (key)),
                              g_strdup (_("Have the certificate issued for an RSA 2048 or P-256 key."))),
        _("Go to Key"), SHOW_KEY);
    }
}

static SmithCheck *
check_pem (const SmithCheckInput *input)
{
  if (input->certificate == NULL)
    return NULL;
  if (input->facts == NULL)
    return smith_check_new ("pem", SMITH_CHECK_PENDING, _("Checking the PEM text…"), NULL);
  if (input->facts->is_canonical)
    return smith_check_new ("pem", SMITH_CHECK_PASSED, _("Everything is sent as clean PEM."),
                            _("64 columns, line feeds only, nothing before, between or behind the blocks."));

  return smith_check_new ("pem", SMITH_CHECK_FAILED, _("The certificate cannot be written as clean PEM."),
                          _("Add it again from the file that your CA sent."));
}

static char *
describe_wait (GTimeSpan span)
{
  if (span < 2 * G_TIME_SPAN_MINUTE)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) (span / G_TIME_SPAN_SECOND) + 1),
                            (int) (span / G_TIME_SPAN_SECOND) + 1);
  if (span < 2 * G_TIME_SPAN_HOUR)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) (span / G_TIME_SPAN_MINUTE) + 1),
                            (int) (span / G_TIME_SPAN_MINUTE) + 1);
  if (span < 2 * G_TIME_SPAN_DAY)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) (span / G_TIME_SPAN_HOUR) + 1),
                            (int) (span / G_TIME_SPAN_HOUR) + 1);

  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) (span / G_TIME_SPAN_DAY)),
                          (int) (span / G_TIME_SPAN_DAY));
}

static SmithCheck *
check_dates (const SmithCheckInput *input)
{
  g_autoptr (GDateTime) at_aws = NULL;
  GDateTime *not_before, *not_after;

  if (input->certificate == NULL)
    return NULL;

  not_before = smith_certificate_get_not_before (input->certificate);
  not_after = smith_certificate_get_not_after (input->certificate);
  at_aws = g_date_time_add (input->now, input->clock_offset);
  if (smith_validity_judge (not_before, not_after, at_aws) == SMITH_VALIDITY_EXPIRED)
    {
      g_autofree char *date = smith_validity_dup_date (not_after);

      return smith_check_with_repair (
        smith_check_new_take ("dates", SMITH_CHECK_FAILED,
                              g_strdup_printf (_("The certificate expired on %s."), date),
                              g_strdup (_("IAM refuses it. Have it renewed, and add the new one."))),
        _("Go to Certificate"), SHOW_CERTIFICATE);
    }
  if (smith_validity_judge (not_before, not_after, at_aws) == SMITH_VALIDITY_NOT_YET_VALID)
    {
      g_autofree char *wait = describe_wait (g_date_time_difference (not_before, at_aws));

      return smith_check_new_take ("dates", SMITH_CHECK_FAILED,
                                   /* Translators: %s is a span such as "58 seconds" */
                                   g_strdup_printf (_("The certificate becomes valid in %s."), wait),
                                   g_strdup (_("IAM calls a certificate malformed until then: wait that long.")));
    }
  if (smith_validity_judge (not_before, not_after, at_aws) == SMITH_VALIDITY_EXPIRING)
    {
      int days = smith_validity_days_left (not_after, at_aws);

      return smith_check_new_take ("dates", SMITH_CHECK_WARNED,
                                   g_strdup_printf (ngettext ("The certificate expires in %d day.",
                                                              "The certificate expires in %d days.", (gulong) MAX (days, 0)),
                                                    days),
                                   g_strdup (_("IAM takes it, but you will have to replace it soon.")));
    }

  {
    g_autofree char *date = smith_validity_dup_date (not_after);

    return smith_check_new_take ("dates", SMITH_CHECK_PASSED,
                                 g_strdup_printf (_("The certificate is valid now, and until %s."), date), NULL);
  }
}

static SmithCheck *
check_clock (const SmithCheckInput *input)
{
  g_autofree char *span = NULL;

  if (ABS (input->clock_offset) < CLOCK_TOLERANCE)
    return NULL;

  span = describe_wait (ABS (input->clock_offset));

  return smith_check_new_take ("clock", SMITH_CHECK_WARNED,
                               input->clock_offset > 0
                                 ? g_strdup_printf (_("The clock of this computer is %s behind the clock of AWS."), span)
                                 : g_strdup_printf (_("The clock of this computer is %s ahead of the clock of AWS."), span),
                               g_strdup (_("The requests to AWS are corrected for it, and dates are judged by the clock of AWS.")));
}

static SmithCheck *
check_chain (const SmithCheckInput *input)
{
  const SmithCheckFacts *facts = input->facts;
  SmithCheck *check;

  if (input->certificate == NULL)
    return NULL;
  if (facts == NULL)
    return smith_check_new ("chain", SMITH_CHECK_PENDING, _("Verifying the chain…"), NULL);

  if (facts->is_self_signed && input->chain->len == 0)
    return smith_check_new ("chain", SMITH_CHECK_PASSED, _("No chain is needed: the certificate signed itself."), NULL);
  if (input->chain->len == 0)
    return smith_check_with_repair (
      smith_check_new_take ("chain", SMITH_CHECK_WARNED,
                            g_strdup (_("There is no chain, and the certificate did not sign itself.")),
                            g_strdup_printf (_("IAM takes it, but many clients will not trust the server. Add the certificate of “%s”."),
                                             smith_name_get_display_name (smith_certificate_get_issuer (input->certificate)))),
      _("Go to Chain"), SHOW_CHAIN);
  if (facts->is_ordered)
    return smith_check_new_take ("chain", SMITH_CHECK_PASSED,
                                 g_strdup_printf (ngettext ("The chain is in order: %u certificate signed the one above it.",
                                                            "The chain is in order: each of %u certificates signed the one above it.",
                                                            input->chain->len),
                                                  input->chain->len), NULL);

  if (facts->is_self_signed)
    check = smith_check_new ("chain", SMITH_CHECK_FAILED, _("The certificate signed itself: it goes without a chain."),
                             _("IAM refuses a chain that does not begin with the signer of the certificate."));
  else if (facts->has_leaf_copy)
    check = smith_check_new ("chain", SMITH_CHECK_FAILED, _("The certificate itself is in its chain as well."),
                             _("The chain begins with the certificate that signed it."));
  else if (facts->has_duplicate)
    check = smith_check_new ("chain", SMITH_CHECK_FAILED, _("A certificate is in the chain twice."),
                             _("Each certificate of the chain signed the one above it, once."));
  else if (facts->can_order)
    check = smith_check_new_take ("chain", SMITH_CHECK_FAILED,
                                  g_strdup (_("The chain is not in order.")),
                                  g_strdup_printf (_("What follows “%s” did not sign it: “%s” did."),
                                                   facts->unsigned_subject, facts->unsigned_issuer));
  else
    return smith_check_with_repair (
      smith_check_new_take ("chain", SMITH_CHECK_FAILED,
                            g_strdup_printf (_("The certificate of “%s” is missing in the chain."), facts->unsigned_issuer),
                            g_strdup_printf (_("It signed “%s”. Ask your CA for it: it is often called intermediate or bundle."),
                                             facts->unsigned_subject)),
      _("Go to Chain"), SHOW_CHAIN);

  return facts->can_order ? smith_check_with_repair (check, _("Put in Order"), "upload.put-in-order")
                          : smith_check_with_repair (check, _("Go to Chain"), SHOW_CHAIN);
}

static SmithCheck *
check_chain_dates (const SmithCheckInput *input)
{
  if (input->certificate == NULL || input->facts == NULL || input->chain->len == 0)
    return NULL;
  if (input->facts->dated_out == NULL)
    return smith_check_new ("chain-dates", SMITH_CHECK_PASSED, _("Every certificate of the chain is valid now."), NULL);

  return smith_check_with_repair (
    smith_check_new_take ("chain-dates", SMITH_CHECK_WARNED,
                          g_strdup_printf (_("“%s” in the chain is not valid today."), input->facts->dated_out),
                          g_strdup (_("Clients may not trust the server. Ask your CA for its successor."))),
    _("Go to Chain"), SHOW_CHAIN);
}

static SmithCheck *
check_chain_root (const SmithCheckInput *input)
{
  if (input->certificate == NULL || input->facts == NULL || input->chain->len == 0 || input->facts->is_self_signed)
    return NULL;
  if (!input->facts->has_root)
    return smith_check_new ("root", SMITH_CHECK_PASSED, _("The root is left out of the chain."),
                            _("Clients have it, or would not trust it."));

  return smith_check_with_repair (
    smith_check_new ("root", SMITH_CHECK_WARNED, _("The chain includes the root."),
                     _("That is allowed and useless: clients have it, or would not trust it. It makes every handshake longer.")),
    _("Drop the Root"), "upload.drop-root");
}

static SmithCheck *
check_sizes (const SmithCheckInput *input)
{
  static const struct { const char *what; gsize limit; } parts[] = {
    { N_("certificate"), SMITH_IAM_MAX_BODY },
    { N_("private key"), SMITH_IAM_MAX_PRIVATE_KEY },
    { N_("chain"), SMITH_IAM_MAX_CHAIN },
  };
  gsize sizes[G_N_ELEMENTS (parts)];

  if (input->certificate == NULL || input->facts == NULL)
    return NULL;

  sizes[0] = input->facts->body_size;
  sizes[1] = input->facts->key_size;
  sizes[2] = input->facts->chain_size;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (sizes[i] > parts[i].limit)
      return smith_check_new_take ("sizes", SMITH_CHECK_FAILED,
                                   /* Translators: %s is "certificate", "private key" or "chain" */
                                   g_strdup_printf (_("The %s is too large: %'u characters, and IAM takes %'u."), _(parts[i].what),
                                                    (guint) sizes[i], (guint) parts[i].limit),
                                   i == 0 ? g_strdup (_("Fewer domain names in one certificate make it smaller.")) : NULL);

  return smith_check_new_take ("sizes", SMITH_CHECK_PASSED,
                               g_strdup (_("Nothing is too large for IAM.")),
                               g_strdup_printf (_("Certificate %'u of %'u characters, key %'u of %'u, chain %'u of %'u."),
                                                (guint) sizes[0], (guint) parts[0].limit,
                                                (guint) sizes[1], (guint) parts[1].limit,
                                                (guint) sizes[2], (guint) parts[2].limit));
}

static SmithCheck *
check_signature (const SmithCheckInput *input)
{
  g_autofree char *folded = NULL;
  const char *algorithm;

  if (input->certificate == NULL)
    return NULL;

  algorithm = smith_certificate_get_signature_algorithm (input->certificate);
  folded = g_ascii_strdown (algorithm, -1);
  if (strstr (folded, "md5") != NULL || strstr (folded, "md2") != NULL)
    return smith_check_new ("signature", SMITH_CHECK_FAILED, _("It is signed with MD5, which nothing trusts any more."),
                            _("Have it issued again with SHA-256."));
  if (strstr (folded, "sha1") != NULL || strstr (folded, "sha-1") != NULL)
    return smith_check_new ("signature", SMITH_CHECK_WARNED, _("It is signed with SHA-1, which browsers refuse."),
                            _("Have it issued again with SHA-256."));

  return smith_check_new_take ("signature", SMITH_CHECK_PASSED,
                               g_strdup_printf (_("It is signed with %s."), algorithm), NULL);
}

static SmithCheck *
check_names (const SmithCheckInput *input)
{
  GListModel *names;
  guint n = 0;

  if (input->certificate == NULL)
    return NULL;

  names = smith_certificate_get_alt_names (input->certificate);
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      if (smith_alt_name_get_kind (name) == SMITH_ALT_NAME_DNS)
        n++;
    }
  if (n > 0)
    return smith_check_new_take ("names", SMITH_CHECK_PASSED,
                                 g_strdup_printf (ngettext ("It names %u domain.", "It names %u domains.", n), n), NULL);

  return smith_check_new ("names", SMITH_CHECK_WARNED, _("It names no domain as an alternative name."),
                          _("Browsers ignore the common name, and load balancers need a domain name."));
}

static SmithCheck *
check_account (const SmithCheckInput *input)
{
  if (input->account == NULL)
    return smith_check_with_repair (
      smith_check_new ("account", SMITH_CHECK_FAILED, _("No account is chosen."),
                       _("Add the access key of an AWS account; its secret goes to the keyring.")),
      _("Manage Accounts…"), "win.accounts");

  return smith_check_new_take ("account", SMITH_CHECK_PASSED,
                               g_strdup_printf (_("It goes to the account “%s”."), smith_account_get_name (input->account)),
                               g_strdup (smith_account_get_subtitle (input->account)));
}

static SmithCheck *
check_name (const SmithCheckInput *input)
{
  g_autofree char *problem = smith_iam_check_name (input->name);
  SmithCheck *check;

  if (problem == NULL)
    return smith_check_new_take ("name", SMITH_CHECK_PASSED,
                                 g_strdup_printf (_("The name “%s” is good for IAM."), input->name), NULL);

  check = smith_check_new ("name", SMITH_CHECK_FAILED, problem, NULL);

  return input->certificate != NULL ? smith_check_with_repair (check, _("Suggest a Name"), "upload.suggest-name") : check;
}

static SmithCheck *
check_path (const SmithCheckInput *input)
{
  g_autofree char *problem = smith_iam_check_path (input->path);

  if (problem != NULL)
    return smith_check_with_repair (smith_check_new ("path", SMITH_CHECK_FAILED, problem, NULL),
                                    _("Use /"), "upload.default-path");
  if (g_str_has_prefix (input->path, SMITH_IAM_CLOUDFRONT_PATH))
    return smith_check_new ("path", SMITH_CHECK_PASSED, _("With this path CloudFront can use the certificate."),
                            _("Load balancers can, too."));

  return smith_check_new_take ("path", SMITH_CHECK_PASSED,
                               g_strdup_printf (_("The path %s is good for IAM."), input->path),
                               g_strdup (_("CloudFront finds only certificates under /cloudfront/.")));
}

static SmithCheck *
check_name_is_free (const SmithCheckInput *input)
{
  switch (input->name_state)
    {
    case SMITH_NAME_ASKING:
      return smith_check_new ("name-free", SMITH_CHECK_PENDING, _("Asking AWS whether the name is free…"), NULL);
    case SMITH_NAME_FREE:
      return smith_check_new ("name-free", SMITH_CHECK_PASSED, _("The name is free in this account."), NULL);
    case SMITH_NAME_SAME:
      return smith_check_new ("name-free", SMITH_CHECK_PASSED, _("This very certificate is there under this name already."),
                              _("It is read back and compared; nothing is uploaded twice."));
    case SMITH_NAME_TAKEN:
      return smith_check_with_repair (
        smith_check_new ("name-free", SMITH_CHECK_FAILED, _("Another certificate has this name in the account."),
                         _("IAM never replaces a certificate: give this one another name, then move the listeners to it.")),
        _("Suggest a Name"), "upload.suggest-name");
    case SMITH_NAME_NO_ANSWER:
      return smith_check_with_repair (
        smith_check_new ("name-free", SMITH_CHECK_WARNED, _("Whether the name is free could not be asked."),
                         input->name_problem),
        _("Ask Again"), "upload.ask-again");
    case SMITH_NAME_NOT_ASKED:
    default:
      return NULL;
    }
}

static SmithCheck *
check_quota (const SmithCheckInput *input)
{
  if (!input->quota_known)
    return NULL;
  if (input->n_used < input->quota || input->name_state == SMITH_NAME_SAME)
    return smith_check_new_take ("quota", SMITH_CHECK_PASSED,
                                 g_strdup_printf (_("There is room in the account: %u of %u server certificates are used."),
                                                  input->n_used, input->quota), NULL);

  return smith_check_with_repair (
    smith_check_new_take ("quota", SMITH_CHECK_FAILED,
                          g_strdup_printf (_("The account is full: %u of %u server certificates are used."),
                                           input->n_used, input->quota),
                          g_strdup (_("Delete certificates that nothing uses any more, or ask AWS for a higher quota (up to 1,000)."))),
    _("Ask Again"), "upload.ask-again");
}

/* The order is the one in which a person thinks of them: what, with which key, through whom, to where. */
static const CheckFunction checks[] = {
  check_certificate,
  check_version,
  check_is_leaf,
  check_dates,
  check_clock,
  check_names,
  check_signature,
  check_key,
  check_key_fits,
  check_key_protection,
  check_key_parameters,
  check_key_type,
  check_chain,
  check_chain_dates,
  check_chain_root,
  check_pem,
  check_sizes,
  check_account,
  check_name,
  check_name_is_free,
  check_path,
  check_quota,
};

/**
 * smith_checks_run:
 * @input: what to judge
 *
 * Goes through the table; takes microseconds, as all that costs time is in the facts.
 *
 * Returns: (transfer full) (element-type SmithCheck): those that apply, by verdict and then in the
 *   order of the table
 */
GPtrArray *
smith_checks_run (const SmithCheckInput *input)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (input != NULL && input->chain != NULL && input->now != NULL, NULL);
  g_return_val_if_fail (input->name != NULL && input->path != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      SmithCheck *check = checks[i] (input);

      if (check != NULL)
        g_ptr_array_add (found, check);
    }
  for (int verdict = SMITH_CHECK_FAILED; verdict <= SMITH_CHECK_PASSED; verdict++)
    for (guint i = 0; i < found->len; i++)
      if ((int) smith_check_get_verdict (found->pdata[i]) == verdict)
        g_ptr_array_add (sorted, g_object_ref (found->pdata[i]));

  return g_steal_pointer (&sorted);
}
