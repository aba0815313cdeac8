import type { Catalogue } from '@lockstep/schema/node';
import { z } from 'zod';
import type { PublishedTrigger } from '../../store/published-triggers.ts';

/** Types that read a broker, and the parameter that says from where. */
const SOURCES: Readonly<Record<string, string>> = {
  'amqp.on-message': 'queue',
  'nats.on-message': 'stream',
  'mqtt.on-message': 'filter',
  'kafka.on-message': 'topic',
};

export const MESSAGE_TRIGGERS: readonly string[] = Object.keys(SOURCES);

/** A reader that should be at work. */
export interface WantedReader extends PublishedTrigger {
  readonly connection: string;
  readonly from: string;
  readonly window: number;
  readonly businessKey?: string | undefined;
  readonly beginning?: 'earliest' | 'latest' | undefined;
}

const Params = z.looseObject({
  connection: z.string(),
  window: z.int(),
  businessKey: z.string().optional(),
  beginning: z.enum(['earliest', 'latest']).optional(),
});

/** What a trigger reads; undefined where its parameters cannot be read. */
export function wantedBy(trigger: PublishedTrigger, catalogue: Catalogue): WantedReader | undefined {
  const definition = catalogue.get(trigger.type);
  const filled = definition && z.safeParse(definition.params, trigger.params);
  const read = filled?.success ? Params.safeParse(filled.data) : undefined;
  const from = read?.data?.[SOURCES[trigger.type] ?? ''];
  if (!read?.success || typeof from !== 'string') return undefined;
  const { connection, window, businessKey, beginning } = read.data;
  return { ...trigger, connection, from, window, businessKey, beginning };
}

/** Readers of a flow keep their place from version to version: the group has no version in it. */
export function groupOf({ flowId, node }: Pick<PublishedTrigger, 'flowId' | 'node'>): string {
  return `lockstep_${flowId}_${node}`.replace(/[^A-Za-z0-9_-]/g, '_');
}
