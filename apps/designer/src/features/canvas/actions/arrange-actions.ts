import {
  bodyOf,
  type Flow,
  type FlowEdit,
  type FlowGroup,
  type LayoutColour,
  type Position,
} from '@lockstep/schema/graph';
import { catalogue } from '../../../steps/catalogue.ts';
import { toast } from '../../../ui/index.ts';
import type { Alignment, Axis } from '../model/align.ts';
import type { TidyOptions } from '../model/elk-graph.ts';
import { scopeToFold } from '../model/fold.ts';
import { framesOf, withBodies } from '../model/frames.ts';
import { nudge, rescope } from '../model/gestures.ts';
import { changeGroup, groupSteps, intoGroup, takeOutOfGroups, ungroup, unitsOf } from '../model/group-edits.ts';
import { groupOf, groupsOf, insideGroup, membersOf } from '../model/groups.ts';
import { placesOf, snap } from '../model/places.ts';
import type { PolicyChange } from '../model/policies.ts';
import type { AddDesk } from './add-actions.ts';

/** What changes how steps lie, belong together and are kept, not what they do to a message. */
export function createArrangeActions({ store, ui, canvas, pick, shown }: AddDesk) {
  const flow = () => store.getState().flow;
  const selected = () => store.getState().selection.nodes;
  const edit = (made: FlowEdit | undefined) => {
    if (made !== undefined) store.getState().edit(made);
  };
  const toggleGroup = (id: string) => {
    const group = groupsOf(flow()).find((one) => one.id === id);
    if (group === undefined || !store.getState().editable) return;
    const isOpen = groupsOf(shown()).find((one) => one.id === id)?.collapsed !== true;
    // Open because a step of it is selected: let go of the step, and it is folded.
    if (isOpen && selected().some((one) => insideGroup(flow(), group).includes(one))) {
      pick(membersOf(flow(), group), { stay: true });
    }
    if (isOpen !== (group.collapsed === true)) edit(changeGroup(group, { collapsed: isOpen }));
  };
  return {
    /** Folds the body of a scope away or out; without a scope that of the selected one, or the one around the selected step. */
    toggleFold: (scope?: string) => {
      const last = selected().at(-1);
      const group = last === undefined || scope !== undefined ? undefined : groupToFold(flow(), selected());
      if (group !== undefined) {
        toggleGroup(group);
        return;
      }
      const isScope = (type: string) => catalogue.get(type)?.scope !== undefined;
      const id = scope ?? (last === undefined ? undefined : scopeToFold(flow(), last, isScope));
      if (id === undefined || !store.getState().editable) return;
      const isOpen = !shown().layout.collapsed?.includes(id);
      // A step in a folded body is not drawn: its scope is what one stands on then.
      if (isOpen && selected().some((one) => bodyOf(flow(), id).includes(one))) pick([id], { stay: true, focus: true });
      if (isOpen === (flow().layout.collapsed?.includes(id) ?? false)) return;
      store.getState().edit({ type: 'node.collapse', node: id, collapsed: isOpen });
    },
    /** Takes the selected steps out of the scope they are in, into the one around it. */
    takeOut: () => {
      const nodes = flow().nodes.filter(({ id, scope }) => scope !== undefined && selected().includes(id));
      const outer = (scope: string) => flow().nodes.find(({ id }) => id === scope)?.scope ?? null;
      const changed = Object.fromEntries(nodes.map(({ id, scope = '' }) => [id, outer(scope)]));
      const places = placesOf(flow());
      const frames = framesOf(shown(), places, catalogue, new Set(Object.keys(changed)));
      const moved = nodes.flatMap(({ id, scope }) => {
        const frame = frames.find((one) => one.scope === scope);
        const place = places[id];
        if (frame === undefined || place === undefined) return [];
        return [[id, snap({ x: place.x, y: Math.max(place.y, frame.y + frame.height + 40) })] as const];
      });
      if (nodes.length === 0) {
        edit(takeOutOfGroups(flow(), selected()));
        return;
      }
      const label = nodes.length === 1 ? `take “${nodes[0]?.name}” out` : `take ${nodes.length} steps out`;
      const positions = withBodies(flow(), Object.fromEntries(moved), places);
      const edits = [{ type: 'node.move' as const, positions: { ...positions } }, ...rescope(flow(), changed)];
      store.getState().edit({ type: 'batch', label, edits });
    },
    nudge: (by: Position) => {
      const edit = nudge(flow(), selected(), by);
      if (edit !== undefined) store.getState().edit(edit, { merge: 'nudge' });
    },
    tidy: (options: TidyOptions = {}) => {
      if (!store.getState().editable) return;
      void import('../tidy/tidy.ts').then(async ({ tidy }) => {
        const moved = await tidy(store, ui, options);
        if (moved && selected().length < 2) canvas.fitDocument();
      });
    },
    addNote: () => {
      if (!store.getState().editable) return;
      const at = snap(canvas.toFlow(canvas.pointer() ?? canvas.middle()));
      const taken = new Set(flow().layout.notes.map(({ id }) => id));
      let count = taken.size + 1;
      while (taken.has(`note-${count}`)) count += 1;
      const note = { id: `note-${count}`, text: '', ...at, width: 220, height: 100 };
      store.getState().edit({ type: 'note.put', note });
      store.getState().select({ notes: [note.id] });
      ui.setState({ renaming: note.id });
    },
    /** Lets the name of what is selected be written: a step, a group, or the text of a note. */
    rename: () => {
      const [only, ...others] = selected();
      const [note] = store.getState().selection.notes;
      const [group] = others.length > 0 ? unitsOf(flow(), selected()).groups : [];
      const named = group?.id ?? (only === undefined ? note : undefined);
      if (named !== undefined) ui.setState({ renaming: named });
      if (only !== undefined && others.length === 0) ui.setState({ inspectorOpen: true, renaming: only });
    },
    /** Makes a group of the selected steps, and lets its name be written. */
    group: () => {
      if (!store.getState().editable) return;
      const made = groupSteps(flow(), selected());
      if ('refusal' in made) {
        toast({ kind: 'failed', title: 'These make no group', detail: made.refusal });
        return;
      }
      edit(made.edit);
      const group = groupsOf(flow()).find(({ id }) => id === made.id);
      if (group !== undefined) store.getState().select({ nodes: membersOf(flow(), group) });
      ui.setState({ renaming: made.id });
    },
    ungroup: () => edit(ungroup(flow(), selected())),
    /** Puts the selected steps and groups into a group. */
    putInto: (group: FlowGroup) => {
      if (!store.getState().editable) return;
      const made = intoGroup(flow(), selected(), group);
      if (made !== undefined && 'refusal' in made) {
        toast({ kind: 'failed', title: `They cannot be put into “${group.name}”`, detail: made.refusal });
      } else edit(made);
    },
    toggleGroup,
    pickGroup: (id: string) => {
      const group = groupsOf(flow()).find((one) => one.id === id);
      if (group !== undefined) pick(membersOf(flow(), group), { stay: true });
    },
    renameGroup: (id: string, name: string) => {
      const group = groupsOf(flow()).find((one) => one.id === id);
      if (group !== undefined) edit(changeGroup(group, { name }));
    },
    /** Asks for the name of the sub-flow that the selected steps become. */
    extract: () => {
      if (store.getState().editable && selected().length > 0) ui.setState({ dialog: 'extract' });
    },
    /** Puts the steps of the called flow in the place of the selected call. */
    inline: () => {
      if (!store.getState().editable) return;
      void import('./inline-call.ts').then(async ({ inlineSelected }) => {
        const ids = await inlineSelected(store);
        if (ids.length > 0) pick(ids);
      });
    },
    align: async (to: Alignment) => {
      const { alignSteps } = await import('../model/align.ts');
      edit(alignSteps(flow(), selected(), to, catalogue));
    },
    distribute: async (axis: Axis) => {
      const { distributeSteps } = await import('../model/align.ts');
      edit(distributeSteps(flow(), selected(), axis, catalogue));
    },
    /** Colours the selected notes and groups. */
    colour: (colour: LayoutColour) => {
      const { notes } = store.getState().selection;
      const edits: FlowEdit[] = [
        ...flow().layout.notes.flatMap((note): FlowEdit[] =>
          notes.includes(note.id) ? [{ type: 'note.put', note: { ...note, colour } }] : [],
        ),
        ...unitsOf(flow(), selected()).groups.map((group): FlowEdit => changeGroup(group, { colour })),
      ];
      if (edits.length > 0) edit({ type: 'batch', label: `colour ${colour}`, edits });
    },
    /** Changes the reliability of all selected steps. */
    changePolicies: async (change: PolicyChange) => {
      const { changePolicies } = await import('../model/policies.ts');
      edit(changePolicies(flow(), selected(), change, catalogue));
    },
  };
}

/** The group that a fold is about: the selected one; else that of the selected step, unless the step is in a frame of its own. */
function groupToFold(flow: Flow, selected: readonly string[]): string | undefined {
  const [whole] = unitsOf(flow, selected).groups;
  if (whole !== undefined) return whole.id;
  const last = selected.at(-1) ?? '';
  return bodyOf(flow, last).length > 0 ? undefined : groupOf(flow, last)?.id;
}
