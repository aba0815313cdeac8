import type { Case, CaseChange, CaseDocument, CaseEntry, CasePart, Expectation, PartChange, PartKind } from './case.ts';
import { isClosed, judgeMove, machineOf, PART_STATES } from './machines.ts';
import { orderState } from './order-state.ts';

/** What a change made of a case. */
export interface Changed {
  readonly after: Case;
  /** What is new in its story; empty when the message told nothing that was not known. */
  readonly entries: readonly CaseEntry[];
}

/**
 * Applies what a message tells. Nothing is ever refused as a whole: what contradicts the case, or was overtaken, becomes an entry
 * of its story and changes nothing else.
 *
 * @param before `undefined` when the case is not known yet
 */
export function applyCaseChange(
  { kind, key }: Pick<Case, 'kind' | 'key'>,
  before: Case | undefined,
  change: CaseChange,
): Changed {
  const stamp = { at: change.at, ...(change.visible && { visible: true }) };
  const known: Case = before ?? { kind, key, state: 'received', at: change.at, ...EMPTY };
  const { groups, lines, entries: partEntries } = applyAllParts(known, change, stamp);
  const head = headState({ ...known, lines }, before, change, stamp);
  const documents = change.documents.filter((each) => !known.documents.some((one) => isSameDocument(one, each)));
  const milestones = reachMilestones(known, change, stamp);
  const promises = expectAnew(milestones.expected, change);
  const title = change.title ?? known.title;
  const after: Case = {
    kind,
    key,
    ...(title !== undefined && { title }),
    state: head.state,
    at: head.at,
    lines,
    groups,
    documents: [...known.documents, ...documents].slice(-200),
    milestones: milestones.milestones.slice(-500),
    expected: [],
  };
  const isPlain = ({ type, from, to }: CaseEntry) => type === 'part' && from === undefined && to === 'received';
  const opened: readonly CaseEntry[] = before
    ? partEntries
    : [
        { type: 'opened', ...stamp, to: head.state, text: countText(after) },
        ...partEntries.filter((each) => !isPlain(each)),
      ];
  return {
    after: { ...after, expected: promises.expected.filter((each) => isStillExpected(after, each)).slice(0, 100) },
    entries: [
      ...opened,
      ...head.entries,
      ...documents.map(
        (document): CaseEntry => ({
          type: 'document',
          ...stamp,
          text: documentText(document),
          ...(document.system !== undefined && { system: document.system }),
        }),
      ),
      ...milestones.entries,
      ...promises.entries,
      ...(change.note === undefined ? [] : [{ type: 'note' as const, ...stamp, text: change.note }]),
    ],
  };
}

const EMPTY = { lines: [], groups: [], documents: [], milestones: [], expected: [] };

type Stamp = Pick<CaseEntry, 'at' | 'visible'>;

/** What is told of a group holds for its lines, what is told of the order as cancelled for all of them. */
function applyAllParts(known: Case, change: CaseChange, stamp: Stamp) {
  const groups = applyParts('group', known.groups, change.groups, stamp);
  const told = applyParts('line', known.lines, change.lines, stamp);
  const named = new Set(change.lines.flatMap(({ id, state }) => (state === undefined ? [] : [id])));
  const rest = told.parts.filter(({ id }) => !named.has(id));
  const implied = change.groups.flatMap(({ id: group, state }) =>
    state === undefined ? [] : rest.filter((line) => line.group === group).map(({ id }) => ({ id, state })),
  );
  const isCancelled = known.kind === 'order' && change.state === 'cancelled';
  const cancelled = isCancelled ? rest.map(({ id }) => ({ id, state: 'cancelled' })) : [];
  const lines = applyParts('line', told.parts, [...implied, ...cancelled], stamp);
  return {
    groups: groups.parts,
    lines: lines.parts,
    entries: [...groups.entries, ...told.entries, ...lines.entries],
  };
}

/** Nothing more is expected of what has ended. */
function isStillExpected({ state, lines, groups }: Case, { part }: Expectation): boolean {
  if (isClosed(state)) return false;
  const about = part === undefined ? undefined : [...lines, ...groups].find(({ id }) => id === part);
  return about?.state !== 'cancelled';
}

/** What a case begins with: its parts are listed beside its story, not in it. */
function countText({ lines, groups }: Case): string {
  const count = (n: number, one: string) => (n === 0 ? [] : [`${n} ${one}${n === 1 ? '' : 's'}`]);
  return [...count(lines.length, 'line'), ...count(groups.length, 'group')].join(', ');
}

function isSameDocument(one: CaseDocument, other: CaseDocument): boolean {
  return one.type === other.type && one.id === other.id && one.system === other.system;
}

