-- Variables of the installation: every change, never altered. What holds at a change is the last row of each name up to it, so a run that
-- knows the number of a change reads for ever what it began with.
create table variable_changes (
  -- Grows with every change of any variable; given out under a lock, so that a greater one is never seen before a lesser.
  revision integer primary key,
  name text not null,
  -- Type and value; null: the variable was removed.
  held jsonb,
  description text not null,
  note text not null,
  changed_by text not null,
  changed_at timestamptz not null default date_trunc('milliseconds', clock_timestamp())
);
create index variable_changes_name on variable_changes (name, revision desc);
