#!/bin/sh
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the libFuzzer targets with clang and runs them, seeded with the fixtures.
#
#   tests/fuzz/run.sh SECONDS [TARGET…]       TARGET: parser, archive; else both, one after the other
#
# BUILD=FOLDER     a build folder of meson, for its config.h and its fixtures (default: _build)
# FUZZ=FOLDER      where objects, targets, corpus and findings are kept (default: $BUILD/fuzz)
#
# Ends with 77 (skipped) where clang has no libFuzzer, with 1 where something was found: the input is in $FUZZ/findings.
set -eu

seconds=${1:?how many seconds}
shift
[ $# -gt 0 ] || set -- parser archive
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "${BUILD:-$source/_build}" && pwd)
fuzz=${FUZZ:-$build/fuzz}
packages='gio-2.0 gio-unix-2.0 libcrypto libarchive'
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'

mkdir -p "$fuzz/objects" "$fuzz/findings"
fuzz=$(cd "$fuzz" && pwd)

clang=$(command -v clang) || { echo 'skipped: there is no clang'; exit 77; }
try=$(mktemp -d "$fuzz/try.XXXXXX")
echo 'int LLVMFuzzerTestOneInput (const unsigned char *d, unsigned long n) { return 0; }' > "$try/try.c"
if ! "$clang" -fsanitize=fuzzer,address,undefined "$try/try.c" -o "$try/try" 2> /dev/null; then
  echo 'skipped: clang comes without libFuzzer (libclang-rt, compiler-rt)'
  rm -r "$try"
  exit 77
fi
rm -r "$try"

# list_old: source and object of all that is to be compiled; a changed header makes all anew.
list_old () {
  for file; do
    object=$fuzz/objects/$(basename "$file" .c).o
    if [ ! -e "$object" ] || [ -n "$(find "$file" $headers -newer "$object" -type f | head -n 1)" ]; then
      printf '%s\0%s\0' "$file" "$object"
    fi
  done
}

# One at a time: both targets share their objects.
build_targets () {
  flags="-std=gnu17 -g -O1 -fsanitize=fuzzer-no-link $sanitizers -D_GNU_SOURCE -DOPENSSL_API_COMPAT=30000
    -DOPENSSL_NO_DEPRECATED -DG_LOG_DOMAIN=\"smith-fuzz\" -I$build/src -I$source/src/base -I$source/src/crypto
    -I$source/tests/fuzz $(pkg-config --cflags $packages)"
  headers=$(find "$source/src/base" "$source/src/crypto" "$source/tests/fuzz" -name '*.h')
  list_old "$source"/src/base/*.c "$source"/src/crypto/*.c "$source"/src/crypto/formats/*.c "$source"/tests/fuzz/*.c |
    CLANG=$clang FLAGS=$flags xargs -0 -r -n 2 -P "$(nproc)" sh -c '$CLANG $FLAGS -c "$0" -o "$1"'
  objects=$fuzz/objects/smith-fuzz.o
  for file in "$source"/src/base/*.c "$source"/src/crypto/*.c "$source"/src/crypto/formats/*.c; do
    objects="$objects $fuzz/objects/$(basename "$file" .c).o"
  done
  for target in parser archive; do
    "$clang" $sanitizers -fsanitize=fuzzer "$fuzz/objects/fuzz-$target.o" $objects $(pkg-config --libs $packages) \
      -o "$fuzz/fuzz-$target.new"
    mv "$fuzz/fuzz-$target.new" "$fuzz/fuzz-$target"
  done
}
( flock 9; build_targets ) 9> "$fuzz/lock"

export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:malloc_context_size=12
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=print_suppressions=0
for target; do
  mkdir -p "$fuzz/corpus-$target" "$fuzz/seeds-$target"
  # What is unpacked to hundreds of megabytes teaches little and takes long.
  find "$build/tests/fixtures/data/parser" -type f ! -name '*.expect' ! -name 'huge*' -size -64k \
    -exec cp -f {} "$fuzz/seeds-$target" \;
  echo "fuzz-$target: $seconds seconds"
  # A 7z or LZMA header may ask for a window of 4 GiB; it is reserved and not touched, and what is unpacked is bounded.
  "$fuzz/fuzz-$target" -max_total_time="$seconds" -timeout=120 -report_slow_units=120 -rss_limit_mb=2560 \
    -malloc_limit_mb=5120 -max_len=65536 \
    -print_final_stats=1 -dict="$source/tests/fuzz/parser.dict" -artifact_prefix="$fuzz/findings/$target-" -verbosity=0 \
    "$fuzz/corpus-$target" "$fuzz/seeds-$target"
done
