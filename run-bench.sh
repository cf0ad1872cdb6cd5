#!/usr/bin/env bash
#
# The way in: builds ncbench and does what `usage` below says. Messages go to stderr, so that the stdout of a
# command that is passed on is ncbench's alone. Written for bash 3.2 (macOS) and later.

set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: ./run-bench.sh [OPTIONS]                    measure: the main job
       ./run-bench.sh [OPTIONS] test [FILTER...]   run the project's tests
       ./run-bench.sh [OPTIONS] install|uninstall [--prefix FOLDER]
       ./run-bench.sh [OPTIONS] deb [FOLDER]       build a Debian package
       ./run-bench.sh [OPTIONS] [--] COMMAND...    run `ncbench COMMAND...`; its exit status is passed on

Without a command: builds ncbench, fetches the quick corpus (once; later runs need no network),
compares neural and classical codecs on it and writes reports/latest/results.csv and
reports/latest/report.md. Where nothing of the corpus is here and it cannot be fetched, the built-in
smoke items are measured instead, and the report says so. Damaged items are fetched again.

`test` takes regular expressions that select tests (`./run-bench.sh test RangeCoder`), `list`,
or options of `swift test`. ncbench's own `test` command, which checks a compressed file, is
reached with `./run-bench.sh -- test FILE`.

`install` puts ncbench, its manual pages and completions for bash, zsh and fish under FOLDER:
/usr/local for root, ~/.local for others. What is installed runs without this checkout and
without Swift, and may be moved as a whole; it keeps the corpus in ~/.cache/ncbench.
`uninstall` takes away what `install` put there, and nothing else. `deb` writes
ncbench_VERSION_ARCHITECTURE.deb into FOLDER or the current one.

Options, before the command:
  --disable-trait NAME  build without the optional codec NAME (see the table below); repeatable.
                        NCBENCH_DISABLE_TRAITS=Zstd,Brotli in the environment does the same
  --no-install          never install packages; print the commands and stop
  -h, --help            print this text; `./run-bench.sh -- --help` prints ncbench's

Needed: Swift, git, pkg-config, a C++ library and the C libraries in this table. What is missing is
installed with apt-get when that needs no password (root, or sudo without one); otherwise the
command to install it is printed and the exit status is 1.

TEXT
    printf '  %-12s %-22s %-18s %-21s %s\n' Trait Header "Debian, Ubuntu" Fedora Homebrew
    requirements | while read -r trait header _ debian fedora homebrew; do
        [ "$trait" = - ] && trait="(always)"
        printf '  %-12s %-22s %-18s %-21s %s\n' "$trait" "$header" "$debian" "$fedora" "$homebrew"
    done
    cat <<'TEXT'

Exit status: 0 fine · 1 something is missing, or the build or a trial failed · 4 a round trip
failed · 64 wrong usage; a command's own status is passed on unchanged.
TEXT
}

# What the build needs, one library a line:
# trait that needs it (- for always), header, pkg-config module (- for none), Debian, Fedora and Homebrew package.
# A package that Homebrew does not need, because Apple's SDK has it, is a -.
requirements() {
    cat <<'TABLE'
-           cstdlib             -               g++             gcc-c++             -
-           zlib.h              zlib            zlib1g-dev      zlib-devel          -
-           lzma.h              liblzma         liblzma-dev     xz-devel            xz
-           bzlib.h             -               libbz2-dev      bzip2-devel         -
-           sqlite3.h           sqlite3         libsqlite3-dev  sqlite-devel        -
-           png.h               libpng          libpng-dev      libpng-devel        libpng
-           FLAC/stream_decoder.h flac          libflac-dev     flac-devel          flac
Zstd        zstd.h              libzstd         libzstd-dev     libzstd-devel       zstd
Brotli      brotli/encode.h     libbrotlienc    libbrotli-dev   brotli-devel        brotli
LZ4         lz4hc.h             liblz4          liblz4-dev      lz4-devel           lz4
LibDeflate  libdeflate.h        libdeflate      libdeflate-dev  libdeflate-devel    libdeflate
WebP        webp/encode.h       libwebp         libwebp-dev     libwebp-devel       webp
JXL         jxl/encode.h        libjxl          libjxl-dev      libjxl-devel        jpeg-xl
WavPack     wavpack/wavpack.h   wavpack         libwavpack-dev  wavpack-devel       wavpack
Zopfli      zopfli/zopfli.h     -               libzopfli-dev   zopfli-devel        zopfli
Snappy      snappy-c.h          snappy          libsnappy-dev   snappy-devel        snappy
LZO         lzo/lzo1x.h         lzo2            liblzo2-dev     lzo-devel           lzo
BZip3       libbz3.h            bzip3           libbzip3-dev    bzip3-devel         bzip3
PPMd        archive.h           libarchive      libarchive-dev  libarchive-devel    libarchive
JPEGLS      charls/charls.h     charls          libcharls-dev   CharLS-devel        charls
JPEG2000    openjpeg.h          libopenjp2      libopenjp2-7-dev openjpeg2-devel    openjpeg
TABLE
}

