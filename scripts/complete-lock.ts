import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

/**
 * `node scripts/complete-lock.ts` after any change of dependencies: adds the packages of other platforms that npm left out of
 * the lock file. npm does so when the registry in reach does not carry them, or when `node_modules` is there already;
 * `npm ci` then refuses the lock file, and other platforms would miss their binaries.
 */
interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const OS = [
  'linux',
  'darwin',
  'win32',
  'windows',
  'android',
  'freebsd',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'openharmony',
];
const CPU = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 'ppc64le', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/** Every optional dependency the lock file names without describing it, as entries to add. */
export function missingEntries(packages: Readonly<Record<string, Entry>>): Readonly<Record<string, object>> {
  const missing: Record<string, object> = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isFound(packages, path, name)) continue;
      // Beside its dependent when another version has the place at the top.
      const place = `node_modules/${name}`;
      missing[place in packages ? `${path}/${place}` : place] = {
        version: range.replace(/^[~^>=\s]+/, ''),
        ...platformOf(name),
        ...(entry.dev && { dev: true }),
        optional: true,
      };
    }
  }
  return missing;
}

/** What the name of a binary package says about where it runs: `@biomejs/cli-linux-arm64-musl`. */
function platformOf(name: string): { readonly os?: readonly string[]; readonly cpu?: readonly string[] } {
  const words = name.replace(/^@[^/]+\//, '').split(/[-_/.]/);
  const os = words.find((word) => OS.includes(word)) ?? (name === 'fsevents' ? 'darwin' : undefined);
  const cpu = words.find((word) => CPU.includes(word));
  // musl has no `os` of its own: without a package here, no machine with glibc must take it.
  const libc = os === 'linux' ? { libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] } : {};
  return { ...(os && { os: [os === 'windows' ? 'win32' : os] }), ...(cpu && { cpu: [cpu] }), ...libc };
}

/** True when Node would find the package from there: beside it, or further up. */
function isFound(packages: Readonly<Record<string, Entry>>, from: string, name: string): boolean {
  const folders = from.split('/node_modules/');
  return folders.some((_, index) => {
    const above = folders.slice(0, folders.length - index).join('/node_modules/');
    return `${above}/node_modules/${name}` in packages || `node_modules/${name}` in packages;
  });
}

if (import.meta.main) {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
  const missing = missingEntries(lock.packages);
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages of other platforms added to the lock file.`);
}
