import { Command, InvalidArgumentError, Option } from 'commander';
import { dataDirOption, findConfigFile } from './data-dir.ts';
import { whenOrphaned } from './orphan.ts';
import { serve } from './serve.ts';

interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly config?: string;
  readonly debug: boolean;
}

/** `redwolf start`: the gateway, in the foreground. */
export function startCommand(): Command {
  return new Command('start')
    .description('Start the gateway in the foreground. SIGTERM or Ctrl-C lets running calls end, then stops it.')
    .addOption(new Option('--port <port>', 'port to listen on; 0 takes a free one').argParser(parsePort).default(8000))
    .addOption(new Option('--host <host>', 'address to listen on').default('127.0.0.1'))
    .addOption(dataDirOption())
    .option('--config <file>', 'configuration file (default: redwolf.yaml in the current folder or in the data dir)')
    .option('--debug', 'log each call, and name in each reply what a conversion lost', false)
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  if (process.env['npm_lifecycle_event'] === 'npx') whenOrphaned(process, () => process.kill(process.pid, 'SIGTERM'));
  const configFile = options.config ?? findConfigFile(options.dataDir, process.cwd());
  const { startGateway } = await import('../main.ts');
  const gateway = await startGateway({
    host: options.host,
    port: options.port,
    dataDir: options.dataDir,
    ...(configFile === undefined ? {} : { configFile }),
    debug: options.debug,
    environment: process.env,
  });
  serve(gateway, process, { print: console.log, warn: console.error });
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