# The libraries that a toolchain unpacked from swift.org's archive needs before it starts, in the same columns.
toolchain_libraries() {
    cat <<'TABLE'
-           libcurl             -               libcurl4-openssl-dev  libcurl-devel   -
-           libncurses          -               libncurses-dev  ncurses-devel       -
-           libsqlite3          -               libsqlite3-dev  sqlite-devel        -
-           libxml2             -               libxml2-dev     libxml2-devel       -
TABLE
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "run-bench.sh: $*"; exit 1; }
fail_usage() { say "run-bench.sh: $*"; say "./run-bench.sh --help explains."; exit 64; }

# The folder this script really lies in, through symbolic links.
find_root() {
    local script="${BASH_SOURCE[0]}" target
    while [ -L "$script" ]; do
        target="$(readlink "$script")"
        case "$target" in
            /*) script="$target" ;;
            *) script="$(dirname "$script")/$target" ;;
        esac
    done
    cd "$(dirname "$script")" && pwd -P
}

is_disabled() {
    case " $disabled_traits " in
        *" $1 "*) return 0 ;;
        *) return 1 ;;
    esac
}

disable_traits() {
    local name
    for name in ${1//,/ }; do
        requirements | awk -v name="$name" '$1 == name && name != "-" { found = 1 } END { exit !found }' \
            || fail_usage "there is no trait $name; the traits are: $(optional_traits)"
        disabled_traits="$disabled_traits $name"
    done
}

optional_traits() {
    requirements | awk '$1 != "-" && !seen[$1]++ { printf "%s%s", separator, $1; separator = ", " }'
}

# --- Tools and libraries --------------------------------------------------------------------------

# Puts swiftly's toolchains on the PATH where no swift is on it.
find_swift() {
    local folder="${SWIFTLY_BIN_DIR:-${HOME:-}/.local/share/swiftly/bin}"
    command -v swift >/dev/null || [ ! -x "$folder/swift" ] || PATH="$folder:$PATH"
    command -v swift >/dev/null || fail_without_swift "none was found"
}

check_swift() {
    local needed words found
    needed="$(needed_swift)"
    words="$(swift --version 2>&1)" || fail_without_swift "$(command -v swift) does not start: $words"
    found="$(sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' <<<"$words" | head -n 1)"
    version_at_least "${found:-0.0}" "$needed" || fail_without_swift "$(command -v swift) is version ${found:-unknown}"
}

# The version that Package.swift asks for.
needed_swift() { sed -n '1s/.*swift-tools-version:[[:space:]]*\([0-9.]*\).*/\1/p' "$root/Package.swift"; }

fail_without_swift() {
    say "run-bench.sh: a Swift toolchain, version $(needed_swift) or later, is needed; $1."
    say "  Linux and macOS: install swiftly (https://www.swift.org/install/), then: swiftly install latest"
    say "  In a container:  docker run --rm -it -v \"\$PWD\":/bench -w /bench swift:6.3-bookworm ./run-bench.sh"
    exit 1
}

version_at_least() {
    local major="${1%%.*}" minor="${1#*.}"
    [ "$major" -gt "${2%%.*}" ] || { [ "$major" -eq "${2%%.*}" ] && [ "$minor" -ge "${2#*.}" ]; }
}

# Prints the rows of `requirements`, plus rows for the tools, that this machine does not meet.
missing_requirements() {
    local trait header module debian fedora homebrew compiler flags="" probe=""
    command -v git >/dev/null || echo "- git - git git git"
    command -v pkg-config >/dev/null || echo "- pkg-config - pkg-config pkgconf-pkg-config pkgconf"
    swift build --version >/dev/null 2>&1 || toolchain_libraries
    compiler="$(dirname "$(command -v swift)")/clang"
    [ -x "$compiler" ] || compiler="$(command -v clang || command -v c++ || true)"
    "${compiler:-false}" --version >/dev/null 2>&1 || compiler=""
    while read -r trait header module debian fedora homebrew; do
        is_disabled "$trait" && continue
        [ "$module" = - ] || flags="$flags $(pkg-config --cflags "$module" 2>/dev/null || true)"
        probe="$probe
#if !__has_include(<$header>)
$trait $header $module $debian $fedora $homebrew
#endif"
    done < <(requirements)
    # One run of the preprocessor leaves the lines of the headers that it cannot find. With no compiler at
    # all, everything is missing.
    if [ -n "$compiler" ]; then
        # shellcheck disable=SC2086 # the flags are several words
        printf '%s\n' "$probe" | "$compiler" -x c++ -E -P $flags - 2>/dev/null | grep -v '^[[:space:]]*$' || true
    else
        requirements
    fi
}

# Column number $1 of the rows $2, each package once, without the -.
packages() {
    awk -v column="$1" \
        '$column != "-" && !seen[$column]++ { printf "%s%s", separator, $column; separator = " " }' <<<"$2"
}

install_requirements() {
    local missing what log
    missing="$(missing_requirements)"
    [ -n "$missing" ] || return 0
    what="$(packages 2 "$missing")"
    if [ "$may_install" = yes ] && as_root=$(root_command); then
        say "Installing what is missing: apt-get install $(packages 4 "$missing")"
        log="$(mktemp)"
        # Where no update can be had, the package lists that are there may still do.
        # shellcheck disable=SC2024,SC2046,SC2086 # the log is ours to write; packages and commands are several words
        $as_root apt-get -q update >"$log" 2>&1 </dev/null || true
        # shellcheck disable=SC2024,SC2046,SC2086
        if $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
            $(packages 4 "$missing") >>"$log" 2>&1 </dev/null; then
            rm -f "$log"
            missing="$(missing_requirements)"
            [ -n "$missing" ] || return 0
        else
            say "apt-get could not install them:"
            tail -n 15 "$log" >&2
            rm -f "$log"
        fi
    fi
    say "run-bench.sh: missing: $what. Install with"
    say "  Debian, Ubuntu:  sudo apt-get install $(packages 4 "$missing")"
    say "  Fedora:          sudo dnf install $(packages 5 "$missing")"
    [ -z "$(packages 6 "$missing")" ] || say "  Homebrew:        brew install $(packages 6 "$missing")"
    if awk '$1 != "-" { optional = 1 } END { exit !optional }' <<<"$missing"; then
        say "and run this again; or build without an optional codec, e.g.:" \
            "./run-bench.sh --disable-trait $(awk '$1 != "-" { print $1; exit }' <<<"$missing")"
    fi
    exit 1
}

# Prints the words that make a command run as root (none for root itself); fails where that, or apt-get, is
# not to be had.
root_command() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && echo "sudo -n"
}

