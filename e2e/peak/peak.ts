import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { burst } from './burst.ts';

/**
 * `npm run peak -- [--base N] [--factor N] [--seconds N] [--backlog N] [--json FILE]`: a burst of ten times the ordinary for two
 * minutes. Fails when anything but 202 and an honest 503 was answered, or something accepted was not done.
 */
const { values } = parseArgs({
  options: {
    base: { type: 'string', default: '40' },
    factor: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '120' },
    backlog: { type: 'string', default: '10000' },
    'in-flight': { type: 'string', default: '32' },
    'partner-ms': { type: 'string', default: '200' },
    json: { type: 'string' },
  },
});
const figures = await burst({
  base: Number(values.base),
  factor: Number(values.factor),
  seconds: Number(values.seconds),
  backlog: Number(values.backlog),
  inFlight: Number(values['in-flight']),
  partnerMs: Number(values['partner-ms']),
});
console.table({ ...figures, others: JSON.stringify(figures.others) });
if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
const honest = Object.keys(figures.others).length === 0 && figures.done === figures.accepted;
process.exit(honest ? 0 : 1);
