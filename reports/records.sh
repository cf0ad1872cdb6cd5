#!/usr/bin/env bash
#
# Measures small records, coded one by one: `reports/records.sh FOLDER` makes FOLDER with a run for each kind of record, what the
# codecs of that run knew beforehand, and table.md, which sums all of them up. `reports/measure.sh records` calls it.
#
# NCBENCH is the program, `./run-bench.sh --` unless it is set; DATA where the corpora are, `data` unless it is set; KINDS those to measure.

set -euo pipefail

folder="${1:?usage: reports/records.sh FOLDER}"
data="${DATA:-data}"
read -ra ncbench <<<"${NCBENCH:-./run-bench.sh --}"
mkdir -p "$folder"

# Each kind of record, one a line.
records() {
    case "$1" in
        log-lines) cat "$data/weblog" ;;
        # The objects of the array, each of which has several lines there.
        json-objects)
            awk '/^ *\{ *$/ { line = ""; inside = 1; next }
                /^ *\},? *$/ && inside { print "{" line "}"; inside = 0; next }
                inside { sub(/^ +/, ""); line = line $0 }' <(sed 1,2d "$data/iso639-json")
            ;;
        # Without the licence at the beginning, whose lines are indented.
        wordnet-entries) grep -a '^[0-9]' "$data/wordnet-verb" ;;
        sentences)
            tr '\n' ' ' <"$data/jargon-en" | sed -E 's/ +/ /g; s/([.!?]) ([A-Z])/\1\n\2/g' \
                | LC_ALL=C awk 'length($0) >= 100 && length($0) <= 4096'
            ;;
    esac
}

read -ra kinds <<<"${KINDS:-log-lines json-objects wordnet-entries sentences}"
for kind in "${kinds[@]}"; do
    run="$folder/$kind"
    [ ! -e "$run/results.csv" ] || [ ! -e "$run/done" ] || continue
    work="$folder/$kind.work"
    mkdir -p "$work"
    records "$kind" >"$work/$kind"
    # The same split for all: what is held out is the same for the same seed. 112,640 bytes, or as many as the records give.
    "${ncbench[@]}" train -e zstd,19 --records --held-out "$work/held-out" -f -o "$work/zdict" "$work/$kind" >"$work/train.txt"
    "${ncbench[@]}" train -e mix,1 --records -f -o "$work/raw" "$work/$kind" >/dev/null
    # In the order of the data, the first 24 KiB: the slow codecs decide how many.
    head -c 24576 "$work/held-out" | sed '$d' >"$work/$kind-held-out"
    options=(--records --block-size "1,1KiB,4KiB" --runs 1 --min-time 0 --rounds 1 --timeout 30m)
    (
        cd "$work"
        "${ncbench[@]}" run "${options[@]}" -e "zstd,19/brotli,11/xz,9e/mix,1,5/lstm,1" -e "zstd,19@zdict" -e "zstd,19@raw" \
            -e 'mix,1@"raw",5@raw' -e "lstm,1@raw" "$kind-held-out" --output run --quiet
    )
    rm -rf "$run"
    mv "$work/run" "$run"
    cp "$work/train.txt" "$run/train.txt"
    # How many records of each size there are: lines, and as many of them together as fit.
    for size in 1 1024 4096; do
        LC_ALL=C awk -v size="$size" '{ line = length($0) + 1
                if (used > 0 && used + line > size) { count++; used = 0 }
                used += line }
            END { print size "," count + 1 }' "$work/$kind-held-out"
    done >"$run/blocks.csv"
    rm -f "$run/report.html" "$run/samples.csv"
    touch "$run/done"
    rm -rf "$work"
done
rm -f "$folder"/*/done

# Ratios and break-evens, a table for each kind of record.
awk -f "$(dirname "${BASH_SOURCE[0]}")/records.awk" "${kinds[@]/#/$folder/}" >"$folder/table.md"
