import { useState } from 'react';
import { useNotices } from '../../ui/notices.tsx';
import { usePlatformChanges } from './changes.ts';
import type { Asked } from './platform-card.tsx';

const NOTHING: Asked = {};

/** What was asked of platforms on this page, by their ids. */
export function useAsked() {
  const notices = useNotices();
  const changes = usePlatformChanges();
  const [asked, setAsked] = useState<Readonly<Record<string, Asked>>>({});
  const put = (entries: readonly (readonly [string, Asked])[]) =>
    setAsked((last) => ({ ...last, ...Object.fromEntries(entries) }));
  const run = async (ids: readonly string[], busy: 'test' | 'refresh', work: () => Promise<[string, Asked][]>) => {
    put(ids.map((id) => [id, { busy }]));
    try {
      const results = await work();
      put([...ids.map((id) => [id, NOTHING] as const), ...results]);
    } catch (error) {
      put(ids.map((id) => [id, NOTHING]));
      notices.failed(error);
    }
  };
  return {
    of: (id: string) => asked[id] ?? NOTHING,
    isBusy: Object.values(asked).some(({ busy }) => busy !== undefined),
    clear: (id: string) => put([[id, NOTHING]]),
    test: (id: string, chat = false) => run([id], 'test', async () => [[id, { test: await changes.test(id, chat) }]]),
    testAll: (ids: readonly string[]) =>
      run(ids, 'test', async () => (await changes.testAll()).results.map((test) => [test.platform, { test }])),
    refresh: (ids: readonly string[]) =>
      run(ids, 'refresh', async () =>
        (await changes.refresh(ids)).results.map((refresh) => [refresh.platform, { refresh }]),
      ),
  };
}
