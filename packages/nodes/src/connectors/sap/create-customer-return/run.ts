import type { RunNode } from '@lockstep/schema/node';
import { itemBody, makeDocument } from '../sales-document.ts';
import type { createCustomerReturn } from './definition.ts';

export const runCreateCustomerReturn: RunNode<typeof createCustomerReturn> = async ({ params }, ctx) => {
  const { reference, salesOrder, lines } = params;
  const { document, created, createdOn, warnings } = await makeDocument(ctx, params.connection, {
    name: 'customer-return',
    reference,
    body: {
      CustomerReturnType: params.returnType,
      SalesOrganization: params.salesOrganization,
      DistributionChannel: params.distributionChannel,
      OrganizationDivision: params.division,
      SoldToParty: params.soldToParty,
      ...(params.reason !== '' && { SDDocumentReason: params.reason }),
      // C is the category of a sales order.
      ...(salesOrder && { ReferenceSDDocument: salesOrder, ReferenceSDDocumentCategory: 'C' }),
      to_Item: { results: lines.map((line) => itemBody(line)) },
    },
  });
  const value = { customerReturn: document, created, reference, warnings: [...warnings] };
  return { port: 'created', value: { ...value, ...(createdOn !== undefined && { createdOn }) } };
};
