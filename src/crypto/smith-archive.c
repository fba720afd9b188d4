/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-archive.h"

#include <locale.h>
#include <malloc.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include <glib/gi18n.h>

#include "smith-crypto-error.h"

/*
 * ZIP, TAR and 7-Zip, and files that are compressed by themselves, from memory to memory: nothing is ever
 * written, so a name is only a name. How much is unpacked is bounded, however much the archive says it holds.
 */

#define TAR_HEADER_SIZE 512
#define TAR_CHECKSUM_OFFSET 148
#define TAR_CHECKSUM_SIZE 8
/* An archive whose headers are broken in a row is not read to its end. */
#define MAX_RETRIES 16
#define FREED_BYTE 0x55

typedef struct archive Archive;

static void
close_archive (Archive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, close_archive)

static const struct
{
  const char *magic;
  gsize       size;
  const char *title;
  int         filter;
} magics[] = {
  { "PK\003\004",            4, "ZIP",       ARCHIVE_FILTER_NONE  },
  { "PK\005\006",            4, "ZIP",       ARCHIVE_FILTER_NONE  },
  { "PK00PK\003\004",        8, "ZIP",       ARCHIVE_FILTER_NONE  },
  { "7z\274\257\047\034",    6, "7-Zip",     ARCHIVE_FILTER_NONE  },
  { "\037\213\010",          3, "gzip",      ARCHIVE_FILTER_GZIP  },
  { "\3757zXZ",              6, "xz",        ARCHIVE_FILTER_XZ    },
  { "BZh",                   3, "bzip2",     ARCHIVE_FILTER_BZIP2 },
  { "\050\265\057\375",      4, "Zstandard", ARCHIVE_FILTER_ZSTD  },
};

/* Old TAR has no magic number, but each header has a checksum (POSIX.1-1988, 10.1.1). */
static gboolean
is_tar (const guint8 *data,
        gsize         size)
{
  guint64 told = 0;
  guint sum = 0;
  gsize i = TAR_CHECKSUM_OFFSET;

  if (size < TAR_HEADER_SIZE || data[0] == '\0')
    return FALSE;
  while (i < TAR_CHECKSUM_OFFSET + TAR_CHECKSUM_SIZE && data[i] == ' ')
    i++;
  for (; i < TAR_CHECKSUM_OFFSET + TAR_CHECKSUM_SIZE && data[i] >= '0' && data[i] <= '7'; i++)
    told = told * 8 + (guint64) (data[i] - '0');
  for (i = 0; i < TAR_HEADER_SIZE; i++)
    sum += i >= TAR_CHECKSUM_OFFSET && i < TAR_CHECKSUM_OFFSET + TAR_CHECKSUM_SIZE ? ' ' : data[i];

  return told == sum;
}

static int
find_magic (const guint8 *data,
            gsize         size)
{
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (size >= magics[i].size && memcmp (data, magics[i].magic, magics[i].size) == 0)
      return (int) i;

  return -1;
}

/**
 * smith_archive_sniff:
 * @data: (array length=size): the start of a file or all of it
 * @size: how many bytes
 *
 * Returns: (nullable): what it is, such as "ZIP", for people; NULL where it is no archive that is read here
 */
const char *
smith_archive_sniff (const guint8 *data,
                     gsize         size)
{
  int position = find_magic (data, size);

  return position >= 0 ? magics[position].title : is_tar (data, size) ? "TAR" : NULL;
}

/* Takes in libarchive's own words, which are English. */
static void
set_damaged (Archive  *archive,
             GError  **error)
{
  const char *reason = archive_error_string (archive);
  g_autofree char *valid = reason != NULL ? g_utf8_make_valid (reason, -1) : NULL;

  if (valid != NULL)
    g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                 /* Translators: libarchive's own words in English. */
                 _("The archive is damaged (libarchive: %s)."), valid);
  else
    g_set_error_literal (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED, _("The archive is damaged."));
}

/* Whether libarchive does it by itself: for the rest it would run other programs. */
static gboolean
has_filter (int filter)
{
  switch (filter)
    {
    case ARCHIVE_FILTER_GZIP:
      return archive_zlib_version () != NULL;
    case ARCHIVE_FILTER_BZIP2:
      return archive_bzlib_version () != NULL;
    case ARCHIVE_FILTER_XZ:
      return archive_liblzma_version () != NULL;
    case ARCHIVE_FILTER_ZSTD:
      return archive_libzstd_version () != NULL;
    default:
      return FALSE;
    }
}

/* Exactly one filter, or none: what is compressed many times could be endless between two of them, without a byte that
 * comes out and is counted. What comes out compressed is a file of its own. */
