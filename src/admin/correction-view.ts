import type { CorrectionRow } from '../store/correction-ports.ts';
import type { CorrectionView } from './contract/corrections.ts';

/** What of a decision is told beside a correction. Those of older versions hold less. */
interface DecisionPart {
  readonly source?: string;
  readonly probabilities?: Record<string, number> | null;
}

/** What a correction looks like on the wire. */
export function correctionView(row: CorrectionRow): CorrectionView {
  const { callId, at, who, whoName, keyId, intent, scene, decidedIntent, decidedScene, confidence, decision } = row;
  const part: DecisionPart = decision === null ? {} : JSON.parse(decision);
  const { source = null, probabilities = null } = part;
  return {
    ...{ call: callId, at, who, whoName, key: keyId === '' ? null : keyId, intent, scene },
    decided: { intent: decidedIntent, scene: decidedScene, confidence, source, probabilities },
  };
}
