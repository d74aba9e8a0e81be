#!/usr/bin/env bash
# Unpacks the Debian packages of the images' base into .tools/image-base-<architecture>/: root/ is the file system,
# packages/ what each package says of itself. No root and no container engine; nothing is installed.
#
#   build/image-base.sh amd64|arm64
set -euo pipefail

architecture=${1:-}
case $architecture in
    amd64) triplet=x86_64-linux-gnu ;;
    arm64) triplet=aarch64-linux-gnu ;;
    *) echo "usage: build/image-base.sh amd64|arm64" >&2; exit 2 ;;
esac
for tool in apt-get dpkg-deb flock tar; do
    command -v "$tool" >/dev/null || { echo "image-base: $tool is missing (is this Debian?)" >&2; exit 1; }
done

# What a self-contained .NET program needs, and nothing that runs by itself: no shell, no package manager.
packages=(base-files ca-certificates libc6 libgcc-s1 libssl3 libstdc++6 tzdata zlib1g)
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/private-apt.sh"
tools=$root/.tools
target=$tools/image-base-$architecture
state=$tools/.apt-image-$architecture
mkdir -p "$tools"
exec 9>"$tools/.image-base.lock"
flock 9

apt() { private_apt "$state" -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" "$@"; }
refresh_package_lists "$state" '*_Packages*' -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture"

# The same packages as before: nothing to do.
wanted=$(apt download --print-uris "${packages[@]}" | sort)
[ -n "$wanted" ] || { echo "image-base: apt knows no packages for $architecture" >&2; exit 1; }
[ "$(cat "$target/.stamp" 2>/dev/null)" = "$wanted" ] && exit 0

partial=$target.partial.$$
trap 'rm -rf "$partial"' EXIT
mkdir -p "$partial/archives" "$partial/packages" "$partial/root/usr"
(cd "$partial/archives" && apt download "${packages[@]}" >/dev/null)

# Debian's merged /usr, which its packages of this release still expect to find.
for folder in bin lib sbin; do
    mkdir "$partial/root/usr/$folder"
    ln -s "usr/$folder" "$partial/root/$folder"
done
if [ "$architecture" = amd64 ]; then
    mkdir "$partial/root/usr/lib64"
    ln -s usr/lib64 "$partial/root/lib64"
fi
for archive in "$partial"/archives/*.deb; do
    dpkg-deb --field "$archive" >"$partial/packages/$(dpkg-deb --field "$archive" Package)"
    # Not needed at run time: manuals, packaging hints, and the C library's converters of character sets.
    dpkg-deb --fsys-tarfile "$archive" |
        tar -x -C "$partial/root" --keep-directory-symlink --no-same-owner --exclude='./usr/share/man' \
            --exclude='./usr/share/lintian' --exclude='./usr/share/info' --exclude="./usr/lib/$triplet/gconv"
done
find "$partial/root/usr/share/doc" -type f ! -name copyright -delete
# Scripts for a shell that is not there.
find "$partial/root/usr/bin" "$partial/root/usr/sbin" -type f -delete
rm -rf "$partial/archives"

# What update-ca-certificates and the package openssl would make.
mkdir -p "$partial/root/etc/ssl/certs" "$partial/root/usr/lib/ssl"
find "$partial/root/usr/share/ca-certificates" -name '*.crt' -print0 | LC_ALL=C sort -z |
    xargs -0 cat >"$partial/root/etc/ssl/certs/ca-certificates.crt"
ln -s /etc/ssl/certs "$partial/root/usr/lib/ssl/certs"
ln -s /etc/ssl/certs/ca-certificates.crt "$partial/root/usr/lib/ssl/cert.pem"

# The one user of the images; programs that ask for the name of their user find it.
printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/nonexistent:/sbin/nologin\n' >"$partial/root/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' >"$partial/root/etc/group"
printf 'hosts: files dns\n' >"$partial/root/etc/nsswitch.conf"

echo "$wanted" >"$partial/.stamp"
rm -rf "$target"
mv "$partial" "$target"
echo "image-base: ${#packages[@]} packages unpacked into .tools/image-base-$architecture ($(du -sh "$target/root" | cut -f1))" >&2
