import { devicePostures, protocols, type Scope } from "#app/engine/types.ts";
import { protocolLabels } from "#app/register/describe.ts";
import { offsetMinutesAt, offsetText } from "#app/register/wall-clock.ts";
import { Ticks } from "./choices.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import type { IntakeChoices } from "./intake-content.ts";
import { NetworkSizes } from "./network-sizes.tsx";
import { PickField } from "./pick-field.tsx";
import { WindowRows } from "./window-rows.tsx";

type Props = {
  scope: Scope | undefined;
  /** The offset of the clocks is that of the day on which it begins. */
  startsAt: string;
  choices: IntakeChoices;
  errors: FieldErrors;
};

/** Whom beside people, and what narrows it: everything that is filled in has to match at a sign-in. */
export function IntakeScope({ scope, startsAt, choices: { timeZone }, errors }: Props) {
  const begins = Number.isNaN(Date.parse(startsAt)) ? new Date(0).toISOString() : startsAt;
  return (
    <>
      {picked.map(({ key, ...field }) => (
        <PickField
          key={key}
          name={`scope.${key}`}
          error={errors[`scope.${key}`]}
          values={scope?.[key] ?? []}
          {...field}
        />
      ))}
      <TextAreaField
        name="scope.networks"
        label="Networks"
        hint="One a line, as 10.24.8.0/28. Left empty, from anywhere."
        error={errors["scope.networks"]}
        defaultValue={scope?.networks.join("\n")}
        className="short"
        rows={2}
      />
      <NetworkSizes networks={scope?.networks ?? []} />
      <Ticks
        name="scope.protocols"
        legend="Protocols"
        hint="Needed for a legacy protocol."
        errors={errors}
        choices={protocols.map((value) => ({ value, label: protocolLabels[value] }))}
        chosen={scope?.protocols ?? []}
      />
      <Ticks
        name="scope.devices"
        legend="Devices"
        hint="Left empty, from any device."
        errors={errors}
        choices={devicePostures.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))}
        chosen={scope?.devices ?? []}
      />
      <WindowRows
        windows={scope?.windows ?? []}
        timeZone={timeZone}
        aheadMinutes={offsetMinutesAt(begins, timeZone)}
        aheadText={offsetText(begins, timeZone)}
        error={errors["scope.windows"]}
      />
      <TextField
        name="scope.maxUses"
        type="number"
        inputMode="numeric"
        min={1}
        label="Number of sign-ins"
        hint="After so many it counts no more, whoever of those above signs in. Left empty, any number."
        error={errors["scope.maxUses"]}
        defaultValue={scope?.maxUses ?? ""}
        className="narrow"
      />
    </>
  );
}

const picked = [
  {
    key: "servicePrincipals",
    kind: "service_principal",
    label: "Service principals",
    hint: "One id a line.",
    addLabel: "Find a service",
  },
  {
    key: "groups",
    kind: "group",
    label: "Groups",
    hint: "One id a line. A group needs an application, a network or hours beside it, and never is everybody.",
    addLabel: "Find a group",
  },
  {
    key: "roles",
    kind: "role",
    label: "Directory roles",
    hint: "One id a line. A role needs an application, a network or hours beside it.",
    addLabel: "Find a role",
  },
  {
    key: "applications",
    kind: "application",
    label: "Applications",
    hint: "One id a line. Left empty, at every application.",
    addLabel: "Find an application",
  },
] as const;
