import type { ResolvedConnection } from '@lockstep/schema/node';

/** Where all orgs are read; orgs whose data stays in Europe have an address of their own. @see "Pub/Sub API Endpoints" */
const EVERYWHERE = 'grpcs://api.pubsub.salesforce.com:7443';

/** Where the changes of an org are read: what the connection says, else the address for all. */
export function pubSubAddress({ settings }: Pick<ResolvedConnection, 'settings'>): string {
  return settings.pubSub || EVERYWHERE;
}