function documentText({ type, id, system }: CaseDocument): string {
  return `${type} ${id}${system === undefined ? '' : ` (${system})`}`;
}

function applyParts(
  partKind: PartKind,
  known: readonly CasePart[],
  changes: readonly PartChange[],
  stamp: Stamp,
): { readonly parts: CasePart[]; readonly entries: readonly CaseEntry[] } {
  const parts = new Map(known.map((part) => [part.id, part]));
  const entries: CaseEntry[] = [];
  for (const { id, state, ...rest } of changes) {
    const old = parts.get(id);
    const to = state ?? old?.state ?? 'received';
    const move = { from: old?.state, to, at: Date.parse(stamp.at), since: old && Date.parse(old.at) };
    const verdict = judgeMove(PART_STATES, move);
    if (verdict === 'moved' || verdict === 'same') {
      parts.set(id, { ...old, ...rest, id, state: to, at: verdict === 'same' && old ? old.at : stamp.at });
    }
    if (verdict === 'same') continue;
    entries.push({
      type: verdict === 'moved' ? 'part' : verdict,
      ...stamp,
      part: id,
      partKind,
      ...((rest.title ?? old?.title) !== undefined && { text: rest.title ?? old?.title }),
      ...(old && { from: old.state }),
      to,
    });
  }
  return { parts: [...parts.values()], entries };
}

function headState(
  known: Case,
  before: Case | undefined,
  { state }: CaseChange,
  stamp: Stamp,
): Pick<Case, 'state' | 'at'> & { readonly entries: readonly CaseEntry[] } {
  const isTold = known.kind === 'order' && known.lines.length > 0;
  const to = isTold ? orderState(known.lines) : state;
  const from = before?.state;
  if (to === undefined || to === from) return { state: known.state, at: known.at, entries: [] };
  if (isTold) {
    const entries: CaseEntry[] = before ? [{ type: 'state', ...stamp, from: before.state, to }] : [];
    return { state: to, at: stamp.at, entries };
  }
  const move = { from, to, at: Date.parse(stamp.at), since: before && Date.parse(before.at) };
  const verdict = judgeMove(machineOf(known.kind), move);
  const entry = (type: CaseEntry['type']): CaseEntry => ({ type, ...stamp, ...(from !== undefined && { from }), to });
  if (verdict !== 'moved')
    return { state: known.state, at: known.at, entries: verdict === 'same' ? [] : [entry(verdict)] };
  return { state: to, at: stamp.at, entries: before ? [entry('state')] : [] };
}

const isSame = (one: { name: string; part?: string | undefined }, other: { name: string; part?: string | undefined }) =>
  one.name === other.name && one.part === other.part;

function reachMilestones({ milestones, expected }: Case, { reached, at }: CaseChange, stamp: Stamp) {
  const fresh = reached.filter((each) => !milestones.some((known) => isSame(known, each)));
  const told = fresh.map(({ name, part }) => {
    const promise = expected.find((each) => isSame(each, { name, part }));
    const late = promise !== undefined && Date.parse(at) > Date.parse(promise.by);
    return { name, ...(part !== undefined && { part }), at, ...(late && { late }) };
  });
  const entries = told.map(
    ({ name, part, late }): CaseEntry => ({
      type: 'milestone',
      ...stamp,
      text: name,
      ...(part !== undefined && { part }),
      ...(late && { to: 'late' }),
    }),
  );
  return {
    milestones: [...milestones, ...told],
    expected: expected.filter((each) => !reached.some((one) => isSame(one, each))),
    entries,
  };
}

function expectAnew(known: readonly Expectation[], { expected, reached, at }: CaseChange) {
  const isNews = (each: Expectation) =>
    !reached.some((one) => isSame(one, each)) && !known.some((one) => isSame(one, each) && one.by === each.by);
  const news = expected.filter(isNews);
  const kept = known.filter((each) => !news.some((one) => isSame(one, each)));
  return {
    expected: [...kept, ...news].sort((one, other) => Date.parse(one.by) - Date.parse(other.by)),
    entries: news.map(
      ({ name, part, by }): CaseEntry => ({
        type: 'expected',
        at,
        text: name,
        by,
        ...(part !== undefined && { part }),
      }),
    ),
  };
}

/** What is found missing at `now`: the case with it marked, and its entries. */
export function missExpectations(known: Case, now: string): Changed {
  const isDue = ({ by, missedAt }: Expectation) => missedAt === undefined && Date.parse(by) <= Date.parse(now);
  return {
    after: { ...known, expected: known.expected.map((each) => (isDue(each) ? { ...each, missedAt: now } : each)) },
    entries: known.expected.filter(isDue).map(({ name, part, by }) => ({
      type: 'missed',
      at: now,
      text: name,
      by,
      ...(part !== undefined && { part }),
    })),
  };
}
