import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { findContract, schemaProblems } from '../contracts/index.ts';
import { capabilities } from './capabilities.ts';
import { vendorFields } from './vendor-fields.ts';

describe.each(capabilities.map((each) => [each.name, each] as const))('%s', (_, capability) => {
  const [input, output] = [findContract(capability.input), findContract(capability.output)];

  it('has contracts that are there, are sound, and have an example that keeps them', () => {
    for (const contract of [input, output]) {
      if (!contract) throw new Error(`${capability.name} has no contract.`);
      expect(schemaProblems(contract.schema)).toEqual([]);
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      (addFormats as unknown as (on: Ajv2020) => void)(ajv);
      const validate = ajv.compile(contract.schema as object);
      validate(contract.example);
      expect(validate.errors).toBeNull();
    }
  });

  it('names no field as a vendor does (R34)', () => {
    expect([...vendorFields(input?.schema ?? {}), ...vendorFields(output?.schema ?? {})]).toEqual([]);
  });

  it('names fields that its contracts have', () => {
    expect(JSON.stringify(input?.schema)).toContain(`"${capability.key}"`);
    for (const path of capability.own) expect(JSON.stringify(output?.schema)).toContain(`"${path.split('.').at(-1)}"`);
  });
});

it('has no two capabilities of one name', () => {
  expect(new Set(capabilities.map(({ name }) => name)).size).toBe(capabilities.length);
});

describe('names of vendors in a contract', () => {
  it.each([
    ['PurchaseOrderByCustomer', 'SAP S/4HANA'],
    ['VBELN', 'SAP'],
    ['externalDocumentNumber', 'Dynamics 365'],
    ['Order_Ref__c', 'Salesforce'],
    ['financial_status', 'Shopify'],
  ])('%s is told as a word of %s', (name, system) => {
    const schema = { type: 'object', properties: { lines: { type: 'array', items: { properties: { [name]: {} } } } } };
    expect(vendorFields(schema)).toEqual([{ path: `lines.${name}`, name, system }]);
  });

  it('are found in definitions and choices too, and so are names not written as ours', () => {
    const schema = { $defs: { line: { anyOf: [{ properties: { WERKS: {}, sku: {}, 'Unit-Price': {} } }] } } };
    expect(vendorFields(schema)).toEqual([
      { path: 'WERKS', name: 'WERKS', system: 'SAP' },
      { path: 'Unit-Price', name: 'Unit-Price' },
    ]);
  });

  it('that stand in contracts of vendors are found there', () => {
    expect(vendorFields(findContract('sap-sales-order')?.schema ?? {}).length).toBeGreaterThan(5);
    expect(vendorFields(findContract('shopify-order')?.schema ?? {}).length).toBeGreaterThan(5);
  });
});
