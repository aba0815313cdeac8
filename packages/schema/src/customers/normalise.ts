import type { Json } from '../run/json.ts';
import type { CustomerAddress, CustomerField, CustomerValues } from './fields.ts';

/** Upper and lower case, accents, spaces and punctuation make no difference to who somebody is. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Lower case, without spaces around it. The part before the @ is left as it is otherwise: a dot there means something to some providers. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * Digits with the plus of an international number: `0049 (30) 1234` and `+49 30 1234` are one number. A number without the prefix of
 * a country stays national, since nothing says where it is from.
 */
export function normalisePhone(phone: string): string {
  const kept = phone.replaceAll(/\(0\)/g, '').replaceAll(/[^\d+]/g, '');
  const digits = kept.replaceAll('+', '');
  if (kept.startsWith('+')) return `+${digits}`;
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
}

/** A value as it is kept: the same fact written in two ways is no change. */
export function tidyValue(field: CustomerField, value: Json): Json {
  if (typeof value !== 'string') return value;
  const text = value.trim().replaceAll(/\s+/g, ' ');
  if (text === '') return null;
  if (field === 'email') return normaliseEmail(text);
  if (field === 'phone') return normalisePhone(text) || null;
  return text;
}

/** Where a parcel would go, whatever it is called and however it is written. */
export function addressKey({ address }: CustomerAddress): string {
  const { street = [], postalCode = '', city = '', country = '' } = address;
  return [street.join(' '), postalCode, city, country].map(folded).join('|');
}

/** What a record may share with another one of the same person. */
export interface MatchKeys {
  readonly email: readonly string[];
  readonly phone: readonly string[];
  readonly nameAddress: readonly string[];
}

/** Shortest telephone number that says anything. */
const MIN_DIGITS = 7;

export function matchKeys({ email, phone, firstName, lastName, company, addresses = [] }: CustomerValues): MatchKeys {
  const name = folded([firstName, lastName].filter(Boolean).join(' ') || (company ?? ''));
  const places = addresses.filter(({ address }) => address.street?.length && address.postalCode);
  const number = phone ? normalisePhone(phone) : '';
  return {
    email: email?.includes('@') ? [normaliseEmail(email)] : [],
    phone: number.length >= MIN_DIGITS ? [number] : [],
    nameAddress: name === '' ? [] : [...new Set(places.map((each) => `${name}|${addressKey(each)}`))],
  };
}
