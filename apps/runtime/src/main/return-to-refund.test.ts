import * as api from '@lockstep/schema/api';
import { isEnded, type JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { GateRequest, GateVerdict } from './gate.testing.ts';
import { askedFor, type ReturnsWorld, returnsWorld } from './returns.testing.ts';

/** Rules of the network for one return: they know it by its number, or by what its documents are called. */
const rules = new Map<string, (system: string, request: GateRequest) => GateVerdict>();
let world: ReturnsWorld;
beforeAll(async () => {
  world = await returnsWorld((system, request) => {
    for (const rule of rules.values()) {
      const verdict = rule(system, request);
      if (verdict !== 'pass') return verdict;
    }
    return 'pass';
  });
}, 60_000);
afterAll(() => world?.close());

const until = (runId: string, holds: (view: api.RunView) => boolean): Promise<api.RunView> =>
  vi.waitFor(
    async () => {
      const view = await world.run(runId);
      if (!holds(view))
        throw new Error(`It did not happen: ${JSON.stringify(view.steps.map(({ node, status }) => [node, status]))}`);
      return view;
    },
    { timeout: 40_000, interval: 50 },
  );
const parkedAt = (node: string) => (view: api.RunView) =>
  view.steps.some((step) => step.node === node && step.parked !== undefined);
const stepOf = (view: api.RunView, node: string) => view.steps.find((step) => step.node === node);

async function decide(runId: string, node: string, decision: 'approved' | 'rejected'): Promise<void> {
  const parked = stepOf(await until(runId, parkedAt(node)), node)?.parked;
  if (parked?.kind !== 'approval') throw new Error('It does not ask.');
  const params = { id: parked.approvalId };
  const answer = await world.world.call(api.decideApproval, { params, body: { decision, by: 'Grace' } });
  if (!answer.ok) throw new Error(answer.detail);
}

/** Asks for a return of an order of its own, whose goods come back at once. */
async function send(rma: string, more: JsonObject = {}): Promise<string> {
  const order = { name: '#1001', shopify: await world.order(), orderedAt: '2026-11-10', salesOrganization: '1010' };
  await world.goods(rma);
  return world.ask(askedFor(rma, { order, ...more }));
}
const ended = (runId: string) => until(runId, ({ status }) => isEnded(status));

/** What every system has of a return in the end. */
async function outcome(rma: string, runId: string) {
  const view = await ended(runId);
  const [credits, returns, refunds] = await Promise.all([world.credits(), world.returns(), world.refunds()]);
  const documents = (list: readonly { reference: string; rejected: boolean }[]) =>
    list.filter(({ reference }) => reference === rma).map(({ rejected }) => (rejected ? 'taken back' : 'stands'));
  return {
    run: view.status,
    authorisation: documents(returns).join(', ') || 'none',
    credit: documents(credits).join(', ') || 'none',
    refunds: refunds.filter(({ reference }) => reference === rma).map(({ cents }) => cents),
  };
}
const topicOf = async (topic: string, key: string) => {
  const answer = await world.world.call(api.listTopicEvents, { params: { topic }, query: { key } });
  return answer.ok ? answer.value.events.map(({ preview }) => preview ?? '') : [];
};

describe('the policy', () => {
  it('accepts by itself what is within window and limit, to a closed case in every system', async () => {
    const runId = await send('RMA-OK');
    expect(await outcome('RMA-OK', runId)).toEqual({
      run: 'done',
      authorisation: 'stands',
      credit: 'stands',
      refunds: [1450],
    });
    await vi.waitFor(async () => expect((await world.caseOf('RMA-OK')).state).toBe('closed'), {
      timeout: 10_000,
      interval: 50,
    });
    const [credit] = (await world.credits()).filter(({ reference }) => reference === 'RMA-OK');
    expect(credit).toMatchObject({ TotalNetAmount: '14.50', HeaderBillingBlockReason: '' });
    expect(await topicOf('return.decided', 'RMA-OK')).toEqual([
      expect.stringMatching(/accepted.*policy.*within the limit/),
    ]);
  });

  it('asks a person of the role above the limit, and writes down who said yes', async () => {
    const lines = [{ sku: 'THR-OAT', lineItem: 12, quantity: 1, amount: '171.00' }];
    const runId = await send('RMA-ASK', { lines });
    await decide(runId, 'ask', 'approved');
    expect(await outcome('RMA-ASK', runId)).toMatchObject({ run: 'done', refunds: [17_100] });
    expect(await topicOf('return.decided', 'RMA-ASK')).toEqual([expect.stringMatching(/Grace.*Returns team decides/)]);
  });

  it.each([
    ['RMA-LATE', 'after the window', { requestedAt: '2026-12-24' }, false],
    ['RMA-NO', 'when a person says no', { reason: 'other' }, true],
  ])('turns %s down %s, with nothing done anywhere', async (rma, _, more, asks) => {
    const runId = await send(rma, more);
    if (asks) await decide(runId, 'ask', 'rejected');
    expect(await outcome(rma, runId)).toEqual({ run: 'done', authorisation: 'none', credit: 'none', refunds: [] });
    expect(await world.caseOf(rma)).toMatchObject({ state: 'rejected' });
    expect(await topicOf('return.decided', rma)).toEqual([expect.stringContaining('turned down')]);
  });
});

type Effect = 'authorise' | 'credit' | 'refund-shop' | 'refund-card';
type Fault = 'fails before' | 'fails after' | 'undo fails';

/** Which requests are an effect, and which undo it. */
const REQUESTS: Readonly<
  Record<Effect, { system: string; effect: (r: GateRequest) => boolean; undo?: (r: GateRequest) => boolean }>
> = {
  authorise: {
    system: 'sap',
    effect: ({ method, path }) => method === 'POST' && path.endsWith('/A_CustomerReturn'),
    undo: ({ method, path }) => method === 'PATCH' && path.includes('A_CustomerReturnItem'),
  },
  credit: {
    system: 'sap',
    effect: ({ method, path }) => method === 'POST' && path.endsWith('/A_CreditMemoRequest'),
    undo: ({ method, path }) => method === 'PATCH' && path.includes('A_CreditMemoRequestItem'),
  },
  'refund-shop': { system: 'shopify', effect: ({ body }) => body.includes('refundCreate') },
  'refund-card': { system: 'stripe', effect: ({ method, path }) => method === 'POST' && path === '/v1/refunds' },
};
const NO = { status: 400, body: '{"error":{"code":"X/1","message":{"value":"No."},"type":"invalid_request_error"}}' };

/**
 * The half-failure matrix. `fails before`: the system refuses the effect for good. `fails after`: it happens and its answer is lost,
 * once. `undo fails`: a later step is refused, and so is what takes this one back.
 */
const MATRIX: readonly (readonly [Effect, Fault, object])[] = [
  // effect, fault, what every system has in the end
  ['authorise', 'fails before', { run: 'exception', authorisation: 'none', credit: 'none', refunds: [] }],
  ['authorise', 'fails after', { run: 'done', authorisation: 'stands', credit: 'stands', refunds: [1450] }],
  ['authorise', 'undo fails', { run: 'exception', authorisation: 'stands', credit: 'none', refunds: [] }],
  ['credit', 'fails before', { run: 'exception', authorisation: 'taken back', credit: 'none', refunds: [] }],
  ['credit', 'fails after', { run: 'done', authorisation: 'stands', credit: 'stands', refunds: [1450] }],
  ['credit', 'undo fails', { run: 'exception', authorisation: 'stands', credit: 'stands', refunds: [] }],
  ['refund-shop', 'fails before', { run: 'exception', authorisation: 'taken back', credit: 'taken back', refunds: [] }],
  ['refund-shop', 'fails after', { run: 'done', authorisation: 'stands', credit: 'stands', refunds: [1450] }],
  ['refund-card', 'fails before', { run: 'exception', authorisation: 'taken back', credit: 'taken back', refunds: [] }],
  ['refund-card', 'fails after', { run: 'done', authorisation: 'stands', credit: 'stands', refunds: [1450] }],
];

/** Step that is refused so that an undo begins. */
const LATER: Partial<Record<Effect, Effect>> = { authorise: 'credit', credit: 'refund-shop' };

describe('half a failure', () => {
  it.each(MATRIX)('%s %s: %j', async (effect, fault, expected) => {
    const rma = `RMA-${effect}-${fault.replace(' ', '-')}`;
    const { system, effect: isEffect, undo } = REQUESTS[effect];
    const later = LATER[effect];
    let lost = false;
    rules.set(rma, (to, request) => {
      if (fault === 'undo fails') {
        if (later && to === REQUESTS[later].system && REQUESTS[later].effect(request)) return NO;
        return to === system && undo?.(request) ? NO : 'pass';
      }
      if (to !== system || !isEffect(request)) return 'pass';
      if (fault === 'fails before') return NO;
      if (lost) return 'pass';
      lost = true;
      return 'drop';
    });
    const payment =
      effect === 'refund-card' ? { payment: { provider: 'stripe', intent: await world.payment(1450) } } : {};
    const runId = await send(rma, payment);
    expect(await outcome(rma, runId)).toEqual(expected);
    rules.delete(rma);
  });

  it('keeps an authorisation whose goods the ERP has received, when the refund is refused', async () => {
    rules.set('RMA-KEPT', (to, request) => (to === 'shopify' && request.body.includes('refundCreate') ? NO : 'pass'));
    const runId = await world.ask(
      askedFor('RMA-KEPT', {
        order: { name: '#1', shopify: await world.order(), orderedAt: '2026-11-10', salesOrganization: '1010' },
      }),
    );
    await until(runId, parkedAt('back'));
    const receipt = JSON.stringify({ reference: 'RMA-KEPT' });
    await fetch(`${world.systems.sap.baseUrl}/_sim/goods-receipts`, { method: 'POST', body: receipt });
    await world.goods('RMA-KEPT');
    expect(await outcome('RMA-KEPT', runId)).toEqual({
      run: 'exception',
      authorisation: 'stands',
      credit: 'taken back',
      refunds: [],
    });
    expect(await world.caseOf('RMA-KEPT')).toMatchObject({ state: 'received', exceptions: 1 });
    rules.delete('RMA-KEPT');
  });
});
