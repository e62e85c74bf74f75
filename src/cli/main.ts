/** The command line. Only the command that was called is loaded. */

import { Command } from 'commander';
import { version } from '../lib/version.ts';
import { reportFailure } from './failure.ts';

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command there is, sorted. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  import: {
    summary: "bring in the original redwolf's database",
    load: async () => (await import('./import.ts')).importCommand(),
  },
  key: {
    summary: 'make, restrict, list and end client keys',
    load: async () => (await import('./key.ts')).keyCommand(),
  },
  'master-key': {
    summary: 'exchange the master key',
    load: async () => (await import('./master-key.ts')).masterKeyCommand(),
  },
  prices: {
    summary: 'show what models cost, count past calls again',
    load: async () => (await import('./prices.ts')).pricesCommand(),
  },
  start: {
    summary: 'start the gateway (the default)',
    load: async () => (await import('./start.ts')).startCommand(),
  },
  user: {
    summary: 'list and create users, reset a password',
    load: async () => (await import('./user.ts')).userCommand(),
  },
  why: {
    summary: 'say why a call went to its model',
    load: async () => (await import('./why.ts')).whyCommand(),
  },
};

/**
 * Runs one command.
 * @param argv as in `process.argv`
 * @returns when the command is done; `start` is done when the gateway is up. A failure is told on stderr and ends the
 * process with its exit code.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.on('uncaughtException', (error) => process.exit(reportFailure(error)));
  const args = withDefault(argv.slice(2));
  try {
    await (await buildProgram(args)).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exit(reportFailure(error));
  }
}

/** `redwolf --port 1` is `redwolf start --port 1`. */
function withDefault(args: readonly string[]): readonly string[] {
  const [first] = args;
  if (first === undefined) return ['start'];
  const isOfStart = first.startsWith('-') && !['-h', '--help', '-V', '--version'].includes(first);
  return isOfStart ? ['start', ...args] : args;
}

async function buildProgram(args: readonly string[]): Promise<Command> {
  const called = args[0] === 'help' ? args[1] : args[0];
  const program = new Command('redwolf')
    .description('A gateway between coding agents and AI models.')
    .version(version())
    .showHelpAfterError('Run "redwolf --help" to see what there is.');
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = name === called ? await load() : new Command(name);
    program.addCommand(command.summary(summary).copyInheritedSettings(program));
  }
  return program;
}
