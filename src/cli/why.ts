import { Command, type OptionValues } from 'commander';
import { RedwolfError } from '../lib/errors.ts';
import type { CallRow } from '../store/ports.ts';
import { addStoreOptions, openCommandStore, type StorePlace } from './command-store.ts';
import { explainedCall, whyLines } from './why-text.ts';

/** `redwolf why CALL_ID`: what was decided of a call, also while a gateway runs. */
export function whyCommand(): Command {
  const command = new Command('why')
    .description('Say why a call went to the model that it went to. Replies name their call in x-redwolf-call-id.')
    .argument('<call>', 'id of the call')
    .option('--json', 'as JSON', false);
  return addStoreOptions(command).action(async (id: string) => {
    const options = command.opts<StorePlace & OptionValues>();
    const call = explainedCall(await findCall(options, id));
    if (options['json'] === true) console.log(JSON.stringify(call, undefined, 2));
    else for (const line of whyLines(call)) console.log(line);
  });
}

async function findCall(place: StorePlace, id: string): Promise<CallRow> {
  const store = await openCommandStore(place);
  try {
    const call = await store.calls.find(id);
    if (call !== undefined) return call;
    throw new RedwolfError(
      'CALL_UNKNOWN',
      `There is no call "${id}". GET /api/calls lists them; one that ended just now is there within a second.`,
    );
  } finally {
    await store.close();
  }
}
