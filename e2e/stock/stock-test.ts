import { writeFileSync } from 'node:fs';
import { readOptions } from './options.ts';
import { stock } from './stock.ts';

/** `npm run stock -- --events N --skus N --seed S --json FILE`: prints its figures, fails when a channel shows anything else, or too late. */
const options = readOptions(process.argv.slice(2));
console.log(JSON.stringify(options));
const { violations, ...figures } = await stock(options, (line) => console.log(line));
console.table(figures);
for (const violation of violations.slice(0, 50)) console.log(violation);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...options, ...figures, violations }, null, 2)}\n`);
process.exit(violations.length === 0 ? 0 : 1);
