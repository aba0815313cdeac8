import { createHash } from 'node:crypto';

/** Fingerprint of a host key, as OpenSSH shows it: `SHA256:` and Base64 without padding. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/**
 * True where a host key is the pinned one: by its fingerprint, or whole as it stands in `known_hosts` (`ssh-ed25519 AAAA…`). Several, one
 * a line, while a partner changes its key.
 */
export function isPinned(key: Buffer, pinned: string): boolean {
  const shown = fingerprintOf(key);
  const whole = key.toString('base64');
  return pinned
    .split('\n')
    .map((line) => line.trim())
    .some((line) => line === shown || line.split(/\s+/).includes(whole));
}
