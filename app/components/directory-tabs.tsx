import { directoryKinds, kindTexts } from "#app/directory/directory-kind.ts";
import { Tabs } from "./tabs.tsx";

/** Where one can go in the directory; `current` is a kind, or "user". */
export function DirectoryTabs({ current, mayManage }: { current: string; mayManage: boolean }) {
  return (
    <Tabs
      label="Directory"
      tabs={[
        { to: "/directory", label: "People", isCurrent: current === "user" },
        ...directoryKinds.map((kind) => ({
          to: `/directory/${kindTexts[kind].path}`,
          label: kindTexts[kind].many,
          isCurrent: current === kind,
        })),
        ...(mayManage ? [{ to: "/directory/import", label: "Import", isCurrent: current === "import" }] : []),
      ]}
    />
  );
}
