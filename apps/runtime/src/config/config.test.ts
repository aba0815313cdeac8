import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemTable, readConfig } from './config.ts';
import { envExample } from './env-example.ts';

describe('readConfig', () => {
  it('takes the documented defaults from an empty environment', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      warnings: [],
      config: {
        port: 4700,
        role: 'all',
        host: '127.0.0.1',
        dataDir: resolve('.lockstep'),
        demo: false,
        testApi: false,
        ordersPerMinute: 12,
        ordersProfile: 'steady',
        maxBodyBytes: 10_000_000,
        maxInFlight: 512,
        leaseMs: 5_000,
        maxBacklog: 50_000,
        eventRetentionDays: 7,
        maxCallDepth: 10,
        sampleOverride: 'allowed',
        review: 'flow',
        sandboxChildren: 2,
        drainMs: 5000,
        logLevel: 'warn',
      },
    });
  });

  it('finds every problem at once and shows no secret', () => {
    const result = readConfig({ LOCKSTEP_PORT: '70000', LOCKSTEP_DEMO: 'yes', LOCKSTEP_SECRET_KEY: 'c2hvcnQ=' });
    expect(result).toEqual({
      ok: false,
      problems: [
        { variable: 'LOCKSTEP_PORT', value: '70000', problem: 'must be a whole number from 0 to 65535' },
        { variable: 'LOCKSTEP_DEMO', value: 'yes', problem: 'must be 0 or 1' },
        {
          variable: 'LOCKSTEP_SECRET_KEY',
          value: '(secret)',
          problem: 'must be 32 bytes in base64 (openssl rand -base64 32)',
        },
      ],
    });
    if (!result.ok) expect(problemTable(result.problems)).toContain('LOCKSTEP_PORT        70000     must be a whole');
  });

  it.each([
    [{ LOCKSTEP_ENVIRONMENT: 'production' }, 'must be off where LOCKSTEP_ENVIRONMENT is production'],
    [{ LOCKSTEP_ENVIRONMENT: 'prod-eu' }, 'must be off where LOCKSTEP_ENVIRONMENT is prod-eu'],
    [{ NODE_ENV: 'production' }, 'must be off where NODE_ENV is production'],
    [{ LOCKSTEP_HOST: '0.0.0.0' }, 'must be off where LOCKSTEP_HOST is no loopback address (0.0.0.0)'],
    [{ LOCKSTEP_HOST: '127.0.0.1.example.org' }, expect.stringContaining('no loopback address')],
  ])('starts no test mode with %o', (env, problem) => {
    expect(readConfig({ ...env, LOCKSTEP_TEST_API: '1' })).toEqual({
      ok: false,
      problems: [{ variable: 'LOCKSTEP_TEST_API', value: '1', problem }],
    });
    expect(readConfig({ LOCKSTEP_ENVIRONMENT: 'dev', LOCKSTEP_TEST_API: '1' }).ok).toBe(true);
  });

  it('treats an empty variable as left out and names variables it does not know', () => {
    const result = readConfig({ LOCKSTEP_PORT: '', LOCKSTEP_PROT: '1', LOCKSTEP_URL: 'http://x' });
    expect(result.ok && [result.config.port, result.warnings]).toEqual([
      4700,
      ['LOCKSTEP_PROT is not a variable Lockstep knows; it is ignored.'],
    ]);
  });
});

it('.env.example says what the runtime reads', () => {
  expect(readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
});
