import { Link } from "@remix-run/react";
import type { LiveEmergency } from "#app/http/shell.server.ts";
import { Banner } from "./banner.tsx";

type Props = { emergencies: readonly LiveEmergency[] };

/** Says on every page of those who answer for the register what runs by one person's word. */
export function EmergencyBanner({ emergencies }: Props) {
  const [first, ...others] = emergencies;
  if (first === undefined) return null;
  return (
    <Banner tone="emergency">
      {others.length === 0 ? <One emergency={first} /> : <Several emergencies={emergencies} />}
    </Banner>
  );
}

function One({ emergency }: { emergency: LiveEmergency }) {
  return (
    <p>
      <strong>Emergency, not ratified:</strong> <Title emergency={emergency} /> is in force by one person’s word. It
      ends in {emergency.left} unless it is ratified.
    </p>
  );
}

/** As few lines as will do: they stand above everything else, on a phone too. */
function Several({ emergencies }: Props) {
  return (
    <>
      <p>
        <strong>{emergencies.length} emergencies, not ratified,</strong> are in force by one person’s word each:
      </p>
      <ul>
        {emergencies.map((emergency) => (
          <li key={emergency.id}>
            <Title emergency={emergency} />, {emergency.left} left
          </li>
        ))}
      </ul>
    </>
  );
}

function Title({ emergency: { id, title } }: { emergency: LiveEmergency }) {
  return <Link to={`/exceptions/${id}`}>{title}</Link>;
}
