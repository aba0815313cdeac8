import { type RunNode, StepError } from '@lockstep/schema/node';
import { bytesOfBase64 } from '../../connectors/kit/base64.ts';
import type { respond } from './definition.ts';

export const runRespond: RunNode<typeof respond> = async ({ params, input }) => {
  const { status, headers, encoding } = params;
  const body = params.body === undefined ? input : params.body;
  if (encoding === 'plain') return { port: 'out', value: { status, headers, body } };
  if (typeof body !== 'string' || !bytesOfBase64(body)) {
    const message = 'The body of the answer is not Base64, as the step says it is.';
    throw new StepError({ kind: 'item', category: 'mapping', code: 'content-not-base64', message });
  }
  return { port: 'out', value: { status, headers, body, encoding } };
};