static gboolean
support_formats (Archive      *archive,
                 const guint8 *data,
                 gsize         size)
{
  int position = find_magic (data, size);
  int filter = position >= 0 ? magics[position].filter : ARCHIVE_FILTER_NONE;

  archive_read_support_format_zip (archive);
  archive_read_support_format_tar (archive);
  archive_read_support_format_7zip (archive);
  if (filter == ARCHIVE_FILTER_NONE)
    return TRUE;
  archive_read_support_format_raw (archive);

  return has_filter (filter) && archive_read_append_filter (archive, filter) == ARCHIVE_OK;
}

/* libarchive and the libraries below it free their windows as they are, and there may be a key in them. So from the
 * first archive on, glibc overwrites all larger memory that is freed. */
static void
wipe_freed_memory (void)
{
#ifdef M_PERTURB
  static gsize once;

  if (g_once_init_enter (&once))
    {
      mallopt (M_PERTURB, FREED_BYTE);
      g_once_init_leave (&once, 1);
    }
#endif
}

static Archive *
open_archive (const guint8  *data,
              gsize          size,
              SmithSecret   *passphrase,
              GError       **error)
{
  g_autoptr (Archive) archive = archive_read_new ();

  wipe_freed_memory ();
  /* libarchive takes no empty passphrase; nothing is locked with one. */
  if (passphrase != NULL && smith_secret_get_size (passphrase) > 0)
    archive_read_add_passphrase (archive, smith_secret_get_string (passphrase));
  if (!support_formats (archive, data, size))
    {
      g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                   /* Translators: a kind of compression, such as Zstandard. */
                   _("%s cannot be unpacked on this computer. Unpack it with the program that made it."),
                   smith_archive_sniff (data, size));
      return NULL;
    }
  if (archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    {
      set_damaged (archive, error);
      return NULL;
    }

  return g_steal_pointer (&archive);
}

/* libarchive converts names to the characters of the locale, in which some names cannot be written: so they are
 * converted to UTF-8, whatever the locale is. Returns what smith_archive_read() has to restore. */
static locale_t
enter_locale (void)
{
  static locale_t utf8;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      /* All else, such as the language, stays. */
      locale_t base = duplocale (LC_GLOBAL_LOCALE);

      utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", base);
      if (utf8 == (locale_t) 0)
        freelocale (base);
      g_once_init_leave (&once, 1);
    }

  return uselocale (utf8);
}

