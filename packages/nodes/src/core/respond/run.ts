import type { RunNode } from '@lockstep/schema/node';
import type { respond } from './definition.ts';

export const runRespond: RunNode<typeof respond> = async ({ params, input }) => ({
  port: 'out',
  value: { status: params.status, headers: params.headers, body: params.body === undefined ? input : params.body },
});
