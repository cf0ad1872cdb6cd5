#!/usr/bin/env bash
# Makes the seed streams of the decoder target anew: Tests/Fuzzing/make-seeds.sh, after a release build.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
ncbench=.build/release/ncbench
corpus=$here/Corpus/decoder
rm -f "$corpus"/seed-*

text() { printf 'The sea was calm, the sea was wide, and %s of us were on the other side.\n' one two three four five; }
noise() { awk 'BEGIN { srand(7); for (i = 0; i < '"$1"'; i++) printf "%c", 33 + int(rand() * 94) }'; }

text | "$ncbench" compress -e lstm,1 >"$corpus/seed-text"
text | "$ncbench" compress -e lstm,9 >"$corpus/seed-level-9"
for family in rnn gru transformer; do text | "$ncbench" compress -e "$family,1" >"$corpus/seed-$family"; done
printf '' | "$ncbench" compress -e lstm >"$corpus/seed-empty"
printf 'abc' | "$ncbench" compress -e lstm >"$corpus/seed-stored"
head -c 3000 /dev/zero | "$ncbench" compress -e lstm >"$corpus/seed-repeated"
{ text; text; text; head -c 1024 /dev/zero; noise 600; } | "$ncbench" compress -e lstm,1 --block-size 1KiB >"$corpus/seed-blocks"
cat "$corpus/seed-text" "$corpus/seed-empty" "$corpus/seed-stored" >"$corpus/seed-several"
head -c 100 "$corpus/seed-text" >"$corpus/seed-cut"
{ head -c 60 "$corpus/seed-blocks"; printf 'xyz'; tail -c +80 "$corpus/seed-blocks"; } >"$corpus/seed-changed"
{ printf '\211NCB\2'; tail -c +6 "$corpus/seed-text"; } >"$corpus/seed-later-version"
{ printf 'junk'; cat "$corpus/seed-text"; } >"$corpus/seed-behind-junk"

picture() { printf 'P6\n24 30\n255\n'; noise 2160; }
sound() {
    printf 'RIFF\144\013\0\0WAVEfmt \020\0\0\0\001\0\002\0\104\254\0\0\020\261\002\0\004\0\020\0data\100\013\0\0'
    awk 'BEGIN { for (i = 0; i < 1440; i++) printf "%c%c", 33 + i % 90, 40 + int(i / 40) % 20 }'
}
text | "$ncbench" compress -1 >"$corpus/seed-mix-text"
text | "$ncbench" compress -5 >"$corpus/seed-mix-level-5"
{ text; picture; text; sound; } | "$ncbench" compress -1 >"$corpus/seed-mix-media"
# seed-mix-planes is not made here: it is a picture of 48 x 30 pixels by an encoder whose fewestPixelsApart was 0, since those
# from half a million pixels on are too large to try changes on.
{ text; picture; text; sound; } | "$ncbench" compress -1 --block-size 1KiB >"$corpus/seed-mix-blocks"
table() { awk 'BEGIN { srand(5); for (i = 0; i < 300; i++) printf "%c%c%c%c", 1 + int(120 * rand()), 1 + i % 9, 2 + int(i / 60), 65 }'; }
{ text; table; } | "$ncbench" compress -1 >"$corpus/seed-mix-table"

# Inputs of the round-trip target, of which the fuzzer changes headers: mix, level 1, in segments of 1,021 bytes.
inputs=$here/Corpus/round-trip
# Little-endian numbers of 32 and of 16 bits.
word() { half "$1"; printf '\0\0'; }
half() { printf '%b' "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8)))"; }
# Directory entries of a TIFF file: tag, type (3 is 16 bits, 4 is 32), one value.
entry() { half "$1"; half "$2"; printf '\1\0\0\0'; word "$3"; }
tiff() {
    printf 'II*\0\010\0\0\0\010\0'
    entry 256 4 24; entry 257 4 30; entry 258 3 8; entry 259 3 1; entry 262 3 1; entry 273 4 110; entry 277 3 1; entry 279 4 720
    word 0
    noise 720
}
bmp() {
    printf 'BM'; word 774; printf '\0\0\0\0'; word 54; word 40; word 12; word 20
    printf '\1\0\030\0\0\0\0\0'; word 720; printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
    noise 720
}
aiff() {
    printf 'FORM\0\0\3\116AIFFCOMM\0\0\0\022\0\1\0\0\1\220\0\020\100\016\254\104\0\0\0\0\0\0SSND\0\0\3\050\0\0\0\0\0\0\0\0'
    noise 800
}
for kind in tiff bmp aiff picture sound; do
    { printf '\0\377\200'; text; "$kind"; text; } >"$inputs/media-$kind"
done
