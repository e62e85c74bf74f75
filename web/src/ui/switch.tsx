import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';

interface SwitchProps {
  readonly label: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  /** The label is for those who do not see the place of the switch. */
  readonly isLabelHidden?: boolean;
}

/** On or off, at once. */
export function Switch({ label, isOn, onChange, isDisabled = false, isLabelHidden = false }: SwitchProps) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2">
      <Radix.Root
        id={id}
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
        className="relative h-5.5 w-10 shrink-0 rounded-full border border-field-line bg-sunken transition-colors data-[state=checked]:border-good data-[state=checked]:bg-good disabled:opacity-55"
      >
        <Radix.Thumb className="block size-4 translate-x-0.5 rounded-full bg-quiet transition-transform data-[state=checked]:translate-x-4.75 data-[state=checked]:bg-card" />
      </Radix.Root>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : undefined}>
        {label}
      </label>
    </span>
  );
}
