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

text | "$ncbench" compress -1 >"$corpus/seed-text"
text | "$ncbench" compress -9 >"$corpus/seed-level-9"
printf '' | "$ncbench" compress >"$corpus/seed-empty"
printf 'abc' | "$ncbench" compress >"$corpus/seed-stored"
head -c 3000 /dev/zero | "$ncbench" compress >"$corpus/seed-repeated"
{ text; text; text; head -c 1024 /dev/zero; noise 600; } | "$ncbench" compress -1 --block-size 1KiB >"$corpus/seed-blocks"
cat "$corpus/seed-text" "$corpus/seed-empty" "$corpus/seed-stored" >"$corpus/seed-several"
head -c 100 "$corpus/seed-text" >"$corpus/seed-cut"
{ head -c 60 "$corpus/seed-blocks"; printf 'xyz'; tail -c +80 "$corpus/seed-blocks"; } >"$corpus/seed-changed"
{ printf '\211NCB\2'; tail -c +6 "$corpus/seed-text"; } >"$corpus/seed-later-version"
{ printf 'junk'; cat "$corpus/seed-text"; } >"$corpus/seed-behind-junk"
