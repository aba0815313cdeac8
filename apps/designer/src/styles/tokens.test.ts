import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** WCAG 2.1 AA for text of any size. */
const AA = 4.5;

const tokens = new Map(
  [
    ...readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8').matchAll(
      /--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));/g,
    ),
  ].map(([, name = '', light, dark, both]) => [name, { light: light ?? both ?? '', dark: dark ?? both ?? '' }]),
);

const GROUNDS = ['bg', 'surface', 'raised', 'sunken', 'hover'];
const PAIRS: readonly (readonly [text: string, ground: string])[] = [
  ...['text', 'muted', 'faint'].flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...['ok', 'running', 'waiting', 'failed', 'undone', 'idle'].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    [tone, 'surface'] as const,
    [tone, 'bg'] as const,
  ]),
  ['accent-text', 'accent-soft'],
  ['accent-text', 'surface'],
  ['muted', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'danger'],
  ['on-accent', 'danger-hover'],
];

it.each(['light', 'dark'] as const)('every pair of text and ground is readable in the %s theme', (theme) => {
  const poor = PAIRS.map(([text, ground]) => {
    const ratio = contrast(tokens.get(text)?.[theme] ?? '', tokens.get(ground)?.[theme] ?? '');
    return { pair: `${text} on ${ground}`, ratio: Math.round(ratio * 100) / 100 };
  }).filter(({ ratio }) => !(ratio >= AA));
  expect(poor).toEqual([]);
});

/** @see https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(hex: string): number {
  const [r = Number.NaN, g = Number.NaN, b = Number.NaN] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
