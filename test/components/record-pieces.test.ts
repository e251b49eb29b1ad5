import { jsx } from "react/jsx-runtime";
import { expect, test } from "vitest";
import { ActionPanel } from "#app/components/action-panel.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { Countdown } from "#app/components/countdown.tsx";
import { DiffTable } from "#app/components/diff-table.tsx";
import { Facts } from "#app/components/facts.tsx";
import { Meter } from "#app/components/meter.tsx";
import { RiskMatrix } from "#app/components/risk-matrix.tsx";
import { Stages } from "#app/components/stages.tsx";
import { Thread } from "#app/components/thread.tsx";
import { markup, textOf } from "./markup.ts";

const now = "2026-11-24T10:15:00.000Z";

test("what others may do is shown with the rule that keeps it from this person", () => {
  const closed = [{ label: "Implement", reason: "You approve this record." }];
  const html = markup(jsx(ActionPanel, { title: "Your decision", closed, children: "?" }));
  expect(textOf(html)).toContain("1 action that is not yours now");
  const id = html.match(/aria-disabled="true" aria-describedby="([^"]+)"/)?.[1];
  expect(html).toContain(`<span id="${id}">You approve this record.</span>`);
});

test("every stage that lacks somebody is open, in any order", () => {
  const html = markup(
    jsx(Stages, {
      stages: [
        { name: "Identity", minimum: 1, given: [{ name: "Tomás Reyes", detail: "19 Nov" }] },
        { name: "Risk", minimum: 1, given: [] },
        { name: "Leadership", minimum: 2, given: [{ name: "Hana Kovač", detail: "20 Nov" }] },
      ],
    }),
  );
  expect(html.match(/class="stage now"/g)).toHaveLength(2);
  expect(html).toMatch(/class="stage"><div class="row"><b>1 Identity/);
  expect(textOf(html)).toContain("1 of 2");
});

test("a thread keeps its order and gives the exact time with the relative one", () => {
  const html = markup(
    jsx(Thread, {
      now,
      entries: [
        { id: "1", who: "Daniel Brandt", what: "asked", at: "2026-11-19T09:02:00.000Z", said: "Slipped." },
        { id: "2", who: "Jonas Weidmann", what: "approved", at: "2026-11-19T15:40:00.000Z" },
      ],
    }),
  );
  expect(html.indexOf("Daniel")).toBeLessThan(html.indexOf("Jonas"));
  expect(html).toContain('<time dateTime="2026-11-19T09:02:00.000Z" title="19 Nov 2026, 09:02 UTC">5 d ago</time>');
});

test("a difference is told by del and ins, and by a dash where there was nothing", () => {
  const changes = [{ field: "Network", before: null, after: "10.24.8.0/28" }];
  const html = markup(jsx(DiffTable, { caption: "What changed", changes }));
  expect(html).toContain("<td>–</td><td><ins>10.24.8.0/28</ins></td>");
});

test("a countdown turns round once its end has passed", () => {
  const said = (at: string) => textOf(markup(jsx(Countdown, { at, now })));
  expect(said("2026-11-30T09:00:00.000Z")).toBe("5 d 22 h until it ends 30 Nov 2026, 09:00 UTC");
  expect(said("2026-11-20T09:00:00.000Z")).toBe("4 d 1 h since it ended 20 Nov 2026, 09:00 UTC");
});

test.each([
  [174, 180, "96.66666666666667"],
  [200, 180, "100"],
  [-5, 180, "0"],
  [1, 0, "0"],
])("%d of %d fills a bar to %s percent", (value, max, width) => {
  const html = markup(jsx(Meter, { value, max, label: "days used" }));
  expect(html).toContain(`class="level" width="${width}"`);
});

test("a fact that is not there shows a dash, and zero is a fact", () => {
  const facts = [
    { term: "Owner", detail: "" },
    { term: "Controls", detail: 0 },
  ];
  expect(textOf(markup(jsx(Facts, { facts })))).toBe("Owner – Controls 0");
});

test("a matrix says in words what its marks mean", () => {
  const html = markup(
    jsx(RiskMatrix, { inherent: { likelihood: 4, impact: 4 }, residual: { likelihood: 2, impact: 4 } }),
  );
  expect(textOf(html)).toContain("Inherent risk 4 by 4. Residual risk 2 by 4.");
  expect(html).toContain('<td class="high inherent">16');
  expect(html).toContain('<td class="moderate residual">8');
});

test("before something that cannot be undone stands what will happen", () => {
  const html = markup(jsx(Confirm, { label: "Revoke", consequence: "The next sign-in is refused.", children: "Go" }));
  expect(html).toMatch(/^<details class="confirm"><summary[^>]*>Revoke…<\/summary>/);
  expect(html.indexOf("The next sign-in is refused.")).toBeLessThan(html.indexOf("Go"));
});
