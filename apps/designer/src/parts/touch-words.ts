import type { Touch } from '@lockstep/schema/api';

/** What was done, as a person would say it. */
export const TOUCH_WORDS: Readonly<Record<Touch['what'], string>> = {
  retried: 'Tried again',
  replayed: 'Replayed',
  mended: 'Message mended',
  discarded: 'Given up',
  cancelled: 'Cancelled',
  moved: 'Moved to another version',
  answered: 'Approval answered',
  table: 'Table changed',
  customer: 'Golden record changed',
  topic: 'Topic replayed',
};
