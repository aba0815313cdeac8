import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameReader } from './frame.ts';

it('gives back the frames of a stream, however the stream is cut', () => {
  const cut = fc.tuple(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.integer({ min: 1, max: 30 })));
  fc.assert(
    fc.property(cut, ([frames, cuts]) => {
      const stream = Buffer.concat(
        frames.map((frame) => {
          const length = Buffer.alloc(4);
          length.writeUInt32LE(frame.length);
          return Buffer.concat([length, frame]);
        }),
      );
      const read: Uint8Array[] = [];
      const reader = new FrameReader((frame) => read.push(Uint8Array.from(frame)));
      let at = 0;
      for (const size of [...cuts, stream.length]) {
        if (at < stream.length) reader.push(stream.subarray(at, at + size));
        at += size;
      }
      expect(read).toEqual(frames.map((frame) => Uint8Array.from(frame)));
      expect(reader.isWaiting).toBe(false);
    }),
  );
});
