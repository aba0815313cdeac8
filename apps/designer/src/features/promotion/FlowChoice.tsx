import { listFlows } from '@lockstep/schema/api';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Card, Checkbox, SearchInput, SkeletonRows } from '../../ui/index.ts';

export interface FlowChoiceProps {
  /** Ids; all published flows when empty. */
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

/** Which published flows go along: all of them, or some. */
export function FlowChoice({ chosen, onChoose }: FlowChoiceProps) {
  const flows = useCall(listFlows, {});
  const [search, setSearch] = useState('');
  return (
    <Card flush>
      <fieldset>
        <legend className="px-4 pt-3 font-semibold text-sm">
          Which flows{' '}
          <span className="font-normal text-muted">
            {chosen.length === 0 ? 'all that are published' : `${chosen.length} chosen`}
          </span>
        </legend>
        <div className="px-4 pt-2">
          <SearchInput label="Find a flow" value={search} onChange={setSearch} />
        </div>
        <AnswerView query={flows} what="Flows" loading={<SkeletonRows label="Loading flows" />}>
          {({ flows: all }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard
            <ul className="max-h-80 overflow-y-auto px-4 py-2" tabIndex={0} aria-label="Published flows">
              {all
                .filter(({ publishedVersion }) => publishedVersion !== undefined)
                .filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
                .map(({ id, name, publishedVersion }) => (
                  <li key={id} className="flex items-start gap-2 py-1">
                    <Checkbox
                      id={`promote-${id}`}
                      checked={chosen.includes(id)}
                      onChange={(on) => onChoose(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
                    />
                    <label htmlFor={`promote-${id}`} className="min-w-0 flex-1 text-sm leading-4">
                      {name} <span className="text-muted">v{publishedVersion}</span>
                    </label>
                  </li>
                ))}
            </ul>
          )}
        </AnswerView>
      </fieldset>
    </Card>
  );
}
