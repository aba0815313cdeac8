import type { PictureOf } from '@lockstep/schema/api';
import { type CaseBin, readCaseBins, readOpenCases } from '../../store/boards/cases.ts';
import { binsOf, sumOf } from './bins.ts';
import type { BoardPlan } from './board.ts';
import { percentiles } from './buckets.ts';
import { totalsOf } from './today.ts';
import { wordOf } from './words.ts';

const DAY_MS = 86_400_000;
const WEEKS = 8;
const AGES = [
  { label: 'under 1 day', days: 1 },
  { label: '1 to 3 days', days: 3 },
  { label: '3 to 7 days', days: 7 },
  { label: '7 to 14 days', days: 14 },
  { label: 'longer', days: Number.POSITIVE_INFINITY },
] as const;

export const returns: BoardPlan = {
  title: 'Returns and refunds',
  lead: 'How long customers wait for their money, and where returns stand.',
  async draw({ db, bins, now }) {
    const long = binsOf(Math.floor(now / DAY_MS - 7 * WEEKS + 1) * DAY_MS, now);
    const [cases, past, open] = await Promise.all([
      readCaseBins(db, 'return', bins),
      readCaseBins(db, 'return', long),
      readOpenCases(db, 'return'),
    ]);
    const count = (what: CaseBin['what'], name?: string) =>
      sumOf(cases.filter((each) => each.what === what && (name === undefined || each.name === name)));
    const cycle = percentiles(
      cases.filter(({ what }) => what === 'closed'),
      [0.5],
    )?.[0];
    return [
      {
        id: 'returns-now',
        kind: 'numbers',
        wide: true,
        title: 'At a glance',
        ask: 'How do returns stand?',
        items: [
          { label: 'Requested', value: count('opened'), unit: 'count', tone: 'accent', href: '/cases?kind=return' },
          {
            label: 'Refunded',
            value: count('moved', 'refunded'),
            unit: 'count',
            tone: 'ok',
            href: '/cases?kind=return&state=refunded',
          },
          {
            label: 'Turned down',
            value: count('moved', 'rejected'),
            unit: 'count',
            tone: 'dead',
            href: '/cases?kind=return&state=rejected',
          },
          {
            label: 'Open',
            value: open.reduce((sum, { n }) => sum + n, 0),
            unit: 'count',
            tone: 'waiting',
            href: '/cases?kind=return&which=open',
          },
          {
            label: 'Half closed within',
            value: cycle ?? null,
            unit: 'ms',
            tone: 'idle',
            href: '/cases?kind=return&which=closed',
          },
        ],
      },
      cycleTimes(long.times, past),
      {
        id: 'ages',
        kind: 'bars',
        title: 'Age of open returns',
        ask: 'How long have those waited that are still open?',
        unit: 'count',
        cumulative: false,
        rows: AGES.map(({ label, days }, nr) => ({
          label,
          value: sumOf(open.filter((each) => each.days < days && each.days >= (AGES[nr - 1]?.days ?? 0))),
          tone: nr >= 3 ? ('failed' as const) : nr >= 2 ? ('waiting' as const) : ('ok' as const),
          href: '/cases?kind=return&which=open',
        })),
      },
      {
        id: 'where',
        kind: 'bars',
        title: 'Where open returns stand',
        ask: 'What are they waiting for?',
        unit: 'count',
        cumulative: false,
        rows: totalsOf(open)
          .sort((one, other) => other.n - one.n)
          .map(({ state, n }) => ({
            label: wordOf(state),
            value: n,
            tone: 'waiting' as const,
            href: `/cases?kind=return&state=${state}`,
          })),
      },
      stages(cases),
    ];
  },
};

/** From the request to the end, by week. */
function cycleTimes(times: readonly number[], cases: readonly CaseBin[]): PictureOf<'boxes'> {
  const closed = cases.filter(({ what }) => what === 'closed');
  const rows = Array.from({ length: WEEKS }, (_, week) => {
    const of = closed.filter(({ bin }) => Math.floor(bin / 7) === week);
    const spread = percentiles(of, [0.05, 0.25, 0.5, 0.75, 0.95]);
    if (spread === undefined) return undefined;
    const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0] = spread;
    return { at: times[week * 7] ?? 0, n: sumOf(of), p5, p25, p50, p75, p95 };
  });
  return {
    id: 'cycle',
    kind: 'boxes',
    title: 'From request to refund',
    ask: 'How long do returns take, week by week?',
    unit: 'ms',
    rows: rows.filter((row) => row !== undefined),
  };
}

function stages(cases: readonly CaseBin[]): PictureOf<'bars'> {
  const left = Map.groupBy(
    cases.filter(({ what, was, bucket }) => what === 'moved' && was !== '' && bucket >= 0),
    ({ was }) => was,
  );
  return {
    id: 'return-stages',
    kind: 'bars',
    title: 'Time in each state',
    ask: 'At which system do returns wait (95 %)?',
    unit: 'ms',
    cumulative: false,
    rows: [...left].map(([state, of]) => ({
      label: wordOf(state),
      value: percentiles(of, [0.95])?.[0] ?? 0,
      note: `${sumOf(of)} returns`,
      tone: 'undone',
      href: `/cases?kind=return&state=${state}`,
    })),
  };
}
