import { jsx } from "react/jsx-runtime";
import { expect, test } from "vitest";
import { RiskBadge } from "#app/components/risk-badge.tsx";
import { StateBadge } from "#app/components/state-badge.tsx";
import { exceptionStates } from "#app/engine/types.ts";
import { ratings } from "#app/register/risk.ts";
import { markup, textOf } from "./markup.ts";

const calm = { isLive: false, isExpired: false, isReviewOverdue: false, isExpiringSoon: false, isUnratified: false };

/** Everything of a badge but its word and colour. */
function shapeOf(html: string): string {
  return html.match(/<svg.*<\/svg>/)?.[0].replace(/ class="[^"]*"/, "") ?? "";
}

test("every state has a word of its own", () => {
  const words = exceptionStates.map((state) => textOf(markup(jsx(StateBadge, { state, status: calm }))));
  expect(words).toEqual([
    "Draft",
    "Submitted",
    "Changes requested",
    "Under review",
    "Approved, not live",
    "Active",
    "Suspended",
    "Rejected",
    "Withdrawn",
    "Revoked",
    "Closed",
  ]);
});

test("every state has a shape of its own, so that colour is not needed", () => {
  const statuses = [
    ...exceptionStates.map((state) => ({ state, status: calm })),
    { state: "active" as const, status: { ...calm, isExpired: true } },
    { state: "active" as const, status: { ...calm, isReviewOverdue: true } },
  ];
  const shapes = statuses.map((props) => shapeOf(markup(jsx(StateBadge, props))));
  expect(new Set(shapes).size).toBe(statuses.length);
});

test("expired is not overdue", () => {
  const word = (status: typeof calm) => textOf(markup(jsx(StateBadge, { state: "active", status })));
  expect(word({ ...calm, isExpired: true })).toBe("Expired");
  expect(word({ ...calm, isReviewOverdue: true })).toBe("Review overdue");
});

test("a record that has expired says so even when its review is overdue, too", () => {
  const status = { ...calm, isExpired: true, isReviewOverdue: true };
  expect(textOf(markup(jsx(StateBadge, { state: "active", status })))).toBe("Expired");
});

test("a badge is bare unless it is filled; critical is filled everywhere", () => {
  const active = { state: "active" as const, status: calm };
  expect(markup(jsx(StateBadge, active))).toContain('class="status tone-good"');
  expect(markup(jsx(StateBadge, { ...active, filled: true }))).toContain('class="badge tone-good"');
  expect(markup(jsx(RiskBadge, { rating: "high" }))).toContain('class="status tone-serious"');
  expect(markup(jsx(RiskBadge, { rating: "critical" }))).toContain('class="badge tone-critical"');
});

test("a risk has as many full bars as its rating is high", () => {
  const full = ratings.map((rating) => markup(jsx(RiskBadge, { rating })).match(/opacity="1"/g)?.length);
  expect(full).toEqual([1, 2, 3, 4]);
});

test("a record that is not rated says so", () => {
  expect(textOf(markup(jsx(RiskBadge, { rating: null })))).toBe("Not rated");
});
