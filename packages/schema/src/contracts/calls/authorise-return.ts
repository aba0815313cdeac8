import type { Contract } from '../contract.ts';
import { closed, contractSchema, oneOf, ownedBy, text } from '../parts.ts';

/** Whether goods may come back. The return itself (contract `return`) is the request. */
export const returnAuthorisation: Contract = {
  name: 'return-authorisation',
  version: '1.0.0',
  title: 'Return authorisation',
  description: 'Whether goods may come back, and the document that says so.',
  schema: contractSchema(
    'ReturnAuthorisation',
    closed(
      {
        rma: text('Number of the return, written on the label.'),
        decision: oneOf(['authorised', 'refused'], 'Whether the goods may come back.'),
        number: ownedBy('ERP', text('Number of the document in the books.')),
        system: text('System that keeps it.'),
        location: text('Place the goods are to be sent to.'),
        reason: text('Why not, where they may not.'),
      },
      ['rma', 'decision', 'system'],
    ),
  ),
  example: { rma: 'RMA-3107', decision: 'authorised', number: '60000012', system: 'erp-europe', location: 'BER-1' },
};
