/** What the agent's last words ask of the user: the answer to a question is another wish than one out of the blue. */

export interface AgentText {
  /** Its end. */
  readonly end: string;
  readonly asks: boolean;
  /** It names several ways to choose from, or offers to do something. */
  readonly offers: boolean;
}

export const NO_AGENT_TEXT: AgentText = { end: '', asks: false, offers: false };

const END_CHARACTERS = 300;
const OFFER_CHARACTERS = 1_500;

// Behind the sign there may be marks, quotes and a short closing sentence.
const QUESTION = /[?？][*_"'”’」』)）\]\s]*(?:[^.。!！?？\n]{0,40}[.。!！])?\s*$|[吗呢么][。.!！~]?\s*$/;
const OPTION =
  /^[ \t]*(?:[-*][ \t]+)?\**(?:\d{1,2}[.)、]|[A-Da-d][.)、:：]|(?:Option|Approach|Plan|方案|选项|選項)\s*[A-Da-d\d一二三四])/gim;
const OFFER =
  /\b(?:would you like|do you want|shall i|should i|want me to|let me know (?:if|which|whether)|which (?:one|option|approach|would)|if you(?:'d| would) like)\b|要不要|是否(?:需要|要|继续|繼續)|需要我|你(?:想|希望|要)(?:要|我)|您(?:想|希望|要)(?:要|我)|哪(?:个|個|种|種|一个|一個)方案/i;

/** Looks at the end of what the agent said last. */
export function agentText(text: string): AgentText {
  const whole = text.trim();
  const tail = whole.slice(-OFFER_CHARACTERS);
  const end = whole.slice(-END_CHARACTERS);
  const asks = QUESTION.test(end);
  const options = tail.match(OPTION)?.length ?? 0;
  return { end, asks, offers: (options >= 2 && (asks || OFFER.test(tail))) || OFFER.test(end) };
}
