import { expect, test } from "vitest";
import { bodyOf } from "#app/webhooks/body-of.ts";
import type { Happening } from "#app/webhooks/happening.ts";
import { outsideFacts } from "#app/webhooks/outside-facts.ts";
import { subjectUrl } from "#app/webhooks/subject-url.ts";
import { hearsOf, unknownEventTypes, usualEventTypes } from "#app/webhooks/subscription.ts";

const happening: Happening = {
  seq: 7,
  at: "2026-11-20T10:30:00.000Z",
  type: "exception.approved",
  workspace: { slug: "acme", name: "Acme" },
  actor: { kind: "user", id: "usr_1", name: null },
  subject: { kind: "exception", id: "EXC-2026-0042" },
  url: "https://register.example/exceptions/EXC-2026-0042",
  facts: { from: "assessed", to: "approved" },
  exception: {
    id: "EXC-2026-0042",
    title: "<!channel> *IMAP* polling [here](https://evil.example) & <@U123>",
    category: "legacy_or_service_account",
    state: "approved",
    rating: "high",
    startsAt: "2026-11-20T09:00:00.000Z",
    endsAt: "2026-12-20T09:00:00.000Z",
    scope: "People: 2; Applications: Mail",
  },
};

const exception = happening.exception as NonNullable<Happening["exception"]>; // cast: the one above

test("what people wrote stays inside, and so do names, storage places and fields that nobody thought of", () => {
  const told = outsideFacts({
    from: "assessed",
    to: "approved",
    endsAt: "2026-12-20T09:00:00.000Z",
    comment: "She is ill",
    justification: "Arthritis",
    before: { justification: "Arthritis" },
    userName: { $personal: "txt_1", sha256: "0".repeat(64) },
    storageReference: "Safe",
    reason: "illness",
    isLast: true,
    items: [{ exceptionId: "EXC-2026-0001", reviewerId: "usr_2", note: "Her hands" }],
    cause: "a sentence where a word belongs",
  });
  expect(told).toEqual({
    from: "assessed",
    to: "approved",
    ends_at: "2026-12-20T09:00:00.000Z",
    is_last: true,
    items: [{ exception_id: "EXC-2026-0001", reviewer_id: "usr_2" }],
  });
  expect(outsideFacts({ reason: "MFA_GRACE_EXPIRED" })).toEqual({ reason: "MFA_GRACE_EXPIRED" });
});

test("a program is told what, when, who and where, by ids", () => {
  expect(JSON.parse(bodyOf("standard", happening))).toEqual({
    type: "exception.approved",
    timestamp: happening.at,
    data: {
      workspace: "acme",
      seq: 7,
      actor: { kind: "user", id: "usr_1", name: null },
      subject: { kind: "exception", id: "EXC-2026-0042" },
      url: "https://register.example/exceptions/EXC-2026-0042",
      facts: { from: "assessed", to: "approved" },
      exception: {
        id: "EXC-2026-0042",
        title: exception.title,
        category: "legacy_or_service_account",
        state: "approved",
        rating: "high",
        starts_at: exception.startsAt,
        ends_at: exception.endsAt,
      },
    },
  });
});

test("in Slack a title mentions nobody, links nowhere and formats nothing", () => {
  const body = JSON.parse(bodyOf("slack", happening));
  expect(body.text).toContain("&lt;!channel&gt;");
  expect(body.text).not.toMatch(/[<>]/);
  expect([body.mrkdwn, body.unfurl_links]).toEqual([false, false]);
  const texts = JSON.stringify(body.blocks).match(/"type":"(mrkdwn|plain_text)"/g);
  expect(new Set(texts)).toEqual(new Set(['"type":"plain_text"']));
  expect(JSON.stringify(body.blocks)).toContain("https://register.example/exceptions/EXC-2026-0042");
  expect(body.blocks[0].text.text.length).toBeLessThanOrEqual(150);
});

