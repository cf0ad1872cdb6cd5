#!/usr/bin/env bash
#
# Measures and renders the published results: `reports/measure.sh` those in reports/standard/, `reports/measure.sh quick` those
# in reports/quick/, which the project's README shows; `reports/measure.sh learning` those in reports/learning/, `reports/measure.sh
# records` those in reports/records/. Run it on a
# quiet machine. When it is interrupted, running it again goes on where it stopped.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

general="lz4,1/zlib,6/libdeflate,12/zstd,3,19/brotli,11/bzip2,9/bzip3/ppmd/xz,6,9e"
media="png,9/webp,9/jpegls/jp2/jxl,7,9/flac,8/wavpack,hh"
# The strongest classical coder of bytes, where it is installed.
if command -v zpaq >/dev/null; then general="$general/zpaq,5"; fi

name="${1:-standard}"
case "$name" in
    standard | quick)
        suite="$name"
        # A slow pass is not repeated: the slow codecs decide how long all of it takes.
        options=(-e "$general/$media" -e "lstm,1,5/mix,1,5" --slow-pass 250ms --min-time 100ms --rounds 2)
        ;;
    learning)
        suite=quick
        options=(-e "zstd,19/bzip2,9/xz,9e/lstm,1,5/mix,1,5" --curve --block-size "2KiB,16KiB,128KiB,whole"
            --slow-pass 250ms --min-time 100ms --rounds 1)
        ;;
    records)
        # Not a suite alone: files to know are made from other records first.
        for suite in records records-training; do ./run-bench.sh corpora fetch --suite "$suite"; done
        reports/records.sh reports/records.new
        rm -rf reports/records reports/records.new.models
        mv reports/records.new reports/records
        ./run-bench.sh report reports/records --format csv,markdown,svg,html --output reports/records
        exit
        ;;
    *)
        echo "usage: reports/measure.sh [standard | quick | learning | records]" >&2
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
[ "$name" != quick ] || .ci/update-readme "reports/$name/report.md"
