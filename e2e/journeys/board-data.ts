import type { Board, Picture } from '@lockstep/schema/api';
import type { Page } from '@playwright/test';

const MINUTE_MS = 60_000;
const TO = Date.parse('2026-11-27T08:00:00Z');

/** A day as a retailer has it, with an hour in which the ERP was away; the same each time. */
export function boardOf(board: 'today' | 'orders' | 'systems', bins = 96): Board {
  const pictures = { today: todayPictures, orders: orderPictures, systems: systemPictures }[board](bins);
  const titles = { today: 'Today', orders: 'Orders', systems: 'Systems' };
  return {
    board,
    title: titles[board],
    lead: 'A day at the retailer.',
    from: new Date(TO - 1_440 * MINUTE_MS).toISOString(),
    to: new Date(TO).toISOString(),
    countedTo: new Date(TO).toISOString(),
    binMs: (1_440 / bins) * MINUTE_MS,
    pictures: [...pictures],
  };
}

/** Lets a page see these boards instead of what the runtime has counted, which is minutes old. */
export async function showBoards(page: Page): Promise<void> {
  await page.route('**/api/boards/*', (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    return name === 'today' || name === 'orders' || name === 'systems'
      ? route.fulfill({ json: boardOf(name) })
      : route.fallback();
  });
}

const timesOf = (bins: number) =>
  Array.from({ length: bins }, (_, nr) => TO - 1_440 * MINUTE_MS + (nr * 1_440 * MINUTE_MS) / bins);
/** Busy by day, quiet by night. */
const tide = (nr: number, bins: number) => 1.4 + Math.sin((nr / bins) * 2 * Math.PI);
const isAway = (nr: number, bins: number) => nr >= bins * 0.7 && nr < bins * 0.75;

export function latencyPicture(id: string, bins: number): Picture {
  const line = (factor: number) =>
    timesOf(bins).map((_, nr) =>
      Math.round((isAway(nr, bins) ? 900_000 : 8_000) * factor * (1 + 0.2 * Math.sin(nr * 1.7))),
    );
  return {
    ...{ id, kind: 'series', title: 'Order to ERP', ask: 'How long does an order take from the shop to the books?' },
    ...{ unit: 'ms', scale: 'log', stacked: false, times: timesOf(bins) },
    series: [
      { name: 'p50', tone: 'idle', values: line(1) },
      { name: 'p95', tone: 'accent', values: line(4) },
      { name: 'p99', tone: 'undone', values: line(7) },
    ],
    limit: { value: 60_000, label: 'Promise' },
    markers: [
      {
        at: TO - 700 * MINUTE_MS,
        label: 'Order to ERP v4 published',
        kind: 'publish',
        href: '/flows/order-to-erp?v=4',
      },
      { at: TO - 432 * MINUTE_MS, label: 'sap failed and was left alone', kind: 'incident', href: '/connections' },
    ],
  };
}

