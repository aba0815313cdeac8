import { lstatSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/**
 * Two compilers are installed: TypeScript 7 checks this workspace, TypeScript 6 (`typescript6`) is the language service of the map screen, because
 * 7 has none that runs in a browser. Both bring a `tsc`, and npm links the one it installed last. The workspace's is meant. On Windows, where
 * npm writes scripts instead of links, nothing is changed.
 */
const LINK = join(root, 'node_modules', '.bin', 'tsc');
const TARGET = '../typescript/bin/tsc';

const isLink = lstatSync(LINK, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
if (isLink && readlinkSync(LINK) !== TARGET) {
  unlinkSync(LINK);
  symlinkSync(TARGET, LINK);
}
