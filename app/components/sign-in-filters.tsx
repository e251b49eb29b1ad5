import { Form } from "@remix-run/react";
import { ListFilter } from "lucide-react";
import { outcomes, reasons } from "#app/engine/types.ts";
import { outcomeWords } from "#app/signins/outcome-words.ts";
import { Button, LinkButton } from "./button.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { SelectField, TextField } from "./field.tsx";
import { SearchField } from "./search-field.tsx";
import { TimeField } from "./time-field.tsx";

export type SignInFilter = Partial<
  Record<"subject" | "application" | "outcome" | "reason" | "exception" | "from" | "to", string>
>;

type Props = {
  filter: SignInFilter;
  /** Whether this person sees the sign-ins of others, and so may ask for somebody. */
  seesAll: boolean;
};

/** Whose sign-ins, where, how decided and when; one form, which works without scripts. */
export function SignInFilters({ filter, seesAll }: Props) {
  const { subject = "", application = "", outcome = "", reason = "", exception = "", from = "", to = "" } = filter;
  const active = [application, outcome, reason, exception, from, to].filter(Boolean).length;
  return (
    <Form className="filters" role="search" method="get" action="/decisions">
      {seesAll && <SearchField name="subject" label="User name or id" placeholder="User name or id" value={subject} />}
      <DropPanel label="Filters" icon={ListFilter} count={active}>
        <SelectField name="outcome" label="Outcome" defaultValue={outcome}>
          <option value="">Any</option>
          {outcomes.map((value) => (
            <option key={value} value={value}>
              {outcomeWords[value]}
            </option>
          ))}
        </SelectField>
        <SelectField name="reason" label="Reason" defaultValue={reason}>
          <option value="">Any</option>
          {reasons.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </SelectField>
        <TextField name="application" label="Application id" defaultValue={application} />
        <TextField name="exception" label="Exception" placeholder="EXC-2026-0042" defaultValue={exception} />
        <TimeField name="from" label="From" value={from} />
        <TimeField name="to" label="Before" value={to} />
        <Button look="primary">Apply</Button>
      </DropPanel>
      <Button>Search</Button>
      {(active > 0 || subject !== "") && (
        <LinkButton look="plain" to="/decisions">
          Reset
        </LinkButton>
      )}
    </Form>
  );
}
