import { type RunNode, StepError } from '@lockstep/schema/node';
import { textAt } from '../../kit/read-json.ts';
import { openSapService } from '../client.ts';
import { literal } from '../odata.ts';
import { DOCUMENTS, openDocument } from '../sales-document.ts';
import type { releaseCreditMemo } from './definition.ts';

export const runReleaseCreditMemo: RunNode<typeof releaseCreditMemo> = async ({ params }, ctx) => {
  const { creditMemoRequest } = params;
  const { service: root, set } = DOCUMENTS['credit-memo-request'];
  const service = await openSapService(ctx, params.connection, root);
  const { values, etag } = await openDocument(service, 'credit-memo-request', creditMemoRequest);
  if (textAt(values, 'OverallSDDocumentRejectionSts') === 'C') {
    const message = `Credit memo request ${creditMemoRequest} was taken back: there is nothing to release.`;
    throw new StepError({ kind: 'refused', category: 'business', code: 'sap-document-rejected', message });
  }
  const changed = (textAt(values, 'HeaderBillingBlockReason') ?? '') !== '';
  if (changed) await service.patch(`${set}(${literal(creditMemoRequest)})`, { HeaderBillingBlockReason: '' }, etag);
  return { port: 'released', value: { creditMemoRequest, changed } };
};
