/** The language of a text, as far as it matters here. `zh-hant`: Chinese in traditional characters. `none`: no words. */
export type Language = 'zh' | 'zh-hant' | 'en' | 'other' | 'none';

const LOOKED_AT = 2_000;

const HAN = /\p{Script=Han}/gu;
const ASIAN = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const OTHER_SCRIPTS =
  /[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Greek}]/gu;
const LATIN_WORDS = /\p{Script=Latin}[\p{Script=Latin}'’-]*/gu;
// Names of files and in programs are the same in every language.
const TOKENS = /`[^`]*`|[@#]?[\w./\\:-]+/g;
const NAME = /^[`@#]|[./\\_]\w/;

// Characters that only one of the two ways to write Chinese has, and that are frequent in wishes.
const TRADITIONAL =
  /[這個們說為會來對開時間問題請幫實現檔執應當圖數據資訊網頁錯誤測試邏輯變設計類別寫讀刪還過後讓運壞嗎無與沒將總結絡環碼視驗證體點裡麼樣區發動關閉連線選單繼續兩邊話從顯]/gu;
const SIMPLIFIED =
  /[这个们说为会来对开时间问题请帮实现档执应当图数据资讯网页错误测试逻辑变设计类别写读删还过后让运坏吗无与没将总结络环码视验证体点里么样区发动关闭连线选单继续两边话从显]/gu;

const ENGLISH = words(
  'the a to is it this that and of in for with not can you i my we what why how do does fix add make',
);
const FOREIGN = words(
  'der die das und nicht ist ein eine bitte wie warum mit für auf le la les des une est pas pour avec dans que el los las una por para con está cómo não uma fazer como il che non per di di jest nie się proszę en het een niet voor',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** The language of natural language; a Chinese wish may hold more English names than Chinese characters. */
export function languageOf(text: string): Language {
  const looked = text.slice(0, LOOKED_AT);
  const han = count(looked, HAN);
  const spoken = looked.replace(TOKENS, (token) => (NAME.test(token) ? ' ' : token));
  const latin = spoken.match(LATIN_WORDS) ?? [];
  const asian = count(looked, ASIAN);
  if (asian > 0 && asian * 4 >= han) return asian + han >= latin.length / 2 ? 'other' : latinLanguage(latin);
  if (han > 0 && han * 2 >= latin.length)
    return count(looked, TRADITIONAL) > count(looked, SIMPLIFIED) ? 'zh-hant' : 'zh';
  if (count(looked, OTHER_SCRIPTS) > latin.length) return 'other';
  return latinLanguage(latin);
}

/** English, unless words or letters speak for another one. */
function latinLanguage(latin: readonly string[]): Language {
  if (latin.length === 0) return 'none';
  let [english, foreign] = [0, 0];
  for (const word of latin) {
    const lower = word.toLowerCase();
    if (ENGLISH.has(lower)) english++;
    if (FOREIGN.has(lower) || /[^\p{ASCII}’]/u.test(word)) foreign++;
  }
  return foreign > english ? 'other' : 'en';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
