/** Parts a whole is divided into: a share is told to a hundredth of a percent. */
const PARTS = 10_000;

/**
 * Where a business key stands in a split, from 0 up to 100, the same for ever: FNV-1a over its UTF-16 units, mixed as
 * MurmurHash3 ends, so that keys which differ in one digit lie far apart. Each `salt` (a capability) splits anew.
 */
export function placeOfKey(salt: string, key: string): number {
  let hash = 0x811c9dc5;
  const text = `${salt}\n${key}`;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return ((hash >>> 0) % PARTS) / (PARTS / 100);
}
