import type { TopicDoor } from '@lockstep/schema/api';
import { iso } from '../iso.ts';
import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** What is said of a topic: by a person, or by nobody. */
export interface TopicDeclaration {
  readonly description: string;
  readonly owner?: string | undefined;
  /** What payloads must fit. */
  readonly contract?: string | undefined;
  /** Absent: the default of the installation. */
  readonly retentionMs?: number | undefined;
  /** Absent: no limit. */
  readonly retentionBytes?: number | undefined;
  /** Absent: nobody publishes over HTTP. */
  readonly door?: TopicDoor | undefined;
}

export interface TopicRow extends TopicDeclaration {
  readonly name: string;
  readonly declared: boolean;
  /** Offset of the newest event; 0 before the first. */
  readonly head: number;
  /** Oldest offset that is kept. */
  readonly floor: number;
  /** Of the payloads kept. */
  readonly bytes: number;
  /** ISO times. */
  readonly newestAt?: string | undefined;
  /** Events of the last hour and day. */
  readonly lastHour: number;
  readonly lastDay: number;
  readonly createdAt: string;
}

export async function listTopics(sql: Sql, name?: string): Promise<readonly TopicRow[]> {
  const rows = await passing(sql<{ [Key in keyof TopicRow]: TopicRow[Key] | null }[]>`
    select name, declared, description, owner, contract, retention_ms as "retentionMs", retention_bytes as "retentionBytes",
      door, head, floor, bytes_total - bytes_gone as bytes, ${iso(sql, 'newest_at')} as "newestAt",
      ${iso(sql, 'created_at')} as "createdAt",
      case when newest_at > now() - interval '1 hour' then head + 1 - topic_offset_at(name, now() - interval '1 hour')
        else 0 end as "lastHour",
      case when newest_at > now() - interval '1 day' then head + 1 - topic_offset_at(name, now() - interval '1 day')
        else 0 end as "lastDay"
    from topics where name not like '$%' ${name === undefined ? sql`` : sql`and name = ${name}`}
    order by name`);
  return rows.map((row) => withoutNulls(row));
}

export async function declareTopic(sql: Sql, name: string, declaration: TopicDeclaration): Promise<void> {
  const { description, owner = null, contract = null, retentionMs = null, retentionBytes = null, door } = declaration;
  await passing(sql`
    insert into topics as known (name, declared, description, owner, contract, retention_ms, retention_bytes, door)
    values (${name}, true, ${description}, ${owner}, ${contract}, ${retentionMs}, ${retentionBytes},
      ${door === undefined ? null : JSON.stringify(door)}::text::jsonb)
    on conflict (name) do update set declared = true, description = excluded.description, owner = excluded.owner,
      contract = excluded.contract, retention_ms = excluded.retention_ms, retention_bytes = excluded.retention_bytes,
      door = excluded.door
    returning pg_notify(${TOPIC_RULES_CHANNEL}, name)`);
}

/** Channel on which every process hears of new events; the payload is the topic's name (`sql/publish.sql`). */
export const TOPIC_CHANNEL = 'lockstep_topics';
/** Channel on which every process hears what was declared anew. */
export const TOPIC_RULES_CHANNEL = 'lockstep_topic_rules';

/** What is asked for at every event. */
export type TopicRules = Pick<TopicDeclaration, 'contract' | 'door'>;

export async function readRules(sql: Sql): Promise<ReadonlyMap<string, TopicRules>> {
  const rows = await passing(sql<{ name: string; contract: string | null; door: TopicDoor | null }[]>`
    select name, contract, door from topics where contract is not null or door is not null`);
  return new Map(
    rows.map(({ name, contract, door }) => [
      name,
      { ...(contract !== null && { contract }), ...(door !== null && { door }) },
    ]),
  );
}

function withoutNulls(row: { readonly [Key in keyof TopicRow]: TopicRow[Key] | null }): TopicRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as TopicRow;
}
