#!/usr/bin/env bash
#
# Measures small records, coded one by one: `reports/records.sh FOLDER` makes FOLDER, the run of the suite `records`, in FOLDER/training
# how each network was trained, and in FOLDER.models what the codecs knew beforehand. `reports/measure.sh records` calls it.
#
# NCBENCH is the program, `./run-bench.sh --` unless it is set; DATA where the items are, `corpora/data` unless it is set. What was made
# already is not made again.

set -euo pipefail

folder="${1:?usage: reports/records.sh FOLDER}"
data="${DATA:-corpora/data}"
read -ra ncbench <<<"${NCBENCH:-./run-bench.sh --}"
# Not 5, nor mix,5 with raw data to learn first: to keep all of it at some twenty minutes.
levels=(1 3)
mkdir -p "$folder.models"
models="$(cd "$folder.models" && pwd)"

# train FILE OPTIONS...: makes a file of $models, unless it is there.
train() {
    local file="$models/$1"
    shift
    [ ! -e "$file.done" ] || return 0
    "${ncbench[@]}" train --records -f -o "$file" "$@" >"$file.txt"
    touch "$file.done"
}

for item in log-lines json-objects wordnet-entries sentences; do
    records="$data/$item-training.txt"
    # 112,640 bytes, or as many as the records give.
    train "$item.dict" -e zstd,19 "$records"
    train "$item.raw" -e mix,1 "$records"
    for level in "${levels[@]}"; do
        train "$item.lstm$level.ncw" -e "lstm,$level" "$records"
        # As many bytes for zstd as the networks' weights have.
        train "$item.as-lstm$level.dict" -e zstd,19 \
            --dictionary-size "$(stat -c %s "$models/$item.lstm$level.ncw")" "$records"
    done
done

specs=(-e "zstd,19/brotli,11/xz,9e/ppmd/mix,1,5/lstm,1,3")
specs+=(-e "zstd,19@$models/{item}.dict" -e "zstd,19@$models/{item}.raw")
specs+=(-e "mix,1@$models/{item}.raw" -e "lstm,1@$models/{item}.raw")
for level in "${levels[@]}"; do
    specs+=(-e "lstm,$level@$models/{item}.lstm$level.ncw" -e "zstd,19@$models/{item}.as-lstm$level.dict")
done
"${ncbench[@]}" run --suite records "${specs[@]}" --block-size "1,1KiB,4KiB" --runs 1 --min-time 0 --rounds 1 \
    --timeout 30m --resume --output "$folder"

mkdir -p "$folder/training"
curves=()
for item in log-lines json-objects wordnet-entries sentences; do
    for level in "${levels[@]}"; do
        cp "$models/$item.lstm$level.csv" "$folder/training/"
        curves+=("$folder/training/$item.lstm$level.csv")
    done
done
"${ncbench[@]}" report "${curves[@]}" --output "$folder/training"
