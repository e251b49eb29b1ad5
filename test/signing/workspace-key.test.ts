import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rotateKey } from "#app/signing/rotate-key.server.ts";
import { isSignedBy, keyOf, readNote, signNote } from "#app/signing/signed-note.server.ts";
import { keyFacts, noteKeyOf, signerOf, workspaceKey } from "#app/signing/workspace-key.server.ts";
import { listSigningKeys } from "#db/signing-keys.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { later, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const publicUrl = "https://register.example";
const making = { secrets, publicUrl, actor: { kind: "console", id: null }, now: testStart } as const;
const now = later(testStart, 60);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const keys = () => listSigningKeys(base.db, base.workspace.id);
    const rotate = (who: keyof People, keyId: string, factorUsedAt: string | null = now) => {
      const { userId, roles } = people[who];
      const by = { userId, roles: [...roles], aal: 2 as const, factorUsedAt };
      const rotation = { workspaceId: base.workspace.id, keyId, by, actor: { kind: "user", id: userId } as const, now };
      return rotateKey({ db: base.db, secrets, publicUrl }, rotation);
    };

    test("50 that need the first key at once get one and the same", async () => {
      const { db, workspace } = base;
      const got = await Promise.all(Array.from({ length: 50 }, () => workspaceKey(db, workspace.id, making)));
      expect(new Set(got.map(({ id }) => id)).size).toBe(1);
      expect(await keys()).toHaveLength(1);
      const events = await db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "signing_key.created")
        .execute();
      expect(events).toHaveLength(1);
      const [key] = got;
      expect(JSON.parse(events[0]?.data ?? "")).toEqual(key && keyFacts(key));
    });

    test("it is named for the workspace, and its private half lies sealed", async () => {
      const [key] = await keys();
      if (!key) throw new Error("there is no key");
      expect(key.name).toBe("register.example/acme");
      expect(keyOf(keyFacts(key).vkey)).toEqual(noteKeyOf(key));
      expect(key.privateKey).toMatch(/^v1\./);
    });

    test.each([
      ["an admin", "admin", now, "not_workspace_owner"],
      ["an auditor", "auditor", now, "not_workspace_owner"],
      ["an owner without a fresh factor", "boss", testStart.replace("2026", "2025"), "step_up_required"],
    ] as const)("%s puts no other key in place", async (_what, who, factorUsedAt, code) => {
      const [key] = await keys();
      expect(await refusalOf(rotate(who, key?.id ?? "", factorUsedAt))).toBe(code);
      expect(await keys()).toHaveLength(1);
    });

    test("50 rotations of one key at once put one other key in place, and forget the private half of the first", async () => {
      const [before] = await keys();
      if (!before) throw new Error("there is no key");
      const signed = signNote("What was signed before\n", signerOf(before, secrets));
      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => rotate("boss", before.id)));
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const [current, retired, ...more] = await keys();
      expect(more).toEqual([]);
      expect(current).toMatchObject({ retiredAt: null });
      expect(retired).toMatchObject({ id: before.id, privateKey: null, retiredAt: now });
      const note = readNote(signed);
      expect(note && retired && isSignedBy(note, noteKeyOf(retired))).toBe(true);
      expect(note && current && isSignedBy(note, noteKeyOf(current))).toBe(false);
      expect(() => retired && signerOf(retired, secrets)).toThrow("retired");
    });
  });
