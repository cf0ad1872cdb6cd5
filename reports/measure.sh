#!/usr/bin/env bash
#
# Measures and renders the published results: `reports/measure.sh` those in reports/standard/, which the project's README
# shows; `reports/measure.sh learning` those in reports/learning/. Run it on a quiet machine. When it is interrupted, running
# it again goes on where it stopped.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name="${1:-standard}"
case "$name" in
    standard)
        suite=standard
        # A pass of a quarter of a second or more is not repeated: the slow codecs decide how long all of it takes.
        options=(-e "store/lz4,1/zlib,6/libdeflate,12/zstd,3,19/brotli,5,11/bzip2,9/xz,6,9e"
            -e "png,9/webp,6/jxl,7/flac,8/wavpack,hh/lstm,1,5"
            --slow-pass 250ms --min-time 100ms --rounds 2)
        ;;
    learning)
        suite=quick
        options=(-e "zstd,19/bzip2,9/xz,9e/lstm,1,5" --curve --block-size "2KiB,16KiB,128KiB,whole"
            --slow-pass 250ms --min-time 100ms --rounds 1)
        ;;
    *)
        echo "usage: reports/measure.sh [standard | learning]" >&2
        exit 64
        ;;
esac

# Not in place of the old one before it is whole: that would also make the checkout, and so the recorded commit, a changed one.
new="reports/$name.new"
./run-bench.sh corpora fetch --suite "$suite"
./run-bench.sh run --suite "$suite" "${options[@]}" --output "$new" --resume
rm -rf "reports/$name"
mv "$new" "reports/$name"
# Where it stays, since a report is named after its run's folder.
./run-bench.sh report "reports/$name" --format csv,markdown,svg,html --output "reports/$name"
[ "$name" != standard ] || .ci/update-readme
