#!/usr/bin/env bash
# Fuzzes the decoder, the round trip, the range coder and model files for a bounded time, from the seed corpus beside this script.
#
#   Tests/Fuzzing/run.sh [SECONDS-PER-TARGET] [TARGET…]      default: 20 seconds each of decoder, round-trip, range-coder, model-file
#
# A finding is written to Tests/Fuzzing/findings/ and ends the script with a non-zero status.
# KEEP=1 adds what the fuzzer found worth keeping to Tests/Fuzzing/Corpus/TARGET.
set -euo pipefail

seconds=${1:-20}
shift || true
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(decoder round-trip range-coder model-file)

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

if [[ $(uname -s) == Linux ]]; then
    resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
    if ! compgen -G "$resources/clang/lib/linux/libclang_rt.fuzzer-*" >/dev/null; then
        echo "run.sh: this Swift toolchain has no libFuzzer ($resources/clang/lib/linux)" >&2
        exit 1
    fi
fi

scratch=.build-fuzz
NCBENCH_FUZZING=1 swift build -c release --sanitize fuzzer --product FuzzDriver --scratch-path "$scratch" ${JOBS:+-j "$JOBS"}
driver=$(NCBENCH_FUZZING=1 swift build -c release --sanitize fuzzer --scratch-path "$scratch" --show-bin-path)/FuzzDriver

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$here/findings"

for target in "${targets[@]}"; do
    echo "== $target for $seconds s"
    corpus=$here/Corpus/$target
    mkdir -p "$work/$target"
    FUZZ_TARGET=$target "$driver" -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=2048 \
        -print_final_stats=1 -print_funcs=0 -verbosity=0 -artifact_prefix="$here/findings/$target-" \
        "$work/$target" "$corpus" 2>&1 | sed '/Recommended dictionary/,/End of recommended/d'
    if [[ -n ${KEEP:-} ]]; then
        FUZZ_TARGET=$target "$driver" -merge=1 -verbosity=0 "$corpus" "$work/$target"
    fi
done
rmdir "$here/findings" 2>/dev/null || true
echo "no finding"
