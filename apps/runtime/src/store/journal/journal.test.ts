import type { RunEvent, TriggerInfo } from '@lockstep/schema/run';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';
import type { AcceptItem, AppendItem, Ownership } from './types.ts';

const trigger: TriggerInfo = { kind: 'manual', receivedAt: 1, by: 'ann' };
const started: RunEvent = { type: 'run.started', at: 1, node: 'hook', output: { value: { order: 1001 } } };
const mapped: RunEvent = {
  type: 'step.succeeded',
  at: 2,
  node: 'map',
  attempt: 1,
  port: 'out',
  output: { value: 'nul \0 and "quotes"' },
  durationMs: 1,
};

let store: TestStore;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.drop());

function message(owner: Ownership, more: Partial<AcceptItem> = {}): AcceptItem {
  const runId = v7();
  return {
    runId,
    flowId: 'orders',
    version: 1,
    snapshotId: 'snap',
    test: false,
    keyRunId: runId,
    triggerNode: 'hook',
    trigger,
    engineVersion: 1,
    event: JSON.stringify(started),
    payloads: [],
    queued: false,
    owner,
    ...more,
  };
}

function checkpoint(item: AcceptItem, more: Partial<AppendItem> = {}): AppendItem {
  const { runId, owner } = item;
  const events = [JSON.stringify(mapped)];
  return { runId, owner, seq: 1, events, payloads: [], status: 'running', release: false, ...more };
}

async function rowOf(runId: string) {
  const [row] = await store.sql`select status, worker, epoch, last_seq, failed_node, ended_at is not null as ended
    from runs where id = ${runId}`;
  return row && { ...row };
}

