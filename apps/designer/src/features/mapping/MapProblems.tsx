import { type FieldPath, textOfPath } from '@lockstep/schema/mapping';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { ChevronRight, CircleAlert, CircleX } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../ui/index.ts';
import type { MapProblem } from './map-problems.ts';

export interface MapProblemsProps {
  readonly problems: readonly MapProblem[];
  /** Source fields that no line uses: what the map loses. */
  readonly unused: readonly FieldPath[];
  readonly onGo: (problem: MapProblem) => void;
  readonly onGoSource: (path: FieldPath) => void;
}

/** What is wrong or lost in a map, each with a way to its place: one line while closed, a list while open. Nothing when there is nothing. */
export function MapProblems({ problems, unused, onGo, onGoSource }: MapProblemsProps) {
  const [isOpen, setOpen] = useState(false);
  if (problems.length === 0 && unused.length === 0) return null;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const [first] = problems;
  return (
    <section aria-label="Problems of the map" data-testid="map-problems" className="border-b bg-sunken text-xs">
      <div className="flex items-center gap-3 px-3 py-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex shrink-0 items-center gap-1.5 rounded px-1 py-0.5 hover:bg-hover"
        >
          <ChevronRight size={12} aria-hidden="true" className={clsx(isOpen && 'rotate-90')} />
          <span role="status" className="flex items-center gap-2">
            {errors > 0 && <span className="text-failed">{counted(errors, 'error')}</span>}
            {warnings > 0 && <span className="text-waiting">{counted(warnings, 'warning')}</span>}
            {unused.length > 0 && <span className="text-muted">{counted(unused.length, 'source field')} not used</span>}
          </span>
        </button>
        {!isOpen && first && (
          <>
            <ProblemLine problem={first} onGo={onGo} isAlone />
            <TableLink problem={first} />
          </>
        )}
      </div>
      {isOpen && (
        <ul className="max-h-48 overflow-y-auto px-3 pb-2">
          {problems.map((problem) => (
            <li key={problem.key} className="flex items-center gap-2">
              <ProblemLine problem={problem} onGo={onGo} />
              <TableLink problem={problem} />
            </li>
          ))}
          {unused.length > 0 && (
            <li className="px-1 pt-1 text-muted">
              Not used:{' '}
              {unused.slice(0, MOST_UNUSED).map((path) => (
                <button
                  key={textOfPath(path)}
                  type="button"
                  onClick={() => onGoSource(path)}
                  className="mr-2 rounded font-mono hover:bg-hover hover:text-text"
                >
                  {textOfPath(path)}
                </button>
              ))}
              {unused.length > MOST_UNUSED && `and ${formatCount(unused.length - MOST_UNUSED)} more`}
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

/** A list that is longer is not read; the tree can be filtered instead. */
const MOST_UNUSED = 200;

function counted(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** The way to the table that a problem is about. */
function TableLink({ problem: { createTable, openTable } }: { readonly problem: MapProblem }) {
  const look = 'shrink-0 rounded font-medium text-accent-text hover:underline';
  if (createTable !== undefined) {
    return (
      <Link to="/tables" search={{ create: createTable }} className={look}>
        Create it
      </Link>
    );
  }
  if (openTable === undefined) return null;
  return (
    <Link to="/tables/$table" params={{ table: openTable }} className={look}>
      Open the table
    </Link>
  );
}

interface ProblemLineProps {
  readonly problem: MapProblem;
  readonly onGo: (problem: MapProblem) => void;
  readonly isAlone?: boolean;
}

function ProblemLine({ problem, onGo, isAlone = false }: ProblemLineProps) {
  const { severity, text, place, target } = problem;
  const Icon = severity === 'error' ? CircleX : CircleAlert;
  return (
    <button
      type="button"
      onClick={() => onGo(problem)}
      className={clsx(
        'flex min-w-0 items-start gap-1.5 rounded px-1 py-0.5 text-left hover:bg-hover',
        severity === 'error' ? 'text-failed' : 'text-waiting',
        !isAlone && 'w-full',
      )}
    >
      <Icon size={13} aria-hidden="true" className="mt-px shrink-0" />
      <span className="sr-only">{severity}: </span>
      <span className={clsx('min-w-0', isAlone && 'truncate')}>{text}</span>
      {target && <span className="shrink-0 text-muted">{textOfPath(target)}</span>}
      {place && (
        <span className="shrink-0 text-muted">
          line {place.line}, column {place.column}
        </span>
      )}
    </button>
  );
}
