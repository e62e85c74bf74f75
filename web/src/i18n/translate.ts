import en from './en.json';
import zh from './zh-CN.json';

export type Language = 'en' | 'zh-CN';
export type MessageKey = keyof typeof en;
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

// A message that one file lacks fails the type check.
const MESSAGES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, 'zh-CN': zh };

/** Makes the function that gives texts in a language; `{name}` in a text takes the value of that name. */
export function translator(language: Language): Translate {
  return (key, values = {}) =>
    MESSAGES[language][key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
