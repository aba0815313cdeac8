import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAccept } from './accept.ts';
import { benchDesigner } from './designer.ts';
import { benchEdi } from './edi.ts';
import { benchFlows } from './flows.ts';
import { benchGrowth } from './growth.ts';
import { benchHooks } from './hooks.ts';
import { benchIsolation } from './isolation.ts';
import { benchmarkDocument, type Chapter, withChapters } from './kit/document.ts';
import { textTable } from './kit/table.ts';
import { benchLargeMap } from './large-map.ts';
import { benchMalformed } from './malformed.ts';
import { benchMapping } from './mapping.ts';
import { benchRetention } from './retention.ts';
import { benchScaling } from './scaling.ts';
import { benchSearch } from './search.ts';
import { benchStart } from './start.ts';
import { benchStream } from './stream.ts';

/** What `--only` takes, in the order of running. */
const PARTS = {
  accept: { title: 'Durable accept', run: benchAccept },
  flows: { title: 'Flows of three effects', run: benchFlows },
  growth: { title: 'Beside many stored runs', run: benchGrowth },
  search: { title: 'Search among many stored runs', run: benchSearch },
  retention: { title: 'While runs are removed', run: benchRetention },
  hooks: { title: 'Over HTTP', run: benchHooks },
  malformed: { title: 'Malformed messages', run: benchMalformed },
  mapping: { title: 'Mapping', run: benchMapping },
  edi: { title: 'X12 and EDIFACT', run: benchEdi },
  'large-map': { title: 'A map of 5,000 fields', run: benchLargeMap },
  designer: { title: 'The drawing board', run: benchDesigner },
  start: { title: 'Start and rest', run: benchStart },
  stream: { title: 'Larger than memory', run: benchStream },
  scaling: { title: 'A second process', run: benchScaling },
  isolation: { title: 'Beside a failing connection', run: benchIsolation },
} as const;

const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);

/**
 * `npm run bench -- [--only a,b] [--json FILE] [--write]`: prints the table. With `--only`, `--write` renews
 * these chapters of the document and leaves the others. The exit code says whether it could be
 * measured, not whether budgets were met, because that depends on what else the machine does.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, only: { type: 'string' }, write: { type: 'boolean' } },
  });
  const names = chosen(values.only);
  const loadBefore = loadavg()[0] ?? 0;
  const from = performance.now();
  const chapters: Chapter[] = [];
  for (const name of names) {
    const { title, run } = PARTS[name];
    process.stderr.write(`${title} …\n`);
    chapters.push({ title, findings: await run() });
  }
  const findings = chapters.flatMap((chapter) => chapter.findings);
  const seconds = Math.round((performance.now() - from) / 1000);
  console.log(textTable(findings));
  console.log(`\n${seconds} s, load average before ${loadBefore.toFixed(1)}`);
  if (values.json !== undefined)
    writeFileSync(
      values.json,
      `${JSON.stringify(
        findings.map(({ row }) => row),
        null,
        2,
      )}\n`,
    );
  if (values.write) {
    const date = new Date().toISOString().slice(0, 10);
    const circumstances = { date, seconds, loadBefore };
    const text =
      values.only === undefined
        ? benchmarkDocument(chapters, circumstances)
        : withChapters(readFileSync(DOCUMENT, 'utf8'), chapters, circumstances);
    writeFileSync(DOCUMENT, text);
  }
}

function chosen(only: string | undefined): readonly (keyof typeof PARTS)[] {
  const all = Object.keys(PARTS) as (keyof typeof PARTS)[];
  if (only === undefined) return all;
  const wanted = only.split(',');
  const unknown = wanted.filter((name) => !all.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  return all.filter((name) => wanted.includes(name));
}

await main();
