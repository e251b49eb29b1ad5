import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adoptControls } from "#app/controls/adopt-controls.server.ts";
import { controlPack, missingControls } from "#app/controls/control.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { action as adopt } from "#app/routes/api.v1.controls.adopt.ts";
import { findControl, listControls, updateControl } from "#db/controls.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const changing = (roles: readonly RegisterRole[] = ["admin"]) => ({
      ...{ workspaceId: base.workspace.id, by: { roles }, now },
      actor: { kind: "user" as const, id: people.admin.userId },
    });
    const forget = (...ids: string[]) => base.db.deleteFrom("controlCatalogue").where("id", "in", ids).execute();
    const added = () =>
      base.db.selectFrom("auditEvents").select("subjectId").where("type", "=", "control.added").execute();
    const shipped = controlPack.map(({ id }) => id);

    test("a workspace without a catalogue gets the one that ships, once however many ask, and the log names each", async () => {
      await forget(...shipped);
      const answers = await Promise.all(Array.from({ length: 50 }, () => adoptControls(base.db, changing())));
      expect(answers.filter((each) => each.length > 0)).toEqual([controlPack]);
      expect((await listControls(base.db, base.workspace.id)).map(({ id }) => id).sort()).toEqual(shipped.toSorted());
      expect((await added()).map(({ subjectId }) => subjectId).sort()).toEqual(shipped.toSorted());
    });

    test("what is there stays as it is, renamed, switched off, or one's own under the same name", async () => {
      const [first, second, third, fourth] = controlPack;
      if (!first || !second || !third || !fourth) throw new Error("four controls ship at least");
      await forget(first.id, fourth.id);
      await updateControl(base.db, base.workspace.id, { ...second, name: "Ours", isEnabled: false }, now);
      await updateControl(base.db, base.workspace.id, { ...third, name: first.name }, now);
      expect(await adoptControls(base.db, changing())).toEqual([fourth]);
      expect(await findControl(base.db, base.workspace.id, second.id)).toMatchObject({
        name: "Ours",
        isEnabled: false,
      });
      expect(await findControl(base.db, base.workspace.id, first.id)).toBeUndefined();
    });

    test("over the API an admin adopts it, a repeat adds nothing, and nobody else does", async () => {
      const asked = async (who: keyof People, scope: "policy" | "write", headers = {}) => {
        const token = await tokenFor(base, people[who], [scope]);
        const answer = await call(adopt, "/api/v1/controls/adopt", {
          ...{ context: contextFor(base), token },
          body: {},
          headers,
        });
        return answer.json();
      };
      expect((await asked("auditor", "policy")).code).toBe("not_admin");
      expect((await asked("admin", "write")).code).toBe("insufficient_scope");
      expect(await refusalOf(adoptControls(base.db, changing(["approver_risk"])))).toBe("not_admin");
      await forget("dual_control");
      expect(await asked("admin", "policy")).toMatchObject({ added: [{ id: "dual_control", is_enabled: true }] });
      expect(await asked("admin", "policy", { "Idempotency-Key": "again" })).toEqual({ added: [] });
      expect(missingControls(await listControls(base.db, base.workspace.id))).toEqual([]);
    });
  });
