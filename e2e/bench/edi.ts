import { readEdifact, readX12, x12Tokens } from '@lockstep/nodes/formats';
import { samples } from '@lockstep/nodes/samples';
import { median } from './kit/figures.ts';
import { type Finding, moreIsBetter } from './kit/finding.ts';

const MB = 1_000_000;
const SIZE = 10 * MB;
const ROUNDS = 5;

/** One line of an ORDRSP. */
const LINE = "LIN+1+5+4012345678901:EN'QTY+21:2'DTM+67:20261204:102'PRI+AAA:12.50'";

/** X12 and EDIFACT of 10 MB, beside cutting the same text with `split`, which reads nothing. */
export async function benchEdi(): Promise<Finding[]> {
  const x12 = interchangeOf855();
  const edifact = `UNB+UNOC:3+1+2+261126:1415+1'UNH+1+ORDRSP:D:96A:UN'BGM+231'DTM+137:20261126:102'${LINE.repeat(SIZE / LINE.length)}UNS+S'UNT+1+1'UNZ+1+1'`;
  const forgiving = { counts: true };
  const works = {
    x12Split: () => cut(x12, '~', '*'),
    x12Tokens: () => {
      for (const _ of x12Tokens(x12));
    },
    x12Read: () => expectNone(readX12(x12, { forgiving }).issueCount),
    edifactSplit: () => cut(edifact, "'", '+'),
    edifactRead: () => expectNone(readEdifact(edifact, { forgiving }).issueCount),
  };
  const speeds = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const from = performance.now();
      work();
      // The first round warms.
      if (round > 0) speeds[name]?.push(SIZE / MB / ((performance.now() - from) / 1000));
    }
  }
  const speed = (name: keyof typeof works) => median(speeds[name] ?? []);
  const finding = (name: string, ours: keyof typeof works, baseline: keyof typeof works, meaning: string): Finding => ({
    row: moreIsBetter({
      name,
      unit: 'MB/s',
      ours: speed(ours),
      baseline: speed(baseline),
      baselineName: 'split alone',
    }),
    meaning,
  });
  return [
    finding(
      'X12 into segments',
      'x12Tokens',
      'x12Split',
      '10 MB of 855: elements, components and places of all segments.',
    ),
    finding(
      'X12 into fields',
      'x12Read',
      'x12Split',
      'The same, checked against the 855 and read to fields by name, raw segments beside them.',
    ),
    finding(
      'EDIFACT into fields',
      'edifactRead',
      'edifactSplit',
      '10 MB of one ORDRSP, checked and read to fields by name.',
    ),
  ];
}

/** The 855 of the samples, its transaction over and over. */
function interchangeOf855(): string {
  const flow = samples.find(({ id }) => id === 'supplier-acknowledgements');
  const text = String(flow?.tests[0]?.message).replaceAll('\n', '');
  const [from, to] = [text.indexOf('ST*'), text.indexOf('GE*')];
  const one = text.slice(from, to);
  const all = Array.from({ length: SIZE / one.length }, (_, at) => one.replaceAll('*0001', `*${1_000_001 + at}`));
  return text.slice(0, from) + all.join('') + text.slice(to);
}

function cut(text: string, segment: string, element: string): void {
  for (const each of text.split(segment)) each.split(element);
}

function expectNone(issues: number): void {
  if (issues > 0) throw new Error(`${issues} issues in what the benchmark made`);
}
