import { connect, createServer } from 'node:net';
import { StepError } from '@lockstep/schema/node';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTestStore, type TestStore } from '../store/testing.ts';
import { createDatabases } from './index.ts';

let store: TestStore;
let url: URL;
let admin: postgres.Sql;

beforeAll(async () => {
  store = await createTestStore();
  url = new URL(store.databaseUrl);
  admin = postgres(store.databaseUrl, { max: 4, onnotice: () => undefined });
  await admin`create table stock (sku text primary key, quantity int not null check (quantity >= 0), price numeric, at timestamptz)`;
  await admin`create role clerk login password 'clerk'`.catch(() => undefined);
  await admin`grant select, insert, update on stock to clerk`;
});
afterAll(async () => {
  await admin.end();
  await store.drop();
});

const opened = (target: { host: string; port: number }) =>
  new Promise<import('node:net').Socket>((done, failed) => {
    const socket = connect(target);
    socket.once('connect', () => done(socket));
    socket.once('error', failed);
  });

function world(
  user = { name: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  at = url.host,
) {
  const databases = createDatabases({ openSocket: opened, timeoutMs: 2_000 });
  onTestFinished(() => databases.close());
  const connection = {
    id: 'warehouse',
    system: 'postgresql',
    baseUrl: `postgresql://${at}${url.pathname}`,
    settings: { username: user.name, password: user.password },
  };
  return { databases, connection };
}

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    (value) => new Error(`it gave ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw error;
};

it('reads rows as JSON that loses nothing, up to a number', async () => {
  const { databases, connection } = world();
  const text = `select n, 12345678901234567.89::numeric as amount, 9007199254740993::int8 as long, '2026-11-27'::date as day,
    '2026-11-27 08:00:00+01'::timestamptz as at, '{"a":[1]}'::jsonb as doc, 'ab'::bytea as bytes, null as nothing, true as yes
    from generate_series(1, $1::int) n`;
  const { rows, complete } = await databases.read(connection, { text, values: [3], maxRows: 2 });
  expect([rows.length, complete]).toEqual([2, false]);
  expect(rows[0]).toEqual({
    n: 1,
    amount: '12345678901234567.89',
    long: '9007199254740993',
    day: '2026-11-27',
    at: '2026-11-27T07:00:00.000Z',
    doc: { a: [1] },
    bytes: 'YWI=',
    nothing: null,
    yes: true,
  });
  expect(await databases.read(connection, { text, values: [0], maxRows: 2 })).toEqual({ rows: [], complete: true });
});

it('takes texts, numbers, lists and objects as values', async () => {
  const { databases, connection } = world();
  const text =
    'select $1::text as a, $2::numeric as b, $3::jsonb as c, $4::int[] as d, $5::timestamptz as e, $6::bool as f';
  const values = ["O'Neil; drop table stock", '1.10', { deep: ['x'] }, [1, 2], '2026-11-27T08:00:00Z', null];
  expect((await databases.read(connection, { text, values, maxRows: 1 })).rows).toEqual([
    { a: values[0], b: '1.10', c: values[2], d: [1, 2], e: '2026-11-27T08:00:00.000Z', f: null },
  ]);
});

it('cannot change anything by reading', async () => {
  const { databases, connection } = world();
  const text = "insert into stock values ('x', 1) returning sku";
  expect(await failureOf(databases.read(connection, { text, values: [], maxRows: 1 }))).toMatchObject({
    kind: 'flow',
    code: 'statement-changes',
  });
});

describe('a change under a key', () => {
  const statements = [
    { text: 'insert into stock (sku, quantity) values ($1, 5) returning sku, quantity', values: ['once'] },
    { text: 'update stock set quantity = quantity - 2 where sku = $1', values: ['once'] },
  ];

  it('is done once, also by attempts at the same time, and answers what was done', async () => {
    const { databases, connection } = world();
    const attempts = await Promise.all(
      Array.from({ length: 4 }, () => databases.change(connection, { statements, key: 'run-1:step:0' })),
    );
    expect(attempts.filter(({ repeated }) => !repeated).length).toBe(1);
    expect(attempts.map(({ changed, rows }) => ({ changed, rows }))).toEqual(
      Array(4).fill({ changed: 2, rows: [{ sku: 'once', quantity: 5 }] }),
    );
    expect(await admin`select quantity from stock where sku = 'once'`).toEqual([{ quantity: 3 }]);
  });

  it('is all or none, and free for another attempt after it failed', async () => {
    const { databases, connection } = world();
    const broken = [
      { text: "insert into stock (sku, quantity) values ('none', 1)", values: [] },
      { text: "update stock set quantity = -1 where sku = 'none'", values: [] },
    ];
    expect(await failureOf(databases.change(connection, { statements: broken, key: 'k2' }))).toMatchObject({
      kind: 'refused',
      code: 'rule-broken',
      message: expect.stringContaining('stock_quantity_check'),
    });
    const good = broken.slice(0, 1);
    expect(await databases.change(connection, { statements: good, key: 'k2' })).toMatchObject({
      changed: 1,
      repeated: false,
    });
  });

  it('is answered as done when the answer to its commit was lost', async () => {
    // A way to the server that is cut as soon as the server says COMMIT.
    const cutting = createServer((near) => {
      const far = connect(Number(url.port), url.hostname);
      near.pipe(far);
      far.on('data', (bytes) => {
        if (bytes.includes('COMMIT')) return near.destroy();
        near.write(bytes);
      });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    await new Promise<void>((listening) => cutting.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void cutting.close());
    const { port } = cutting.address() as { port: number };
    const lost = world(undefined, `127.0.0.1:${port}`);
    const statement = [{ text: "insert into stock (sku, quantity) values ('lost', 1)", values: [] }];
    await world().databases.change(world().connection, { statements: [], key: 'makes-the-table' });
    expect(await failureOf(lost.databases.change(lost.connection, { statements: statement, key: 'k3' }))).toMatchObject(
      {
        kind: 'transient',
        code: 'connection-lost',
        outcomeUnknown: true,
      },
    );
    const { databases, connection } = world();
    expect(await databases.change(connection, { statements: statement, key: 'k3' })).toMatchObject({
      changed: 1,
      repeated: true,
    });
  });
});

describe('what goes wrong', () => {
  const read = async (text: string, who = world()) =>
    failureOf(who.databases.read(who.connection, { text, values: [], maxRows: 10 }));

  it('is told by what a person can do about it', async () => {
    expect(await read('select * from nowhere')).toMatchObject({ kind: 'flow', code: 'statement-wrong' });
    expect(await read("select 'x'::int")).toMatchObject({ kind: 'item', code: 'value-refused' });
    expect(await read('select pg_sleep(10)')).toMatchObject({ kind: 'transient', code: 'database-timeout' });
    expect(await read('select 1', world({ name: 'clerk', password: 'wrong' }))).toMatchObject({
      kind: 'refused',
      code: 'database-auth',
    });
    expect(await read('select 1', world(undefined, '127.0.0.1:1'))).toMatchObject({
      kind: 'transient',
      code: 'connect-failed',
    });
    expect(await read("select repeat('x', 6000000) from generate_series(1, 3)")).toMatchObject({
      code: 'rows-too-large',
    });
  });

  it('says which table is missing where the user may not make it', async () => {
    await admin`revoke create on schema public from public`;
    const other = world({ name: 'clerk', password: 'clerk' });
    await admin`drop table if exists lockstep_effects`;
    const change = other.databases.change(other.connection, { statements: [], key: 'k' });
    expect(await failureOf(change)).toMatchObject({
      kind: 'refused',
      code: 'effects-missing',
      message: expect.stringContaining('create table if not exists lockstep_effects'),
    });
  });

  it('names an address that is none', async () => {
    const { databases, connection } = world();
    const wrong = { ...connection, baseUrl: 'https://db.example.com' };
    expect(await failureOf(databases.read(wrong, { text: 'select 1', values: [], maxRows: 1 }))).toMatchObject({
      kind: 'flow',
      message: 'The address of "warehouse" must be postgresql://host:port/database.',
    });
  });
});
