#!/usr/bin/env bash
# Compares what `ncbench run` says with bare loops over the same libraries on the same buffer, process by process in turn, and
# measures what a trial costs beside its passes.
#
#   Tests/AgreementBenchmark/run.sh [--rounds N] [--seconds S] [--spec SPECS] [FILE]
#
# Status 1 when a speed is more than 3 % away from the bare loop's, beyond what the machine's noise explains. Wants a quiet machine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
for product in ncbench AgreementBenchmark; do
    # As run-bench.sh builds, so that neither build makes the other start over.
    SWIFT_DETERMINISTIC_HASHING=1 swift build --package-path "$root" -c release --product "$product" >&2
done
exec "$root/.build/release/AgreementBenchmark" --ncbench "$root/.build/release/ncbench" "$@"
