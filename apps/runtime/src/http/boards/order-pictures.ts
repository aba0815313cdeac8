import type { PictureOf, PictureTone } from '@lockstep/schema/api';
import { machineOf } from '@lockstep/schema/cases';
import type { CaseBin } from '../../store/boards/cases.ts';
import { type Bins, perBin, sumOf } from './bins.ts';
import { IN_THE_BOOKS, ORDER_TO_ERP_MS } from './board.ts';
import { percentiles } from './buckets.ts';
import { wordOf } from './words.ts';

type Marker = PictureOf<'series'>['markers'][number];

const SHARES = [0.5, 0.95, 0.99] as const;
const LINES = [
  { name: 'p50', tone: 'idle' },
  { name: 'p95', tone: 'accent' },
  { name: 'p99', tone: 'undone' },
] as const satisfies readonly { name: string; tone: PictureTone }[];

/** Orders that came into the books, and how old they were. */
export const isBooked = ({ kind, what, name }: CaseBin): boolean =>
  kind === 'order' && what === 'reached' && name === IN_THE_BOOKS;

/** Orders that were more than received: they had their stock, or nobody had it. */
const isSourced = ({ what, was }: CaseBin): boolean => what === 'moved' && was === 'received';

/** Percentiles over time of whatever rows carry. */
export function percentileLines<Row extends { readonly bin: number; readonly bucket: number; readonly n: number }>(
  bins: Pick<Bins, 'times'>,
  rows: readonly Row[],
): PictureOf<'series'>['series'] {
  return LINES.map(({ name, tone }, nr) => ({
    name,
    tone,
    values: perBin(bins, rows, (of) => percentiles(of, SHARES)?.[nr] ?? null),
  }));
}

export function bookingLatency(bins: Bins, cases: readonly CaseBin[], markers: readonly Marker[]): PictureOf<'series'> {
  return {
    id: 'order-latency',
    kind: 'series',
    title: 'Order to ERP',
    ask: 'How long does an order take from the shop to the books?',
    unit: 'ms',
    scale: 'log',
    stacked: false,
    times: [...bins.times],
    series: percentileLines(bins, cases.filter(isBooked)),
    limit: { value: ORDER_TO_ERP_MS, label: 'Promise' },
    markers: [...markers],
  };
}

const STATE_TONES: Readonly<Record<string, PictureTone>> = {
  received: 'accent',
  confirmed: 'running',
  delayed: 'waiting',
  in_fulfilment: 'running',
  partially_fulfilled: 'running',
  fulfilled: 'ok',
  delivered: 'ok',
  partially_returned: 'undone',
  returned: 'undone',
  cancelled: 'dead',
};

export const toneOfState = (state: string): PictureTone => STATE_TONES[state] ?? 'idle';

/** How far along a state of an order is; states nobody knows come last. */
const progress = (state: string): number => machineOf('order')?.progress[state] ?? 99;

/** How many stood in each state before what happened since: what stands now, with its moves taken back. */
export function standingBefore(
  open: readonly { readonly state: string; readonly n: number }[],
  since: readonly CaseBin[],
): readonly { readonly state: string; readonly n: number }[] {
  const counts = new Map(open.map(({ state, n }) => [state, n]));
  const add = (state: string, n: number) => void (state !== '' && counts.set(state, (counts.get(state) ?? 0) + n));
  for (const { what, name, was, n } of since) {
    if (what !== 'opened' && what !== 'moved') continue;
    add(name, -n);
    if (what === 'moved') add(was, n);
  }
  return [...counts].map(([state, n]) => ({ state, n: Math.max(0, n) }));
}

/**
 * Open orders by stage over time: what stands now, taken back move by move.
 *
 * @param open how many stand in each state at the end of the time
 * @param isPast the time ended before now: nothing is said of what follows
 */
