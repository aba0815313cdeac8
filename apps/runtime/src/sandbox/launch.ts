import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Boot } from './frame.ts';
import { stripTypes } from './strip.ts';

/** What every child needs, read once: its own program, the realm, and where the native module is. */
export interface LaunchKit {
  readonly boot: Boot;
  readonly args: readonly string[];
  /** Text of the child's program. */
  readonly program: string;
  readonly dataLimitKb: number;
  /** The program that makes the child end with this process, before the child's own; absent where there is none. */
  readonly leash: readonly string[];
}

/**
 * The child is started from text on its standard input, for Node cannot strip types without WebAssembly, which `--jitless` turns off.
 * All this text is ours.
 *
 * @throws Error when isolated-vm has no binary for this platform
 */
export function readLaunchKit({ jit }: { readonly jit: boolean }): LaunchKit {
  const program = selfContained(new URL('child/main.ts', import.meta.url));
  const realm = readdirSync(new URL('realm/', import.meta.url))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name, strippedFile(new URL(`realm/${name}`, import.meta.url))]);
  const addon = findAddon();
  return {
    boot: { addon, realm: Object.fromEntries(realm) as Record<string, string> },
    dataLimitKb: jit ? JIT_DATA_LIMIT_KB : DATA_LIMIT_KB,
    program,
    leash: findLeash(),
    // The last word is for people who look at the list of processes.
    args: [...FLAGS, ...(jit ? [] : ['--jitless']), '--input-type=module', '-', 'lockstep-sandbox'],
  };
}

/**
 * - no snapshot: isolated-vm cannot live beside Node's
 * - jitless: the memory limit covers what a script makes, and the compiler's bugs are out of reach
 * - linear regular expressions, once backtracking goes on for too long
 * - permission: the process reads no file, starts nothing, should a script ever get out of its isolate
 */
const FLAGS = [
  '--no-node-snapshot',
  '--enable-experimental-regexp-engine-on-excessive-backtracks',
  '--permission',
  '--allow-addons',
  '--no-warnings',
] as const;

/**
 * Private memory of a child in KB: its own 40 MB, and its isolates. Beyond it allocation fails, and the child dies.
 * With the compiler on, each isolate reserves 512 MB of addresses for code, which count although nothing is in them:
 * there only the limit of the isolate itself is left.
 */
const DATA_LIMIT_KB = 640 * 1024;
const JIT_DATA_LIMIT_KB = DATA_LIMIT_KB + 20 * 512 * 1024;

/** UTC and English wherever the runtime stands, and nothing of its environment. */
const ENVIRONMENT = { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' } as const;

export function launch({ args, program, dataLimitKb, leash }: LaunchKit): ChildProcess {
  const options = {
    env: ENVIRONMENT,
    cwd: '/',
    // A group of its own: Ctrl-C in a terminal is for the runtime, which lets runs end before it stops its children.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[],
  };
  const script = `ulimit -c 0; ulimit -d ${dataLimitKb}; exec "$0" "$@"`;
  const child = spawn('/bin/sh', ['-c', script, ...leash, process.execPath, ...args], options);
  // A child that dies before it has read its program is told by its exit.
  child.stdin?.on('error', () => undefined).end(program);
  return child;
}

/**
 * A child that is idle sees the end of its socket when this process is killed; one that is stuck in a built-in sees nothing
 * and would burn a core for good. So Linux is asked to kill it with its parent, by util-linux' setpriv.
 */
function findLeash(): readonly string[] {
  const leash = ['setpriv', '--pdeathsig', 'KILL'] as const;
  const isThere =
    spawnSync('/bin/sh', ['-c', `${leash.join(' ')} true`], { stdio: 'ignore', env: ENVIRONMENT }).status === 0;
  return isThere ? leash : [];
}

/** The module with the modules it imports inside it, as data URLs. */
function selfContained(file: URL): string {
  return strippedFile(file).replace(/ from '(\.[^']+\.ts)'/g, (_, specifier: string) => {
    const imported = selfContained(new URL(specifier, file));
    return ` from 'data:text/javascript;base64,${Buffer.from(imported).toString('base64')}'`;
  });
}

function strippedFile(file: URL): string {
  const [stripped] = stripTypes([readFileSync(fileURLToPath(file), 'utf8')]);
  if (!stripped?.ok) throw new Error(`${file.pathname}: ${stripped?.message}`);
  return stripped.code;
}

/** isolated-vm's prebuilt binary; the child may read no file, so it is found here. */
function findAddon(): string {
  const here = createRequire(import.meta.url);
  const root = dirname(here.resolve('isolated-vm'));
  const { path } = createRequire(`${root}/`)('node-gyp-build') as { path(dir: string): string };
  return path(root);
}
