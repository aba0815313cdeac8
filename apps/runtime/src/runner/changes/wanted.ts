import type { Catalogue } from '@lockstep/schema/node';
import { z } from 'zod';
import type { PublishedTrigger } from '../../store/published-triggers.ts';

export const CHANGE_TRIGGERS: readonly string[] = ['salesforce.on-change'];

const Params = z.looseObject({
  connection: z.string(),
  object: z.string(),
  ownChanges: z.boolean(),
  beginning: z.enum(['earliest', 'latest']),
  window: z.int(),
  businessKey: z.string().optional(),
});

/** A trigger whose changes should be read. */
export type WantedChanges = PublishedTrigger & z.infer<typeof Params>;

/** What a trigger reads; undefined where its parameters cannot be read. */
export function wantedBy(trigger: PublishedTrigger, catalogue: Catalogue): WantedChanges | undefined {
  const definition = catalogue.get(trigger.type);
  const filled = definition && z.safeParse(definition.params, trigger.params);
  const read = filled?.success ? Params.safeParse(filled.data) : undefined;
  return read?.success ? { ...trigger, ...read.data } : undefined;
}
