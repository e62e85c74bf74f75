import { useCallback, useEffect, useState } from 'react';
import { ApiError, get } from './api.ts';

/** `data` is the last good reply; with `error` set it may be old. Neither: the first request is under way. */
export interface Polled<Reply> {
  readonly data?: Reply;
  readonly error?: ApiError;
  readonly reload: () => void;
}

interface Answer<Reply> {
  readonly data?: Reply;
  readonly error?: ApiError;
}

/**
 * Reads an address again and again while the page is visible: the next request starts `everyMs` after the last reply.
 * @param onSignedOut called when the session is over
 */
export function usePolled<Reply>(path: string, everyMs: number, onSignedOut: () => void): Polled<Reply> {
  const [answer, setAnswer] = useState<Answer<Reply>>({});
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((last) => last + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round starts a new request
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => {
      timer = setTimeout(() => (document.hidden ? next() : reload()), everyMs);
    };
    get<Reply>(path, abort.signal).then(
      (data) => {
        setAnswer({ data });
        next();
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError(0);
        if (known.status === 401) onSignedOut();
        else setAnswer((last) => ({ ...last, error: known }));
        next();
      },
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [path, everyMs, reload, onSignedOut, round]);

  return { ...answer, reload };
}
