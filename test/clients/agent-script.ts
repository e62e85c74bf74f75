/** The task as data: what the model says in each step, which tools it calls, and what their results must say. */

export const VARIANTS = [
  'plain',
  'reasoning',
  'reasoning-field',
  'onechunk',
  'finishstop',
  'comments',
  'toolsearch',
  'image',
  'longturn',
] as const;

/** How the platform answers. README.md says what each is about. */
export type Variant = (typeof VARIANTS)[number];

export interface ScriptedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What the tool's result must match. */
  readonly result?: RegExp;
}

export interface Step {
  readonly text: string;
  readonly calls: readonly ScriptedCall[];
  /** A tool that must be offered by now. */
  readonly needs?: string;
}

export interface AgentScript {
  readonly steps: readonly Step[];
  /** The last words. */
  readonly final: string;
  /** Files that must be there in the end, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** The agent's own requests offer these tools; others are side calls. */
  readonly tools: readonly string[];
}

const TRICKY = 'gamma "quoted" back\\slash ünïcødé 漢字 🐺 </tag> \t tab';
const LONG_TURN_STEPS = 12;

/** For Claude Code, which works in the folder `cwd`. `nonce` makes the run's words its own. */
export function claudeCodeScript(variant: Variant, cwd: string, nonce: string): AgentScript {
  const file = (name: string) => `${cwd}/${name}`;
  const bash = (command: string, result?: RegExp) => call('Bash', { command, description: 'A step' }, result);
  const steps: Step[] = [
    step('I will write the notes. 我来写。', call('Write', { file_path: file('notes.txt'), content: 'alpha\nbeta\n' })),
    step('', call('Read', { file_path: file('notes.txt') }, /beta/)),
    step('Now the edit.', call('Edit', { file_path: file('notes.txt'), old_string: 'beta', new_string: TRICKY })),
    step('', bash(`cat notes.txt && printf %s "from-bash-${nonce}" > bash.txt`, /漢字 🐺/)),
    step(
      'Two at once.',
      bash(`printf %s one > p1.txt; echo out-one-${nonce}`, new RegExp(`out-one-${nonce}`)),
      call('Write', { file_path: file('p2.txt'), content: 'two — ☃\n' }),
    ),
    step('', bash(`echo failing-${nonce}; exit 3`, new RegExp(`failing-${nonce}`))),
    ...extraSteps(variant, file, nonce),
  ];
  return {
    steps,
    final: finalWords(nonce),
    files: {
      'notes.txt': `alpha\n${TRICKY}\n`,
      'bash.txt': `from-bash-${nonce}`,
      'p1.txt': 'one',
      'p2.txt': 'two — ☃\n',
    },
    tools: ['Write', 'Bash'],
  };
}

/** For Codex. */
export function codexScript(nonce: string): AgentScript {
  const run = (cmd: string, result?: RegExp) => call('exec_command', { cmd }, result);
  const words = 'alpha\nüñï 漢字 "q" \\b\n';
  return {
    steps: [
      step('I start.', run(`cat > notes.txt <<'X'\n${words}X`)),
      step('', run('cat notes.txt', /漢字 "q" \\b/)),
      step(
        'Two at once.',
        run(`printf A > a.txt; echo first-${nonce}`, new RegExp(`first-${nonce}`)),
        run(`printf B > b.txt; echo second-${nonce}`, new RegExp(`second-${nonce}`)),
      ),
      step('', run(`echo failing-${nonce}; exit 3`, new RegExp(`failing-${nonce}`))),
    ],
    final: finalWords(nonce),
    files: { 'notes.txt': words, 'a.txt': 'A', 'b.txt': 'B' },
    tools: ['exec_command'],
  };
}

/** For opencode, which works in the folder `cwd`. */
export function opencodeScript(cwd: string, nonce: string): AgentScript {
  const names: ToolNames = { write: 'write', read: 'read', run: 'bash', path: 'filePath' };
  return chatScript(names, cwd, nonce);
}

/** For qwen-code, which works in the folder `cwd`. */
export function qwenScript(cwd: string, nonce: string): AgentScript {
  const names: ToolNames = { write: 'write_file', read: 'read_file', run: 'run_shell_command', path: 'file_path' };
  return chatScript(names, cwd, nonce, { is_background: false });
}

/** The tools of a client, and what it calls the path of a file. */
interface ToolNames {
  readonly write: string;
  readonly read: string;
  readonly run: string;
  readonly path: string;
}

function chatScript(names: ToolNames, cwd: string, nonce: string, more: object = {}): AgentScript {
  const at = (name: string) => ({ [names.path]: `${cwd}/${name}` });
  const run = (command: string, result: RegExp) => call(names.run, { command, description: 'A step', ...more }, result);
  const words = `alpha\n${TRICKY}\n`;
  return {
    steps: [
      step('I will write the notes. 我来写。', call(names.write, { ...at('notes.txt'), content: words })),
      step('', call(names.read, at('notes.txt'), /漢字 🐺/)),
      step(
        'Two at once.',
        run(`printf %s one > p1.txt; echo out-one-${nonce}`, new RegExp(`out-one-${nonce}`)),
        call(names.write, { ...at('p2.txt'), content: 'two — ☃\n' }),
      ),
      step('', run(`echo failing-${nonce}; exit 3`, new RegExp(`failing-${nonce}`))),
    ],
    final: finalWords(nonce),
    files: { 'notes.txt': words, 'p1.txt': 'one', 'p2.txt': 'two — ☃\n' },
    tools: [names.write, names.run],
  };
}

function extraSteps(variant: Variant, file: (name: string) => string, nonce: string): Step[] {
  switch (variant) {
    case 'toolsearch':
      return [
        step('', call('ToolSearch', { query: 'select:CronList', max_results: 3 }, /CronList/)),
        { ...step('', call('CronList', {}, /.+/)), needs: 'CronList' },
      ];
    case 'image':
      return [step('', call('Read', { file_path: file('dot.png') }))];
    case 'longturn':
      return Array.from({ length: LONG_TURN_STEPS }, (_, index) => {
        const word = `step-${index}-${nonce}`;
        return step('', call('Bash', { command: `echo ${word}`, description: 'A step' }, new RegExp(word)));
      });
    default:
      return [];
  }
}

function step(text: string, ...calls: ScriptedCall[]): Step {
  return { text, calls };
}

function call(name: string, args: ScriptedCall['args'], result?: RegExp): ScriptedCall {
  return { name, args, ...(result === undefined ? {} : { result }) };
}

function finalWords(nonce: string): string {
  return `All finished. E2E-DONE-${nonce} 完成 ✅`;
}
