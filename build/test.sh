#!/usr/bin/env bash
# Runs every test project, one after another so that they do not take the cores from each other, and sums up.
# The last line, "N passed, N failed, N skipped", is what CI reads.
#   build/test.sh short    all but the tests marked Tier=full
#   build/test.sh full     only those
set -uo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
    short) filter='Tier!=full' ;;
    full) filter='Tier=full' ;;
    *) echo "usage: build/test.sh short|full" >&2; exit 2 ;;
esac

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet build InferencePlatform.sln --configuration Release --nologo --verbosity quiet || exit 1

status=0
for project in tests/*Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    echo "== $name"
    timeout 30m dotnet test "$project" --configuration Release --no-build --nologo --verbosity minimal \
        --filter "$filter" 2>&1 | tee "$results/$name.log"
    code=${PIPESTATUS[0]}
    if [ "$code" -ne 0 ]; then
        status=1
        # A run that failed without a failed test was cut short, and counts as one.
        grep -q 'Failed: *[1-9]' "$results/$name.log" || echo "Failed!  - Failed: 1, Passed: 0, Skipped: 0" >>"$results/$name.log"
    fi
done

cat "$results"/*.log | awk '
    /(Passed|Failed|Skipped)! +- Failed: / {
        for (i = 1; i < NF; i++) {
            if ($i == "Passed:") passed += $(i + 1)
            if ($i == "Failed:") failed += $(i + 1)
            if ($i == "Skipped:") skipped += $(i + 1)
        }
    }
    END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
exit $status
