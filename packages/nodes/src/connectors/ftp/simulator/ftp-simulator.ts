import { type AddressInfo, createServer, type Socket } from 'node:net';
import { z } from 'zod';
import { createTimers } from '../../../simulators/kit/clock.ts';
import { json, readJson } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { fateOf } from '../../kit/files/simulator/file-faults.ts';
import { createFileTree, type FileTree } from '../../kit/files/simulator/file-tree.ts';
import { CERTIFICATE_FINGERPRINT, SERVER_CERTIFICATE, SERVER_KEY } from './keys.ts';
import { serveSession } from './serve-session.ts';

const Rate = z.number().min(0).max(1);

export const FtpFaults = CommonFaults.extend({
  cutSession: Rate.optional()
    .describe('Share of commands at which the session is cut before anything is done.')
    .meta({ label: 'Sessions cut' }),
  sessionCap: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('Sessions at a time; one more is told "too many connections". 10 where absent.')
    .meta({ label: 'Sessions at a time' }),
  partialFile: Rate.optional()
    .describe('Share of files put by `/_sim/files` that lie there half written for a moment, under their final name.')
    .meta({ label: 'Half-written files' }),
  passiveHost: z.ipv4().optional().describe('The address PASV names instead of its own; EPSV is not known then.'),
  isOld: z
    .boolean()
    .optional()
    .describe('A server from before MLST: it lists for people, without seconds.')
    .meta({ label: 'From before MLST' }),
  needsTls: z.boolean().optional().describe('Nobody signs in unencrypted.').meta({ label: 'TLS only' }),
  diskFull: z.boolean().optional().describe('Nothing can be written.').meta({ label: 'Disk full' }),
});

export interface FtpSettings extends SimulatorSettings {
  /** Bytes of all files together. 64 MB where absent. */
  readonly maxBytes?: number;
  /** Milliseconds a half-written file lies there. 1,500 where absent. */
  readonly paceMs?: number;
}

/** The user of a simulated server, and what a connection to it needs besides its address. */
export const FTP_CREDENTIALS = {
  username: 'legacy',
  password: 'estate-ftp-1985',
  certificate: CERTIFICATE_FINGERPRINT,
} as const;

/** Of the server, as PEM: for another one that is to be known by the same certificate. */
export const FTP_SERVER_KEYS = { key: SERVER_KEY, certificate: SERVER_CERTIFICATE } as const;

const FOLDERS = ['/in', '/out', '/archive'];
const SESSIONS = 10;
const FileBody = z.strictObject({ path: z.string().regex(/^\/[^/].*[^/]$/), content: z.string().max(4_000_000) });

/** A real FTP server on 127.0.0.1, plain and by explicit TLS, with its files in memory. */
export async function ftpSimulator(settings: FtpSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, maxBytes = 64 * 1024 * 1024, paceMs = 1_500 } = settings;
  const timers = createTimers(clock);
  const draws = createRandom(seed, 'ftp/own-faults');
  const faults = createFaultPanel(FtpFaults);
  const now = (): number => clock() + (faults.current().clockSkewMs ?? 0);
  const tree = createFileTree({ clock: now, maxBytes, maxFiles: 5_000, folders: FOLDERS });
  const write: FileTree['write'] = (path, content) => (faults.current().diskFull ? 'full' : tree.write(path, content));
  const stats = { sessionsOpened: 0, sessionsRefused: 0, sessionsCut: 0, answersLost: 0, filesFinished: 0 };
  const sockets = new Map<Socket, () => void>();
  const counted = (name: 'sessionsCut' | 'answersLost', rate: number | undefined): boolean => {
    const isDrawn = draws.chance(rate ?? 0);
    if (isDrawn) stats[name] += 1;
    return isDrawn;
  };

  const server = createServer({ noDelay: true }, (socket) => {
    const { sessionCap = SESSIONS, status, rate = 1, refuseConnection = 0 } = faults.current();
    if (draws.chance(refuseConnection)) {
      stats.sessionsRefused += 1;
      return void socket.resetAndDestroy();
    }
    if (sockets.size >= sessionCap || (status !== undefined && draws.chance(rate))) {
      stats.sessionsRefused += 1;
      socket.on('error', () => socket.destroy());
      socket.resume();
      return void socket.end('421 Too many connections, come back later.\r\n');
    }
    stats.sessionsOpened += 1;
    socket.once('close', () => sockets.delete(socket));
    const cut = serveSession(socket, {
      user: FTP_CREDENTIALS,
      tree: { ...tree, write },
      needsTls: () => faults.current().needsTls ?? false,
      hasFacts: () => !faults.current().isOld,
      passiveHost: () => faults.current().passiveHost,
      cutBefore: () => counted('sessionsCut', faults.current().cutSession),
      cutAfter: () => counted('answersLost', faults.current().commitThenDrop),
      latencyMs: () => faults.current().latencyMs ?? 0,
      fate: (size) => fateOf(size, faults.current(), draws),
      finished: () => {
        stats.filesFinished += 1;
      },
    });
    sockets.set(socket, cut);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port ?? 0, '127.0.0.1', resolve);
  });
  const closeDoor = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const cut of sockets.values()) cut();
    });
  const control = await createSimulator({
    system: 'ftp',
    port: settings.controlPort,
    seed,
    faults,
    handle: () => json(404, { detail: 'Files are served over FTP.' }),
    control: ({ method, url, body }) => {
      if (url.pathname === '/_sim/sessions' && method === 'DELETE') {
        for (const cut of sockets.values()) cut();
        return { status: 204 };
      }
      if (url.pathname !== '/_sim/files' || method !== 'PUT') return undefined;
      const file = FileBody.safeParse(readJson(body));
      if (!file.success) return badField(file.error);
      const { path, content } = file.data;
      const isHalf = draws.chance(faults.current().partialFile ?? 0);
      const whole = Buffer.from(content);
      const problem = tree.write(path, isHalf ? whole.subarray(0, whole.length / 2) : whole);
      if (isHalf && problem === undefined) timers.later(paceMs, () => void tree.write(path, whole));
      return problem === undefined ? json(201, { path: file.data.path }) : json(409, { detail: problem });
    },
    state: () => ({
      files: tree.files().map(({ path, content, modifiedAt }) => {
        return { path, size: content.length, modifiedAt: new Date(modifiedAt).toISOString() };
      }),
      sessions: sockets.size,
      ...stats,
    }),
    refuse: (status) => json(status, { detail: 'Files are served over FTP.' }),
  }).catch(async (error: unknown) => {
    await closeDoor();
    throw error;
  });
  return {
    ...control,
    baseUrl: `ftps://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      timers.close();
      await Promise.all([closeDoor(), control.close()]);
    },
  };
}
