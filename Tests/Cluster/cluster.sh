#!/usr/bin/env bash
# A Slurm cluster of several nodes on this machine, in a folder of its own, without systemd: for run.sh.
#
# Sourced. start_cluster FOLDER NODES starts munged, slurmctld and a slurmd for each node; stop_cluster ends what it started and nothing else.
# Needs root, as slurmd does, and Debian's packages slurm-wlm and munge. The key is made anew and lies in the folder.

cluster_folder=""
cluster_processes=()

# A port that nobody listens at, from $1 on.
free_port() {
    local port="$1"
    while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

start_cluster() {
    cluster_folder="$1"
    local nodes="$2" node port base
    base=$(free_port $((20000 + RANDOM % 20000)))
    # munged wants folders that nobody else may write to, all the way up.
    mkdir -p "$cluster_folder"/{munge,state,spool,log}
    chmod 755 "$cluster_folder"
    dd if=/dev/urandom bs=1 count=1024 status=none of="$cluster_folder/munge/key"
    chmod 400 "$cluster_folder/munge/key"
    munged --foreground --force --key-file="$cluster_folder/munge/key" --socket="$cluster_folder/munge/socket" \
        --pid-file="$cluster_folder/munge/pid" --log-file="$cluster_folder/munge/log" \
        --seed-file="$cluster_folder/munge/seed" --num-threads=2 >"$cluster_folder/log/munged" 2>&1 &
    cluster_processes+=($!)
    {
        cat <<CONF
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$cluster_folder/munge/socket
CredType=cred/munge
SlurmUser=root
SlurmctldPort=$base
SlurmctldPidFile=$cluster_folder/slurmctld.pid
SlurmctldLogFile=$cluster_folder/log/slurmctld
StateSaveLocation=$cluster_folder/state
SlurmdPidFile=$cluster_folder/slurmd-%n.pid
SlurmdSpoolDir=$cluster_folder/spool/%n
SlurmdLogFile=$cluster_folder/log/slurmd-%n
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SlurmdTimeout=15
InactiveLimit=0
KillWait=5
MinJobAge=30
SchedulerParameters=sched_min_interval=200000,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
CONF
        for ((node = 1; node <= nodes; node++)); do
            port=$((base + node))
            mkdir -p "$cluster_folder/spool/n$node"
            echo "NodeName=n$node NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$port CPUs=1 State=UNKNOWN"
        done
        echo "PartitionName=main Nodes=n[1-$nodes] Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO"
    } >"$cluster_folder/slurm.conf"
    export SLURM_CONF="$cluster_folder/slurm.conf"
    wait_until 90 test -S "$cluster_folder/munge/socket"
    slurmctld -D -f "$SLURM_CONF" >"$cluster_folder/log/slurmctld.out" 2>&1 &
    cluster_processes+=($!)
    for ((node = 1; node <= nodes; node++)); do start_node "$node"; done
    wait_until 180 all_nodes_are_up "$nodes"
}

start_node() {
    slurmd -D -N "n$1" -f "$SLURM_CONF" >"$cluster_folder/log/slurmd-n$1.out" 2>&1 &
    cluster_processes+=($!)
    echo $! >"$cluster_folder/slurmd-n$1.process"
}

# Ends a node's daemon as a crash would.
kill_node() { kill -KILL "$(cat "$cluster_folder/slurmd-n$1.process")"; }

all_nodes_are_up() { [ "$(sinfo --noheader --Node --format=%t 2>/dev/null | grep -c '^idle$')" -eq "$1" ]; }

# wait_until SECONDS COMMAND...: until the command succeeds.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || { echo "in vain: $*" >&2; return 1; }
        sleep 0.3
    done
}

stop_cluster() {
    local process
    # Jobs first, which are no children of this shell.
    [ -z "$cluster_folder" ] || scancel --user="$(id -un)" 2>/dev/null || true
    for process in "${cluster_processes[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${cluster_processes[@]}"; do wait "$process" 2>/dev/null || true; done
}
