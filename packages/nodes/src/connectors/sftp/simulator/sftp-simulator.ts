import { z } from 'zod';
import { createTimers } from '../../../simulators/kit/clock.ts';
import { json, readJson } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { fateOf } from '../../kit/files/simulator/file-faults.ts';
import { createFileTree } from '../../kit/files/simulator/file-tree.ts';
import { HOST_FINGERPRINT } from './keys.ts';
import { createSupplier } from './partners/supplier.ts';
import { createWarehouse } from './partners/warehouse.ts';
import { openDoor } from './sftp-door.ts';

const Rate = z.number().min(0).max(1);

export const SftpFaults = CommonFaults.extend({
  cutSession: Rate.optional()
    .describe('Share of requests at which the session is cut before anything is done.')
    .meta({ label: 'Sessions cut' }),
  sessionCap: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('Sessions at a time; one more is refused. 20 where absent.')
    .meta({ label: 'Sessions at a time' }),
  wrongCount: Rate.optional()
    .describe('Share of files of the partners whose SE01 is wrong; refused, they come again and are right.')
    .meta({ label: 'Wrong SE counts' }),
  duplicateFile: Rate.optional()
    .describe('Share of files of the partners that come again under another name, with the same ISA13.')
    .meta({ label: 'Files that come twice' }),
  partialFile: Rate.optional()
    .describe('Share of files of the partners that lie there half written for a moment, under their final name.')
    .meta({ label: 'Half-written files' }),
  strangerFile: Rate.optional()
    .describe('Share of files of the partners whose interchange names a sender nobody knows.')
    .meta({ label: 'Files of strangers' }),
  foreignCharset: Rate.optional()
    .describe('Share of files of the partners in UTF-16, as some editors save them.')
    .meta({ label: 'Files in UTF-16' }),
  rejectOrder: Rate.optional()
    .describe('Share of orders a partner refuses with a 997, and does not carry out.')
    .meta({ label: 'Orders refused by 997' }),
  lateMs: z
    .int()
    .min(0)
    .max(600_000)
    .optional()
    .describe('Milliseconds by which answers of the partners come later than usual; their 997 does not.')
    .meta({ label: 'Partners late, ms' }),
  shortPick: Rate.optional()
    .describe('Share of lines of which the warehouse ships one piece less than ordered.')
    .meta({ label: 'Short picks' }),
  diskFull: z.boolean().optional().describe('Nothing can be written.').meta({ label: 'Disk full' }),
});

export interface SftpSettings extends SimulatorSettings {
  /** Bytes of all files together. 64 MB where absent. */
  readonly maxBytes?: number;
  /** Milliseconds between the documents of a partner. 1,500 where absent. */
  readonly paceMs?: number;
}

/** The user of a simulated server, and what a connection to it needs besides its address. */
export const SFTP_CREDENTIALS = {
  username: 'retailer',
  password: 'estate-files-4711',
  hostKey: HOST_FINGERPRINT,
} as const;

const FOLDERS = ['/supplier/orders', '/supplier/out', '/warehouse/orders', '/warehouse/out', '/exports', '/stores/out'];
const SESSIONS = 20;

const FileBody = z.strictObject({
  path: z.string().regex(/^\/[^/].*[^/]$/),
  content: z.string().max(4_000_000),
  /** `base64` for bytes that are no UTF-8. */
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
});

