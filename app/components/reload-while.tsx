import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const soonMs = 700;
const secondsWithoutScripts = 3;

/** Keeps a page up to date as long as something runs: with scripts only the figures are loaded anew, so that nothing jumps. */
export function ReloadWhile({ isRunning }: { isRunning: boolean }) {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!isRunning || state !== "idle") return;
    const timer = setTimeout(revalidate, soonMs);
    return () => clearTimeout(timer);
  }, [isRunning, revalidate, state]);
  if (!isRunning) return null;
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(secondsWithoutScripts)} />
    </noscript>
  );
}
