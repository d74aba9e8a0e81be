#!/usr/bin/env bash
# Verifies the files of a release: that SHA256SUMS was signed by the key, that every file is as it says, and that there is
# no other.
#
#   build/verify-release.sh FOLDER PUBLIC-KEY.pem
set -euo pipefail
export LC_ALL=C

[ $# -eq 2 ] || { echo "Usage: verify-release.sh FOLDER PUBLIC-KEY.pem" >&2; exit 2; }
key=$(realpath "$2")
cd "$1"
openssl dgst -sha256 -verify "$key" -signature <(base64 -d SHA256SUMS.sig) SHA256SUMS >/dev/null \
    || { echo "verify-release: SHA256SUMS was not signed by the key $2, or was changed since." >&2; exit 1; }
sha256sum --check --strict --quiet SHA256SUMS || { echo "verify-release: these files are not the ones that were signed." >&2; exit 1; }
others=$(comm -13 <(cut -c 67- SHA256SUMS | sort) <(find . -type f ! -name SHA256SUMS ! -name SHA256SUMS.sig -printf '%P\n' | sort))
[ -z "$others" ] || { printf 'verify-release: these files were not signed:\n%s\n' "$others" >&2; exit 1; }
echo "All $(wc -l <SHA256SUMS) files of $1 are as they were signed."
