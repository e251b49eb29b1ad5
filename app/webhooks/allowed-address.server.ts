import ipaddr from "ipaddr.js";

/** IPv6 addresses that are given out for the internet at large; everything else has a meaning of its own. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

/** Whether a text names a network, as 10.20.0.0/16. */
export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text);
}

function parsed(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // An IPv4 address in the clothes of IPv6 is judged as what it is.
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

/** Whether an address is of the internet at large: nobody's inside, no special purpose, no way around (RFC 6890). */
export function isPublicAddress(address: string): boolean {
  const ip = parsed(address);
  if (ip === null || ip.range() !== "unicast") return false;
  return ip.kind() === "ipv4" || ip.match(globalUnicast);
}

/** Whether an address is in one of the networks that the setting lets through. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const ip = parsed(address);
  if (ip === null) return false;
  return networks
    .map((network) => ipaddr.parseCIDR(network))
    .some((range) => ip.kind() === range[0].kind() && ip.match(range));
}
