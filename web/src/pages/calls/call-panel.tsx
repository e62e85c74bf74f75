import { useParams } from '@tanstack/react-router';
import { CallDetail } from '../call/call-detail.tsx';

/** One call, beside the list. */
export function CallPanel() {
  const { callId } = useParams({ from: '/calls/$callId' });
  return <CallDetail id={callId} />;
}
