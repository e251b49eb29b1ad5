import { describe, expect, onTestFinished, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { findException } from "#db/exceptions.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { addPeople } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const review = { command: "review", outcome: "keep", comment: "Needed" } as const;
const validate = { command: "validate", result: "passed", comment: "Signed in" } as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("a second review, or test, in the very same instant is refused as stale and changes nothing", async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { id } = await activeException(database, people, { now: testStart, endsAt: addDays(testStart, 60) });
      const give = commandsOf(database, people);
      const at = addDays(testStart, 1);
      for (const said of [review, validate]) {
        const { version } = await give(id, "risk", said, at);
        expect(await refusalOf(give(id, "leadership", said, at))).toBe("stale_version");
        expect(await findException(database.db, database.workspace.id, id)).toMatchObject({ version });
      }
    });
  });
