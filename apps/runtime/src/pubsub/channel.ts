import { Client, credentials, Metadata, type ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { PUB_SUB_SERVICE, pubSubProtocol } from '@lockstep/nodes/salesforce-events';
import { StepError } from '@lockstep/schema/node';
import type { PubSubTarget } from './pubsub.ts';

const loaded = fromJSON(pubSubProtocol as unknown as Parameters<typeof fromJSON>[0], {
  longs: Number,
  enums: String,
  defaults: true,
})[PUB_SUB_SERVICE];
/** How each call is written and read. */
export const pubSubCalls = loaded as ServiceDefinition;

/** A quiet connection is asked whether it is there; one that does not answer is over. */
const KEEPALIVE = { 'grpc.keepalive_time_ms': 60_000, 'grpc.keepalive_timeout_ms': 20_000 } as const;
const LARGEST_BYTES = 16 * 1024 * 1024;

/**
 * A channel to the address the egress policy allowed; the name is only what its certificate must bear.
 *
 * @throws StepError when the address cannot be read or is not allowed
 */
export async function openChannel(
  { id, address }: Pick<PubSubTarget, 'id' | 'address'>,
  addressOf: (host: string) => Promise<string>,
): Promise<Client> {
  const url = URL.parse(address);
  const isTls = url?.protocol === 'grpcs:';
  if (!url || url.hostname === '' || !(isTls || url.protocol === 'grpc:')) {
    const message = `The address of the changes of "${id}" must begin with grpcs:// or grpc://.`;
    throw new StepError({ kind: 'flow', category: 'validation', code: 'address-wrong', message });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const ip = await addressOf(host);
  const port = Number(url.port) || (isTls ? 443 : 80);
  const target = ip.includes(':') ? `ipv6:[${ip}]:${port}` : `ipv4:${ip}:${port}`;
  return new Client(target, isTls ? credentials.createSsl() : credentials.createInsecure(), {
    ...KEEPALIVE,
    'grpc.max_receive_message_length': LARGEST_BYTES,
    'grpc.default_authority': url.host,
    ...(isTls && { 'grpc.ssl_target_name_override': host }),
    // A proxy, and a configuration found in the DNS, would lead elsewhere.
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1,
    'grpc.enable_retries': 0,
  });
}

/** Who calls. @see "Pub/Sub API", "Authentication" */
export function signedIn({ token, instanceUrl, orgId }: PubSubTarget): Metadata {
  const metadata = new Metadata();
  metadata.set('accesstoken', token);
  metadata.set('instanceurl', instanceUrl);
  metadata.set('tenantid', orgId);
  return metadata;
}
