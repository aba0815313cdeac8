import { readFileSync } from 'node:fs';

function read(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');
}

/** The hand-written statements, one a file; what their parameters are is said at the top of each. */
export const STATEMENTS = {
  accept: read('accept'),
  adopt: read('adopt'),
  append: read('append'),
  cancel: read('cancel'),
  claim: read('claim'),
  decide: read('decide'),
  matchWaits: read('match-waits'),
  retry: read('retry'),
} as const;
