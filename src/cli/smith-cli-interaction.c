/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-cli-interaction.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "smith-passphrase.h"

/**
 * SmithCliInteraction:
 *
 * Asked for passwords by the parser, in the same thread. Where passwords were given beforehand, each is tried
 * on each thing that is locked, in their order, and nobody is asked. Else a person is asked on the terminal,
 * which is not the standard input, without an echo. A password is never taken from the command line or the
 * environment, where other programs could read it.
 */
struct _SmithCliInteraction
{
  GTlsInteraction parent_instance;

  /* Owned. */
  GPtrArray *passwords;    /* NULL where none were given. */

  gboolean use_terminal;
  guint    position;       /* The next password for what is asked about now. */
  gboolean answered;       /* Whether there was one for it. */
  GQueue   refusals;       /* For each thing that stayed locked, whether passwords had been tried. */
};

G_DEFINE_FINAL_TYPE (SmithCliInteraction, smith_cli_interaction, G_TYPE_TLS_INTERACTION)

/* As login programs do: whoever has not found it by now has to look it up. */
#define MAX_TRIES 3
#define MAX_PASSWORD 4096
/* For all passwords together. */
#define MAX_PASSWORDS (64 * 1024)

static volatile sig_atomic_t last_signal;

static void
note_signal_cb (int number)
{
  last_signal = number;
}

/* A line, without its end. Returns its length, -1 at the end of the file or when interrupted. */
static gssize
read_line (int     fd,
           guint8 *buffer,
           gsize   size)
{
  gsize length = 0;

  for (;;)
    {
      guint8 byte;
      gssize n = read (fd, &byte, 1);

      if (n < 0 && errno == EINTR && last_signal == 0)
        continue;
      if (n < 0 || (n == 0 && length == 0))
        return -1;
      if (n == 0 || byte == '\n')
        return (gssize) length;
      if (length < size)
        buffer[length++] = byte;
    }
}

static void
say (int         fd,
     const char *text)
{
  gssize written = write (fd, text, strlen (text));

  (void) written;
}

/* NULL where there is no terminal, or no answer. */
static SmithSecret *
ask_terminal (const char *description,
              gboolean    retry)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP };
  struct sigaction before[G_N_ELEMENTS (signals)];
  struct sigaction noting = { .sa_handler = note_signal_cb };
  guint8 buffer[MAX_PASSWORD];
  struct termios normal, silent;
  SmithSecret *answer = NULL;
  gssize length;
  int fd = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_autofree char *prompt = NULL;

  if (fd < 0)
    return NULL;
  if (tcgetattr (fd, &normal) != 0)
    {
      close (fd);
      return NULL;
    }

  last_signal = 0;
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &noting, &before[i]);
  silent = normal;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  tcsetattr (fd, TCSAFLUSH, &silent);
  /* Translators: what is locked and where, such as: The private key in “www.key”. */
  prompt = g_strdup_printf (_("Password for: %s "), description);
  if (retry)
    say (fd, _("That is not the password.\n"));
  say (fd, prompt);
  length = read_line (fd, buffer, sizeof buffer);
  say (fd, "\n");
  tcsetattr (fd, TCSAFLUSH, &normal);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &before[i], NULL);
  close (fd);

  /* What was empty was tried before anybody was asked; a person who types nothing has nothing to say. */
  if (length > 0)
    answer = smith_secret_new (buffer, (gsize) length);
  smith_secret_wipe (buffer, sizeof buffer);
  if (last_signal != 0)
    raise (last_signal);

  return answer;
}

static SmithSecret *
find_password (SmithCliInteraction *self,
               GTlsPassword        *password)
{
  gboolean retry = (g_tls_password_get_flags (password) & G_TLS_PASSWORD_RETRY) != 0;

  if (!retry)
    {
      self->position = 0;
      self->answered = FALSE;
    }
  if (self->passwords != NULL)
    return self->position < self->passwords->len
      ? smith_secret_ref (g_ptr_array_index (self->passwords, self->position++))
      : NULL;
  if (!self->use_terminal || self->position++ >= MAX_TRIES)
    return NULL;

  return ask_terminal (g_tls_password_get_description (password), retry);
}

static GTlsInteractionResult
smith_cli_interaction_ask_password (GTlsInteraction  *interaction,
                                    GTlsPassword     *password,
                                    GCancellable     *cancellable,
                                    GError          **error)
{
  SmithCliInteraction *self = SMITH_CLI_INTERACTION (interaction);
  g_autoptr (SmithSecret) answer = find_password (self, password);

  if (answer == NULL)
    {
      g_queue_push_tail (&self->refusals, GINT_TO_POINTER (self->answered));
      return G_TLS_INTERACTION_UNHANDLED;
    }
  self->answered = TRUE;
  smith_passphrase_answer (password, answer);

  return G_TLS_INTERACTION_HANDLED;
}

static void
smith_cli_interaction_finalize (GObject *object)
{
  SmithCliInteraction *self = SMITH_CLI_INTERACTION (object);

  g_clear_pointer (&self->passwords, g_ptr_array_unref);
  g_queue_clear (&self->refusals);

  G_OBJECT_CLASS (smith_cli_interaction_parent_class)->finalize (object);
}

static void
smith_cli_interaction_class_init (SmithCliInteractionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smith_cli_interaction_finalize;
  G_TLS_INTERACTION_CLASS (klass)->ask_password = smith_cli_interaction_ask_password;
}

static void
smith_cli_interaction_init (SmithCliInteraction *self)
{
}

/**
 * smith_cli_interaction_new:
 * @use_terminal: whether a person may be asked where the process has a terminal
 *
 * Returns: (transfer full): a new interaction
 */
GTlsInteraction *
smith_cli_interaction_new (gboolean use_terminal)
{
  SmithCliInteraction *self = g_object_new (SMITH_TYPE_CLI_INTERACTION, NULL);

  self->use_terminal = use_terminal;

  return G_TLS_INTERACTION (self);
}

/**
 * smith_cli_interaction_read_passwords:
 * @fd: an open file descriptor; read to its end, not closed
 * @error: return location for an error of G_IO_ERROR
 *
 * Takes each line of it as a password. From then on nobody is asked.
 *
 * Returns: whether it could be read
 */
gboolean
smith_cli_interaction_read_passwords (SmithCliInteraction  *self,
                                      int                   fd,
                                      GError              **error)
{
  guint8 buffer[MAX_PASSWORD];
  gsize total = 0;
  gssize length;

  g_return_val_if_fail (SMITH_IS_CLI_INTERACTION (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (fd < 0 || fcntl (fd, F_GETFD) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("There is no open file descriptor %d to read passwords from."), fd);
      return FALSE;
    }

  last_signal = 0;
  self->passwords = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_secret_unref);
  while (total < MAX_PASSWORDS && (length = read_line (fd, buffer, sizeof buffer)) >= 0)
    {
      /* Written on Windows. */
      if (length > 0 && buffer[length - 1] == '\r')
        length--;
      g_ptr_array_add (self->passwords, smith_secret_new (buffer, (gsize) length));
      total += (gsize) length + 1;
    }
  smith_secret_wipe (buffer, sizeof buffer);

  return TRUE;
}

/**
 * smith_cli_interaction_take_refusal:
 *
 * To be called once for each thing that stayed locked, in their order.
 *
 * Returns: whether passwords were tried on it, and none opened it
 */
gboolean
smith_cli_interaction_take_refusal (SmithCliInteraction *self)
{
  g_return_val_if_fail (SMITH_IS_CLI_INTERACTION (self), FALSE);

  return GPOINTER_TO_INT (g_queue_pop_head (&self->refusals));
}