# --- Building -------------------------------------------------------------------------------------

# The options of `swift build` and `swift test` that select the traits; none for the default ones.
trait_options=()
select_traits() {
    local declared enabled="" trait
    [ -n "$disabled_traits" ] || return 0
    declared="$(swift package --package-path "$root" show-traits 2>/dev/null | sed -n 's/^\([A-Za-z0-9]*\) - .*/\1/p')"
    for trait in $declared; do
        is_disabled "$trait" || enabled="$enabled${enabled:+,}$trait"
    done
    trait_options=(--disable-default-traits)
    [ -z "$enabled" ] || trait_options=(--traits "$enabled")
}

# Builds in release, with the options of `swift build` given. Shows a progress line on a terminal and, if it
# fails, what the compiler said; nothing else. SwiftPM orders the traits on the compiler's command line by
# their hashes: unless these are the same every time, an up-to-date build starts over.
build() {
    local log started=$SECONDS first=""
    log="$(mktemp)"
    [ -d "$root/.build/release" ] || first=yes
    [ -z "$first" ] || say "Building (the first time takes a few minutes) ..."
    if SWIFT_DETERMINISTIC_HASHING=1 swift build --package-path "$root" -c release "$@" \
        ${trait_options[@]+"${trait_options[@]}"} 2>&1 </dev/null | show_progress "$log"; then
        [ -z "$first" ] || say "Built in $((SECONDS - started)) s."
        rm -f "$log"
    else
        grep -v '^\[[0-9]*/[0-9]*\] ' "$log" >&2 || true
        fail "the build failed; all of its output is in $log"
    fi
}

