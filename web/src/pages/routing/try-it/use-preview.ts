import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PreviewReply } from '../../../../../src/admin/contract/preview.ts';
import { send } from '../../../api/client.ts';
import { type Prompt, requestOf } from './prompt.ts';

const WAIT_MS = 300;

/** What smart routing would decide of a prompt, anew when the prompt or the routing changes. @param version of the routing */
export function usePreview(prompt: Prompt, version: number) {
  const request = useDebounced(requestOf(prompt));
  return useQuery({
    queryKey: ['routing-preview', request, version],
    queryFn: () => send<PreviewReply>('POST', '/api/routing/preview', request),
    enabled: request !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** A value as it was when it last stood still. */
function useDebounced<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text changes when the value does
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
