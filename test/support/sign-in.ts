import { join } from "node:path";
import { generateSync } from "otplib";
import { acceptWithPasskey, acceptWithPassword } from "#app/auth/accept-invitation.server.ts";
import { offerTotp } from "#app/auth/enrolment.server.ts";
import { askForNewPasskey } from "#app/auth/passkey-options.server.ts";
import { addUser, inviteUser } from "#app/auth/people.server.ts";
import { openSecretBox, type SecretBox } from "#app/auth/secret-box.server.ts";
import type { ClientOf, OpenedSession } from "#app/auth/session.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { User } from "#db/users.ts";
import { type Authenticator, makeAuthenticator } from "./authenticator.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import { makeFolder } from "./make-folder.ts";

export const publicUrl = new URL("http://localhost:3000");
/** Our own pages, where authenticators are asked. */
export const at = { origin: publicUrl.origin, rpId: publicUrl.hostname };
export const console_ = { by: null, actor: { kind: "console", id: null } } as const;
export const nobody: ClientOf = { ip: null, userAgent: null, deviceHash: null };
/** What lets a session in that a test opens by itself. */
export const letIn = { decisionId: "test.1.0", isBypass: false, exceptionId: null, graceEndsAt: null, endsAt: null };
export const password = "correct horse battery staple";

/** A secret box with a key file of its own. */
export function openTestSecrets(): SecretBox {
  return openSecretBox(join(makeFolder("key"), "secret.key"));
}

/** Returns the instant so many seconds later. */
export function later(now: Instant, seconds: number): Instant {
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}

/** Returns the code that an authenticator app shows at an instant. */
export function codeAt(secret: string, now: Instant): string {
  return generateSync({ secret, epoch: Date.parse(now) / 1000 });
}

let added = 0;

/** Adds a person who has not set up a way to sign in. */
export function addPerson(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  { userName, roles = [] }: { userName?: string; roles?: RegisterRole[] } = {},
): Promise<User> {
  added += 1;
  const user = { userName: userName ?? `person${added}@acme.example`, displayName: `Person ${added}` };
  return addUser(db, { workspaceId: workspace.id, user, roles, ...console_, now: testStart });
}

/** Returns the token of a link with which a person sets up their way to sign in. */
export async function inviteToken({ db }: Pick<TestDatabase, "db">, user: User, now = testStart): Promise<string> {
  const { url } = await inviteUser(db, { workspaceId: user.workspaceId, userId: user.id, publicUrl, ...console_, now });
  return url.slice(url.lastIndexOf("/") + 1);
}

/** A person with a password and an authenticator app; the code of `testStart` has been spent on setting it up. */
export async function addPersonWithTotp(
  test: TestDatabase,
  secrets: SecretBox,
  person: { userName?: string; roles?: RegisterRole[] } = {},
): Promise<{ user: User; secret: string; opened: OpenedSession }> {
  const user = await addPerson(test, person);
  const { db, workspace } = test;
  const token = await inviteToken(test, user);
  const { challengeId, secret } = await offerTotp(db, { workspace, user, secrets, now: testStart });
  const code = codeAt(secret, testStart);
  const proofs = { password, challengeId, code, secrets };
  const opened = await acceptWithPassword(test, { token, names: null, ...proofs, client: nobody, now: testStart });
  return { user, secret, opened };
}

/** A person with a passkey. */
export async function addPersonWithPasskey(
  test: Pick<TestDatabase, "db" | "workspace" | "ownSignIns">,
  {
    roles = [],
    isSynced = true,
    counts = false,
  }: { roles?: RegisterRole[]; isSynced?: boolean; counts?: boolean } = {},
): Promise<{ user: User; authenticator: Authenticator; opened: OpenedSession }> {
  const user = await addPerson(test, { roles });
  const { db, workspace } = test;
  const token = await inviteToken(test, user);
  const authenticator = makeAuthenticator({ origin: publicUrl.origin, userId: user.id, isSynced, counts });
  const { options, challengeId } = await askForNewPasskey(db, {
    workspace,
    user,
    sessionHash: null,
    at,
    now: testStart,
  });
  const answer = authenticator.create(options);
  const opened = await acceptWithPasskey(test, {
    token,
    names: null,
    answer,
    challengeId,
    client: nobody,
    now: testStart,
  });
  return { user, authenticator, opened };
}
