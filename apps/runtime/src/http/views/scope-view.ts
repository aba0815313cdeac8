import type { ScopeView, StepView } from '@lockstep/schema/api';
import type { ScopeState } from '../../engine/index.ts';

/** How far a scope outside of other scopes has come. */
export function scopeView(scope: ScopeState, status: StepView['status']): ScopeView {
  const { fed, end, ended, failed, stopped, items } = scope;
  return {
    items: fed,
    more: !end && !stopped && (status === 'running' || status === 'waiting'),
    ended,
    failed,
    open: Object.keys(items),
    stopped: stopped ?? false,
  };
}
