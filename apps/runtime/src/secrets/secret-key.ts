import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretError } from './secret-box.ts';

export const KEY_FILE = 'secret.key';

/**
 * The installation's key: from the setting when given, else from `secret.key` in the data folder, made at the first start and
 * readable by its owner alone. Two processes that start together end up with one key.
 *
 * @throws SecretError when the file holds something else
 */
export async function loadSecretKey(options: { readonly dataDir: string; readonly setting?: string }): Promise<Buffer> {
  if (options.setting !== undefined) return Buffer.from(options.setting, 'base64');
  const file = join(options.dataDir, KEY_FILE);
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  await createOnce(file);
  const key = await readWhole(file);
  if (key.length !== 32) throw new SecretError(`${file} does not hold 32 bytes in base64.`);
  return key;
}

async function createOnce(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** The other process may have made the file and not yet written it: look again for up to a second. */
async function readWhole(file: string): Promise<Buffer> {
  for (let attempt = 0; ; attempt += 1) {
    const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
    if (key.length > 0 || attempt === 20) return key;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
