import type { RunNode } from '@lockstep/schema/node';
import { itemBody, makeDocument } from '../sales-document.ts';
import type { createCreditMemo } from './definition.ts';

export const runCreateCreditMemo: RunNode<typeof createCreditMemo> = async ({ params }, ctx) => {
  const { reference, currency, customerReturn, lines } = params;
  const { document, ...made } = await makeDocument(ctx, params.connection, {
    name: 'credit-memo-request',
    reference,
    body: {
      CreditMemoRequestType: params.requestType,
      SalesOrganization: params.salesOrganization,
      DistributionChannel: params.distributionChannel,
      OrganizationDivision: params.division,
      SoldToParty: params.soldToParty,
      TransactionCurrency: currency,
      HeaderBillingBlockReason: params.billingBlock,
      ...(params.reason !== '' && { SDDocumentReason: params.reason }),
      // H is the category of a return.
      ...(customerReturn && { ReferenceSDDocument: customerReturn, ReferenceSDDocumentCategory: 'H' }),
      to_Item: { results: lines.map((line) => itemBody({ ...line, currency })) },
    },
  });
  return {
    port: 'created',
    value: { ...made, creditMemoRequest: document, reference, warnings: [...made.warnings] },
  };
};
