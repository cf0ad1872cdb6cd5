#!/usr/bin/env bash
# Spreads a suite over a real Slurm cluster of three nodes on this machine, kills a node and a task in the middle, submits again what
# died, merges, and compares with the run in one piece.
#
#   Tests/Cluster/run.sh [NCBENCH]
#
# Needs root and Debian's packages slurm-wlm and munge; ends with status 77 where they are missing. NCBENCH is a program that was built already.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=Tests/Cluster/cluster.sh
. "$here/cluster.sh"

for program in munged slurmctld slurmd sbatch squeue; do
    command -v "$program" >/dev/null || { echo "There is no $program: install slurm-wlm and munge."; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "slurmd has to be started by root."; exit 77; }

ncbench="${1:-$root/.build/release/ncbench}"
if [ $# -eq 0 ]; then
    # As run-bench.sh builds, so that neither build makes the other start over.
    SWIFT_DETERMINISTIC_HASHING=1 swift build --package-path "$root" -c release --product ncbench >&2
fi
ncbench=$(realpath "$ncbench")

work=$(mktemp -d)
finish() {
    local status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$work"/cluster/log/* "$work"/suite/logs/* 2>/dev/null || true
    fi
    stop_cluster
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
fail() { say "FAILED: $*"; exit 1; }

rows() { if [ -f "$work/suite/shards/$1/results.csv" ]; then grep -c '^1,' "$work/suite/shards/$1/results.csv" || true; else echo 0; fi; }
has_rows() { [ "$(rows "$1")" -ge "$2" ]; }
task_state() { squeue --noheader --array --format='%K %T %N' | awk -v task="$1" '$1 == task { print $2, $3 }'; }
runs() { [[ "$(task_state "$1")" == RUNNING* ]]; }
is_gone() { [ -z "$(task_state "$1")" ]; }
node_of() { task_state "$1" | awk '{ print $2 }'; }

# The processes of a task, by what Slurm put into their environment.
task_processes() {
    local process
    for process in /proc/[0-9]*; do
        if grep -qzxF "SLURM_CONF=$SLURM_CONF" "$process/environ" 2>/dev/null \
            && grep -qzxF "SLURM_ARRAY_TASK_ID=$1" "$process/environ" 2>/dev/null; then
            basename "$process"
        fi
    done
}

kill_task() {
    local processes
    mapfile -t processes < <(task_processes "$1")
    [ "${#processes[@]}" -gt 0 ] || fail "task $1 has no process"
    kill -KILL "${processes[@]}" 2>/dev/null || true
}

# What a run says of sizes, in an order that is the same for all runs.
sizes() {
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; next }
        { print $place["item"], $place["item_sha256"], $place["codec"], $place["params"], $place["raw_bytes"],
            $place["comp_bytes"], $place["stream_sha256"], $place["status"] }' "$1/results.csv" | sort
}

start_cluster "$work/cluster" 3
say "a cluster of three nodes: $(sinfo --noheader --format='%N %t')"

# While the file 'hold' is there, the last codec waits on every item: the middle of a run lasts until something was killed in it.
measured=(-e 'store/zlib,1,6,9/lz4,1/xz,0,6/bzip2,9' -e "cmd:sh -c 'while [ -e $work/hold ]; do sleep 0.2; done; cat'::cat"
    --suite smoke --runs 2 --min-time 0 --warmup 0 --rounds 1)
cd "$work"
say "the run in one piece"
"$ncbench" run "${measured[@]}" --quiet --output whole

say "submitting six shards, three at a time"
touch hold
# A table without a row: rough costs, and so the same division on every machine. Both first shards have the codec that waits.
echo 'spec,block_bytes,modality,direction,fixed_s,s_per_mb' >costs.csv
"$ncbench" submit --slurm --nodes 3 --shards 6 --output suite --costs costs.csv -- "${measured[@]}"
cat suite/job.sh
for task in 1 2; do wait_until 300 has_rows "$task" 3 || fail "shard $task has too few rows"; done

{ runs 1 && runs 2; } || fail "the first tasks are not running"
node=$(node_of 1)
say "killing node $node, with the daemon, the task and the step that keeps it"
mapfile -t steps < <(task_processes 1 | while read -r process; do awk '{ print $4 }' "/proc/$process/stat"; done | sort -u)
kill_node "${node#n}"
for step in "${steps[@]}"; do
    if [ "$step" -gt 1 ] && grep -qa slurmstepd "/proc/$step/cmdline" 2>/dev/null; then kill -KILL "$step"; fi
done
kill_task 1
say "killing task 2 on $(node_of 2)"
cp suite/shards/2/results.csv before-2.csv
cp suite/shards/1/results.csv before-1.csv
kill_task 2
wait_until 120 is_gone 2
rm hold

status=0
"$ncbench" submit --status suite || status=$?
[ "$status" -eq 1 ] || fail "with a dead task --status ended with $status, not 1"
say "Slurm notices that the node is dead, and puts its task back; usually it then waits for two minutes, here not"
is_put_back() { [[ "$(task_state 1)" == PENDING* ]]; }
wait_until 180 is_put_back
scontrol update "JobId=$(squeue --noheader --array --format='%K %A' | awk '$1 == 1 { print $2 }')" StartTime=now
say "submitting again, and waiting"
"$ncbench" submit --resubmit suite --wait --interval 1s
"$ncbench" submit --status suite
# Slurm by itself begins again what was on the node that died. What died otherwise was submitted again alone.
[ "$(grep -c '"id"' suite/submission.json)" -ge 2 ] || fail "nothing was submitted again"
[ "$(tr -d ' \n' <suite/submission.json | grep -c '"shards":\[1,2,3,4,5,6\]')" -eq 1 ] || fail "all shards were submitted again"

for task in 1 2; do
    # Rows that were whole stay as they are: their trials were not measured again.
    whole=$(grep -c '^1,' "before-$task.csv")
    cmp <(head -n $((whole + 1)) "before-$task.csv") <(head -n $((whole + 1)) "suite/shards/$task/results.csv") \
        || fail "shard $task measured finished trials again"
done

say "merging, and comparing with the run in one piece"
"$ncbench" merge merged suite/shards/* --quiet
diff <(sizes whole) <(sizes merged) || fail "sizes differ from those of the run in one piece"
say "$(sizes merged | wc -l) rows, all the same"
"$ncbench" compare whole merged --limit ctime=off,dtime=off,memory=off

say "waiting, and Ctrl-C"
# A shell's background commands ignore Ctrl-C unless told otherwise.
env --default-signal=INT "$ncbench" submit --slurm --nodes 1 --shards 3 --output other --costs suite/costs.csv --wait --on-interrupt cancel \
    -- -e "cmd:sh -c 'sleep 20; cat'::cat" --suite smoke --runs 1 --min-time 0 --warmup 0 &
waiting=$!
wait_until 120 test -f other/submission.json
wait_until 120 runs 1
kill -INT "$waiting"
status=0
wait "$waiting" || status=$?
[ "$status" -eq 130 ] || fail "Ctrl-C ended waiting with $status, not 130"
wait_until 120 is_gone 1
say "the jobs are gone: $(squeue --noheader | wc -l) left"
say "fine"