/** A server on which files are exchanged with partners, and two of them: a drop-ship supplier and a warehouse, both by X12. */
export async function sftpSimulator(settings: SftpSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, maxBytes = 64 * 1024 * 1024, paceMs = 1_500 } = settings;
  const draws = createRandom(seed, 'sftp/own-faults');
  const faults = createFaultPanel(SftpFaults);
  const now = (): number => clock() + (faults.current().clockSkewMs ?? 0);
  const tree = createFileTree({ clock: now, maxBytes, maxFiles: 5_000, folders: FOLDERS });
  const stats = { sessionsOpened: 0, sessionsRefused: 0, sessionsCut: 0, answersLost: 0 };
  const guarded = {
    ...tree,
    write: (path: string, content: Buffer) => (faults.current().diskFull ? 'full' : tree.write(path, content)),
  } as typeof tree;

  const timers = createTimers(clock);
  const common = {
    tree,
    clock: now,
    faults: faults.current,
    paceMs,
    later: timers.later,
  };
  const supplier = createSupplier({ ...common, draws: createRandom(seed, 'sftp/supplier') });
  const warehouse = createWarehouse({
    ...common,
    draws: createRandom(seed, 'sftp/warehouse'),
    shortPick: () => faults.current().shortPick ?? 0,
  });

  const door = await openDoor({
    port: settings.port ?? 0,
    user: SFTP_CREDENTIALS,
    tree: guarded,
    admit: (open) => {
      const { status, rate = 1, sessionCap = SESSIONS } = faults.current();
      const refusal = status !== undefined && draws.chance(rate) ? status : open >= sessionCap ? 429 : undefined;
      stats[refusal === undefined ? 'sessionsOpened' : 'sessionsRefused'] += 1;
      return refusal;
    },
    refuses: () => {
      const isReset = draws.chance(faults.current().refuseConnection ?? 0);
      if (isReset) stats.sessionsRefused += 1;
      return isReset;
    },
    hooks: {
      fate: (size) => fateOf(size, faults.current(), draws),
      cutBefore: () => {
        const isCut = draws.chance(faults.current().cutSession ?? 0);
        if (isCut) stats.sessionsCut += 1;
        return isCut;
      },
      cutAfter: () => {
        const isLost = draws.chance(faults.current().commitThenDrop ?? 0);
        if (isLost) stats.answersLost += 1;
        return isLost;
      },
      finished: (path) => {
        supplier.take(path);
        warehouse.take(path);
      },
      latencyMs: () => faults.current().latencyMs ?? 0,
    },
  });
  const control = await createSimulator({
    system: 'sftp',
    port: settings.controlPort,
    seed,
    faults,
    handle: () => json(404, { detail: 'Files are served over SFTP.' }),
    control: (request) => {
      const { pathname, searchParams } = request.url;
      if (`${request.method} ${pathname}` === 'POST /_sim/supplier/stock') {
        supplier.tellStock('RETAILER');
        return { status: 204 };
      }
      if (pathname !== '/_sim/files') return undefined;
      if (request.method === 'GET') {
        const file = tree.read(searchParams.get('path') ?? '');
        return file ? { status: 200, body: file.content.toString('utf8') } : json(404, { detail: 'no such file' });
      }
      if (request.method !== 'PUT') return undefined;
      const body = FileBody.safeParse(readJson(request.body));
      if (!body.success) return badField(body.error);
      const problem = tree.write(body.data.path, Buffer.from(body.data.content, body.data.encoding));
      return problem === undefined ? json(201, { path: body.data.path }) : json(409, { detail: problem });
    },
    state: () => ({
      files: tree.files().map(({ path, content, modifiedAt }) => {
        return { path, size: content.length, modifiedAt: new Date(modifiedAt).toISOString() };
      }),
      supplierOrders: supplier.state().orders,
      warehouseOrders: warehouse.state().orders,
      sessions: door.sessions,
      supplier: { ...supplier.state(), orders: undefined },
      warehouse: { ...warehouse.state(), orders: undefined },
      ...stats,
    }),
    refuse: (status) => json(status, { detail: 'Files are served over SFTP.' }),
  }).catch(async (error: unknown) => {
    await door.close();
    throw error;
  });
  return {
    ...control,
    baseUrl: `sftp://127.0.0.1:${door.port}`,
    close: async () => {
      timers.close();
      await Promise.all([door.close(), control.close()]);
    },
  };
}
