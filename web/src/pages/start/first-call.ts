import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CallsReply, CallView } from '../../../../src/admin/contract/calls.ts';
import type { LiveEvents } from '../../../../src/admin/contract/live.ts';
import { addressOf, get } from '../../api/client.ts';

// Where the live feed does not come through, as with some proxies.
const POLL_MS = 3_000;

/** The newest call of a client key; without one, of all. Asked again until there is one that went well. */
function lastCallQuery(keyId: string | undefined) {
  return queryOptions({
    queryKey: ['calls', 'last', keyId],
    queryFn: ({ signal }) => get<CallsReply>(addressOf('/api/calls', { key: keyId, limit: 1 }), signal),
    refetchInterval: ({ state }) => (state.data?.calls[0]?.outcome === 'ok' ? false : POLL_MS),
  });
}

interface FirstCall {
  readonly call: CallView | undefined;
  /** One has begun, and has not ended yet. */
  readonly isRunning: boolean;
}

/** The newest call of a client key, as soon as it is there. */
export function useFirstCall(keyId: string | undefined): FirstCall {
  const client = useQueryClient();
  const [isRunning, setRunning] = useState(false);
  const call = useQuery(lastCallQuery(keyId)).data?.calls[0];
  const isOver = call?.outcome === 'ok';
  useEffect(() => {
    if (isOver) return;
    const feed = new EventSource('/api/calls/live');
    const isOurs = (event: MessageEvent<string>) => {
      const { keyId: whose } = JSON.parse(event.data) as LiveEvents['started'] | LiveEvents['call'];
      return keyId === undefined || whose === keyId;
    };
    feed.addEventListener('started', (event) => isOurs(event) && setRunning(true));
    feed.addEventListener('call', (event) => {
      if (!isOurs(event)) return;
      setRunning(false);
      client.invalidateQueries({ queryKey: ['calls', 'last', keyId] });
    });
    return () => feed.close();
  }, [client, keyId, isOver]);
  return { call, isRunning: isRunning && !isOver };
}
