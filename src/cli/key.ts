import { Command, Option, type OptionValues } from 'commander';
import type { KeyManager } from '../admin/ports.ts';
import { ClientKeys } from '../control/client-keys.ts';
import { KeyRing } from '../gateway/key-ring.ts';
import { MemoryBudgets } from '../gateway/limits/budget.ts';
import { systemClock } from '../lib/clock.ts';
import { version } from '../lib/version.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { openVault } from '../store/vault.ts';
import { dataDirOption } from './data-dir.ts';
import { addPolicyOptions, changeFrom, readSeconds } from './key-options.ts';
import { keyLines, keyTable } from './key-text.ts';
import { whoCalls } from './who-calls.ts';

type Run = (keys: ClientKeys, name: string, options: OptionValues) => Promise<void>;

/** `redwolf key …`: works on the data directory, also while a gateway runs on it, which notices within a second. */
export function keyCommand(): Command {
  const command = new Command('key').description('Make, restrict, list and end the keys by which clients are known.');
  addPolicyOptions(addKeyCommand(command, 'create <name>', 'make a new key and print it, this once', create));
  addPolicyOptions(
    addKeyCommand(command, 'change <name>', 'change what a key may do; "none" takes a limit away', change),
  );
  addKeyCommand(command, 'list', 'show all keys, not the secrets themselves', list);
  addKeyCommand(command, 'show <name>', 'show one key, its limits, and what is spent', show);
  addKeyCommand(command, 'disable <name>', 'refuse a key from now on', (keys, name) => switchKey(keys, name, false));
  addKeyCommand(command, 'enable <name>', 'accept a disabled key again', (keys, name) => switchKey(keys, name, true));
  addKeyCommand(command, 'rotate <name>', 'give a key a new secret and print it, this once', rotate).addOption(
    new Option('--overlap <time>', 'how long the old secret stays good, such as 24h; 0 is not at all')
      .argParser(readSeconds)
      .default(86_400, '24h'),
  );
  addKeyCommand(command, 'reset <name>', "count a key's budgets from now on", reset);
  addKeyCommand(command, 'delete <name>', 'end a key; the records of its calls stay', remove);
  return command;
}

function addKeyCommand(parent: Command, usage: string, description: string, run: Run): Command {
  const command = parent.command(usage).description(description).addOption(dataDirOption());
  return command.action(async () => {
    const options: OptionValues = command.opts();
    await withKeys(String(options['dataDir']), (keys) => run(keys, command.args[0] ?? '', options));
  });
}

async function create(keys: ClientKeys, name: string, options: OptionValues): Promise<void> {
  const { secret } = await keys.create({ name, ...changeFrom(options, Date.now()) }, administrator());
  console.log(secret);
  console.error(`This is the new key "${name}". It cannot be shown again.`);
}

async function change(keys: ClientKeys, name: string, options: OptionValues): Promise<void> {
  await keys.patch(await keys.idOf(name), changeFrom(options, Date.now()), administrator());
  console.error(`The key "${name}" is changed.`);
}

async function list(keys: ClientKeys): Promise<void> {
  for (const line of keyTable((await keys.list(administrator())).keys)) console.log(line);
}

async function show(keys: ClientKeys, name: string): Promise<void> {
  const id = await keys.idOf(name);
  for (const line of keyLines((await keys.show(id, administrator())).key, await keys.usage(id, administrator())))
    console.log(line);
}

async function switchKey(keys: ClientKeys, name: string, enabled: boolean): Promise<void> {
  await keys.patch(await keys.idOf(name), { enabled }, administrator());
  console.error(`The key "${name}" is ${enabled ? 'enabled' : 'disabled'}.`);
}

async function rotate(keys: ClientKeys, name: string, options: OptionValues): Promise<void> {
  const overlapSeconds = Number(options['overlap']);
  const { key, secret } = await keys.rotate(await keys.idOf(name), { overlapSeconds }, administrator());
  console.log(secret);
  const old =
    key.previousUntil === null ? 'is refused now' : `is good until ${new Date(key.previousUntil).toISOString()}`;
  console.error(`This is the new secret of "${name}". It cannot be shown again. The old one ${old}.`);
}

async function reset(keys: ClientKeys, name: string): Promise<void> {
  await keys.reset(await keys.idOf(name), administrator());
  console.error(`The budgets of "${name}" count from now on.`);
}

async function remove(keys: ClientKeys, name: string): Promise<void> {
  await keys.remove(await keys.idOf(name), undefined, administrator());
  console.error(`The key "${name}" is deleted. The records of its calls stay.`);
}

/** Whoever can read the data directory may do everything. */
function administrator(): KeyManager {
  return { ...whoCalls(), role: 'admin' };
}

async function withKeys(dataDir: string, work: (keys: ClientKeys) => Promise<void>): Promise<void> {
  const store = await openStore({ dataDir, version: version(), warn: console.error });
  try {
    const { pepper } = await openVault({ dataDir, environment: process.env, settings: store.settings });
    await work(keysOf(store, new KeyRing(pepper)));
  } finally {
    await store.close();
  }
}

/** What only a running gateway knows, such as the calls that run, is nothing here. */
function keysOf(store: Store, ring: KeyRing): ClientKeys {
  const budgets = new MemoryBudgets(store.usage, systemClock);
  return new ClientKeys({
    keys: store.keys,
    ring,
    clock: systemClock,
    standing: async (key) => ({ budget: await budgets.states(key), running: 0, requests: 0, tokens: 0 }),
    memberPolicy: {},
    onChange: () => Promise.resolve(),
  });
}
