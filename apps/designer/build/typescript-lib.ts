import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const NAME = 'virtual:typescript-lib';

/** What maps may use of the language: everything of ES2024, nothing of a browser. */
const BEGIN = 'lib.es2024.d.ts';

/**
 * `virtual:typescript-lib` is the declarations of the language as texts by file name (60 files, about 50 KB compressed), for the language
 * service, which has no files where it runs.
 */
export function typescriptLib(): Plugin {
  return {
    name: 'typescript-lib',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export const libFiles = ${JSON.stringify(libFiles())};` : undefined),
  };
}

function libFiles(): Record<string, string> {
  const folder = dirname(createRequire(import.meta.url).resolve('typescript6'));
  const files: Record<string, string> = {};
  const add = (name: string): void => {
    if (files[name] !== undefined) return;
    const text = readFileSync(join(folder, name), 'utf8');
    files[name] = text;
    for (const [, lib] of text.matchAll(/^\/\/\/ <reference lib="([\w.]+)" \/>/gm)) add(`lib.${lib}.d.ts`);
  };
  add(BEGIN);
  return files;
}
