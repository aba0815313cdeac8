import { expect, it } from 'vitest';
import { base64Utf8 } from './base64.ts';

it.each(['', 'f', 'fo', 'foo', 'user:pässwörd', 'naïve 日本語 🛒', '%41%zz', 'a'.repeat(1000)])(
  'writes %j as every other base64 does',
  (text) => {
    expect(base64Utf8(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
  },
);
