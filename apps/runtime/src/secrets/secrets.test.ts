import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox, SecretError } from './secret-box.ts';
import { KEY_FILE, loadSecretKey } from './secret-key.ts';

const key = Buffer.alloc(32, 7);

describe('createSecretBox', () => {
  it('opens what it sealed, for the same connection and key only', () => {
    const box = createSecretBox(key);
    const sealed = box.seal('shopify', { webhookSecret: 'hush é' });
    expect(box.open('shopify', sealed)).toEqual({ webhookSecret: 'hush é' });
    expect(() => box.open('wms', sealed)).toThrow(SecretError);
    expect(() => createSecretBox(Buffer.alloc(32, 8)).open('shopify', sealed)).toThrow(/encrypted with another key/);
  });

  it('never writes the same bytes twice nor the secret itself, and notices a flipped bit', () => {
    const box = createSecretBox(key);
    const sealed = box.seal('a', { password: 'hush' });
    expect(sealed.equals(box.seal('a', { password: 'hush' }))).toBe(false);
    expect(sealed.includes('hush')).toBe(false);
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => box.open('a', sealed)).toThrow(SecretError);
  });
});

describe('loadSecretKey', () => {
  let dataDir = '';
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'lockstep-key-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('makes one key for processes that start together, for the owner only', async () => {
    const keys = await Promise.all([1, 2, 3, 4].map(() => loadSecretKey({ dataDir })));
    expect(new Set(keys.map(String)).size).toBe(1);
    expect(keys[0]?.length).toBe(32);
    expect((await stat(join(dataDir, KEY_FILE))).mode & 0o777).toBe(0o600);
  });

  it('prefers the setting, and refuses a file that holds no key', async () => {
    expect(await loadSecretKey({ dataDir, setting: key.toString('base64') })).toEqual(key);
    await writeFile(join(dataDir, KEY_FILE), 'short');
    await expect(loadSecretKey({ dataDir })).rejects.toThrow('does not hold 32 bytes in base64');
  });
});
