/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* Archives and compressed files: what is in them under its own name, passwords, and the limits to the byte. What
 * libarchive reads of them is tested in test-archive.c. */

#define FORMAT (&smith_format_archive)
#define LEAF "PEM certificate=ec-leaf"
/* Python that makes archives of lists of names and contents. */
#define PYTHON \
  "import gzip, tarfile, zipfile\n" \
  "leaf = read('pki/ec-leaf.crt')\n" \
  "def zip(*members):\n" \
  "    stream = io.BytesIO()\n" \
  "    with zipfile.ZipFile(stream, 'w') as archive:\n" \
  "        for name, data in members:\n" \
  "            archive.writestr(name, data)\n" \
  "    return stream.getvalue()\n" \
  "def tar(*members):\n" \
  "    stream = io.BytesIO()\n" \
  "    with tarfile.open(fileobj=stream, mode='w') as archive:\n" \
  "        for name, data in members:\n" \
  "            info = tarfile.TarInfo(name)\n" \
  "            info.size = len(data)\n" \
  "            archive.addfile(info, io.BytesIO(data))\n" \
  "    return stream.getvalue()\n"

static const char * const right[] = { "chainsmith", NULL };

static void
test_neighbors (void)
{
  static const char * const own[] = { "ca.zip", "empty.zip", "pax.tar", "certificate.pem.gz", "chain.7z", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* Names, and what a file is, have nothing to do with each other; each layer is told. */
static void
test_contents (void)
{
  static const struct
  {
    const char *script;
    const char *expected;
  } rows[] = {
    { "write(zip(('readme.txt', leaf)))", LEAF "@readme.txt: ZIP unpacked" },
    { "write(zip(('a.key', leaf), ('b.crt', read('pki/ec-leaf.key'))))",
      LEAF "@a.key: ZIP unpacked\nPEM key=ec-leaf@b.crt: ZIP unpacked" },
    { "write(tar(('x', read('parser/certificate.der')), ('y', read('parser/crl.crl'))))",
      "DER certificate=rsa-leaf@x: TAR unpacked\nDER crl=certtool@y: TAR unpacked" },
    { "write(gzip.compress(tar(('a/b/c', leaf))))", LEAF "@a/b/c: gzip unpacked" },
    { "write(gzip.compress(leaf))", LEAF ": gzip unpacked" },
    { "write(gzip.compress(b'nothing'))", "not-understood: gzip unpacked" },
    { "write(zip(('empty', b''), ('www.crt', leaf)))", "not-understood@empty: ZIP unpacked\n" LEAF "@www.crt: ZIP unpacked" },
    { "write(zip(('folder/', b'')))", "ZIP not-understood: ZIP unpacked" },
    { "write(tar())", "not-understood" },
    /* A file twice is there twice. */
    { "write(tar(('a', leaf), ('a', leaf)))", LEAF "@a: TAR unpacked\n" LEAF "@a: TAR unpacked" },
    /* Behind a ZIP anything may follow, and before it, a program that unpacks it is not looked into. */
    { "write(zip(('a', leaf)) + bytes(9))", LEAF "@a: ZIP unpacked" },
    { "write(b'MZ' + bytes(99) + zip(('a', gzip.compress(leaf))))", "not-understood" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strconcat (PYTHON, rows[i].script, "\n", NULL);
      g_autoptr (GBytes) bytes = smith_format_test_python (script);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

/* Three in each other are read, of whatever kind, and the fourth is told; what is beside it is read. */
static void
test_depth (void)
{
  static const struct
  {
    const char *script;
    const char *expected;
  } rows[] = {
    /* What is compressed as a whole is one layer with what it is then. */
    { "write(gzip.compress(zip(('a', tar(('b', leaf))))))",
      LEAF "@a!b: gzip unpacked, TAR unpacked" },
    { "write(gzip.compress(gzip.compress(gzip.compress(leaf))))", LEAF ": gzip unpacked, gzip unpacked, gzip unpacked" },
    { "write(gzip.compress(gzip.compress(gzip.compress(gzip.compress(leaf)))))",
      "gzip too-large: gzip unpacked, gzip unpacked, gzip unpacked" },
    { "write(zip(('a', gzip.compress(tar(('b', zip(('c', leaf))), ('d', leaf))))))",
      LEAF "@a!b!c: ZIP unpacked, gzip unpacked, ZIP unpacked\n" LEAF "@a!d: ZIP unpacked, gzip unpacked" },
    { "write(zip(('a', zip(('b', zip(('c', zip(('d', leaf))), ('e', leaf))))), ('f', leaf)))",
      "ZIP too-large@a!b!c: ZIP unpacked, ZIP unpacked, ZIP unpacked\n"
      LEAF "@a!b!e: ZIP unpacked, ZIP unpacked, ZIP unpacked\n" LEAF "@f: ZIP unpacked" },
    /* One after the other they do not add up. */
    { "write(zip(*[(str(i), gzip.compress(leaf)) for i in range(5)]))",
      LEAF "@0: ZIP unpacked, gzip unpacked\n" LEAF "@1: ZIP unpacked, gzip unpacked\n" LEAF "@2: ZIP unpacked, gzip unpacked\n"
      LEAF "@3: ZIP unpacked, gzip unpacked\n" LEAF "@4: ZIP unpacked, gzip unpacked" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *script = g_strconcat (PYTHON, rows[i].script, "\n", NULL);
      g_autoptr (GBytes) bytes = smith_format_test_python (script);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

/* What is found where an import has unpacked as much as that before. */
static char *
find_after (GBytes *bytes,
            guint   n_entries,
            gsize   n_bytes)
{
  SmithParserRun *run = smith_parser_run_new ("notes.docx", NULL, NULL);
  g_autoptr (GListModel) results = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  smith_parser_run_get_archive_use (run)->n_entries = n_entries;
  smith_parser_run_get_archive_use (run)->n_bytes = n_bytes;
  g_assert_true (FORMAT->parse (run, data, size));
  results = smith_parser_run_end (run, NULL);

  return smith_format_test_describe (results);
}

/* Of all archives of one import together: to the last file and the last byte, and one above. */
static void
test_totals (void)
{
  g_autoptr (GBytes) zip = smith_format_test_python (PYTHON "write(zip(('a', leaf), ('b', leaf)))\n");
  g_autoptr (GBytes) gzip = smith_format_test_python (PYTHON "write(gzip.compress(leaf))\n");
  g_autoptr (GBytes) leaf = smith_format_test_read ("pki/ec-leaf.crt");
  gsize size = g_bytes_get_size (leaf);
  const struct
  {
    GBytes     *bytes;
    guint       n_entries;
    gsize       n_bytes;
    const char *expected;
  } rows[] = {
    { zip, SMITH_ARCHIVE_MAX_ENTRIES - 2, 0, LEAF "@a: ZIP unpacked\n" LEAF "@b: ZIP unpacked" },
    { zip, SMITH_ARCHIVE_MAX_ENTRIES - 1, 0, LEAF "@a: ZIP unpacked\nZIP too-large: ZIP unpacked" },
    { zip, SMITH_ARCHIVE_MAX_ENTRIES, 0, "ZIP too-large: ZIP unpacked" },
    { zip, 0, SMITH_ARCHIVE_MAX_TOTAL - 2 * size, LEAF "@a: ZIP unpacked\n" LEAF "@b: ZIP unpacked" },
    { zip, 0, SMITH_ARCHIVE_MAX_TOTAL - 2 * size + 1, LEAF "@a: ZIP unpacked\nZIP too-large: ZIP unpacked" },
    { gzip, 0, SMITH_ARCHIVE_MAX_TOTAL - size, LEAF ": gzip unpacked" },
    { gzip, 0, SMITH_ARCHIVE_MAX_TOTAL - size + 1, "gzip too-large: gzip unpacked" },
    { gzip, SMITH_ARCHIVE_MAX_ENTRIES - 1, 0, LEAF ": gzip unpacked" },
    { gzip, SMITH_ARCHIVE_MAX_ENTRIES, 0, "gzip too-large: gzip unpacked" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = find_after (rows[i].bytes, rows[i].n_entries, rows[i].n_bytes);

      g_assert_cmpstr (found, ==, rows[i].expected);
    }
}

/* One file: a certificate, then zeros, to the last byte that a file may have; and one byte more. */
static void
test_member (void)
{
  static const struct
  {
    const char *more;
    const char *expected;
  } rows[] = {
    { "0", LEAF "@a.crt: gzip unpacked\n" LEAF "@b.crt: gzip unpacked" },
    { "1", "too-large@a.crt: gzip unpacked\n" LEAF "@b.crt: gzip unpacked" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* A stream may have parts, so that zeros are compressed once a mebibyte. */
      g_autofree char *script =
        g_strdup_printf (PYTHON "size = %d + %s\n"
                         "info = tarfile.TarInfo('a.crt')\n"
                         "info.size = size\n"
                         "part = gzip.compress(bytes(1 << 20))\n"
                         "count, rest = divmod(size - len(leaf), 1 << 20)\n"
                         "write(gzip.compress(info.tobuf() + leaf) + part * count + gzip.compress(bytes(rest + -size %% 512)) +\n"
                         "      gzip.compress(tar(('b.crt', leaf))))\n", SMITH_ARCHIVE_MAX_MEMBER, rows[i].more);
      g_autoptr (GBytes) bytes = smith_format_test_python (script);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) zip = smith_format_test_python (PYTHON "write(zip(('a', leaf), ('b', read('pki/ed25519.key'))))\n");
  g_autoptr (GBytes) tar = smith_format_test_python (PYTHON "write(tar(('a', leaf)))\n");
  g_autoptr (GBytes) gzip = smith_format_test_python (PYTHON "write(gzip.compress(leaf))\n");
  g_autoptr (GBytes) seven = smith_format_test_read ("parser/key.7z");
  GBytes *all[] = { zip, tar, gzip, seven };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      gsize step = 1 + g_bytes_get_size (all[i]) / 150;

      /* What is stored may be found as it is, without the name that it had. */
      if (i > 1)
        smith_format_test_truncate (FORMAT, all[i], step, NULL);
      smith_format_test_flip (FORMAT, all[i], step);
      for (gsize n = 1; n < g_bytes_get_size (all[i]); n += step)
        {
          g_autoptr (GBytes) part = g_bytes_new_from_bytes (all[i], 0, n);
          g_autofree char *found = smith_format_test_find (part);

          if (strstr (found, "=?") != NULL)
            g_error ("After %" G_GSIZE_FORMAT " bytes: %s", n, found);
        }
    }
}

/* The last byte, which is a part of what ends it: a ZIP's files are read before, and what is compressed has to be whole. */
static void
test_last_byte (void)
{
  g_autoptr (GBytes) zip = smith_format_test_python (PYTHON "write(zip(('a', leaf))[:-1])\n");
  g_autoptr (GBytes) gzip = smith_format_test_python (PYTHON "write(gzip.compress(leaf)[:-1])\n");
  g_autofree char *found = smith_format_test_find (gzip);

  smith_format_test_assert_found (zip, LEAF "@a: ZIP unpacked");
  g_assert_false (smith_format_test_asks ("gzip -t", gzip));
  g_assert_cmpstr (found, ==, "gzip damaged: gzip unpacked");
}

static void
test_answers (void)
{
  static const struct
  {
    const char *answers[4];
    guint       n_asked;
    const char *expected;
  } rows[] = {
    { { "chainsmith", NULL }, 1, "PEM key=rsa-leaf@key.pem" },
    { { "wrong", "", "chainsmith", NULL }, 3, "PEM key=rsa-leaf@key.pem" },
    { { "wrong", NULL }, 2, "ZIP locked" },
    { { NULL }, 1, "ZIP locked" },
  };
  static const char * const files[] = { "parser/zipcrypto.zip", "parser/aes128.zip", "parser/aes256.zip" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
      {
        g_autoptr (GBytes) bytes = smith_format_test_read (files[i]);
        g_autofree char *found = NULL;
        guint n_asked;

        found = smith_format_test_ask (bytes, rows[j].answers, &n_asked);
        g_assert_true (g_str_has_prefix (found, rows[j].expected));
        g_assert_cmpuint (n_asked, ==, rows[j].n_asked);
        /* That nobody opened it is told once, not for each of its files. */
        if (strchr (found, '=') == NULL)
          g_assert_null (strchr (found, '\n'));
      }
}

/* The password of an archive is tried on what is locked in it. */
static void
test_password_inside (void)
{
  g_autoptr (GBytes) zip = smith_format_test_python (PYTHON "write(zip(('a.p12', read('parser/ec.p12')), ('b.zip', "
                                                            "read('parser/zipcrypto.zip')), ('c.der', read('parser/locked.der'))))\n");
  g_autofree char *found = NULL;
  guint n_asked;

  found = smith_format_test_ask (zip, right, &n_asked);
  g_assert_cmpuint (n_asked, ==, 1);
  g_assert_nonnull (strstr (found, "PKCS#12 key=ec-leaf@a.p12: ZIP unpacked, PKCS#12 unpacked\n"));
  g_assert_nonnull (strstr (found, "PEM key=rsa-leaf@b.zip!key.pem: ZIP unpacked, ZIP unpacked\n"));
  g_assert_nonnull (strstr (found, "DER key=ec-leaf@c.der: ZIP unpacked"));
  g_assert_null (strstr (found, "locked:"));
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) zip = smith_format_test_read ("parser/aes256.zip");

  smith_format_test_cancel (zip, FALSE);
  smith_format_test_cancel (zip, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-archive/neighbors", test_neighbors);
  g_test_add_func ("/format-archive/contents", test_contents);
  g_test_add_func ("/format-archive/depth", test_depth);
  g_test_add_func ("/format-archive/totals", test_totals);
  g_test_add_func ("/format-archive/member", test_member);
  g_test_add_func ("/format-archive/truncated", test_truncated);
  g_test_add_func ("/format-archive/last-byte", test_last_byte);
  g_test_add_func ("/format-archive/answers", test_answers);
  g_test_add_func ("/format-archive/password-inside", test_password_inside);
  g_test_add_func ("/format-archive/cancelled", test_cancelled);

  return g_test_run ();
}
