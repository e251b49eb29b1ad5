/** Eight groups of 16 bits. IPv4 lives in ::ffff:0:0/96, so that a mapped address and the address itself are one. */
type Address = readonly number[];

const mappedPrefix = 96;

/**
 * Reads the decimal number between two positions of a text, or null if there is none or it is greater than `most`.
 * Refuses leading zeros, which some systems read as octal.
 */
function readDecimal(text: string, from: number, to: number, most: number): number | null {
  const length = to - from;
  if (length < 1 || length > 3 || (length > 1 && text[from] === "0")) return null;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value <= most ? value : null;
}

/** Returns a dotted IPv4 address as a number, or null. */
function parseIpv4(text: string): number | null {
  let value = 0;
  let from = 0;
  for (const isLast of [false, false, false, true]) {
    const to = isLast ? text.length : text.indexOf(".", from);
    const octet = readDecimal(text, from, to, 255);
    if (octet === null) return null;
    value = value * 256 + octet;
    from = to + 1;
  }
  return value;
}

/** Returns the groups of one side of an IPv6 address, or null; only the right end may hold a dotted IPv4 address. */
function parseGroups(text: string, isRightEnd: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (isRightEnd && index === parts.length - 1 && part.includes(".")) {
      const tail = parseIpv4(part);
      if (tail === null) return null;
      groups.push(tail >>> 16, tail & 0xffff);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else return null;
  }
  return groups;
}

/** Parses an address in the forms of RFC 4291, without zone, brackets or port; null when it is not one. */
function parseAddress(text: string): Address | null {
  if (!text.includes(":")) {
    const ipv4 = parseIpv4(text);
    return ipv4 === null ? null : [0, 0, 0, 0, 0, 0xffff, ipv4 >>> 16, ipv4 & 0xffff];
  }
  const sides = text.split("::");
  if (sides.length > 2) return null;
  const [before = "", after] = sides;
  const left = parseGroups(before, after === undefined);
  const right = after === undefined ? [] : parseGroups(after, true);
  if (left === null || right === null) return null;
  const missing = 8 - left.length - right.length;
  // "::" stands for one group of zeros or more; without it all eight are written.
  if (after === undefined ? missing !== 0 : missing < 1) return null;
  return [...left, ...new Array<number>(missing).fill(0), ...right];
}

/** Whether the first `length` bits of two addresses are equal. */
function sharesPrefix(a: Address, b: Address, length: number): boolean {
  for (let group = 0, left = length; left > 0; group++, left -= 16) {
    const difference = (a[group] ?? 0) ^ (b[group] ?? 0);
    if (difference >>> Math.max(0, 16 - left) !== 0) return false;
  }
  return true;
}

/**
 * Returns the network around an address that mostly belongs to one place: the /24 of an IPv4 address, written as such or
 * mapped, and the /48 of an IPv6 address. Null for what is no address.
 */
export function networkAround(address: string): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  const [first = 0, second = 0, third = 0] = parsed;
  if (sharesPrefix(parsed, mappedRange, mappedPrefix)) {
    const [high = 0, low = 0] = parsed.slice(6);
    return `${high >>> 8}.${high & 0xff}.${low >>> 8}.0/24`;
  }
  const groups = [first, second, third];
  while (groups.at(-1) === 0) groups.pop();
  return `${groups.map((group) => group.toString(16)).join(":")}::/48`;
}

const mappedRange: Address = [0, 0, 0, 0, 0, 0xffff, 0, 0];

/**
 * Whether a network holds an address. The network is a CIDR block or a single address, IPv4 or IPv6; bits behind its
 * prefix are ignored. What cannot be parsed holds nothing and lies nowhere, and an IPv4 address, written as such or
 * mapped, lies in no IPv6 network wider than the mapped range: `::/0` is not a way to say "IPv4 too".
 */
export function networkContains(network: string, address: string): boolean {
  const slash = network.indexOf("/");
  const isIpv4 = !network.includes(":");
  const longest = isIpv4 ? 32 : 128;
  const written = slash === -1 ? longest : readDecimal(network, slash + 1, network.length, longest);
  const base = parseAddress(slash === -1 ? network : network.slice(0, slash));
  const candidate = parseAddress(address);
  if (written === null || base === null || candidate === null) return false;
  const length = isIpv4 ? mappedPrefix + written : written;
  if (length < mappedPrefix && sharesPrefix(candidate, mappedRange, mappedPrefix)) return false;
  return sharesPrefix(base, candidate, length);
}
