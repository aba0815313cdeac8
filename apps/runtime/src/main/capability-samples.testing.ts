import { findContract } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { flowOf, node } from './testing.ts';

/** A flow that hands a capability what comes to `asks/<capability>`, and answers what it says: 200, or 422 for a refusal. */
export function asks(capability: string): Flow {
  const door = { path: `asks/${capability}`, verify: { scheme: 'none' }, respond: 'flow', deadlineMs: 20_000 };
  return flowOf(
    `asks-${capability}`,
    [
      node('asked', 'webhook', door),
      node('call', 'call-capability', { capability }),
      node('answer', 'respond', { status: 200, body: '=input' }),
      node('refused', 'respond', { status: 422, body: '={ code: input.error.code, message: input.error.message }' }),
    ],
    [
      { from: 'asked', port: 'out', to: 'call' },
      { from: 'call', port: 'out', to: 'answer' },
      { from: 'call', port: 'error', to: 'refused' },
    ],
  );
}

/** What a value breaks of a contract. */
export const keeps = (contract: string, body: unknown) => {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (on: Ajv2020) => void)(ajv);
  const validate = ajv.compile(findContract(contract)?.schema as object);
  validate(body);
  return validate.errors ?? [];
};

/** Delivers what a sales order names; the goods do not leave. */
export function delivers(id: string): Flow {
  const params = {
    ...{ connection: 'sap', salesOrder: '=input.salesOrder', reference: '=input.reference', lines: '=input.lines' },
  };
  const door = { path: id, verify: { scheme: 'none' }, respond: 'flow', deadlineMs: 20_000 };
  return flowOf(
    id,
    [
      node('asked', 'webhook', door),
      node('deliver', 'sap.create-delivery', params),
      node('done', 'respond', { status: 200, body: '=input' }),
    ],
    [
      { from: 'asked', port: 'out', to: 'deliver' },
      { from: 'deliver', port: 'created', to: 'done' },
    ],
  );
}
