import type { AnyRunNode } from '@lockstep/schema/node';
import { acknowledgeEdifact } from '../core/acknowledge-edifact/definition.ts';
import { runAcknowledgeEdifact } from '../core/acknowledge-edifact/run.ts';
import { acknowledgeX12 } from '../core/acknowledge-x12/definition.ts';
import { runAcknowledgeX12 } from '../core/acknowledge-x12/run.ts';
import { parseCsvNode } from '../core/parse-csv/definition.ts';
import { runParseCsv } from '../core/parse-csv/run.ts';
import { parseEdifact } from '../core/parse-edifact/definition.ts';
import { runParseEdifact } from '../core/parse-edifact/run.ts';
import { parseFixedWidth } from '../core/parse-fixed-width/definition.ts';
import { runParseFixedWidth } from '../core/parse-fixed-width/run.ts';
import { parseNdjson } from '../core/parse-ndjson/definition.ts';
import { runParseNdjson } from '../core/parse-ndjson/run.ts';
import { parseX12 } from '../core/parse-x12/definition.ts';
import { runParseX12 } from '../core/parse-x12/run.ts';
import { parseXml } from '../core/parse-xml/definition.ts';
import { runParseXml } from '../core/parse-xml/run.ts';
import { writeCsvNode } from '../core/write-csv/definition.ts';
import { runWriteCsv } from '../core/write-csv/run.ts';
import { writeEdifactNode } from '../core/write-edifact/definition.ts';
import { runWriteEdifact } from '../core/write-edifact/run.ts';
import { writeFixedWidthNode } from '../core/write-fixed-width/definition.ts';
import { runWriteFixedWidth } from '../core/write-fixed-width/run.ts';
import { writeNdjsonNode } from '../core/write-ndjson/definition.ts';
import { runWriteNdjson } from '../core/write-ndjson/run.ts';
import { writeX12Node } from '../core/write-x12/definition.ts';
import { runWriteX12 } from '../core/write-x12/run.ts';
import { writeXmlNode } from '../core/write-xml/definition.ts';
import { runWriteXml } from '../core/write-xml/run.ts';
import { pair } from '../pair.ts';

/** The code of the types that read and write formats. */
export const formatRuns: readonly (readonly [string, AnyRunNode])[] = [
  pair(parseCsvNode, runParseCsv),
  pair(writeCsvNode, runWriteCsv),
  pair(parseXml, runParseXml),
  pair(writeXmlNode, runWriteXml),
  pair(parseNdjson, runParseNdjson),
  pair(writeNdjsonNode, runWriteNdjson),
  pair(parseFixedWidth, runParseFixedWidth),
  pair(writeFixedWidthNode, runWriteFixedWidth),
  pair(parseX12, runParseX12),
  pair(writeX12Node, runWriteX12),
  pair(acknowledgeX12, runAcknowledgeX12),
  pair(parseEdifact, runParseEdifact),
  pair(writeEdifactNode, runWriteEdifact),
  pair(acknowledgeEdifact, runAcknowledgeEdifact),
];
