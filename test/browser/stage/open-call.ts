import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import type { Stage } from './stage.ts';

interface Listed {
  readonly calls: readonly { readonly id: string; readonly words: string | null }[];
}

/** Opens the newest call in which the user said these words. @returns its id */
export async function openCall(page: Page, { admin, origin }: Stage, words: string): Promise<string> {
  const find = async () => {
    const { calls } = await admin.send<Listed>('GET', '/api/calls?limit=100');
    return calls.find((call) => call.words?.includes(words));
  };
  const call = await eventually(`a call with "${words}"`, find);
  await page.goto(`${origin}/calls/${call.id}`);
  await page.locator('article').first().waitFor();
  return call.id;
}
