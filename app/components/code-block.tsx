import { CopyButton } from "./copy-button.tsx";

/** Text for a machine: a command, a token that is shown once, a trace. Scrolls rather than breaks. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard */}
      <section tabIndex={0} aria-label={label}>
        <pre>
          <code>{children}</code>
        </pre>
      </section>
      <CopyButton text={children} label={`Copy ${label}`} />
    </div>
  );
}
