/** What can be done with platforms. Each of these throws ApiError. */

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { RefreshReply } from '../../../../src/admin/contract/models.ts';
import type {
  PlatformCreate,
  PlatformPatch,
  PlatformReply,
  PlatformsReply,
  PlatformView,
  TestReply,
  TestsReply,
} from '../../../../src/admin/contract/platforms.ts';
import { get, send } from '../../api/client.ts';
import { platformsQuery } from '../../api/queries.ts';
import { readConfigurationAnew } from '../../api/read-anew.ts';

/** Changes of platforms; the page reads anew what follows from them. */
export function usePlatformChanges() {
  const client = useQueryClient();
  const changed = <Reply>(reply: Promise<Reply>) => reply.finally(() => readConfigurationAnew(client));
  return {
    create: (platform: PlatformCreate) => changed(send<PlatformReply>('POST', '/api/platforms', platform)),
    patch: (id: string, patch: PlatformPatch) => changed(send<PlatformReply>('PATCH', addressFor(id), patch)),
    remove: (id: string) => changed(send('DELETE', addressFor(id))),
    test: (id: string, chat: boolean) => send<TestReply>('POST', `${addressFor(id)}/test`, { chat }),
    testAll: () => get<TestsReply>('/api/platforms/test'),
    /** Without ids: all that are in use. */
    refresh: (ids?: readonly string[]) =>
      changed(send<RefreshReply>('POST', '/api/models/refresh', ids === undefined ? {} : { platforms: ids })),
    enable: (id: string, enabled: boolean) => changed(enable(client, id, enabled)),
    /** Gives the platforms the positions of this list. */
    order: (platforms: readonly PlatformView[]) => changed(order(client, platforms)),
  };
}

/** Shown at once, and taken back if it fails. */
async function enable(client: QueryClient, id: string, enabled: boolean): Promise<void> {
  await withPreview(
    client,
    (platform) =>
      platform.id === id
        ? { ...platform, enabled, state: enabled ? ('ready' as const) : ('disabled' as const) }
        : platform,
    () => send('PATCH', addressFor(id), { enabled }),
  );
}

async function order(client: QueryClient, platforms: readonly PlatformView[]): Promise<void> {
  const positions = new Map(platforms.map(({ id }, index) => [id, index + 1]));
  await withPreview(
    client,
    (platform) => ({ ...platform, position: positions.get(platform.id) ?? platform.position }),
    async () => {
      for (const { id, position } of platforms) {
        const wanted = positions.get(id);
        if (wanted !== position) await send('PATCH', addressFor(id), { position: wanted });
      }
    },
  );
}

async function withPreview(
  client: QueryClient,
  preview: (platform: PlatformView) => PlatformView,
  work: () => Promise<unknown>,
): Promise<void> {
  const { queryKey } = platformsQuery;
  await client.cancelQueries({ queryKey });
  const before = client.getQueryData<PlatformsReply>(queryKey);
  if (before !== undefined) client.setQueryData(queryKey, { ...before, platforms: before.platforms.map(preview) });
  try {
    await work();
  } catch (error) {
    client.setQueryData(queryKey, before);
    throw error;
  }
}

/** Removes a platform while the page is being closed. */
export function removeOnLeaving(id: string): void {
  fetch(addressFor(id), { method: 'DELETE', keepalive: true }).catch(() => undefined);
}

function addressFor(id: string): string {
  return `/api/platforms/${encodeURIComponent(id)}`;
}
