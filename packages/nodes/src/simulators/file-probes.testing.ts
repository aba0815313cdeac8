import { connect, type Socket } from 'node:net';
import ssh2 from 'ssh2';

/** What came of reading or writing a file, as a client sees it. */
export interface FileSeen {
  readonly content?: string;
  /** In one word: what went wrong. */
  readonly error?: string;
  readonly ms: number;
}

export interface FileServer {
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** The least there is of a client: one session, one thing done, nothing tried again. */
export interface FileProbe {
  read(server: FileServer, path: string): Promise<FileSeen>;
  write(server: FileServer, path: string, content: string): Promise<FileSeen>;
}

async function seen(work: () => Promise<string>): Promise<FileSeen> {
  const from = performance.now();
  try {
    return { content: await work(), ms: performance.now() - from };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), ms: performance.now() - from };
  }
}

export const sftpProbe: FileProbe = {
  read: (server, path) => seen(() => overSftp(server, (sftp, done) => sftp.readFile(path, done))),
  write: (server, path, content) =>
    seen(() =>
      overSftp(server, (sftp, done) => sftp.writeFile(path, content, (error) => done(error, Buffer.alloc(0)))),
    ),
};

type Done = (error: Error | null | undefined, content?: Buffer) => void;

function overSftp(
  { baseUrl, credentials: { username = '', password = '' } }: FileServer,
  work: (sftp: ssh2.SFTPWrapper, done: Done) => void,
) {
  const { hostname: host, port } = new URL(baseUrl);
  const client = new ssh2.Client();
  return new Promise<string>((resolve, reject) => {
    client.on('error', reject);
    client.on('close', () => reject(new Error('cut')));
    client.on('ready', () =>
      client.sftp((error, sftp) => {
        if (error) return reject(error);
        work(sftp, (problem, content) => (problem ? reject(problem) : resolve(content?.toString() ?? '')));
      }),
    );
    client.connect({ host, port: Number(port), username, password });
  }).finally(() => client.end());
}

export const ftpProbe: FileProbe = {
  read: (server, path) => seen(() => overFtp(server, (session) => session.fetch(path))),
  write: (server, path, content) => seen(() => overFtp(server, (session) => session.store(path, content))),
};

interface FtpSession {
  fetch(path: string): Promise<string>;
  store(path: string, content: string): Promise<string>;
}

async function overFtp({ baseUrl, credentials }: FileServer, work: (session: FtpSession) => Promise<string>) {
  const control = connect(Number(new URL(baseUrl).port), '127.0.0.1');
  const next = answers(control);
  const ask = async (line: string): Promise<string> => {
    control.write(`${line}\r\n`);
    const answer = await next();
    if (/^[45]/.test(answer)) throw new Error(answer);
    return answer;
  };
  const data = async (): Promise<Socket> => {
    const port = /\|\|\|(\d+)\|/.exec(await ask('EPSV'))?.[1];
    return connect(Number(port), '127.0.0.1');
  };
  try {
    const greeting = await next();
    if (/^[45]/.test(greeting)) throw new Error(greeting);
    await ask(`USER ${credentials.username}`);
    await ask(`PASS ${credentials.password}`);
    return await work({
      async fetch(path) {
        const socket = await data();
        const content = all(socket);
        await ask(`RETR ${path}`);
        const [text, end] = await Promise.all([content, next()]);
        if (/^[45]/.test(end)) throw new Error(end);
        return text;
      },
      async store(path, content) {
        const socket = await data();
        socket.on('error', () => undefined);
        await ask(`STOR ${path}`);
        socket.end(content);
        const end = await next();
        if (/^[45]/.test(end)) throw new Error(end);
        return '';
      },
    });
  } finally {
    control.destroy();
  }
}

/** The answers of a session, one after the other; rejects when it breaks. */
function answers(socket: Socket): () => Promise<string> {
  const lines: string[] = [];
  let rest = '';
  let waiting: PromiseWithResolvers<string> | undefined;
  let over: Error | undefined;
  const serve = (): void => {
    const line = lines[0];
    if (!waiting || (line === undefined && !over)) return;
    if (line !== undefined) waiting.resolve(String(lines.shift()));
    else waiting.reject(over);
    waiting = undefined;
  };
  const end = (error: Error): void => {
    over ??= error;
    serve();
  };
  socket.on('data', (chunk) => {
    rest += String(chunk);
    const parts = rest.split('\r\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    serve();
  });
  socket.on('error', end);
  socket.on('close', () => end(new Error('cut')));
  return () => {
    waiting = Promise.withResolvers<string>();
    const { promise } = waiting;
    serve();
    return promise;
  };
}

function all(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}
