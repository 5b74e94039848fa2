#!/bin/sh
# Installs the packages of packages.txt that are missing. Needs root or sudo only when something is missing.
set -eu
list=$(dirname "$0")/packages.txt
missing=""
for package in $(sed 's/#.*//' "$list"); do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
as_root=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "error: these packages are missing:$missing; install them as root, or install sudo" >&2; exit 1; }
  as_root=sudo
fi
echo "Installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >&2
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
