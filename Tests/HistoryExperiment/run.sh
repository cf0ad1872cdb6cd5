#!/usr/bin/env bash
# Counts false alarms and misses of the step detection behind `ncbench history check`, on simulated noise and on noise drawn from
# the runs of a history in which nothing changed; or fills a history with made-up runs, to time commands on.
#
#   Tests/HistoryExperiment/run.sh [steps] [--database HISTORY [--until RUNS]] [--series N] [--seed S] …
#   Tests/HistoryExperiment/run.sh fill --database NEW [--runs N] [--items N] [--specs N]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
SWIFT_DETERMINISTIC_HASHING=1 swift build --package-path "$root" -c release --product HistoryExperiment >&2
exec "$root/.build/release/HistoryExperiment" "$@"
