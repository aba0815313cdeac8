import { VARIABLES, type Variable } from './variables.ts';

const WIDTH = 100;

/** Text of `.env.example`: every variable with its meaning, defaults commented out. */
export function envExample(): string {
  const blocks = Object.values(VARIABLES).map((variable: Variable) =>
    [...wrap(variable.help).map((line) => `# ${line}`), `# ${variable.name}=${variable.fallback ?? ''}`].join('\n'),
  );
  return `# Settings of Lockstep. Printed by apps/runtime/src/config/print-env-example.ts; do not edit by hand.\n\n${blocks.join('\n\n')}\n`;
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
