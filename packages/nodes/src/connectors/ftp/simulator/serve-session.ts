import type { Socket } from 'node:net';
import { normalize } from 'node:path/posix';
import { createSecureContext, TLSSocket } from 'node:tls';
import { type FileFate, PIECES } from '../../kit/files/simulator/file-faults.ts';
import type { FileTree, TreeProblem } from '../../kit/files/simulator/file-tree.ts';
import { type DataPort, openDataPort } from './data-port.ts';
import { SERVER_CERTIFICATE, SERVER_KEY } from './keys.ts';
import { factsLine, longLine, stamp } from './listing.ts';

export interface SessionSettings {
  readonly user: { readonly username: string; readonly password: string };
  readonly tree: FileTree;
  /** Nobody signs in before `AUTH TLS`. */
  readonly needsTls: () => boolean;
  /** False: a server from before MLST, which lists for people only. */
  readonly hasFacts: () => boolean;
  /** The address PASV names, right or wrong; EPSV is not known then. */
  readonly passiveHost: () => string | undefined;
  /** True: the session is cut before the command is looked at. */
  readonly cutBefore: () => boolean;
  /** True: the session is cut before the change is told. */
  readonly cutAfter: () => boolean;
  readonly latencyMs: () => number;
  /** What becomes of a file that is read. */
  readonly fate: (size: number) => FileFate;
  /** A file is there whole: it was sent to its end, or renamed. */
  readonly finished: (path: string) => void;
}

const secure = createSecureContext({ key: SERVER_KEY, cert: SERVER_CERTIFICATE });
const MAX_FILE = 64 * 1024 * 1024;
const MAX_LINE = 8 * 1024;
/** What may be asked before signing in. */
const OPEN = new Set(['USER', 'PASS', 'AUTH', 'PBSZ', 'PROT', 'FEAT', 'OPTS', 'SYST', 'NOOP', 'QUIT']);

