import * as api from '@lockstep/schema/api';
import type { CustomerChange } from '@lockstep/schema/customers';
import type { Hono } from 'hono';
import {
  countCustomers,
  listCustomerEntries,
  listCustomerSystems,
  listCustomers,
  listDuplicates,
  lookedAt,
  readCustomer,
} from '../../store/customers/customer-views.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { customerView, shown } from '../views/customer-view.ts';

const MAX_ENTRIES = 300;
/** Customers are counted at most this often. */
const COUNTS_MS = 5_000;

/** Golden records: who says what, who won, what is one person, and what people decide about it. */
export function customerRoutes(app: Hono<AppEnv>, { db, customers }: Pick<Doors, 'db' | 'customers'>): void {
  const counted = createCache<api.CustomerCounts>({ max: 1, ttlMs: COUNTS_MS });

  serve(app, api.listCustomers, async ({ query: { limit, ...filter } }) => {
    const kinds = lookedAt((await customers.rules()).matching);
    const [rows, counts] = await Promise.all([
      listCustomers(db, { ...filter, kinds, limit: limit + 1 }),
      counted.get('', () => countCustomers(db, kinds)),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      customers: page.map((row) => ({
        ...shown(row),
        systems: [...row.systems],
        undecided: row.undecided,
        duplicates: row.duplicates,
        changedAt: row.changedAt,
      })),
      counts,
      ...(rows.length > limit && last && { next: last.changedAt }),
    };
  });

  async function view(id: string): Promise<api.CustomerView | undefined> {
    const rules = await customers.rules();
    const [row, duplicates, entries] = await Promise.all([
      readCustomer(db, id),
      listDuplicates(db, id, lookedAt(rules.matching)),
      listCustomerEntries(db, id, MAX_ENTRIES),
    ]);
    return row && customerView(row.document, { rules, changedAt: row.changedAt, duplicates, entries });
  }

  serve(app, api.getCustomer, async ({ params: { id }, problem }) => {
    const found = await view(id);
    if (!found) throw problem('not-found', unknown(id));
    return found;
  });

  serve(app, api.putCustomer, async ({ params: { id }, body, problem }) => {
    const outcome = await customers.choose(id, body);
    if (outcome === 'merged') throw problem('customer-merged', isPart(id));
    const found = outcome === 'unknown' ? undefined : await view(id);
    if (!found) throw problem('not-found', unknown(id));
    return found;
  });

  serve(app, api.planMerge, async ({ params: { id }, body: { from, ...said }, problem }) => {
    const change = await customers.planMerge({ into: id, from }, said);
    if (change === 'unknown') throw problem('not-found', unknown(id, from));
    if (change === 'merged') throw problem('customer-merged', isPart(id, from));
    return plan(change);
  });

  serve(app, api.mergeCustomer, async ({ params: { id }, body: { from, ...said }, problem }) => {
    const outcome = await customers.merge({ into: id, from }, said);
    if (outcome === 'merged') throw problem('customer-merged', isPart(id, from));
    const found = outcome === 'unknown' ? undefined : await view(id);
    if (!found) throw problem('not-found', unknown(id, from));
    return found;
  });

  serve(app, api.planUnmerge, async ({ params: { id }, body: { gone, ...said }, problem }) => {
    const change = await customers.planUnmerge({ from: id, gone }, said);
    if (change === 'unknown') throw problem('not-found', unknown(id, gone));
    if (change === 'not-merged') throw problem('customer-not-merged', `${gone} was not merged into ${id}.`);
    return plan(change);
  });

  serve(app, api.unmergeCustomer, async ({ params: { id }, body: { gone, ...said }, problem }) => {
    const outcome = await customers.unmerge({ from: id, gone }, said);
    if (outcome === 'not-merged') throw problem('customer-not-merged', `${gone} was not merged into ${id}.`);
    const found = outcome === 'unknown' ? undefined : await view(id);
    if (!found) throw problem('not-found', unknown(id, gone));
    return found;
  });

  const rulesView = async () => ({
    rules: await customers.rules(),
    systems: [...(await listCustomerSystems(db))],
  });
  serve(app, api.getCustomerRules, rulesView);
  serve(app, api.putCustomerRules, async ({ body: { rules, by } }) => {
    await customers.putRules(rules, by);
    return rulesView();
  });
}

function plan({ settled, others }: CustomerChange): api.CustomerPlan {
  return {
    records: [settled, ...others].map(({ record: { id, mergedInto, sources }, golden, changed, writes, blocked }) => ({
      id,
      ...(mergedInto !== undefined && { mergedInto }),
      sources: sources.map((each) => ({ system: each.system, id: each.id })),
      golden,
      changed: [...changed],
      writes: [...writes],
      blocked: blocked.map(({ needs: _, ...write }) => write),
    })),
  };
}

const unknown = (...ids: readonly string[]): string => `There is no customer ${ids.map(short).join(' or ')}.`;
const isPart = (...ids: readonly string[]): string =>
  `${ids.map(short).join(' or ')} is part of another record, or both are one.`;
const short = (id: string): string => `"${id.slice(0, 60)}"`;
