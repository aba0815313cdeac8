/** One line of the shortcut sheet; the keys themselves are handled in `use-shortcuts.ts`. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly what: string;
}

export const SHORTCUTS: readonly { readonly group: string; readonly items: readonly Shortcut[] }[] = [
  {
    group: 'Draw',
    items: [
      { keys: ['N', '/'], what: 'Add a step behind the selected one' },
      { keys: ['Enter'], what: 'Open the selected step: input, settings, output' },
      { keys: ['I', 'O', 'L'], what: 'To the input, output, last try of the selected step' },
      { keys: ['P'], what: 'Pin the data of the selected step as a sample, or unpin it' },
      { keys: ['Shift Enter'], what: 'Run to the selected step' },
      { keys: ['C'], what: 'Connect the selected step to another one' },
      { keys: ['R'], what: 'Replace the selected step by another one' },
      { keys: ['F2'], what: 'Rename the selected step, group or note' },
      { keys: ['Del'], what: 'Delete what is selected' },
      { keys: ['Shift Del'], what: 'Delete and close the gap' },
      { keys: ['D'], what: 'Switch the selected steps off or on' },
      { keys: ['U'], what: 'Take the selected steps out of their frame or group' },
      { keys: ['Ctrl G', 'Ctrl Shift G'], what: 'Group the selected steps, ungroup them' },
      { keys: ['Alt →', 'Alt ←'], what: 'In the outline: into the group beside it, out of its group' },
      { keys: ['Alt G'], what: 'Fold the group or frame of the selected step away or out' },
      { keys: ['Alt X', 'Shift Alt X'], what: 'Selected steps to a sub-flow, a called flow to steps' },
      { keys: ['Shift S'], what: 'Add a note' },
      { keys: ['Shift Alt T'], what: 'Tidy up the selection, or all' },
    ],
  },
  {
    group: 'Edit',
    items: [
      { keys: ['Ctrl Z'], what: 'Undo' },
      { keys: ['Ctrl Shift Z', 'Ctrl Y'], what: 'Redo' },
      { keys: ['Ctrl C', 'Ctrl X'], what: 'Copy, cut steps as JSON' },
      { keys: ['Ctrl V'], what: 'Paste steps, also of n8n, Node-RED, curl, OpenAPI' },
      { keys: ['Ctrl F'], what: 'Find and replace in the flow' },
      { keys: ['Alt H'], what: 'History: all changes, and back to any of them' },
      { keys: ['Ctrl D'], what: 'Duplicate the selected steps' },
      { keys: ['Ctrl A'], what: 'Select all' },
      { keys: ['Shift ←', 'Shift →'], what: 'Select what leads here, what follows' },
      { keys: ['Esc'], what: 'Select nothing' },
    ],
  },
  {
    group: 'Move',
    items: [
      { keys: ['←', '→', '↑', '↓'], what: 'Go to the neighbouring step' },
      { keys: ['Ctrl ←'], what: 'Move the selected steps' },
      { keys: ['F8', 'Shift F8'], what: 'Next and previous problem' },
      { keys: ['+', '-'], what: 'Zoom' },
      { keys: ['0'], what: 'Zoom to 100 %' },
      { keys: ['1'], what: 'Fit the flow' },
      { keys: ['2'], what: 'Zoom to the selection' },
      { keys: ['Space drag'], what: 'Pan; the wheel scrolls, Ctrl wheel zooms' },
    ],
  },
  {
    group: 'Flow',
    items: [
      { keys: ['Ctrl Enter'], what: 'Test run' },
      { keys: ['Alt 1', 'Alt 2', 'Alt 3'], what: 'Design, a run, operate: the last hours' },
      { keys: ['Ctrl S'], what: 'Save now (it saves by itself, too)' },
      { keys: ['Ctrl K'], what: 'Search flows and pages' },
      { keys: ['?'], what: 'This sheet' },
    ],
  },
];
