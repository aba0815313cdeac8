import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { coarsenStats, foldEvents } from '../../store/flow-stats/fold.ts';
import { callerName } from '../../store/handed-over.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await world.publish(orders);
}, 60_000);
afterAll(() => world.stop(), 30_000);

/** Opens a case, confirms it a minute later by its own clock, and fails for messages that are `bad`. */
const orders = flowOf(
  'orders',
  [
    node('in', 'webhook', { path: 'orders', businessKey: '=input.number' }),
    node('open', 'update-case', {
      key: '=input.number',
      at: '=input.at',
      lines: '=[{ id: "1", state: "received" }]',
      expected: '=[{ name: "shipped", withinMs: 0 }]',
    }),
    node('book', 'update-case', {
      key: '=steps.in.number',
      at: '=steps.in.bookedAt',
      lines: '=[{ id: "1", state: "allocated" }]',
      reached: [{ name: 'in the ERP' }],
    }),
    node('good', 'filter', { when: '=steps.in.bad !== true' }),
    node('refuse', 'fail', { message: 'The books say no.' }),
  ],
  [
    { from: 'in', port: 'out', to: 'open' },
    { from: 'open', port: 'updated', to: 'book' },
    { from: 'book', port: 'updated', to: 'good' },
    { from: 'good', port: 'rejected', to: 'refuse' },
  ],
);

const MINUTE_MS = 60_000;

