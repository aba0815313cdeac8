import {
  type SampleBinding,
  sampleBindings,
  sampleChannels,
  samples,
  sampleTables,
  sampleTopics,
} from '@lockstep/nodes/samples';
import {
  type EstateEntry,
  type EstateService,
  type EstateTargets,
  type OrderProfile,
  openEstate,
  putSwitch,
} from '@lockstep/nodes/simulators';
import { findContract } from '@lockstep/schema/contracts';
import { asksOf, callsOf, contentHash, documentHash, type Flow, isCallable, offersOf } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { consumersOf, hooksOf, schedulesOf, watchesOf } from '../http/flow-issues.ts';
import { withPins } from '../http/table-lookups.ts';
import { pinContracts } from '../runner/contract-pins.ts';
import { changeBinding, newestBinding } from '../store/capabilities/bindings.ts';
import { createFlow, flowEverExisted, publishVersion } from '../store/flows.ts';
import type { Db, TopicStore } from '../store/index.ts';
import { changeVariable, readVariables } from '../store/variables.ts';
import { createTable } from '../store/xref/tables.ts';
import type { Book } from './connection-book.ts';

/** Who made what comes with Lockstep, and why. */
const [BY, NOTE] = ['Lockstep', 'Sample that comes with Lockstep'];

/** Where simulated systems send their webhooks and events, below our address: samples listen there. */
const DEMO_DOORS: EstateTargets = {
  shopify: 'hooks/shopify/orders-create',
  sap: 'events/return.received',
  wms: 'hooks/wms/shipments',
  dropship: 'hooks/dropship/notifications',
  easypost: 'hooks/easypost/events',
  shipstation: 'hooks/shipstation/tracking',
  recharge: 'hooks/recharge/charges',
  'business-central': 'hooks/business-central/changes',
};

/** What else the shop tells, beside its orders. */
const SHOP_DOORS = {
  'customers/create': 'hooks/shopify/customers',
  'customers/update': 'hooks/shopify/customers',
  'orders/updated': 'hooks/shopify/order-changes',
  'orders/cancelled': 'hooks/shopify/order-changes',
  'refunds/create': 'hooks/shopify/refunds',
} as const;

/** Where the warehouse tells of its stock, which goes to the shop and the marketplace. */
const STOCK_DOOR = 'hooks/wms/stock-changes';

/** One in three of what the shop sells by itself goes the long way: order to cash, with its groups, documents and milestones. */
const LONG_WAY = { path: 'hooks/shopify/orders-accepted', every: 3 };

/** Tells the estate, and the flows that subscribe us, where we are. @throws Error when a system refuses */
export async function openDoors(estate: EstateService, here: string, db: Db): Promise<void> {
  await keepPublicUrl(db, here);
  await estate.setTarget(
    Object.fromEntries(Object.entries(DEMO_DOORS).map(([system, path]) => [system, `${here}/${path}`])),
  );
  const [wms, shop] = ['wms', 'shopify'].map((name) => estate.entries.find(({ system }) => system === name));
  if (wms) await putSwitch(`${wms.baseUrl}/_sim/stock-target`, { url: `${here}/${STOCK_DOOR}` });
  if (!shop) return;
  await putSwitch(`${shop.baseUrl}/_sim/share`, { url: `${here}/${LONG_WAY.path}`, every: LONG_WAY.every });
  for (const [topic, path] of Object.entries(SHOP_DOORS))
    await putSwitch(`${shop.baseUrl}/_sim/subscriptions`, { topic, url: `${here}/${path}` });
}

/** Samples find our address in the variable `publicUrl`: that of this machine follows our port, any other is a person's. */
async function keepPublicUrl(db: Db, here: string): Promise<void> {
  const known = (await readVariables(db)).find(({ name }) => name === 'publicUrl')?.held;
  if (known && !(known.type === 'text' && isLoopback(`${known.value}/`))) return;
  const held = { type: 'text', value: here } as const;
  const said = { description: 'Address under which other systems reach us.', note: '', by: 'Lockstep' };
  await changeVariable(db, { name: 'publicUrl', held, ...said });
}