function todayPictures(bins: number): readonly Picture[] {
  const count = (factor: number) =>
    timesOf(bins).map((_, nr) => Math.round(factor * tide(nr, bins) * (isAway(nr, bins) ? 4 : 1)));
  return [
    {
      ...{ id: 'now', kind: 'numbers', title: 'At a glance', ask: 'How does it stand?', wide: true },
      items: [
        { label: 'Orders', value: 12_418, unit: 'count', tone: 'accent', href: '/cases?kind=order' },
        {
          label: 'Order to ERP, 95 %',
          value: 41_000,
          unit: 'ms',
          tone: 'ok',
          note: 'promise: 60 s',
          href: '/dash/orders',
        },
        {
          label: 'Waiting',
          value: 212,
          unit: 'count',
          tone: 'waiting',
          note: 'oldest 11 min',
          href: '/runs?status=waiting',
        },
        { label: 'Exceptions raised', value: 17, unit: 'count', tone: 'failed', href: '/exceptions?status=all' },
        {
          label: 'Need a person',
          value: 5,
          unit: 'count',
          tone: 'failed',
          note: '5 of this time',
          href: '/exceptions',
        },
        { label: 'Returns open', value: 38, unit: 'count', tone: 'undone', href: '/cases?kind=return&which=open' },
      ],
    },
    latencyPicture('order-latency', bins),
    {
      ...{
        id: 'backlog',
        kind: 'series',
        title: 'Backlog by stage',
        ask: 'Where do open orders stand, and is it getting more?',
      },
      ...{ unit: 'count', scale: 'linear', stacked: true, times: timesOf(bins), markers: [] },
      series: [
        { name: 'Received', tone: 'accent', values: count(12) },
        { name: 'Confirmed', tone: 'running', values: count(60) },
        { name: 'In fulfilment', tone: 'running', values: count(90) },
        { name: 'Delayed', tone: 'waiting', values: count(5) },
      ],
      outlook: '14 orders wait for their stock; drained in 9 min at the present rate.',
    },
    {
      ...{
        id: 'promises',
        kind: 'bullets',
        title: 'Promises kept by stage',
        ask: 'Which stage keeps its time, and which does not?',
      },
      rows: [
        { label: 'Order: shipped', share: 0.953, target: 0.99, total: 8_120, href: '/cases?kind=order&which=late' },
        { label: 'Order: in the ERP', share: 0.972, target: 0.99, total: 12_400, href: '/cases?kind=order&which=late' },
        { label: 'Order: reserved', share: 0.9991, target: 0.99, total: 12_410, href: '/cases?kind=order&which=late' },
      ],
    },
    {
      ...{
        id: 'exceptions-by-cause',
        kind: 'bars',
        title: 'Exceptions by cause',
        ask: 'What goes wrong, and is it more than a week ago?',
      },
      ...{ unit: 'count', cumulative: false, beforeLabel: 'Same time last week' },
      rows: [
        {
          label: 'System error',
          value: 9,
          before: 4,
          note: '3 open, oldest 2 h',
          tone: 'failed',
          href: '/exceptions?category=system&status=all',
        },
        { label: 'Business rule', value: 5, before: 6, tone: 'idle', href: '/exceptions?category=business&status=all' },
        {
          label: 'Mapping',
          value: 3,
          before: 0,
          note: '2 open, oldest 40 min',
          tone: 'failed',
          href: '/exceptions?category=mapping&status=all',
        },
      ],
    },
    sankey(),
    {
      ...{
        id: 'work',
        kind: 'work',
        title: 'What is stuck',
        ask: 'What has waited longest, why, and who looks after it?',
        wide: true,
        total: 5,
      },
      rows: [
        {
          key: '#4711',
          title: 'Ada Lovelace',
          stage: 'Received',
          since: TO - 130 * MINUTE_MS,
          cause: 'S/4HANA refused: Material MUG-BLUE is blocked for sales.',
          owner: 'ann',
          exceptionId: 'e1',
          href: '/cases/order/%234711',
        },
        {
          key: '#4718',
          title: 'Grace Hopper',
          stage: 'In fulfilment',
          since: TO - 95 * MINUTE_MS,
          cause: 'Expected and not come: shipped',
          nextTry: TO + 4 * MINUTE_MS,
          href: '/cases/order/%234718',
        },
      ],
    },
  ];
}

function sankey(): Picture {
  const node = (id: string, label: string, tone: 'ok' | 'running' | 'waiting' | 'dead' | 'accent') => ({
    id,
    label,
    tone,
    href: `/cases?kind=order&state=${id}`,
  });
  return {
    ...{
      id: 'order-states',
      kind: 'sankey',
      title: 'What became of orders',
      ask: 'How many went which way, and where do they branch off?',
      wide: true,
    },
    nodes: [
      node('received', 'Received', 'accent'),
      node('confirmed', 'Confirmed', 'running'),
      node('delayed', 'Delayed', 'waiting'),
      node('in_fulfilment', 'In fulfilment', 'running'),
      node('fulfilled', 'Fulfilled', 'ok'),
      node('cancelled', 'Cancelled', 'dead'),
    ],
    links: [
      { from: 'received', to: 'confirmed', value: 11_900 },
      { from: 'received', to: 'delayed', value: 300 },
      { from: 'confirmed', to: 'in_fulfilment', value: 11_200 },
      { from: 'confirmed', to: 'cancelled', value: 410 },
      { from: 'delayed', to: 'in_fulfilment', value: 240 },
      { from: 'in_fulfilment', to: 'fulfilled', value: 9_800 },
    ],
  };
}

/** Messages by how long they took, the quickest first. */
const heights = (away: boolean) => (away ? [3, 60, 20, 90, 30] : [3, 60, 20, 1, 0]);

function orderPictures(bins: number): readonly Picture[] {
  const rows = ['under 100 ms', 'under 1 s', 'under 10 s', 'under 100 s', 'longer'];
  return [
    latencyPicture('order-latency', bins),
    {
      ...{
        id: 'latency-map',
        kind: 'heatmap',
        title: 'How long messages took',
        ask: 'Is there one usual time, or are there two kinds of messages?',
      },
      columns: timesOf(bins),
      rows,
      cells: rows.map((_, row) =>
        timesOf(bins).map((__, nr) => Math.round(Math.max(0, tide(nr, bins) * (heights(isAway(nr, bins))[row] ?? 0)))),
      ),
    },
    {
      ...{
        id: 'stage-times',
        kind: 'waterfall',
        title: 'Where the time goes',
        ask: 'How long is an order in each stage, usually (bar) and at worst (line: 95 %)?',
      },
      rows: [
        { label: 'Received', startMs: 0, p50: 9_000, p95: 41_000, n: 12_400, href: '/cases?state=received' },
        {
          label: 'Confirmed',
          startMs: 9_000,
          p50: 1_500_000,
          p95: 5_400_000,
          n: 11_900,
          href: '/cases?state=confirmed',
        },
        {
          label: 'In fulfilment',
          startMs: 1_509_000,
          p50: 14_400_000,
          p95: 36_000_000,
          n: 9_800,
          href: '/cases?state=in_fulfilment',
        },
      ],
    },
    {
      ...{
        id: 'cohorts',
        kind: 'cohorts',
        title: 'Done after so long',
        ask: 'Of the messages of an hour, how many were done after 1, 5, 15 and 60 minutes?',
      },
      columns: ['1 min', '5 min', '15 min', '60 min'],
      rows: Array.from({ length: 6 }, (_, nr) => ({
        at: TO - (nr + 1) * 60 * MINUTE_MS,
        total: 500 - 30 * nr,
        shares: nr === 3 ? [0.21, 0.4, 0.83, 0.99] : [0.96, 0.985, 0.99, 0.995],
      })),
    },
    sankey(),
  ];
}

