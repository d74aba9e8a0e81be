#!/usr/bin/env bash
# Signs the files of a release: SHA256SUMS lists all of a folder, SHA256SUMS.sig is its signature.
#
#   build/sign-release.sh FOLDER KEY.pem
#
# KEY.pem is an EC (P-256) private key: openssl ecparam -genkey -name prime256v1 -noout -out release.key
# The signature is ECDSA over SHA-256 in base64, which cosign verifies too.
set -euo pipefail
export LC_ALL=C

[ $# -eq 2 ] || { echo "Usage: sign-release.sh FOLDER KEY.pem" >&2; exit 2; }
[ -d "$1" ] || { echo "sign-release: there is no folder $1." >&2; exit 2; }
[ -r "$2" ] || { echo "sign-release: the key $2 cannot be read." >&2; exit 2; }
key=$(realpath "$2")
cd "$1"
case $key in "$PWD"/*) echo "sign-release: the key is in $1 and would be released with it; keep it elsewhere." >&2; exit 2 ;; esac

rm -f SHA256SUMS SHA256SUMS.sig
files=$(find . -type f -printf '%P\n' | sort)
[ -n "$files" ] || { echo "sign-release: there is no file in $1." >&2; exit 2; }
sums=$(while IFS= read -r file; do sha256sum -- "$file"; done <<<"$files")
printf '%s\n' "$sums" >SHA256SUMS
openssl dgst -sha256 -sign "$key" SHA256SUMS | base64 -w 0 >SHA256SUMS.sig
echo "Signed $(wc -l <SHA256SUMS) files of $1."
