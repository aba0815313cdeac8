import { createHmac, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SIGNATURE_HEADER } from '../connectors/dropship/simulator/notifications.ts';
import { easypostSignature } from '../connectors/easypost/simulator/easypost-simulator.ts';
import { NEXT_SIGNING_KEY } from '../connectors/shipstation/simulator/keys.ts';
import { standardHeaders } from '../connectors/wms/simulator/told.ts';
import { type Estate, type EstateEntry, startEstate } from './estate.ts';
import { ask, type Seen, trigger, triggerStock, write, writeDown } from './fault-probes.testing.ts';
import { READS, WRITES } from './file-faults.testing.ts';
import { CommonFaults } from './kit/faults.ts';
import { type Received, webhookReceiver } from './kit/receiver.testing.ts';
import { nextSecret } from './kit/secrets.ts';
import { ESTATE_SYSTEMS } from './residents.ts';

const NOW = Date.UTC(2026, 10, 1);
/** Files are no HTTP: what goes wrong with them is in `file-faults.test.ts`. */
const HTTP_SYSTEMS = ESTATE_SYSTEMS.filter((system) => system !== 'sftp');
const SKEW_MS = 600_000;
const PATIENTLY = { timeout: 10_000 };

let estate: Estate;
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
beforeAll(async () => {
  receiver = await webhookReceiver();
  const targets = Object.fromEntries(ESTATE_SYSTEMS.map((system) => [system, receiver.url]));
  estate = await startEstate({ seed: 'faults', frozenAt: NOW, targets });
});
afterAll(async () => {
  await Promise.all([estate?.close(), receiver?.close()]);
});

const entryOf = (system: string, { entries } = estate): EstateEntry => {
  const found = entries.find((entry) => entry.system === system);
  if (!found) throw new Error(`there is no ${system}`);
  return found;
};
const tell = async ({ faultsUrl }: EstateEntry, faults: object): Promise<void> => {
  expect((await ask(faultsUrl, { method: 'PUT', body: JSON.stringify(faults) })).status).toBe(200);
};
/** Any request: a system answers whoever is not signed in as well. */
const look = ({ baseUrl }: EstateEntry) => ask(`${baseUrl}/anything`);
const text = ({ body }: Seen): string => body.toString();

interface Fault {
  readonly faults: object;
  /** In words, for the table. */
  readonly seen: string;
  /** Only time tells: how long a healthy answer takes says nothing on a busy machine. */
  readonly timed?: true;
  isSeen(seen: Seen, well: Seen): boolean;
}
const says = (status: number, retryAfter?: string) => (seen: Seen) =>
  seen.status === status && seen.headers['retry-after'] === retryAfter;

/** What can happen to any request, and how it looks from outside. */
const WIRE: Readonly<Record<string, Fault>> = {
  latency: { faults: { latencyMs: 60 }, seen: 'every answer is late', timed: true, isSeen: ({ ms }) => ms >= 58 },
  'connection refused': {
    faults: { refuseConnection: 1 },
    seen: 'the connection is reset, nothing is done',
    isSeen: ({ status, error }) => status === undefined && error !== undefined,
  },
  '500': { faults: { status: 500 }, seen: 'status 500', isSeen: says(500) },
  '502': { faults: { status: 502 }, seen: 'status 502', isSeen: says(502) },
  'burst of 503': { faults: { status: 503, times: 1 }, seen: 'status 503, once', isSeen: says(503) },
  '429, seconds': { faults: { retryAfter: 7 }, seen: '`Retry-After: 7`', isSeen: says(429, '7') },
  '429, fraction': { faults: { retryAfter: '2.0' }, seen: '`Retry-After: 2.0`', isSeen: says(429, '2.0') },
  '429, date': {
    faults: { retryAfter: 'Sun, 01 Nov 2026 00:00:05 GMT' },
    seen: '`Retry-After` as an HTTP date',
    isSeen: says(429, 'Sun, 01 Nov 2026 00:00:05 GMT'),
  },
  '429, absent': { faults: { status: 429 }, seen: 'no `Retry-After`', isSeen: says(429) },
  'HTML with 200': {
    faults: { htmlPage: 1 },
    seen: 'status 200, `text/html`',
    isSeen: ({ status, headers }) => status === 200 && String(headers['content-type']).startsWith('text/html'),
  },
  'truncated body': {
    faults: { truncate: 1 },
    seen: 'half of the body, whole as HTTP',
    isSeen: (seen, well) =>
      seen.error === undefined && seen.body.length < well.body.length && text(well).startsWith(text(seen)),
  },
  'reset in the body': {
    faults: { cutBody: 1 },
    seen: 'the connection breaks in the body',
    isSeen: ({ status, error }, well) => status === well.status && error !== undefined,
  },
  'slow body': {
    faults: { slowBodyMs: 60 },
    seen: 'the body trickles in, whole',
    timed: true,
    isSeen: (seen, well) => seen.ms >= 30 && text(seen) === text(well),
  },
  '10 MB': {
    faults: { padBytes: 10_000_000 },
    seen: '10 MB more, the same content',
    isSeen: (seen, well) => seen.body.length === well.body.length + 10_000_000,
  },
  gzip: {
    faults: { gzip: true },
    seen: '`Content-Encoding: gzip`',
    isSeen: (seen, well) =>
      seen.headers['content-encoding'] === 'gzip' && gunzipSync(seen.body).toString() === text(well),
  },
  chunked: {
    faults: { chunked: true },
    seen: 'no length, the same body',
    isSeen: (seen, well) =>
      seen.headers['transfer-encoding'] === 'chunked' &&
      seen.headers['content-length'] === undefined &&
      text(seen) === text(well),
  },
};

