import { Form } from "@remix-run/react";
import { ListFilter } from "lucide-react";
import { exceptionStates } from "#app/engine/types.ts";
import type { ListParams } from "#app/register/list-params.ts";
import { ratings } from "#app/register/risk.ts";
import { Button, LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { SelectField, TextField } from "./field.tsx";
import { ratingLabels } from "./risk-badge.tsx";
import { stateLabels } from "./state-labels.ts";
import { TimeField } from "./time-field.tsx";

type Props = {
  /** An instant, or what was typed. */
  at: string;
  params: Pick<ListParams, "view" | "state" | "category" | "rating" | "owner">;
  categories: readonly { value: string; label: string }[];
  error: string | undefined;
};

/** Of which instant the register is shown, and which of its records; one form, which works without scripts. */
export function PastFilters({ at, params, categories, error }: Props) {
  const { state, category, rating, owner, view } = params;
  const active = [state, category, rating, owner].filter((chosen) => chosen.length > 0).length;
  return (
    <Card title="When, and which">
      <Form method="get" action="/exceptions/as-of" className="stack">
        <div className="halves">
          <TimeField name="at" label="As of" hint="By the clocks of the workspace." value={at} error={error} />
          <SelectField name="view" label="In force" defaultValue={view === "live" ? "live" : "all"}>
            <option value="all">Whether live or not</option>
            <option value="live">Live then</option>
          </SelectField>
        </div>
        <div className="row">
          <Button look="primary">Show the register of then</Button>
          <DropPanel label="Filters" icon={ListFilter} count={active}>
            <div className="halves">
              <SelectField name="state" label="State" defaultValue={state[0] ?? ""}>
                <option value="">Any</option>
                {exceptionStates.map((value) => (
                  <option key={value} value={value}>
                    {stateLabels[value].label}
                  </option>
                ))}
              </SelectField>
              <SelectField name="category" label="Category" defaultValue={category[0] ?? ""}>
                <option value="">Any</option>
                {categories.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </SelectField>
              <SelectField name="rating" label="Residual risk" defaultValue={rating[0] ?? ""}>
                <option value="">Any</option>
                {ratings.map((value) => (
                  <option key={value} value={value}>
                    {ratingLabels[value].label}
                  </option>
                ))}
              </SelectField>
              <TextField
                name="owner"
                label="Owner"
                hint="By e-mail address or id; “me” for yourself"
                defaultValue={owner.join(",")}
              />
            </div>
            <p className="hint">They count when you show the register of then.</p>
          </DropPanel>
          <LinkButton look="plain" to="/exceptions/as-of">
            Reset
          </LinkButton>
        </div>
      </Form>
    </Card>
  );
}
