import { Form, useSearchParams } from "@remix-run/react";
import { Columns3, ListFilter } from "lucide-react";
import { exceptionStates } from "#app/engine/types.ts";
import { type Column, columnLabels, columns } from "#app/register/columns.ts";
import { linkWithout } from "#app/register/list-links.ts";
import type { ListParams } from "#app/register/list-params.ts";
import { ratings } from "#app/register/risk.ts";
import { Button, LinkButton } from "./button.tsx";
import { type Choice, Ticks } from "./choices.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { FilterChip } from "./filter-chip.tsx";
import { ratingLabels } from "./risk-badge.tsx";
import { SearchField } from "./search-field.tsx";
import { stateLabels } from "./state-labels.ts";

const states = exceptionStates.map((value) => ({ value, label: stateLabels[value].label }));
const risks = ratings.map((value) => ({ value, label: ratingLabels[value].label }));
const columnChoices = columns.map((value) => ({ value, label: columnLabels[value] }));

type Props = {
  params: Pick<ListParams, "q" | "view" | "sort" | "order" | "state" | "category" | "rating">;
  categories: readonly Choice[];
  /** The columns that are shown. */
  shown: readonly Column[];
  /** How many records were found, in words. */
  found: string;
};

/** Search, filters and columns of the register; one form, which works without scripts. */
export function RegisterFilters({ params, categories, shown, found }: Props) {
  const [search] = useSearchParams();
  const groups = [
    { name: "state", legend: "State", choices: states, chosen: params.state },
    { name: "category", legend: "Category", choices: categories, chosen: params.category },
    { name: "rating", legend: "Residual risk", choices: risks, chosen: params.rating },
  ];
  const active = groups.flatMap(({ name, legend, choices, chosen }) =>
    chosen.map((value) => ({
      name,
      legend,
      value,
      label: choices.find((choice) => choice.value === value)?.label ?? value,
    })),
  );
  return (
    <Form className="filters" role="search" method="get" action="/exceptions">
      <input type="hidden" name="view" value={params.view} />
      <input type="hidden" name="sort" value={params.sort} />
      <input type="hidden" name="order" value={params.order} />
      <SearchField label="Search id, title, scope or reason" placeholder="Search id, title, scope" value={params.q} />
      <DropPanel label="Filters" icon={ListFilter} count={active.length}>
        {groups.map((group) => (
          <Ticks key={group.name} {...group} />
        ))}
        <Button look="primary">Apply</Button>
      </DropPanel>
      <DropPanel label="Columns" icon={Columns3}>
        <input type="hidden" name="columns" value="" />
        <Ticks name="columns" legend="Columns" choices={columnChoices} chosen={shown} />
        <Button look="primary">Show these</Button>
      </DropPanel>
      <Button>Search</Button>
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
    </Form>
  );
}