/** Serves a tree to one client. @returns what cuts the session @see RFC 959, RFC 2389, RFC 2428, RFC 3659, RFC 4217 */
export function serveSession(raw: Socket, settings: SessionSettings): () => void {
  const { tree, user } = settings;
  let control: Socket = raw;
  let name = '';
  let isIn = false;
  let protects = false;
  let folder = '/';
  let restart = 0;
  let renames: string | undefined;
  let data: DataPort | undefined;
  let rest = '';
  let turn: Promise<void> = Promise.resolve();

  // Once encrypted, the socket below it no longer is its own master.
  const cut = (): void => {
    control.destroy();
    raw.destroy();
  };
  const say = (text: string): void => {
    if (control.writable) control.write(`${text}\r\n`);
  };
  const pathOf = (text: string): string =>
    normalize(text.startsWith('/') ? text : `${folder}/${text}`).replace(/(.)\/$/, '$1');
  const refuse = (problem: TreeProblem): void =>
    say(
      problem === 'full'
        ? '552 No space left on device.'
        : `550 ${problem === 'missing' ? 'No such file or directory' : 'Not done'}.`,
    );
  /** A change is made, and its answer may get lost. */
  const changed = (problem: TreeProblem | undefined, answer: string): void => {
    if (problem) refuse(problem);
    else if (settings.cutAfter()) cut();
    else say(answer);
  };
  const offered = async (): Promise<DataPort> => {
    data?.close();
    data = await openDataPort();
    return data;
  };
  const transfer = async (work: (socket: Socket) => Promise<string>): Promise<void> => {
    const port = data;
    data = undefined;
    if (!port) return say('425 Use PASV or EPSV first.');
    say('150 Here it comes.');
    try {
      const socket = await port.opened(protects ? secure : undefined);
      say(await work(socket));
    } catch {
      say('426 Connection closed; transfer aborted.');
    } finally {
      port.close();
    }
  };
  const give = (content: Buffer) =>
    transfer(async (socket) => {
      await new Promise<void>((resolve, reject) => {
        socket
          .once('error', reject)
          .once('close', () => (socket.writableFinished ? resolve() : reject(new Error('Cut.'))));
        socket.resume();
        socket.end(content);
      });
      return '226 Transfer complete.';
    });
  /** A file as its fate wants it: cut, or short, or in pieces. */
  const giveFile = (content: Buffer) => {
    const { bytes, isCut, slowMs } = settings.fate(content.length);
    const sent = content.subarray(0, bytes);
    if (!isCut && slowMs === 0) return give(sent);
    return transfer(async (socket) => {
      socket.resume();
      const size = Math.max(1, Math.ceil(sent.length / PIECES));
      for (let from = 0; from < sent.length && socket.writable; from += size) {
        await new Promise<void>((resolve) => socket.write(sent.subarray(from, from + size), () => resolve()));
        if (slowMs > 0) await new Promise<void>((resolve) => void setTimeout(resolve, slowMs / PIECES).unref());
      }
      if (isCut) {
        cut();
        socket.destroy();
        return '';
      }
      await new Promise<void>((resolve) => socket.end(() => resolve()));
      return '226 Transfer complete.';
    });
  };
  const takeFile = (path: string) =>
    transfer(async (socket) => {
      // Whoever lists the folder sees the file grow, as on a disk.
      tree.write(path, Buffer.alloc(0));
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_FILE) throw new Error('Too large.');
        chunks.push(chunk);
      }
      const problem = tree.write(path, Buffer.concat(chunks));
      if (problem) return problem === 'full' ? '552 No space left on device.' : '451 Not written.';
      settings.finished(path);
      if (!settings.cutAfter()) return '226 Transfer complete.';
      cut();
      return '';
    });

  const COMMANDS: Readonly<Record<string, (text: string) => void | Promise<void>>> = {
    AUTH: (kind) => {
      if (!/^TLS$/i.test(kind) || control !== raw) return say('504 Only AUTH TLS, and once.');
      say('234 Proceed with negotiation.');
      raw.removeAllListeners('data');
      const secured = new TLSSocket(raw, { isServer: true, secureContext: secure });
      secured.on('error', cut);
      control = secured;
      listen(secured);
    },
    USER: (text) => {
      if (settings.needsTls() && control === raw) return say('530 Non-anonymous sessions must use encryption.');
      name = text;
      say('331 Please specify the password.');
    },
    PASS: (text) => {
      isIn = name === user.username && text === user.password;
      say(isIn ? '230 Login successful.' : '530 Login incorrect.');
    },
    FEAT: () => {
      const known = ['AUTH TLS', 'EPSV', 'MDTM', 'PASV', 'PBSZ', 'PROT', 'REST STREAM', 'SIZE', 'UTF8'];
      const all = settings.hasFacts() ? [...known, 'MLST type*;size*;modify*;'] : known;
      say(`211-Features:\r\n${all.map((each) => ` ${each}`).join('\r\n')}\r\n211 End`);
    },
    PBSZ: () => say('200 PBSZ set to 0.'),
    PROT: (level) => {
      protects = /^P$/i.test(level) && control !== raw;
      say(protects || /^C$/i.test(level) ? '200 PROT now as asked.' : '536 Not on this connection.');
    },
    OPTS: () => say('200 Always so.'),
    SYST: () => say('215 UNIX Type: L8'),
    TYPE: () => say('200 As bytes.'),
    STRU: () => say('200 Files only.'),
    NOOP: () => say('200 Here.'),
    QUIT: () => {
      say('221 Goodbye.');
      control.end();
    },
    PWD: () => say(`257 "${folder}" is the current directory`),
    CWD: (text) => {
      const entry = pathOf(text) === '/' ? { isFolder: true } : tree.entry(pathOf(text));
      if (!entry?.isFolder) return say('550 Failed to change directory.');
      folder = pathOf(text);
      say('250 Directory successfully changed.');
    },
    EPSV: async () => {
      if (settings.passiveHost() !== undefined) return say('500 Unknown command.');
      say(`229 Entering Extended Passive Mode (|||${(await offered()).port}|)`);
    },
    PASV: async () => {
      const { port } = await offered();
      const host = (settings.passiveHost() ?? '127.0.0.1').replaceAll('.', ',');
      say(`227 Entering Passive Mode (${host},${port >> 8},${port & 255}).`);
    },
    REST: (text) => {
      restart = Number(text) || 0;
      say(`350 Restart position accepted (${restart}).`);
    },
    RETR: (text) => {
      const file = tree.read(pathOf(text));
      const from = restart;
      restart = 0;
      return file ? giveFile(file.content.subarray(from)) : refuse('missing');
    },
    STOR: (text) => {
      const path = pathOf(text);
      const parent = path.slice(0, path.lastIndexOf('/')) || '/';
      if (!tree.entry(parent)?.isFolder) return say('553 Could not create file.');
      return takeFile(path);
    },
    MLSD: (text) => {
      const entries = settings.hasFacts() ? tree.list(pathOf(text)) : undefined;
      if (!entries) return say(settings.hasFacts() ? '550 No such directory.' : '500 Unknown command.');
      return give(Buffer.from(entries.map((entry) => `${factsLine(entry)}\r\n`).join('')));
    },
    LIST: (text) => {
      const entries = tree.list(pathOf(text.replace(/^-\S+\s*/, ''))) ?? [];
      return give(Buffer.from(entries.map((entry) => `${longLine(entry)}\r\n`).join('')));
    },
    MLST: (text) => {
      const entry = tree.entry(pathOf(text));
      if (!settings.hasFacts()) return say('500 Unknown command.');
      if (!entry) return refuse('missing');
      say(`250-Facts:\r\n ${factsLine({ ...entry, name: pathOf(text) })}\r\n250 End`);
    },
    SIZE: (text) => {
      const file = tree.read(pathOf(text));
      say(file ? `213 ${file.content.length}` : '550 Could not get file size.');
    },
    MDTM: (text) => {
      const entry = tree.entry(pathOf(text));
      say(entry ? `213 ${stamp(entry.modifiedAt)}` : '550 Could not get file modification time.');
    },
    RNFR: (text) => {
      renames = tree.read(pathOf(text)) ? pathOf(text) : undefined;
      say(renames ? '350 Ready for RNTO.' : '550 RNFR command failed.');
    },
    RNTO: (text) => {
      if (renames === undefined) return say('503 RNFR required first.');
      // Over what lies there, as most servers do.
      if (tree.entry(pathOf(text))) tree.remove(pathOf(text));
      const problem = tree.rename(renames, pathOf(text));
      renames = undefined;
      if (!problem) settings.finished(pathOf(text));
      changed(problem, '250 Rename successful.');
    },
    DELE: (text) => changed(tree.remove(pathOf(text)), '250 Delete operation successful.'),
    MKD: (text) => changed(tree.makeFolder(pathOf(text)), `257 "${pathOf(text)}" created`),
    RMD: (text) => changed(tree.removeFolder(pathOf(text)), '250 Remove directory operation successful.'),
  };

  const obey = async (line: string): Promise<void> => {
    const [, word = '', text = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    const verb = word.toUpperCase();
    if (isIn && settings.cutBefore()) return void cut();
    const waitMs = settings.latencyMs();
    if (waitMs > 0) await new Promise<void>((resolve) => void setTimeout(resolve, waitMs).unref());
    const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
    if (!command) return say('500 Unknown command.');
    if (!isIn && !OPEN.has(verb)) return say('530 Please login with USER and PASS.');
    await command(text);
  };

  function listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('utf8');
      const lines = rest.split(/\r?\n/);
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE) return void cut();
      for (const line of lines) turn = turn.then(() => obey(line)).catch(() => void cut());
    });
  }

  raw.on('error', cut);
  raw.once('close', () => data?.close());
  listen(raw);
  say('220 (estate)');
  return cut;
}
