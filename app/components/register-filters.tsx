import { Form, useSearchParams } from "@remix-run/react";
import { Bookmark, Columns3, ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { exceptionStates } from "#app/engine/types.ts";
import type { Column } from "#app/register/columns.ts";
import { endTerms, type FacetCounts, type FacetName, unusedTerms } from "#app/register/facets.ts";
import { linkWithout } from "#app/register/list-links.ts";
import type { ListParams } from "#app/register/list-params.ts";
import { ratings } from "#app/register/risk.ts";
import { dueLabels, markLabels, marks, reviewTimeLabels, reviewTimes } from "#app/register/views.ts";
import { Button, LinkButton } from "./button.tsx";
import { type Choice, Ticks } from "./choices.tsx";
import { ColumnChooser } from "./column-chooser.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { ExportLink } from "./export-link.tsx";
import { SelectField, TextField } from "./field.tsx";
import { FilterChip } from "./filter-chip.tsx";
import { ratingLabels } from "./risk-badge.tsx";
import { SaveView } from "./saved-views.tsx";
import { SearchField } from "./search-field.tsx";
import { stateLabels } from "./state-labels.ts";

type Props = {
  params: Omit<ListParams, "cursor">;
  categories: readonly Choice[];
  /** Those who own the most of what is found, and those who are filtered by. */
  owners: readonly Choice[];
  counts: FacetCounts;
  /** The columns that are shown. */
  shown: readonly Column[];
  /** How many records were found, in words. */
  found: string;
  /** The filters alone, as they stand in the address. */
  query: string;
  mayShare: boolean;
};

type Group = {
  name: FacetName | "application" | "in_scope" | "requestor" | "awaits";
  legend: string;
  choices: readonly Choice[];
  chosen: readonly string[];
};

/** Search, filters, views, columns and export of the register, which work without scripts. */
export function RegisterFilters(props: Props) {
  const { params, shown, found, query, mayShare } = props;
  const [search] = useSearchParams();
  const active = chosenOf(groupsOf(props));
  const to = `/exceptions?${search}`;
  return (
    <div className="filters">
      <Form className="filters" role="search" method="get" action="/exceptions">
        <input type="hidden" name="view" value={params.view} />
        <input type="hidden" name="sort" value={params.sort} />
        <input type="hidden" name="order" value={params.order} />
        {search.has("columns") && <input type="hidden" name="columns" value={shown.join(",")} />}
        {params.awaits.map((due) => (
          <input key={due} type="hidden" name="awaits" value={due} />
        ))}
        <SearchField label="Search id, title, scope or reason" placeholder="Search id, title, scope" value={params.q} />
        <DropPanel label="Filters" icon={ListFilter} count={active.length}>
          {/* What is on may change by a chip; the boxes then have to follow. */}
          <FilterFields key={query} {...props} />
          <div className="apply">
            <Button look="primary">Apply</Button>
          </div>
        </DropPanel>
        <Button>Search</Button>
      </Form>
      <DropPanel label="Columns" icon={Columns3}>
        <ColumnChooser key={shown.join()} shown={shown} pageSize={params.limit} to={to} />
      </DropPanel>
      <DropPanel label="Save view" icon={Bookmark}>
        <SaveView query={query} shown={shown} mayShare={mayShare} />
        <p className="small mt-3">
          <LinkButton look="plain" isSmall to="/exceptions/views">
            Rename, order or remove views
          </LinkButton>
        </p>
      </DropPanel>
      <ExportLink kind="register" query={query} />
      {active.map(({ name, legend, value, label }) => (
        <FilterChip key={name + value} label={legend} value={label} without={linkWithout(search, name, value)} />
      ))}
      {(active.length > 0 || params.q !== "") && (
        <LinkButton look="plain" to={`/exceptions?view=${params.view}`}>
          Reset
        </LinkButton>
      )}
      <span className="push">
        <b>{found}</b> found
      </span>
    </div>
  );
}

/** Every filter with what it can be and what it is. */
function groupsOf({ params, categories, owners }: Props): Group[] {
  const dues = params.awaits.map((value) => ({ value, label: dueLabels[value] }));
  const term = (name: "ends_within" | "unused_for", legend: string, word: string): Group => {
    const value = params[name];
    const days = [
      ...new Set([...(name === "ends_within" ? endTerms : unusedTerms), ...(value === null ? [] : [value])]),
    ];
    const choices = days.map((each) => ({ value: String(each), label: `${word} ${each} days` }));
    return { name, legend, choices, chosen: value === null ? [] : [String(value)] };
  };
  const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return [
    { name: "state", legend: "State", choices: states, chosen: params.state },
    { name: "category", legend: "Category", choices: categories, chosen: params.category },
    { name: "rating", legend: "Residual risk", choices: risks, chosen: params.rating },
    { name: "owner", legend: "Owner", choices: owners, chosen: params.owner },
    { name: "only", legend: "Only", choices: marksToChoose, chosen: params.only },
    { name: "review", legend: "Review", choices: reviews, chosen: params.review ? [params.review] : [] },
    term("ends_within", "Ends", "Within"),
    term("unused_for", "Unused", "For"),
    { name: "application", legend: "Application", choices: named(params.application), chosen: params.application },
    { name: "in_scope", legend: "In scope", choices: named(params.in_scope), chosen: params.in_scope },
    {
      name: "requestor",
      legend: "Filed by",
      choices: [{ value: "me", label: "Me" }],
      chosen: params.requestor ? [params.requestor] : [],
    },
    { name: "awaits", legend: "Waits for me", choices: dues, chosen: params.awaits },
  ];
}

const states = exceptionStates.map((value) => ({ value, label: stateLabels[value].label }));
const risks = ratings.map((value) => ({ value, label: ratingLabels[value].label }));
const marksToChoose = marks.map((value) => ({ value, label: markLabels[value] }));
const reviews = reviewTimes.map((value) => ({ value, label: reviewTimeLabels[value] }));

function chosenOf(groups: readonly Group[]) {
  return groups.flatMap(({ name, legend, choices, chosen }) =>
    chosen.map((value) => ({
      name,
      legend,
      value,
      label: choices.find((choice) => choice.value === value)?.label ?? value,
    })),
  );
}

const ticked: readonly Group["name"][] = ["state", "category", "rating", "only", "owner"];
const selected: readonly Group["name"][] = ["ends_within", "review", "unused_for"];

/** The filters, each value with how many records it would give. */
function FilterFields(props: Props) {
  const { params, counts } = props;
  const groups = groupsOf(props).map((group) => ({
    ...group,
    choices: group.choices.map((choice) => withCount(counts, group.name, choice)),
  }));
  const known = new Set(props.owners.map(({ value }) => value));
  return (
    <div className="stack">
      {groups
        .filter(({ name, choices }) => ticked.includes(name) && choices.length > 0)
        .map(({ name, legend, choices, chosen }) => (
          <Ticks key={name} {...{ name, legend, choices, chosen }} />
        ))}
      <div className="halves">
        <TextField
          name="owner"
          label="Another owner"
          hint="By e-mail address or id"
          defaultValue={params.owner.filter((id) => !known.has(id)).join(",")}
        />
        {groups
          .filter(({ name }) => selected.includes(name))
          .map((group) => (
            <OneOf key={group.name} {...group} />
          ))}
        <TextField name="application" label="Application" hint="By id" defaultValue={params.application.join(",")} />
        <TextField
          name="in_scope"
          label="Person, group or role in scope"
          hint="By e-mail address or id"
          defaultValue={params.in_scope.join(",")}
        />
        <TextField
          name="requestor"
          label="Filed by"
          hint="By e-mail address or id; “me” for yourself"
          defaultValue={params.requestor ?? ""}
        />
      </div>
      {counts === null && <p className="hint">This search finds too much to count. Search for less to see how many.</p>}
    </div>
  );
}

function withCount(counts: FacetCounts, name: string, choice: Choice): Choice {
  const count = counts?.[name as FacetName]?.[choice.value]; // a filter that is not counted finds nothing
  return count === undefined ? choice : { ...choice, count };
}

function OneOf({ name, legend, choices, chosen }: Group): ReactNode {
  return (
    <SelectField name={name} label={legend} defaultValue={chosen[0] ?? ""}>
      <option value="">Any</option>
      {choices.map(({ value, label, count }) => (
        <option key={value} value={value}>
          {count === undefined ? label : `${label} (${count})`}
        </option>
      ))}
    </SelectField>
  );
}
