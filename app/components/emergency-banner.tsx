import { Link } from "@remix-run/react";
import type { LiveEmergency } from "#app/http/shell.server.ts";
import { Banner } from "./banner.tsx";

/** Says on every page of those who answer for the register that something runs by one person's word. */
export function EmergencyBanner({ emergencies }: { emergencies: readonly LiveEmergency[] }) {
  if (emergencies.length === 0) return null;
  return (
    <Banner tone="emergency">
      {emergencies.map(({ id, title, left }) => (
        <p key={id}>
          <strong>Emergency, not ratified:</strong> <Link to={`/exceptions/${id}`}>{title}</Link> is in force by one
          person’s word. It ends in {left} unless it is ratified.
        </p>
      ))}
    </Banner>
  );
}
