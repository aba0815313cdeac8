import type { ScenarioFlow } from '@lockstep/schema/api';
import clsx from 'clsx';
import { KIND_WORDS, missingSentence } from './scenario-words.ts';

/** How much of a drawing its scenarios went through, and what they did not. */
export function CoverageBars({ coverage }: { readonly coverage: NonNullable<ScenarioFlow['coverage']> }) {
  const { kinds, missing } = coverage;
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <dl className="grid grid-cols-2 gap-x-8 gap-y-2 xl:grid-cols-4">
        {kinds
          .filter(({ of }) => of > 0)
          .map(({ kind, covered, of }) => (
            <div key={kind}>
              <dt className="text-muted text-xs">{KIND_WORDS[kind]}</dt>
              <dd className="flex items-center gap-2">
                <span aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
                  <span
                    className={clsx('block h-full rounded-full', covered === of ? 'bg-ok' : 'bg-waiting')}
                    style={{ width: `${(covered / of) * 100}%` }}
                  />
                </span>
                <span className="tabular shrink-0 text-xs">
                  {covered} of {of}
                </span>
              </dd>
            </div>
          ))}
      </dl>
      {missing.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted text-xs hover:text-text">
            Not gone through: {missing.length}
          </summary>
          <ul className="mt-1 list-disc pl-5 text-sm">
            {missing.map((one) => (
              <li key={`${one.kind} ${one.node} ${one.port ?? ''} ${one.undo ?? ''}`}>{missingSentence(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
