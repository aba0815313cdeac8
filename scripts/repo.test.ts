import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingEntries } from './complete-lock.ts';
import { root } from './run.ts';

/** What must stay true of the repository itself. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const sources = files.filter((file) => /\.(ts|tsx)$/.test(file) && !file.includes('/migrations/'));
const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file) || file.includes('/testing');

/** What each floor may enter, by the beginning of the path. */
const FLOORS: readonly { readonly room: string; readonly mayImport: readonly RegExp[] }[] = [
  { room: 'packages/schema/src/', mayImport: [/^zod$/, /^@noble\/hashes/, /^@lezer\/(common|javascript)$/] },
  { room: 'packages/nodes/src/', mayImport: [/^zod$/, /^@lockstep\/schema\//, /^saxes$/] },
  { room: 'apps/runtime/src/engine/', mayImport: [/^@lockstep\/schema\//, /^zod$/] },
];

describe('floors', () => {
  it.each(FLOORS)('$room enters only what it may', ({ room, mayImport }) => {
    const simulator = (file: string) => /\/(simulator|simulators|testing)\//.test(file);
    const offenders = sources
      .filter((file) => file.startsWith(room) && !isTest(file) && !simulator(file))
      .flatMap((file) => importsOf(file).map((name) => ({ file, name })))
      .filter(({ name }) => !name.startsWith('.') && !mayImport.some((rule) => rule.test(name)));
    expect(offenders).toEqual([]);
  });

  it('relative imports stay inside their package', () => {
    const packageOf = (file: string) =>
      file
        .split('/')
        .slice(0, file.startsWith('e2e') || file.startsWith('scripts') ? 1 : 2)
        .join('/');
    const offenders = sources
      .filter((file) => file.startsWith('packages/') || file.startsWith('apps/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => ({ file, name })),
      )
      .filter(({ file, name }) => packageOf(join(dirname(file), name)) !== packageOf(file));
    expect(offenders).toEqual([]);
  });

  it('the designer and the runtime do not know each other', () => {
    const offenders = sources
      .filter((file) => file.startsWith('apps/') && !isTest(file))
      .filter((file) =>
        importsOf(file).some((name) =>
          name.startsWith(file.startsWith('apps/designer') ? '@lockstep/runtime' : '@lockstep/designer'),
        ),
      );
    expect(offenders).toEqual([]);
  });
});

describe('files', () => {
  it('none is longer than 500 lines', () => {
    expect(sources.filter((file) => !isTest(file) && read(file).split('\n').length > 500)).toEqual([]);
  });

  it('every node type has a definition, a run or a trigger, a test and a README', () => {
    const folders = files.filter((file) => /^packages\/nodes\/src\/.*\/definition\.ts$/.test(file)).map(dirname);
    expect(folders.length).toBeGreaterThan(9);
    const missing = folders.flatMap((folder) =>
      ['README.md', 'run.ts']
        .filter(
          (name) =>
            !existsSync(join(root, folder, name)) &&
            !(name === 'run.ts' && read(join(folder, 'definition.ts')).includes("kind: 'trigger'")),
        )
        .map((name) => join(folder, name)),
    );
    const untested = folders.filter(
      (folder) =>
        !files.some((file) => file.startsWith(`${folder}/`) && /\.test\.ts$/.test(file)) &&
        existsSync(join(root, folder, 'run.ts')),
    );
    expect({ missing, untested }).toEqual({ missing: [], untested: [] });
  });

  it('every room of the runtime says what it is', () => {
    const rooms = ['engine/RUN.md', 'store/README.md', 'sandbox/README.md', 'runner/host/README.md'];
    expect(rooms.filter((file) => !existsSync(join(root, 'apps/runtime/src', file)))).toEqual([]);
  });

  it('the papers of the house are there', () => {
    const papers = [
      'README.md',
      'ARCHITECTURE.md',
      'GLOSSARY.md',
      'CHANGELOG.md',
      'LICENSE',
      'Dockerfile',
      'compose.yaml',
      '.ci/run',
      '.env.example',
    ];
    expect(papers.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('words', () => {
  const BANNED: readonly { readonly what: string; readonly rule: RegExp }[] = [
    { what: 'work put off', rule: /\b(TODO|FIXME|XXX)\b/ },
    { what: 'the type checker silenced', rule: /@ts-ignore|@ts-nocheck|\bas any\b/ },
    { what: 'a test left out or alone', rule: /\b(it|test|describe)\.only\(/ },
    { what: 'a wait for nothing in particular', rule: /waitForTimeout\(/ },
  ];
  const self = 'scripts/repo.test.ts';

  it.each(BANNED)('no source has $what', ({ rule }) => {
    const offenders = sources.filter((file) => file !== self && rule.test(withoutStrings(read(file), rule)));
    expect(offenders).toEqual([]);
  });

  it('no dependency carries a licence that binds its users', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { license?: string; dev?: boolean }>;
    };
    const binding = Object.entries(lock.packages).filter(
      ([, { license }]) => /\b(AGPL|GPL-[23]|SSPL|BUSL)/.test(license ?? '') && !/ OR /.test(license ?? ''),
    );
    expect(binding.map(([name]) => name)).toEqual([]);
  });

  it('the lock file describes the packages of every platform, or npm ci refuses it: node scripts/complete-lock.ts', () => {
    expect(missingEntries(JSON.parse(read('package-lock.json')).packages)).toEqual({});
  });

  it('the lock file names no download address', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});

function importsOf(file: string): readonly string[] {
  const statements = /(?:^|\n)(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"\n]+)['"]/g;
  return [...read(file).matchAll(statements)].map(([, name]) => name as string);
}

/** Marks inside words of a text (`"TODO" in imported flows`) are content, not work put off. */
function withoutStrings(text: string, rule: RegExp): string {
  return rule.source.includes('TODO') ? text.replaceAll(/'[^'\n]*'|`[^`]*`|"[^"\n]*"/g, '') : text;
}
