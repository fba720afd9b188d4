/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command-authority.h"

#include <string.h>

#include "smith-authority-folder.h"
#include "smith-command-private.h"
#include "smith-command.h"

/*
 * What makes the same certificates and lists as smith_authority_create_async(), smith_authority_issue_async() and
 * smith_authority_export_async(): openssl-req(1), which signs with -CA and draws serial numbers by chance, and
 * openssl-ca(1), which alone makes lists. Its database is written from the library's file and lives for the one line.
 */

/* Who signs, as openssl is told. */
typedef struct
{
  const char *family;
  const char *curve;         /* (nullable) */
  const char *certificate;   /* (nullable): a path; NULL: it signs itself */
  const char *key;           /* (nullable): a path */
} Signer;

/* As smith_certificate_issue() chooses it: of the strength of the signer's curve (RFC 5480, 4); Edwards curves have
 * one built in. */
static const char *
get_digest_option (const char   *digest,
                   const Signer *signer)
{
  if (g_str_has_prefix (signer->family, "ED"))
    return "";
  if (g_strcmp0 (digest, "SHA384") == 0 || (digest == NULL && g_strcmp0 (signer->curve, "P-384") == 0))
    return " -sha384";
  if (g_strcmp0 (digest, "SHA512") == 0 || (digest == NULL && g_strcmp0 (signer->curve, "P-521") == 0))
    return " -sha512";

  return " -sha256";
}

/* @source: "-new -key …" or "-in …". */
static void
append_certificate (GString             *lines,
                    const SmithIssuance *issuance,
                    const char          *family,
                    const Signer        *signer,
                    const char          *source,
                    guint                days,
                    const char          *out)
{
  g_autoptr (GPtrArray) extensions = smith_command_extensions_new ();
  g_autofree char *certificate = smith_command_quote (out);
  SmithRequestSpec spec = {
    .subject = issuance->subject,
    .alt_names = issuance->alt_names,
    .extensions = issuance->extensions,
  };
  gboolean piped;

  smith_command_collect_names (extensions, &spec);
  smith_command_collect_granted (extensions, issuance, family, signer->certificate != NULL);
  piped = smith_command_needs_configuration (extensions);
  if (piped)
    {
      g_autofree char *configuration = smith_command_build_configuration (&spec, extensions, FALSE, FALSE);

      g_string_append (lines, configuration);
    }
  g_string_append_printf (lines, "openssl req -x509%s -days %u %s ", get_digest_option (issuance->digest, signer), days, source);
  if (signer->certificate != NULL)
    {
      g_autofree char *issuer = smith_command_quote (signer->certificate);
      g_autofree char *key = smith_command_quote (signer->key);

      g_string_append_printf (lines, "-CA %s -CAkey %s ", issuer, key);
    }
  /* Never the configuration of the system, which has extensions of its own. */
  g_string_append (lines, piped ? "-config /dev/stdin -extensions ext " : "-config /dev/null ");
  if (!piped)
    smith_command_append_additions (lines, extensions);
  g_string_append_printf (lines, "-out %s", certificate);
}

/* A key and its certificate, in a folder of their own. */
static void
append_authority (GString                  *lines,
                  const SmithAuthorityPlan *plan,
                  const SmithIssuance      *issuance,
                  const char               *folder,
                  const Signer             *signer)
{
  g_autofree char *key = g_strconcat (folder, "/private-key.pem", NULL);
  g_autofree char *out = g_strconcat (folder, "/certificate.pem", NULL);
  g_autofree char *create = smith_command_create_key (plan->algorithm, plan->passphrase != NULL, key);
  g_autofree char *subject = smith_command_build_subject (issuance->subject);
  g_autofree char *quoted = smith_command_quote (subject);
  g_autofree char *source = g_strdup_printf ("-new -utf8 -key %s -subj %s", key, quoted);

  g_string_append_printf (lines, "%s &&\n", create);
  append_certificate (lines, issuance, smith_key_algorithm_get_family (plan->algorithm), signer, source, issuance->days, out);
}

