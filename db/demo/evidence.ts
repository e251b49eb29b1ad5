import { addAttachment } from "#app/attachments/add-attachment.server.ts";
import type { Attachments } from "#app/attachments/attachment-store.ts";
import type { Db } from "../connect.ts";
import { findUserByName } from "../users.ts";
import { type CastKey, demoCompany } from "./cast.ts";
import { callerOf, idOf } from "./discussions.ts";

const files: readonly { title: string; who: CastKey; name: string; note: string; text: string }[] = [
  {
    title: "Result mailer reads its mailbox over IMAP",
    who: "mei.tanaka",
    name: "CHG-2977 firewall rule.txt",
    note: "The rule as it was put in place",
    text: "permit tcp 10.20.4.0/28 host mail eq 993\ndeny   tcp any         host mail eq 993 log\n",
  },
  {
    title: "Recovery after the storage failure",
    who: "callum.byrne",
    name: "INC-0488 enrolments.csv",
    note: "Who enrolled a factor again, and when",
    text: "account,enrolled\nreception-1,06:12\nreception-2,06:20\n",
  },
];

/** Adds the demo's files as people add them; apart from the rest, since they lie beside the database. */
export async function addDemoEvidence(
  db: Db,
  { workspaceId, attachments, now }: { workspaceId: string; attachments: Attachments; now: string },
): Promise<void> {
  for (const { title, who, name, note, text } of files) {
    const user = await findUserByName(db, workspaceId, `${who}@${demoCompany.domain}`);
    const stage = { workspaceId, people: new Map(user ? [[who, user.id]] : []), now };
    const form = new FormData();
    form.set("note", note);
    form.set("file", new File([text], name));
    const request = new Request("http://demo.example/", { method: "POST", body: form });
    const caller = await callerOf(db, stage, who, now);
    await addAttachment({ db, now, attachments }, { caller, id: await idOf(db, stage, title), request });
  }
}
