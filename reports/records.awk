# Sums up the runs of reports/records.sh: folders are the arguments, Markdown comes out.
#
# Of each kind and size of record: the ratio of each codec, and after how many records like these a file that was known beforehand has
# paid for itself against the same codec without it.

BEGIN {
    for (i = 1; i < ARGC; i++) {
        kind = ARGV[i]
        sub(/.*\//, "", kind)
        file = ARGV[i] "/results.csv"
        first = 1
        delete column
        while ((getline line < file) > 0) {
            split(line, cell, ",")
            if (first) {
                for (c in cell) column[cell[c]] = c
                first = 0
                continue
            }
            # Settings hold no comma here, so that no cell is quoted.
            spec = cell[column["codec"]] "," cell[column["params"]]
            size = cell[column["block_bytes"]]
            if (!(spec in known)) { known[spec] = 1; specs[++specCount] = spec }
            if (!((kind, size) in seen)) { seen[kind, size] = 1; groups[++groupCount] = kind SUBSEP size }
            raw[kind, size] = cell[column["raw_bytes"]]
            packed[spec, kind, size] = cell[column["comp_bytes"]]
            model[spec, kind] = cell[column["model_bytes"]]
        }
        close(file)
        items = ARGV[i] "/blocks.csv"
        while ((getline line < items) > 0) {
            split(line, cell, ",")
            count[kind, cell[1]] = cell[2]
        }
        close(items)
    }
    for (g = 1; g <= groupCount; g++) {
        split(groups[g], part, SUBSEP)
        kind = part[1]; size = part[2]
        if (kind != last) {
            if (last != "") print ""
            printf "### %s\n\n| records of | mean bytes |", kind
            for (s = 1; s <= specCount; s++) printf " %s |", specs[s]
            printf "\n|---|---:|"
            for (s = 1; s <= specCount; s++) printf "---:|"
            print ""
            last = kind
        }
        n = count[kind, size]
        printf "| %s | %.0f |", size == 1 ? "one line" : "lines up to " size " B", raw[kind, size] / n
        for (s = 1; s <= specCount; s++) {
            spec = specs[s]
            bytes = packed[spec, kind, size]
            if (bytes == "") { printf " – |"; continue }
            printf " %.3f", raw[kind, size] / bytes
            plain = spec
            sub(/@.*/, "", plain)
            saved = (packed[plain, kind, size] - bytes) / n
            if (plain != spec) printf "%s", (saved > 0 ? sprintf(" (%d)", model[spec, kind] / saved + 0.9999) : " (never)")
            printf " |"
        }
        print ""
    }
}
