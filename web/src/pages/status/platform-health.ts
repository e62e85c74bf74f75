import type { CoolingTarget, StatusReply } from '../../../../src/admin/contract/status.ts';
import type { Tone } from '../../ui/badge.tsx';
import type { Words } from './sections.ts';

/** How a platform is doing, as the gateway has seen in calls. Who is no administrator is not told. */
export function platformHealth(
  { id }: StatusReply['platforms'][number],
  { details }: StatusReply,
  { t, count }: Pick<Words, 't' | 'count'>,
): { readonly text: string; readonly tone: Tone; readonly cooling: readonly CoolingTarget[] } {
  if (details === null) return { text: t('status.platform.inUse'), tone: 'neutral', cooling: [] };
  const cooling = details.cooling.filter(({ platform }) => platform === id);
  if (cooling.length === 0) return { text: t('status.platform.fine'), tone: 'good', cooling };
  return { text: count('status.platform.cooling', cooling.length), tone: 'warn', cooling };
}
