import { requireCaller } from "#app/auth/caller.server.ts";
import { makeRecoveryCodes } from "#app/auth/recovery-codes.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { findRecoveryBatch } from "#db/recovery-codes.ts";
import type { User } from "#db/users.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import { makeContext } from "./make-context.ts";
import { addPersonWithTotp } from "./sign-in.ts";

/** Returns who calls with this session. */
export function callerWith(test: TestDatabase, secrets: SecretBox, { value }: OpenedSession, now: Instant = testStart) {
  const request = new Request("http://localhost:3000/", { headers: { Cookie: `mfa_session=${value}` } });
  return requireCaller({ request, context: makeContext(test, { secrets, now }) });
}

/** A person with a password, an authenticator app and ten recovery codes. */
export async function addPersonWithCodes(
  test: TestDatabase,
  secrets: SecretBox,
): Promise<{ user: User; secret: string; opened: OpenedSession; codes: string[] }> {
  const person = await addPersonWithTotp(test, secrets);
  const caller = await callerWith(test, secrets, person.opened);
  const codes = await makeRecoveryCodes(test.db, { caller, replaces: null, newPassword: null, now: testStart });
  return { ...person, codes };
}

/** Returns how many codes somebody has left; null for somebody without any. */
export async function codesLeft({ db }: Pick<TestDatabase, "db">, { workspaceId, id }: User): Promise<number | null> {
  return (await findRecoveryBatch(db, workspaceId, id))?.remaining ?? null;
}
