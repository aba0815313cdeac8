import type { NodeDefinition } from '@lockstep/schema/node';

type Pack = () => Promise<readonly NodeDefinition[]>;

/** Node types by what they belong to, each to be fetched by itself: a browser shows a flow before it has the others. */
const packs: Readonly<Record<string, Pack>> = {
  core: async () => (await import('./core/node-types.ts')).nodeTypes,
  seldom: async () => (await import('./core/seldom-types.ts')).seldomTypes,
  formats: async () => (await import('./formats/node-types.ts')).formatTypes,
  amqp: async () => (await import('./connectors/amqp/node-types.ts')).nodeTypes,
  analytics: async () => (await import('./connectors/analytics/node-types.ts')).nodeTypes,
  avatax: async () => (await import('./connectors/avatax/node-types.ts')).nodeTypes,
  'business-central': async () => (await import('./connectors/business-central/node-types.ts')).nodeTypes,
  dropship: async () => (await import('./connectors/dropship/node-types.ts')).nodeTypes,
  easypost: async () => (await import('./connectors/easypost/node-types.ts')).nodeTypes,
  ftp: async () => (await import('./connectors/ftp/node-types.ts')).nodeTypes,
  kafka: async () => (await import('./connectors/kafka/node-types.ts')).nodeTypes,
  loyalty: async () => (await import('./connectors/loyalty/node-types.ts')).nodeTypes,
  mqtt: async () => (await import('./connectors/mqtt/node-types.ts')).nodeTypes,
  nats: async () => (await import('./connectors/nats/node-types.ts')).nodeTypes,
  odata: async () => (await import('./connectors/odata/node-types.ts')).nodeTypes,
  postgresql: async () => (await import('./connectors/postgresql/node-types.ts')).nodeTypes,
  salesforce: async () => (await import('./connectors/salesforce/node-types.ts')).nodeTypes,
  sap: async () => (await import('./connectors/sap/node-types.ts')).nodeTypes,
  sftp: async () => (await import('./connectors/sftp/node-types.ts')).nodeTypes,
  'service-desk': async () => (await import('./connectors/service-desk/node-types.ts')).nodeTypes,
  shipstation: async () => (await import('./connectors/shipstation/node-types.ts')).nodeTypes,
  shopify: async () => (await import('./connectors/shopify/node-types.ts')).nodeTypes,
  smtp: async () => (await import('./connectors/smtp/node-types.ts')).nodeTypes,
  soap: async () => (await import('./connectors/soap/node-types.ts')).nodeTypes,
  'sp-api': async () => (await import('./connectors/sp-api/node-types.ts')).nodeTypes,
  stripe: async () => (await import('./connectors/stripe/node-types.ts')).nodeTypes,
  subscriptions: async () => (await import('./connectors/subscriptions/node-types.ts')).nodeTypes,
  wms: async () => (await import('./connectors/wms/node-types.ts')).nodeTypes,
};

/** The definitions of some node types, and of those that live in one pack with them. Types that nobody knows have none. */
export async function loadTypes(types: Iterable<string>): Promise<readonly NodeDefinition[]> {
  const wanted = new Set([...types].map(packOf));
  const loaded = await Promise.all([...wanted].map((name) => packs[name]?.() ?? []));
  return loaded.flat();
}

const SELDOM = new Set([
  'call-capability',
  'callable',
  'check-consent',
  'count-events',
  'forward-request',
  'read-file',
  'read-pages',
  'repeat-until',
  'send-cloud-event',
  'update-golden-record',
  'wait-for-callback',
]);

/** `sap.create-delivery` is of `sap`; types without a system are of a format, seldom, or of the core. */
function packOf(type: string): string {
  const dot = type.indexOf('.');
  if (dot > 0) return type.slice(0, dot);
  if (/^(parse|write|acknowledge)-/.test(type)) return 'formats';
  return SELDOM.has(type) ? 'seldom' : 'core';
}