/** Rows of the table in the README, as they were seen. */
const observed = new Map<string, { readonly seen: string; readonly systems: string[] }>();
const note = (fault: string, seen: string, system: string): void => {
  const row = observed.get(fault) ?? { seen, systems: [] };
  observed.set(fault, row);
  row.systems.push(system);
};

describe.each(HTTP_SYSTEMS)('%s', (system) => {
  it('does wrong on the wire what it is told, and is well again when it is told so', async () => {
    const entry = entryOf(system);
    const well = await look(entry);
    expect(well.body.length).toBeGreaterThan(1);
    for (const [name, { faults, seen, timed = false, isSeen }] of Object.entries(WIRE)) {
      await tell(entry, faults);
      const wrong = await look(entry);
      expect({ name, isSeen: isSeen(wrong, well) }).toEqual({ name, isSeen: true });
      await tell(entry, {});
      const after = await look(entry);
      expect({ name, status: after.status, isSeen: !timed && isSeen(after, well) }).toEqual({
        ...{ name, status: well.status },
        isSeen: false,
      });
      note(name, seen, system);
    }
  });
});

describe('by TLS, under an authority of its own', () => {
  let secure: Estate;
  beforeAll(async () => {
    secure = await startEstate({ seed: 'tls', frozenAt: NOW, secure: true });
  });
  afterAll(() => secure?.close());

  it.each(HTTP_SYSTEMS)(
    '%s breaks the connection in the body, and is trusted by nobody who was not told to',
    async (system) => {
      const entry = entryOf(system, secure);
      const look = (authority?: string) => ask(`${entry.baseUrl}/anything`, { authority });
      expect(entry.baseUrl).toMatch(/^https:/);
      expect((await look()).error).toMatch(/certificate/);
      const well = await look(secure.authority);
      await tell(entry, { cutBody: 1 });
      const cut = await look(secure.authority);
      expect([cut.status, cut.error, cut.body.length < well.body.length]).toEqual([well.status, 'aborted', true]);
      await tell(entry, {});
      expect(text(await look(secure.authority))).toBe(text(well));
      note('reset in the body, TLS', 'the connection breaks in the body', system);
    },
  );
});

interface State {
  readonly stats: { readonly dropped: number };
}
const stateOf = async ({ stateUrl }: EstateEntry): Promise<string> => text(await ask(stateUrl));
const droppedOf = async (entry: EstateEntry) => (JSON.parse(await stateOf(entry)) as State).stats.dropped;
/** How systems write down a moment: ISO, its digits, seconds, or as OData v2. */
const moments = (at: number) => {
  const iso = new Date(at).toISOString().slice(0, 16);
  return [iso, iso.replace(/\D/g, ''), String(at / 1000), `/Date(${at}`];
};

describe.each(HTTP_SYSTEMS)('a write of %s', (system) => {
  it('happens and loses its answer when it is told so, and is answered again afterwards', async () => {
    const entry = entryOf(system);
    await tell(entry, { commitThenDrop: 1 });
    const lost = await write(entry, estate.clock());
    expect([lost?.status, lost?.error]).toEqual([undefined, 'socket hang up']);
    expect(await droppedOf(entry)).toBeGreaterThan(0);
    await tell(entry, {});
    expect((await write(entry, estate.clock()))?.status).toBeLessThan(300);
    note('commit, then drop', 'the write is done, its answer lost', system);
  });
});

/** All but one that writes down no time of its own. */
it.each(HTTP_SYSTEMS.filter((system) => system !== 'analytics'))(
  'a clock that is ahead shows in what %s writes down',
  async (system) => {
    const entry = entryOf(system);
    const isIn = (state: string, at: number) => moments(at).some((moment) => state.includes(moment));
    for (const [skew, words] of [
      [SKEW_MS, 'ahead'],
      [-SKEW_MS, 'behind'],
    ] as const) {
      expect(isIn(await stateOf(entry), NOW + skew)).toBe(false);
      await tell(entry, { clockSkewMs: skew });
      expect((await writeDown(entry, estate.clock()))?.status).toBeLessThan(300);
      await tell(entry, {});
      expect(isIn(await stateOf(entry), NOW + skew)).toBe(true);
      note(`clock ${words}`, `what is written down is ten minutes ${words}`, system);
    }
  },
);

