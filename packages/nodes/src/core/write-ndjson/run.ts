import type { RunNode } from '@lockstep/schema/node';
import { rowsToWrite } from '../../formats/kit/rows-to-write.ts';
import { writeNdjson } from '../../formats/ndjson/write.ts';
import type { writeNdjsonNode } from './definition.ts';

export const runWriteNdjson: RunNode<typeof writeNdjsonNode> = async ({ params, input }) => ({
  port: 'out',
  value: writeNdjson(rowsToWrite(params.rows, input)),
});
