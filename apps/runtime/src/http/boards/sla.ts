import type { PictureOf } from '@lockstep/schema/api';
import { type CaseBin, readCaseBins } from '../../store/boards/cases.ts';
import { binsOf, perBin, sumOf } from './bins.ts';
import { type BoardPlan, KEPT } from './board.ts';
import { keptPromises, promiseRows } from './promises.ts';
import { upTo } from './today.ts';
import { wordOf } from './words.ts';

const DAY_MS = 86_400_000;
const BURN_DAYS = 30;
const CALENDAR_DAYS = 90;

export const sla: BoardPlan = {
  title: 'Promises',
  lead: 'Which stages keep their time, how much may still go wrong this month, and on which days it did.',
  async draw(source) {
    const { db, bins, now } = source;
    const long = binsOf(Math.floor(now / DAY_MS - CALENDAR_DAYS + 1) * DAY_MS, now);
    const [cases, past] = await Promise.all([readCaseBins(db, undefined, bins), readCaseBins(db, undefined, long)]);
    const told = upTo(cases, source);
    const earlier = upTo(past, { bins: long, now });
    return [
      promiseRows(told),
      missedOverTime(bins.times, told),
      burn(long.times, earlier),
      {
        id: 'missed-days',
        kind: 'calendar',
        title: 'Missed promises by day',
        ask: 'Which days were bad?',
        of: 'missed promises',
        days: long.times.map((at, nr) => ({
          date: new Date(at).toISOString().slice(0, 10),
          value: sumOf(earlier.filter(({ bin, what }) => bin === nr && what === 'missed')),
        })),
      },
      {
        id: 'kept',
        kind: 'rows',
        wide: true,
        title: 'Promises in numbers',
        ask: 'What was promised, and what was missed?',
        columns: [
          { label: 'Case', unit: 'text' },
          { label: 'Milestone', unit: 'text' },
          { label: 'Promised', unit: 'count' },
          { label: 'Missed', unit: 'count' },
          { label: 'Kept', unit: 'share' },
        ],
        rows: keptPromises(told).map(({ kind, name, due, missed }) => ({
          cells: [wordOf(kind), name, due, missed, (due - missed) / due],
          tone: (due - missed) / due < KEPT ? ('failed' as const) : ('ok' as const),
          href: `/cases?kind=${kind}&which=late`,
        })),
      },
    ];
  },
};

function missedOverTime(times: readonly number[], cases: readonly CaseBin[]): PictureOf<'series'> {
  return {
    id: 'missed',
    kind: 'series',
    title: 'Missed over time',
    ask: 'When did promises break?',
    unit: 'count',
    scale: 'linear',
    stacked: false,
    times: [...times],
    series: [
      {
        name: 'missed',
        tone: 'failed',
        values: perBin({ times }, cases, (of) => sumOf(of.filter(({ what }) => what === 'missed'))),
      },
    ],
    markers: [],
  };
}

/** How much of what may go wrong in 30 days has gone wrong: 1 is all of it. */
function burn(times: readonly number[], cases: readonly CaseBin[]): PictureOf<'series'> {
  const from = Math.max(0, times.length - BURN_DAYS);
  const days = times.slice(from);
  const within = cases.filter(({ bin }) => bin >= from);
  const due = sumOf(within.filter(({ what }) => what === 'due'));
  let missed = 0;
  const values = days.map((_, nr) => {
    missed += sumOf(within.filter(({ bin, what }) => bin === from + nr && what === 'missed'));
    return due === 0 ? null : missed / (due * (1 - KEPT));
  });
  return {
    id: 'budget',
    kind: 'series',
    title: 'Error budget of 30 days',
    ask: `How much of the ${Math.round((1 - KEPT) * 100)} % that may be missed is used up?`,
    unit: 'share',
    scale: 'linear',
    stacked: false,
    times: days,
    series: [{ name: 'used', tone: 'undone', values }],
    limit: { value: 1, label: 'Used up' },
    markers: [],
  };
}