/** Who tells news over HTTP, and where a webhook bears what rises from one to the next: a number, or a time. */
const TELLERS: Readonly<Record<string, RegExp>> = {
  shopify: /"order_number":(\d+)/,
  sap: /"time":"([^"]+)"/,
  wms: /"orderRef":"#(\d+)"/,
  dropship: /"purchaseOrderNumber":"PO-(\d+)"/,
  'business-central': /"lastModifiedDateTime":"([^"]+)"/,
  recharge: /"charge":\{"id":(\d+)/,
  // Two events of one payment, within one second.
  stripe: /"type":"payment_intent\.(created|succeeded)"/,
  easypost: /"tracking_code":"EZ(\d+)"/,
  shipstation: /"occurred_at":"([^"]+)"/,
  'wms (stock)': /"version":(\d+)/,
};
const PAYMENT: readonly string[] = ['created', 'succeeded'];
const systemOf = (teller: string): string => teller.split(' ', 1)[0] ?? teller;
const letTell = (teller: string, entry: EstateEntry) =>
  teller === 'wms (stock)' ? triggerStock(entry) : trigger(entry);
const risingOf = (teller: string, { rawBody }: Received): number => {
  const text = TELLERS[teller]?.exec(rawBody.toString())?.[1] ?? '';
  if (teller === 'stripe') return PAYMENT.indexOf(text);
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
};
/** A delivery waits 2 s to be overtaken; a supplier thinks for one. */
const OVERTAKEN_WITHIN_MS = 1_000;
/** Who signs, or says a secret. */
const ROTATED = ['shopify', 'wms', 'dropship', 'business-central', 'recharge', 'easypost', 'shipstation'];
/** Business Central gathers changes for half a minute. */
const gatherMs = (system: string) => (system === 'business-central' ? 35_000 : 5_000);

describe.each(Object.keys(TELLERS))('webhooks of %s', (teller) => {
  const system = systemOf(teller);
  // What happened above is told first.
  beforeAll(async () => void (await estate.clock.change({ advanceMs: 60_000 })));
  const hearStock = (url: string | null) =>
    ask(`${entryOf('wms').baseUrl}/_sim/stock-target`, { method: 'PUT', body: JSON.stringify({ url }) });
  if (teller === 'wms (stock)') {
    beforeAll(() => hearStock(receiver.url));
    afterAll(() => hearStock(null));
  }

  const idOf = ({ headers, rawBody }: Received) => String(headers['x-shopify-webhook-id'] ?? rawBody.toString());
  /** What arrives from now on, when so many things happen one after the other. */
  const arriving = async (faults: object, events = 1): Promise<readonly Received[]> => {
    const entry = entryOf(system);
    await tell(entry, faults);
    const from = receiver.received.length;
    for (let nr = 0; nr < events; nr += 1) {
      await letTell(teller, entry);
      if (system === 'business-central') await estate.clock.change({ advanceMs: gatherMs(system) });
    }
    await estate.clock.change({ advanceMs: gatherMs(system) });
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(from), PATIENTLY);
    await estate.clock.quiet();
    await tell(entry, {});
    return receiver.received.slice(from);
  };

  it('come twice, out of order, again as they were, and under the next secret when that is told, and else do not', async () => {
    const well = await arriving({});
    expect(new Set(well.map(idOf)).size).toBe(well.length);

    const twice = await arriving({ duplicate: 1 });
    expect(twice.length).toBe(2 * new Set(twice.map(idOf)).size);
    note('duplicate delivery', 'two deliveries, one id', teller);

    const stale = await arriving({ resendOld: 1 }, 2);
    expect(new Set(stale.map(idOf)).size).toBeLessThan(stale.length);
    note('stale payload', 'the one before once more, after the newer one', teller);

    const entry = entryOf(system);
    const from = receiver.received.length;
    await tell(entry, { reorder: 1 });
    // The first one waits to be overtaken: some systems do not answer before it is through.
    let isAnswered = false;
    const first = letTell(teller, entry).then(() => {
      isAnswered = true;
    });
    const isHeld = async () => isAnswered || (await stateOf(entry)).includes('"pending"');
    await vi.waitFor(async () => expect(await isHeld()).toBe(true), PATIENTLY);
    await estate.clock.change({ advanceMs: OVERTAKEN_WITHIN_MS });
    const second = letTell(teller, entry);
    await Promise.all([first, second]);
    await estate.clock.change({ advanceMs: OVERTAKEN_WITHIN_MS });
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(from + 1), PATIENTLY);
    await tell(entry, {});
    const rising = receiver.received.slice(from).map((received) => risingOf(teller, received));
    const [one = 0, two = 0] = rising.filter((each) => each >= 0);
    expect(one).toBeGreaterThan(two);
    note('reordered delivery', 'the later one first', teller);

    if (ROTATED.includes(system)) {
      const [rotated] = await arriving({ nextSecret: 1 });
      const secret = nextSecret(entryOf(system).webhookSecret ?? '');
      expect(isSigned(rotated, secret)).toBe(true);
      const [back] = await arriving({});
      expect(isSigned(back, secret)).toBe(false);
      note('secret rotation', 'signed under the next secret', teller);
    }
  });
});

