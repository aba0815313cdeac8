import { writeFileSync } from 'node:fs';
import { readOptions } from './storm/options.ts';
import { broken, storm } from './storm/storm.ts';

/** `npm run chaos -- --orders N --kills K --seed S --json FILE`: prints its figures, fails when the promise was broken. */
const options = readOptions(process.argv.slice(2));
console.log(JSON.stringify(options));
const { violations, ...figures } = await storm(options, (line) => console.log(line));
const { drills, ...row } = figures;
console.table({ ...row, drills: JSON.stringify(drills) });
for (const violation of violations.slice(0, 50)) console.log(violation);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...figures, violations }, null, 2)}\n`);
process.exit(broken({ ...figures, violations }) === 0 ? 0 : 1);
