/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-secret-entry.h"

/**
 * smith_secret_entry_prepare:
 * @entry: a password entry or row
 *
 * Gives it a buffer that GTK wipes, and no history of what was typed.
 */
void
smith_secret_entry_prepare (GtkEditable *entry)
{
  GtkEditable *text;

  g_return_if_fail (GTK_IS_EDITABLE (entry));

  text = gtk_editable_get_delegate (entry);
  if (!GTK_IS_TEXT (text))
    return;

  if (!GTK_IS_PASSWORD_ENTRY_BUFFER (gtk_text_get_buffer (GTK_TEXT (text))))
    {
      g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();

      gtk_text_set_buffer (GTK_TEXT (text), buffer);
    }
  gtk_editable_set_enable_undo (text, FALSE);
}

/**
 * smith_secret_entry_dup:
 *
 * Returns: (transfer full) (nullable): what was typed; NULL for nothing
 */
SmithSecret *
smith_secret_entry_dup (GtkEditable *entry)
{
  const char *text;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry), NULL);

  /* Borrowed from the buffer: no copy that nobody wipes. */
  text = gtk_editable_get_text (entry);

  return text != NULL && *text != '\0' ? smith_secret_new_string (text) : NULL;
}

/**
 * smith_secret_entry_clear:
 *
 * Empties the entry; its buffer wipes what was in it.
 */
void
smith_secret_entry_clear (GtkEditable *entry)
{
  g_return_if_fail (GTK_IS_EDITABLE (entry));

  gtk_editable_set_text (entry, "");
}
