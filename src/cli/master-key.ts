import { Command, type OptionValues } from 'commander';
import { NEXT_VARIABLE } from '../lib/master-key.ts';
import { version } from '../lib/version.ts';
import { rotateMasterKey } from '../main/rotate-master-key.ts';
import { openStore } from '../store/open-store.ts';
import { withRotationLock } from '../store/rotation-lock.ts';
import { dataDirOption } from './data-dir.ts';
import { whoCalls } from './who-calls.ts';

/** `redwolf master-key rotate`: also while a gateway runs on the data directory. */
export function masterKeyCommand(): Command {
  const command = new Command('master-key').description('Exchange the key under which all secrets are sealed.');
  const rotate = command
    .command('rotate')
    .description(
      `Make a new master key (or take the one in ${NEXT_VARIABLE}) and seal everything under it. Client keys stay valid.`,
    )
    .addOption(dataDirOption());
  rotate.action(async () => {
    const options: OptionValues = rotate.opts();
    const place = await rotateIn(String(options['dataDir']));
    console.error(`Everything is sealed under the new master key in ${place}. The old one opens nothing any more.`);
    if (place === NEXT_VARIABLE)
      console.error(`Set REDWOLF_MASTER_KEY to it before the next start, and restart a gateway that runs without it.`);
  });
  return command;
}

async function rotateIn(dataDir: string): Promise<string> {
  const store = await openStore({ dataDir, version: version(), warn: console.error });
  try {
    const parts = { store, dataDir, environment: process.env, now: Date.now, actor: whoCalls() };
    return await withRotationLock(dataDir, () => rotateMasterKey(parts));
  } finally {
    await store.close();
  }
}
