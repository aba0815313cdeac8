import { expect, it } from 'vitest';
import { queryMessage } from './query-message.ts';

const schema = {
  properties: {
    sku: { type: 'string' },
    places: { type: 'array', items: { type: 'integer' } },
    quantity: { type: 'integer' },
    all: { type: 'boolean' },
  },
};
const read = (text: string, by?: typeof schema) => queryMessage(new URLSearchParams(text), by);

it('reads parameters as the schema says they are', () => {
  expect(read('sku=007&places=1&quantity=-2.5&all=true&more=1', schema)).toEqual({
    ...{ sku: '007', places: [1], quantity: -2.5, all: true, more: '1' },
  });
});

it('leaves text what cannot be read so, for the contract to refuse', () => {
  expect(read('quantity=2x&all=yes&places=a', schema)).toEqual({ quantity: '2x', all: 'yes', places: ['a'] });
});

it('makes a list of what comes several times, and masks what sounds like a secret', () => {
  expect(read('a=1&a=2&token=t&__proto__=x')).toEqual({ a: ['1', '2'], token: '***', ['__proto__']: 'x' });
});
