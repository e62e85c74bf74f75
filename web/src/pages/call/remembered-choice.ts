import { useState } from 'react';
import { recall, remember } from '../../lib/remembered.ts';

/** A choice of a view that the browser remembers. @param name of the section */
export function useRememberedChoice<Value extends string>(
  name: string,
  values: readonly Value[],
  first: Value,
): readonly [Value, (value: Value) => void] {
  const key = `redwolf.call.${name}`;
  const [chosen, setChosen] = useState(() => {
    const stored = recall(key);
    return values.find((value) => value === stored) ?? first;
  });
  const choose = (value: Value) => {
    remember(key, value);
    setChosen(value);
  };
  return [chosen, choose];
}
