import { createHash } from "node:crypto";
import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mostAttachmentBytes } from "#app/attachments/attachment.ts";
import type { Attachments } from "#app/attachments/attachment-store.ts";
import { openAttachments } from "#app/attachments/open-attachments.server.ts";
import { readEnv } from "#app/env.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import * as attachmentRoute from "#app/routes/api.v1.exceptions.$id.attachments.$attachmentId.ts";
import * as withdrawRoute from "#app/routes/api.v1.exceptions.$id.attachments.$attachmentId.withdraw.ts";
import * as listRoute from "#app/routes/api.v1.exceptions.$id.attachments.ts";
import { historyOf } from "#db/audit-trail.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { openTestAttachments } from "#test/support/attachments.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens = {} as Record<keyof People, string>;
    const place = openTestAttachments();
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const [part, person] of Object.entries(people))
        tokens[part as keyof People] = await tokenFor(base, person, ["read", "write"]);
    });
    afterAll(async () => {
      await base.close();
      place.close();
    });

    const filed = async (over: Parameters<typeof completeDraft>[0] = {}): Promise<string> => {
      const { id } = await fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft(over),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: noon,
      });
      return id;
    };
    /** Sends a form as a browser or curl does. */
    const send = async (id: string, who: keyof People, body: BodyInit, over: Partial<Attachments> = {}) => {
      const request = new Request(`https://register.example/api/v1/exceptions/${id}/attachments`, {
        method: "POST",
        headers: { Authorization: `Bearer ${tokens[who]}` },
        body,
      });
      const context = contextFor(base, { attachments: { ...place.attachments, ...over } });
      return (await listRoute.action({ request, params: { id }, context })) as Response;
    };
    const formOf = (bytes: Uint8Array<ArrayBuffer>, fileName = "ticket.png", note = "") => {
      const form = new FormData();
      form.set("note", note);
      form.set("file", new File([bytes], fileName));
      return form;
    };
    const read = (id: string, attachmentId: string, who: keyof People) =>
      call(attachmentRoute.loader, `/api/v1/exceptions/${id}/attachments/${attachmentId}`, {
        context: contextFor(base, { attachments: place.attachments }),
        token: tokens[who],
        params: { id, attachmentId },
      });
    const list = async (id: string, who: keyof People) => {
      const path = `/api/v1/exceptions/${id}/attachments`;
      return (
        await call(listRoute.loader, path, { context: contextFor(base), token: tokens[who], params: { id } })
      ).json();
    };
    const withdraw = (id: string, attachmentId: string, who: keyof People, reason = "Wrong file") =>
      call(withdrawRoute.action, `/api/v1/exceptions/${id}/attachments/${attachmentId}/withdraw`, {
        context: contextFor(base),
        token: tokens[who],
        params: { id, attachmentId },
        body: { reason },
      });
    const incoming = () => readdirSync(place.attachments.incoming);

    test("a file is kept under its hash, listed, audited and given out as a download that nothing runs", async () => {
      const id = await filed();
      const answer = await send(id, "owner", formOf(png, '../../Prüfung "A"\u202e.png', "The test"));
      expect(answer.status).toBe(201);
      const attachment = await answer.json();
      expect(attachment).toMatchObject({
        name: "Prüfung A.png",
        media_type: "image/png",
        size: png.byteLength,
        sha256: sha256Of(png),
        note: "The test",
        uploaded_by: people.owner.userId,
        withdrawn: null,
      });
      expect(await list(id, "auditor")).toEqual({ data: [attachment] });
      const download = await read(id, attachment.id, "auditor");
      expect(Buffer.from(await download.arrayBuffer()).equals(png)).toBe(true);
      expect(Object.fromEntries(download.headers)).toMatchObject({
        "content-type": "image/png",
        "content-length": String(png.byteLength),
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "attachment; filename=\"Pr_fung A.png\"; filename*=UTF-8''Pr%C3%BCfung%20A.png",
        "x-content-type-options": "nosniff",
      });
      const event = (await historyOf(base.db, base.workspace.id, { kind: "exception", id })).at(-1);
      expect(event?.type).toBe("exception.attachment_added");
      expect(JSON.parse(event?.data ?? "")).toMatchObject({ sha256: sha256Of(png), size: png.byteLength });
      expect(incoming()).toEqual([]);
    });

    test.each([
      ["text/plain", Buffer.from("<script>alert(1)</script> Grüße"), "page.html"],
      ["application/octet-stream", Buffer.from([1, 2, 3, 0, 255, 254]), "picture.png"],
      ["application/pdf", Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj"), "notes.txt"],
    ])("the type is %s by the bytes, whatever the name says", async (type, bytes, fileName) => {
      const answer = await (await send(await filed(), "owner", formOf(new Uint8Array(bytes), fileName))).json();
      expect(answer.media_type).toBe(type);
    });

    test("a file that is too large is refused while it arrives, and nothing of it stays", async () => {
      const id = await filed();
      const atMost = new Uint8Array(mostAttachmentBytes);
      expect((await send(id, "owner", formOf(atMost))).status).toBe(201);
      const larger = new Uint8Array(mostAttachmentBytes + 1);
      expect(await (await send(id, "owner", formOf(larger))).json()).toMatchObject({
        status: 413,
        code: "attachment_too_large",
      });
      expect((await list(id, "owner")).data).toHaveLength(1);
      expect(incoming()).toEqual([]);
    });

    test("an upload that breaks off leaves nothing behind", async () => {
      const id = await filed();
      const boundary = "cut";
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;
      const request = new Request(`https://register.example/api/v1/exceptions/${id}/attachments`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${tokens.owner}`,
          "Content-Type": `multipart/form-data; boundary=${boundary}`,
        },
        body: new ReadableStream({
          start(controller) {
            controller.enqueue(Buffer.from(head));
            controller.enqueue(Buffer.alloc(100_000));
            setTimeout(() => controller.error(new Error("the line went dead")), 20);
          },
        }),
        duplex: "half",
      } as RequestInit);
      const context = contextFor(base, { attachments: place.attachments });
      const answer = (await listRoute.action({ request, params: { id }, context })) as Response;
      expect(await answer.json()).toMatchObject({ status: 400, code: "broken_upload" });
      expect((await list(id, "owner")).data).toEqual([]);
      expect(incoming()).toEqual([]);
    });

    test.each([
      ["nothing chosen", () => formOf(new Uint8Array(), "")],
      ["an empty file", () => formOf(new Uint8Array())],
      ["no file", () => new FormData()],
    ])("a form with %s is refused", async (_what, form) => {
      const answer = await send(await filed(), "owner", form());
      expect(await answer.json()).toMatchObject({ status: 400 });
    });

    test("the command that looks at files refuses what it does not find clean, and so does one that does not run", async () => {
      const script = join(place.folder, "scan.mjs");
      writeFileSync(
        script,
        'import { readFileSync } from "node:fs"; process.exit(readFileSync(process.argv.at(-1), "utf8").includes("EICAR") ? 1 : 0);',
      );
      const scanCommand = `${process.execPath} ${script}`;
      const id = await filed();
      const clean = new Uint8Array(Buffer.from("harmless"));
      const foul = new Uint8Array(Buffer.from("an EICAR file"));
      expect((await send(id, "owner", formOf(clean), { scanCommand })).status).toBe(201);
      for (const [bytes, command] of [
        [foul, scanCommand],
        [clean, "/no/such/scanner"],
      ] as const)
        expect(await (await send(id, "owner", formOf(bytes), { scanCommand: command })).json()).toMatchObject({
          status: 400,
          code: "attachment_refused",
        });
      expect((await list(id, "owner")).data).toHaveLength(1);
      expect(incoming()).toEqual([]);
    });

    test("it is withdrawn by whoever added it or an admin, once, and stays for those who watch over the register", async () => {
      const id = await filed();
      const { id: attachmentId } = await (await send(id, "owner", formOf(png))).json();
      expect((await withdraw(id, attachmentId, "requestor")).status).toBe(403);
      expect((await withdraw(id, attachmentId, "auditor")).status).toBe(403);
      expect((await withdraw(id, attachmentId, "owner", " ")).status).toBe(400);
      expect(await (await withdraw(id, attachmentId, "admin")).json()).toMatchObject({
        withdrawn: { by: people.admin.userId, reason: "Wrong file", at: noon },
      });
      expect(await (await withdraw(id, attachmentId, "owner")).json()).toMatchObject({ code: "withdrawn_already" });
      expect((await list(id, "requestor")).data).toHaveLength(1);
      expect(await (await read(id, attachmentId, "requestor")).json()).toMatchObject({
        status: 403,
        code: "withdrawn",
      });
      expect((await read(id, attachmentId, "auditor")).status).toBe(200);
      await expect(base.db.deleteFrom("attachments").execute()).rejects.toThrow();
      await expect(base.db.updateTable("attachments").set({ name: "x" }).execute()).rejects.toThrow();
    });

    test("where the reason is for approvers, nobody else knows of its files but whoever added them", async () => {
      const id = await filed({ category: "accessibility" });
      const { id: attachmentId } = await (await send(id, "owner", formOf(png, "letter.png"))).json();
      for (const who of ["owner", "requestor", "risk"] as const) {
        expect((await list(id, who)).data).toHaveLength(1);
        expect((await read(id, attachmentId, who)).status).toBe(200);
      }
      for (const who of ["implementer", "auditor"] as const) {
        expect((await list(id, who)).data).toEqual([]);
        expect((await read(id, attachmentId, who)).status).toBe(404);
      }
    });

    test("an auditor adds nothing, and one record's file is not another's", async () => {
      const [id, other] = [await filed(), await filed()];
      expect(await (await send(id, "auditor", formOf(png))).json()).toMatchObject({ status: 403, code: "auditor" });
      const { id: attachmentId } = await (await send(id, "owner", formOf(png))).json();
      expect((await read(other, attachmentId, "owner")).status).toBe(404);
    });
  });

test("what an upload left behind is cleared away once nobody can be sending it any more", () => {
  const place = openTestAttachments();
  const [old, young] = ["old", "young"].map((name) => join(place.attachments.incoming, name)) as [string, string];
  for (const path of [old, young]) writeFileSync(path, "half");
  utimesSync(old, new Date(noon), new Date("2026-11-10T08:00:00.000Z"));
  utimesSync(young, new Date(noon), new Date("2026-11-10T11:30:00.000Z"));
  openAttachments(readEnv({ DATA_DIR: place.folder }), noon);
  expect(readdirSync(place.attachments.incoming)).toEqual(["young"]);
  expect(readFileSync(young, "utf8")).toBe("half");
  place.close();
});
