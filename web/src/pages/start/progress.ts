import { useState } from 'react';
import { recall, remember } from '../../lib/remembered.ts';

export const STEPS = ['platform', 'mode', 'key', 'call'] as const;
export type Step = (typeof STEPS)[number];

const STEP = 'redwolf.start.step';
const KEY = 'redwolf.start.key';

/** Where somebody stands on this page; the browser remembers it. */
export function useProgress() {
  const [step, setStep] = useState(() => STEPS.find((known) => known === recall(STEP)));
  const [keyId, setKeyId] = useState(() => recall(KEY) ?? undefined);
  return {
    /** Undefined: nobody has gone anywhere yet. */
    step,
    /** Of the client key that was made here. */
    keyId,
    goTo: (next: Step) => {
      remember(STEP, next);
      setStep(next);
    },
    keepKey: (id: string) => {
      remember(KEY, id);
      setKeyId(id);
    },
  };
}
