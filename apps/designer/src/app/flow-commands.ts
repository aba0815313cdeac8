import { catalogue } from '../steps/catalogue.ts';
import type { EditorUi } from '../stores/editor-ui.ts';
import type { Command } from './commands.ts';
import type { OpenFlow } from './open-flow.ts';

/** What the palette offers of the open flow: its steps, and what can be done to it. */
export function flowCommands({ store, ui, actions }: OpenFlow): readonly Command[] {
  const { flow, editable, history } = store.getState();
  const show = (change: Partial<EditorUi>) => () => ui.setState(change);
  /** What happens on the canvas needs it in front. */
  const drawing = (act: () => void) => () => {
    ui.setState({ mode: 'design', viewing: undefined, mapping: undefined, stepView: undefined });
    act();
  };
  const action = (label: string, hint: string, run: () => void): Command => ({
    id: `flow-action-${label}`,
    group: 'This flow',
    label,
    hint,
    run,
  });
  const changing = [
    action(
      'Add a step',
      'N',
      drawing(() => actions.openQuickAdd()),
    ),
    action(
      'Tidy up',
      'Shift Alt T',
      drawing(() => actions.tidy()),
    ),
    action(
      'Add a note',
      'Shift S',
      drawing(() => actions.addNote()),
    ),
    ...(history.past.length > 0
      ? [
          action(
            'Undo',
            'Ctrl Z',
            drawing(() => store.getState().undo()),
          ),
        ]
      : []),
    ...(history.future.length > 0
      ? [
          action(
            'Redo',
            'Ctrl Shift Z',
            drawing(() => store.getState().redo()),
          ),
        ]
      : []),
  ];
  return [
    action('Test run', 'Ctrl Enter', drawing(show({ dialog: 'test' }))),
    ...(editable ? changing : []),
    action('Publish', 'The next version', show({ dialog: 'publish' })),
    action(
      'Find and replace',
      'Ctrl F',
      drawing(() => ui.setState(({ finding = 0 }) => ({ finding: finding + 1 }))),
    ),
    action(
      'Fit the flow',
      '1',
      drawing(() => actions.canvas.fit()),
    ),
    action(
      'Select all',
      'Ctrl A',
      drawing(() => actions.selectAll()),
    ),
    action('Problems', 'Errors, warnings and hints', drawing(show({ panel: 'problems' }))),
    action('Versions', 'What was published', drawing(show({ panel: 'versions' }))),
    action('History of changes', 'Alt H', drawing(show({ panel: 'history' }))),
    action(
      'Settings of the flow',
      'Description, lane, search fields',
      drawing(() => {
        store.getState().select({});
        ui.setState({ inspectorOpen: true });
      }),
    ),
    action('Look at a run', 'Alt 2', show({ mode: 'run', mapping: undefined, stepView: undefined })),
    action('Operate: the last hours', 'Alt 3', show({ mode: 'operate', mapping: undefined, stepView: undefined })),
    action('Keyboard', '?', show({ dialog: 'shortcuts' })),
    ...flow.nodes.map(({ id, type, name }): Command => {
      const run = drawing(() => actions.pick([id], { focus: true }));
      return {
        id: `step-${id}`,
        group: 'Steps',
        label: name,
        hint: catalogue.get(type)?.ui.label ?? type,
        also: id,
        run,
      };
    }),
  ];
}
