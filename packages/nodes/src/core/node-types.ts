import type { NodeDefinition } from '@lockstep/schema/node';
import { approve } from './approve/definition.ts';
import { callFlow } from './call-flow/definition.ts';
import { checkContract } from './check-contract/definition.ts';
import { delay } from './delay/definition.ts';
import { fail } from './fail/definition.ts';
import { filter } from './filter/definition.ts';
import { forEach } from './for-each/definition.ts';
import { httpRequest } from './http-request/definition.ts';
import { keepValue } from './keep-value/definition.ts';
import { log } from './log/definition.ts';
import { manual } from './manual/definition.ts';
import { map } from './map/definition.ts';
import { onEvent } from './on-event/definition.ts';
import { onEventBatch } from './on-event-batch/definition.ts';
import { readValue } from './read-value/definition.ts';
import { respond } from './respond/definition.ts';
import { returnValue } from './return/definition.ts';
import { schedule } from './schedule/definition.ts';
import { sendEvent } from './send-event/definition.ts';
import { setFields } from './set-fields/definition.ts';
import { switchCases } from './switch/definition.ts';
import { updateCase } from './update-case/definition.ts';
import { waitForEvent } from './wait-for-event/definition.ts';
import { webhook } from './webhook/definition.ts';

/** Node types of every flow but those of formats and those few flows have, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  webhook,
  schedule,
  onEvent,
  onEventBatch,
  manual,
  checkContract,
  map,
  setFields,
  readValue,
  keepValue,
  switchCases,
  filter,
  forEach,
  callFlow,
  delay,
  waitForEvent,
  approve,
  sendEvent,
  httpRequest,
  respond,
  returnValue,
  updateCase,
  log,
  fail,
];
