import type { NodeDefinition } from '@lockstep/schema/node';
import { callCapability } from './call-capability/definition.ts';
import { callable } from './callable/definition.ts';
import { checkConsent } from './check-consent/definition.ts';
import { countEvents } from './count-events/definition.ts';
import { forwardRequest } from './forward-request/definition.ts';
import { readFile } from './read-file/definition.ts';
import { readPages } from './read-pages/definition.ts';
import { repeatUntil } from './repeat-until/definition.ts';
import { sendCloudEvent } from './send-cloud-event/definition.ts';
import { updateGoldenRecord } from './update-golden-record/definition.ts';
import { waitForCallback } from './wait-for-callback/definition.ts';

/** Node types without a system that few flows have: behind the everyday ones in the palette, and fetched when they are wanted. */
export const seldomTypes: readonly NodeDefinition[] = [
  callable,
  countEvents,
  repeatUntil,
  callCapability,
  waitForCallback,
  forwardRequest,
  readPages,
  readFile,
  sendCloudEvent,
  updateGoldenRecord,
  checkConsent,
];
