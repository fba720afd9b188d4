#!/bin/sh
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# headless.sh TEST: runs a test of widgets on a screen of its own, in folders of its own, with no session bus.
# Never on the display of a person.
set -eu
if ! command -v Xvfb >/dev/null 2>&1; then
  echo '1..0 # SKIP no Xvfb on this machine'
  exit 0
fi
folder=$(mktemp -d)
server=
clean() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean EXIT
trap 'exit 143' INT TERM
mkdir -m 700 "$folder/run" "$folder/home"
exec 7>"$folder/display"
Xvfb -displayfd 7 -screen 0 1600x1000x24 -nolisten tcp -noreset >"$folder/log" 2>&1 &
server=$!
exec 7>&-
tries=0
while [ ! -s "$folder/display" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 200 ]; then
    echo 'Bail out! Xvfb did not start'
    exit 1
  fi
  sleep 0.05
done
DISPLAY=:$(cat "$folder/display") HOME=$folder/home XDG_RUNTIME_DIR=$folder/run \
XDG_DATA_HOME=$folder/home/data XDG_CONFIG_HOME=$folder/home/config XDG_CACHE_HOME=$folder/home/cache \
XDG_DATA_DIRS=/usr/local/share:/usr/share DBUS_SESSION_BUS_ADDRESS=disabled: \
GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none GTK_USE_PORTAL=0 ADW_DISABLE_PORTAL=1 \
AWS_ACCESS_KEY_ID= AWS_SECRET_ACCESS_KEY= "$@"
