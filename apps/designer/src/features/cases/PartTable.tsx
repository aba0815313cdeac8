import type { CasePart } from '@lockstep/schema/cases';
import { Card, formatCount, Table, Td, Th, Time } from '../../ui/index.ts';
import { StateBadge } from './StateBadge.tsx';

export interface PartTableProps {
  /** `Lines`, or `Fulfilment groups`. */
  readonly label: string;
  readonly parts: readonly CasePart[];
  /** Whether to say which group a line goes with. */
  readonly withGroup: boolean;
}

/** Parts of a case with a state of their own. */
export function PartTable({ label, parts, withGroup }: PartTableProps) {
  return (
    <Card title={label} flush>
      <Table label={label}>
        <thead>
          <tr>
            <Th>{label === 'Lines' ? 'Line' : 'Group'}</Th>
            {withGroup && <Th className="w-28">Group</Th>}
            <Th className="w-32">State</Th>
            <Th className="hidden w-24 @md:table-cell">Since</Th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ id, title, quantity, group, state, at }) => (
            <tr key={id}>
              <Td>
                <p className="truncate font-medium" title={title ?? id}>
                  {title ?? id}
                </p>
                {(title !== undefined || quantity !== undefined) && (
                  <p className="truncate text-muted text-xs">
                    {[
                      title === undefined ? undefined : id,
                      quantity === undefined ? undefined : `× ${formatCount(quantity)}`,
                    ]
                      .filter((each) => each !== undefined)
                      .join(' ')}
                  </p>
                )}
              </Td>
              {withGroup && <Td className="truncate text-muted">{group ?? '–'}</Td>}
              <Td>
                <StateBadge state={state} />
              </Td>
              <Td className="hidden text-muted text-xs @md:table-cell">
                <Time at={at} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
