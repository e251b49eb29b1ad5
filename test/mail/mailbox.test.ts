import type { AddressInfo } from "node:net";
import express from "express";
import { expect, test } from "vitest";
import { createMailbox } from "#app/mail/mailbox.server.ts";
import { renderMail } from "#app/mail/render-mail.ts";
import { showMail } from "#server/show-mail.ts";
import { mailData } from "./mail-data.ts";

const env = { MAIL_FROM: "MFA Register <register@acme.example>", PUBLIC_URL: "https://register.example" };
const setting = { publicUrl: env.PUBLIC_URL, workspace: "Acme", name: "Ines" };

function mail(id: string, over: Record<string, string> = {}) {
  const rendered = renderMail("exception_active", { ...mailData("exception_active"), ...over }, setting);
  return { id, to: "ines@acme.example", writtenAt: "2026-11-20T10:00:00.000Z", ...rendered };
}

test("a mail is kept with the headers that a mail server would have been given", async () => {
  const mailbox = createMailbox(env);
  expect(await mailbox.send(mail("msg_1"))).toMatchObject({ ok: true });
  const { headers = "" } = mailbox.find("msg_1") ?? {};
  expect(headers.split("\n").map((line) => line.split(":")[0])).toEqual(
    expect.arrayContaining(["From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "MIME-Version"]),
  );
  expect(headers).toContain("To: ines@acme.example");
  expect(headers).toContain("Message-ID: <msg_1@register.example>");
  expect(headers).toContain("Date: Fri, 20 Nov 2026 10:00:00 +0000");
});

test("a title with line breaks adds no header and no recipient", async () => {
  const mailbox = createMailbox(env);
  await mailbox.send(mail("msg_1", { id: "EXC\r\nBcc: thief@evil.example", title: "A\r\n\r\n<b>body</b>" }));
  await mailbox.send({ ...mail("msg_2"), to: "ines@acme.example\r\nBcc: thief@evil.example" });
  for (const { headers } of mailbox.list()) expect(headers).not.toMatch(/^(Bcc|Cc):/im);
});

test("the newest mail comes first, and what has no address is refused as by a mail server", async () => {
  const mailbox = createMailbox(env);
  await mailbox.send({ ...mail("msg_2"), writtenAt: "2026-11-21T10:00:00.000Z" });
  await mailbox.send(mail("msg_1"));
  await mailbox.send(mail("msg_3"));
  expect(mailbox.list().map(({ id }) => id)).toEqual(["msg_2", "msg_3", "msg_1"]);
  expect(await mailbox.send({ ...mail("msg_4"), to: "svc-backup" })).toMatchObject({ ok: false, isPermanent: true });
});

test("a mail that leaves twice is one, and the oldest makes room", async () => {
  const mailbox = createMailbox(env);
  for (let number = 0; number < 2_005; number += 1) await mailbox.send({ ...mail(`msg_${number % 2_002}`), html: "" });
  expect(mailbox.list()).toHaveLength(2_000);
  expect(mailbox.find("msg_3")).toBeUndefined();
});

test("the frame of a mail runs nothing, fetches nothing, and follows the look that is asked for", async () => {
  const mailbox = createMailbox(env);
  await mailbox.send(mail("msg_1", { title: "<script>alert(1)</script>" }));
  const picture = { filename: "a.png", contentType: "image/png", content: Buffer.from("PNG"), cid: "a@register" };
  await mailbox.send({ ...mail("msg_2"), html: '<head><img src="cid:a@register">', attachments: [picture] });
  const server = express().get("/demo/mailbox/:id/html", showMail(mailbox)).listen(0, "127.0.0.1");
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo; // it listens on a port
    const open = (path: string) => fetch(`http://127.0.0.1:${port}/demo/mailbox/${path}`);
    const dark = await open("msg_1/html?theme=dark");
    const policy = dark.headers.get("Content-Security-Policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("sandbox");
    expect(policy).not.toContain("allow-scripts");
    const html = await dark.text();
    expect(html).toContain("@media all{");
    expect(html).not.toContain("<script");
    expect(await (await open("msg_1/html?theme=light")).text()).toContain("@media not all{");
    // A picture that comes with a mail stands in the page, which may fetch none.
    expect(policy).toContain("img-src data:;");
    expect(await (await open("msg_2/html")).text()).toContain('<img src="data:image/png;base64,UE5H">');
    expect((await open("msg_9/html")).status).toBe(404);
  } finally {
    server.close();
  }
});
