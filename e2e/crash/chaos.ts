import { writeFileSync } from 'node:fs';
import { readOptions } from './options.ts';
import { storm } from './storm.ts';

/** `npm run chaos -- --orders N --kills K --seed S --json FILE`: prints its figures, fails when the promise was broken. */
const options = readOptions(process.argv.slice(2));
const figures = await storm(options, (line) => console.log(line));
console.table(figures);
if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
const broken = figures.lost + figures.doubled + figures.stuck + figures.outOfOrder;
process.exit(broken === 0 ? 0 : 1);
