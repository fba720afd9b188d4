#!/bin/sh
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# sanitized.sh TEST…: runs a test that AddressSanitizer was built into, and once more where LeakSanitizer leaves it open
# whether the test is right:
# - it seems to leak: with whole stacks, by which a leak of a library below (lsan.supp) can be told from one of ours.
#   They make a test thirty times slower, so they come second.
# - LeakSanitizer itself crashed while it looked ("has encountered a fatal error", a race of its tracer with threads
#   that end): the same again. A second crash is a failure.
set -u
case ${ASAN_OPTIONS:-} in
  *detect_leaks=1*) ;;
  *) exec "$@" ;;
esac
folder=$(mktemp -d)
tell() {
  cat "$folder/out"
  cat "$folder/err" >&2
}
trap 'rm -rf "$folder"' EXIT
trap 'tell; exit 143' INT TERM
status=0
"$@" >"$folder/out" 2>"$folder/err" || status=$?
if [ "$status" != 0 ] && grep -q 'LeakSanitizer: detected memory leaks' "$folder/err"; then
  ASAN_OPTIONS=$ASAN_OPTIONS:fast_unwind_on_malloc=0 "$@"
elif [ "$status" != 0 ] && grep -q 'LeakSanitizer has encountered a fatal error' "$folder/err"; then
  "$@"
else
  tell
  exit "$status"
fi
