import { Form } from "@remix-run/react";
import { ListFilter } from "lucide-react";
import type { DashboardFilter } from "#app/reports/dashboard-filter.server.ts";
import { addressWithin, type Within } from "#app/reports/within.ts";
import { Button, LinkButton } from "./button.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { SelectField } from "./field.tsx";
import { FilterChip } from "./filter-chip.tsx";

type Props = { filter: DashboardFilter; within: Within; span: number };

/** Keeps the dashboard to a part of the workspace; what is on stands in the address, and works without scripts. */
export function DashboardFilters({ filter, within, span }: Props) {
  const on = filter.filter(({ chosen }) => chosen !== "");
  const address = (part: Within) => addressWithin("/dashboard", part, { span: String(span) });
  return (
    <div className="filters">
      <DropPanel label="Filters" icon={ListFilter} count={on.length}>
        {/* What is on may change by a chip or a chart; the fields then have to follow. */}
        <Form method="get" key={address(within)}>
          <input type="hidden" name="span" value={span} />
          <div className="halves">
            {filter.map(({ dimension, title, choices, chosen }) => (
              <SelectField key={dimension} name={dimension} label={title} defaultValue={chosen}>
                <option value="">Any</option>
                {choices.map((choice) => (
                  <option key={choice.value} value={choice.value}>
                    {choice.label}
                  </option>
                ))}
              </SelectField>
            ))}
          </div>
          <div className="apply">
            <Button look="primary">Apply</Button>
          </div>
        </Form>
      </DropPanel>
      {on.map(({ dimension, title, choices, chosen }) => {
        const label = choices.find(({ value }) => value === chosen)?.label ?? chosen;
        const { [dimension]: _, ...without } = within;
        return <FilterChip key={dimension} label={title} value={label} without={address(without)} />;
      })}
      {on.length > 0 && (
        <LinkButton look="plain" to={address({})}>
          Reset
        </LinkButton>
      )}
    </div>
  );
}