describe('accept', () => {
  it('writes run, owner and first event in one commit', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const item = message(owner, { businessKey: '#1001' });
    expect(await store.journal.accept(item)).toEqual({ runId: item.runId, duplicate: false, owned: true });
    expect(await store.journal.readEvents(item.runId)).toEqual([started]);
    expect(await rowOf(item.runId)).toEqual({
      status: 'running',
      worker: 'w1',
      epoch: owner.epoch,
      last_seq: 1,
      failed_node: null,
      ended: false,
    });
  });

  it('answers the first run for a key that was seen before, in the same batch and from another process', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const other = await store.another();
    const items = Array.from({ length: 12 }, () => message(owner, { dedupeKey: 'delivery-1' }));
    const answers = await Promise.all(
      items.map((item, index) => (index % 2 === 0 ? store : other).journal.accept(item)),
    );
    const later = await other.journal.accept(message(owner, { dedupeKey: 'delivery-1' }));
    const runIds = new Set([...answers, later].map(({ runId }) => runId));
    expect(runIds.size).toBe(1);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const [runId = ''] = runIds;
    expect(
      await store.sql`select count(*)::int as runs from runs where id = any(${items.map((i) => i.runId)})`,
    ).toEqual([{ runs: 1 }]);
    expect(await store.journal.readEvents(runId)).toEqual([started]);
  });

  it('tells each process what the message was that had the key first, where that was kept', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const other = await store.another();
    const items = Array.from({ length: 12 }, (_, at) =>
      message(owner, { dedupeKey: 'order-1', bodyHash: `hash-${at}` }),
    );
    const answers = await Promise.all(
      items.map((item, index) => (index % 2 === 0 ? store : other).journal.accept(item)),
    );
    const first = items.find((item) => item.runId === answers[0]?.runId)?.bodyHash;
    expect(answers.map(({ bodyHash }) => bodyHash)).toEqual(items.map(() => first));
    await store.journal.accept(message(owner, { dedupeKey: 'delivery-7' }));
    const later = await other.journal.accept(message(owner, { dedupeKey: 'delivery-7', bodyHash: 'hash' }));
    expect(later).toMatchObject({ duplicate: true });
    expect(later.bodyHash).toBeUndefined();
  });

  it('keeps keys apart by flow and node, however long they are', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const dedupeKey = 'k'.repeat(10_000);
    const answers = [
      await store.journal.accept(message(owner, { dedupeKey })),
      await store.journal.accept(message(owner, { dedupeKey, flowId: 'returns' })),
      await store.journal.accept(message(owner, { dedupeKey: `${dedupeKey}x` })),
      await store.journal.accept(message(owner, { dedupeKey })),
    ];
    expect(answers.map(({ duplicate }) => duplicate)).toEqual([false, false, false, true]);
  });

  it('needs far fewer commits than messages when many come at once', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const before = await commits();
    await Promise.all(Array.from({ length: 500 }, () => store.journal.accept(message(owner))));
    expect((await commits()) - before).toBeLessThan(20);
  });

  it('leaves a run to others when the lease of the caller lapsed', async () => {
    const owner = await store.workers.register('w1', 1);
    await pause(20);
    const item = message(owner);
    expect(await store.journal.accept(item)).toEqual({ runId: item.runId, duplicate: false, owned: false });
    expect(await rowOf(item.runId)).toMatchObject({ status: 'queued', epoch: null });
  });

  it('keeps text that PostgreSQL cannot hold as text: U+0000 and lone surrogates', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const odd: RunEvent = { ...started, output: { value: { 'a\0': 'b\0c', lone: '\ud800', plain: '\\u0000 "é😀"' } } };
    const query = { q: '\0\udfff' };
    const item = message(owner, {
      event: JSON.stringify(odd),
      trigger: { ...trigger, query },
      businessKey: 'k\0\ud800',
    });
    await store.journal.accept(item);
    expect(await store.journal.readEvents(item.runId)).toEqual([odd]);
    expect(await store.sql`select trigger, business_key from runs where id = ${item.runId}`).toEqual([
      { trigger: { ...trigger, query }, business_key: 'k\ufffd\ufffd' },
    ]);
  });

  it('refuses a message PostgreSQL cannot hold without harm to its neighbours', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const bad = message(owner, { event: '{"broken' });
    const items = [message(owner), bad, message(owner)];
    const answers = await Promise.allSettled(items.map((item) => store.journal.accept(item)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('append', () => {
  it('adds events after those the caller knows, once, also when the answer was lost', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const item = message(owner);
    await store.journal.accept(item);
    const outcomes = [await store.journal.append(checkpoint(item)), await store.journal.append(checkpoint(item))];
    expect(outcomes).toEqual([{ outcome: 'written' }, { outcome: 'repeated' }]);
    expect(await store.journal.readEvents(item.runId)).toEqual([started, mapped]);
  });

  it('fences one run of a batch and writes the others', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const items = [message(owner), message(owner), message(owner)] as const;
    await Promise.all(items.map((item) => store.journal.accept(item)));
    await store.sql`update runs set epoch = 0 where id = ${items[1].runId}`;
    const outcomes = await Promise.all(items.map((item) => store.journal.append(checkpoint(item))));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['written', 'fenced', 'written']);
    expect(await store.journal.readEvents(items[1].runId)).toEqual([started]);
  });

  it('writes nothing for a worker whose lease lapsed, even when nobody took over yet', async () => {
    const owner = await store.workers.register('w1', 150);
    const item = message(owner);
    await store.journal.accept(item);
    await pause(200);
    expect(await store.journal.append(checkpoint(item))).toEqual({ outcome: 'fenced' });
    expect(await store.workers.beat(owner, 60_000)).toBe(false);
    expect(await store.journal.readEvents(item.runId)).toEqual([started]);
  });

  it('raises one exception with the end of the run, opens it again after a retry, and settles it', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const item = message(owner);
    await store.journal.accept(item);
    const fault = {
      id: v7(),
      node: 'map',
      nodes: ['map'],
      category: 'system',
      code: 'http-503',
      reason: 'Down.',
      kind: 'transient',
    } as const;
    const failed = { node: 'map', message: 'Down.' };
    const ended = { status: 'exception', failed, exception: { ...fault, attempts: 5 } } as const;
    const first = await store.journal.append(checkpoint(item, ended));
    expect(first).toEqual({ outcome: 'written', exceptionId: fault.id });
    expect(await rowOf(item.runId)).toMatchObject({
      status: 'exception',
      epoch: null,
      failed_node: 'map',
      ended: true,
    });

    const retried: RunEvent = { type: 'run.retried', at: 3, by: 'ann' };
    expect(await store.journal.retry(item.runId, retried)).toEqual({ flowId: 'orders', exceptionId: fault.id });
    expect(await store.journal.retry(item.runId, retried)).toBeUndefined();
    const claimed = await store.workers.claim(owner, 100);
    expect(claimed.find(({ runId }) => runId === item.runId)).toMatchObject({
      runId: item.runId,
      was: 'queued',
      seq: 3,
    });
    const reopened = { ...ended, seq: 3, exception: { ...fault, id: v7(), reason: 'Still down.', attempts: 6 } };
    expect(await store.journal.append(checkpoint(item, reopened))).toEqual(first);
    await store.journal.retry(item.runId, retried);
    await store.workers.claim(owner, 10);
    expect(await store.journal.append(checkpoint(item, { seq: 5, status: 'done', settle: 'resolved' }))).toEqual(first);
    expect(await store.sql`select id, reason, attempts, status from exceptions where run_id = ${item.runId}`).toEqual([
      { id: fault.id, reason: 'Still down.', attempts: 6, status: 'resolved' },
    ]);
  });

  it('keeps a large value once, apart from the events', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const body = JSON.stringify('x'.repeat(300_000));
    const payload = { id: v7(), bytes: body.length, body };
    const item = message(owner, { payloads: [payload] });
    await store.journal.accept(item);
    expect(await store.journal.loadPayload(payload.id)).toBe(body);
    const other = { id: v7(), bytes: body.length, body };
    await store.journal.append(checkpoint(item, { payloads: [other] }));
    expect(await store.journal.loadPayload(other.id)).toBe(body);
  });
});

