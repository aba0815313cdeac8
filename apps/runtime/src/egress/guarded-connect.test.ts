import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createEgress } from './create-egress.ts';
import type { Resolver } from './guarded-connect.ts';
import { failureOf, httpServer } from './testing.ts';

let hits = 0;
const oracle = await httpServer((_, response) => {
  hits += 1;
  response.end('oracle');
});
const port = new URL(oracle.url).port;

/** A resolver that follows a script; what it does not know does not exist. */
const scripted =
  (names: Readonly<Record<string, readonly string[]>>): Resolver =>
  (hostname, _, done) => {
    const addresses = names[hostname.toLowerCase()];
    if (!addresses) return done(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), []);
    return done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
const names = {
  localhost: ['127.0.0.1'],
  'metadata.example': ['169.254.169.254'],
  'mixed.example': ['127.0.0.1', '169.254.169.254'],
  'fine.example': ['127.0.0.1'],
};
const open = createEgress({ resolve: scripted(names) });
const strict = createEgress({ resolve: scripted(names), deny: ['internal'] });
afterAll(() => Promise.all([open.close(), strict.close(), oracle.close()]));

const blocked = { kind: 'flow', category: 'system', code: 'egress-blocked', message: expect.any(String) };

describe('outgoing connections', () => {
  it('reach what a name resolves to', async () => {
    expect((await open.request({ method: 'GET', url: `http://fine.example:${port}/` })).text).toBe('oracle');
  });

  it.each([
    'http://169.254.169.254/',
    'http://[fe80::1]/',
    'http://0/',
    'http://metadata.example/',
    'http://mixed.example/',
  ])('are not opened to %s', async (url) => {
    expect(await failureOf(open.request({ method: 'POST', url }))).toEqual(blocked);
  });

  it('reach no internal system where that is denied, by name or by number', async () => {
    const before = hits;
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]']) {
      expect(await failureOf(strict.request({ method: 'GET', url: `http://${host}:${port}/` }))).toEqual(blocked);
    }
    expect(hits).toBe(before);
  });
});

interface Case {
  readonly id: string;
  readonly class: string;
  readonly payload: {
    readonly node: { readonly url: string };
    readonly dns?: Readonly<Record<string, readonly (readonly string[])[]>>;
  };
}
const corpusFile = fileURLToPath(new URL('../../../../../shared/corpus/SSRF.json', import.meta.url));
const classes = ['internal-address-literal', 'cloud-metadata', 'url-parser-confusion', 'scheme', 'dns'];
const cases: readonly Case[] = existsSync(corpusFile)
  ? (JSON.parse(readFileSync(corpusFile, 'utf8')) as Case[]).filter((each) => classes.includes(each.class))
  : [];

describe.skipIf(cases.length === 0)('the abuse corpus (skipped where ../shared/corpus is absent)', () => {
  it.each(cases.map((each) => [each.id, each.payload.node.url, each] as const))(
    '%s: %s',
    async (_, url, { payload }) => {
      const script = Object.entries(payload.dns ?? {}).map(([name, answers]) => [name, answers[0] ?? []] as const);
      const guarded = createEgress({
        resolve: scripted({ ...names, ...Object.fromEntries(script) }),
        deny: ['internal'],
      });
      try {
        const { code } = await failureOf(guarded.request({ method: 'GET', url, timeoutMs: 3000 }));
        expect(['egress-blocked', 'request-invalid']).toContain(code);
      } finally {
        await guarded.close();
      }
    },
  );
});
