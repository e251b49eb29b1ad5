import { useEffect, useRef } from "react";
import type { FieldErrors } from "./field.tsx";

/** What is wrong with a form, each linked to its field; takes the focus so that it is read first. */
export function ErrorSummary({
  errors,
  title = "Not quite there yet",
}: {
  errors: FieldErrors;
  title?: string | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const count = Object.keys(errors).length;
  useEffect(() => {
    if (count > 0) box.current?.focus();
  }, [count]);
  if (count === 0) return null;
  return (
    <div className="summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title}</h2>
      <ul>
        {Object.entries(errors).map(([field, message]) => (
          <li key={field}>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
