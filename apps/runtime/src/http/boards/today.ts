import type { PictureOf } from '@lockstep/schema/api';
import { type CaseBin, countOpened, readCaseBins, readOpenCases, readStuck } from '../../store/boards/cases.ts';
import { readOpenRuns } from '../../store/boards/engine.ts';
import { countCategories } from '../../store/boards/exceptions.ts';
import { aWeekBefore, type BoardPlan, type BoardSource, ORDER_TO_ERP_MS } from './board.ts';
import { percentiles } from './buckets.ts';
import { byCategory } from './exception-pictures.ts';
import { markersOf } from './markers.ts';
import { backlogByStage, bookingLatency, isBooked, orderStates, standingBefore } from './order-pictures.ts';
import { promiseRows } from './promises.ts';
import { ageOf } from './words.ts';
import { workList } from './work-picture.ts';

const WORK_ROWS = 12;

export const today: BoardPlan = {
  title: 'Today',
  lead: 'Are orders in time, what waits, and what must a person do now?',
  async draw(source) {
    const { db, bins, flowId, now } = source;
    const isPast = bins.to.getTime() < now;
    const since = { ...bins, fromMinute: bins.toMinute, toMinute: Math.ceil(now / 60_000) + 1 };
    const [cases, later, open, returns, orders, runs, categories, before, stuck, markers] = await Promise.all([
      readCaseBins(db, undefined, bins),
      isPast ? readCaseBins(db, 'order', since) : [],
      readOpenCases(db, 'order'),
      readOpenCases(db, 'return'),
      countOpened(db, 'order', bins),
      readOpenRuns(db, flowId),
      countCategories(db, { from: bins.from, to: bins.to, flowId }),
      countCategories(db, { ...aWeekBefore(source), flowId }),
      readStuck(db, WORK_ROWS),
      markersOf(source),
    ]);
    const raised = categories.reduce((sum, { n }) => sum + n, 0);
    const unsettled = categories.reduce((sum, each) => sum + each.open, 0);
    const refunds = returns.reduce((sum, { n }) => sum + n, 0);
    const waiting = runs.find(({ status }) => status === 'waiting');
    return [
      {
        id: 'now',
        kind: 'numbers',
        wide: true,
        title: 'At a glance',
        ask: 'How does it stand?',
        items: [
          { label: 'Orders', value: orders, unit: 'count', tone: 'accent', href: '/cases?kind=order' },
          bookedNumber(cases),
          {
            label: isPast ? 'Waiting now' : 'Waiting',
            value: waiting?.n ?? 0,
            unit: 'count',
            tone: 'waiting',
            ...(waiting && { note: `oldest ${ageOf(now - waiting.oldest.getTime())}` }),
            href: '/runs?status=waiting',
          },
          {
            label: 'Exceptions raised',
            value: raised,
            unit: 'count',
            tone: raised === 0 ? 'ok' : 'failed',
            href: '/exceptions?status=all',
          },
          {
            label: isPast ? 'Need a person now' : 'Need a person',
            value: stuck.total,
            unit: 'count',
            tone: stuck.total === 0 ? 'ok' : 'failed',
            note: `${unsettled} raised in this time`,
            href: '/exceptions',
          },
          {
            label: isPast ? 'Returns open now' : 'Returns open',
            value: refunds,
            unit: 'count',
            tone: 'undone',
            href: '/cases?kind=return&which=open',
          },
        ],
      },
      bookingLatency(bins, cases, markers),
      backlogByStage(bins, cases, standingBefore(totalsOf(open), later), isPast),
      promiseRows(upTo(cases, source)),
      byCategory(now, categories, before),
      orderStates(cases),
      workList(stuck),
    ];
  },
};

function bookedNumber(cases: readonly CaseBin[]): PictureOf<'numbers'>['items'][number] {
  const p95 = percentiles(cases.filter(isBooked), [0.95])?.[0];
  return {
    label: 'Order to ERP, 95 %',
    value: p95 ?? null,
    unit: 'ms',
    tone: p95 === undefined ? 'idle' : p95 <= ORDER_TO_ERP_MS ? 'ok' : 'failed',
    note: 'promise: 60 s',
    href: '/dash/orders',
  };
}

/** What is due later cannot have been kept or missed yet. */
export function upTo(cases: readonly CaseBin[], { bins, now }: Pick<BoardSource, 'bins' | 'now'>): readonly CaseBin[] {
  return cases.filter(({ what, bin }) => what !== 'due' || (bins.times[bin] ?? 0) <= now);
}

export function totalsOf(rows: readonly { readonly state: string; readonly n: number }[]) {
  return [...Map.groupBy(rows, ({ state }) => state)].map(([state, of]) => ({
    state,
    n: of.reduce((sum, { n }) => sum + n, 0),
  }));
}
