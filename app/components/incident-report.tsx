import { Form, Link } from "@remix-run/react";
import { reportParts, reportWording } from "#app/break-glass/incident.ts";
import type { IncidentView } from "#app/break-glass/incident-views.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";

type Props = { view: IncidentView; errors: FieldErrors; typed: Readonly<Record<string, string>> };

/** What happened and what was done about it, part by part; the register wrote what it knew of an unplanned use. */
export function IncidentReportCard({ view, errors, typed }: Props) {
  const { incident, missing, mayWrite } = view;
  const aside = `${reportParts.length - missing.length} of ${reportParts.length} parts`;
  if (!mayWrite)
    return (
      <Card title="Report" aside={aside}>
        <Facts
          facts={reportParts.map((part) => ({ term: reportWording[part].title, detail: incident.report[part] }))}
        />
      </Card>
    );
  return (
    <Card title="Report" aside={aside}>
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="report" />
        {reportParts.map((part) => (
          <TextAreaField
            key={part}
            name={part}
            label={reportWording[part].title}
            hint={reportWording[part].hint}
            error={errors[part]}
            defaultValue={typed[part] ?? incident.report[part]}
            rows={2}
          />
        ))}
        <Button look="primary">Save the report</Button>
      </Form>
    </Card>
  );
}

/** The versions of the policy of the days before: what was changed may be how somebody got in. */
export function PolicyBefore({ view: { incident, readsPolicy } }: { view: IncidentView }) {
  const { policyVersions } = incident.report;
  return (
    <Card title="Policy of the week before">
      {policyVersions.length === 0 ? (
        <p className="hint">No version was put in force in the seven days before.</p>
      ) : (
        <ul>
          {policyVersions.map((version) => (
            <li key={version}>
              {readsPolicy ? (
                <Link to={`/settings/policy/versions/${version}`}>What version {version} changed</Link>
              ) : (
                `Version ${version}`
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
