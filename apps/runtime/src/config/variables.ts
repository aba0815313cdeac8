import { OrderProfile } from '@lockstep/schema/api';
import { z } from 'zod';
import { ROLES } from './role.ts';

/** One environment variable: what it means, what it must look like, what it is when left out. */
export interface Variable {
  readonly name: string;
  readonly help: string;
  /** Text as a person writes it; absent when there is no default. */
  readonly fallback?: string;
  readonly secret?: boolean;
}

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
  .transform((parts) => parts.filter((part) => part !== ''));

const httpUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/i, 'must be an http:// or https:// address without query')
  .transform((text) => text.replace(/\/+$/, ''));

/** Every variable the runtime reads, in the order `.env.example` prints them. */
export const VARIABLES = {
  port: {
    name: 'LOCKSTEP_PORT',
    help: 'Port to listen on. 0 takes a free one.',
    fallback: '4700',
    schema: whole(0, 65_535),
  },
  host: {
    name: 'LOCKSTEP_HOST',
    help: 'Address to bind to. 0.0.0.0 opens the runtime to the network; there are no logins yet, so put a proxy in front.',
    fallback: '127.0.0.1',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be an IP address or a host name'),
  },
  role: {
    name: 'LOCKSTEP_ROLE',
    help: 'What this process does: ingress serves hooks, API and designer, worker carries runs out, scheduler fires schedules and audits; all does everything.',
    fallback: 'all',
    schema: z.enum(ROLES, `must be ${ROLES.join(', ').replace(/, (\w+)$/, ' or $1')}`),
  },
  environment: {
    name: 'LOCKSTEP_ENVIRONMENT',
    help: 'What this installation is called: dev, test, production. Shown on the overview; commands with --env refuse any other.',
    schema: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a-z, digits and dashes, beginning with a letter'),
  },
  dataDir: {
    name: 'LOCKSTEP_DATA_DIR',
    help: 'Folder of the embedded PostgreSQL and of the secret key.',
    fallback: '.lockstep',
    schema: z.string().regex(/^[^\0]+$/, 'must be a path'),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    help: 'PostgreSQL 15 or newer to use instead of the embedded one.',
    secret: true,
    schema: z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must begin with postgres:// or postgresql://'),
  },
  demo: {
    name: 'LOCKSTEP_DEMO',
    help: '1 starts the virtual estate (simulated systems) and seeds its connections and the sample flows.',
    fallback: '0',
    schema: z.enum(['0', '1'], 'must be 0 or 1').transform((text) => text === '1'),
  },
  testApi: {
    name: 'LOCKSTEP_TEST_API',
    help: '1 opens /api/test for automated tests: it can forget every run. Only on a loopback address, never in production.',
    fallback: '0',
    schema: z.enum(['0', '1'], 'must be 0 or 1').transform((text) => text === '1'),
  },
  ordersPerMinute: {
    name: 'LOCKSTEP_ORDERS_PER_MINUTE',
    help: 'Orders a minute the simulated shop takes by itself. 0 silences it.',
    fallback: '12',
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'must be a number from 0 to 6000')
      .transform(Number)
      .refine((n) => n <= 6000, 'must be a number from 0 to 6000'),
  },
  ordersProfile: {
    name: 'LOCKSTEP_ORDERS_PROFILE',
    help: 'How the simulated buyers behave: steady, quiet (few, clean), peak (rushes) or messy (whatever goes wrong in life).',
    fallback: 'steady',
    schema: z.enum(OrderProfile.options, 'must be steady, quiet, peak or messy'),
  },
  publicUrl: {
    name: 'LOCKSTEP_PUBLIC_URL',
    help: 'Address under which senders reach this runtime, when it is not the Host header they use (behind a proxy).',
    schema: httpUrl,
  },
  allowedHosts: {
    name: 'LOCKSTEP_ALLOWED_HOSTS',
    help: 'Further host names, comma separated, under which the designer and the API may be opened.',
    schema: list,
  },
  secretKey: {
    name: 'LOCKSTEP_SECRET_KEY',
    help: '32 bytes in base64 that encrypt connection secrets. Kept in the data folder (secret.key) when left out.',
    secret: true,
    schema: z
      .string()
      .refine(
        (text) => Buffer.from(text, 'base64').length === 32,
        'must be 32 bytes in base64 (openssl rand -base64 32)',
      ),
  },
  maxBodyBytes: {
    name: 'LOCKSTEP_MAX_BODY_BYTES',
    help: 'Largest message a hook takes, after decompression, in bytes.',
    fallback: '10000000',
    schema: whole(1_000, 200_000_000),
  },
  maxInFlight: {
    name: 'LOCKSTEP_MAX_IN_FLIGHT',
    help: 'Runs this process works on at once; further ones stay queued in the database.',
    fallback: '512',
    schema: whole(1, 100_000),
  },
  leaseMs: {
    name: 'LOCKSTEP_LEASE_MS',
    help: 'Milliseconds a process may be silent before the others take its runs over. It beats five times as often.',
    fallback: '5000',
    schema: whole(500, 600_000),
  },
  maxBacklog: {
    name: 'LOCKSTEP_MAX_BACKLOG',
    help: 'Queued runs beyond which hooks answer 503 with Retry-After.',
    fallback: '50000',
    schema: whole(1, 100_000_000),
  },
  eventRetentionDays: {
    name: 'LOCKSTEP_EVENT_RETENTION_DAYS',
    help: 'Days events are kept on topics that say nothing else, and recognised when they are told again.',
    fallback: '7',
    schema: whole(1, 3650),
  },
  maxCallDepth: {
    name: 'LOCKSTEP_MAX_CALL_DEPTH',
    help: 'How many calls of flows by flows may lie above one another; the next one fails its step.',
    fallback: '10',
    schema: whole(1, 100),
  },
  sampleOverride: {
    name: 'LOCKSTEP_SAMPLE_OVERRIDE',
    help: 'Whether a version may be published although samples of its maps fail: allowed (with a reason, which is kept) or never.',
    fallback: 'allowed',
    schema: z.enum(['allowed', 'never'], 'must be allowed or never'),
  },
  review: {
    name: 'LOCKSTEP_REVIEW',
    help: 'Which flows are published only after another person approved: flow (those that ask for it in their settings) or always.',
    fallback: 'flow',
    schema: z.enum(['flow', 'always'], 'must be flow or always'),
  },
  sandboxChildren: {
    name: 'LOCKSTEP_SANDBOX_CHILDREN',
    help: 'Processes that run mapping scripts.',
    fallback: '2',
    schema: whole(1, 64),
  },
  drainMs: {
    name: 'LOCKSTEP_DRAIN_MS',
    help: 'Milliseconds a stopping runtime waits for runs to end before it hands the rest over.',
    fallback: '5000',
    schema: whole(0, 600_000),
  },
  logLevel: {
    name: 'LOCKSTEP_LOG_LEVEL',
    help: 'debug, info, warn, error or silent. What Log steps of flows write comes at its own level.',
    fallback: 'warn',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
  },
} as const satisfies Record<string, Variable & { readonly schema: z.ZodType<unknown, string> }>;

/** Variables that other parts read and that are therefore no typing mistakes. */
export const FOREIGN_VARIABLES: readonly string[] = ['LOCKSTEP_URL', 'LOCKSTEP_FAIL_POINT'];
