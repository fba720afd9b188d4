/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issuance-draft.h"

#include <glib/gi18n.h>

#include "smith-command-authority.h"

/**
 * SmithIssuanceDraft:
 *
 * What an authority of the library is about to sign: what a request asks for, as a person changes it. Says what keeps it
 * from being signed and what should be known before. Begins with what the request asks for, %SMITH_AUTHORITY_DEFAULT_DAYS
 * and no authority.
 *
 * Signals: "changed" after anything of it changed; "addresses" when those that the chosen authority remembers have taken the
 * place of what was there.
 */
struct _SmithIssuanceDraft
{
  GObject            parent_instance;

  /* Owned */
  SmithWorkspace    *workspace;
  SmithRequest      *request;
  SmithRequestDraft *names;        /* holds the names while they are changed */
  GListModel        *authorities;
  SmithAuthority    *authority;    /* (nullable): the chosen one */
  GCancellable      *loading;      /* of what it remembers */
  SmithExtensions   *usage;
  char              *addresses[SMITH_N_ISSUANCE_ADDRESSES];
  SmithIssuance     *issuance;     /* all of it together */

  gboolean           is_ca;
  int                path_length;
  guint              days;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ADDRESSES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithIssuanceDraft, smith_issuance_draft, G_TYPE_OBJECT)

static char **
make_list (const char *text)
{
  const char *list[] = { text, NULL };

  return *text != '\0' ? g_strdupv ((char **) list) : NULL;
}

static SmithExtensions *
dup_extensions (SmithIssuanceDraft *self)
{
  SmithExtensions *extensions = smith_extensions_copy (self->usage);

  extensions->is_ca = self->is_ca;
  extensions->path_length = -1;
  if (self->is_ca)
    {
      /* What a server may do is not for those who sign for servers. */
      g_clear_pointer (&extensions->extended_key_usages, g_strfreev);
      extensions->key_usage = SMITH_KEY_USAGE_NONE;
      extensions->must_staple = FALSE;
      extensions->path_length = self->path_length;
    }
  g_strfreev (extensions->crl_urls);
  extensions->crl_urls = make_list (self->addresses[SMITH_ISSUANCE_ADDRESS_CRL]);
  g_strfreev (extensions->ocsp_urls);
  extensions->ocsp_urls = make_list (self->addresses[SMITH_ISSUANCE_ADDRESS_OCSP]);
  g_strfreev (extensions->issuer_urls);
  extensions->issuer_urls = make_list (self->addresses[SMITH_ISSUANCE_ADDRESS_ISSUER]);

  return extensions;
}

static void
update (SmithIssuanceDraft *self)
{
  smith_extensions_free (self->issuance->extensions);
  self->issuance->extensions = dup_extensions (self);
  g_clear_object (&self->issuance->alt_names);
  self->issuance->alt_names = smith_request_draft_dup_alt_names (self->names);
  self->issuance->days = self->days;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Returns whether it is another one. */
static gboolean
replace_address (SmithIssuanceDraft   *self,
                 SmithIssuanceAddress  which,
                 const char           *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (g_str_equal (stripped, self->addresses[which]))
    return FALSE;

  g_free (self->addresses[which]);
  self->addresses[which] = g_steal_pointer (&stripped);

  return TRUE;
}

static const char *
get_first (char **list)
{
  return list != NULL && list[0] != NULL ? list[0] : "";
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithIssuanceDraft) self = user_data;
  const SmithExtensions *remembered;

  /* Without them it can still be signed; what is wrong with its folder is told then. */
  if (!smith_authority_change_finish (SMITH_AUTHORITY (source), result, NULL) || self->authority != SMITH_AUTHORITY (source))
    return;

  remembered = smith_authority_get_addresses (self->authority);
  replace_address (self, SMITH_ISSUANCE_ADDRESS_CRL, get_first (remembered->crl_urls));
  replace_address (self, SMITH_ISSUANCE_ADDRESS_OCSP, get_first (remembered->ocsp_urls));
  replace_address (self, SMITH_ISSUANCE_ADDRESS_ISSUER, get_first (remembered->issuer_urls));
  g_signal_emit (self, signals[SIGNAL_ADDRESSES], 0);
  update (self);
}

