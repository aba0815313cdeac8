/** What JSON Schema calls the types, as a person who fills in data would say it. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a date, like 2026-11-23',
  'date-time': 'a date and time with its zone, like 2026-11-23T08:30:00Z',
  email: 'an e-mail address',
  time: 'a time, like 08:30:00Z',
  uri: 'an address, like https://example.com',
  uuid: 'a UUID',
};

const count = (limit: unknown, one: string, many: string) => `${limit} ${limit === 1 ? one : many}`;

const WORDS: Readonly<Record<string, (limit: unknown) => string>> = {
  format: (format) => `must be ${FORMATS[String(format)] ?? `in the format "${format}"`}`,
  pattern: (pattern) => `must have the form ${pattern}`,
  minLength: (limit) =>
    limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'character', 'characters')}`,
  maxLength: (limit) => `must have at most ${count(limit, 'character', 'characters')}`,
  minItems: (limit) => `must have at least ${count(limit, 'item', 'items')}`,
  maxItems: (limit) => `must have at most ${count(limit, 'item', 'items')}`,
  uniqueItems: () => 'must have no item twice',
  minProperties: (limit) => `must have at least ${count(limit, 'field', 'fields')}`,
  maxProperties: (limit) => `must have at most ${count(limit, 'field', 'fields')}`,
  minimum: (limit) => `must be ${limit} or more`,
  maximum: (limit) => `must be ${limit} or less`,
  exclusiveMinimum: (limit) => `must be more than ${limit}`,
  exclusiveMaximum: (limit) => `must be less than ${limit}`,
  multipleOf: (step) => `must be a multiple of ${step}`,
  anyOf: () => 'fits none of the allowed forms',
  oneOf: () => 'must fit exactly one of the allowed forms',
  not: () => 'has a form that is not allowed',
};

/**
 * What a broken keyword of JSON Schema asks for, to be read behind the name of the field: `must be a list`. `undefined` for
 * keywords that say nothing by themselves.
 *
 * @param limit what the schema gives for the keyword: the type or types, the format, the pattern, the number
 */
export function ruleSentence(keyword: string, limit: unknown): string | undefined {
  if (keyword !== 'type') return Object.hasOwn(WORDS, keyword) ? WORDS[keyword]?.(limit) : undefined;
  const types = [limit].flat().map((type) => TYPES[String(type)] ?? String(type));
  return `must be ${types.join(' or ')}`;
}
