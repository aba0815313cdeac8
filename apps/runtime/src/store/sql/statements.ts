import { readFileSync } from 'node:fs';

function read(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');
}

/** The mark in `accept.sql` and those in `append.sql` that stand for what only some batches need, and pay for. */
const FIELDS = '-- + accept-fields.sql, for batches that need it\n';
const WAITS = '-- + append-waits.sql, for batches that need it\n';
const ITEMS = '-- + append-items.sql, likewise\n';
/** What `append-items.sql` does instead, for batches that have items. */
const LOGGED = /logged as \([\s\S]*?\n\),\n/;

function accept({ fields = false }): string {
  return read('accept').replace(FIELDS, () => (fields ? read('accept-fields') : ''));
}

function append({ waits = false, items = false }): string {
  const all = read('append');
  return (items ? all.replace(LOGGED, '') : all)
    .replace(WAITS, () => (waits ? read('append-waits') : ''))
    .replace(ITEMS, () => (items ? read('append-items') : ''));
}

/** The hand-written statements, one a file; what their parameters are is said at the top of each. */
export const STATEMENTS = {
  accept: accept({}),
  acceptFields: accept({ fields: true }),
  adopt: read('adopt'),
  append: append({}),
  appendWaiting: append({ waits: true }),
  appendItems: append({ items: true }),
  appendWaitingItems: append({ waits: true, items: true }),
  cancel: read('cancel'),
  claim: read('claim'),
  decide: read('decide'),
  matchWaits: read('match-waits'),
  publish: read('publish'),
  readers: read('readers'),
  retry: read('retry'),
} as const;

/** Those of lanes. */
export const LANE_STATEMENTS = {
  begin: read('lanes/begin'),
  digests: read('lanes/digests'),
  ended: read('lanes/ended'),
  enter: read('lanes/enter'),
  join: read('lanes/join'),
  line: read('lanes/line'),
  lock: read('lanes/lock'),
  save: read('lanes/save'),
  setAside: read('lanes/set-aside'),
  settle: read('lanes/settle'),
} as const;