test("in Teams a title stands in runs of text, where markdown means nothing", () => {
  const [{ content }] = JSON.parse(bodyOf("teams", happening)).attachments;
  expect(content.body.every(({ type }: { type: string }) => type === "RichTextBlock")).toBe(true);
  expect(JSON.stringify(content)).not.toContain('"TextBlock"');
  expect(content.actions).toEqual([{ type: "Action.OpenUrl", title: "Open the page", url: happening.url }]);
});

test.each(["slack", "teams"] as const)(
  "in %s people read term, scope, risk and who did it, if names are sent",
  (format) => {
    const named = bodyOf(format, { ...happening, actor: { ...happening.actor, name: "Amara Diallo" } });
    for (const text of [
      "Amara Diallo approved it.",
      "Fri, 20 Nov 2026",
      "Sun, 20 Dec 2026",
      "Applications: Mail",
      "high",
    ])
      expect(named).toContain(text);
    expect(bodyOf(format, happening)).toContain("Somebody approved it.");
  },
);

test("where the reason of an exception is private, its title is not told", () => {
  for (const format of ["standard", "slack", "teams"] as const)
    expect(bodyOf(format, { ...happening, exception: { ...exception, title: null } })).not.toContain("IMAP");
});

const event = { type: "exception.approved", subjectKind: "exception", subjectId: "EXC-2026-0042", data: {} };

test.each([
  [["exception.approved"], true],
  [["exception.*"], true],
  [["*"], true],
  [["exception.app"], false],
  [["policy.*", "campaign.*"], false],
])("whoever listens to %j hears of an approval: %s", (eventTypes, isTold) => {
  expect(hearsOf({ id: "whk_1", format: "standard", eventTypes }, event)).toBe(isTold);
});

test("a test is heard by the receiver that is tested, and by no other", () => {
  const tested = { type: "webhook.tested", subjectKind: "webhook", subjectId: "whk_1", data: {} };
  expect(hearsOf({ id: "whk_1", format: "standard", eventTypes: [] }, tested)).toBe(true);
  expect(hearsOf({ id: "whk_2", format: "standard", eventTypes: ["*"] }, tested)).toBe(false);
});

test("a channel hears of a chain that is broken, and not every night that it is whole", () => {
  const verified = { type: "audit.verified", subjectKind: "workspace", subjectId: "ws_1" };
  const hears = (format: "slack" | "standard", ok: boolean) =>
    hearsOf({ id: "whk_1", format, eventTypes: ["audit.verified"] }, { ...verified, data: { ok } });
  expect([hears("slack", true), hears("slack", false), hears("standard", true)]).toEqual([false, true, true]);
});

test("what is usual exists, and a type that no event has is named", () => {
  for (const format of ["standard", "slack", "teams"] as const)
    expect(unknownEventTypes(usualEventTypes(format))).toEqual([]);
  expect(unknownEventTypes(["exception.*", "exceptions.*", "made.up"])).toEqual(["exceptions.*", "made.up"]);
});

test("people in a chat hear of what ends soon and what nobody reviews, also where the owner reads no mail", () => {
  const eventTypes = usualEventTypes("slack");
  for (const type of ["exception.expiry_warned", "exception.review_warned", "exception.review_unanswered"]) {
    const event = { type, subjectKind: "exception", subjectId: "EXC-2026-0042", data: {} };
    expect(hearsOf({ id: "whk_1", format: "slack", eventTypes }, event)).toBe(true);
  }
});

test("a link leads to the page of what it is about, and an id cannot lead elsewhere", () => {
  const at = (kind: string, id: string) => subjectUrl("https://register.example", { kind, id });
  expect(at("exception", "EXC-2026-0042")).toBe("https://register.example/exceptions/EXC-2026-0042");
  expect(at("session", "a/../b?c")).toBe("https://register.example/audit?subject=a%2F..%2Fb%3Fc");
});
