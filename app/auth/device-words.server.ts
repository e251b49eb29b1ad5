import Bowser from "bowser";

/** Returns what a user agent says of itself in words, as "Firefox 143 on Windows"; it is a claim and proves nothing. */
export function deviceWords(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === "") return "A program that does not say what it is";
  const { browser, os } = Bowser.parse(userAgent);
  if (!browser.name) return "An unknown program";
  const program = [browser.name, browser.version?.split(".")[0]].filter(Boolean).join(" ");
  return os.name ? `${program} on ${os.name}` : program;
}
