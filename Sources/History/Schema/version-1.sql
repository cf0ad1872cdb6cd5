-- Version 1: runs with their trials, samples, items and learning curves.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,      -- the identifier, as in results.csv
    name TEXT NOT NULL,            -- what the run was called when it was added: its folder's name
    date TEXT NOT NULL,            -- when it began, ISO 8601 in UTC
    commit_hash TEXT,              -- of the source it was built from
    machine TEXT NOT NULL,         -- the kind of machine: only runs of one kind are set in one line
    environment TEXT,              -- environment.json
    added TEXT NOT NULL            -- when it was added, ISO 8601 in UTC
) STRICT;
CREATE INDEX runs_by_date ON runs (date, run);

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    item TEXT NOT NULL,
    modality TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    raw_bytes INTEGER NOT NULL,
    UNIQUE (item, sha256, modality, raw_bytes)
) STRICT;

CREATE TABLE specs (
    id INTEGER PRIMARY KEY,
    codec TEXT NOT NULL,
    params TEXT NOT NULL,
    threads INTEGER NOT NULL,
    block_bytes INTEGER
) STRICT;
CREATE UNIQUE INDEX specs_once ON specs (codec, params, threads, coalesce(block_bytes, -1));

CREATE TABLE trials (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,     -- place among the rows of its run
    item_id INTEGER NOT NULL REFERENCES items,
    spec_id INTEGER NOT NULL REFERENCES specs,
    schema INTEGER NOT NULL,
    codec_version TEXT NOT NULL,
    comp_bytes INTEGER,
    model_bytes INTEGER NOT NULL,
    c_mbps REAL, c_mbps_min REAL, c_mbps_ci_low REAL, c_mbps_ci_high REAL,
    d_mbps REAL, d_mbps_min REAL, d_mbps_ci_low REAL, d_mbps_ci_high REAL,
    c_cpu_s REAL, d_cpu_s REAL,
    c_peak_bytes INTEGER, d_peak_bytes INTEGER,
    c_runs INTEGER, d_runs INTEGER,
    yardstick_mbps REAL,
    stream_sha256 TEXT,
    status TEXT NOT NULL,
    UNIQUE (run_id, position)
) STRICT;
CREATE INDEX trials_by_series ON trials (spec_id, item_id, run_id);

CREATE TABLE samples (
    trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
    position INTEGER NOT NULL,     -- place among the samples of its run
    direction TEXT NOT NULL,
    number INTEGER NOT NULL,       -- the column index of samples.csv
    round INTEGER,
    passes INTEGER NOT NULL,
    wall_s REAL NOT NULL,
    cpu_s REAL NOT NULL,
    wait_s REAL,
    yardstick_mbps REAL,
    peak_bytes INTEGER,
    baseline_bytes INTEGER,
    PRIMARY KEY (trial_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_items (
    run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    item_id INTEGER NOT NULL REFERENCES items,
    generated INTEGER NOT NULL,
    payload_bytes INTEGER, width INTEGER, height INTEGER, frames INTEGER, channels INTEGER,
    sample_bits INTEGER, sample_rate INTEGER,
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE curves (
    run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    number INTEGER NOT NULL,       -- place among the points of its run
    item TEXT NOT NULL,
    codec TEXT NOT NULL,
    params TEXT NOT NULL,
    position INTEGER NOT NULL,
    bits REAL NOT NULL,
    PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- Every row of every run, with the columns of results.csv and what is known of its run.
CREATE VIEW results AS
SELECT runs.date, runs.commit_hash, runs.machine, runs.run, items.item, items.modality, items.sha256 AS item_sha256,
    specs.codec, specs.params, specs.codec || iif(specs.params = '', '', ',' || specs.params) AS spec,
    trials.codec_version, specs.threads, specs.block_bytes, items.raw_bytes, trials.comp_bytes,
    1.0 * items.raw_bytes / nullif(trials.comp_bytes, 0) AS ratio,
    8.0 * trials.comp_bytes / nullif(items.raw_bytes, 0) AS bpb,
    trials.model_bytes, trials.c_mbps, trials.d_mbps, trials.c_cpu_s, trials.d_cpu_s, trials.c_peak_bytes,
    trials.d_peak_bytes, trials.yardstick_mbps, trials.stream_sha256, trials.status
FROM trials JOIN runs ON runs.id = trials.run_id JOIN items ON items.id = trials.item_id
    JOIN specs ON specs.id = trials.spec_id
ORDER BY runs.date, runs.run, trials.position;

-- What each spec came to over the items on which it succeeded, run by run. Bytes over seconds, as in reports.
CREATE VIEW speeds AS
SELECT date, commit_hash, machine, run, spec, threads, block_bytes, modality, count(*) AS items,
    1.0 * sum(raw_bytes) / sum(comp_bytes) AS ratio,
    sum(raw_bytes) / sum(raw_bytes / c_mbps) AS c_mbps, sum(raw_bytes) / sum(raw_bytes / d_mbps) AS d_mbps,
    max(c_peak_bytes) AS c_peak_bytes, max(d_peak_bytes) AS d_peak_bytes
FROM results WHERE status = 'ok' AND raw_bytes > 0
GROUP BY run, spec, threads, block_bytes, modality
ORDER BY date, run, modality, spec;

-- Sizes alone, one row a trial that succeeded.
CREATE VIEW sizes AS
SELECT date, commit_hash, run, item, spec, threads, block_bytes, raw_bytes, comp_bytes, ratio, bpb
FROM results WHERE status = 'ok';