function isSigned(received: Received | undefined, secret: string): boolean {
  const sign = (data: string | Buffer, as: 'base64' | 'hex') => createHmac('sha256', secret).update(data).digest(as);
  const { headers = {}, rawBody = Buffer.alloc(0) } = received ?? {};
  const [, seconds, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-recharge-webhook-signature'])) ?? [];
  if (signature !== undefined) return signature === sign(`${seconds}.${rawBody.toString()}`, 'hex');
  if (headers['webhook-signature'] !== undefined) {
    const said = { secret, now: Number(headers['webhook-timestamp']) * 1_000 };
    const wanted = standardHeaders(String(headers['webhook-id']), rawBody.toString(), said);
    return headers['webhook-signature'] === wanted['webhook-signature'];
  }
  const keyId = headers['x-shipengine-rsa-sha256-key-id'];
  if (keyId !== undefined) {
    const signed = Buffer.from(`${headers['x-shipengine-timestamp']}.${rawBody.toString()}`);
    const signature = Buffer.from(String(headers['x-shipengine-rsa-sha256-signature']), 'base64');
    return keyId === NEXT_SIGNING_KEY.kid && verify('RSA-SHA256', signed, NEXT_SIGNING_KEY.privateKey, signature);
  }
  const notices = (JSON.parse(rawBody.toString()) as { readonly value?: readonly { readonly clientState: string }[] })
    .value;
  if (notices !== undefined) return notices.every(({ clientState }) => clientState === secret);
  const ofSupplier = headers[SIGNATURE_HEADER.toLowerCase()];
  if (ofSupplier !== undefined) return ofSupplier === sign(rawBody, 'hex');
  const parcel = headers['x-hmac-signature'];
  if (parcel !== undefined) return parcel === easypostSignature(secret, rawBody.toString());
  return headers['x-shopify-hmac-sha256'] === sign(rawBody, 'base64');
}

it('an API version that is sunset answers as a newer one, and says so', async () => {
  const entry = entryOf('shopify');
  const version = async () => {
    const headers = { 'x-shopify-access-token': entry.credentials.accessToken ?? '' };
    const seen = await ask(`${entry.baseUrl}/admin/api/2026-07/shop.json`, { headers });
    return [seen.status, seen.headers['x-shopify-api-version']];
  };
  await tell(entry, { newerVersion: true });
  expect(await version()).toEqual([200, '2026-10']);
  await tell(entry, {});
  expect(await version()).toEqual([200, '2026-07']);
});

it('the table of what was seen is the one in the docs', async () => {
  const rows = [...observed].map(([fault, { seen, systems }]) => {
    const others = HTTP_SYSTEMS.filter((system) => !systems.includes(system));
    return [fault, seen, others.length === 0 ? 'all' : systems.join(', ')];
  });
  const own = [...HTTP_SYSTEMS, 'sftp'].map((system) => {
    const { label, switches } = entryOf(system);
    return [
      label,
      switches
        .map(({ name }) => name)
        .filter((name) => !(name in CommonFaults.shape))
        .join(', '),
    ];
  });
  const content = [
    '# Faults, as they were seen',
    '',
    '<!-- Written by faults.test.ts: `vitest run faults.test.ts -u`. -->',
    '',
    'Latency of one answer in a hundred is in `kit/simulator.test.ts`.',
    'Each was switched on by `PUT /_sim/faults`, seen over HTTP, and gone when it was switched off.',
    '',
    ...table(['fault', 'what is seen', 'at'], rows),
    '',
    'Files over SFTP and FTP, as `file-faults.test.ts` saw them at both:',
    '',
    ...table(
      ['fault', 'what is seen'],
      Object.entries({ ...READS, ...WRITES }).map(([fault, { seen }]) => [fault, seen]),
    ),
    '',
    'What a system can do wrong beside these:',
    '',
    ...table(['system', 'switches of its own'], own),
    '',
  ].join('\n');
  await expect(content).toMatchFileSnapshot('./FAULTS.md');
});

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}
