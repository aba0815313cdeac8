import type { Contract } from '../contract.ts';
import { closed, contractSchema, oneOf, text, yesNo } from '../parts.ts';
import { SHIPMENT_STATUSES } from '../shipment.ts';

/** What became of news about a shipment. The shipment itself (contract `shipment`) is the request. */
export const shipmentUpdate: Contract = {
  name: 'shipment-update',
  version: '1.0.0',
  title: 'Shipment update',
  description: 'Whether a system took over news about a shipment, and where the shipment stands there now.',
  schema: contractSchema(
    'ShipmentUpdate',
    closed(
      {
        id: text('Number of the shipment.'),
        accepted: yesNo('False: what the system has is newer, and stays.'),
        status: oneOf(SHIPMENT_STATUSES, 'Where it stands there now.'),
        number: text('What the system calls the shipment.'),
        system: text('System it was told to.'),
      },
      ['id', 'accepted', 'status', 'system'],
    ),
  ),
  example: { id: 'SHP-1', accepted: true, status: 'in-transit', system: 'crm' },
};
