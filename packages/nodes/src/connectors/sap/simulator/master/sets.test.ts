import { XMLParser } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { recordedText } from '../../../../simulators/kit/fixtures.ts';
import type { EntitySet } from '../odata/entity.ts';
import { CUSTOMER, PRODUCT } from './sets.ts';

interface Property {
  readonly '@_Name': string;
  readonly '@_Type': string;
  readonly '@_MaxLength'?: string;
}
interface EntityType {
  readonly '@_Name': string;
  readonly Key: { readonly PropertyRef: readonly { readonly '@_Name': string }[] };
  readonly Property: readonly Property[];
  readonly NavigationProperty?: readonly { readonly '@_Name': string }[];
}

/** Types of a service as S/4HANA describes it itself, by name; undefined where the machine does not have the file. */
function typesOf(file: string): ReadonlyMap<string, EntityType> | undefined {
  const text = recordedText(`sap-s4hana/${file}`);
  if (text === undefined) return undefined;
  const isArray = (name: string) =>
    ['EntityType', 'Property', 'PropertyRef', 'NavigationProperty', 'Schema'].includes(name);
  const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, isArray });
  const { Schema } = parser.parse(text).Edmx.DataServices as {
    readonly Schema: readonly { EntityType?: EntityType[] }[];
  };
  const types = Schema.flatMap((schema) => schema.EntityType ?? []);
  return new Map(types.map((type) => [type['@_Name'], type]));
}

it.each([
  ['API_PRODUCT_SRV.edmx', PRODUCT],
  ['API_BUSINESS_PARTNER.edmx', CUSTOMER],
] as const)('%s names every field of the simulator, of the same type and length', (file, root) => {
  const types = typesOf(file);
  if (!types) return void console.warn(`Skipped: there is no recorded ${file} here.`);
  const sets: readonly EntitySet[] = [root, ...Object.values(root.navigations)];
  for (const set of sets) {
    const type = types.get(`${set.name}Type`);
    expect(type?.Key.PropertyRef.map((key) => key['@_Name'])).toEqual(set.keys);
    const real = new Map(type?.Property.map((field) => [field['@_Name'], field]));
    const strange = set.fields.filter(({ name, type: kind, max }) => {
      const field = real.get(name);
      const length = field?.['@_MaxLength'];
      return field?.['@_Type'] !== kind || (length !== undefined && Number(length) !== max);
    });
    expect(strange.map(({ name }) => name)).toEqual([]);
    const links = type?.NavigationProperty?.map((link) => link['@_Name']) ?? [];
    expect(links).toEqual(expect.arrayContaining(Object.keys(set.navigations)));
  }
});