# Copies its input to the file $1 and, on a terminal, shows the step that the build is at.
show_progress() {
    local line shown=""
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$1"
        case "$line" in
            "Another instance of SwiftPM"*) say "$line" ;;
            "["*"] "*)
                if [ -t 2 ]; then
                    printf '\r\033[K%.78s' "$line" >&2
                    shown=yes
                fi
                ;;
        esac
    done
    [ -z "$shown" ] || printf '\r\033[K' >&2
}

# --- What can be asked for ------------------------------------------------------------------------

run_tests() {
    local options=(--package-path "$root" -c release --skip-build) selection=() filter names
    options+=(${trait_options[@]+"${trait_options[@]}"})
    # Optimised, since the numeric tests are heavy.
    build --build-tests
    case "${1:-}" in
        "") ;;
        list) exec swift test list "${options[@]}" ;;
        -*) selection=("$@") ;;
        *)
            # swift test is content with a filter that selects nothing; a slip of the keyboard must not look
            # like success.
            names="$(swift test list "${options[@]}" 2>/dev/null)" || fail "the tests cannot be listed"
            for filter in "$@"; do
                grep -qE -e "$filter" <<<"$names" \
                    || fail "no test matches $filter; the tests are listed by: ./run-bench.sh test list"
                selection+=(--filter "$filter")
            done
            ;;
    esac
    # The project has no XCTest tests, whose empty summary would only confuse.
    exec swift test "${options[@]}" --disable-xctest ${selection[@]+"${selection[@]}"}
}

# --- Installing -----------------------------------------------------------------------------------

# The list of what was installed, one path below the prefix a line, so that uninstalling finds it all.
installed_list="share/ncbench/installed-files"

