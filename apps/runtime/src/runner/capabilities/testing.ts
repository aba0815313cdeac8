import { Binding } from '@lockstep/schema/capabilities';
import { findContract } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { changeBinding, newestBinding } from '../../store/capabilities/bindings.ts';
import type { Store } from '../../store/index.ts';
import { flowOf, node } from '../calls/testing.ts';

const CAPABILITY = 'create-sales-order';

/** An order that keeps its contract, by its number. */
export const orderOf = (reference: string): Json => ({ ...(findContract('order')?.example as object), reference });

/** A flow that serves sales orders: writes to the ERP `<id>-erp`, and answers what `answer` says. */
export function erpFlow(id: string, answer: Readonly<Record<string, Json>> = {}, connection = `${id}-erp`): Flow {
  const params = { method: 'POST', connection, url: `/${id}`, body: '' };
  const write = { ...node('write', 'http-request', params), policy: { strategy: 'key' as const } };
  const value = { reference: '#1', number: '1', system: id, status: 'created', ...answer };
  const nodes = [node('in', 'callable', { capability: CAPABILITY }), write, node('give', 'return', { value })];
  return { ...flowOf(id, nodes), settings: { layer: 'system' } };
}

/** A flow that asks for a sales order, and knows no ERP. */
export function askingFlow(id: string, params: Readonly<Record<string, Json>> = {}): Flow {
  const nodes = [node('in', 'manual'), node('ask', 'call-capability', { capability: CAPABILITY, ...params })];
  return { ...flowOf(id, nodes), settings: { layer: 'process' } };
}

/** Puts a binding of sales orders in force. */
export async function bind(
  { db }: Pick<Store, 'db'>,
  binding: Parameters<typeof Binding.parse>[0] & object,
  {
    forOpenRuns = false,
    capability = CAPABILITY,
  }: { readonly forOpenRuns?: boolean; readonly capability?: string } = {},
): Promise<number> {
  const basedOn = (await newestBinding(db, capability))?.version ?? 0;
  const change = { capability, binding: Binding.parse(binding), basedOn, note: 'test', by: 'ann', forOpenRuns };
  const stored = await changeBinding(db, change);
  if ('stale' in stored) throw new Error('Somebody else bound it.');
  return stored.version;
}