static gboolean
is_zip (Archive *archive)
{
  return (archive_format (archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

/* ARCHIVE_OK, ARCHIVE_EOF or ARCHIVE_FATAL. */
static int
next_entry (Archive               *archive,
            struct archive_entry **entry)
{
  for (guint i = 0; i < MAX_RETRIES; i++)
    {
      int result = archive_read_next_header (archive, entry);

      if (result == ARCHIVE_OK || result == ARCHIVE_WARN)
        return ARCHIVE_OK;
      if (result == ARCHIVE_EOF || result == ARCHIVE_FATAL)
        return result;
    }

  return ARCHIVE_FATAL;
}

/* Names from old Windows are in the characters of the first IBM PC. */
static char *
dup_name (struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  g_autofree char *converted = NULL;
  g_autofree char *valid = NULL;
  GString *text = g_string_new (NULL);

  if (name == NULL)
    name = archive_entry_pathname (entry);
  if (name == NULL)
    name = "?";
  if (!g_utf8_validate (name, -1, NULL))
    converted = g_convert (name, -1, "UTF-8", "CP437", NULL, NULL, NULL);
  valid = g_utf8_make_valid (converted != NULL ? converted : name, -1);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Neither line ends nor changes of direction: they could disguise a name. */
      if (g_unichar_isprint (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (text, c);
      else
        g_string_append_c (text, '?');
    }

  return g_string_free (text, FALSE);
}

static gboolean
is_wanted (struct archive_entry *entry,
           const char           *name)
{
  g_autofree char *base = g_path_get_basename (name);

  /* What macOS and Windows put beside the files of people. */
  if (g_str_has_prefix (name, "__MACOSX/") || g_str_has_prefix (base, "._") || g_str_equal (base, ".DS_Store") ||
      g_str_equal (base, "Thumbs.db") || g_str_equal (base, "desktop.ini"))
    return FALSE;

  return archive_entry_filetype (entry) != AE_IFDIR && archive_entry_filetype (entry) != AE_IFLNK &&
         archive_entry_hardlink (entry) == NULL;
}

static void
set_member_too_large (GError **error)
{
  g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE,
               _("The file in the archive is larger than %d MB and was left out."), SMITH_ARCHIVE_MAX_MEMBER / 1024 / 1024);
}

static void
set_total_too_large (GError **error)
{
  g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE,
               _("The archive holds more than %d MB when it is unpacked. What comes behind that was not read."),
               SMITH_ARCHIVE_MAX_TOTAL / 1024 / 1024);
}

/* Why a file that is locked or broken is not read. */
static void
set_member_error (Archive               *archive,
                  struct archive_entry  *entry,
                  GError               **error)
{
  const char *reason = archive_error_string (archive);

  if (!archive_entry_is_data_encrypted (entry))
    {
      g_autofree char *valid = reason != NULL ? g_utf8_make_valid (reason, -1) : g_strdup ("?");

      g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                   /* Translators: libarchive's own words in English. */
                   _("The file in the archive is damaged (libarchive: %s)."), valid);
    }
  else if (archive_format (archive) == ARCHIVE_FORMAT_7ZIP || (reason != NULL && strstr (reason, "supported") != NULL))
    g_set_error_literal (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                         _("The archive is encrypted in a way that this program cannot open. Unpack it with the program that "
                           "made it."));
  else
    g_set_error_literal (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG,
                         _("The password does not open the archive."));
}

/* One file. It may be a key: what it grows out of is wiped. */
typedef struct
{
  guint8 *data;
  gsize   size;
  gsize   capacity;
} Content;

static void
clear_content (Content *content)
{
  smith_secret_wipe (content->data, content->capacity);
  g_clear_pointer (&content->data, g_free);
  content->size = content->capacity = 0;
}

static void
append_content (Content    *content,
                const void *block,
                gsize       size)
{
  if (size > content->capacity - content->size)
    {
      Content larger = { NULL, content->size, MAX (2 * content->capacity, content->size + size) };

      larger.data = g_malloc (larger.capacity);
      if (content->size > 0)
        memcpy (larger.data, content->data, content->size);
      clear_content (content);
      *content = larger;
    }
  if (block != NULL)
    memcpy (content->data + content->size, block, size);
  else
    memset (content->data + content->size, 0, size);
  content->size += size;
}

/* Appends to @content until the file ends. What is over a limit is counted and dropped. FALSE with @error set where the
 * rest of the archive should not be read; the limit of one file is told in @member_error. */
static gboolean
read_content (Archive               *archive,
              struct archive_entry  *entry,
              SmithArchiveUse       *use,
              Content               *content,
              GError               **member_error,
              GError               **error)
{
  const void *block;
  size_t size;
  la_int64_t offset;
  int result;

  while ((result = archive_read_data_block (archive, &block, &size, &offset)) == ARCHIVE_OK)
    {
      gsize hole = offset > (la_int64_t) content->size && *member_error == NULL ? (gsize) offset - content->size : 0;

      if (hole > SMITH_ARCHIVE_MAX_MEMBER || size > SMITH_ARCHIVE_MAX_MEMBER || offset < (la_int64_t) content->size ||
          content->size + hole + size > SMITH_ARCHIVE_MAX_MEMBER)
        {
          if (*member_error == NULL)
            set_member_too_large (member_error);
          hole = 0;
        }
      use->n_bytes += hole + size;
      if (use->n_bytes > SMITH_ARCHIVE_MAX_TOTAL)
        {
          set_total_too_large (error);
          return FALSE;
        }
      if (*member_error != NULL)
        continue;
      if (hole > 0)
        append_content (content, NULL, hole);
      if (size > 0)
        append_content (content, block, size);
    }
  if (result != ARCHIVE_EOF && *member_error == NULL)
    set_member_error (archive, entry, member_error);

  return TRUE;
}

/* FALSE where the rest of the archive should not be read. */
static gboolean
visit_entry (Archive               *archive,
             struct archive_entry  *entry,
             SmithArchiveUse       *use,
             SmithArchiveVisit      visit,
             gpointer               user_data,
             gboolean              *is_damaged,
             GError               **error)
{
  gboolean is_raw = archive_format (archive) == ARCHIVE_FORMAT_RAW;
  g_autofree char *name = dup_name (entry);
  g_autoptr (GError) member_error = NULL;
  gboolean wanted = is_raw || is_wanted (entry, name);
  Content content = { NULL, 0, 0 };
  gboolean goes_on;

  if (archive_entry_size_is_set (entry) && archive_entry_size (entry) > SMITH_ARCHIVE_MAX_MEMBER)
    set_member_too_large (&member_error);
  /* A ZIP tells where its next file is; elsewhere what is passed over is unpacked too and has to be counted. */
  if (is_zip (archive) && !wanted)
    return TRUE;
  if (is_zip (archive) && member_error != NULL)
    return visit (user_data, name, NULL, 0, member_error);

  goes_on = read_content (archive, entry, use, &content, &member_error, error);
  if (goes_on && wanted)
    goes_on = visit (user_data, is_raw ? NULL : name, member_error == NULL ? content.data : NULL,
                     member_error == NULL ? content.size : 0, member_error);
  clear_content (&content);
  *is_damaged = g_error_matches (member_error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);

  return goes_on;
}

/**
 * smith_archive_is_locked:
 * @data: (array length=size): what smith_archive_sniff() knows
 * @size: how many bytes
 *
 * Returns: whether a password is needed for some of its files
 */
gboolean
smith_archive_is_locked (const guint8 *data,
                         gsize         size)
{
  g_autoptr (Archive) archive = open_archive (data, size, NULL, NULL);
  struct archive_entry *entry;

  /* Only of ZIP the names are read without unpacking; and only ZIP can be unlocked. */
  for (guint i = 0; archive != NULL && i < SMITH_ARCHIVE_MAX_ENTRIES && next_entry (archive, &entry) == ARCHIVE_OK; i++)
    {
      if (!is_zip (archive))
        return FALSE;
      if (archive_entry_is_data_encrypted (entry))
        return TRUE;
    }

  return FALSE;
}

/**
 * smith_archive_unlock:
 * @data: (array length=size): what smith_archive_is_locked() is true for
 * @size: how many bytes
 * @passphrase: what may open it
 * @error: return location for %SMITH_CRYPTO_ERROR_PASSWORD_WRONG or why no password helps
 *
 * Tries @passphrase on the first file that is locked.
 *
 * Returns: whether it opens the archive
 */
gboolean
smith_archive_unlock (const guint8  *data,
                      gsize          size,
                      SmithSecret   *passphrase,
                      GError       **error)
{
  g_autoptr (Archive) archive = open_archive (data, size, passphrase, error);
  g_autoptr (GError) member_error = NULL;
  struct archive_entry *entry = NULL;
  SmithArchiveUse use = { 0, };
  Content content = { NULL, 0, 0 };
  gboolean is_read;

  if (archive == NULL)
    return FALSE;
  do
    if (use.n_entries++ >= SMITH_ARCHIVE_MAX_ENTRIES || next_entry (archive, &entry) != ARCHIVE_OK)
      {
        set_damaged (archive, error);
        return FALSE;
      }
  while (!archive_entry_is_data_encrypted (entry));

  /* A wrong password may pass the short check of old ZIP; the checksum of the file tells. */
  is_read = read_content (archive, entry, &use, &content, &member_error, error);
  clear_content (&content);
  if (!is_read)
    return FALSE;
  if (member_error != NULL && !g_error_matches (member_error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE))
    {
      g_propagate_error (error, g_steal_pointer (&member_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_all (const guint8       *data,
          gsize               size,
          SmithSecret        *passphrase,
          SmithArchiveUse    *use,
          SmithArchiveVisit   visit,
          gpointer            user_data,
          GError            **error)
{
  g_autoptr (Archive) archive = open_archive (data, size, passphrase, error);
  g_autoptr (GError) local_error = NULL;
  struct archive_entry *entry;
  gboolean is_damaged = FALSE;
  int result;

  if (archive == NULL)
    return FALSE;
  while ((result = next_entry (archive, &entry)) == ARCHIVE_OK)
    {
      if (use->n_entries++ >= SMITH_ARCHIVE_MAX_ENTRIES)
        {
          g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE,
                       _("There are more than %d files in the archive. What comes behind them was not read."),
                       SMITH_ARCHIVE_MAX_ENTRIES);
          return FALSE;
        }
      is_damaged = FALSE;
      if (!visit_entry (archive, entry, use, visit, user_data, &is_damaged, &local_error))
        break;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* Where the end is missing, the last file has told so. */
  if (result == ARCHIVE_FATAL && !is_damaged)
    {
      if (archive_read_has_encrypted_entries (archive) > 0)
        g_set_error_literal (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                             _("The archive is encrypted in a way that this program cannot open. Unpack it with the program "
                               "that made it."));
      else
        set_damaged (archive, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_archive_read:
 * @data: (array length=size): what smith_archive_sniff() knows
 * @size: how many bytes
 * @passphrase: (nullable): what opens it
 * @use: (inout): is counted up, and is compared with the limits
 * @visit: (scope call): gets each file; its data is wiped afterwards
 * @user_data: for @visit
 * @error: return location for %SMITH_CRYPTO_ERROR_DAMAGED or %SMITH_CRYPTO_ERROR_TOO_LARGE
 *
 * Reads all files of an archive that are files. When it fails, those before have been visited.
 *
 * Returns: whether the archive was read to its end or until @visit wanted no more
 */
gboolean
smith_archive_read (const guint8       *data,
                    gsize               size,
                    SmithSecret        *passphrase,
                    SmithArchiveUse    *use,
                    SmithArchiveVisit   visit,
                    gpointer            user_data,
                    GError            **error)
{
  locale_t locale = enter_locale ();
  gboolean is_read = read_all (data, size, passphrase, use, visit, user_data, error);

  uselocale (locale);

  return is_read;
}
