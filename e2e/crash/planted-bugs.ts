import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BugName, PLANTED_BUGS } from './planted/bugs.ts';
import { type Hunt, hunt } from './planted/hunt.ts';

/**
 * `npm run planted -- [--only NAME,…] [--seeds 1,2,3] [--json FILE]`: shows that the checker sees each planted bug within
 * the seeds, and nothing where there is none. Fails otherwise.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: ['none', ...Object.keys(PLANTED_BUGS)].join() },
    seeds: { type: 'string', default: '1,2,3' },
    json: { type: 'string' },
  },
});
const names = values.only.split(',').map((name) => {
  if (name !== 'none' && !Object.hasOwn(PLANTED_BUGS, name)) throw new RangeError(`There is no planted bug "${name}".`);
  return name as BugName | 'none';
});
const seeds = values.seeds.split(',').map(Number);
const hunts: Hunt[] = [];
for (const name of names) {
  const found = await hunt(name, seeds);
  hunts.push(found);
  const verdict = found.caughtBy === undefined ? 'seen nothing' : `caught by seed ${found.caughtBy}`;
  console.log(`${name.padEnd(26)} ${verdict.padEnd(18)} ${found.violations[0] ?? ''}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(hunts, null, 2)}\n`);
const wrong = hunts.filter(({ bug, caughtBy }) => (bug === 'none') !== (caughtBy === undefined));
console.log(`${hunts.length - wrong.length} of ${hunts.length} as it must be, seeds ${seeds.join(', ')}`);
process.exit(wrong.length === 0 ? 0 : 1);