export interface DemoOptions {
  readonly db: Db;
  readonly topics: Pick<TopicStore, 'read' | 'declare'>;
  readonly catalogue: Catalogue;
  readonly book: Book;
  /** Folder in which the estate says where it is. */
  readonly folder: string;
  readonly ordersPerMinute: number;
  readonly profile: OrderProfile;
}

/**
 * Starts the virtual estate, in a process of its own so that it outlives a killed runtime, and seeds what makes it useful: a connection to each system, the samples, published, with their tables, and their topics, declared. What
 * is there already is a person's and stays; only a connection that points at this machine follows the simulator, which
 * has another port at every start.
 */
export async function startDemo({
  db,
  topics,
  catalogue,
  book,
  folder,
  ordersPerMinute,
  profile,
}: DemoOptions): Promise<EstateService> {
  const estate = await openEstate(folder);
  try {
    await estate.setGenerator({ ordersPerMinute, profile });
    for (const entry of estate.entries) await connect(book, entry);
    for (const { id, name, key } of sampleChannels) {
      const channel = { name, system: 'http', baseUrl: 'https://channel.example.com', settings: {} };
      await book.putIfAbsent(id, { ...channel, secrets: { webhookSecret: key } });
    }
    // A table that is there already is a person's.
    for (const table of sampleTables) await createTable(db, { ...table, note: NOTE, by: BY });
    for (const sample of samples) await seed(db, catalogue, sample);
    for (const sample of sampleBindings) await bind(db, sample);
    for (const { name, ...said } of sampleTopics) {
      if (!(await topics.read(name))?.declared) await topics.declare(name, said);
    }
    return estate;
  } catch (error) {
    await estate.close();
    throw error;
  }
}

/**
 * The connection bears the name of its system, which the samples use. One that is there and points at this machine gets the addresses of
 * this start, and keeps the rest.
 */
export async function connect(
  book: Book,
  entry: Omit<EstateEntry, 'label' | 'about' | 'icon' | 'stateUrl' | 'faultsUrl' | 'switches'>,
): Promise<void> {
  const { system: id, baseUrl, credentials, webhookSecret } = entry;
  const connection = { system: entry.connectionType, name: entry.connectionName };
  const secrets = { ...credentials, ...(webhookSecret !== undefined && { webhookSecret }) };
  const written = await book.putIfAbsent(id, { ...connection, baseUrl, settings: {}, secrets });
  if (written) return;
  const kept = (await book.list()).find((other) => other.id === id);
  if (kept?.system !== connection.system || !isLoopback(kept.baseUrl) || kept.baseUrl === baseUrl) return;
  await book.put(id, {
    name: kept.name,
    system: kept.system,
    settings: { ...kept.settings, ...entry.settings },
    baseUrl,
    secrets: {},
  });
}

function isLoopback(address: string): boolean {
  return /^(?:http|sftp):\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(address);
}

/** Binds a capability as the samples want it, unless a person has bound it. */
async function bind(db: Db, { capability, binding }: SampleBinding): Promise<void> {
  const known = await newestBinding(db, capability);
  if (known && (known.version > 1 || known.changedBy !== BY)) return;
  const basedOn = known?.version ?? 0;
  await changeBinding(db, { capability, binding, basedOn, note: NOTE, by: BY, forOpenRuns: true });
}

/** Creates and publishes a sample when no flow has, or had, its id. */
async function seed(db: Db, catalogue: Catalogue, flow: Flow): Promise<void> {
  const hash = contentHash(flow);
  if (await flowEverExisted(db, flow.id)) return;
  if ((await createFlow(db, { flow, hash })) === 'exists') return;
  // What ships with Lockstep names contracts that ship with it.
  const pinned = await withPins(
    pinContracts(flow, catalogue, (ref) => findContract(ref)),
    { db, catalogue },
  );
  await publishVersion(db, {
    flow: pinned,
    snapshotId: documentHash(pinned),
    hash,
    basedOn: 0,
    note: NOTE,
    by: BY,
    hooks: hooksOf(flow, catalogue),
    schedules: schedulesOf(flow, catalogue),
    calls: callsOf(flow, catalogue),
    semver: isCallable(flow, catalogue) ? '1.0.0' : undefined,
    capabilities: { offers: offersOf(flow, catalogue), asks: asksOf(flow, catalogue) },
    consumers: consumersOf(flow, catalogue),
    watches: watchesOf(flow, catalogue),
  });
}
