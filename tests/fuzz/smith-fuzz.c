/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-fuzz.h"

#include <string.h>

/*
 * What both targets share.
 */

struct _SmithFuzzInteraction
{
  GTlsInteraction parent_instance;

  guint n_asked;
};

G_DEFINE_FINAL_TYPE (SmithFuzzInteraction, smith_fuzz_interaction, G_TYPE_TLS_INTERACTION)

static GTlsInteractionResult
smith_fuzz_interaction_ask_password (GTlsInteraction  *interaction,
                                     GTlsPassword     *password,
                                     GCancellable     *cancellable,
                                     GError          **error)
{
  SmithFuzzInteraction *self = SMITH_FUZZ_INTERACTION (interaction);

  if (self->n_asked++ > 0)
    return G_TLS_INTERACTION_UNHANDLED;
  g_tls_password_set_value (password, (const guchar *) SMITH_FUZZ_PASSPHRASE, (gssize) strlen (SMITH_FUZZ_PASSPHRASE));

  return G_TLS_INTERACTION_HANDLED;
}

static void
smith_fuzz_interaction_class_init (SmithFuzzInteractionClass *class)
{
  G_TLS_INTERACTION_CLASS (class)->ask_password = smith_fuzz_interaction_ask_password;
}

static void
smith_fuzz_interaction_init (SmithFuzzInteraction *self)
{
}

GTlsInteraction *
smith_fuzz_new_interaction (void)
{
  return g_object_new (SMITH_TYPE_FUZZ_INTERACTION, NULL);
}

/* A warning of GLib is a finding. */
int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);

  return 0;
}
