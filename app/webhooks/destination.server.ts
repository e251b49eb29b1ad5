import { lookup } from "node:dns/promises";
import { isInNetworks, isPublicAddress } from "./allowed-address.server.ts";

export type Address = { address: string; family: number };
/** Asks for all addresses of a name, as the system resolves it. */
export type Resolve = (host: string) => Promise<Address[]>;

export const resolveBySystem: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** An address outside that may not be sent to; says why, in words for whoever entered it. */
export class DestinationRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DestinationRefused";
  }
}

/** Where a request goes: the address, and what its name meant when that was judged. */
export type Destination = { url: URL; addresses: Address[] };

type Rules = { allowedNetworks: readonly string[]; resolve: Resolve };

/** Ports of services that are no receivers of webhooks lie below. */
const firstFreePort = 1024;

/**
 * Judges where a receiver is, by the addresses that its name has now; the request then goes to these and to no others,
 * so that a name that means something else a moment later gains nothing.
 * @throws DestinationRefused
 */
export async function destinationOf(text: string, { allowedNetworks, resolve }: Rules): Promise<Destination> {
  const url = URL.parse(text);
  if (url === null || !["https:", "http:"].includes(url.protocol))
    throw new DestinationRefused("Enter an address that begins with https://.");
  if (url.username !== "" || url.password !== "")
    throw new DestinationRefused("Enter the address without a name and password.");
  const addresses = await addressesOf(url, resolve);
  const areInside = addresses.every(({ address }) => isInNetworks(address, allowedNetworks));
  if (areInside) return { url, addresses };
  // One name may have several addresses; a single one inside would be the way in.
  if (!addresses.every(({ address }) => isPublicAddress(address) || isInNetworks(address, allowedNetworks)))
    throw new DestinationRefused(
      "This address leads into an internal network. Only those that WEBHOOK_ALLOWED_NETWORKS names may be sent to.",
    );
  if (url.protocol === "http:") throw new DestinationRefused("Enter an address that begins with https://.");
  if (url.port !== "" && Number(url.port) < firstFreePort)
    throw new DestinationRefused("Use port 443, or one from 1024 on.");
  return { url, addresses };
}

async function addressesOf({ hostname }: URL, resolve: Resolve): Promise<Address[]> {
  // The URL parser has turned decimal, octal and hexadecimal forms into the usual one.
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch {
    // A name that cannot be resolved is told like one without an address.
  }
  throw new DestinationRefused(`The name ${host} has no address.`);
}
