import { catalogue } from '@lockstep/nodes/catalogue';
import { expect, it } from 'vitest';
import { hasIcon } from './node-icons.ts';
import { summaryOf } from './summary.ts';

it('every type of the catalogue has its icon in the bundle', () => {
  expect([...catalogue.values()].filter(({ ui }) => !hasIcon(ui.icon)).map(({ type }) => type)).toEqual([]);
});

it('a summary leaves out what is not filled in, with the punctuation around it', () => {
  expect([
    summaryOf('{warehouse}, {minutes} min', { warehouse: 'DUB-1', minutes: 30 }),
    summaryOf('{method} {url}', { method: 'GET' }),
    summaryOf('/hooks/{path}', {}),
    summaryOf('{verify.scheme}', { verify: { scheme: 'hmac' } }),
    summaryOf('Started by hand', {}),
  ]).toEqual(['DUB-1, 30 min', 'GET', '', 'hmac', 'Started by hand']);
});

it('says expressions on a card as words: the field they read, the text they begin with', () => {
  const said = (value: string) => summaryOf('{value}', { value });
  expect(
    ['=input.sales.channel', "='Not an order: ' + input.id", '=input.a ?? 1', 'plain.text', '=input'].map(said),
  ).toEqual(['channel', 'Not an order:…', '=input.a ?? 1', 'plain.text', '=input']);
});
