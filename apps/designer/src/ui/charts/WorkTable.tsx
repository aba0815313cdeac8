import type { PictureOf } from '@lockstep/schema/api';
import { Button } from '../Button.tsx';
import { Table, Td, Th } from '../Table.tsx';
import { Time } from '../Time.tsx';
import { Go } from './links.tsx';
import { formatWhen } from './values.ts';

export interface WorkActions {
  readonly retry: (exceptionId: string) => void;
  readonly skip: (exceptionId: string, key: string) => void;
  /** Being tried again just now. */
  readonly busy?: string | undefined;
}

/** What is stuck: where, since when, why, and what can be done about it at once. */
export function WorkTable({
  picture,
  actions,
}: {
  readonly picture: PictureOf<'work'>;
  readonly actions?: WorkActions | undefined;
}) {
  const { rows, total } = picture;
  const [isTimed, isOwned] = [
    rows.some(({ nextTry }) => nextTry !== undefined),
    rows.some(({ owner }) => owner !== undefined),
  ];
  return (
    <div className="flex flex-col gap-2">
      <Table label={picture.title}>
        <thead>
          <tr>
            <Th className="w-[24%] px-2!">What</Th>
            <Th className="w-[14%] px-2!">Stands at</Th>
            <Th className="w-[12%] px-2!">Since</Th>
            <Th className="px-2!">Why</Th>
            {isTimed && <Th className="hidden w-[11%] px-2! @3xl:table-cell">Next try</Th>}
            {isOwned && <Th className="hidden w-[10%] px-2! @3xl:table-cell">Owner</Th>}
            {actions && (
              <Th className="w-36 px-2!">
                <span className="sr-only">Actions</span>
              </Th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, title, stage, since, cause, nextTry, owner, exceptionId, href }) => (
            <tr key={exceptionId ?? `${key} ${since}`}>
              <Td className="px-2!">
                <Go href={href} className="block truncate rounded font-medium hover:underline">
                  {key}
                </Go>
                {title !== undefined && <span className="block truncate text-muted text-xs">{title}</span>}
              </Td>
              <Td className="truncate px-2!">{stage}</Td>
              <Td className="px-2! text-muted">
                {actions ? <Time at={new Date(since).toISOString()} /> : formatWhen(since)}
              </Td>
              <Td className="px-2!">
                <span className="line-clamp-2 text-sm">{cause}</span>
              </Td>
              {isTimed && (
                <Td className="hidden px-2! text-muted @3xl:table-cell">
                  {nextTry === undefined ? '–' : formatWhen(nextTry)}
                </Td>
              )}
              {isOwned && <Td className="hidden truncate px-2! text-muted @3xl:table-cell">{owner ?? '–'}</Td>}
              {actions && (
                <Td className="px-2!">
                  {exceptionId !== undefined && (
                    <span className="flex justify-end gap-1">
                      <Button
                        size="sm"
                        busy={actions.busy === exceptionId}
                        onClick={() => actions.retry(exceptionId)}
                        aria-label={`Retry ${key}`}
                      >
                        Retry
                      </Button>
                      <Button
                        size="sm"
                        kind="quiet"
                        onClick={() => actions.skip(exceptionId, key)}
                        aria-label={`Discard ${key}`}
                      >
                        Discard
                      </Button>
                    </span>
                  )}
                </Td>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      {total > rows.length && (
        <Go href="/exceptions" className="self-start rounded text-accent-text text-sm hover:underline">
          All {total} that need a person
        </Go>
      )}
    </div>
  );
}
