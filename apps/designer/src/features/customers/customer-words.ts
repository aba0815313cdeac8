import type { CustomerFieldView } from '@lockstep/schema/api';
import type { CustomerEntry, CustomerField } from '@lockstep/schema/customers';
import type { Json } from '@lockstep/schema/run';

const FIELDS: Readonly<Record<CustomerField, string>> = {
  kind: 'Kind',
  email: 'E-mail address',
  phone: 'Telephone',
  firstName: 'First name',
  lastName: 'Last name',
  company: 'Company',
  taxNumber: 'VAT number',
  language: 'Language',
  creditLimit: 'Credit limit',
  status: 'Status',
  addresses: 'Addresses',
  consents: 'Consents',
};
export const fieldWords = (field: CustomerField): string => FIELDS[field];
export const fieldList = (fields: readonly CustomerField[]): string =>
  fields.map((field) => FIELDS[field].toLowerCase()).join(', ');

const SYSTEMS: Readonly<Record<string, string>> = {
  shopify: 'Shopify',
  salesforce: 'Salesforce',
  'business-central': 'Business Central',
  sap: 'SAP S/4HANA',
};
export const systemWords = (system: string): string => SYSTEMS[system] ?? system;

const SHARES = { email: 'e-mail address', phone: 'telephone number', nameAddress: 'name and address' } as const;
export const sharesWords = (shares: readonly (keyof typeof SHARES)[]): string =>
  shares.map((each) => SHARES[each]).join(', ');

/** A value in one line. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value !== 'object') return String(value);
  if (!Array.isArray(value)) {
    const { amount, currency } = value as { amount?: string; currency?: string };
    return amount === undefined ? JSON.stringify(value) : `${amount} ${currency ?? ''}`;
  }
  return value.length === 0 ? 'None' : value.map(itemText).join('; ');
}

interface Item {
  readonly purpose?: string;
  readonly granted?: boolean;
  readonly kind?: string;
  readonly address?: { readonly street?: readonly string[]; readonly postalCode?: string; readonly city?: string };
}

function itemText(item: Json): string {
  const { purpose, granted, kind, address } = item as Item;
  if (purpose !== undefined) return `${purpose}: ${granted ? 'yes' : 'no'}`;
  if (address === undefined) return JSON.stringify(item);
  const place = [address.street?.join(' '), [address.postalCode, address.city].filter(Boolean).join(' ')];
  return `${place.filter(Boolean).join(', ')} (${kind ?? 'other'})`;
}

/** Why the golden value is what it is. */
export function reasonWords({ reason, winner, priority, chosen }: CustomerFieldView): string {
  const who = winner ? systemWords(winner.system) : '';
  switch (reason) {
    case 'only':
      return who === '' ? 'All agree' : `${who}; nobody says otherwise`;
    case 'most-recent':
      return `${who} was edited last`;
    case 'source-priority':
      return `${who} comes first: ${priority.map(systemWords).join(', then ')}`;
    case 'merged':
      return 'What all say, together';
    case 'chosen':
      return `${chosen?.by ?? 'Somebody'} chose it${chosen?.reason === undefined ? '' : `: ${chosen.reason}`}`;
    case 'undecided':
      return 'Stood longest; a person has to choose';
    default:
      return reason satisfies never;
  }
}

/** A line of the log in words. */
export function entryWords(entry: CustomerEntry): string {
  const { type, field, from, to, why, source, system = '', fields = [], needs, other = '', by } = entry;
  const name = field === undefined ? '' : fieldWords(field);
  const origin = source ? `${systemWords(source.system)} ${source.id}` : 'a system';
  const person = by === undefined ? '' : ` by ${by}`;
  const because = why === undefined ? '' : ` (${why})`;
  switch (type) {
    case 'made':
      return `Made of ${origin}`;
    case 'linked':
      return `${origin} is this customer${because}`;
    case 'decided':
      return `${name}: ${from === undefined ? '' : `${valueText(from)} → `}${valueText(to)}${source ? `, from ${systemWords(source.system)}` : ''}`;
    case 'merged':
      return `Merged with ${other}${person}${because}`;
    case 'unmerged':
      return `Taken apart from ${other}${person}${because}`;
    case 'chosen':
      return `${name}: ${valueText(to)} chosen${person}${because}`;
    case 'released':
      return `${name}: left to the rule again${person}${because}`;
    case 'written':
      return `${systemWords(system)} is told: ${fieldList(fields)}`;
    case 'blocked':
      return `${systemWords(system)} is not told${fields.length > 0 ? ` ${fieldList(fields)}` : ''}: no consent to ${needs ?? 'it'}`;
    default:
      return type satisfies never;
  }
}
