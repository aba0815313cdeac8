import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Answer, APIS, type Asked } from './apis.ts';
import { ERRORS } from './errors.ts';
import { WireReader, WireWriter } from './wire.ts';

export interface DoorSettings {
  readonly port: number;
  readonly asked: Omit<Asked, 'clientId'>;
  readonly user: { readonly username: string; readonly password: string };
  readonly latencyMs: () => number;
  /** Absent: unencrypted. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** One node of the cluster, listening. */
export interface NodeDoor {
  readonly port: number;
  readonly connections: number;
  close(): Promise<void>;
}

const API_VERSIONS = 18;
const SASL_HANDSHAKE = 17;
const SASL_AUTHENTICATE = 36;
const MAX_REQUEST = 16 * 1024 * 1024;

/** Listens on 127.0.0.1. Requests of a connection are answered in their order. @throws the listen error */
export async function openNode({ port, asked, user, latencyMs, tls }: DoorSettings): Promise<NodeDoor> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    let isIn = false;
    let turn: Promise<void> = Promise.resolve();
    onFrames(socket, (frame) => {
      turn = turn
        .then(async () => {
          const reader = new WireReader(frame);
          const [key, version, correlation] = [reader.int16(), reader.int16(), reader.int32()];
          const clientId = reader.string();
          const waitMs = latencyMs();
          if (waitMs > 0) await new Promise<void>((resolve) => void setTimeout(resolve, waitMs).unref());
          let answer: Answer;
          if (key === API_VERSIONS) answer = apiVersions(version);
          else if (key === SASL_HANDSHAKE) answer = handshake(reader);
          else if (key === SASL_AUTHENTICATE) {
            isIn = isUser(reader.bytes(), user);
            answer = authenticated(isIn);
          } else if (!isIn) answer = 'drop';
          else answer = await answered(key, version, reader, { ...asked, clientId });
          if (answer === 'drop') return void socket.destroy();
          const body = new WireWriter().int32(correlation).raw(answer).buffer;
          if (socket.writable) socket.write(new WireWriter().bytes(body).buffer);
        })
        .catch(() => void socket.destroy());
    });
  };
  const server: Server = tls ? createTlsServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sockets.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function answered(key: number, version: number, reader: WireReader, asked: Asked): Answer | Promise<Answer> {
  const api = APIS.find((each) => each.key === key && each.version === version);
  return api ? api.answer(reader, asked) : 'drop';
}

/** Frames of four bytes of length and what they count. */
function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const length = rest.readInt32BE();
      if (length < 0 || length > MAX_REQUEST) return void socket.destroy();
      if (rest.length < 4 + length) return;
      take(Buffer.from(rest.subarray(4, 4 + length)));
      rest = rest.subarray(4 + length);
    }
  });
}

/** Version 3 is the first with compact arrays; its answer has no header of its own. @see KIP-511 */
function apiVersions(version: number): Buffer {
  const own = [API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE].map((key) => {
    return { key, from: key === SASL_HANDSHAKE ? 1 : 0, to: key === API_VERSIONS ? 3 : key === SASL_HANDSHAKE ? 1 : 0 };
  });
  const known = [...APIS.map(({ key, version: only }) => ({ key, from: only, to: only })), ...own];
  const writer = new WireWriter();
  if (version > 3) return writer.int16(ERRORS.UNSUPPORTED_VERSION).int32(0).buffer;
  writer.int16(ERRORS.NONE);
  if (version < 3) {
    writer.array(known, ({ key, from, to }) => writer.int16(key).int16(from).int16(to));
    return version === 0 ? writer.buffer : writer.int32(0).buffer;
  }
  writer.compactLength(known.length);
  for (const { key, from, to } of known) writer.int16(key).int16(from).int16(to).int8(0);
  return writer.int32(0).int8(0).buffer;
}

function handshake(reader: WireReader): Buffer {
  const isKnown = reader.string() === 'PLAIN';
  return new WireWriter()
    .int16(isKnown ? ERRORS.NONE : ERRORS.UNSUPPORTED_SASL_MECHANISM)
    .array(['PLAIN'], (name, w) => w.string(name)).buffer;
}

/** @see RFC 4616 */
function isUser(message: Buffer, { username, password }: DoorSettings['user']): boolean {
  const [, name, secret] = message.toString('utf8').split('\0');
  return name === username && secret === password;
}

function authenticated(isIn: boolean): Buffer {
  const error = isIn ? ERRORS.NONE : ERRORS.SASL_AUTHENTICATION_FAILED;
  return new WireWriter()
    .int16(error)
    .string(isIn ? null : 'Authentication failed: Invalid username or password')
    .bytes(Buffer.alloc(0)).buffer;
}
