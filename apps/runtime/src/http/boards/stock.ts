import type { PictureOf } from '@lockstep/schema/api';
import { readCaseBins } from '../../store/boards/cases.ts';
import { readFreshness, readStockAges, readStockLags, readStockReaders } from '../../store/boards/stock.ts';
import { perBin, sumOf } from './bins.ts';
import type { BoardPlan } from './board.ts';

const DOTS = 60;
const FRESH_MS = 5 * 60_000;

export const stock: BoardPlan = {
  title: 'Inventory timeliness',
  lead: 'How old is what the channels believe about stock, and what does it cost? (topics inventory.* and stock.*)',
  async draw({ db, bins, now }) {
    const to = new Date(Math.min(bins.to.getTime(), now));
    const [ages, freshness, lags, readers, cases] = await Promise.all([
      readStockAges(db, bins.from, to, DOTS),
      readFreshness(db, bins.from, to),
      readStockLags(db, bins),
      readStockReaders(db),
      readCaseBins(db, 'order', bins),
    ]);
    const delayed = perBin(bins, cases, (of) =>
      sumOf(of.filter(({ what, name }) => what === 'moved' && name === 'delayed')),
    );
    const places = Map.groupBy(ages, ({ place }) => place);
    return [
      {
        id: 'fresh',
        kind: 'numbers',
        wide: true,
        title: 'At a glance',
        ask: 'How fresh is stock?',
        items: [
          { label: 'Articles told of', value: freshness.articles, unit: 'count', tone: 'accent', href: '/topics' },
          {
            label: 'Fresher than 5 min',
            value: freshness.articles === 0 ? null : freshness.fresh / freshness.articles,
            unit: 'share',
            tone: 'idle',
            href: '/topics',
          },
          ...readers.map(({ flowId, flowName, behind, oldest }) => ({
            label: flowName,
            value: behind,
            unit: 'count' as const,
            tone: behind === 0 ? ('ok' as const) : ('waiting' as const),
            note: behind === 0 || oldest === null ? 'has read all' : 'changes behind',
            href: `/flows/${flowId}?mode=operate`,
          })),
        ],
      },
      {
        id: 'ages',
        kind: 'dots',
        title: 'Age of the last word, by place',
        ask: 'Which warehouse has not told of its articles for long?',
        unit: 'ms',
        limit: { value: FRESH_MS, label: 'Late after' },
        rows: [...places].map(([place, of]) => ({
          label: place,
          dots: of.map(({ sku, at }) => ({ label: sku, value: Math.max(0, to.getTime() - Date.parse(at)) })),
        })),
      },
      {
        id: 'lag',
        kind: 'series',
        title: 'How late we hear of changes',
        ask: 'By the clock of the source: is somebody late?',
        unit: 'ms',
        scale: 'log',
        stacked: false,
        times: [...bins.times],
        series: [
          { name: 'p50', tone: 'ok', values: perBin(bins, lags, ([first]) => first?.p50 ?? null) },
          { name: 'p95', tone: 'accent', values: perBin(bins, lags, ([first]) => first?.p95 ?? null) },
        ],
        limit: { value: FRESH_MS, label: 'Late after' },
        markers: [],
      },
      {
        id: 'changes',
        kind: 'series',
        title: 'Stock changes',
        ask: 'How many changes came in?',
        unit: 'count',
        scale: 'linear',
        stacked: false,
        times: [...bins.times],
        series: [{ name: 'changes', tone: 'accent', values: perBin(bins, lags, sumOf) }],
        markers: [],
      },
      oversell(bins.times, lags, delayed),
    ];
  },
};

/** Orders that met no stock, against how late stock was told of at that time. */
function oversell(
  times: readonly number[],
  lags: readonly { readonly bin: number; readonly p95: number | null }[],
  delayed: readonly (number | null)[],
): PictureOf<'scatter'> {
  return {
    id: 'oversell',
    kind: 'scatter',
    title: 'Late news and orders without stock',
    ask: 'Do we sell what is not there when news are late?',
    x: { label: 'How late stock was told of (95 %)', unit: 'ms' },
    y: { label: 'Orders delayed', unit: 'count' },
    points: lags.flatMap(({ bin, p95 }) =>
      p95 === null
        ? []
        : [
            {
              x: p95,
              y: delayed[bin] ?? 0,
              at: times[bin] ?? 0,
              href: '/cases?kind=order&state=delayed',
            },
          ],
    ),
  };
}