static char *
dup_quoted_path (SmithIdentity *identity,
                 const char    *name)
{
  g_autofree char *path = smith_command_dup_path (identity, name);

  return smith_command_quote (path);
}

/* As the library has it: the issuer, and those above. */
static void
append_chain (GString       *lines,
              SmithIdentity *issuer,
              gboolean       with_root,
              const char    *out)
{
  g_autofree char *first = dup_quoted_path (issuer, "certificate.pem");
  g_autofree char *second = dup_quoted_path (issuer, "chain.pem");
  g_autofree char *target = smith_command_quote (out);
  GListModel *above = smith_identity_get_chain (issuer);
  guint n = g_list_model_get_n_items (above);
  guint n_wanted = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithCertificate) each = g_list_model_get_item (above, i);

      if (with_root || !smith_certificate_is_self_signed (each))
        n_wanted++;
    }
  if (n_wanted > 0)
    g_string_append_printf (lines, " &&\ncat %s %s > %s", first, second, target);
  else
    g_string_append_printf (lines, " &&\ncp %s %s", first, target);
}

/* Days until @issuer ends; @days where that is later. */
static guint
limit_days (guint             days,
            SmithCertificate *issuer)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GTimeSpan left = g_date_time_difference (smith_certificate_get_not_after (issuer), now) / G_TIME_SPAN_DAY;

  return left < (GTimeSpan) days ? (guint) MAX (left, 1) : days;
}

static void
append_limit_note (GString *lines,
                   guint    days,
                   guint    limited)
{
  /* Part of the command, as sh reads it: not translated, as nothing of it is. */
  if (limited < days)
    g_string_append_printf (lines, "  # %u days would be longer than its issuer", days);
}

static gboolean
append_intermediate (GString                  *lines,
                     const SmithAuthorityPlan *plan,
                     const SmithExtensions    *addresses)
{
  g_autoptr (SmithIssuance) issuance = smith_authority_plan_make_issuing (plan, NULL);
  SmithCertificate *parent = smith_identity_get_certificate (plan->parent);
  g_autofree char *certificate = smith_command_dup_path (plan->parent, "certificate.pem");
  g_autofree char *key = smith_command_dup_path (plan->parent, "private-key.pem");
  guint days;
  Signer signer = { .certificate = certificate, .key = key };

  if (issuance == NULL || parent == NULL)
    return FALSE;

  signer.family = smith_public_key_get_family (smith_certificate_get_public_key (parent));
  signer.curve = smith_public_key_get_curve (smith_certificate_get_public_key (parent));
  if (addresses != NULL)
    {
      issuance->extensions->crl_urls = g_strdupv (addresses->crl_urls);
      issuance->extensions->ocsp_urls = g_strdupv (addresses->ocsp_urls);
      issuance->extensions->issuer_urls = g_strdupv (addresses->issuer_urls);
    }
  days = issuance->days;
  issuance->days = limit_days (days, parent);
  g_string_append (lines, "mkdir -m 700 issuing &&\n");
  append_authority (lines, plan, issuance, "issuing", &signer);
  append_chain (lines, plan->parent, TRUE, "issuing/chain.pem");
  append_limit_note (lines, days, issuance->days);

  return TRUE;
}

/**
 * smith_command_create_authority:
 * @plan: what will be made
 * @parent_addresses: (nullable): where what its parent signs says to look (smith_authority_get_addresses())
 *
 * Returns: (transfer full) (nullable): the lines that make the same keys and certificates, in folders below the one
 *   where they are run, for those of the library have no name yet; NULL while @plan cannot be made
 */