export function backlogByStage(
  bins: Bins,
  cases: readonly CaseBin[],
  open: readonly { readonly state: string; readonly n: number }[],
  isPast = false,
): PictureOf<'series'> {
  const orders = cases.filter(({ kind }) => kind === 'order');
  const closing = new Set(['delivered', 'returned', 'cancelled']);
  const states = [
    ...new Set([
      ...open.map(({ state }) => state),
      ...orders.flatMap(({ was, name, what }) => (what === 'moved' ? [was, name] : what === 'opened' ? [name] : [])),
    ]),
  ]
    .filter((state) => state !== '' && !closing.has(state))
    .sort((one, other) => progress(one) - progress(other));
  const series = states.map((state) => {
    const came = perBin(bins, orders, (of) =>
      sumOf(of.filter(({ what, name }) => (what === 'opened' || what === 'moved') && name === state)),
    );
    const left = perBin(bins, orders, (of) => sumOf(of.filter(({ what, was }) => what === 'moved' && was === state)));
    let standing = open.filter((row) => row.state === state).reduce((sum, { n }) => sum + n, 0);
    const values: number[] = [];
    for (let nr = bins.times.length - 1; nr >= 0; nr -= 1) {
      values[nr] = Math.max(0, standing);
      standing += (left[nr] ?? 0) - (came[nr] ?? 0);
    }
    return { name: wordOf(state), tone: toneOfState(state), values };
  });
  return {
    id: 'backlog',
    kind: 'series',
    title: 'Backlog by stage',
    ask: 'Where do open orders stand, and is it getting more?',
    unit: 'count',
    scale: 'linear',
    stacked: true,
    times: [...bins.times],
    series,
    markers: [],
    ...(isPast ? {} : outlookOf(bins, orders, open)),
  };
}

/** When what is only received would be more, at the rate of the last hour. */
function outlookOf(
  bins: Bins,
  orders: readonly CaseBin[],
  open: readonly { readonly state: string; readonly n: number }[],
): { outlook?: string } {
  const waiting = open.filter(({ state }) => state === 'received').reduce((sum, { n }) => sum + n, 0);
  if (waiting === 0) return { outlook: 'No order waits for its stock.' };
  const window = Math.max(1, Math.ceil(60 / bins.binMinutes));
  const recent = orders.filter(({ bin }) => bin >= bins.times.length - window);
  const stand = waiting === 1 ? '1 order waits for its stock' : `${waiting} orders wait for their stock`;
  const perMinute =
    (sumOf(recent.filter(isSourced)) - sumOf(recent.filter(({ what }) => what === 'opened'))) /
    (window * bins.binMinutes);
  if (perMinute <= 0) return { outlook: `${stand}; at the present rate it will not be fewer.` };
  return {
    outlook: `${stand}; drained in ${Math.ceil(waiting / perMinute)} min at the present rate.`,
  };
}

/** What became of orders: each move forward that happened, and where those stand that came in. */
export function orderStates(cases: readonly CaseBin[]): PictureOf<'sankey'> {
  const moves = cases.filter(
    ({ kind, what, was, name }) => kind === 'order' && what === 'moved' && was !== '' && progress(name) > progress(was),
  );
  const links = [...Map.groupBy(moves, ({ was, name }) => `${was}>${name}`).values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : [{ from: first.was, to: first.name, value: sumOf(of) }];
  });
  const states = [...new Set(links.flatMap(({ from, to }) => [from, to]))].sort((a, b) => progress(a) - progress(b));
  return {
    id: 'order-states',
    kind: 'sankey',
    wide: true,
    title: 'What became of orders',
    ask: 'How many went which way, and where do they branch off?',
    nodes: states.map((id) => ({
      id,
      label: wordOf(id),
      tone: toneOfState(id),
      href: `/cases?kind=order&state=${id}`,
    })),
    links,
  };
}

/** Where the time of an order goes: how long it was in each state, one after the other. */
export function stageTimes(cases: readonly CaseBin[]): PictureOf<'waterfall'> {
  const left = Map.groupBy(
    cases.filter(({ kind, what, was, bucket }) => kind === 'order' && what === 'moved' && was !== '' && bucket >= 0),
    ({ was }) => was,
  );
  let startMs = 0;
  const rows = [...left]
    .sort(([a], [b]) => progress(a) - progress(b))
    .flatMap(([state, of]) => {
      const spent = percentiles(of, [0.5, 0.95]);
      if (spent === undefined) return [];
      const [p50 = 0, p95 = 0] = spent;
      const row = { label: wordOf(state), startMs, p50, p95, n: sumOf(of), href: `/cases?kind=order&state=${state}` };
      startMs += p50;
      return [row];
    });
  return {
    id: 'stage-times',
    kind: 'waterfall',
    title: 'Where the time goes',
    ask: 'How long is an order in each stage: half of them (bar), and 95 % (line)?',
    rows,
  };
}
