import { expect, test } from "vitest";
import { peopleAffected } from "#app/policy/people-affected.server.ts";
import { policyAfter } from "#app/policy/policy-after.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { currentPolicy } from "#db/policies.ts";
import { databases } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople } from "#test/support/people.ts";
import { addPersonWithTotp, openTestSecrets } from "#test/support/sign-in.ts";

for (const [name, open] of Object.entries(databases))
  test(`${name}: people are counted by what they meet under two policies`, async () => {
    const base = await open();
    const { db, workspace } = base;
    await addPeople(base);
    await addPersonWithTotp(base, openTestSecrets());
    const before = await currentPolicy(db, workspace.id);
    const content = { ...contentOf(before), dial: "off" as const, floors: [] };
    const after = policyAfter(before, { content, forcesReenrollment: false, now: noon });
    // Ten people without a factor, of whom the owner has no grace, and one with an authenticator app.
    expect(await peopleAffected(db, workspace.id, { before, after, now: noon })).toEqual({
      people: 11,
      isSample: false,
      counts: [
        { outcome: "allow", before: 9, after: 11 },
        { outcome: "challenge", before: 1, after: 0 },
        { outcome: "enroll", before: 1, after: 0 },
        { outcome: "deny", before: 0, after: 0 },
      ],
      newlyLetIn: 2,
    });
    await base.close();
  });
