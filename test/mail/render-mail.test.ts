import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mailColours } from "#app/mail/mail-colours.ts";
import { renderMail } from "#app/mail/render-mail.ts";
import { templates } from "#app/mail/templates.ts";
import { traits } from "#app/mail/traits.ts";
import { mailData } from "./mail-data.ts";

const setting = { publicUrl: "https://register.example", workspace: "Acme", name: "Ines" };

test("an approver sees who asks, whom it lets in, from where, its term, its risk, what changed, and until when to decide", () => {
  const { subject, text } = renderMail("approval_needed", mailData("approval_needed"), setting);
  expect(subject).toBe("EXC-2026-0042: your decision is needed, “IMAP polling for the claims mailbox” (Acme)");
  expect(text.replace(/\s+/g, " ")).toBe(
    [
      "Ines,",
      "Daniel Brandt asks for an exception. You decide for risk. Identity has approved; nobody else is left.",
      "Exception EXC-2026-0042, IMAP polling for the claims mailbox",
      "Lets in svc-claims-mail to Exchange mail over IMAP, with a password alone",
      "From where 10.24.8.0/28",
      "Term Mon, 2 Nov 2026, 09:00 UTC to Mon, 30 Nov 2026, 09:00 UTC",
      "Risk Moderate, 8, after 4 controls; high, 16, without",
      "Used 135 times, last on Mon, 2 Nov 2026, 09:00 UTC",
      "Extensions this would be number 2 of at most 3",
      "Changed Scope: Networks: 10.24.8.0/27 → 10.24.8.0/28",
      "Comment Only from the mail subnet.",
      "Open the exception: https://register.example/exceptions/EXC-2026-0042",
      "If nobody decides by Mon, 30 Nov 2026, 09:00 UTC, the request lapses and nothing changes.",
      "It has no effect before everyone needed has approved and it has been put in place.",
      "-- The link opens a page; it approves nothing and signs nobody in.",
      "You get this because of your part in the MFA register of Acme.",
      "Choose what is mailed to you: https://register.example/account/notifications ",
    ].join(" "),
  );
});

/** What a program without pictures and styles would show of the HTML, each space of any width as one. */
function shownOf(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .replaceAll(" ,", ",");
}

test.each(templates)("%s says the same as text and as HTML", (template) => {
  const { text, html } = renderMail(template, mailData(template), setting);
  const shown = shownOf(html) + [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link).join(" ");
  for (const block of text.split(/\n\n|\n(?=\S)|(?<=\S) {2,}/))
    for (const line of block.split("\n")) {
      const said = line
        .replace(/^(\*|--) /, "")
        .trim()
        .replace(/:$/, "");
      expect(shown).toContain(said.replace(/\s+/g, " "));
    }
  // And the other way round: what the HTML says beside the preview of its beginning stands in the text.
  const plain = text.replace(/\s+/g, " ");
  for (const [, said] of html.matchAll(/<(?:p|td|th|b|a)\b[^>]*>([^<]+)/g))
    expect(plain).toContain(shownOf(said ?? "").trim());
});

test.each(templates)(
  "%s has no line that a narrow window would break, but for addresses and long words",
  (template) => {
    const { text } = renderMail(template, mailData(template), setting);
    for (const line of text.split("\n")) expect(line.length <= 76 || !line.trim().includes(" ")).toBe(true);
  },
);

/** The addresses of pages; what answers with no page, or acts, is not among them. */
const pages = readdirSync("app/routes")
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => file.replace(/\.tsx$/, "").replace(/\._index$/, ""))
  .map((file) => new RegExp(`^/${file.replaceAll("_.", "/").replaceAll(".", "/").replace(/\$\w+/g, "[^/]+")}$`));

