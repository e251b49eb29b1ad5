import { BlockList, isIP, isIPv4 } from "node:net";
import type { Exemption, Scope, SignIn, Subject } from "#app/engine/types.ts";
import { isInWindow, ms } from "./time.ts";

/** Step 4: the exceptions that are live and whose scope matches exactly, the narrowest first. */
export function matchingExceptions(exceptions: readonly Exemption[], signIn: SignIn, subject: Subject): Exemption[] {
  return exceptions
    .filter((exception) => isLive(exception, signIn.now))
    .filter(hasUsesLeft)
    .filter(({ scope }) => namesSubject(scope, subject) && fitsPlace(scope, signIn))
    .sort((a, b) => (breadthOf(a) < breadthOf(b) ? -1 : 1));
}

/** Words: active, and start ≤ now < end. */
function isLive({ state, startsAt, endsAt }: Exemption, now: string): boolean {
  return state === "active" && ms(startsAt) <= ms(now) && ms(now) < ms(endsAt);
}

/** A number of uses, once spent, ends an exception like its last day does; what is not known is not left. */
function hasUsesLeft({ scope, usesLeft }: Exemption): boolean {
  if (scope.maxUses === null) return true;
  return usesLeft !== null && usesLeft >= 1;
}

const meet = (list: readonly string[], others: readonly string[]) => list.some((each) => others.includes(each));

/** Words: a group needs a narrowing application, network or time window; nobody named means everyone at an application. */
function namesSubject(scope: Scope, subject: Subject): boolean {
  const { users, servicePrincipals, groups, roles, applications, networks, windows } = scope;
  if ([users, servicePrincipals, groups, roles].every((list) => list.length === 0)) return applications.length > 0;
  if (subject.kind === "user" && users.includes(subject.id)) return true;
  if (subject.kind === "service_principal" && servicePrincipals.includes(subject.id)) return true;
  const isNarrowed = [applications, networks, windows].some((list) => list.length > 0);
  return isNarrowed && (meet(groups, subject.groups) || meet(roles, subject.roles));
}

function fitsPlace(scope: Scope, signIn: SignIn): boolean {
  const { ip, device, protocol } = signIn.client;
  const fits = [
    scope.applications.length === 0 || scope.applications.includes(signIn.applicationId),
    scope.devices.length === 0 || scope.devices.includes(device),
    scope.protocols.length === 0 || scope.protocols.includes(protocol),
    scope.windows.length === 0 || scope.windows.some((window) => isInWindow(window, signIn)),
    scope.networks.length === 0 || scope.networks.some((network) => ip !== null && holds(network, ip)),
  ];
  return !fits.includes(false);
}

/** Principle 4: what cannot be parsed lies nowhere and holds nothing. */
function holds(network: string, ip: string): boolean {
  const [base = "", bits] = network.split("/");
  if (isIP(base) === 0 || isIP(ip) === 0) return false;
  const family = (address: string) => (isIPv4(address) ? "ipv4" : "ipv6");
  if (Number(bits) > (isIPv4(base) ? 32 : 128)) return false;
  const list = new BlockList();
  if (bits === undefined) list.addAddress(base, family(base));
  else list.addSubnet(base, Number(bits), family(base));
  return list.check(ip, family(ip));
}

/** A text that sorts the narrowest first: named people, groups, everyone; many lists; few entries; the id. */
function breadthOf({ scope, id }: Exemption): string {
  const { users, servicePrincipals, groups, roles, maxUses, ...places } = scope;
  const uses = maxUses === null ? [] : ["counted"];
  const lists = [...Object.values(places), uses];
  let whom = "everyone";
  if (users.length > 0 || servicePrincipals.length > 0) whom = "a named";
  if (groups.length > 0 || roles.length > 0) whom = "b groups";
  const open = lists.filter((list) => list.length === 0).length;
  const entries = [users, servicePrincipals, groups, roles, ...Object.values(places)].flat().length;
  return [whom, open, String(entries).padStart(3, "0"), id].join(" ");
}
