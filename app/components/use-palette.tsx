import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { Place } from "./palette-dialog.tsx";

// Whoever never opens it never loads it.
const PaletteDialog = lazy(() => import("./palette-dialog.tsx").then((module) => ({ default: module.PaletteDialog })));

/** Opens the palette on Ctrl+K or ⌘K; `dialog` stands anywhere on the page. */
export function usePalette(places: readonly Place[]): { open: () => void; dialog: ReactNode } {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const dialog = isOpen && (
    <Suspense fallback={null}>
      <PaletteDialog places={places} close={() => setOpen(false)} />
    </Suspense>
  );
  return { open: () => setOpen(true), dialog };
}