char *
smith_command_create_authority (const SmithAuthorityPlan *plan,
                                const SmithExtensions    *parent_addresses)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (SmithIssuance) root = NULL;
  g_autoptr (SmithIssuance) issuing = NULL;
  Signer own = { NULL };

  g_return_val_if_fail (plan != NULL, NULL);

  if (!smith_authority_plan_check (plan, NULL))
    return NULL;
  own.family = smith_key_algorithm_get_family (plan->algorithm);
  own.curve = smith_key_algorithm_get_curve (plan->algorithm);
  switch (plan->kind)
    {
    case SMITH_AUTHORITY_KIND_INTERMEDIATE:
      if (!append_intermediate (lines, plan, parent_addresses))
        return NULL;
      break;
    case SMITH_AUTHORITY_KIND_ROOT:
      root = smith_authority_plan_make_root (plan, NULL);
      g_string_append (lines, "mkdir -m 700 root &&\n");
      append_authority (lines, plan, root, "root", &own);
      break;
    case SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE:
    default:
      root = smith_authority_plan_make_root (plan, NULL);
      issuing = smith_authority_plan_make_issuing (plan, NULL);
      g_string_append (lines, "mkdir -m 700 root issuing &&\n");
      append_authority (lines, plan, root, "root", &own);
      own.certificate = "root/certificate.pem";
      own.key = "root/private-key.pem";
      g_string_append (lines, " &&\n");
      append_authority (lines, plan, issuing, "issuing", &own);
      g_string_append (lines, " &&\ncp root/certificate.pem issuing/chain.pem");
    }

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* The request of @recipient, where that is the one. */
static char *
dup_request_path (SmithRequest  *request,
                  SmithIdentity *recipient)
{
  SmithRequest *own = recipient != NULL ? smith_identity_get_request (recipient) : NULL;

  return own != NULL && g_str_equal (smith_request_get_pem (own), smith_request_get_pem (request))
           ? smith_command_dup_path (recipient, "request.pem") : g_strdup ("request.pem");
}

/**
 * smith_command_issue:
 * @request: what is signed
 * @issuance: what is said of it
 * @authority: who signs
 * @recipient: (nullable): the identity that the certificate goes to
 *
 * Returns: (transfer full) (nullable): openssl-req(1) for the certificate that smith_authority_issue_async() makes, and
 *   its chain; NULL where @authority has no certificate
 */
char *
smith_command_issue (SmithRequest        *request,
                     const SmithIssuance *issuance,
                     SmithIdentity       *authority,
                     SmithIdentity       *recipient)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *issuer = NULL;
  g_autofree char *key = NULL;
  g_autofree char *in = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *source = NULL;
  g_autofree char *out = NULL;
  g_autofree char *chain = NULL;
  SmithCertificate *certificate;
  Signer signer = { NULL };
  guint days;

  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (issuance != NULL, NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (authority), NULL);
  g_return_val_if_fail (recipient == NULL || SMITH_IS_IDENTITY (recipient), NULL);

  certificate = smith_identity_get_certificate (authority);
  if (certificate == NULL || issuance->days == 0)
    return NULL;
  issuer = smith_command_dup_path (authority, "certificate.pem");
  key = smith_command_dup_path (authority, "private-key.pem");
  in = dup_request_path (request, recipient);
  quoted = smith_command_quote (in);
  /* -verify: nobody gets a certificate for a key of another. */
  source = g_strdup_printf ("-verify -in %s", quoted);
  out = recipient != NULL ? smith_command_dup_path (recipient, "certificate.pem") : g_strdup ("certificate.pem");
  chain = recipient != NULL ? smith_command_dup_path (recipient, "chain.pem") : g_strdup ("chain.pem");
  signer.family = smith_public_key_get_family (smith_certificate_get_public_key (certificate));
  signer.curve = smith_public_key_get_curve (smith_certificate_get_public_key (certificate));
  signer.certificate = issuer;
  signer.key = key;
  days = limit_days (issuance->days, certificate);
  append_certificate (lines, issuance, smith_public_key_get_family (smith_request_get_public_key (request)), &signer, source,
                      days, out);
  append_chain (lines, authority, FALSE, chain);
  append_limit_note (lines, issuance->days, days);

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* The library's file as openssl-ca(1) wants it: state, end, since when and why, serial number, file, subject. Only the
 * third and fourth go into a list. It knows fewer reasons than RFC 5280, and would write the one that is none. */
