#!/usr/bin/env bash
#
# Does an arm64 processor write the same streams? Compiles the coder's own sources (kernels, model, arithmetic coder) for
# arm64 with the embedded Swift that comes with the toolchain, runs them under qemu's user emulation, and compares with what
# ncbench writes here, for every level: usage run.sh [NCBENCH [FILE]]. Needs qemu-aarch64 and a cross-linker
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
for file in "$root"/Sources/NeuralCodecs/{Networks,EntropyCoding}/*.swift "$root/Sources/NeuralCodecs/Container/ByteSet.swift"; do
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
for level in 1 2 3 4 5 6 7 8 9; do
    # Emulated multiply-adds are a thousand times slower: the large models get less, which still is dozens of windows.
    bytes=$((level < 5 ? 4000 : level < 9 ? 2000 : 800))
    tail -c "$bytes" "$sample" >"$work/part"
    "$ncbench" compress "-$level" -q -k -f -o "$work/stream" "$work/part"
    qemu-aarch64 "$work/program" "$level" "$work/part" "$work/stream" || status=1
done
exit "$status"
