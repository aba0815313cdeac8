import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64, base64Utf8, bytesOfBase64 } from './base64.ts';

it.each(['', 'f', 'fo', 'foo', 'user:pässwörd', 'naïve 日本語 🛒', '%41%zz', 'a'.repeat(1000)])(
  'writes %j as every other base64 does',
  (text) => {
    expect(base64Utf8(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
  },
);

it('reads what it wrote, and what others write', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = base64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(bytesOfBase64(text)).toEqual(bytes);
      expect(bytesOfBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes);
    }),
  );
  expect(bytesOfBase64('aGVs\r\nbG8=\n')).toEqual(new TextEncoder().encode('hello'));
});

it.each(['a', 'ab=', 'ab!d', 'abc==', '='])('knows that %j is no Base64', (text) => {
  expect(bytesOfBase64(text)).toBeUndefined();
});
