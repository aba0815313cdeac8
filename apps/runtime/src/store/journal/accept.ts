import { createHash } from 'node:crypto';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';
import { newestOwner } from './owner.ts';
import { bytesOf, objectText, payloadsText, storable, wrapped } from './text.ts';
import type { Accepted, AcceptItem } from './types.ts';

/** A B-tree row must stay below 2,700 bytes; longer keys are recognised by their hash. */
const MAX_KEY_BYTES = 512;

/** Writes a batch of messages in one commit: `sql/accept.sql`. No key may appear twice. */
export async function accept(sql: Pick<Sql, 'unsafe'>, items: readonly AcceptItem[]): Promise<readonly Accepted[]> {
  const owner = newestOwner(items);
  const rows = await sql.unsafe<{ id: string; run_id: string; body_hash: string | null; owned: boolean }[]>(
    items.some(({ fields }) => fields !== undefined) ? STATEMENTS.acceptFields : STATEMENTS.accept,
    [`[${items.map((item) => itemText(item, owner.epoch)).join(',')}]`, owner.epoch, owner.worker, payloadsText(items)],
    { prepare: true },
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return items.map(({ runId }) => {
    const row = byId.get(runId);
    if (!row) throw new Error(`The accept of run ${runId} gave no answer.`);
    const bodyHash = row.body_hash === null ? {} : { bodyHash: row.body_hash };
    return { runId: row.run_id, duplicate: row.run_id !== runId, owned: row.owned, ...bodyHash };
  });
}

function itemText(item: AcceptItem, epoch: number): string {
  return objectText(
    {
      id: item.runId,
      flow: item.flowId,
      version: item.version,
      snapshot: item.snapshotId,
      test: item.test,
      key_run: item.keyRunId,
      replay_of: item.replayOf,
      node: item.triggerNode,
      business_key: item.businessKey === undefined ? undefined : storable(item.businessKey),
      dedupe_key: item.dedupeKey === undefined ? undefined : storableKey(item.dedupeKey),
      body_hash: item.dedupeKey === undefined ? undefined : item.bodyHash,
      event_offset: item.eventOffset,
      engine: item.engineVersion,
      queued: item.queued || item.owner.epoch !== epoch,
      laned: item.lane === undefined ? undefined : true,
      bytes: bytesOf([item.event], item.payloads),
      fields: item.fields?.map(({ field, value }) => [storable(field), storable(value)]),
    },
    { trigger: wrapped(JSON.stringify(item.trigger)), event: wrapped(item.event) },
  );
}

/** A key as it is stored: itself, or its hash when it is long or PostgreSQL could not hold it. */
export function storableKey(key: string): string {
  const isPlain = Buffer.byteLength(key) <= MAX_KEY_BYTES && storable(key) === key && !key.startsWith('sha256:');
  return isPlain ? key : `sha256:${createHash('sha256').update(key, 'utf16le').digest('hex')}`;
}
