import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';
import { STOCK_TOPIC, stockEvent } from './stock-change.ts';

/** Of each article: what its places had last, and the sum that was told. */
const COLLECTION = 'marketplace-stock/told';

/** A place that the table does not have is asked about, and is not sold from meanwhile: rather too few than too many. */
const TOTAL = `type Row = Record<string, any>;

export default function map(kept: Row, ctx: Row) {
  const { places: had = [], told } = kept.value;
  const places = new Map<string, Row>(had.map((place: Row) => [place.location, place]));
  let hasChanged = false;
  for (const { payload: { location, available, version } } of ctx.steps.gathered.events) {
    if (version <= (places.get(location)?.version ?? -1)) continue;
    places.set(location, { location, available, version });
    hasChanged = true;
  }
  const sold = [...places.values()].filter(({ location }) =>
    t.lookup('location', location, { from: 'warehouse', to: 'marketplace', missing: 'queue', default: '-' }) !== '-');
  const total = sold.reduce((sum, { available }) => sum + available, 0);
  const quantity = Math.max(0, Math.floor(total));
  // Also when no place has changed: one may be sold from since somebody has said so.
  return { isNews: hasChanged || quantity !== told, places: [...places.values()], quantity };
}
`;

const gathered = (...events: readonly Json[]): Json => ({
  ...{ topic: STOCK_TOPIC, group: 'MUG-BLUE', count: events.length },
  events: [...events],
});
const kept = (told: number, ...places: readonly Json[]) => ({
  port: 'found',
  value: { key: 'MUG-BLUE', value: { told, places: [...places] }, version: places.length, updatedAt: null },
});

/**
 * Fan-out in batches: the marketplace takes few calls and knows no places. Changes of an article are gathered for a moment, and it is told what all
 * places have together. What each place had last is kept, so a gathering needs to speak of those only that changed.
 */
export const stockForMarketplace: Flow = drawn(
  {
    id: 'stock-for-marketplace',
    name: 'Stock for the marketplace, gathered',
    settings: {
      layer: 'system',
      description:
        'Gathers the stock changes of an article for two seconds and sets on the marketplace what all places have together. An older count never replaces a newer one. A place that the table "location" does not have is not sold from until somebody says so.',
      owner: 'Marketplace',
      lane: {
        key: '=input.group',
        name: 'SKU',
        // What failed and is tried again after a newer gathering is set aside: its counts are kept, and a part of the newer sum.
        order: { by: 'version', value: '=input.events.at(-1).offset', stale: 'drop' },
        onException: 'skip',
      },
    },
    tests: [
      {
        id: 'two-places',
        name: 'Three changes at two places',
        node: 'gathered',
        message: gathered(
          stockEvent(1, { location: 'DUB-1', available: 7 }),
          stockEvent(2, { version: 18, available: 40 }),
          stockEvent(3, { version: 17, available: 41 }),
        ),
        replies: {
          known: [kept(-1)],
          set: [{ port: 'out', value: { sku: 'MUG-BLUE', quantity: 47, submissionId: 'x' } }],
        },
        expect: {
          path: ['known', 'total', 'news', 'keep', 'set'],
          outputs: { total: { isNews: true, quantity: 47 } },
        },
      },
      {
        id: 'one-place',
        name: 'A change at one place, and what is known of the other',
        node: 'gathered',
        message: gathered(stockEvent(4, { version: 19, available: 30 })),
        replies: {
          known: [
            kept(
              47,
              { location: 'DUB-1', available: 7, version: 17 },
              { location: 'BER-1', available: 40, version: 18 },
            ),
          ],
          set: [{ port: 'out', value: { sku: 'MUG-BLUE', quantity: 37, submissionId: 'x' } }],
        },
        expect: { outputs: { total: { quantity: 37 } } },
      },
      {
        id: 'old',
        name: 'Nothing new',
        node: 'gathered',
        message: gathered(stockEvent(5)),
        replies: { known: [kept(40, { location: 'BER-1', available: 40, version: 18 })] },
        expect: { path: ['known', 'total', 'news'] },
      },
      {
        id: 'invalid',
        name: 'The marketplace does not take it',
        node: 'gathered',
        message: gathered(stockEvent(6)),
        replies: {
          known: [kept(-1)],
          set: [
            { port: 'invalid', value: { sku: 'MUG-BLUE', issues: [{ code: '1', message: 'No', severity: 'ERROR' }] } },
          ],
        },
        expect: { status: 'exception', exception: { code: 'listing-invalid' } },
      },
    ],
  },
  [
    step('gathered', 'on-event-batch', 'Changes of two seconds', {
      ...{ topic: STOCK_TOPIC, start: 'beginning', groupBy: 'input.payload.sku' },
      ...{ maxEvents: 500, maxWaitMs: 2000 },
    }),
    step('known', 'read-value', 'What each place had', {
      collection: COLLECTION,
      key: '=input.group',
      initial: { places: [] },
    }),
    step('total', 'map', 'What all places have', { script: TOTAL }, { tables: 'live' }),
    step('news', 'filter', 'Is it news?', {
      when: '=input.isNews',
      reason: "='The marketplace has this number of ' + steps.gathered.group + ' already.'",
    }),
    // Before it is told: when that fails for good, the next gathering still has these counts.
    step('keep', 'keep-value', 'Keep what each place has', {
      collection: COLLECTION,
      key: '=steps.gathered.group',
      value: '={ places: input.places, told: input.quantity }',
    }),
    step(
      'set',
      'sp-api.set-stock',
      'Set it on the marketplace',
      {
        connection: 'sp-api',
        sku: "=t.lookup('sku', steps.gathered.group, { from: 'shop', to: 'marketplace', default: steps.gathered.group })",
        quantity: '=steps.total.quantity',
      },
      { slaMs: 10_000, retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 } },
    ),
    step('invalid', 'fail', 'It is not taken', {
      kind: 'refused',
      code: 'listing-invalid',
      message:
        "='The marketplace does not take ' + input.sku + ': ' + (input.issues[0]?.message ?? 'it says no reason.')",
      details: '=input.issues',
    }),
  ],
  [
    'gathered.out > known',
    'known.found > total',
    'total.out > news',
    'news.pass > keep',
    'keep.kept > set',
    'set.invalid > invalid',
  ],
  [['gathered', 'known', 'total', 'news', 'keep', 'set', 'invalid']],
);
