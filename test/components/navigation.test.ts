import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { jsx } from "react/jsx-runtime";
import { expect, test } from "vitest";
import { AppShell } from "#app/components/app-shell.tsx";
import { DropPanel } from "#app/components/drop-panel.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FilterChip } from "#app/components/filter-chip.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { SearchField } from "#app/components/search-field.tsx";
import { SortHeader } from "#app/components/sort-header.tsx";
import { Stepper } from "#app/components/stepper.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { WizardSteps } from "#app/components/wizard-steps.tsx";
import { markup, textOf } from "./markup.ts";

const shell = {
  workspace: "Kestrel Logistics",
  timeZone: "Europe/Berlin",
  person: { name: "Ines Okafor", roles: "Approver, risk" },
  accessLeft: null,
  graceLeft: null,
  codesLeft: null,
  waiting: 3,
  mayFile: true,
  isApprover: true,
  seesAudit: false,
  seesBreakGlass: false,
  seesSignIns: false,
  isAdmin: false,
  readsPolicy: false,
  weakenings: 0,
  seesDelegations: false,
  emergencies: [],
};

/** The head of a column, in the table that it needs around it. */
const inTable = (head: ReactNode) =>
  jsx("table", { children: jsx("thead", { children: jsx("tr", { children: head }) }) });

test("the frame marks the page that one is on and offers a way past the navigation", () => {
  const html = markup(jsx(AppShell, { shell, children: "Page" }), "/exceptions/EXC-2026-0042");
  expect(html).toMatch(/<a[^>]*class="skip"[^>]*href="#main"/);
  expect(html).toMatch(/<a[^>]*aria-current="page"[^>]*href="\/exceptions"/);
  expect(html).toContain('<main class="page" id="main">Page</main>');
});

test("theme and sign-out are forms, which work without scripts and come back to the page", () => {
  const html = markup(jsx(AppShell, { shell, children: null }), "/exceptions?view=mine");
  expect(html).toMatch(/<form[^>]*method="post"[^>]*action="\/theme"/);
  expect(html).toContain('value="/exceptions?view=mine"');
  expect(html).toMatch(/<form[^>]*method="post"[^>]*action="\/sign-out"/);
});

test("nothing carries a style of its own, which the browser would refuse", () => {
  expect(markup(jsx(AppShell, { shell, children: null }))).not.toContain("style=");
});

test("a page without crumbs has no empty breadcrumb", () => {
  expect(markup(jsx(PageHeader, { title: "Register" }))).not.toContain("Breadcrumb");
});

test("the current tab says so, and a count that waits is marked", () => {
  const tabs = [
    { to: "/a", label: "All", isCurrent: true, count: 214 },
    { to: "/b", label: "Overdue", isCurrent: false, count: 2, isDue: true },
  ];
  const html = markup(jsx(Tabs, { label: "Views", tabs }));
  expect(html.match(/aria-current="page"/g)).toHaveLength(1);
  expect(html).toContain('<span class="n due">2</span>');
});

test.each([["ascending"], ["descending"]] as const)("a column that is sorted %s says so on its head", (sorted) => {
  const html = markup(inTable(jsx(SortHeader, { to: "/x?sort=risk", sorted, children: "Risk" })));
  expect(html).toMatch(
    new RegExp(`<th scope="col" role="columnheader" aria-sort="${sorted}"><a[^>]*href="/x\\?sort=risk"`),
  );
});

test("a column that is not sorted makes no claim", () => {
  const html = markup(inTable(jsx(SortHeader, { to: "/x", sorted: null, children: "Risk" })));
  expect(html).not.toContain("aria-sort");
  expect(html).not.toContain("<svg");
});

test("a pager offers only the pages there are", () => {
  expect(markup(jsx(Pager, { first: null, next: null }))).toBe("");
  expect(textOf(markup(jsx(Pager, { first: null, next: "/x?cursor=2" })))).toBe("Next page");
  expect(textOf(markup(jsx(Pager, { first: "/x", next: null })))).toBe("First page");
});

test("the cross of a filter says which one it removes", () => {
  const html = markup(jsx(FilterChip, { label: "State", value: "Active", without: "/x" }));
  expect(html).toContain('aria-label="Remove the filter Active"');
});

test("a stepper marks the current phase, and says of the others that they are done", () => {
  const html = markup(
    jsx(Stepper, {
      phases: [
        { label: "Intake", detail: "28 May", status: "done" },
        { label: "Assessment", status: "now" },
        { label: "Closure", status: "todo" },
      ],
    }),
  );
  expect(html.match(/aria-current="step"/g)).toHaveLength(1);
  expect(textOf(html)).toBe("Intake , done 28 May 2 Assessment 3 Closure");
});

test("the steps of a form can be gone to where there is a draft, and the current one is no link", () => {
  const steps = ["what", "why", "send"].map((name) => ({ label: name, to: `/edit/${name}` }));
  const html = markup(jsx(WizardSteps, { steps, current: 1 }));
  expect(html.match(/href="[^"]+"/g)).toEqual(['href="/edit/what"', 'href="/edit/send"']);
  const unsaved = markup(jsx(WizardSteps, { steps: steps.map(({ label }) => ({ label })), current: 0 }));
  expect(unsaved).not.toContain("href");
});

test("a search has a name even where only its icon is seen", () => {
  expect(markup(jsx(SearchField, { label: "Search people", value: "ines" }))).toMatch(
    /<input type="search"[^>]*aria-label="Search people"[^>]*value="ines"/,
  );
});

test("a panel opens without scripts and says how much in it is on", () => {
  const html = markup(jsx(DropPanel, { label: "Filters", icon: ListFilter, count: 2, children: "Fields" }));
  expect(html).toMatch(/^<details class="panel"><summary/);
  expect(textOf(html)).toBe("Filters 2 on Fields");
});

test("an empty list says what to do", () => {
  const html = markup(jsx(EmptyState, { title: "Nothing waits for you", action: "Open the register" }));
  expect(html).toContain("<h2>Nothing waits for you</h2>");
});
