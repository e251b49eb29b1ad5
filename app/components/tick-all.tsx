import { useSyncExternalStore } from "react";

/** Ticks every record on the page, or none; without scripts it is not there. */
export function TickAll({ form }: { form: string }) {
  const hasScripts = useSyncExternalStore(neverChanges, inBrowser, onServer);
  if (!hasScripts) return <span className="sr">Tick</span>;
  return (
    <input
      type="checkbox"
      aria-label="Tick all on this page"
      onChange={({ currentTarget: { checked } }) => {
        for (const box of document.querySelectorAll<HTMLInputElement>(`input[name="id"][form="${form}"]`))
          box.checked = checked;
      }}
    />
  );
}

const neverChanges = () => () => {};
const inBrowser = () => true;
const onServer = () => false;
