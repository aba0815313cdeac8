import type { RunNode } from '@lockstep/schema/node';
import { textAt } from '../../kit/read-json.ts';
import { askAvatax } from '../client.ts';
import type { voidTax } from './definition.ts';

export const runVoidTax: RunNode<typeof voidTax> = async ({ params }, ctx) => {
  const { connection, companyCode, code } = params;
  const path = `/api/v2/companies/${encodeURIComponent(companyCode)}/transactions/${encodeURIComponent(code)}/void`;
  const answer = await askAvatax(ctx, connection, { method: 'POST', path, body: { code: 'DocVoided' }, write: true });
  return { port: 'voided', value: { code, companyCode, status: textAt(answer, 'status') ?? 'Cancelled' } };
};
