-- Messages that doors with a limit took in the minute under way, by all processes together. One row a door.
create table door_windows (
  flow_id text not null,
  node text not null,
  -- Minute since 1970, by the clock of the database.
  minute bigint not null,
  taken integer not null,
  primary key (flow_id, node)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.0);
