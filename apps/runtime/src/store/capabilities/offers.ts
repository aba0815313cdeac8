import type { DrawnAsk, DrawnOffer } from '@lockstep/schema/graph';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { flowCapabilities } from '../tables/index.ts';
import { bindFirst } from './bindings.ts';

/**
 * Writes down what a new version offers and asks for, in the transaction that publishes it. A capability that nothing serves is
 * bound to the first flow that offers it.
 */
export async function keepCapabilities(
  tx: Pick<Db, 'insert'>,
  { flowId, version, by }: { readonly flowId: string; readonly version: number; readonly by: string },
  { offers, asks }: { readonly offers: readonly DrawnOffer[]; readonly asks: readonly DrawnAsk[] },
): Promise<void> {
  const rows = [
    ...offers.map(({ node, capability }) => ({ node, capability, role: 'offers' as const, mode: null })),
    ...asks.map(({ node, capability, mode }) => ({ node, capability, role: 'asks' as const, mode })),
  ].map((row) => ({ flowId, version, ...row }));
  if (rows.length === 0) return;
  await tx.insert(flowCapabilities).values(rows);
  for (const { capability } of offers) await bindFirst(tx, { capability, flowId, by });
}

export interface CapabilityUse {
  readonly capability: string;
  readonly role: 'offers' | 'asks';
  readonly flowId: string;
  readonly flowName: string;
  /** Newest published version. */
  readonly version: number;
  readonly snapshotId: string;
  readonly node: string;
  readonly mode: 'wait' | 'start' | null;
}

/** Who offers capabilities and who asks for them, by the newest published versions; of one capability or of all. */
export async function listUses(db: Db, capability?: string): Promise<readonly CapabilityUse[]> {
  const only = capability === undefined ? sql`` : sql`and c.capability = ${capability}`;
  const rows = await db.execute<{ [Key in keyof CapabilityUse]: CapabilityUse[Key] }>(sql`
    select c.capability, c.role, c.flow_id as "flowId", f.name as "flowName", c.version, v.snapshot_id as "snapshotId", c.node, c.mode
    from flow_capabilities c
    join flows f on f.id = c.flow_id and f.deleted_at is null
    join flow_versions v on v.flow_id = c.flow_id and v.version = c.version
    where c.version = (select max(version) from flow_versions newest where newest.flow_id = c.flow_id) ${only}
    order by f.name, c.flow_id, c.node`);
  return rows.map((row) => ({ ...row }));
}

/** Calls of a capability begun since a moment, by the flow that served them. */
export async function countServed(
  db: Db,
  capability: string,
  sinceMs: number,
): Promise<readonly { readonly flowId: string; readonly calls: number }[]> {
  const rows = await db.execute<{ flowId: string; calls: number }>(sql`
    select flow_id as "flowId", count(*)::int as calls from calls
    where capability = ${capability} and created_at >= to_timestamp(${sinceMs}::float8 / 1000) group by 1 order by 2 desc`);
  return rows.map((row) => ({ ...row }));
}
