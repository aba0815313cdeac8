import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts the secrets of connections for the database. */
export interface SecretBox {
  /** @param owner id of the connection; sealed in, so bytes moved to another row do not open */
  seal(owner: string, secrets: Readonly<Record<string, string>>): Buffer;
  /** @throws SecretError when the key is another one or the bytes were changed */
  open(owner: string, sealed: Uint8Array): Readonly<Record<string, string>>;
}

/** The secrets cannot be read, with a sentence for the person who runs Lockstep. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** AES-256-GCM with a fresh nonce for each sealing: version, nonce, tag, ciphertext. @param key 32 bytes */
export function createSecretBox(key: Uint8Array): SecretBox {
  if (key.length !== 32) throw new SecretError('The secret key must have 32 bytes.');
  return {
    seal(owner, secrets) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner, 'utf8'));
      const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), text]);
    },
    open(owner, sealed) {
      const bytes = Buffer.from(sealed);
      const textAt = 1 + NONCE_BYTES + TAG_BYTES;
      if (bytes[0] !== VERSION || bytes.length < textAt) throw unreadable(owner);
      try {
        const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce)
          .setAAD(Buffer.from(owner, 'utf8'))
          .setAuthTag(bytes.subarray(1 + NONCE_BYTES, textAt));
        const text = Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]);
        return JSON.parse(text.toString('utf8')) as Readonly<Record<string, string>>;
      } catch (error) {
        throw unreadable(owner, error);
      }
    },
  };
}

function unreadable(owner: string, cause?: unknown): SecretError {
  return new SecretError(
    `The secrets of connection "${owner}" were encrypted with another key. Restore the key or enter them again.`,
    { cause },
  );
}
