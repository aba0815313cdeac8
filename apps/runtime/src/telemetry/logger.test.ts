import { describe, expect, it } from 'vitest';
import { createLogger, type LogLevel } from './logger.ts';

function recorded(level?: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { log: createLogger({ ...(level ? { level } : {}), destination }), lines };
}

describe('createLogger', () => {
  it('writes one line with time, level, fields and message', () => {
    const { log, lines } = recorded();
    log.child({ runId: 'r1' }).warn('The lease was lost.', { epoch: 3 });
    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        level: 'warn',
        runId: 'r1',
        epoch: 3,
        message: 'The lease was lost.',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { log, lines } = recorded('warn');
    log.info('quiet');
    log.error('loud');
    expect(lines.map(({ message }) => message)).toEqual(['loud']);
  });

  it('masks secrets by name and by form, at any depth, and shows which are empty', () => {
    const { log, lines } = recorded();
    log.child({ apiKey: 'k-123' }).info('Called https://ann:pw@erp.example/orders with Bearer abcdef123456.', {
      headers: { Authorization: 'Basic YWRtaW46cHc=', 'X-Shopify-Hmac-Sha256': 'abc=', accept: '*/*' },
      list: [{ client_secret: 's', password: '', tokens: { access_token: 't', count: 2 } }],
      note: 'basic package, bearer shares',
    });
    expect(lines[0]).toMatchObject({
      apiKey: '***',
      message: 'Called https://***@erp.example/orders with Bearer ***',
      headers: { Authorization: '***', 'X-Shopify-Hmac-Sha256': '***', accept: '*/*' },
      list: [{ client_secret: '***', password: '', tokens: { access_token: '***', count: 2 } }],
      note: 'basic package, bearer shares',
    });
  });

  it('survives values that lead back to themselves', () => {
    const { log, lines } = recorded();
    const loop: Record<string, unknown> = { at: new Date(0), bytes: Buffer.from('abc') };
    loop.self = loop;
    log.info('odd', { loop });
    expect(lines[0]?.loop).toEqual({ at: '1970-01-01T00:00:00.000Z', bytes: '3 bytes', self: '…' });
  });

  it('shows an error with its causes, masked', () => {
    const { log, lines } = recorded();
    const cause = Object.assign(new Error('postgres://lockstep:pw@db/x refused'), { code: 'ECONNREFUSED' });
    log.error('The database is away.', { error: new Error('no connection', { cause }) });
    expect(lines[0]?.error).toMatchObject({
      name: 'Error',
      message: 'no connection',
      stack: expect.any(String),
      cause: { code: 'ECONNREFUSED', message: 'postgres://***@db/x refused' },
    });
    expect(JSON.stringify(lines)).not.toContain(':pw@');
  });
});
