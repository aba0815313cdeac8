import { readFileSync } from 'node:fs';

function read(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');
}

/** The mark in `append.sql` that stands for `append-waits.sql`. */
const WAITS = '-- + append-waits.sql, for batches that need it\n';

/** The hand-written statements, one a file; what their parameters are is said at the top of each. */
export const STATEMENTS = {
  accept: read('accept'),
  adopt: read('adopt'),
  append: read('append'),
  appendWaiting: read('append').replace(WAITS, () => read('append-waits')),
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