function systemPictures(bins: number): readonly Picture[] {
  return [
    {
      ...{
        id: 'breakers',
        kind: 'states',
        title: 'When systems were left alone',
        ask: 'Which system was not asked, and for how long?',
        from: TO - 1_440 * MINUTE_MS,
        to: TO,
      },
      rows: ['SAP S/4HANA', 'Shopify', 'Warehouse'].map((label, nr) => ({
        label,
        href: '/connections',
        segments:
          nr === 0
            ? [
                { from: TO - 1_440 * MINUTE_MS, to: TO - 432 * MINUTE_MS, state: 'answers', tone: 'ok' as const },
                { from: TO - 432 * MINUTE_MS, to: TO - 370 * MINUTE_MS, state: 'left alone', tone: 'failed' as const },
                { from: TO - 370 * MINUTE_MS, to: TO, state: 'answers', tone: 'ok' as const },
              ]
            : [{ from: TO - 1_440 * MINUTE_MS, to: TO, state: 'answers', tone: 'ok' as const }],
      })),
    },
    {
      ...{
        id: 'days',
        kind: 'calendar',
        title: 'Missed promises by day',
        ask: 'Which days were bad?',
        of: 'missed promises',
      },
      days: Array.from({ length: 90 }, (_, nr) => ({
        date: new Date(TO - (89 - nr) * 1_440 * MINUTE_MS).toISOString().slice(0, 10),
        value: nr % 11 === 0 ? 40 : nr % 4 === 0 ? 6 : 0,
      })),
    },
    {
      ...{
        id: 'ages',
        kind: 'dots',
        title: 'Age of the last word, by place',
        ask: 'Which warehouse has not told of its articles for long?',
        unit: 'ms',
        limit: { value: 300_000, label: '5 min' },
      },
      rows: ['BER-1', 'AMS-1', 'NJC-1'].map((label, place) => ({
        label,
        dots: Array.from({ length: 14 }, (_, nr) => ({ label: `SKU-${nr}`, value: 2_000 * 1.5 ** (nr + 2 * place) })),
      })),
    },
    {
      ...{
        id: 'oversell',
        kind: 'scatter',
        title: 'Late news and orders without stock',
        ask: 'Do we sell what is not there when news are late?',
      },
      x: { label: 'How late stock was told of (95 %)', unit: 'ms' },
      y: { label: 'Orders delayed', unit: 'count' },
      points: timesOf(24).map((at, nr) => ({
        at,
        x: 500 * 1.35 ** nr,
        y: Math.round(nr / 3),
        href: '/cases?kind=order&state=delayed',
      })),
    },
    {
      ...{
        id: 'cycle',
        kind: 'boxes',
        title: 'From request to refund',
        ask: 'How long do returns take, week by week?',
        unit: 'ms',
      },
      rows: Array.from({ length: 6 }, (_, nr) => ({
        at: TO - (6 - nr) * 7 * 1_440 * MINUTE_MS,
        n: 120 + nr,
        p5: 6e7,
        p25: 1.2e8,
        p50: 1.7e8 + nr * 1e7,
        p75: 2.6e8,
        p95: 5e8,
      })),
    },
    {
      ...{
        id: 'systems',
        kind: 'rows',
        title: 'Systems in numbers',
        ask: 'How do they behave, and how much room is left?',
        wide: true,
      },
      columns: [
        { label: 'System', unit: 'text' },
        { label: 'Calls a minute', unit: 'rate' },
        { label: 'Failed', unit: 'share' },
        { label: '95 % within', unit: 'ms' },
      ],
      rows: [
        { cells: ['SAP S/4HANA', 41.2, 0.031, 1_470], tone: 'waiting', href: '/connections' },
        { cells: ['Shopify', 88, 0.002, 240], tone: 'ok', href: '/connections' },
      ],
    },
    latencyPicture('order-latency', bins),
  ];
}
