-- What the first message under a key was, where the door tells repetitions from other messages under the same key. Null: not asked
-- for, or accepted before this migration.
alter table inbox add column body_hash text;
