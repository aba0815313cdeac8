-- When the public keys of a connection were last fetched, because a message named one that was not known: once for all processes.
create table key_fetches (
  connection text primary key,
  asked_at timestamptz not null
);