async function send(number: string, bad: boolean): Promise<void> {
  const at = Date.now() - 10 * MINUTE_MS;
  const body = { number, bad, at: new Date(at).toISOString(), bookedAt: new Date(at + MINUTE_MS).toISOString() };
  const response = await fetch(`${world.runtime.url}/hooks/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(202);
}

async function board(
  name: api.BoardName,
  query: { from?: string; to?: string; flow?: string } = {},
): Promise<api.Board> {
  const answer = await world.call(api.getBoard, { params: { board: name }, query });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

function pictureOf<Kind extends api.Picture['kind']>(
  { pictures }: api.Board,
  id: string,
  kind: Kind,
): api.PictureOf<Kind> {
  const found = pictures.find((picture): picture is api.PictureOf<Kind> => picture.id === id && picture.kind === kind);
  if (!found) throw new Error(`There is no picture ${id} of kind ${kind}.`);
  return found;
}

const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);

async function counted(runs: number): Promise<void> {
  const { sql } = world.store;
  await vi.waitFor(
    async () => {
      // Two processes count; each run and each entry counts once.
      await Promise.all([foldEvents(sql), foldEvents(sql)]);
      const [row] = await sql<{ n: number }[]>`select coalesce(sum(n), 0)::int as n from run_minutes`;
      expect(row?.n).toBe(runs);
    },
    { timeout: 20_000 },
  );
}

it('shows runs and cases as they were counted, each once', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, nr) => send(`O-${nr}`, nr === 0)));
  await counted(5);
  const today = await board('today');
  const { items } = pictureOf(today, 'now', 'numbers');
  const number = (label: string) => items.find((item) => item.label === label)?.value;
  expect(number('Orders')).toBe(5);
  expect(number('Exceptions raised')).toBe(1);
  // Booked after a minute, to within a tenth.
  expect((number('Order to ERP, 95 %') ?? 0) / MINUTE_MS).toBeCloseTo(1, 0);
  expect(pictureOf(today, 'order-states', 'sankey').links).toEqual([{ from: 'received', to: 'confirmed', value: 5 }]);
  const backlog = pictureOf(today, 'backlog', 'series');
  expect(backlog.series.find(({ name }) => name === 'Confirmed')?.values.at(-1)).toBe(5);
  expect(pictureOf(today, 'promises', 'bullets').rows).toEqual([expect.objectContaining({ label: 'Order: shipped' })]);
  const work = pictureOf(today, 'work', 'work');
  expect(work.rows.find(({ key }) => key === 'O-0')).toMatchObject({
    cause: 'The books say no.',
    href: '/cases/order/O-0',
  });

  const volume = pictureOf(await board('orders'), 'volume', 'series');
  const series = new Map(volume.series.map(({ name, values }) => [name, sum(values)]));
  expect([series.get('came in'), series.get('done'), series.get('exceptions')]).toEqual([5, 4, 1]);

  const causes = pictureOf(await board('exceptions'), 'causes', 'bars');
  expect(causes.rows).toEqual([expect.objectContaining({ label: 'The books say no.', value: 1, tone: 'failed' })]);

  await world.store.sql`
    update exceptions set status = 'discarded', owner = ${callerName('some-run')}, settled_at = now()`;
  const later = { to: new Date(Date.now() + 2 * MINUTE_MS).toISOString() }; // another question: no answer that is kept
  expect(pictureOf(await board('exceptions', later), 'causes', 'bars').rows).toEqual([]);
}, 40_000);

it('goes on counting behind a message that PostgreSQL cannot read', async () => {
  const body =
    '{"number":"O-9","bad":true,"at":"2026-11-28T08:00:00Z","bookedAt":"2026-11-28T08:00:00Z","note":"a\\u0000b"}';
  const headers = { 'content-type': 'application/json' };
  const url = `${world.runtime.url}/hooks/orders?odd=%00`;
  const answer = await fetch(url, { method: 'POST', headers, body });
  expect([answer.status, await answer.text()]).toEqual([202, expect.any(String)]);
  await counted(6);
  const delays = await world.call(api.getSourceDelays, { query: {} });
  expect(delays.ok).toBe(true);
  const runs = await world.call(api.listRuns, { query: { sort: 'source' } });
  expect(runs.ok).toBe(true);
}, 40_000);

it('keeps what it counted when minutes become hours', async () => {
  const { sql } = world.store;
  const total = async () => {
    const [row] = await sql<{ runs: number; cases: number }[]>`
      select (select sum(n) from run_minutes)::int as runs, (select sum(n) from case_minutes)::int as cases`;
    return row;
  };
  await sql`update run_minutes set minute = minute - 3 * 1440`;
  await sql`update case_minutes set minute = minute - 3 * 1440`;
  const before = await total();
  await coarsenStats(sql);
  expect(await total()).toEqual(before);
  const [odd] = await sql<{ n: number }[]>`
    select (select count(*) from run_minutes where minute % 60 <> 0)::int + (select count(*) from case_minutes where minute % 60 <> 0)::int as n`;
  expect(odd?.n).toBe(0);
});

it('shows when a system was left alone, by whom, and what was published', async () => {
  await world.call(api.putConnection, {
    params: { id: 'erp' },
    body: { name: 'ERP', system: 'http', baseUrl: 'http://127.0.0.1:9', settings: {}, secrets: {} },
  });
  await world.call(api.setBreaker, { params: { id: 'erp' }, body: { action: 'open', by: 'ann' } });
  await world.call(api.setBreaker, { params: { id: 'erp' }, body: { action: 'close', by: 'ann' } });
  const changes = await world.store.sql<
    { state: string; by: string }[]
  >`select state, by from breaker_changes order by at`;
  expect([...changes]).toEqual([
    { state: 'open', by: 'ann' },
    { state: 'closed', by: null },
  ]);
  const soon = { to: new Date(Date.now() + MINUTE_MS).toISOString() }; // another question than that of the test before
  const { markers } = pictureOf(await board('exceptions', soon), 'failed-over-time', 'series');
  expect(markers.map(({ label }) => label)).toEqual(
    ['Orders v1 published', 'erp paused by ann'].map((label) => expect.stringMatching(new RegExp(label, 'i'))),
  );
});

it.each(api.BOARDS)('the board %s is served empty, too, and each of its numbers opens a list', async (name) => {
  const { pictures } = await board(name, { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' });
  expect(pictures.length).toBeGreaterThan(3);
  expect(new Set(pictures.map(({ id }) => id)).size).toBe(pictures.length);
  const numbers = pictures.flatMap((picture) => (picture.kind === 'numbers' ? picture.items : []));
  expect(numbers.filter(({ href, label }) => href === undefined && label !== 'Processes')).toEqual([]);
});

it.each([
  ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', 'request-invalid'],
  ['2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'request-invalid'],
])('refuses a time from %s to %s', async (from, to, code) => {
  const answer = await world.call(api.getBoard, { params: { board: 'today' }, query: { from, to } });
  expect(answer).toMatchObject({ ok: false, code });
});

it('refuses a flow that is not there', async () => {
  const answer = await world.call(api.getBoard, { params: { board: 'today' }, query: { flow: 'nowhere' } });
  expect(answer).toMatchObject({ ok: false, code: 'not-found' });
});
