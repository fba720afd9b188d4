/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include "smith-identity-data.h"
#include "smith-identity-state.h"
#include "smith-next-step-private.h"
#include "smith-test.h"

#define DAY ((gint64) 24 * 60 * 60)

/* When it is asked, seen from the certificate: in the middle of it, or near and past its ends. */
typedef enum
{
  MIDDLE,
  BEFORE,
  DAYS_LEFT_31,
  DAYS_LEFT_29,
  DAYS_LEFT_1,
  LAST_SECOND,
  PAST,
} When;

typedef struct
{
  const char         *title;
  gboolean            unkept;
  const char         *key;
  const char         *request;
  const char         *certificate;
  const char         *chain;
  gboolean            uploaded;
  When                when;

  SmithIdentityState  state;
  const char         *text;      /* NULL: not looked at; else a pattern */
  const char         *icon;
  const char         *sentence;  /* a pattern */
  const char         *button;
  const char         *pane;
  const char         *action;
} Case;

static const Case cases[] = {
  { "empty", FALSE, NULL, NULL, NULL, NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_EMPTY, "No key yet", "document-new-symbolic",
    "Create the key", "_Create Key", "key", "key.create" },
  { "empty-unkept", TRUE, NULL, NULL, NULL, NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_EMPTY, "Not kept", "document-save-symbolic",
    "Create the key", "_Create Key", "key", "key.create" },
  { "key", FALSE, "rsa-leaf", NULL, NULL, NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_KEY_ONLY, "Key created, no request yet", "dialog-password-symbolic",
    "Fill in the request", "_Create Request", "request", "request.create" },
  { "request", FALSE, "rsa-leaf", "rsa-leaf", NULL, NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_WAITING, "Waiting for the CA", "content-loading-symbolic",
    "Send the request to your CA, then drop here what it sends you", "_Copy Request", "request", "request.copy" },
  { "request-without-key", FALSE, NULL, "rsa-leaf", NULL, NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_WAITING, "Waiting for the CA", NULL,
    "The private key of this request is not here*", NULL, "key", NULL },
  { "certificate-without-key", FALSE, NULL, NULL, "rsa-leaf", "rsa-two", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "The private key of this certificate is not here*", NULL, "key", NULL },
  { "unkept", TRUE, "rsa-leaf", NULL, "rsa-leaf", "rsa-two", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, "Not kept", "document-save-symbolic",
    "Keep this identity*", "_Keep", "key", "win.keep" },
  { "no-chain", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, "Valid until *", "object-select-symbolic",
    "Add the intermediate certificates*", "_Add Certificates…", "chain", "chain.add" },
  { "wrong-chain", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "ec-two", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Add the intermediate certificates*", "_Add Certificates…", "chain", "chain.add" },
  { "unordered", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-one,rsa-two", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Put the chain in order", "_Put in Order", "chain", "chain.order" },
  { "foreign-link", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "ec-two,rsa-two", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Remove from the chain*", "_Put in Order", "chain", "chain.order" },
  { "ready", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, "Valid until *", "object-select-symbolic",
    "Ready to upload", "_Upload…", "upload", "upload.upload" },
  { "ready-with-root", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one,rsa-root", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Ready to upload", "_Upload…", "upload", "upload.upload" },
  { "self-signed", FALSE, "self-rsa", "self-rsa", "self-rsa", NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Ready to upload; replace it*", "_Upload…", "upload", "upload.upload" },
  { "uploaded", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", TRUE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, "Valid until *", NULL,
    "Valid until *, uploaded as arn:aws:iam::1:server-certificate/x", NULL, "upload", NULL },
  { "future", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", FALSE, BEFORE,
    SMITH_IDENTITY_STATE_NOT_YET_VALID, "Valid from *", "alarm-symbolic",
    "Wait: *", NULL, "certificate", NULL },
  { "31-days", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", FALSE, DAYS_LEFT_31,
    SMITH_IDENTITY_STATE_VALID, "Valid until *", NULL,
    "Ready to upload", "_Upload…", "upload", "upload.upload" },
  { "29-days", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", TRUE, DAYS_LEFT_29,
    SMITH_IDENTITY_STATE_EXPIRING, "Expires in 29 days", "dialog-warning-symbolic",
    "Renew: send your CA a new request*before*", "_Renew…", "request", "win.renew" },
  { "1-day", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", FALSE, DAYS_LEFT_1,
    SMITH_IDENTITY_STATE_EXPIRING, "Expires in 1 day", NULL,
    "Renew: *", "_Renew…", "request", "win.renew" },
  { "last-second", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", FALSE, LAST_SECOND,
    SMITH_IDENTITY_STATE_EXPIRING, "Expires today", NULL,
    "Renew: *", "_Renew…", "request", "win.renew" },
  { "expired", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one", FALSE, PAST,
    SMITH_IDENTITY_STATE_EXPIRED, "Expired on *", "action-unavailable-symbolic",
    "Renew: send your CA a new request*expired on*", "_Renew…", "request", "win.renew" },
  { "expired-without-request", FALSE, "rsa-leaf", NULL, "rsa-leaf", "rsa-two,rsa-one", FALSE, PAST,
    SMITH_IDENTITY_STATE_EXPIRED, NULL, NULL,
    "Renew: send your CA*", "_Renew…", "request", "win.renew" },
  { "expired-self-signed", FALSE, "self-rsa", "self-rsa", "self-rsa", NULL, FALSE, PAST,
    SMITH_IDENTITY_STATE_EXPIRED, NULL, NULL,
    "Renew: self-sign again*", "_Self-Sign…", "certificate", "certificate.self-sign" },
  { "gap", FALSE, "rsa-leaf", "rsa-leaf", "rsa-leaf", "rsa-two,ec-two", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Add the certificate that is missing in the chain*", "_Add Certificates…", "chain", "chain.add" },
  { "authority", FALSE, "rsa-root", NULL, "rsa-root", NULL, FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Sign requests with this authority*", "_Issued…", "certificate", "certificate.issued" },
  { "authority-intermediate", FALSE, "rsa-one", NULL, "rsa-one", "rsa-root", FALSE, MIDDLE,
    SMITH_IDENTITY_STATE_VALID, NULL, NULL,
    "Sign requests with this authority*", "_Issued…", "certificate", "certificate.issued" },
  { "authority-expiring", FALSE, "rsa-root", NULL, "rsa-root", NULL, FALSE, DAYS_LEFT_29,
    SMITH_IDENTITY_STATE_EXPIRING, NULL, NULL,
    "Create a new authority before this one*", "_New Authority…", "certificate", "win.new-authority" },
  { "authority-expired", FALSE, "rsa-root", NULL, "rsa-root", NULL, FALSE, PAST,
    SMITH_IDENTITY_STATE_EXPIRED, NULL, NULL,
    "Create a new authority: this one expired on*", "_New Authority…", "certificate", "win.new-authority" },
};

static SmithIdentityData *
make_data (const Case *c)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  SmithIdentityData *data = smith_identity_data_new ("id", "name");

  data->folder = c->unkept ? NULL : g_strdup ("/folder");
  if (c->key != NULL)
    {
      g_autoptr (SmithKey) key = material_key (c->key);

      data->has_key = TRUE;
      contents.public_key = g_object_ref (smith_key_get_public_key (key));
    }
  contents.request = c->request != NULL ? material_request (c->request) : NULL;
  contents.certificate = c->certificate != NULL ? material_certificate (c->certificate) : NULL;
  contents.chain = c->chain != NULL ? material_chain_array (c->chain) : NULL;
  if (c->uploaded)
    {
      data->upload = g_new0 (SmithUploadRecord, 1);
      data->upload->arn = g_strdup ("arn:aws:iam::1:server-certificate/x");
      data->upload->sha256 = g_strdup (smith_certificate_get_sha256 (contents.certificate));
    }
  smith_identity_data_set_contents (data, &contents);

  return data;
}

static gint64
choose_time (const SmithIdentityData *data,
             When                     when)
{
  /* Midnight would make the number of days depend on the second. */
  gint64 noon = data->not_after - data->not_after % DAY + DAY / 2;

  if (data->certificate == NULL)
    return g_get_real_time () / G_USEC_PER_SEC;

  switch (when)
    {
    case BEFORE:
      return data->not_before - 1;
    case DAYS_LEFT_31:
      return noon - 32 * DAY;
    case DAYS_LEFT_29:
      return noon - 29 * DAY;
    case DAYS_LEFT_1:
      return noon - DAY;
    case LAST_SECOND:
      return data->not_after;
    case PAST:
      return data->not_after + 1;
    case MIDDLE:
    default:
      return data->not_before + (data->not_after - data->not_before) / 2;
    }
}

static void
test_case (gconstpointer user_data)
{
  const Case *c = user_data;
  g_autoptr (SmithIdentityData) data = make_data (c);
  gint64 now = choose_time (data, c->when);
  g_autofree char *text = smith_identity_state_dup_text (data, now);
  g_autoptr (SmithNextStep) step = smith_next_step_find (data, now);
  g_autoptr (SmithNextStep) again = smith_next_step_find (data, now);
  g_autofree char *sentence = NULL;

  g_assert_cmpint (smith_identity_state_find (data, now), ==, c->state);
  if (c->text != NULL && !g_pattern_match_simple (c->text, text))
    g_error ("%s: “%s” is not “%s”", c->title, text, c->text);
  if (c->icon != NULL)
    g_assert_cmpstr (smith_identity_state_get_icon_name (data, now), ==, c->icon);
  g_assert_nonnull (step);
  if (!g_pattern_match_simple (c->sentence, smith_next_step_get_sentence (step)))
    g_error ("%s: “%s” is not “%s”", c->title, smith_next_step_get_sentence (step), c->sentence);
  g_assert_cmpstr (smith_next_step_get_button (step), ==, c->button);
  g_assert_cmpstr (smith_next_step_get_pane (step), ==, c->pane);
  g_assert_cmpstr (smith_next_step_get_action (step), ==, c->action);
  g_assert_true (smith_next_step_equal (step, again));
  g_assert_false (smith_next_step_equal (step, NULL));
  g_object_get (step, "sentence", &sentence, NULL);
  g_assert_cmpstr (sentence, ==, smith_next_step_get_sentence (step));
}

static void
test_damaged (void)
{
  const struct
  {
    SmithIdentityParts  damage;
    const char         *pane;
  } rows[] = {
    { SMITH_IDENTITY_PART_FOLDER, "key" },
    { SMITH_IDENTITY_PART_PRIVATE_KEY | SMITH_IDENTITY_PART_CHAIN, "key" },
    { SMITH_IDENTITY_PART_REQUEST, "request" },
    { SMITH_IDENTITY_PART_CERTIFICATE, "certificate" },
    { SMITH_IDENTITY_PART_CHAIN, "chain" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithIdentityData) data = make_data (&cases[11]);
      g_autoptr (SmithNextStep) step = NULL;

      data->problem = g_strdup ("What is wrong. What to do.");
      data->damage = rows[i].damage;
      step = smith_next_step_find (data, data->not_before + 1);
      g_assert_cmpstr (smith_next_step_get_sentence (step), ==, "What is wrong. What to do.");
      g_assert_null (smith_next_step_get_button (step));
      g_assert_cmpstr (smith_next_step_get_pane (step), ==, rows[i].pane);
      g_assert_cmpint (smith_identity_state_find (data, data->not_before + 1), ==, SMITH_IDENTITY_STATE_DAMAGED);
      g_assert_cmpstr (smith_identity_state_get_icon_name (data, 0), ==, "dialog-error-symbolic");
    }
}

/* What was uploaded was another certificate: this one is still to go. */
static void
test_uploaded_before (void)
{
  g_autoptr (SmithIdentityData) data = make_data (&cases[14]);
  g_autoptr (SmithNextStep) step = NULL;

  g_assert_true (smith_identity_data_is_uploaded (data));
  data->upload->sha256[0] = data->upload->sha256[0] == 'A' ? 'B' : 'A';
  g_assert_false (smith_identity_data_is_uploaded (data));
  step = smith_next_step_find (data, data->not_before + DAY);
  g_assert_cmpstr (smith_next_step_get_action (step), ==, "upload.upload");
}

static void
test_dates (void)
{
  g_autofree char *day = smith_identity_state_dup_date (1804032000 + 3600);
  g_autofree char *never = smith_identity_state_dup_date (253402300799);

  g_assert_cmpstr (day, ==, "3 March 2027");
  g_assert_cmpstr (never, ==, "31 December 9999");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/next-step/", cases[i].title, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/next-step/damaged", test_damaged);
  g_test_add_func ("/next-step/uploaded-before", test_uploaded_before);
  g_test_add_func ("/next-step/dates", test_dates);

  return g_test_run ();
}
