import type { ErrorComponentProps } from '@tanstack/react-router';
import { Failure } from '../ui/states.tsx';

/** A page that could not be shown, or not be loaded, as after an update of the gateway. */
export function Broken({ error }: ErrorComponentProps) {
  return <Failure error={error} retry={() => location.reload()} />;
}
