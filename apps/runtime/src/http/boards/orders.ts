import type { PictureOf } from '@lockstep/schema/api';
import { readCaseBins } from '../../store/boards/cases.ts';
import { type RunBin, readBegun, readRunBins } from '../../store/boards/runs.ts';
import { type Bins, perBin, sumOf } from './bins.ts';
import type { BoardPlan, BoardSource } from './board.ts';
import { bucketOf, shareWithin } from './buckets.ts';
import { markersOf } from './markers.ts';
import { bookingLatency, orderStates, percentileLines, stageTimes } from './order-pictures.ts';

export const orders: BoardPlan = {
  title: 'Orders',
  lead: 'How long orders take, where the time goes, and what becomes of them.',
  async draw(source) {
    const { db, bins, flowId, now } = source;
    const range = { ...bins, flowId };
    const [cases, runs, begun, markers] = await Promise.all([
      readCaseBins(db, 'order', range),
      readRunBins(db, range),
      readBegun(db, range),
      markersOf(source),
    ]);
    const done = runs.filter(({ outcome }) => outcome === 'done');
    return [
      bookingLatency(bins, cases, markers),
      {
        id: 'run-latency',
        kind: 'series',
        title: 'Message to end',
        ask: 'How long does a message take from our door to the end of its run?',
        unit: 'ms',
        scale: 'log',
        stacked: false,
        times: [...bins.times],
        series: percentileLines(bins, done),
        markers,
      },
      volume(bins, runs, begun),
      latencyMap(bins, done),
      stageTimes(cases),
      cohorts({ bins, now }, runs, begun),
      orderStates(cases),
    ];
  },
};

function volume(
  bins: Bins,
  runs: readonly RunBin[],
  begun: readonly { bin: number; n: number }[],
): PictureOf<'series'> {
  const ended = (outcome: RunBin['outcome']) =>
    perBin(bins, runs, (of) => sumOf(of.filter((each) => each.outcome === outcome)));
  return {
    id: 'volume',
    kind: 'series',
    title: 'Messages and how they ended',
    ask: 'How many came in, and what became of them?',
    unit: 'count',
    scale: 'linear',
    stacked: false,
    times: [...bins.times],
    series: [
      { name: 'came in', tone: 'accent', values: perBin(bins, begun, sumOf) },
      { name: 'done', tone: 'ok', values: ended('done') },
      { name: 'exceptions', tone: 'failed', values: ended('exception') },
      { name: 'cancelled', tone: 'dead', values: ended('cancelled') },
    ],
    markers: [],
  };
}

const EDGES_MS = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_600_000] as const;
const EDGE_WORDS = [
  '10 ms',
  '30 ms',
  '100 ms',
  '300 ms',
  '1 s',
  '3 s',
  '10 s',
  '30 s',
  '100 s',
  '5 min',
  '17 min',
  '1 h',
];

/** How many took how long, by when they came in. */
function latencyMap(bins: Bins, done: readonly RunBin[]): PictureOf<'heatmap'> {
  const rowOf = (bucket: number) => {
    const row = EDGES_MS.findIndex((edge) => bucket < bucketOf(edge));
    return row === -1 ? EDGES_MS.length : row;
  };
  const cells = [...EDGE_WORDS, 'longer'].map(() => bins.times.map(() => 0));
  for (const { bin, bucket, n } of done) {
    const row = cells[rowOf(bucket)];
    if (row?.[bin] !== undefined) row[bin] += n;
  }
  return {
    id: 'latency-map',
    kind: 'heatmap',
    title: 'How long messages took',
    ask: 'Is there one usual time, or are there two kinds of messages?',
    columns: [...bins.times],
    rows: [...EDGE_WORDS.map((word) => `under ${word}`), 'longer'],
    cells,
  };
}

const WITHIN = [
  { label: '1 min', ms: 60_000 },
  { label: '5 min', ms: 300_000 },
  { label: '15 min', ms: 900_000 },
  { label: '60 min', ms: 3_600_000 },
] as const;
const HOUR_MS = 3_600_000;
const MAX_COHORTS = 24;

/** What a row is of: bins of long spans are longer than an hour. */
function periodOf({ binMinutes }: Bins): string {
  if (binMinutes <= 60) return 'an hour';
  return binMinutes < 1_440 ? `${binMinutes / 60} hours` : 'a day';
}

/** Of the messages of each hour, the share that was done after so long; null before any of them can have been here that long. */
export function cohorts(
  { bins, now }: Pick<BoardSource, 'bins' | 'now'>,
  runs: readonly RunBin[],
  begun: readonly { bin: number; n: number }[],
): PictureOf<'cohorts'> {
  const hourOf = (bin: number) => Math.floor((bins.times[bin] ?? 0) / HOUR_MS) * HOUR_MS;
  const done = Map.groupBy(
    runs.filter(({ outcome }) => outcome === 'done'),
    ({ bin }) => hourOf(bin),
  );
  const ended = Map.groupBy(runs, ({ bin }) => hourOf(bin));
  const came = Map.groupBy(begun, ({ bin }) => hourOf(bin));
  const hours = [...new Set([...came.keys(), ...ended.keys()])].sort((one, other) => other - one).slice(0, MAX_COHORTS);
  return {
    id: 'cohorts',
    kind: 'cohorts',
    title: 'Done after so long',
    ask: `Of the messages of ${periodOf(bins)}, how many are done after 1, 5, 15 and 60 minutes?`,
    columns: WITHIN.map(({ label }) => label),
    rows: hours.map((at) => {
      const of = done.get(at) ?? [];
      const total = Math.max(sumOf(came.get(at) ?? []), sumOf(ended.get(at) ?? []));
      const share = sumOf(of) / Math.max(total, 1);
      return {
        at,
        total,
        shares: WITHIN.map(({ ms }) =>
          total === 0 || now < at + ms ? null : Math.min(1, (shareWithin(of, ms) ?? 0) * share),
        ),
      };
    }),
  };
}
