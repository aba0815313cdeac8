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

/** A return that is called off before its goods are back. */
export const returnWithdrawalRequest: Contract = {
  name: 'return-withdrawal-request',
  version: '1.0.0',
  title: 'Return withdrawal request',
  description: 'Asks the books to forget an authorised return, unless its goods are back.',
  schema: contractSchema(
    'ReturnWithdrawalRequest',
    closed(
      {
        rma: text('Number of the return.'),
        number: text('Number of its document in the books; absent when there is none.'),
      },
      ['rma'],
    ),
  ),
  example: { rma: 'RMA-3107', number: '60000012' },
};

export const returnWithdrawal: Contract = {
  name: 'return-withdrawal',
  version: '1.0.0',
  title: 'Return withdrawal',
  description: 'Whether an authorised return is forgotten.',
  schema: contractSchema(
    'ReturnWithdrawal',
    closed(
      {
        rma: text('Number of the return.'),
        status: ownedBy('ERP', oneOf(['withdrawn', 'kept'], 'Forgotten, or kept because its goods are back.')),
        system: text('System that keeps it.'),
        reason: text('Why it is kept.'),
      },
      ['rma', 'status', 'system'],
    ),
  ),
  example: { rma: 'RMA-3107', status: 'withdrawn', system: 'erp-europe' },
};
