/** Values above this many bytes of JSON are kept once in `payloads` and travel as a reference. */
export const INLINE_LIMIT_BYTES = 256 * 1024;
