import type { CapabilityView } from '@lockstep/schema/api';
import { Button, Card, Time } from '../../ui/index.ts';
import { bindingParts, nameOf } from './capability-words.ts';

export interface BindingHistoryProps {
  readonly view: CapabilityView;
  /** Version the form shows. */
  readonly begun: number | undefined;
  /** Puts a version into the form. */
  readonly onBegin: (version: number) => void;
}

/** Every binding there ever was: who, when, why. */
export function BindingHistory({ view: { history, offers }, begun, onBegin }: BindingHistoryProps) {
  const name = nameOf(offers);
  return (
    <Card title="Bindings">
      {history.length === 0 && <p className="text-muted text-sm">None yet.</p>}
      <ol aria-label="Bindings, newest first" className="flex flex-col gap-3">
        {history.map(({ version, at, by, note, binding, forOpenRuns }, index) => (
          <li key={version} data-testid={`binding:${version}`} className="flex gap-3 text-sm">
            <span className="tabular w-6 shrink-0 font-semibold">{version}</span>
            <div className="min-w-0 flex-1">
              {bindingParts(binding, name).map((part) => (
                <p key={part} className="break-words">
                  {part}
                </p>
              ))}
              <p className="text-muted text-xs">
                {by}, <Time at={at} />
                {forOpenRuns && ', for runs under way too'}
              </p>
              <p className="break-words text-muted text-xs">{note === '' ? 'No reason was given' : note}</p>
            </div>
            {index > 0 && (
              <Button
                size="sm"
                disabled={begun === version}
                aria-label={`Begin from binding ${version}`}
                onClick={() => onBegin(version)}
              >
                {begun === version ? 'In the form' : 'Begin from it'}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
