import { existsSync, readFileSync } from 'node:fs';

/** Folder of recorded real exchanges beside the repository; not part of it. */
const FIXTURES = new URL('../../../../../../shared/fixtures/', import.meta.url);

/** A recorded exchange, or `undefined` where the machine does not have them (a test then says that it skips). */
export function recorded(path: string): unknown {
  const file = new URL(path, FIXTURES);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** The same for a file that is no JSON. */
export function recordedText(path: string): string | undefined {
  const file = new URL(path, FIXTURES);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Every path of a JSON value with its keys, `[]` standing for any element; values are left out. */
export function keyPaths(value: unknown, at = ''): ReadonlySet<string> {
  const paths = new Set<string>();
  if (Array.isArray(value)) {
    for (const item of value) for (const path of keyPaths(item, `${at}[]`)) paths.add(path);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      paths.add(`${at}.${key}`);
      for (const path of keyPaths(inner, `${at}.${key}`)) paths.add(path);
    }
  }
  return paths;
}
