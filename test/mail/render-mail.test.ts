import { expect, test } from "vitest";
import { renderMail } from "#app/mail/render-mail.ts";
import { templates } from "#app/mail/templates.ts";

const setting = { publicUrl: "https://register.example", workspace: "Acme", name: "Ines" };
const data = {
  id: "EXC-2026-0042",
  title: "IMAP polling",
  startsAt: "2026-11-02T09:00:00.000Z",
  endsAt: "2026-11-30T09:00:00.000Z",
  rating: "moderate",
  comment: "Only from the mail subnet.",
};

test("an approver sees what is asked, its term, its risk and where to decide", () => {
  const { subject, text } = renderMail("approval_needed", data, setting);
  expect(subject).toBe("EXC-2026-0042: your decision is needed (Acme)");
  for (const said of [
    "IMAP polling",
    "Mon, 2 Nov 2026, 09:00 UTC to Mon, 30 Nov 2026, 09:00 UTC",
    "moderate",
    "Only from the mail subnet.",
  ])
    expect(text).toContain(said);
  expect(text).toContain("https://register.example/exceptions/EXC-2026-0042");
});

/** Where the link of a mail may lead. */
const pages = [
  "/account/delegations",
  "/account/recovery-codes",
  "/account/security",
  "/account/sessions",
  "/audit",
  "/directory/users/usr_1",
  "/exceptions/EXC-2026-0042",
  "/exceptions/EXC-2026-0042/approvals",
  "/exceptions/EXC-2026-0042/revoke",
  "/reviews/campaigns/cmp_1",
  "/settings/categories/federated_partner",
  "/settings/policy/drafts/pol_1",
  "/settings/single-sign-on/EXC-2026-0042",
  "/setup/x",
  "/sign-in",
];

test.each(templates)("%s says the same as text and as HTML, and its link only opens a page", (template) => {
  const filled = {
    ...data,
    seq: "7",
    label: "Work laptop",
    failures: "5",
    until: data.endsAt,
    at: data.startsAt,
    reason: "the row is missing",
    foundAt: data.startsAt,
    expiresAt: data.endsAt,
    url: "https://register.example/setup/x",
    draftId: "pol_1",
    author: "Ines",
    decider: "Tom",
    decision: "refused",
    weakens: "Grace",
    category: "Federated partner",
    categoryId: "federated_partner",
    control: "Session monitoring",
    dueAt: data.startsAt,
    since: data.startsAt,
    days: "45",
    actsAt: data.endsAt,
    endedAt: data.startsAt,
    consequence: "suspend",
    milestones: "Connector bought",
    name: "Autumn",
    count: "7",
    deadline: data.endsAt,
    campaignId: "cmp_1",
    userId: "usr_1",
    person: "Tom",
    videoCall: "Badge held into the camera",
    email: "tom@register.example",
    reference: "INC-1",
    factors: "Work laptop",
  };
  const { text, html } = renderMail(template, filled, setting);
  const shown = html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'");
  for (const line of text.split("\n").filter((each) => each !== "" && each !== "-- "))
    for (const piece of line.split(/ {2,}/)) expect(shown).toContain(piece.replace(/:$/, ""));
  const leadsTo = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => new URL(link ?? "").pathname);
  expect(leadsTo).toHaveLength(1);
  expect(pages).toContain(leadsTo[0]);
});

test("what people wrote is text in HTML, never markup", () => {
  const title = `<img src=x onerror="alert('1')"> & more`;
  const { html, text } = renderMail("exception_active", { ...data, title }, { ...setting, name: "<b>Ines</b>" });
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<b>Ines");
  expect(html).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more");
  expect(text).toContain(title);
});

test("an id leads nowhere but to the register, whatever is in it", () => {
  const { html } = renderMail("exception_active", { ...data, id: "../../evil?x=1#y" }, setting);
  expect(html).toContain("https://register.example/exceptions/..%2F..%2Fevil%3Fx%3D1%23y");
});

test("a line break in a subject is a space", () => {
  expect(renderMail("exception_active", { ...data, id: "EXC\r\nBcc: a@b.example" }, setting).subject).toBe(
    "EXC Bcc: a@b.example: in place (Acme)",
  );
});
