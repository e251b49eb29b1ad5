import { Form } from "@remix-run/react";
import type { Quarter } from "#app/evidence/quarters.ts";
import { Button, LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, TextField } from "./field.tsx";

type Props = {
  quarters: readonly Quarter[];
  typed: { from: string; to: string };
  errors: FieldErrors;
  timeZone: string;
};

/** Asks for the period of an evidence pack. */
export function EvidenceForm({ quarters, typed, errors, timeZone }: Props) {
  return (
    <Card title="Make an evidence pack">
      <Form method="post" className="stack" noValidate>
        <ErrorSummary errors={errors} title="The pack was not asked for" />
        <nav className="row" aria-label="Periods">
          {quarters.map(({ label, from, to }) => (
            <LinkButton
              key={from}
              isSmall
              to={`/evidence?${new URLSearchParams({ from, to })}`}
              aria-current={typed.from === from && typed.to === to ? "true" : undefined}
            >
              {label}
            </LinkButton>
          ))}
        </nav>
        <div className="row">
          <TextField
            key={`from ${typed.from}`}
            name="from"
            type="date"
            label="First day"
            defaultValue={typed.from}
            error={errors.from}
          />
          <TextField
            key={`to ${typed.to}`}
            name="to"
            type="date"
            label="Last day"
            defaultValue={typed.to}
            error={errors.to}
          />
        </div>
        <p className="hint">Days of {timeZone}; today counts up to now.</p>
        <Button look="primary">Make the pack</Button>
      </Form>
    </Card>
  );
}
