import { Form } from "@remix-run/react";
import { ListFilter } from "lucide-react";
import { eventGroupLabels, eventGroups, groupOf } from "#app/audit/event-groups.ts";
import { sentenceOf } from "#app/audit/sentences.ts";
import type { TrailParams } from "#app/audit/trail-params.ts";
import { Button, LinkButton } from "./button.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { SelectField, TextField } from "./field.tsx";
import { SearchField } from "./search-field.tsx";
import { TimeField } from "./time-field.tsx";

type Props = { params: TrailParams; types: readonly string[] };

/** What happened, who did it, whom it was about and when; one form, which works without scripts. */
export function TrailFilters({ params, types }: Props) {
  const { q, group, type, actor, subject, from, to } = params;
  const active = [group, type, actor, subject, from, to].filter(Boolean).length;
  return (
    <Form className="filters" role="search" method="get" action="/audit">
      <SearchField label="Search in what events say" placeholder="Words of an event" value={q} />
      <DropPanel label="Filters" icon={ListFilter} count={active}>
        <SelectField name="group" label="Kind of event" defaultValue={group ?? ""}>
          <option value="">Any</option>
          {eventGroups.map((value) => (
            <option key={value} value={value}>
              {eventGroupLabels[value]}
            </option>
          ))}
        </SelectField>
        <SelectField name="type" label="Event" hint="Goes before the kind." defaultValue={type}>
          <option value="">Any</option>
          {eventGroups.map((value) => (
            <optgroup key={value} label={eventGroupLabels[value]}>
              {types
                .filter((each) => groupOf(each) === value)
                .map((each) => (
                  <option key={each} value={each}>
                    {sentenceOf(each)}
                  </option>
                ))}
            </optgroup>
          ))}
        </SelectField>
        <TextField name="actor" label="Who did it" hint="Id of a person, a token or a job." defaultValue={actor} />
        <TextField name="subject" label="About" placeholder="EXC-2026-0042" defaultValue={subject} />
        <TimeField name="from" label="From" value={from ?? ""} />
        <TimeField name="to" label="Before" value={to ?? ""} />
        <Button look="primary">Apply</Button>
      </DropPanel>
      <Button>Search</Button>
      {(active > 0 || q !== "") && (
        <LinkButton look="plain" to="/audit">
          Reset
        </LinkButton>
      )}
    </Form>
  );
}
