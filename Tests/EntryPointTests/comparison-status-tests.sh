#!/usr/bin/env bash
#
# What CI sees of `./run-bench.sh compare`, `ab` and `baseline check`, end to end: the built program measures, its results are
# changed in known ways, and the exit status that run-bench.sh hands on must tell them apart.

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

work="$(mktemp -d "${TMPDIR:-/tmp}/comparison status [tests].XXXXXX")"
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# expect STATUS WORDS ARGUMENT...: run-bench.sh with these arguments ends with the status, and says the words.
expect() {
    local wanted="$1" words="$2" status=0
    shift 2
    ./run-bench.sh "$@" >"$work/said" 2>&1 </dev/null || status=$?
    if [ "$status" -eq "$wanted" ] && { [ -z "$words" ] || grep -qF -- "$words" "$work/said"; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: ./run-bench.sh %s\n  status %s, not %s; or it does not say "%s":\n' "$*" "$status" "$wanted" "$words"
        sed 's/^/  /' "$work/said"
    fi
}

# changed COLUMN VALUE: a copy of the run whose first row has another value (an awk expression, `x` being the old one).
changed() {
    rm -rf "$work/new"
    cp -R "$work/base" "$work/new"
    awk -F, -v OFS=, -v name="$1" \
        'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i } NR == 2 { x = $column; $column = '"$2"' } { print }' \
        "$work/base/results.csv" >"$work/new/results.csv"
}

untimed="ctime=off,dtime=off,memory=off"
expect 0 "" run --suite smoke -e store/zlib,6 --runs 1 --min-time 0 --warmup 0 --quiet --output "$work/base"

cp -R "$work/base" "$work/new"
expect 0 "no regression" compare "$work/base" "$work/new"
changed comp_bytes 'x + 1'
expect 3 "1 regression" compare "$work/base" "$work/new"
changed comp_bytes 'x - 1'
expect 0 "1 improvement" compare "$work/base" "$work/new"
changed status '"mismatch"'
expect 4 "round trip" compare "$work/base" "$work/new"
changed status '"timeout"'
expect 3 "timeout" compare "$work/base" "$work/new"
changed item_sha256 '"0000000000000000000000000000000000000000000000000000000000000000"'
expect 5 "cannot be compared" compare "$work/base" "$work/new"
expect 5 "no base to compare against" compare "$work/nowhere" "$work/new"
expect 1 "nowhere" compare "$work/base" "$work/nowhere"
expect 64 "--limit" compare "$work/base" "$work/new" --limit size=none

program=.build/release/ncbench
expect 0 "no regression" ab --base "$program" --new "$program" --suite smoke -e store --runs 4 --quiet --limit "$untimed"
expect 5 "no such file" ab --base "$work/nowhere" --new "$program" --suite smoke -e store
expect 1 "cannot be driven" ab --base "$program" --new /bin/true --suite smoke -e store

expect 0 "no size is worse" baseline check --suite smoke --codec store
expect 3 "store on" baseline check --suite smoke --codec store --stand-in "store=cmd:sh -c 'echo; cat'::tail -c +2 {in}"
expect 5 "no baseline" baseline check --suite smoke --baseline "$work/nowhere"
expect 64 "lzma" baseline check --codec lzma

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
