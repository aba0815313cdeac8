import { type HttpResponse, StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { connectionWith, testLimits } from '../guard/testing.ts';
import type { Call, Outcome, Permit } from '../guard/types.ts';
import { createGuardedHttp } from './guarded-http.ts';

const answer = (status: number, headers: Record<string, string> = {}): HttpResponse => {
  return { status, headers, cookies: [], text: '' };
};
const get = (url: string) => ({ method: 'GET', url });
const busy: Failure = { kind: 'transient', category: 'system', code: 'http-503', message: 'Busy.' };

/** Guards that let everything out and write down what they were asked and told. */
function world(probe: { readonly retryAfterMs: number } | undefined = undefined, attempt = 1) {
  const asked: (Pick<Call, 'continuing' | 'patienceMs' | 'since'> & { readonly id: string })[] = [];
  const told: Outcome[] = [];
  const { signal } = new AbortController();
  const http = createGuardedHttp({
    guards: {
      async admit({ id }, { continuing, patienceMs, since }): Promise<Permit> {
        asked.push({ id, continuing, patienceMs, since });
        return {
          isProbe: probe !== undefined,
          done(outcome) {
            told.push(outcome);
            return outcome.kind === 'failed' ? probe?.retryAfterMs : undefined;
          },
        };
      },
    },
    since: 7,
    timeoutMs: 30_000,
    attempt,
    signal,
  });
  return { http, asked, told };
}

const erp = connectionWith(testLimits, 'erp');

describe('calls of an attempt', () => {
  it('belong to the connection at whose address they go, the nearer of two; others are not limited', async () => {
    const { http, asked } = world();
    http.uses({ ...erp, baseUrl: 'http://host.test/api' });
    http.uses({ ...erp, id: 'orders', baseUrl: 'http://host.test/api/orders' });
    for (const url of ['http://host.test/api/x', 'http://host.test/api/orders/1', 'http://other.test/']) {
      await http.request(get(url), async () => answer(200));
    }
    expect(asked).toEqual([
      { id: 'erp', continuing: false, patienceMs: 1_000, since: 7 },
      { id: 'orders', continuing: true, patienceMs: 15_000, since: 7 },
    ]);
  });

  it('of a step that has had to wait for its turn are patient: it would get another turn behind all others', async () => {
    const { http, asked } = world(undefined, 2);
    http.uses(erp);
    await http.request(get('http://erp.test/'), async () => answer(200));
    expect(asked).toMatchObject([{ continuing: false, patienceMs: 7_500 }]);
  });

  it.each([
    [200, {}, { kind: 'ok' }],
    [404, {}, { kind: 'ok' }],
    [501, {}, { kind: 'ok' }],
    [503, {}, { kind: 'failed' }],
    [429, { 'retry-after': '1.5' }, { kind: 'limited', retryAfterMs: 1_500 }],
    [429, {}, { kind: 'limited', retryAfterMs: undefined }],
  ])('answered %i %j are told as %j', async (status, headers, outcome) => {
    const { http, told } = world();
    http.uses(erp);
    await http.request(get('http://erp.test/'), async () => answer(status, headers));
    expect(told).toEqual([outcome]);
  });

  it('go again when a system that throttles in its answer has room, and wait elsewhere when that is too far', async () => {
    const { http, told } = world();
    const throttled = ({ text }: HttpResponse) => (text === '' ? undefined : Number(text));
    http.uses({ ...erp, throttled });
    const answers = ['5', '5', ''];
    const send = async () => ({ ...answer(200), text: answers.shift() ?? '20000' });
    expect((await http.request(get('http://erp.test/'), send)).text).toBe('');
    const limited = { kind: 'limited', retryAfterMs: 5 };
    expect(told).toEqual([limited, limited, { kind: 'ok' }]);
    const refused = http.request(get('http://erp.test/'), send);
    await expect(refused).rejects.toMatchObject({
      failure: { code: 'rate-limited', notAttempted: true, retryAfterMs: 20_000, connection: 'erp' },
    });
  });

  it.each([
    ['connect-failed', 'failed'],
    ['http-timeout', 'failed'],
    ['connection-lost', 'failed'],
    ['tls-failed', 'neutral'],
    ['egress-blocked', 'neutral'],
  ])('that end with %s are told as %s', async (code, kind) => {
    const { http, told } = world();
    http.uses(erp);
    const failed = http.request(get('http://erp.test/'), async () => {
      throw new StepError({ ...busy, code });
    });
    await expect(failed).rejects.toThrow('Busy.');
    expect(told).toEqual([{ kind }]);
  });
});

describe('the failure of an attempt', () => {
  it('whose probe failed says so, and when to come back', async () => {
    const { http } = world({ retryAfterMs: 2_000.4 });
    http.uses(erp);
    await http.request(get('http://erp.test/'), async () => answer(503));
    expect(http.judged(busy)).toEqual({ ...busy, probe: true, connection: 'erp', retryAfterMs: 2_001 });
    const refused: Failure = { ...busy, kind: 'refused' };
    expect(http.judged(refused)).toBe(refused);
  });

  it('that came before its probe was answered counts it as failed', () => {
    const { http, told } = world({ retryAfterMs: 500 });
    http.uses(erp);
    void http.request(get('http://erp.test/'), () => new Promise<HttpResponse>(() => undefined));
    return Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => {
        expect(http.judged(busy)).toMatchObject({ probe: true, retryAfterMs: 500 });
        expect(told).toEqual([{ kind: 'failed' }]);
      });
  });

  it('of an attempt without a probe stays what it is', async () => {
    const { http } = world();
    http.uses(erp);
    await http.request(get('http://erp.test/'), async () => answer(503));
    expect(http.judged(busy)).toBe(busy);
  });
});
