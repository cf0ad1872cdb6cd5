-- Version 3: how long each stretch of a pass took, as samples.csv has it.

ALTER TABLE samples ADD COLUMN stretches TEXT;
