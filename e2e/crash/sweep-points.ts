import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FAIL_POINTS, type FailPoint } from '@lockstep/runtime/fail-points';
import { ACTIONS, type Action } from './sweep/actions.ts';
import { type Case, sweep } from './sweep/sweep.ts';

/**
 * `npm run sweep -- [--only PREFIX,…] [--actions kill,…] [--lease MS] [--seed S] [--json FILE] [--list]`: stops a process at
 * every named point, does its worst, and has the oracle judge. Fails when an invariant broke or a point was not reached.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    actions: { type: 'string', default: Object.keys(ACTIONS).join() },
    lease: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
const points = (Object.keys(FAIL_POINTS) as FailPoint[]).filter(
  (point) => values.only === undefined || values.only.split(',').some((prefix) => point.startsWith(prefix)),
);
const actions = values.actions.split(',').map((name) => {
  if (!Object.hasOwn(ACTIONS, name))
    throw new RangeError(`There is no action ${name}; there are ${Object.keys(ACTIONS).join(', ')}.`);
  return name as Action;
});
if (values.list) {
  for (const point of points) console.log(`${point.padEnd(24)} ${FAIL_POINTS[point]}`);
  process.exit(0);
}
const cases: readonly Case[] = points.flatMap((point) => actions.map((action) => ({ point, action })));
const from = Date.now();
const results = await sweep(cases, {
  seed: Number(values.seed),
  leaseMs: Number(values.lease),
  onResult: ({ point, action, reached, violations, seconds }) => {
    const verdict = !reached ? 'NOT REACHED' : violations.length === 0 ? 'held' : 'BROKEN';
    console.log(`${point.padEnd(24)} ${action.padEnd(6)} ${verdict.padEnd(12)} ${seconds} s`);
    for (const violation of violations) console.log(`    ${violation}`);
    return undefined;
  },
});
const failed = results.filter(({ reached, violations }) => !reached || violations.length > 0);
console.log(
  `${results.length - failed.length} of ${results.length} cases held: ${points.length} points, ${actions.join(', ')}; ${Math.round((Date.now() - from) / 1000)} s`,
);
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
process.exit(failed.length === 0 ? 0 : 1);
