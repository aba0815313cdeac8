import { StepError } from '@lockstep/schema/node';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textToRead, writtenContent } from './content.ts';
import { ENCODINGS, type Encoding } from './decoder.ts';
import { decoderFor } from './encodings.ts';

const messageOf = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return error instanceof StepError ? [error.failure.kind, error.failure.code, error.failure.message] : error;
  }
};

describe('content', () => {
  it.each(ENCODINGS)('in %s is read back as it was written', (encoding) => {
    const unit = /^(utf)/.test(encoding)
      ? fc.string({ unit: 'grapheme' })
      : fc.string({ unit: fc.constantFrom('a', 'ß', 'é', '£') });
    fc.assert(
      fc.property(unit, (text) => {
        fc.pre(!text.startsWith('\ufeff') && text.isWellFormed());
        expect(textToRead({ encoding }, writtenContent(text, encoding))).toBe(text);
      }),
    );
  });

  it('is the message, unless a parameter gives another', () => {
    expect(textToRead({ encoding: 'text' }, 'a')).toBe('a');
    expect(textToRead({ encoding: 'text', content: 'b' }, 'a')).toBe('b');
  });

  it('that cannot be read is a fault of the message', () => {
    expect(messageOf(() => textToRead({ encoding: 'text' }, { a: 1 }))).toEqual([
      'item',
      'content-not-text',
      'The content is an object, not text.',
    ]);
    expect(messageOf(() => textToRead({ encoding: 'utf-8' }, 'ä'))).toMatchObject([
      'item',
      'content-not-base64',
      expect.any(String),
    ]);
    expect(messageOf(() => textToRead({ encoding: 'utf-8' }, 'YWL/'))).toEqual([
      'item',
      'encoding',
      'Byte 2 of the content is not utf-8.',
    ]);
    expect(messageOf(() => writtenContent('5 €', 'iso-8859-1'))).toEqual([
      'item',
      'encoding',
      'The character "€" does not exist in iso-8859-1.',
    ]);
  });
});

/** What the platform's decoder makes of the bytes, undefined where it refuses them. */
function platform(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

describe('decoders agree with the platform, however the bytes are cut', () => {
  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const)('%s', (encoding) => {
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xd8, 0xdc, 0xed),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (given, size) => {
        const bytes = Uint8Array.from(given);
        const decoder = decoderFor(encoding);
        let text: string | undefined = '';
        for (let at = 0; at < bytes.length && text !== undefined; at += size) {
          const more = decoder.push(bytes.subarray(at, at + size));
          text = typeof more === 'string' ? text + more : undefined;
        }
        if (typeof decoder.end() !== 'string') text = undefined;
        expect(text).toBe(platform(bytes, encoding));
      }),
      { numRuns: 500 },
    );
  });
});
