/** What turns the direction of the text that follows it: with it, a name reads as what it is not. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Returns what people wrote without what is no text: control characters, but for line breaks, and turns of direction. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/gu, "\n")
    .replace(/[^\P{Cc}\n]+/gu, " ")
    .replace(turning, "");
}
