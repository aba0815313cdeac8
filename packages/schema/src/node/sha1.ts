import { sha1 as digest } from '@noble/hashes/legacy.js';

/** SHA-1, for protocols that ask for it (WS-Security). Proves nothing to an attacker: for nothing else. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return digest(bytes);
}
