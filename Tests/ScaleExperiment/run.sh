#!/usr/bin/env bash
# Divides a simulated run of 400,000 trials into 1,000 shards, writes what they would have measured, and merges it: what each step takes,
# and the most memory of the process.
#
#   Tests/ScaleExperiment/run.sh [--items N] [--shards N]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# As run-bench.sh builds, so that neither build makes the other start over.
SWIFT_DETERMINISTIC_HASHING=1 swift build --package-path "$root" -c release --product ScaleExperiment >&2
exec "$root/.build/release/ScaleExperiment" "$@"
