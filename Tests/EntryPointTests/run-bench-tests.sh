#!/usr/bin/env bash
#
# Tests of run-bench.sh: what it builds, installs and runs, and the exit status it hands on. They take
# seconds, because the toolchain is replaced by a recorder: `swift build` makes an `ncbench` that writes down
# its arguments and ends with a chosen status. The header check runs through a real compiler. The real build
# is what `.ci/run` does next.

set -uo pipefail

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
# A space and a bracket in the path: what a careless script trips over.
work="$(mktemp -d "${TMPDIR:-/tmp}/run bench [tests].XXXXXX")"
trap 'rm -rf "$work"' EXIT
copy="$work/a checkout"
tools="$work/tools"
calls="$work/calls"
passed=0
failed=0

# --- The stage ------------------------------------------------------------------------------------

real_compiler="$(dirname "$(command -v swift || echo /nowhere/swift)")/clang"
[ -x "$real_compiler" ] || real_compiler="$(command -v clang || command -v c++)"
real_swift="$(command -v swift)"

mkdir -p "$copy" "$tools"
cp "$project/run-bench.sh" "$project/Package.swift" "$project/README.md" "$project/LICENSE" "$copy/"
mkdir -p "$copy/corpora"
cp "$project/corpora/manifest.yaml" "$copy/corpora/"

cat >"$tools/swift" <<'FAKE'
#!/usr/bin/env bash
[ -n "${FAKE_BROKEN_TOOLCHAIN:-}" ] && { echo "error while loading shared libraries: libncurses.so.6" >&2; exit 127; }
[ "$1" = --version ] && { echo "Swift version ${FAKE_SWIFT_VERSION:-6.3.1} (swift-RELEASE)"; exit 0; }
printf 'swift' >>"$FAKE_CALLS"; printf ' <%s>' "$@" >>"$FAKE_CALLS"; echo >>"$FAKE_CALLS"
[ "$1 $2" = "build --version" ] && exit
[ "$1" = package ] && printf '%s - A codec. (default)\n' Brotli LZ4 LibDeflate Zstd && exit
[ "$1 $2" = "test list" ] && printf '%s\n' "CodingTests.RangeCoderTests/carry()" "CodingTests.ZlibTests/all()" && exit
[ "$1" = build ] || exit "${FAKE_TEST_STATUS:-0}"
echo "[1/2] Compiling Fine Fine.swift"
[ -z "${FAKE_BUILD_ERROR:-}" ] || { echo "Broken.swift:1:1: error: $FAKE_BUILD_ERROR"; exit 1; }
mkdir -p "$3/.build/release"
cp "$FAKE_TOOLS/ncbench" "$3/.build/release/ncbench"
FAKE

cat >"$tools/ncbench" <<'FAKE'
#!/usr/bin/env bash
printf 'ncbench' >>"$FAKE_CALLS"; printf ' <%s>' "$@" >>"$FAKE_CALLS"; echo >>"$FAKE_CALLS"
[ "$1" = show-folder ] && pwd
[ "$1 ${2:-}" = "manual --output" ] && echo page >"$3/ncbench.1"
[ "$1" = --generate-completion-script ] && echo "completion for $2"
[ "$1 ${2:-}" = "corpora fetch" ] && exit "${FAKE_FETCH_STATUS:-0}"
[ "$1 ${2:-}" = "corpora list" ] && { [ -z "${FAKE_HERE:-}" ] || echo "$FAKE_HERE"; exit 0; }
[ "$1 ${2:-}" = "corpora verify" ] && { echo "ncbench: $FAKE_HERE: it has SHA-256 1 instead of 2" >&2; exit 1; }
exit "${FAKE_STATUS:-0}"
FAKE