test.each(templates)(
  "the links of %s open pages of the register and carry nothing that lets anybody in",
  (template) => {
    const data = mailData(template);
    const { html } = renderMail(template, data, setting);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => new URL(link ?? ""));
    expect(links.length).toBeGreaterThan(0);
    for (const { origin, pathname, search, hash } of links) {
      expect(origin).toBe("https://register.example");
      expect(
        pages.some((page) => page.test(pathname)),
        `no page at ${pathname}`,
      ).toBe(true);
      expect(hash).toBe("");
      if (!traits[template].isSecret) expect(pathname + search).not.toMatch(/[^/?&=]{25}/);
    }
    if (traits[template].isSecret) expect(links.map(({ href }) => href)).toEqual([data.url]);
  },
);

test.each(templates)("%s is no page that remembers who opened it, runs anything or fetches anything", (template) => {
  const { html } = renderMail(template, mailData(template), setting);
  expect(html).not.toMatch(/<(script|img|iframe|form|input|object|link)\b|\bon\w+=|url\(|javascript:/i);
});

test("who has no account is not sent to choose", () => {
  const { text } = renderMail("mfa_reset_alert", mailData("mfa_reset_alert"), { ...setting, name: null });
  expect(text).not.toContain("/account/notifications");
});

test("what people wrote is text in HTML, never markup", () => {
  const title = `<img src=x onerror="alert('1')"> & more`;
  const data = { ...mailData("exception_active"), title };
  const { html, text } = renderMail("exception_active", data, { ...setting, name: "<b>Ines</b>", workspace: "<i>" });
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<b>Ines");
  expect(html).not.toContain("<i>");
  expect(html).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more");
  expect(text.replace(/\s+/g, " ")).toContain(title);
});

test("a placeholder in what people wrote is not filled in", () => {
  const data = { ...mailData("exception_active"), title: "{{comment}} {url} %s #(id)" };
  expect(renderMail("exception_active", data, setting).html).toContain("{{comment}} {url} %s #(id)");
});

test("an id leads nowhere but to the register, whatever is in it", () => {
  const data = { ...mailData("exception_active"), id: "../../evil?x=1#y" };
  expect(renderMail("exception_active", data, setting).html).toContain(
    "https://register.example/exceptions/..%2F..%2Fevil%3Fx%3D1%23y",
  );
});

test("a line break in an id, a title, a name or the name of the workspace begins no other header", () => {
  const broken = { ...mailData("exception_active"), id: "EXC\r\nBcc: a@b.example", title: "A\u2028B\u0085C\nD" };
  const { subject } = renderMail("exception_active", broken, { ...setting, workspace: "Ac\r\nme" });
  expect(subject).toBe("EXC Bcc: a@b.example: in place, “A B C D” (Ac me)");
  const { text } = renderMail("exception_active", broken, { ...setting, name: "Ines\r\nX-Evil: 1" });
  expect(text).toMatch(/^Ines X-Evil: 1,\n/);
});

test("text that turns its direction, or hides in control characters, does not", () => {
  const title = "invoice\u202Efdp.exe\u2066\u200F\u0000\u0007";
  const { subject, text, html } = renderMail("exception_active", { ...mailData("exception_active"), title }, setting);
  for (const said of [subject, text, html]) {
    expect(said).toContain("invoicefdp.exe");
    expect(said).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]|[^\P{Cc}\n]/u);
  }
});

test("a long title leaves in sight what has happened, and stands whole in the mail", () => {
  const title = "Ünïcödé 🔑 ".repeat(40).trim();
  const { subject, text } = renderMail("exception_active", { ...mailData("exception_active"), title }, setting);
  expect(subject).toMatch(/^EXC-2026-0042: in place, “Ünïcödé 🔑 .*…” \(Acme\)$/u);
  expect([...subject].length).toBeLessThan(120);
  expect(text.replace(/\s+/g, " ")).toContain(title);
});

test("mails have the colours of the product, in light and in dark", () => {
  const tokens = readFileSync("app/styles/tokens.css", "utf8");
  for (const [name, [light, dark]] of Object.entries(mailColours))
    expect(tokens).toContain(`--${name}: light-dark(${light}, ${dark});`);
  const { html } = renderMail("exception_active", mailData("exception_active"), setting);
  expect(html).toContain("@media (prefers-color-scheme:dark)");
});
