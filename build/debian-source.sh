#!/usr/bin/env bash
# Brings the upstream source of a Debian package into .tools/src-<package>/ of this checkout: no root, nothing installed.
# It is the release as its authors made it; Debian's own patches are not applied.
#
#   build/debian-source.sh <source-package>
set -euo pipefail

if [ $# -ne 1 ]; then
    echo "usage: build/debian-source.sh <source-package>" >&2
    exit 2
fi
package=$1
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/private-apt.sh"
tools=$root/.tools
target=$tools/src-$package
mkdir -p "$tools"

[ -f "$target/.stamp" ] && exit 0
exec 9>"$tools/.lock"
flock 9
[ -f "$target/.stamp" ] && exit 0

# The machine's own sources, asked for source packages.
state=$tools/.apt-source
sources=$tools/.apt-source-lists
rm -rf "$sources"
mkdir -p "$sources/parts"
for list in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    if [ -f "$list" ]; then
        case $list in
            *.sources) sed 's/^Types:.*/Types: deb-src/' "$list" >"$sources/parts/debian.sources" ;;
            *) sed -n 's/^deb /deb-src /p' "$list" >"$sources/parts/debian.list" ;;
        esac
    fi
done
from=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$sources/parts")
refresh_package_lists "$state" '*_Sources*' "${from[@]}"

partial=$target.partial.$$
trap 'rm -rf "$partial"' EXIT
mkdir -p "$partial/download"
(cd "$partial/download" && private_apt "$state" source --download-only "${from[@]}" "$package" >/dev/null)
mkdir "$partial/source"
tar -x -f "$(find "$partial/download" -name '*.orig.tar.*' ! -name '*.asc')" -C "$partial/source" --strip-components=1
touch "$partial/source/.stamp"
rm -rf "$target"
mv "$partial/source" "$target"
