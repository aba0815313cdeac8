import { expect, it } from 'vitest';
import type { Kind } from './arena.ts';
import { type Evidence, verdictOf } from './oracle.ts';

const effect = (name: string, body: unknown = null, ref = 'm') => ({ name, ref, body });
const all = ['reserve', 'charge', 'ship'].map((name) => effect(name));

/** One message of a kind whose run stands at `status`. */
function judged(kind: Kind, status: string, effects: Evidence['effects'], more: { readonly runs?: number } = {}) {
  const evidence: Evidence = {
    databaseUrl: '',
    sent: [{ kind, ref: 'm', runId: 'r1' }],
    effects,
    salesOrders: new Map(),
    allocations: new Map(),
    crashes: [],
  };
  const runs = Array.from({ length: more.runs ?? 1 }, (_, index) => {
    return { id: `r${index + 1}`, flow_id: 'drill', status, ref: 'm', kind: 'webhook' };
  });
  return verdictOf(evidence, { runs, broken: [], missing: 0 });
}

it('finds nothing where everything happened once', () => {
  expect(judged('plain', 'done', all).violations).toEqual([]);
  expect(judged('once', 'exception', [effect('reserve'), effect('charge'), effect('book')]).violations).toEqual([]);
});

it('sees what is lost: no run, or a run that is done without its effects', () => {
  expect(judged('plain', 'done', all, { runs: 0 })).toMatchObject({ lost: 1 });
  expect(judged('plain', 'done', all.slice(1))).toMatchObject({ lost: 1, doubled: 0 });
});

it('sees what is doubled: two runs, or an effect that happened twice', () => {
  expect(judged('plain', 'done', all, { runs: 2 })).toMatchObject({ doubled: 1 });
  expect(judged('plain', 'done', [...all, effect('ship')])).toMatchObject({ doubled: 1, lost: 0 });
});

it('sees what is stuck', () => {
  expect(judged('plain', 'waiting', [])).toMatchObject({ stuck: 1 });
});

it('sees an undoing in the order of doing, and one that is missing', () => {
  const done = [effect('reserve'), effect('charge')];
  const undone = [effect('undo charge'), effect('undo reserve')];
  expect(judged('undo', 'exception', [...done, ...undone]).violations).toEqual([]);
  expect(judged('undo', 'exception', [...done, ...undone.toReversed()])).toMatchObject({ wrong: 1 });
  expect(judged('undo', 'exception', [...done, effect('undo charge')])).toMatchObject({ lost: 1 });
});

it('sees waits that took the same event, and a move that overtook another', () => {
  const ship = effect('ship', { first: 'm/1', second: 'm/1' });
  expect(judged('wait', 'done', [...all.slice(0, 2), ship])).toMatchObject({ wrong: 1 });
  const moves = [2, 1].map((version) => effect('move', { key: 'a', version }, `v${version}`));
  expect(judged('plain', 'done', [...all, ...moves])).toMatchObject({ outOfOrder: 1 });
});
