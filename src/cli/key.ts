import { Command, type OptionValues } from 'commander';
import { KeyRing } from '../gateway/key-ring.ts';
import { version } from '../lib/version.ts';
import { openStore } from '../store/open-store.ts';
import { openVault } from '../store/vault.ts';
import { dataDirOption } from './data-dir.ts';
import { createKey, type KeyDesk, keyTable, setKeyEnabled } from './key-desk.ts';

/** `redwolf key create|list|disable|enable`: works on the data directory, also while a gateway runs on it. */
export function keyCommand(): Command {
  const command = new Command('key').description('Create, list and disable the keys by which clients are known.');
  addKeyCommand(command, 'create <name>', 'make a new key and print it, this once', async (desk, name) => {
    console.log(await createKey(desk, name));
    console.error(`This is the new key "${name}". It cannot be shown again.`);
  });
  addKeyCommand(command, 'list', 'show all keys, not the secrets themselves', async (desk) => {
    for (const line of keyTable(await desk.keys.list())) console.log(line);
  });
  addKeyCommand(command, 'disable <name>', 'refuse a key from now on', (desk, name) => switchKey(desk, name, false));
  addKeyCommand(command, 'enable <name>', 'accept a disabled key again', (desk, name) => switchKey(desk, name, true));
  return command;
}

function addKeyCommand(
  parent: Command,
  usage: string,
  description: string,
  run: (desk: KeyDesk, name: string) => Promise<void>,
): void {
  const command = parent.command(usage).description(description).addOption(dataDirOption());
  command.action(async () => {
    const options: OptionValues = command.opts();
    await withDesk(String(options['dataDir']), (desk) => run(desk, command.args[0] ?? ''));
  });
}

async function switchKey(desk: KeyDesk, name: string, isEnabled: boolean): Promise<void> {
  await setKeyEnabled(desk, name, isEnabled);
  console.error(`The key "${name}" is ${isEnabled ? 'enabled' : 'disabled'}.`);
}

async function withDesk(dataDir: string, work: (desk: KeyDesk) => Promise<void>): Promise<void> {
  const store = await openStore({ dataDir, version: version(), warn: console.error });
  try {
    const { pepper } = await openVault({ dataDir, environment: process.env, settings: store.settings });
    await work({ keys: store.keys, ring: new KeyRing(pepper), now: Date.now });
  } finally {
    await store.close();
  }
}
