import { TriangleAlert } from "lucide-react";

/** What is wrong with a field; stands between its label and its control, which names it in aria-describedby. */
export function FieldError({ id, children }: { id: string; children: string }) {
  return (
    <span className="error" id={id}>
      <TriangleAlert aria-hidden="true" />
      <span>
        <span className="sr">Error: </span>
        {children}
      </span>
    </span>
  );
}