static void
cancel_loading (SmithIssuanceDraft *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

/* A name that is not right yet is neither signed nor left out. */
static const char *
find_name_error (SmithIssuanceDraft *self)
{
  GListModel *names = smith_request_draft_get_names (self->names);
  guint n = g_list_model_get_n_items (names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (names, i);

      if (smith_name_entry_get_alt_name (entry) == NULL)
        return smith_name_entry_get_error (entry);
    }

  return NULL;
}

static void
smith_issuance_draft_dispose (GObject *object)
{
  SmithIssuanceDraft *self = SMITH_ISSUANCE_DRAFT (object);

  cancel_loading (self);
  g_clear_object (&self->authority);

  G_OBJECT_CLASS (smith_issuance_draft_parent_class)->dispose (object);
}

static void
smith_issuance_draft_finalize (GObject *object)
{
  SmithIssuanceDraft *self = SMITH_ISSUANCE_DRAFT (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->request);
  g_clear_object (&self->names);
  g_clear_object (&self->authorities);
  g_clear_pointer (&self->usage, smith_extensions_free);
  g_clear_pointer (&self->issuance, smith_issuance_free);
  for (guint i = 0; i < SMITH_N_ISSUANCE_ADDRESSES; i++)
    g_free (self->addresses[i]);

  G_OBJECT_CLASS (smith_issuance_draft_parent_class)->finalize (object);
}

static void
smith_issuance_draft_class_init (SmithIssuanceDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_issuance_draft_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_issuance_draft_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ADDRESSES] =
    g_signal_new ("addresses", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
smith_issuance_draft_init (SmithIssuanceDraft *self)
{
  self->days = SMITH_AUTHORITY_DEFAULT_DAYS;
  for (guint i = 0; i < SMITH_N_ISSUANCE_ADDRESSES; i++)
    self->addresses[i] = g_strdup ("");
}

/**
 * smith_issuance_draft_new:
 * @workspace: has the library and the keyring
 * @request: what is to be signed
 *
 * Returns: (transfer full): a new draft
 */
SmithIssuanceDraft *
smith_issuance_draft_new (SmithWorkspace *workspace,
                          SmithRequest   *request)
{
  SmithIssuanceDraft *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  self = g_object_new (SMITH_TYPE_ISSUANCE_DRAFT, NULL);
  self->workspace = g_object_ref (workspace);
  self->request = g_object_ref (request);
  self->issuance = smith_issuance_new_from_request (request, self->days);
  self->usage = smith_extensions_copy (self->issuance->extensions);
  self->authorities = smith_authority_list (smith_workspace_get_library (workspace));
  self->names = smith_request_draft_new ();
  smith_request_draft_prefill (self->names, smith_request_get_subject (request), smith_request_get_alt_names (request));
  g_signal_connect_object (smith_request_draft_get_names (self->names), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * smith_issuance_draft_get_request:
 *
 * Returns: (transfer none): what is to be signed
 */
SmithRequest *
smith_issuance_draft_get_request (SmithIssuanceDraft *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  return self->request;
}

/**
 * smith_issuance_draft_get_names_draft:
 *
 * Returns: (transfer none): its names are those of the certificate; nothing else of it counts
 */
SmithRequestDraft *
smith_issuance_draft_get_names_draft (SmithIssuanceDraft *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  return self->names;
}

/**
 * smith_issuance_draft_get_authorities:
 *
 * Returns: (transfer none) (element-type SmithIdentity): those that can sign, as they were when the draft was made
 */
GListModel *
smith_issuance_draft_get_authorities (SmithIssuanceDraft *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  return self->authorities;
}

/**
 * smith_issuance_draft_get_authority:
 *
 * Returns: (transfer none) (nullable): who signs
 */
SmithAuthority *
smith_issuance_draft_get_authority (SmithIssuanceDraft *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  return self->authority;
}

/**
 * smith_issuance_draft_set_authority:
 * @identity: (nullable): who is to sign
 *
 * Chooses who signs, and reads the addresses that it remembers; "addresses" tells when they are there.
 */
void
smith_issuance_draft_set_authority (SmithIssuanceDraft *self,
                                    SmithIdentity      *identity)
{
  g_return_if_fail (SMITH_IS_ISSUANCE_DRAFT (self));
  g_return_if_fail (identity == NULL || SMITH_IS_IDENTITY (identity));

  if (identity == (self->authority != NULL ? smith_authority_get_identity (self->authority) : NULL))
    return;

  cancel_loading (self);
  g_clear_object (&self->authority);
  if (identity != NULL)
    {
      self->loading = g_cancellable_new ();
      self->authority = smith_authority_new (smith_workspace_get_library (self->workspace),
                                             smith_workspace_get_keyring (self->workspace), identity);
      smith_authority_load_async (self->authority, self->loading, load_cb, g_object_ref (self));
    }
  update (self);
}

/**
 * smith_issuance_draft_get_issuance:
 *
 * Returns: (transfer none): all of it, as smith_authority_issue_async() takes it; until the next change
 */
const SmithIssuance *
smith_issuance_draft_get_issuance (SmithIssuanceDraft *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  return self->issuance;
}

/**
 * smith_issuance_draft_set_days:
 * @days: how long it is valid, from now; 1 to %SMITH_ISSUANCE_MAX_DAYS
 */
void
smith_issuance_draft_set_days (SmithIssuanceDraft *self,
                               guint               days)
{
  g_return_if_fail (SMITH_IS_ISSUANCE_DRAFT (self));
  g_return_if_fail (days >= 1 && days <= SMITH_ISSUANCE_MAX_DAYS);

  if (self->days == days)
    return;

  self->days = days;
  update (self);
}

/**
 * smith_issuance_draft_dup_usual_usage:
 *
 * Returns: (transfer full): what the request asks for, or what is usual where it asks for nothing: the draft begins with it
 */
SmithExtensions *
smith_issuance_draft_dup_usual_usage (SmithIssuanceDraft *self)
{
  g_autoptr (SmithIssuance) usual = NULL;

  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  usual = smith_issuance_new_from_request (self->request, self->days);

  return g_steal_pointer (&usual->extensions);
}

/**
 * smith_issuance_draft_set_usage:
 * @usage: key usage, extended key usage and must-staple count; addresses and being an authority have setters of their own
 */
void
smith_issuance_draft_set_usage (SmithIssuanceDraft    *self,
                                const SmithExtensions *usage)
{
  g_return_if_fail (SMITH_IS_ISSUANCE_DRAFT (self));
  g_return_if_fail (usage != NULL);

  if (smith_extensions_equal (self->usage, usage))
    return;

  smith_extensions_free (self->usage);
  self->usage = smith_extensions_copy (usage);
  update (self);
}

/**
 * smith_issuance_draft_get_asks_for_ca:
 *
 * Returns: whether the request asks to be an authority; it does not become one by asking
 */
gboolean
smith_issuance_draft_get_asks_for_ca (SmithIssuanceDraft *self)
{
  g_autoptr (SmithExtensions) asked = NULL;

  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), FALSE);

  asked = smith_extensions_from_request (self->request);

  return asked->is_ca;
}

/**
 * smith_issuance_draft_get_is_ca:
 *
 * Returns: whether it may sign certificates itself
 */
gboolean
smith_issuance_draft_get_is_ca (SmithIssuanceDraft *self)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), FALSE);

  return self->is_ca;
}

