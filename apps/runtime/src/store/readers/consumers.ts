import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Db } from '../open-store.ts';

/** A flow's listening to a topic, as it is published. */
export interface PublishedConsumer {
  readonly node: string;
  readonly topic: string;
  /** Where it begins when it has no place yet: behind what is there, with what is kept, or with what came at a time (ISO). */
  readonly start: 'now' | 'beginning' | { readonly at: string };
}

interface Known extends Record<string, unknown> {
  readonly id: string;
  readonly node: string;
  readonly topic: string;
}

/**
 * Makes these the consumers of a flow, in the transaction that publishes it. One of the same node and topic keeps its place; so
 * does one whose node was drawn anew. What a consumer that is gone had gathered is given up with it.
 */
export async function replaceConsumers(
  tx: Pick<Db, 'execute'>,
  flowId: string,
  wanted: readonly PublishedConsumer[],
): Promise<void> {
  const known = await tx.execute<Known>(sql`
    select id, node, topic from topic_readers where flow_id = ${flowId} and kind = 'consumer' order by id for update`);
  const left = new Map(known.map((one) => [one.id, one]));
  const take = (isIt: (one: Known) => boolean): Known | undefined => {
    const found = [...left.values()].find(isIt);
    if (found) left.delete(found.id);
    return found;
  };
  const kept = wanted.map((one) => [one, take(({ node, topic }) => node === one.node && topic === one.topic)] as const);
  const placed = kept.map(([one, same]) => [one, same ?? take(({ topic }) => topic === one.topic)] as const);
  for (const { id } of left.values()) {
    await tx.execute(sql`with gone as (delete from topic_readers where id = ${id}::uuid returning id)
      delete from topic_buffers using gone where reader_id = gone.id`);
  }
  for (const [one, same] of placed) {
    if (same && same.node === one.node) continue;
    if (same) await tx.execute(sql`update topic_readers set node = ${one.node} where id = ${same.id}::uuid`);
    else await begin(tx, flowId, one);
  }
}

async function begin(
  tx: Pick<Db, 'execute'>,
  flowId: string,
  { node, topic, start }: PublishedConsumer,
): Promise<void> {
  await tx.execute(sql`insert into topics (name) values (${topic}) on conflict do nothing`);
  const place =
    start === 'now'
      ? sql`head`
      : start === 'beginning'
        ? sql`floor - 1`
        : sql`topic_offset_at(name, ${start.at}::timestamptz) - 1`;
  await tx.execute(sql`
    insert into topic_readers (id, kind, flow_id, node, topic, place)
    select ${v7()}::uuid, 'consumer', ${flowId}, ${node}, name, ${place} from topics where name = ${topic}`);
}

/** Ends everything that reads for a flow that is deleted. */
export async function endReaders(tx: Pick<Db, 'execute'>, flowId: string): Promise<void> {
  await replaceConsumers(tx, flowId, []);
  await tx.execute(sql`
    with ended as (
      update topic_readers set status = 'aborted', reason = 'The flow was deleted.', ended_at = now(), turn = turn + 1
      where flow_id = ${flowId} and status in ('running', 'paused') returning id
    )
    delete from topic_buffers using ended where reader_id = ended.id`);
}