# The folder that --prefix names in the arguments, or the usual one; absolute.
prefix_of() {
    local prefix=/usr/local
    [ "$(id -u)" -eq 0 ] || prefix="${HOME:?}/.local"
    case "${1:-}" in
        "") ;;
        --prefix)
            if [ $# -ne 2 ] || [ -z "$2" ]; then fail_usage "--prefix needs one folder"; fi
            prefix="$2"
            ;;
        --prefix=?*) [ $# -eq 1 ] || fail_usage "unexpected: $2"; prefix="${1#*=}" ;;
        *) fail_usage "unexpected: $1" ;;
    esac
    case "$prefix" in
        /*) printf '%s\n' "$prefix" ;;
        *) printf '%s\n' "$PWD/$prefix" ;;
    esac
}

# Builds a program that needs no Swift where it runs. Apple's systems have the runtime.
build_to_install() {
    case "$(uname -s)" in
        Darwin) build --product ncbench ;;
        *) build --product ncbench --static-swift-stdlib ;;
    esac
}

# Puts everything under the folder $1, and the list of it.
install_into() {
    local prefix="$1" stage
    stage="$(mktemp -d)" || fail "cannot make a temporary folder"
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$stage'" EXIT
    (
        umask 022
        mkdir -p "$stage/bin" "$stage/share/ncbench" "$stage/share/doc/ncbench" "$stage/share/man/man1" \
            "$stage/share/bash-completion/completions" "$stage/share/zsh/site-functions" \
            "$stage/share/fish/vendor_completions.d"
        cp "$binary" "$stage/bin/ncbench"
        chmod 755 "$stage/bin/ncbench"
        strip "$stage/bin/ncbench" 2>/dev/null || true
        cp "$root/corpora/manifest.yaml" "$stage/share/ncbench/"
        cp "$root/README.md" "$root/LICENSE" "$stage/share/doc/ncbench/"
        "$binary" manual --output "$stage/share/man/man1"
        "$binary" --generate-completion-script bash >"$stage/share/bash-completion/completions/ncbench"
        "$binary" --generate-completion-script zsh >"$stage/share/zsh/site-functions/_ncbench"
        "$binary" --generate-completion-script fish >"$stage/share/fish/vendor_completions.d/ncbench.fish"
        chmod -R u=rwX,go=rX "$stage"
        { cd "$stage" && find . -type f | sed 's,^\./,,'; echo "$installed_list"; } | LC_ALL=C sort >"$stage.list"
        mv "$stage.list" "$stage/$installed_list"
    ) || fail "the files could not be made"
    # Files of an earlier version that this one does not have go away.
    uninstall_from "$prefix" || true
    if ! mkdir -p "$prefix" || ! cp -R "$stage/." "$prefix/"; then fail "cannot write to $prefix"; fi
    rm -rf "$stage"
    trap - EXIT
}

# Takes away what the list under the folder $1 names, and the folders that are empty then. Fails if there is no list.
uninstall_from() {
    local prefix="$1" path
    [ -f "$prefix/$installed_list" ] || return 1
    while IFS= read -r path; do
        rm -f "$prefix/$path" || fail "cannot remove $prefix/$path"
        path="$(dirname "$path")"
        while [ "$path" != . ] && rmdir "$prefix/$path" 2>/dev/null; do path="$(dirname "$path")"; done
    done <<<"$(cat "$prefix/$installed_list")"
}

run_install() {
    local prefix
    prefix="$(prefix_of "$@")" || exit
    build_to_install
    install_into "$prefix"
    say "Installed: $prefix/bin/ncbench, with its manual pages and completions; ./run-bench.sh uninstall --prefix $prefix removes it."
    case ":$PATH:" in
        *":$prefix/bin:"*) ;;
        *) say "$prefix/bin is not on the PATH." ;;
    esac
}

run_uninstall() {
    local prefix
    prefix="$(prefix_of "$@")" || exit
    uninstall_from "$prefix" || fail "nothing that ./run-bench.sh install put there is under $prefix"
    say "Removed from $prefix; fetched items, if any, are in ${XDG_CACHE_HOME:-${HOME:-}/.cache}/ncbench."
}

# Builds a Debian package. Its dependencies are those that dpkg-shlibdeps finds for the program.
run_deb() {
    local folder="${1:-.}" work version architecture depends
    [ $# -le 1 ] || fail_usage "unexpected: $2"
    [ -d "$folder" ] || fail "there is no folder $folder"
    command -v dpkg-shlibdeps >/dev/null \
        || fail "dpkg-shlibdeps is needed, which tells a package's dependencies: apt-get install dpkg-dev"
    build_to_install
    work="$(mktemp -d)" || fail "cannot make a temporary folder"
    install_into "$work/package/usr"
    rm "$work/package/usr/$installed_list"
    mv "$work/package/usr/share/doc/ncbench/LICENSE" "$work/package/usr/share/doc/ncbench/copyright"
    find "$work/package/usr/share/man" -name '*.1' -exec gzip -9n {} +
    # zsh of Debian looks here.
    mkdir -p "$work/package/usr/share/zsh/vendor-completions"
    mv "$work/package/usr/share/zsh/site-functions/_ncbench" "$work/package/usr/share/zsh/vendor-completions/"
    rmdir "$work/package/usr/share/zsh/site-functions"
    version="$("$binary" --version | sed -n 's/^ncbench \([0-9.]*\).*/\1/p')"
    architecture="$(dpkg --print-architecture)"
    # The tool insists on a source package's control file.
    mkdir -p "$work/debian" "$work/package/DEBIAN"
    printf 'Source: ncbench\n\nPackage: ncbench\nArchitecture: any\n' >"$work/debian/control"
    depends="$(cd "$work" && dpkg-shlibdeps -O package/usr/bin/ncbench 2>"$work/log" | sed -n 's/^shlibs:Depends=//p')"
    [ -n "$depends" ] || { cat "$work/log" >&2; fail "the package's dependencies could not be told"; }
    cat >"$work/package/DEBIAN/control" <<TEXT
Package: ncbench
Version: $version
Architecture: $architecture
Maintainer: ${DEBFULLNAME:-NeuralCodecBench contributors} <${DEBEMAIL:-ncbench@localhost}>
Installed-Size: $(du -sk "$work/package/usr" | cut -f 1)
Depends: $depends
Recommends: ca-certificates, curl
Suggests: 7zip | p7zip-full, lrzip, zpaq
Section: utils
Priority: optional
Description: benchmark of neural and classical lossless compressors
 Measures compressors on text, pictures, sounds and other data: size, speed and
 memory in both directions, every round trip checked. Brings coders of its own
 that learn while they code, reports, and comparisons that gate changes.
TEXT
    chmod -R u=rwX,go=rX "$work/package"
    dpkg-deb --root-owner-group --build "$work/package" "$folder/ncbench_${version}_$architecture.deb" >&2 \
        || fail "dpkg-deb could not build the package"
    rm -rf "$work"
}

