import { Link } from "@remix-run/react";
import { type ExportKind, exportKindFacts } from "#app/exports/export-kinds.ts";

/** What somebody may have as a file, each leading to its form. */
export function ExportKinds({ kinds }: { kinds: readonly ExportKind[] }) {
  return (
    <ul className="stack">
      {kinds.map((kind) => (
        <li key={kind}>
          <Link to={kind === "evidence_pack" ? "/evidence" : `/exports/new?kind=${kind}`}>
            <b>{exportKindFacts[kind].label}</b>
          </Link>
          <p className="hint">{exportKindFacts[kind].hint}</p>
        </li>
      ))}
    </ul>
  );
}
