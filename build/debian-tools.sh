#!/usr/bin/env bash
# Brings Debian packages, with everything they depend on, into .tools/<name>/ of this checkout: no root, nothing
# installed. Sources, signatures and hashes are apt's own, from the machine's configuration.
#
#   build/debian-tools.sh <name> <package>...     unpack (nothing to do when the same list is there already)
#   .tools/<name>/run <command> [argument]...     run with the unpacked programs, libraries and Python modules
#   . .tools/<name>/env.sh                        the same for the current shell; sets DEBIAN_TOOLS_PREFIX too
#
# Only the C library and the compiler's runtime are taken from the system: they belong together with its kernel
# loader and its g++.
set -euo pipefail

if [ $# -lt 2 ]; then
    echo "usage: build/debian-tools.sh <name> <package>..." >&2
    exit 2
fi
name=$1
shift
case $name in
    */* | .*) echo "debian-tools: '$name' is not a plain folder name" >&2; exit 2 ;;
esac
for tool in apt-get dpkg-deb flock tar; do
    command -v "$tool" >/dev/null || { echo "debian-tools: $tool is missing (is this Debian?)" >&2; exit 1; }
done

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/private-apt.sh"
tools=$root/.tools
target=$tools/$name
wanted="layout 1: $(printf '%s\n' "$@" | LC_ALL=C sort -u | tr '\n' ' ')"
mkdir -p "$tools"

up_to_date() { [ -f "$target/.stamp" ] && [ "$(cat "$target/.stamp")" = "$wanted" ]; }

up_to_date && exit 0
exec 9>"$tools/.lock"
flock 9
up_to_date && exit 0

state=$tools/.apt
refresh_package_lists "$state" '*_Packages*'

uris=$state/uris.$$
partial=$target.partial.$$
trap 'rm -rf "$uris" "$partial"' EXIT
private_apt "$state" install --print-uris "$@" >"$uris"
private_apt "$state" install --download-only --yes "$@" >/dev/null

mkdir -p "$partial/usr/bin" "$partial/usr/lib" "$partial/usr/lib64" "$partial/usr/sbin"
for folder in bin lib lib64 sbin; do
    ln -s "usr/$folder" "$partial/$folder"
done
while read -r _ file _; do
    case $file in
        libc6_* | libc6-dev_* | libc-bin_* | libc-dev-bin_* | linux-libc-dev_*) continue ;;
        gcc-[0-9]*-base_* | libgcc-s1_* | libstdc++6_*) continue ;;
    esac
    dpkg-deb --fsys-tarfile "$state/cache/archives/$file" |
        tar -x -C "$partial" --keep-directory-symlink --no-same-owner --exclude ./dev
done <"$uris"

cat >"$partial/env.sh" <<'ENV'
# Read by bash; see build/debian-tools.sh.
DEBIAN_TOOLS_PREFIX=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DEBIAN_TOOLS_PREFIX
export PATH="$DEBIAN_TOOLS_PREFIX/usr/bin:$DEBIAN_TOOLS_PREFIX/usr/sbin:$PATH"
# blas/ and lapack/ hold what Debian links to by update-alternatives.
for folder in "$DEBIAN_TOOLS_PREFIX"/usr/lib/*-linux-gnu*/{lapack,blas,}; do
    if [ -d "$folder" ]; then
        export LD_LIBRARY_PATH="${folder%/}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    fi
done
if [ -d "$DEBIAN_TOOLS_PREFIX/usr/lib/python3/dist-packages" ]; then
    export PYTHONPATH="$DEBIAN_TOOLS_PREFIX/usr/lib/python3/dist-packages${PYTHONPATH:+:$PYTHONPATH}"
fi
unset folder
ENV
cat >"$partial/run" <<'RUN'
#!/usr/bin/env bash
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
exec "$@"
RUN
chmod +x "$partial/run"
echo "$wanted" >"$partial/.stamp"

rm -rf "$target"
mv "$partial" "$target"
while read -r _ file _; do
    rm -f "$state/cache/archives/$file"
done <"$uris"
echo "debian-tools: $(wc -l <"$uris") packages unpacked into .tools/$name" >&2
