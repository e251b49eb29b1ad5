import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays } from "#app/register/days.ts";
import type { Draft } from "#app/register/exception-schemas.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let opened: TestDatabase;
    let people: People;
    beforeAll(async () => {
      opened = await open();
      people = await addPeople(opened);
    });
    afterAll(() => opened.close());

    const auditActor = ({ userId }: Person) => ({ kind: "user", id: userId }) as const;
    const acting = () => ({ workspaceId: opened.workspace.id, now: testStart });
    const run = (person: Person, id: string, input: CommandInput) => {
      const actor = { ...person, aal: 2, factorUsedAt: testStart } as const;
      return apply(opened.db, { ...acting(), id, input, actor, auditActor: auditActor(person) });
    };
    const submitted = async () => {
      const { requestor } = people;
      const filing = { ...acting(), draft: completeDraft(), requestor, actor: auditActor(requestor) };
      const { id, version } = await fileException(opened.db, filing);
      return run(requestor, id, { command: "submit", comment: "", version });
    };
    const edit = async ({ id, version }: { id: string; version: number }, over: Partial<Draft>) => {
      const { requestor } = people;
      const editing = { ...acting(), id, version, editor: requestor, actor: auditActor(requestor) };
      return editException(opened.db, { ...editing, draft: completeDraft(over) });
    };

    test("what is edited within the limits stays handed in", async () => {
      const edited = await edit(await submitted(), { title: "IMAP polling, claims" });
      expect(edited.state).toBe("submitted");
    });

    test("what an edit takes beyond the limits has to be handed in again, and is refused there", async () => {
      for (const over of [{ endsAt: addDays(testStart, 400) }, { details: {} }, { compensatingControls: [] }]) {
        const edited = await edit(await submitted(), over);
        expect(edited.state).toBe("changes_requested");
        const low = { likelihood: 1, impact: 1 } as const;
        const rating = { command: "assess", inherent: low, residual: low, comment: "Seen" } as const;
        const assess = run(people.identity, edited.id, { ...rating, version: edited.version });
        expect(await refusalOf(assess)).toBe("no_such_move");
        const resubmit = run(people.requestor, edited.id, {
          command: "resubmit",
          comment: "",
          version: edited.version,
        });
        expect(await refusalOf(resubmit)).toBe("incomplete");
      }
    });
  });
