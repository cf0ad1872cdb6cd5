-- Version 2: what series of times are made of, so that they need not be found among the samples each time.

-- The fastest pass of each direction, less the time that it waited for a processor.
ALTER TABLE trials ADD COLUMN c_fastest_s REAL;
ALTER TABLE trials ADD COLUMN d_fastest_s REAL;
-- The fastest that the yardstick was while the trial's item was measured.
ALTER TABLE trials ADD COLUMN fastest_yardstick_mbps REAL;

-- Times that are relative to the machine's speed of the moment: passes of the yardstick's megabyte.
CREATE VIEW times AS
SELECT runs.date, runs.commit_hash, runs.machine, runs.run, items.item,
    specs.codec || iif(specs.params = '', '', ',' || specs.params) AS spec, specs.threads, specs.block_bytes,
    trials.c_fastest_s, trials.d_fastest_s, trials.fastest_yardstick_mbps,
    trials.c_fastest_s * trials.fastest_yardstick_mbps AS c_relative,
    trials.d_fastest_s * trials.fastest_yardstick_mbps AS d_relative
FROM trials JOIN runs ON runs.id = trials.run_id JOIN items ON items.id = trials.item_id
    JOIN specs ON specs.id = trials.spec_id
WHERE trials.status = 'ok'
ORDER BY runs.date, runs.run, trials.position;