#define READ_REVOCATIONS \
  "awk -F= '/^\\[/ { serial = toupper(substr($0, 2, length($0) - 2)) } " \
  "$1 == \"date\" { gsub(/[-:T]/, \"\", $2); date = substr($2, 3, 12) \"Z\" } " \
  "$1 == \"reason\" { if ($2 !~ /^(unspecified|privilegeWithdrawn|aACompromise)$/) date = date \",\" $2; " \
  "print \"R\\t491231235959Z\\t\" date \"\\t\" serial \"\\tunknown\\t/CN=-\" }'"

/**
 * smith_command_make_crl:
 * @authority: whose list it is
 * @days: until the next one
 * @number: of the list, higher than that of the last one
 * @has_revocations: whether there is a file of them
 * @export_name: (nullable): the file that others get, DER
 *
 * Returns: (transfer full): openssl-ca(1) for the list that smith_authority_export_async() makes, and its copy
 */
char *
smith_command_make_crl (SmithIdentity *authority,
                        guint          days,
                        guint64        number,
                        gboolean       has_revocations,
                        const char    *export_name)
{
  g_autoptr (GString) lines = g_string_new ("(cd \"$(mktemp -d)\" &&\n");
  g_autofree char *issuer = NULL;
  g_autofree char *key = NULL;
  g_autofree char *crl = NULL;
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_MODIFIER "X", number);
  SmithCertificate *certificate;
  const char *digest;
  Signer signer = { .family = "RSA" };

  g_return_val_if_fail (SMITH_IS_IDENTITY (authority), NULL);
  g_return_val_if_fail (days > 0, NULL);

  certificate = smith_identity_get_certificate (authority);
  if (certificate != NULL)
    {
      signer.family = smith_public_key_get_family (smith_certificate_get_public_key (certificate));
      signer.curve = smith_public_key_get_curve (smith_certificate_get_public_key (certificate));
    }
  issuer = dup_quoted_path (authority, "certificate.pem");
  key = dup_quoted_path (authority, "private-key.pem");
  crl = dup_quoted_path (authority, SMITH_AUTHORITY_FILE_CRL);
  if (has_revocations)
    {
      g_autofree char *revocations = dup_quoted_path (authority, SMITH_AUTHORITY_FILE_REVOCATIONS);

      g_string_append_printf (lines, READ_REVOCATIONS " %s > index.txt &&\n", revocations);
    }
  else
    {
      g_string_append (lines, ": > index.txt &&\n");
    }
  /* An even number of digits. */
  g_string_append_printf (lines, "echo %s%s > crlnumber &&\n", strlen (digits) % 2 != 0 ? "0" : "", digits);
  digest = get_digest_option (NULL, &signer);
  g_string_append_printf (lines, "printf '%%s\\n' '[ca]' 'database=index.txt' 'crlnumber=crlnumber' "
                                 "'[crl]' 'authorityKeyIdentifier=keyid,issuer' | "
                                 "openssl ca -gencrl -config /dev/stdin -name ca -cert %s -keyfile %s -md %s -crldays %u "
                                 "-crlexts crl -out %s)",
                          issuer, key, *digest != '\0' ? digest + strlen (" -") : "default", days, crl);
  if (export_name != NULL)
    {
      g_autofree char *out = smith_command_quote (export_name);

      g_string_append_printf (lines, " &&\nopenssl crl -in %s -outform DER -out %s", crl, out);
    }

  return g_string_free (g_steal_pointer (&lines), FALSE);
}
