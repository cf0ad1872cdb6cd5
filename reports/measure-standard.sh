#!/usr/bin/env bash
#
# Measures the standard suite, renders the published sample in reports/standard/ from it, and shows it in the project's
# README. Run it on a quiet machine. When it is interrupted, running it again goes on where it stopped.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

specs=store/lz4,1,9/zlib,6,9/libdeflate,12/zstd,3,19/brotli,5,11/bzip2,9/xz,6,9e/png,9/webp,6/jxl,7/flac,8/wavpack,hh/lstm,1,5
# Not in place of the old one before it is whole: that would also make the checkout, and so the recorded commit, a changed one.
new=reports/standard.new

./run-bench.sh corpora fetch --suite standard
# A pass of 0.3 s or more is not repeated: the slow codecs decide how long all of it takes.
./run-bench.sh run --suite standard -e "$specs" --slow-pass 300ms --min-time 200ms --rounds 2 --output "$new" --resume
./run-bench.sh report "$new" --format csv,markdown,svg,html --output "$new"
rm -rf reports/standard
mv "$new" reports/standard
.ci/update-readme