run_main_job() {
    local suite=quick output="$root/reports/latest" previous="$root/reports/previous" status=0
    local interrupted="$root/reports/interrupted"
    if ! fetch_corpus; then
        # Something else must not be measured because an item is damaged.
        if [ -n "$("$binary" corpora list --suite quick --here)" ]; then
            "$binary" corpora verify --suite quick >/dev/null || true
            fail "the quick corpus is damaged or not whole, and what it lacks could not be fetched (see above)"
        fi
        say ""
        say "The quick corpus could not be fetched (see above). Measuring the built-in smoke items instead:"
        say "small generated data, enough to see that everything works, but no measure of real text, images or audio."
        say ""
        suite=smoke
    fi
    lock_main_job
    # A run never writes over another one. The last one that is whole is kept to compare with; one that was interrupted
    # must not take its place.
    if [ -e "$output" ] && is_whole "$output"; then
        replace_folder "$output" "$previous"
    elif [ -e "$output" ]; then
        replace_folder "$output" "$interrupted"
        say "The last run was interrupted; it is now in $interrupted and goes on with:"
        say "    ./run-bench.sh run --suite $suite --slow-pass 400ms --min-time 300ms --output $interrupted --resume"
    fi
    # Passes of this length are not repeated, and short ones for this time, so that all of it takes less than three minutes.
    "$binary" run --suite "$suite" --slow-pass 400ms --min-time 300ms --output "$output" || status=$?
    if [ -f "$output/report.md" ]; then
        say "Report: $output/report.md (rendered from results.csv beside it)"
    fi
    exit "$status"
}

# Two main jobs at once would take each other's folder away. Where there is no flock (macOS), only the folder itself is locked.
lock_main_job() {
    command -v flock >/dev/null || return 0
    mkdir -p "$root/reports" || fail "cannot make $root/reports"
    exec 9>"$root/reports/.main-job" || fail "cannot write to $root/reports"
    flock -n 9 || fail "another ./run-bench.sh measures here; wait for it, or run into a folder of your own:
    ./run-bench.sh run --suite quick --output FOLDER"
}

# Whether a run has a report, and one that does not say that trials are missing.
is_whole() {
    [ -s "$1/report.md" ] && ! grep -q "The run is not finished:" "$1/report.md"
}

replace_folder() {
    rm -rf "$2" || fail "cannot remove $2"
    mv "$1" "$2" || fail "cannot rename $1 to $2"
}

# Items come out of Debian packages, so apt-get's lists have to be there; a fresh container has none.
fetch_corpus() {
    local as_root
    if "$binary" corpora fetch --suite quick; then return 0; fi
    [ "$may_install" = yes ] && as_root=$(root_command) || return 1
    say "Trying once more with new package lists (apt-get update) ..."
    # shellcheck disable=SC2086 # the command is several words
    $as_root apt-get -q update >/dev/null 2>&1 </dev/null && "$binary" corpora fetch --suite quick
}

root="$(find_root)"
binary="$root/.build/release/ncbench"
may_install=yes
disabled_traits=""
disable_traits "${NCBENCH_DISABLE_TRAITS:-}"

passed_on=""
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage; exit 0 ;;
        --no-install) may_install=no ;;
        --disable-trait)
            [ $# -ge 2 ] || fail_usage "--disable-trait needs the name of a trait: $(optional_traits)"
            disable_traits "$2"
            shift
            ;;
        --disable-trait=*) disable_traits "${1#*=}" ;;
        --) passed_on=yes; shift; break ;;
        *) break ;;
    esac
    shift
done

# Needs nothing that is built.
if [ -z "$passed_on" ] && [ "${1:-}" = uninstall ]; then
    shift
    run_uninstall "$@"
    exit
fi
find_swift
install_requirements
check_swift
select_traits
if [ -z "$passed_on" ] && [ "${1:-}" = test ]; then
    shift
    run_tests "$@"
fi
if [ -z "$passed_on" ]; then
    case "${1:-}" in
        install | deb)
            command="$1"
            shift
            "run_$command" "$@"
            exit
            ;;
    esac
fi
build --product ncbench
# How this script was called, for the command that a report prints.
case "$0" in
    */*) export NCBENCH_CALLED_AS="$0" ;;
    *) export NCBENCH_CALLED_AS="./$0" ;;
esac
if [ -z "$passed_on" ] && [ $# -eq 0 ]; then
    run_main_job
fi
exec "$binary" "$@"
