import type { Endpoint, LiveEvent } from '@lockstep/schema/api';

/** By their names: importing the endpoints would bring the shapes of everything along before the first screen. */
type Api = typeof import('@lockstep/schema/api');
type EndpointId = { [Name in keyof Api]: Api[Name] extends Endpoint ? Name : never }[keyof Api];

/** Keys of the answers an event made stale. */
export function staleAfter(event: LiveEvent): readonly (readonly unknown[])[] {
  const all = (...endpoints: readonly EndpointId[]) => endpoints.map((id) => [id]);
  switch (event.type) {
    case 'run.changed':
      return [
        ...all('listRuns', 'getOverview', 'listFlows', 'getLanes', 'listApprovals', 'getApproval'),
        ['getRun', { params: { runId: event.runId } }],
        ...['getStepData', 'getRunItem', 'listRunItems'].map((id) => [id, { params: { runId: event.runId } }]),
      ];
    case 'exception.changed':
      return all('listExceptions', 'listExceptionClusters', 'getException', 'getOverview', 'getLanes');
    case 'flow.changed':
      return all(
        'listFlows',
        'listVersions',
        'listSchedules',
        'getPause',
        'getFlowUsage',
        'listCapabilities',
        'getCapability',
      );
    case 'presence.changed':
    case 'draft.replaced':
      return [];
    case 'review.changed':
      return all('listReviews', 'getReview');
    case 'table.changed':
      return all('listTables', 'getTable', 'listTableVersions', 'listUnmapped', 'getUnmapped', 'getRunTables');
    case 'variable.changed':
      return all('listVariables', 'listVariableChanges');
    case 'capability.changed':
      return all('listCapabilities', 'getCapability');
    case 'ledger.changed':
      return all('getLedger');
    default:
      return event satisfies never;
  }
}
