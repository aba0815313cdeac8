/**
 * A child process of the sandbox: reads calls from the socket pair, runs them one after another, writes an answer
 * for each before it begins the next. So the parent always knows which call a silent child is busy with.
 *
 * Reads and writes block: there is nothing else to do here, and it costs no turn of an event loop. The loop turns
 * once between reads, for isolated-vm to free what it disposed of.
 */
import { readSync, writeSync } from 'node:fs';
import type { Boot, Load, TableText } from '../frame.ts';
import {
  ANSWER_ERROR,
  CALL_HEADER_BYTES,
  CHILD_FD,
  FRAME_CALL,
  FRAME_DROP,
  FRAME_DROP_TABLE,
  FRAME_LOAD,
  FRAME_TABLE,
  FrameReader,
} from '../frame.ts';
import { failureOf } from './failure.ts';
import { type Hosts, openHosts } from './hosts.ts';

const READ_BYTES = 64 * 1024;

let hosts: Hosts | undefined;
const frames = new FrameReader(receive);
let readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);

function turn(): void {
  const count = readSync(CHILD_FD, readBuffer, 0, READ_BYTES, null);
  if (count === 0) process.exit(0);
  frames.push(readBuffer.subarray(0, count));
  if (frames.isWaiting) readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);
  setImmediate(turn);
}
setImmediate(turn);

function receive(frame: Buffer): void {
  if (!hosts) {
    hosts = openHosts(JSON.parse(frame.toString('utf8')) as Boot);
    reply(0, '');
    return;
  }
  switch (frame[0]) {
    case FRAME_LOAD:
      hosts.load(JSON.parse(frame.toString('utf8', 1)) as Load);
      break;
    case FRAME_DROP:
      hosts.drop(frame.readUInt32LE(1));
      break;
    case FRAME_TABLE:
      hosts.tables.add(frame.readUInt32LE(1), JSON.parse(frame.toString('utf8', 5)) as TableText);
      break;
    case FRAME_DROP_TABLE:
      hosts.tables.drop(frame.readUInt32LE(1));
      break;
    case FRAME_CALL:
      reply(frame.readUInt32LE(1), answer(hosts, frame));
      break;
    default:
      process.exit(1);
  }
}

function answer(hosts: Hosts, frame: Buffer): string {
  const tablesAt = 1 + CALL_HEADER_BYTES + frame.readUInt32LE(25);
  const scopeAt = tablesAt + frame.readUInt32LE(29);
  try {
    return hosts.run({
      program: frame.readUInt32LE(5),
      unit: frame.readUInt32LE(9),
      timeoutMs: frame.readUInt32LE(13),
      nowMs: frame.readDoubleLE(17),
      seed: frame.toString('utf8', 1 + CALL_HEADER_BYTES, tablesAt),
      tables: frame.toString('utf8', tablesAt, scopeAt),
      scope: frame.toString('utf8', scopeAt),
    });
  } catch (error) {
    return ANSWER_ERROR + JSON.stringify(failureOf(error));
  }
}

function reply(id: number, text: string): void {
  const bytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(8 + bytes);
  frame.writeUInt32LE(4 + bytes, 0);
  frame.writeUInt32LE(id, 4);
  frame.write(text, 8, 'utf8');
  for (let sent = 0; sent < frame.length; ) sent += writeSync(CHILD_FD, frame, sent);
}
