#!/usr/bin/env bash
# Counts how often the regression gate is wrong, on recorded runs of one build: docs/regression-gate.md.
#
#   Tests/GateExperiment/run.sh compare RUN RUN RUN RUN... [--slowdown PERCENT]
#   Tests/GateExperiment/run.sh ab FOLDER... [--rounds N]... [--slowdown PERCENT | --sensitivity]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# As run-bench.sh builds, so that neither build makes the other start over.
SWIFT_DETERMINISTIC_HASHING=1 swift build --package-path "$root" -c release --product GateExperiment >&2
exec "$root/.build/release/GateExperiment" "$@"
