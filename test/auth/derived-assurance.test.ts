import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { optionalCaller } from "#app/auth/caller.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { openSession } from "#app/auth/session.server.ts";
import { type CompletedMethod, methodNames } from "#app/engine/types.ts";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPerson, later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);

const method = fc.record({
  method: fc.constantFrom(...methodNames),
  // Around the 15 minutes that a factor counts for, the last millisecond included.
  completedAt: fc.constantFrom(0, -1, -899, -900, -900.001, -3000).map((seconds) => later(now, seconds)),
  userVerified: fc.boolean(),
});
const sessions = fc.record({ methods: fc.array(method, { maxLength: 4 }), isBypass: fc.boolean() });

/** What the level of a session has to be, put as plainly as it can be. */
function oracle(methods: readonly CompletedMethod[], isBypass: boolean) {
  const does = (name: string) => methods.some((each) => each.method === name);
  const key = (each: CompletedMethod) => each.method === "passkey" || each.method === "security_key";
  const knows = does("password") || does("federated");
  const verified = methods.some((each) => key(each) && each.userVerified);
  const holds = methods.some(key) || does("totp") || does("recovery_code");
  const below = knows || methods.some(key) ? 1 : 0;
  const level = verified || (knows && holds) ? 2 : below;
  const aal = isBypass ? Math.min(level, 1) : level;
  const factors = methods.filter(
    (each) => (key(each) && each.userVerified) || each.method === "totp" || each.method === "recovery_code",
  );
  const isRecent = factors.some(({ completedAt }) => completedAt >= later(now, -900));
  return { aal, isFresh: aal === 2 && isRecent };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let user: User;
    beforeAll(async () => {
      world = await open();
      user = await addPerson(world);
    });
    afterAll(() => world.close());

    test("refused: a level that no method of the session bears out, whatever the session is made of", async () => {
      await fc.assert(
        fc.asyncProperty(sessions, async ({ methods, isBypass }) => {
          const opening = { workspaceId: user.workspaceId, userId: user.id, client: nobody, now };
          const { value } = await openSession(world.db, { ...opening, methods, admission: { ...letIn, isBypass } });
          const request = new Request("http://localhost:3000/", { headers: { Cookie: `mfa_session=${value}` } });
          const caller = await optionalCaller({ request, context: makeContext(world, { secrets, now }) });
          const { aal, isFresh } = oracle(methods, isBypass);
          expect(caller?.actor.aal).toBe(aal);
          expect(caller && hasFreshFactor(caller.actor, now)).toBe(isFresh);
        }),
        { numRuns: 200 },
      );
    });
  });
