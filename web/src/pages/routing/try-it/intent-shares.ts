import type { MessageKey } from '../../../i18n/messages.ts';
import type { Translate } from '../../../i18n/translate.ts';
import type { Share } from '../share-bars.tsx';

const NAMES = {
  chat: 'routing.intent.chat',
  continue: 'routing.intent.continue',
  create: 'routing.intent.create',
  data: 'routing.intent.data',
  docs: 'routing.intent.docs',
  explain: 'routing.intent.explain',
  modify: 'routing.intent.modify',
  ops: 'routing.intent.ops',
  plan: 'routing.intent.plan',
  side: 'routing.intent.side',
} as const satisfies Readonly<Record<string, MessageKey>>;

/** What an intent is called; one that the page does not know by the gateway's name. */
export function intentName(intent: string, t: Translate): string {
  const found = Object.entries(NAMES).find(([name]) => name === intent);
  return found === undefined ? intent : t(found[1]);
}

/** Most likely first. */
export function intentShares(probabilities: Readonly<Record<string, number>>, t: Translate): readonly Share[] {
  return Object.entries(probabilities)
    .map(([id, share]) => ({ id, name: intentName(id, t), share }))
    .toSorted((a, b) => b.share - a.share);
}
