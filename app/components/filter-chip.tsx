import { Link } from "@remix-run/react";
import { X } from "lucide-react";

/** A filter that is on; its cross leads to the same list without it. */
export function FilterChip({ label, value, without }: { label: string; value: string; without: string }) {
  return (
    <span className="chip">
      <span>{label}</span>
      {value}
      <Link to={without} aria-label={`Remove the filter ${value}`} preventScrollReset>
        <X aria-hidden="true" />
      </Link>
    </span>
  );
}
