import type { NodeDefinition } from '@lockstep/schema/node';
import { parseCsvNode } from '../core/parse-csv/definition.ts';
import { parseFixedWidth } from '../core/parse-fixed-width/definition.ts';
import { parseNdjson } from '../core/parse-ndjson/definition.ts';
import { writeCsvNode } from '../core/write-csv/definition.ts';
import { writeFixedWidthNode } from '../core/write-fixed-width/definition.ts';
import { writeNdjsonNode } from '../core/write-ndjson/definition.ts';

/** Node types that read and write formats, in the order of the palette. */
export const formatTypes: readonly NodeDefinition[] = [
  parseCsvNode,
  writeCsvNode,
  parseNdjson,
  writeNdjsonNode,
  parseFixedWidth,
  writeFixedWidthNode,
];
