import { type MouseEvent, useEffect, useRef, useSyncExternalStore } from "react";
import type { FieldErrors } from "./field.tsx";

/**
 * What is wrong with a form, each linked to its field; takes the focus so that it is read first: by `autofocus` in
 * a page that comes whole from the server, where our code may start late, when the person has long moved on.
 */
export function ErrorSummary({
  errors,
  title = "Not quite there yet",
}: {
  errors: FieldErrors;
  title?: string | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const count = Object.keys(errors).length;
  const cameWhole = useRef(useSyncExternalStore(neverChanges, isNotServed, isServed));
  useEffect(() => {
    if (count > 0 && !cameWhole.current) box.current?.focus();
    cameWhole.current = false;
  }, [count]);
  if (count === 0) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: an answer that refuses is read from its reasons on.
    <div className="summary" role="alert" tabIndex={-1} autoFocus ref={box}>
      <h2>{title}</h2>
      <ul>
        {Object.entries(errors).map(([field, message]) => (
          <li key={field}>
            <a href={`#${field}`} onClick={(event) => goTo(event, field)}>
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

const takesFocus = "input:not([type=hidden]), select, textarea, button, [tabindex]";

/** Goes to a field without changing the address: on that the router would forget the answer, and with it what was typed. */
function goTo(event: MouseEvent, field: string): void {
  const place = document.getElementById(field);
  const target = place?.matches(takesFocus) ? place : place?.querySelector<HTMLElement>(takesFocus);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

// While React takes over a page that the server rendered it asks for the server's answer.
const isServed = () => true;
const isNotServed = () => false;
const neverChanges = () => () => {};
