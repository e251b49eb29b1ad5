import { Form } from "@remix-run/react";
import { devicePostures, methodNames, protocols } from "#app/engine/types.ts";
import { protocolLabels } from "#app/register/describe.ts";
import type { TrialChoices } from "#app/replays/trial-choices.server.ts";
import type { WhatIfFields } from "#app/what-if/what-if-form.ts";
import { Button } from "./button.tsx";
import { Ticks } from "./choices.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { TimeField } from "./time-field.tsx";
import { TrialFields } from "./trial-fields.tsx";

type Props = {
  fields: WhatIfFields;
  errors: FieldErrors;
  choices: TrialChoices;
  applications: readonly { id: string; name: string }[];
};

const methods = methodNames.map((value) => ({ value, label: value.replaceAll("_", " ") }));

/** Who signs in, where, from what and with what; a GET form, so that its answer can be linked to. */
export function WhatIfForm({ fields, errors, choices, applications }: Props) {
  return (
    <Form method="get" action="/what-if">
      <ErrorSummary errors={errors} />
      <div className="pair">
        <SelectField name="type" label="Who" error={errors.type} defaultValue={fields.type}>
          <option value="user">A person</option>
          <option value="service_principal">A service principal</option>
          <option value="group">Every member of a group</option>
        </SelectField>
        <TextField
          name="subject"
          label="User name or id"
          hint="Of a person, a service principal or a group."
          error={errors.subject}
          defaultValue={fields.subject}
        />
      </div>
      <div className="pair">
        <TextField
          name="application"
          label="Application id"
          error={errors.application}
          defaultValue={fields.application}
          list="applications"
        />
        <TimeField name="at" label="When" hint="Now, if left empty." error={errors.at} value={fields.at} />
      </div>
      <datalist id="applications">
        {applications.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <div className="pair">
        <TextField name="ip" label="Address" placeholder="203.0.113.9" error={errors.ip} defaultValue={fields.ip} />
        <SelectField name="protocol" label="Protocol" error={errors.protocol} defaultValue={fields.protocol}>
          {protocols.map((value) => (
            <option key={value} value={value}>
              {protocolLabels[value]}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="pair">
        <SelectField name="device" label="Device" error={errors.device} defaultValue={fields.device}>
          {devicePostures.map((value) => (
            <option key={value}>{value}</option>
          ))}
        </SelectField>
        <Ticks
          name="device_known"
          legend="Used before"
          choices={[{ value: "1", label: "They completed MFA on this device before" }]}
          chosen={fields.deviceKnown ? ["1"] : []}
        />
      </div>
      <Ticks name="method" legend="Completed so far" errors={errors} choices={methods} chosen={fields.methods} />
      <TrialFields choices={choices} chosen={fields} errors={errors} />
      <Button look="primary">Try it</Button>
    </Form>
  );
}
