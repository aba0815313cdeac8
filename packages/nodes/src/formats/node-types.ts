import type { NodeDefinition } from '@lockstep/schema/node';
import { acknowledgeEdifact } from '../core/acknowledge-edifact/definition.ts';
import { acknowledgeX12 } from '../core/acknowledge-x12/definition.ts';
import { parseCsvNode } from '../core/parse-csv/definition.ts';
import { parseEdifact } from '../core/parse-edifact/definition.ts';
import { parseFixedWidth } from '../core/parse-fixed-width/definition.ts';
import { parseNdjson } from '../core/parse-ndjson/definition.ts';
import { parseX12 } from '../core/parse-x12/definition.ts';
import { parseXml } from '../core/parse-xml/definition.ts';
import { writeCsvNode } from '../core/write-csv/definition.ts';
import { writeEdifactNode } from '../core/write-edifact/definition.ts';
import { writeFixedWidthNode } from '../core/write-fixed-width/definition.ts';
import { writeNdjsonNode } from '../core/write-ndjson/definition.ts';
import { writeX12Node } from '../core/write-x12/definition.ts';
import { writeXmlNode } from '../core/write-xml/definition.ts';

/** Node types that read and write formats, in the order of the palette. */
export const formatTypes: readonly NodeDefinition[] = [
  parseCsvNode,
  writeCsvNode,
  parseXml,
  writeXmlNode,
  parseNdjson,
  writeNdjsonNode,
  parseFixedWidth,
  writeFixedWidthNode,
  parseX12,
  writeX12Node,
  acknowledgeX12,
  parseEdifact,
  writeEdifactNode,
  acknowledgeEdifact,
];