/**
 * smith_issuance_draft_set_is_ca:
 * @is_ca: whether it may sign certificates itself; then what a server may do counts no more
 */
void
smith_issuance_draft_set_is_ca (SmithIssuanceDraft *self,
                                gboolean            is_ca)
{
  g_return_if_fail (SMITH_IS_ISSUANCE_DRAFT (self));

  if (self->is_ca == !!is_ca)
    return;

  self->is_ca = !!is_ca;
  update (self);
}

/**
 * smith_issuance_draft_set_path_length:
 * @path_length: how many authorities may follow below it, if it is one; -1 for no limit
 */
void
smith_issuance_draft_set_path_length (SmithIssuanceDraft *self,
                                      int                 path_length)
{
  g_return_if_fail (SMITH_IS_ISSUANCE_DRAFT (self));
  g_return_if_fail (path_length >= -1);

  if (self->path_length == path_length)
    return;

  self->path_length = path_length;
  update (self);
}

/**
 * smith_issuance_draft_get_address:
 *
 * Returns: (transfer none): one of the addresses; "" for none
 */
const char *
smith_issuance_draft_get_address (SmithIssuanceDraft   *self,
                                  SmithIssuanceAddress  which)
{
  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);
  g_return_val_if_fail (which < SMITH_N_ISSUANCE_ADDRESSES, NULL);

  return self->addresses[which];
}

/**
 * smith_issuance_draft_set_address:
 * @text: as it was typed; what is no address is told by smith_issuance_draft_dup_obstacle()
 */
