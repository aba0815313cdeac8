import { Binding } from '@lockstep/schema/capabilities';
import { describe, expect, it } from 'vitest';
import { bindingOf, draftOf, newRule } from './binding-draft.ts';

const full = Binding.parse({
  flow: 'old',
  rules: [
    { field: 'shipTo.country', is: ['FR', 'BE'], flow: 'france' },
    { field: 'reference', from: '#1000', flow: 'range' },
  ],
  share: { flow: 'new', percent: 12.5 },
  shadow: { flow: 'new', percent: 50, ignore: ['total', 'lines.tax'] },
});

describe('the draft of a binding', () => {
  it('says the binding it was made of', () => {
    for (const binding of [full, Binding.parse({ flow: 'old' })]) {
      expect(bindingOf(draftOf(binding))).toEqual({ binding });
    }
  });

  it('keeps what was typed of a part that is off, and leaves it out', () => {
    const draft = { ...draftOf(full), hasShare: false, hasShadow: false };
    expect(bindingOf(draft)).toEqual({ binding: { flow: 'old', rules: full.rules } });
    expect(draft.sharePercent).toBe('12.5');
  });

  it('tells what is wrong by the field it is wrong in', () => {
    const draft = {
      ...draftOf(undefined),
      rules: [{ ...newRule(), field: 'two words', flow: 'x' }],
      hasShare: true,
      sharePercent: '',
      hasShadow: true,
      shadowFlow: 'new',
      shadowPercent: '101',
    };
    const read = bindingOf(draft);
    expect('issues' in read && Object.keys(read.issues).sort()).toEqual([
      'flow',
      'rules/0/field',
      'rules/0/is',
      'shadow/percent',
      'share/flow',
      'share/percent',
    ]);
    expect(read).toMatchObject({ issues: { flow: 'Choose a flow.', 'share/percent': 'Use a number.' } });
  });
});
