// What languages are called.

interface Names {
  of(tag: string): string | undefined;
}

/** A language's name in that language; its tag where the browser knows none. One that no file says is the original. */
export function languageName(tag: string): string {
  if (isUnknown(tag)) return "Original";
  try {
    const { DisplayNames } = Intl as unknown as { DisplayNames?: new (locales: string[], options: { type: "language" }) => Names };
    const name = DisplayNames && new DisplayNames([tag], { type: "language" }).of(tag);
    return name ? name.charAt(0).toLocaleUpperCase(tag) + name.slice(1) : tag;
  } catch {
    return tag;
  }
}

/** The letters that stand for a language among others: "DE", or "PT-BR" beside another Portuguese; "" for one that is unknown. */
export function languageLetters(tag: string, among: readonly string[]): string {
  if (isUnknown(tag)) return "";
  const same = among.filter((other) => base(other) === base(tag));
  return (same.length > 1 ? tag : base(tag)).toUpperCase();
}

function isUnknown(tag: string): boolean {
  return tag === "" || tag === "und";
}

function base(tag: string): string {
  return tag.split("-")[0] || "";
}