# A compiler that, asked to, finds no header of the system.
cat >"$tools/clang" <<'FAKE'
#!/usr/bin/env bash
[ -z "${FAKE_NO_HEADERS:-}" ] || set -- -nostdinc -nostdinc++ "$@"
exec "$REAL_COMPILER" "$@"
FAKE
cat >"$tools/pkg-config" <<'FAKE'
#!/usr/bin/env bash
[ -z "${FAKE_NO_HEADERS:-}" ] && "$REAL_PKG_CONFIG" "$@"
FAKE
chmod +x "$tools"/*
unset NCBENCH_DISABLE_TRAITS
export SWIFTLY_BIN_DIR="$work/no-swiftly"
REAL_PKG_CONFIG="$(command -v pkg-config || echo false)"
export REAL_PKG_CONFIG FAKE_CALLS="$calls" FAKE_TOOLS="$tools" REAL_COMPILER="$real_compiler"

# Runs run-bench.sh of the copy with the arguments given; leaves `status`, `out`, `err` and the file `calls`.
bench() {
    : >"$calls"
    PATH="$tools:$PATH" "${script:-$copy/run-bench.sh}" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    out="$(cat "$work/out")"
    err="$(cat "$work/err")"
}

# check DESCRIPTION COMMAND...: one test; the command says whether it holds.
check() {
    local description="$1"
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n  status: %s\n  calls: %s\n  out: %s\n  err: %s\n' \
            "$description" "$status" "$(cat "$calls")" "$out" "$err" >&2
    fi
}

has_status() { [ "$status" -eq "$1" ]; }
called() { grep -qF -- "$1" "$calls"; }
not_called() { ! called "$1"; }
errors_say() { grep -qF -- "$1" <<<"$err"; }
errors_are_silent_on() { ! errors_say "$1"; }
output_is() { [ "$out" = "$1" ]; }

# --- Passing on -----------------------------------------------------------------------------------

for wanted in 0 1 3 4 5 64; do
    FAKE_STATUS=$wanted bench codecs --format json
    check "status $wanted of ncbench is passed on" has_status "$wanted"
    FAKE_STATUS=$wanted bench compare "base run" new --limit 'size=0%,lstm:ctime=5%'
    check "status $wanted of compare is passed on" has_status "$wanted"
    check "compare gets its arguments" called "ncbench <compare> <base run> <new> <--limit> <size=0%,lstm:ctime=5%>"
done
bench run -e "cmd:cat {in}::cat {in}" "" "a b"
check "arguments arrive as they were" called "ncbench <run> <-e> <cmd:cat {in}::cat {in}> <> <a b>"
check "the build is a release build of the right package" \
    called "swift <build> <--package-path> <$copy> <-c> <release> <--product> <ncbench>"
bench -- test file.ncb
check "after -- ncbench's own test command is meant" called "ncbench <test> <file.ncb>"
bench -- --help
check "after -- --help is ncbench's" called "ncbench <--help>"

mkdir -p "$work/elsewhere"
cd "$work/elsewhere" || exit 1
bench show-folder
check "the command runs in the caller's folder, and stdout is its alone" output_is "$work/elsewhere"
ln -s "../a checkout/run-bench.sh" "$work/elsewhere/bench link"
script="./bench link" bench codecs
check "it works through a symbolic link" called "<--package-path> <$copy>"

# --- Tests ----------------------------------------------------------------------------------------

bench test RangeCoder Zlib
check "test builds the tests" called "swift <build> <--package-path> <$copy> <-c> <release> <--build-tests>"
check "and runs those that the filters select" \
    called "<-c> <release> <--skip-build> <--disable-xctest> <--filter> <RangeCoder> <--filter> <Zlib>"
bench test RangeCoder Zlob
check "a filter that selects nothing is an error" has_status 1
check "which names it" errors_say "no test matches Zlob"
bench test --no-parallel
check "test passes options on" called "<--disable-xctest> <--no-parallel>"
FAKE_TEST_STATUS=1 bench test
check "failed tests give status 1" has_status 1

# --- The main job ---------------------------------------------------------------------------------

bench
check "the main job fetches the quick corpus" called "ncbench <corpora> <fetch> <--suite> <quick>"
check "and runs it into reports/latest" called "<run> <--suite> <quick>"
check "of the project, not of the current folder" called "<--output> <$copy/reports/latest>"
mkdir -p "$copy/reports/latest" && echo old | tee "$copy/reports/latest/results.csv" >"$copy/reports/latest/report.md"
bench
check "an earlier run is kept" grep -q old "$copy/reports/previous/results.csv"
check "and makes room" test ! -e "$copy/reports/latest/results.csv"
mkdir -p "$copy/reports/latest" && echo part >"$copy/reports/latest/results.csv"
bench
check "an interrupted one is kept beside it" grep -q part "$copy/reports/interrupted/results.csv"
check "not instead of it" grep -q old "$copy/reports/previous/results.csv"
check "and how to go on with it is said" errors_say "--output $copy/reports/interrupted --resume"
mkdir -p "$copy/reports/latest"
echo "> The run is not finished: 3 of 9 trials are here." >"$copy/reports/latest/report.md"
bench
check "also where it got as far as a report" grep -q "not finished" "$copy/reports/interrupted/report.md"
if command -v flock >/dev/null; then
    ( exec 9>"$copy/reports/.main-job" && flock 9 && touch "$work/is-held" && exec sleep 600 ) &
    holder=$!
    until [ -e "$work/is-held" ]; do sleep 0.01; done
    bench
    check "two main jobs at once are refused" errors_say "another ./run-bench.sh measures here"
    kill "$holder"
    wait "$holder" 2>/dev/null
fi
FAKE_FETCH_STATUS=1 bench --no-install
check "without the corpus it runs the smoke suite" called "<run> <--suite> <smoke>"
check "and says so" errors_say "could not be fetched"
FAKE_FETCH_STATUS=1 FAKE_HERE=coffee bench --no-install
check "with a damaged item that cannot be fetched again nothing else is measured" not_called "<run>"
check "the status is 1" has_status 1
check "and the item is named" errors_say "coffee: it has SHA-256"
FAKE_STATUS=4 bench
check "a round trip that fails gives status 4" has_status 4

# --- Traits ---------------------------------------------------------------------------------------

bench --disable-trait Brotli --disable-trait=Zstd codecs
check "the other traits stay" called "<--traits> <LZ4,LibDeflate>"
NCBENCH_DISABLE_TRAITS=Zstd,Brotli,LZ4,LibDeflate bench codecs
check "all traits can go" called "<--disable-default-traits>"
bench --disable-trait Nosuch
check "an unknown trait is wrong usage" has_status 64
check "whose message names the traits" errors_say "Zstd, Brotli, LZ4, LibDeflate"
bench --disable-trait
check "so is a trait without a name" has_status 64

# --- Installing -----------------------------------------------------------------------------------

prefix="$work/some prefix"
bench install --prefix "$prefix"
check "installing works in a folder with a blank" has_status 0
check "the runtime is linked in" test "$(uname -s)" = Darwin -o "$(grep -c static-swift-stdlib "$calls")" -eq 1
for file in bin/ncbench share/ncbench/manifest.yaml share/man/man1/ncbench.1 share/doc/ncbench/LICENSE \
    share/bash-completion/completions/ncbench share/zsh/site-functions/_ncbench \
    share/fish/vendor_completions.d/ncbench.fish; do
    check "$file is there" test -s "$prefix/$file"
done
check "the program runs" test -x "$prefix/bin/ncbench"
check "each shell has its own completion" grep -qx "completion for zsh" "$prefix/share/zsh/site-functions/_ncbench"
check "everything is in the list" \
    test "$(cd "$prefix" && find . -type f | wc -l)" -eq "$(wc -l <"$prefix/share/ncbench/installed-files")"
# A file of an older version, and one of the user's.
echo old >"$prefix/share/man/man1/ncbench-old.1"
echo share/man/man1/ncbench-old.1 >>"$prefix/share/ncbench/installed-files"
echo mine >"$prefix/share/mine"
bench install --prefix="$prefix"
check "installing again works" has_status 0
check "what the older version alone had is gone" test ! -e "$prefix/share/man/man1/ncbench-old.1"
(cd "$work" && bench uninstall --prefix "some prefix" && [ "$status" -eq 0 ])
check "a relative prefix is where one stands" test ! -e "$prefix/bin"
check "nothing else is taken away" test "$(cd "$prefix" && find . -type f)" = ./share/mine
bench uninstall --prefix "$prefix"
check "there is nothing to uninstall twice" has_status 1
check "and nothing is built for it" not_called swift
bench install --prefix
check "a prefix without a folder is wrong usage" has_status 64
bench install elsewhere
check "so is an argument too many" has_status 64
echo file >"$work/file"
bench install --prefix "$work/file"
check "a prefix that cannot be made gives status 1" has_status 1
check "and is named" errors_say "$work/file"

# --- What is missing ------------------------------------------------------------------------------

FAKE_NO_HEADERS=yes bench --no-install codecs
check "missing libraries give status 1" has_status 1
check "nothing is built then" not_called "<--product>"
check "Debian's packages are named" errors_say "sudo apt-get install g++ zlib1g-dev liblzma-dev libbz2-dev"
check "Fedora's packages are named" errors_say "sudo dnf install gcc-c++ zlib-devel xz-devel bzip2-devel"
check "Homebrew's packages are named" errors_say "brew install xz libpng flac zstd brotli lz4 libdeflate"
check "the switch is named" errors_say "--disable-trait Zstd"
FAKE_NO_HEADERS=yes bench --no-install --disable-trait Zstd codecs
check "a disabled codec's library is not asked for" errors_are_silent_on libzstd-dev
FAKE_SWIFT_VERSION=5.10 bench codecs
check "an old toolchain gives status 1" has_status 1
check "and is named" errors_say "is version 5.10"
FAKE_BROKEN_TOOLCHAIN=yes bench --no-install codecs
check "a toolchain that does not start gives status 1" has_status 1
check "and its libraries are named" errors_say "apt-get install libcurl4-openssl-dev libncurses-dev libsqlite3-dev"
FAKE_BUILD_ERROR="no such module" bench codecs
check "a failed build gives status 1" has_status 1
check "shows the compiler's words" errors_say "error: no such module"
check "but not its progress" errors_are_silent_on "Compiling Fine"

# --- The table and the package agree --------------------------------------------------------------

bench --help
check "help needs nothing" has_status 0
declared="$(cd "$project" && "$real_swift" package show-traits 2>/dev/null \
    | sed -n 's/^\([A-Za-z0-9]*\) - .*/\1/p' | sort)"
listed="$(awk '/^ *TABLE$|<<.TABLE./ { inside = !inside; next } inside && $1 != "-" { print $1 }' \
    "$copy/run-bench.sh" | sort -u)"
for trait in $declared; do
    check "trait $trait is in the table" grep -qx "$trait" <<<"$listed"
done
# Every package named for a system there is named here too.
while read -r package; do
    check "$package is in the table" grep -qE " $package( |\$)" "$copy/run-bench.sh"
done < <({
    grep -o '\.apt(\[[^]]*\])' "$copy/Package.swift"
    grep -oE '(debian|fedora|homebrew): "[^"]*"' "$project/Sources/ncbench/CodecRegistry.swift"
} | grep -o '"[^"]*"' | tr -d '"' | sort -u)

echo "run-bench.sh: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
