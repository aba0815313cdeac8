import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { EFFECTS, type Effect, MESSAGE, perform } from '../kit/work.ts';

/** Statements that a careful person would write for the same promise, without a product around them. */
export interface ByHand {
  /** Delivery id, run and first event, with everybody else's who asks meanwhile, in one statement and one commit. */
  accept(message?: unknown): Promise<void>;
  /** The same batching into one table: the least that can be called stored. */
  store(): Promise<void>;
  /** Accept, three effects, and a statement of its own for each write: four commits, no batching. */
  complete(): Promise<void>;
  /** Four single-row inserts, one after the other. */
  fourCommits(): Promise<void>;
}

const TABLES = `
  create table hand_inbox (delivery text primary key, run_id uuid not null);
  create table hand_runs (id uuid primary key, flow_id text not null, status text not null, last_seq integer not null,
    accepted_at timestamptz not null default now());
  create table hand_events (run_id uuid not null, seq integer not null, event json not null, primary key (run_id, seq));
  create table hand_messages (id uuid primary key, message json not null);`;

const ACCEPT = `
  with item as (select * from json_to_recordset($1::text::json) as i (id uuid, delivery text, event json)),
  fresh as (insert into hand_inbox select delivery, id from item on conflict do nothing returning run_id),
  begun as (insert into hand_runs select id, 'bench', 'running', 1 from item join fresh on fresh.run_id = item.id)
  insert into hand_events select id, 1, event from item join fresh on fresh.run_id = item.id`;

const STORE = `insert into hand_messages
  select id, event from json_to_recordset($1::text::json) as i (id uuid, event json)`;

const CHECKPOINT = `
  with run as (
    update hand_runs set last_seq = $2, status = $3 where id = $1 and last_seq = $2 - 1 returning id
  )
  insert into hand_events select id, $2, $4::text::json from run`;

const MAX_BATCH = 400;

export async function byHand(sql: postgres.Sql): Promise<ByHand> {
  await sql.unsafe(TABLES);
  const write = (statement: string, values: readonly (string | number)[]) =>
    sql.unsafe(statement, [...values], { prepare: true });
  const writeAll = (statement: string) => (texts: readonly string[]) => write(statement, [`[${texts.join(',')}]`]);
  const accept = batched(writeAll(ACCEPT));
  const store = batched(writeAll(STORE));
  return {
    accept: (message) => accept(newItem(message).text),
    store: () => store(newItem().text),
    async complete() {
      const { id, text } = newItem();
      await write(ACCEPT, [`[${text}]`]);
      for (const [index, effect] of EFFECTS.entries()) {
        const status = index === EFFECTS.length - 1 ? 'done' : 'running';
        await write(CHECKPOINT, [id, index + 2, status, await eventOf(effect)]);
      }
    },
    async fourCommits() {
      await write(STORE, [`[${newItem().text}]`]);
      for (const effect of EFFECTS) {
        await write(STORE, [`[${JSON.stringify({ id: randomUUID(), event: await perform(effect) })}]`]);
      }
    },
  };
}

function newItem(message: unknown = MESSAGE): { readonly id: string; readonly text: string } {
  const id = randomUUID();
  const event = { type: 'run.started', at: Date.now(), output: { value: message } };
  return { id, text: JSON.stringify({ id, delivery: `delivery-${id}`, event }) };
}

async function eventOf(effect: Effect): Promise<string> {
  return JSON.stringify({ type: 'step.succeeded', at: Date.now(), output: { value: await perform(effect) } });
}

/** While a statement is in flight, further items gather and go as the next one. */
function batched(write: (items: readonly string[]) => Promise<unknown>): (item: string) => Promise<void> {
  let waiting: { readonly item: string; resolve(): void; reject(error: unknown): void }[] = [];
  let inFlight = false;
  async function pump(): Promise<void> {
    if (inFlight) return;
    inFlight = true;
    await Promise.resolve(); // what is asked within the same turn goes together
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      try {
        await write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    inFlight = false;
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      void pump();
    });
}
