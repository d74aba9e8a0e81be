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
tools=$root/.tools
target=$tools/$name
wanted="layout 1: $(printf '%s\n' "$@" | LC_ALL=C sort -u | tr '\n' ' ')"
mkdir -p "$tools"

up_to_date() { [ -f "$target/.stamp" ] && [ "$(cat "$target/.stamp")" = "$wanted" ]; }

up_to_date && exit 0
exec 9>"$tools/.lock"
flock 9
up_to_date && exit 0

# apt with a state of its own, in which nothing is installed: the closure it computes is that of a bare machine.
state=$tools/.apt
mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
: >"$state/status"
: >"$state/extended_states"
# The machine's hooks tend its own apt, not ours.
printf '#clear %s;\n' APT::Update::Pre-Invoke APT::Update::Post-Invoke APT::Update::Post-Invoke-Success >"$state/apt.conf"
apt() {
    apt-get -qq -c "$state/apt.conf" \
        -o Dir::State="$state" -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
        -o Dir::State::extended_states="$state/extended_states" \
        -o Dir::Cache="$state/cache" -o Dir::Cache::archives="$state/cache/archives" \
        -o Dir::Log="$state" -o Debug::NoLocking=true -o APT::Sandbox::User="$(id -un)" \
        -o Acquire::Languages=none -o Acquire::Retries=2 -o APT::Install-Recommends=false "$@"
}

if [ -z "$(find "$state/lists" -maxdepth 1 -name '*_Packages*' -mmin -1440 -print -quit)" ]; then
    # A third-party source of the machine that does not answer must not stop us: what is needed is checked below.
    apt update || echo "debian-tools: some package lists could not be refreshed" >&2
    find "$state/lists" -maxdepth 1 -name '*_Packages*' -exec touch {} +
fi

uris=$state/uris.$$
partial=$target.partial.$$
trap 'rm -rf "$uris" "$partial"' EXIT
apt install --print-uris "$@" >"$uris"
apt install --download-only --yes "$@" >/dev/null

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
