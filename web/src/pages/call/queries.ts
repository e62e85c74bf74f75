import { queryOptions } from '@tanstack/react-query';
import type { CallReply } from '../../../../src/admin/contract/calls.ts';
import type { CorrectionView } from '../../../../src/admin/contract/corrections.ts';
import { ApiError, addressOf, get, getText } from '../../api/client.ts';
import { readBody } from './reading/body.ts';

export type StageView = CallReply['stages'][number];

/** The address of a call, and of what belongs to it. */
export function callPath(id: string, rest = ''): string {
  return `/api/calls/${encodeURIComponent(id)}${rest}`;
}

/** A body, read. It never changes; it may be large, so that it is let go soon after it was seen. */
export function bodyQuery(id: string, { stage, attempt, head }: StageView) {
  return queryOptions({
    queryKey: ['call', id, 'body', stage, attempt],
    queryFn: async ({ signal }) => {
      const address = addressOf(callPath(id, `/bodies/${stage}`), { attempt });
      return readBody(await getText(address, signal), head.headers['content-type']);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // Comparing two bodies of megabytes field by field would take longer than reading them.
    structuralSharing: false,
  });
}

/** What the call should have been taken for; null: nobody said anything else. */
export function correctionQuery(id: string) {
  return queryOptions({
    queryKey: ['call', id, 'correction'],
    queryFn: ({ signal }) =>
      get<{ readonly correction: CorrectionView }>(callPath(id, '/correction'), signal).then(
        ({ correction }) => correction,
        (error: unknown) => {
          if (error instanceof ApiError && error.status === 404) return null;
          throw error;
        },
      ),
  });
}
