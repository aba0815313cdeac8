import type { FileSeen } from './file-probes.testing.ts';

export const CONTENT = 'ISA*00*          *00*'.repeat(64);
export const HALF = CONTENT.slice(0, CONTENT.length / 2);

export interface FileFault {
  /** In words, for the table. */
  readonly seen: string;
  readonly faults: object;
  /** The change is made although nobody hears of it. */
  readonly isDone?: true;
  readonly timed?: true;
  isSeen(seen: FileSeen): boolean;
}
const breaks = ({ error }: FileSeen) => error !== undefined;

export const READS: Readonly<Record<string, FileFault>> = {
  refused: { seen: 'the connection is reset', faults: { refuseConnection: 1 }, isSeen: breaks },
  asleep: { seen: 'the session is refused', faults: { status: 503 }, isSeen: breaks },
  crowded: { seen: 'one session more is refused', faults: { sessionCap: 0 }, isSeen: breaks },
  'cut before it is looked at': {
    seen: 'the session breaks, nothing is done',
    faults: { cutSession: 1 },
    isSeen: breaks,
  },
  'cut in the file': { seen: 'the connection breaks in the middle of it', faults: { cutBody: 1 }, isSeen: breaks },
  'half a file that looks whole': {
    seen: 'half of it, and no word of the rest',
    faults: { truncate: 1 },
    isSeen: ({ content }) => content === HALF,
  },
  'a file that trickles': {
    seen: 'it comes in pieces, whole',
    faults: { slowBodyMs: 80 },
    timed: true,
    isSeen: ({ content, ms }) => content === CONTENT && ms >= 60,
  },
  'answers that are late': {
    seen: 'every answer is late',
    faults: { latencyMs: 20 },
    timed: true,
    isSeen: ({ content, ms }) => content === CONTENT && ms >= 40,
  },
};
export const WRITES: Readonly<Record<string, FileFault>> = {
  'disk full': { seen: 'nothing is written', faults: { diskFull: true }, isSeen: breaks },
  'written, and not told': {
    seen: 'the write is done, its answer lost',
    faults: { commitThenDrop: 1 },
    isDone: true,
    isSeen: breaks,
  },
};
