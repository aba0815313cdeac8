export { applyEdit, EditError, sameEdge } from './apply-edit.ts';
export { bindingsOf, type CloneOf, cloneFlow, type FlowBindings } from './clone-flow.ts';
export * from './coverage.ts';
export * from './diff.ts';
export * from './diff-lines.ts';
export * from './edits.ts';
export * from './flow.ts';
export { asksOf, callsOf, type DrawnAsk, type DrawnCall, type DrawnOffer, offersOf } from './flow-calls.ts';
export { endsOf, type FlowEnds } from './flow-ends.ts';
export * from './flow-test.ts';
export { soundGroups } from './groups.ts';
export * from './hash.ts';
export { applyInvertibly, invertEdit } from './invert-edit.ts';
export * from './issue.ts';
export { flowJsonSchema } from './json-schema.ts';
export * from './lane.ts';
export {
  flowTestsOf,
  MAX_SAMPLES,
  MapSample,
  type SampledMap,
  SampleExpectation,
  sampledMaps,
  samplesOf,
  withoutSamples,
} from './map-sample.ts';
export { nearestName } from './nearest-name.ts';
export * from './params.ts';
export * from './pinned-sample.ts';
export { bodiesOf, bodyOf, byId, isEntry, scopesAround, staysInScope } from './scopes.ts';
export {
  checkSearch,
  EACH,
  MAX_SEARCH_FIELDS,
  SearchField,
  type SearchPath,
  searchName,
  searchPath,
} from './search-fields.ts';
export { canonicalJson, serialiseFlow, serialiseJson } from './serialise.ts';
export * from './topology.ts';
export * from './upgrade.ts';
export { upgradeNodes } from './upgrade-nodes.ts';
export { isError, validateFlow } from './validate.ts';
export { type CalleeState, checkCalls, isCallable, type KnownFlows } from './validate-calls.ts';
export { refuseEdge } from './validate-edges.ts';
export { checkLayerCalls } from './validate-layer-calls.ts';
export { LATEST, newestIn, type Release, VersionRange } from './version-range.ts';
