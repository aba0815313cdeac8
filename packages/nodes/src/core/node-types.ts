import type { NodeDefinition } from '@lockstep/schema/node';
import { approve } from './approve/definition.ts';
import { callCapability } from './call-capability/definition.ts';
import { callFlow } from './call-flow/definition.ts';
import { callable } from './callable/definition.ts';
import { checkConsent } from './check-consent/definition.ts';
import { checkContract } from './check-contract/definition.ts';
import { countEvents } from './count-events/definition.ts';
import { delay } from './delay/definition.ts';
import { fail } from './fail/definition.ts';
import { filter } from './filter/definition.ts';
import { forEach } from './for-each/definition.ts';
import { forwardRequest } from './forward-request/definition.ts';
import { httpRequest } from './http-request/definition.ts';
import { keepValue } from './keep-value/definition.ts';
import { log } from './log/definition.ts';
import { manual } from './manual/definition.ts';
import { map } from './map/definition.ts';
import { onEvent } from './on-event/definition.ts';
import { onEventBatch } from './on-event-batch/definition.ts';
import { readFile } from './read-file/definition.ts';
import { readPages } from './read-pages/definition.ts';
import { readValue } from './read-value/definition.ts';
import { repeatUntil } from './repeat-until/definition.ts';
import { respond } from './respond/definition.ts';
import { returnValue } from './return/definition.ts';
import { schedule } from './schedule/definition.ts';
import { sendCloudEvent } from './send-cloud-event/definition.ts';
import { sendEvent } from './send-event/definition.ts';
import { setFields } from './set-fields/definition.ts';
import { switchCases } from './switch/definition.ts';
import { updateCase } from './update-case/definition.ts';
import { updateGoldenRecord } from './update-golden-record/definition.ts';
import { waitForCallback } from './wait-for-callback/definition.ts';
import { waitForEvent } from './wait-for-event/definition.ts';
import { webhook } from './webhook/definition.ts';

/** Node types of every flow, those of formats apart, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  webhook,
  schedule,
  onEvent,
  onEventBatch,
  manual,
  callable,
  checkContract,
  map,
  setFields,
  readValue,
  keepValue,
  countEvents,
  switchCases,
  filter,
  forEach,
  repeatUntil,
  callFlow,
  callCapability,
  delay,
  waitForEvent,
  waitForCallback,
  approve,
  sendEvent,
  httpRequest,
  forwardRequest,
  readPages,
  readFile,
  sendCloudEvent,
  respond,
  returnValue,
  updateCase,
  updateGoldenRecord,
  checkConsent,
  log,
  fail,
];
