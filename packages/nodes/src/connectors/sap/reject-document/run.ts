import { type RunNode, StepError } from '@lockstep/schema/node';
import { textAt } from '../../kit/read-json.ts';
import { openSapService } from '../client.ts';
import { literal } from '../odata.ts';
import { DOCUMENTS, type OpenedDocument, openDocument } from '../sales-document.ts';
import type { rejectDocument } from './definition.ts';

export const runRejectDocument: RunNode<typeof rejectDocument> = async ({ params }, ctx) => {
  const { kind, document, reason } = params;
  const { service: root, itemSet, number, itemNumber, words } = DOCUMENTS[kind];
  const service = await openSapService(ctx, params.connection, root);
  const opened = await openDocument(service, kind, document);
  const why = tooLate(opened);
  if (why !== undefined) {
    if (params.whenTooLate === 'leave') return { port: 'kept', value: { document, why } };
    const message = `${words} ${document} can no longer be taken back: ${why}.`;
    throw new StepError({ kind: 'refused', category: 'business', code: 'sap-too-late', message });
  }
  // What of a sales order has left stays sold.
  const open = opened.items.filter(
    (item) => (textAt(item, 'SalesDocumentRjcnReason') ?? '') === '' && textAt(item, 'DeliveryStatus') !== 'C',
  );
  let { etag } = opened;
  // One after another, each under the ETag of the one before: a lost answer leaves some done, and the next attempt goes on.
  for (const item of open) {
    const key = `${number}=${literal(document)},${itemNumber}=${literal(textAt(item, itemNumber) ?? '')}`;
    etag = (await service.patch(`${itemSet}(${key})`, { SalesDocumentRjcnReason: reason }, etag)) || '*';
  }
  return { port: 'rejected', value: { document, items: open.length } };
};

function tooLate({ values }: OpenedDocument): string | undefined {
  if (textAt(values, 'OverallDeliveryStatus') === 'C') return 'its goods are back';
  if (textAt(values, 'OverallTotalDeliveryStatus') === 'C') return 'all of it was delivered';
  if (textAt(values, 'OverallOrdReltdBillgStatus') === 'C') return 'it is billed';
  return undefined;
}
