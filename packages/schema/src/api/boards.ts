import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';
import { Picture } from './pictures.ts';

const Instant = z.iso.datetime();

/** The boards there are, the first one the operator's first screen. */
export const BOARDS = ['today', 'orders', 'exceptions', 'sla', 'stock', 'returns', 'systems', 'engine'] as const;
export const BoardName = z.enum(BOARDS);
export type BoardName = z.infer<typeof BoardName>;

/** A board as it stands: its pictures, drawn alike on the screen and in a report. */
export const Board = z.object({
  board: BoardName,
  title: z.string(),
  /** What the board is for, in a sentence. */
  lead: z.string(),
  from: Instant,
  to: Instant,
  /** Everything that happened before is counted: some seconds ago. */
  countedTo: Instant,
  binMs: z.int(),
  pictures: z.array(Picture),
});
export type Board = z.infer<typeof Board>;

/** As long as counts are kept. */
export const MAX_BOARD_DAYS = 90;

export const getBoard = endpoint({
  id: 'getBoard',
  method: 'get',
  path: '/boards/:board',
  tag: 'Operations',
  summary: 'The pictures of a board for a span of time. Test runs are left out',
  params: z.object({ board: BoardName }),
  query: z.object({
    from: Instant.optional().describe('Absent: 24 hours before the end.'),
    to: Instant.optional().describe('Absent: now.'),
    flow: FlowId.optional().describe('Of one flow only, where a picture is of runs or exceptions.'),
  }),
  ok: Board,
  problems: ['request-invalid', 'not-found'],
});
