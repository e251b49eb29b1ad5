import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { optionalCaller } from "#app/auth/caller.server.ts";
import type { ProviderForm } from "#app/auth/provider-form.ts";
import { saveProvider } from "#app/auth/save-provider.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import type { Actor } from "#app/register/guards.ts";
import { action as start } from "#app/routes/sign-in_.sso._index.tsx";
import { loader as finish } from "#app/routes/sign-in_.sso.callback.tsx";
import { readChain } from "#db/audit-events.ts";
import type { User } from "#db/users.ts";
import type { TestDatabase } from "./databases.ts";
import { clientId, clientSecret, type Person, passThrough, startIdentityProvider } from "./identity-provider.ts";
import { makeContext } from "./make-context.ts";
import { putPolicy } from "./put-policy.ts";
import { addPerson, addPersonWithTotp, publicUrl } from "./sign-in.ts";

export const callback = `${publicUrl.origin}/sign-in/sso/callback`;

/** What an admin would enter for the provider of a test: in use, and believed in nothing but who somebody is. */
export const providerForm = (issuer: string, more: Partial<ProviderForm> = {}): ProviderForm => ({
  name: "Acme Login",
  issuer,
  clientId,
  clientSecret,
  scopes: ["openid", "email", "profile"],
  isEnabled: true,
  addsPeople: false,
  domains: [],
  trustsMfa: false,
  passkey: ["swk", "fido"],
  securityKey: ["hwk"],
  totp: ["otp"],
  unnamed: ["mfa"],
  unnamedCountsAs: "nothing",
  ...more,
});

/** Saves a provider as an owner would, and returns its id. */
export async function saveAs(
  world: TestDatabase,
  owner: User,
  { secrets, id = null, form, now }: { secrets: SecretBox; id?: string | null; form: ProviderForm; now: string },
): Promise<string> {
  const by: Actor = { userId: owner.id, roles: ["owner"], aal: 2, factorUsedAt: now };
  const saving = { workspaceId: world.workspace.id, by, actor: { kind: "user", id: owner.id } as const };
  return saveProvider({ db: world.db, secrets, now }, { ...saving, id, form });
}

/** What a route answered: where it leads, what it set, and what it shows. */
export type Answered = {
  status: number;
  location: string | null;
  cookies: Record<string, string>;
  body: { url?: string | null; refusal?: string | null };
};

async function answerOf(run: () => unknown): Promise<Answered> {
  const answer: unknown = await Promise.resolve()
    .then(run)
    .catch((thrown: unknown) => thrown);
  if (answer instanceof Error) throw answer;
  if (answer instanceof Response) {
    const { status, headers } = answer;
    return { status, location: headers.get("Location"), cookies: cookiesOf(headers), body: {} };
  }
  const { data, init } = answer as { data: Answered["body"]; init?: ResponseInit | null }; // cast: data() of Remix
  return { status: init?.status ?? 200, location: null, cookies: cookiesOf(new Headers(init?.headers)), body: data };
}

function cookiesOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    headers.getSetCookie().map((set) => (set.split(";", 1)[0] ?? "").split("=", 2) as [string, string]),
  );
}

type Visit = { secrets: SecretBox; cookie?: string; faults?: unknown[]; now?: string };

/** The context of now by the clock on the wall, since the provider's tokens go by it; faults are collected. */
function contextOf(
  world: TestDatabase,
  { secrets, faults = [], now = new Date().toISOString() }: Visit,
): RequestContext {
  return { ...makeContext(world, { secrets, now }), logFault: (fault) => void faults.push(fault) };
}

/** Presses the button of a provider. */
function startSso(world: TestDatabase, form: Record<string, string>, visit: Visit): Promise<Answered> {
  const headers = { Cookie: visit.cookie ?? "" };
  const body = new URLSearchParams({ intent: "sign_in", ...form });
  const request = new Request(`${publicUrl.origin}/sign-in/sso`, { method: "POST", headers, body });
  const call = { request, params: {}, context: contextOf(world, visit) } as ActionFunctionArgs; // cast: as the server calls it
  return answerOf(() => start(call));
}

/** Comes back from a provider. */
function finishAt(world: TestDatabase, address: URL, visit: Visit): Promise<Answered> {
  const request = new Request(address, { headers: { Cookie: visit.cookie ?? "" } });
  const call = { request, params: {}, context: contextOf(world, visit) } as LoaderFunctionArgs; // cast: as the server calls it
  return answerOf(() => finish(call));
}

/** The wall clock, which the provider's tokens go by. */
export const wall = () => new Date().toISOString();
export const trusting = { trustsMfa: true };
/** What somebody sees who is not let in: no way on, no session, and the begun sign-in forgotten. */
export const refusedAt = { location: null, cookies: { mfa_sso: "" } };
/** Returns a cookie of an answer as the browser sends it back. */
export const cookieOf = ({ cookies }: Answered, cookie: string) => `mfa_${cookie}=${cookies[`mfa_${cookie}`] ?? ""}`;

export type SsoWorld = Awaited<ReturnType<typeof openSso>>;

/** A workspace with a real provider, in use, under a policy that asks everybody for MFA. */
export async function openSso(open: () => Promise<TestDatabase>, secrets: SecretBox) {
  const world = await open();
  const idp = await startIdentityProvider({ redirectUris: [callback] });
  const { user: owner } = await addPersonWithTotp(world, secrets, { roles: ["owner"] });
  const provider = await saveAs(world, owner, { secrets, form: providerForm(idp.issuer), now: wall() });
  const visit = (more: Omit<Visit, "secrets">) => ({ ...more, secrets });

  const save = (more: Partial<ProviderForm> = {}) =>
    saveAs(world, owner, { secrets, id: provider, form: providerForm(idp.issuer, more), now: wall() });
  const start = (form: Record<string, string>, more: Omit<Visit, "secrets"> = {}) => startSso(world, form, visit(more));
  const finish = (address: URL, more: Omit<Visit, "secrets"> = {}) => finishAt(world, address, visit(more));

  /** Goes to the provider as somebody and stops before coming back. */
  const go = async (person: Person, more: { to?: string; intent?: string; cookie?: string } = {}) => {
    const { cookie = "", ...form } = more;
    idp.signsIn(person);
    const started = await start({ provider, ...form }, { cookie });
    if (!started.body.url) throw new Error(`it did not start: ${JSON.stringify(started)}`);
    return { cookie: cookieOf(started, "sso"), address: await passThrough(started.body.url, callback), started };
  };

  return {
    ...{ world, idp, owner, provider, save, start, finish, go },
    signIn: async (person: Person, to?: string) => {
      const { cookie, address } = await go(person, to === undefined ? {} : { to });
      return finish(address, { cookie });
    },
    /** Somebody of the workspace, and what the provider says of them. */
    known: async () => {
      const user = await addPerson(world);
      const subject = `subject of ${user.userName}`;
      return { user, person: { subject, email: user.userName, name: user.displayName } };
    },
    callerOf: (answer: Answered) => {
      const headers = { Cookie: cookieOf(answer, "session") };
      const request = new Request(`${publicUrl.origin}/exceptions`, { headers });
      return optionalCaller({ request, context: makeContext(world, { secrets, now: wall() }) });
    },
    eventsOf: async (type: string) => {
      const rows = await readChain(world.db, world.workspace.id, { after: 0, limit: 10_000 });
      return rows.filter((row) => row.type === type);
    },
    /** The provider in use and believed in nothing but who somebody is. */
    reset: async () => {
      await save();
      await putPolicy(world, { dial: "required", graceHours: 0 });
    },
    close: async () => {
      await idp.close();
      await world.close();
    },
  };
}
