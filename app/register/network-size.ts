import { networkContains } from "#app/engine/network.ts";

/** The mapped range: an IPv4 address written as IPv6 is the IPv4 address. */
const mapped = "::ffff:0:0/96";

type Size = { family: 4 | 6; hostBits: number };

/** Returns how many bits of its addresses a network leaves open, or null where the text is no network. */
function sizeOf(network: string): Size | null {
  const [base = "", prefix] = network.split("/");
  if (!networkContains(network, base)) return null;
  if (!base.includes(":")) return { family: 4, hostBits: 32 - Number(prefix ?? 32) };
  const length = Number(prefix ?? 128);
  const isMapped = length >= 96 && networkContains(mapped, base);
  return { family: isMapped ? 4 : 6, hostBits: 128 - length };
}

/** The widest networks that still narrow anything: 16 million addresses in IPv4, and what a large provider gets in IPv6. */
const mostHostBits = { 4: 24, 6: 108 } as const;

/** Whether a network is so wide that naming it is no narrowing, as 0.0.0.0/0 and ::/0, however they are written. */
export function isTooWide(network: string): boolean {
  const size = sizeOf(network);
  return size !== null && size.hostBits > mostHostBits[size.family];
}

/** Says how many addresses a network holds, or returns null where the text is no network. */
export function networkSizeText(network: string): string | null {
  const size = sizeOf(network);
  if (size === null) return null;
  const { hostBits } = size;
  if (hostBits === 0) return "1 address";
  if (hostBits <= 24) return `${(2 ** hostBits).toLocaleString("en-GB")} addresses`;
  if (hostBits < 64) return `${inWords(2 ** hostBits)} addresses`;
  const subnets = 2 ** (hostBits - 64);
  if (subnets === 1) return "one IPv6 subnet";
  return `${subnets < 1e6 ? subnets.toLocaleString("en-GB") : inWords(subnets)} IPv6 subnets`;
}

const words = ["million", "billion", "trillion", "quadrillion", "quintillion"];

function inWords(count: number): string {
  const power = Math.min(Math.floor(Math.log10(count) / 3), words.length + 1);
  return `about ${Math.round(count / 1000 ** power)} ${words[power - 2]}`;
}
