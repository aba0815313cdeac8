-- Reviews before publishing: what was asked about, by whom, what was said, and who decided. Kept for good: they say why a version is there.
create table flow_reviews (
  id uuid primary key default gen_random_uuid(),
  flow_id text not null references flows (id),
  -- Content hash of the document.
  hash text not null,
  document json not null,
  based_on integer not null,
  message text not null,
  status text not null default 'open',
  requested_by text not null,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by text,
  decided_at timestamptz,
  decision_note text not null default ''
);
create index flow_reviews_flow on flow_reviews (flow_id, requested_at desc);
create unique index flow_reviews_open on flow_reviews (flow_id) where status = 'open';

create table flow_review_comments (
  id uuid primary key default gen_random_uuid(),
  review_id uuid not null references flow_reviews (id),
  node text,
  body text not null,
  written_by text not null,
  written_at timestamptz not null default clock_timestamp(),
  resolved_by text,
  resolved_at timestamptz
);
create index flow_review_comments_review on flow_review_comments (review_id, written_at);

-- Who let a version be published, where a review was asked for; null for all others.
alter table flow_versions add column reviewed_by text;
