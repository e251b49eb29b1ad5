import { expect, test } from "vitest";
import { withoutPerson } from "#app/directory/without-person.ts";
import { renderMail } from "#app/mail/render-mail.ts";
import { listDueMessages } from "#db/outbox.ts";
import { seedDemo } from "#db/seed.ts";
import { databases } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";

const now = "2026-11-20T10:30:00.000Z";
const setting = { publicUrl: "https://register.example", workspace: "Acme", name: "Ines" };

test("whatever a year of a register queues reads as a whole message, and says of each exception whom it lets in, for how long and at what risk", async () => {
  const { db, database, close } = await databases.sqlite();
  try {
    const workspaceId = await seedDemo(database, now, plainSecrets);
    const queued = await listDueMessages(db, workspaceId, now, 2_000);
    expect(new Set(queued.map(({ template }) => template)).size).toBeGreaterThan(20);
    const people = await db.selectFrom("users").select("displayName").where("workspaceId", "=", workspaceId).execute();
    for (const { template, data } of queued) {
      // What people wrote themselves is for people to look through; everything else lets go of somebody who has to go.
      const { title: _, comment: _said, reason: _why, text: _written, label: _label, ...ours } = data;
      const json = JSON.stringify(ours);
      for (const { displayName: name } of people.filter(({ displayName }) => json.includes(displayName))) {
        const renaming = {
          userId: "x",
          address: "x@x.example",
          name,
          newAddress: "y@y.example",
          newName: "Former person",
        };
        expect(withoutPerson(json, renaming)).not.toContain(name);
      }
      const { subject, text } = renderMail(template, data, setting);
      // An address has ids in it; a sentence has names.
      const said = `${subject}\n${text}`.replace(/^https:\S+$/gm, "");
      expect(said).not.toMatch(/undefined|null|NaN|Invalid|“”|\(\)| ,|\b(usr|msg|ws)_|\n\S+ {2,}\n/);
      if (!/^EXC-/.test(subject) || template.includes("comment")) continue;
      expect(text).toMatch(/^Lets in {2,}\S/m);
      expect(text).toMatch(/^Term {2,}\S/m);
      if (data.rating) expect(text).toMatch(/^Risk {2,}(Low|Moderate|High|Critical)\b/m);
    }
  } finally {
    await close();
  }
});
