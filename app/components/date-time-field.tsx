import type { ReactNode } from "react";
import { TextField } from "./field.tsx";

type Props = {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** An ISO instant, or what was typed; both begin with date and time to the minute. */
  value: string;
  min?: string | undefined;
  max?: string | undefined;
  idPrefix?: string | undefined;
};

/** A date and a time of day. The browser shows no zone, so the label does: always UTC. */
export function DateTimeField({ label, value, min, max, ...field }: Props) {
  return (
    <TextField
      {...field}
      label={`${label} (UTC)`}
      type="datetime-local"
      step={60}
      defaultValue={toMinute(value)}
      min={min && toMinute(min)}
      max={max && toMinute(max)}
    />
  );
}

/** Cuts an instant to "2026-11-24T10:15", the form that the control takes. */
function toMinute(instant: string): string {
  return instant.slice(0, 16);
}