void
smith_issuance_draft_set_address (SmithIssuanceDraft   *self,
                                  SmithIssuanceAddress  which,
                                  const char           *text)
{
  g_return_if_fail (SMITH_IS_ISSUANCE_DRAFT (self));
  g_return_if_fail (which < SMITH_N_ISSUANCE_ADDRESSES);
  g_return_if_fail (text != NULL);

  if (replace_address (self, which, text))
    update (self);
}

/**
 * smith_issuance_draft_dup_obstacle:
 *
 * Returns: (transfer full) (nullable): why it cannot be signed as it is, as far as can be told beforehand
 */
char *
smith_issuance_draft_dup_obstacle (SmithIssuanceDraft *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  if (!smith_request_is_signature_valid (self->request))
    return g_strdup (_("The signature of this request does not fit its key: it was changed on its way, or whoever sent it "
                       "does not have the key. Ask for a new one."));
  if (self->authority == NULL)
    return g_strdup (_("There is no authority here that can sign. Create one first."));
  if (find_name_error (self) != NULL)
    return g_strdup (find_name_error (self));
  if (!smith_extensions_check (self->issuance->extensions, &error))
    return g_strdup (error->message);

  return NULL;
}

static void
append_name (GString    *names,
             const char *name)
{
  g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
}

/* What only an authority may do, as long as it becomes none (RFC 5280, section 4.2.1.3). */
static void
append_uses_of_ca (SmithIssuanceDraft *self,
                   GString            *names)
{
  static const SmithKeyUsage uses[] = { SMITH_KEY_USAGE_KEY_CERT_SIGN, SMITH_KEY_USAGE_CRL_SIGN };
  g_autoptr (SmithExtensions) asked = smith_extensions_from_request (self->request);

  if (smith_issuance_draft_get_is_ca (self))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (asked->key_usage & uses[i])
      append_name (names, smith_key_usage_get_nick (uses[i]));
}

/* What the request asks for besides is in no certificate of ours: whoever signs vouches for what is known. */
static char *
dup_left_out (SmithIssuanceDraft *self)
{
  g_auto (GStrv) others = smith_extensions_list_others_of_request (self->request);
  g_autoptr (GString) names = g_string_new (NULL);

  append_uses_of_ca (self, names);
  for (guint i = 0; others != NULL && others[i] != NULL; i++)
    {
      SmithExtensionValue *value = smith_extensions_describe_other (others[i]);

      if (value != NULL)
        append_name (names, value->name);
      g_clear_pointer (&value, smith_extension_value_free);
    }

  /* Translators: %s are the names of extensions and of uses of the key, such as keyCertSign */
  return names->len > 0 ? g_strdup_printf (_("The request also asks for %s, which will not be in the certificate."), names->str)
                        : NULL;
}

/**
 * smith_issuance_draft_list_warnings:
 *
 * Returns: (transfer full): what should be known before it is signed, one sentence each
 */
char **
smith_issuance_draft_list_warnings (SmithIssuanceDraft *self)
{
  g_auto (GStrv) warnings = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *left_out = NULL;
  SmithCertificate *issuer;

  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  issuer = self->authority != NULL ? smith_identity_get_certificate (smith_authority_get_identity (self->authority)) : NULL;
  warnings = smith_issuance_list_warnings (self->issuance, smith_request_get_public_key (self->request), issuer);
  left_out = dup_left_out (self);
  g_strv_builder_addv (builder, (const char **) warnings);
  if (left_out != NULL)
    g_strv_builder_add (builder, left_out);

  return g_strv_builder_end (builder);
}

/**
 * smith_issuance_draft_dup_command:
 *
 * Returns: (transfer full) (nullable): the command that signs the same; NULL where it cannot be signed
 */
char *
smith_issuance_draft_dup_command (SmithIssuanceDraft *self)
{
  g_autofree char *obstacle = NULL;
  SmithIdentity *recipient;

  g_return_val_if_fail (SMITH_IS_ISSUANCE_DRAFT (self), NULL);

  obstacle = smith_issuance_draft_dup_obstacle (self);
  if (obstacle != NULL)
    return NULL;
  recipient = smith_authority_find_recipient (self->authority, smith_request_get_public_key (self->request));

  return smith_command_issue (self->request, self->issuance, smith_authority_get_identity (self->authority), recipient);
}
