-- Pages that have the draft of a flow open; at most one of a flow writes. Rows of pages that fell silent mean nothing and go with the
-- next word of another page.
create table flow_presence (
  flow_id text not null,
  session text not null,
  name text not null,
  writes boolean not null default false,
  opened_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  -- Last change of the draft by this page.
  active_at timestamptz not null default clock_timestamp(),
  primary key (flow_id, session)
);
create unique index flow_presence_writer on flow_presence (flow_id) where writes;
