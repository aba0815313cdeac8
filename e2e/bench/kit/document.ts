import { cpus, release, totalmem, type } from 'node:os';
import type { BenchRow, Finding } from './finding.ts';
import { cellsOf, markdownTable } from './table.ts';

/** The findings of one part. */
export interface Chapter {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface Circumstances {
  readonly date: string;
  readonly seconds: number;
  /** One-minute load average before the first measurement: what else the machine was doing. */
  readonly loadBefore: number;
}

/** `docs/benchmarks.md`: everything a reader needs to judge the figures and to get figures of their own. */
export function benchmarkDocument(chapters: readonly Chapter[], { date, seconds, loadBefore }: Circumstances): string {
  const findings = chapters.flatMap((chapter) => chapter.findings);
  const missed = findings.filter(({ budget }) => budget && !budget.met);
  const budgets = findings.filter(({ budget }) => budget).length;
  const verdict =
    missed.length === 0
      ? `All ${budgets} budgets were met.`
      : `${budgets - missed.length} of ${budgets} budgets were met. Missed: ${missed.map(({ row }) => row.name).join('; ')}.`;
  return [
    '# Benchmarks',
    'Written by `npm run bench -- --write`; do not edit. `npm run bench` prints the table, `npm run bench -- --json FILE` writes its rows, `npm run bench -- --only flows,accept` runs some of the parts.',
    `Measured ${date} in ${seconds} s on ${machine()}. Load average before: ${loadBefore.toFixed(1)}.`,
    `**${verdict}**`,
    'How far the runs of one day lie apart on a busy machine, and what is known about the misses: `e2e/bench/README.md`.',
    'How to read it: each figure stands beside a baseline that ran in the same minutes on the same machine and database, in turns with ours, so compare ratios, not figures of different days. The middle of several rounds is shown. A ratio above 1 is better than the baseline, also where less is better. PostgreSQL is the embedded one with the settings we ship; `fsync`, `synchronous_commit` and `full_page_writes` are on for everybody, and the benchmark refuses to run where they are not.',
    ...chapters.map((chapter) => chapterText(chapter)),
    '',
  ].join('\n\n');
}

/** The document with some chapters measured anew, each saying when; a chapter it did not have comes last. */
export function withChapters(
  document: string,
  chapters: readonly Chapter[],
  { date, loadBefore }: Circumstances,
): string {
  const [head = '', ...old] = document.trimEnd().split(/\n(?=## )/);
  const lead = `Measured by itself ${date} on ${machine()}. Load average before: ${loadBefore.toFixed(1)}.`;
  const made = new Map(chapters.map((chapter) => [chapter.title, chapterText(chapter, lead)]));
  const kept = old.map((text) => {
    const title = text.slice(3, text.indexOf('\n'));
    const anew = made.get(title);
    made.delete(title);
    return anew ?? text.trimEnd();
  });
  return `${[head.trimEnd(), ...kept, ...made.values()].join('\n\n')}\n`;
}

/** `lead`: a sentence about the circumstances, where they are not those of the whole document. */
function chapterText({ title, findings }: Chapter, lead?: string): string {
  const meanings = findings.map((finding) => {
    const [name, , against] = cellsOf(finding);
    return `- **${name}**, against ${against}: ${finding.meaning}`;
  });
  return [
    `## ${title}`,
    ...(lead === undefined ? [] : [lead]),
    markdownTable(findings),
    `\`\`\`text\n${bars(findings)}\n\`\`\``,
    meanings.join('\n'),
  ].join('\n\n');
}

const WIDTH = 40;

/** Ours and the baseline as bars, the longer of the two over the whole width. */
function bars(findings: readonly Finding[]): string {
  const label = Math.max(...findings.map(({ row }) => row.baselineName.length), 'Lockstep'.length);
  return findings.map(({ row }) => pair(row, label)).join('\n\n');
}

function pair({ name, ours, baseline, baselineName, unit }: BenchRow, label: number): string {
  const bar = (value: number) => '█'.repeat(Math.max(1, Math.round((value / Math.max(ours, baseline)) * WIDTH)));
  const line = (who: string, value: number) =>
    `${who.padEnd(label)}  ${bar(value)} ${value.toLocaleString('en-GB')} ${unit}`;
  return [name, line('Lockstep', ours), line(baselineName, baseline)].join('\n');
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GB, ${type()} ${release()}, Node ${process.version}`;
}
