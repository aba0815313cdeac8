import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What can follow each command: `''` is `lockstep` itself, `tables list` a command in a command. */
type Words = ReadonlyMap<string, readonly string[]>;

/** `lockstep completion <shell>`: a script that knows every command and option. Nothing of it asks a runtime. */
export function completionScript(root: Command, shell: Shell): string {
  const words = wordsOf(root);
  switch (shell) {
    case 'bash':
      return bash(words);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;
    case 'fish':
      return fish(words);
    default:
      return shell satisfies never;
  }
}

function wordsOf(root: Command): Words {
  const words = new Map<string, readonly string[]>();
  const visit = (command: Command, paths: readonly string[]) => {
    const names = command.commands.flatMap((each) => [each.name(), ...each.aliases()]);
    const flags = command.options.flatMap(({ long }) => (long ? [long] : []));
    for (const path of paths) words.set(path, [...names, ...flags, '--help']);
    for (const each of command.commands) {
      const own = [each.name(), ...each.aliases()];
      visit(
        each,
        paths.flatMap((path) => own.map((name) => `${path} ${name}`.trim())),
      );
    }
  };
  visit(root, ['']);
  return words;
}

function bash(words: Words): string {
  const cases = [...words].map(([path, next]) => `    '${path}') words='${next.join(' ')}' ;;`);
  return `# Completion of lockstep: source <(lockstep completion bash)
_lockstep() {
  local path='' word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) _lockstep_words "\${path:+$path }$word" && path="\${path:+$path }$word" ;; esac
  done
  _lockstep_words "$path"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
_lockstep_words() {
  case "$1" in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
complete -F _lockstep lockstep
`;
}

function fish(words: Words): string {
  const lines = [...words].flatMap(([path, next]) => {
    const condition = path === '' ? '__fish_use_subcommand' : seen(path);
    return next.map((word) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c lockstep -n '${condition}' ${what}`;
    });
  });
  return `# Completion of lockstep: lockstep completion fish | source\n${lines.join('\n')}\n`;
}

const seen = (path: string) =>
  path
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
