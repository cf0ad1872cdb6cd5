#!/usr/bin/env bash
#
# Does an arm64 processor write the same streams? Compiles the coder's own sources (kernels, model, arithmetic coder) for
# arm64 with the embedded Swift that comes with the toolchain, runs them under qemu's user emulation, and compares with what
# ncbench writes here, for every level, and with networks that ncbench trains here: usage run.sh [NCBENCH [FILE]]. PARTS is
# "levels trained", or one of them, LEVELS those to look at. Needs qemu-aarch64 and a cross-linker
# (Debian: qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross). Status 0: the same; 1: not; 77: a tool is missing.

set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
ncbench="${1:-$root/.build/release/ncbench}"
sample="${2:-}"

for tool in swiftc qemu-aarch64 aarch64-linux-gnu-gcc; do
    command -v "$tool" >/dev/null || { echo "There is no $tool: nothing is compared."; exit 77; }
done
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/modules"
sed "s|@ROOT@|$root|" "$here/Program/module.modulemap.in" >"$work/modules/module.modulemap"

flags=(-target aarch64-none-none-elf -enable-experimental-feature Embedded -wmo -O -parse-as-library -swift-version 6
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature ExistentialAny
    -enable-upcoming-feature MemberImportVisibility -package-name ncbench -I "$work/modules")
compile() {
    local module="$1"
    shift
    swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$work/modules/$module.swiftmodule" \
        -c -o "$work/$module.o" "$@"
}
compile NeuralKernels "$root"/Sources/NeuralKernels/*.swift
compile NeuralKernelsAVX2 "$root"/Sources/NeuralKernels/*.swift
coder=()
rooms="$root/Sources/NeuralCodecs"
for file in "$rooms"/{Networks,Networks/Families,EntropyCoding,ByteModels,DistributionModels,PixelModels,SampleModels}/*.swift \
    "$rooms"/Codecs/{ByteKind,MixByteCoder,MixLevels,MixLoop,MixParameters,MixPresets,TableSurvey}.swift \
    "$rooms"/Container/{ByteSet,RecordFields}.swift "$rooms"/{ModelFiles,Training}/*.swift \
    "$root/Sources/Training/Networks/LearningRatePlan.swift"; do
    case "${file##*/}" in
        TaskTeam.swift | TaskQueue.swift | ThreadYield.swift) ;;
        *) coder+=("$file") ;;
    esac
done
compile NeuralCodecs "${coder[@]}" "$here"/Program/*.swift
# The toolchain's own linker: it takes what the embedded compiler emits.
toolchain="$(dirname "$(readlink -f "$(command -v swiftc)")")"
aarch64-linux-gnu-gcc -O -static -fuse-ld=lld -B"$toolchain" -o "$work/program" "$here/Program/main.c" "$work"/*.o \
    "$toolchain/../lib/swift/embedded/aarch64-none-none-elf/libswiftUnicodeDataTables.a" -lm

if [ -z "$sample" ]; then
    # Prose, code and bytes of every value.
    sample="$work/sample"
    head -c 2000 "$root/docs/method.md" >"$sample"
    head -c 1500 "$root/Package.swift" >>"$sample"
    head -c 500 "$root/Tests/GoldenStreams/blocks.ncb" >>"$sample"
fi
status=0
parts="${PARTS:-levels trained}"
# compare KIND LEVEL SHAPE RAW STREAM [MODEL], or train BATCH EPOCHS RAW MODEL
compare() { qemu-aarch64 "$work/program" "$@" || status=1; }
case "$parts" in *trained*)
    # Lines for records; what is held out decides nothing here.
    head -c 1200 "$sample" | grep -a . >"$work/lines"
    printf 'other lines\nare held out\n' >"$work/held-out"
    for kind in 0:lstm:1 0:lstm:5 4:rnn:1 5:gru:3 6:transformer:1; do
        IFS=: read -r number family level <<<"$kind"
        "$ncbench" train -e "$family,$level" --records --validation "$work/held-out" --epochs 2 --batch-size 4 -f \
            -o "$work/model.ncw" "$work/lines" >/dev/null
        compare train 4 2 "$work/lines" "$work/model.ncw"
        tail -c 1500 "$sample" >"$work/part"
        "$ncbench" compress -e "$family,$level@$work/model.ncw" -q -k -f -o "$work/stream" "$work/part"
        compare "$number" "$level" 0 "$work/part" "$work/stream" "$work/model.ncw"
    done ;;
esac
case "$parts" in *levels*) ;; *) exit "$status" ;; esac
for level in ${LEVELS:-1 2 3 4 5 6 7 8 9}; do
    # Emulated multiply-adds are a thousand times slower: the large models get less, which still is dozens of windows.
    bytes=$((level < 5 ? 4000 : level < 9 ? 2000 : 800))
    tail -c "$bytes" "$sample" >"$work/part"
    kinds=(0:lstm 1:mix)
    # The other families have every second level.
    case "$level" in 1 | 3 | 5 | 7) kinds+=(4:rnn 5:gru 6:transformer) ;; esac
    for kind in "${kinds[@]}"; do
        "$ncbench" compress -e "${kind#*:},$level" -q -k -f -o "$work/stream" "$work/part"
        compare "${kind%:*}" "$level" 0 "$work/part" "$work/stream"
    done
    # A table of little-endian numbers.
    awk 'BEGIN { srand(2); for (y = 0; y < 30; y++) for (x = 0; x < 20; x++)
        printf "%c%c%c%c", 1 + int(120 * rand()), 33 + int(5 * rand()), 40 + x, 65 }' | head -c "$bytes" >"$work/table"
    "$ncbench" compress -e "mix,$level" -q -k -f -o "$work/stream" "$work/table"
    compare 1 "$level" 0 "$work/table" "$work/stream"
    # Pixels and samples: slopes with noise, behind headers that mix recognises.
    awk 'BEGIN { srand(3); for (y = 0; y < 30; y++) for (x = 0; x < 40; x++) for (c = 0; c < 3; c++)
        printf "%c", 33 + int((y + x) / 2 + 10 * c + 3 * rand()) }' >"$work/pixels"
    { printf 'P6\n40 30\n255\n'; cat "$work/pixels"; } >"$work/picture.ppm"
    "$ncbench" compress -e "mix,$level" -q -k -f -o "$work/stream" "$work/picture.ppm"
    compare 2 "$level" 40 "$work/pixels" "$work/stream"
    awk 'BEGIN { srand(4); for (i = 0; i < 2400; i++) printf "%c%c", 33 + int(90 * rand()), 40 + int(i / 40) % 20 }' >"$work/samples"
    { printf 'RIFF\344\022\0\0WAVEfmt \020\0\0\0\001\0\002\0\104\254\0\0\020\261\002\0\004\0\020\0data\300\022\0\0'
        cat "$work/samples"; } >"$work/sound.wav"
    "$ncbench" compress -e "mix,$level" -q -k -f -o "$work/stream" "$work/sound.wav"
    compare 3 "$level" 2 "$work/samples" "$work/stream"
done
exit "$status"
