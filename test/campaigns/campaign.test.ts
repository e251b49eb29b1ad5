import { expect, test } from "vitest";
import { type Campaign, type CampaignItem, progressOf, shareOut, statusOfItem } from "#app/campaigns/campaign.ts";
import { addDays } from "#app/register/days.ts";
import { noon } from "#test/support/make.ts";

const campaign: Campaign = {
  id: "cmp_1",
  name: "Autumn",
  selection: { category: null, rating: null, ownerId: null, application: null },
  deadline: addDays(noon, 5),
  createdAt: addDays(noon, -5),
  createdBy: "usr_admin",
  closedAt: null,
  closedBy: null,
  statement: null,
};

const item = (over: Partial<CampaignItem> = {}): CampaignItem => ({
  exceptionId: "EXC-2026-0001",
  title: "IMAP polling",
  state: "active",
  rating: "low",
  reviewerId: "usr_reviewer",
  endsAt: addDays(noon, 30),
  review: null,
  ...over,
});
const review = (outcome: "keep" | "escalate") => ({ at: noon, by: "usr_reviewer", outcome, justification: "x" });

test("an item is open until somebody decides, and one that was escalated is not decided", () => {
  expect(statusOfItem(item(), campaign, noon)).toBe("open");
  expect(statusOfItem(item({ review: review("escalate") }), campaign, noon)).toBe("escalated");
  expect(statusOfItem(item({ review: review("keep") }), campaign, noon)).toBe("reviewed");
});

test("what ends meanwhile needs no review, and a campaign that is closed stays as it was", () => {
  const ended = item({ endsAt: noon });
  expect(statusOfItem(ended, campaign, noon)).toBe("ended");
  expect(statusOfItem(ended, { ...campaign, closedAt: addDays(noon, -1) }, addDays(noon, 9))).toBe("open");
});

test("reviewed and ended are settled", () => {
  const items = [
    item(),
    item({ review: review("keep") }),
    item({ endsAt: noon }),
    item({ review: review("escalate") }),
  ];
  expect(progressOf(campaign, items, noon)).toEqual({
    ...{ total: 4, settled: 2 },
    ...{ reviewed: 1, escalated: 1, ended: 1, open: 1 },
  });
});

test("reviewers share evenly, and nobody is given what they are in conflict with", () => {
  const ids = ["a", "b", "c", "d"];
  const { assigned, without } = shareOut(ids, ["one", "other"], (id, reviewer) => reviewer === "one" && id < "c");
  expect(assigned.map(({ exceptionId, reviewerId }) => `${exceptionId} ${reviewerId}`)).toEqual([
    "a other",
    "b other",
    "c one",
    "d one",
  ]);
  expect(without).toEqual([]);
});

test("what nobody may decide about is named", () => {
  expect(shareOut(["a", "b"], ["one"], (id) => id === "b")).toEqual({
    assigned: [{ exceptionId: "a", reviewerId: "one" }],
    without: ["b"],
  });
});
