-- How far flows have read the changes of other systems; a place moves when what lies before it is durable.
create table change_places (
  flow_id text not null references flows (id),
  node text not null,
  -- Connection and topic: another source begins anew.
  source text not null,
  -- What the source calls the place, and when the newest change before it was made.
  replay_id bytea,
  changed_at timestamptz,
  -- When it was first read: what came since then and before its first place is not passed over.
  since timestamptz not null,
  -- One process reads.
  worker uuid,
  lease_until timestamptz,
  problem text,
  primary key (flow_id, node)
) with (fillfactor = 50);