describe('claim', () => {
  it('takes the runs of a dead worker, which can write nothing afterwards', async () => {
    const dead = await store.workers.register('dead', 150);
    const item = message(dead);
    await store.journal.accept(item);
    await pause(200);
    const other = await store.another();
    const owner = await other.workers.register('heir', 60_000);
    const claimed = await other.workers.claim(owner, 100);
    expect(claimed.find(({ runId }) => runId === item.runId)).toMatchObject({ was: 'running', seq: 1, trigger });
    expect(await store.journal.append(checkpoint(item))).toEqual({ outcome: 'fenced' });
    expect(await other.journal.append(checkpoint({ ...item, owner }))).toEqual({ outcome: 'written' });
  });

  it('gives each queued run to one of several workers', async () => {
    const owner = await store.workers.register('w1', 60_000);
    await store.workers.claim(owner, 1000);
    const items = Array.from({ length: 40 }, () => message(owner, { queued: true }));
    await Promise.all(items.map((item) => store.journal.accept(item)));
    expect(await store.workers.countQueued(1000)).toBe(40);
    const other = await store.another();
    const rival = await other.workers.register('w2', 60_000);
    const rounds = await Promise.all([
      store.workers.claim(owner, 25),
      other.workers.claim(rival, 25),
      store.workers.claim(owner, 25),
    ]);
    const taken = rounds.flat().map(({ runId }) => runId);
    expect([...taken].sort()).toEqual(items.map(({ runId }) => runId).sort());
  });

  it('waits for the due time of a released run, but not when it has mail', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const [late, mailed] = [message(owner), message(owner)];
    for (const item of [late, mailed]) {
      await store.journal.accept(item);
      await store.journal.append(checkpoint(item, { status: 'waiting', release: true, wakeInMs: 60_000 }));
    }
    expect(await store.workers.claim(owner, 10)).toEqual([]);
    const cancelled: RunEvent = { type: 'run.cancelled', at: 4, by: 'ann' };
    const letter = { runId: mailed.runId, id: 'cancel', event: cancelled };
    expect([await store.journal.send(letter), await store.journal.send(letter)]).toEqual([{}, {}]);
    expect((await store.workers.claim(owner, 10)).map(({ runId, was }) => [runId, was])).toEqual([
      [mailed.runId, 'waiting'],
    ]);
    expect(await store.journal.readMail(owner.epoch)).toEqual([letter]);
    const end = checkpoint(mailed, {
      seq: 2,
      events: [JSON.stringify(cancelled)],
      status: 'cancelled',
      mail: ['cancel'],
    });
    expect(await store.journal.append(end)).toEqual({ outcome: 'written' });
    expect(await store.journal.readMail(owner.epoch)).toEqual([]);
    expect(await store.journal.send({ ...letter, id: 'again' })).toBe('not-open');
  });

  it('finds runs that were accepted without the worker hearing of it', async () => {
    const owner = await store.workers.register('w1', 60_000);
    const [known, unknown] = [message(owner), message(owner)];
    await Promise.all([known, unknown].map((item) => store.journal.accept(item)));
    const found = await store.workers.findUnknown(owner, [known.runId]);
    expect(found.map(({ runId }) => runId)).toEqual([unknown.runId]);
  });
});

/** Transactions that made runs, all in all. */
async function commits(): Promise<number> {
  const [row] = await store.sql<{ count: number }[]>`
    select count(distinct xmin::text)::int as count from runs`;
  return row?.count ?? 0;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
