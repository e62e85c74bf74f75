import type { MessageKey, Messages } from './messages.ts';

export type Language = 'en' | 'zh-CN';
type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;

/** Keys of texts that say how many there are: `x` for `x.one` and `x.many`. */
export type CountedKey = MessageKey extends infer Key ? (Key extends `${infer Name}.many` ? Name : never) : never;
export type TranslateCount = (key: CountedKey, count: number, values?: Values) => string;

/** Makes the function that gives texts; `{name}` in a text takes the value of that name. */
export function translator(messages: Messages): Translate {
  return (key, values = {}) =>
    messages[key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Makes the function that gives texts with a `{count}`. */
export function countTranslator(t: Translate): TranslateCount {
  return (key, count, values = {}) =>
    t(`${key}.${count === 1 ? 'one' : 'many'}` as MessageKey, { count: count.toLocaleString('en'), ...values });
}

/** Loads the texts of a language. */
export async function loadMessages(language: Language): Promise<Messages> {
  if (language === 'en') return (await import('./english.ts')).en;
  return (await import('./chinese.ts')).zh;
}
