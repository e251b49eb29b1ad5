import { expect, test } from "vitest";
import { lookAt } from "./demo-windows.ts";
import { isOfRecords, pages } from "./pages.ts";

test("every route that shows a page is on the list", () => {
  const routes = Object.entries(import.meta.glob("../../app/routes/*.tsx"));
  const files = routes.map(([path]) => path.slice(path.lastIndexOf("/") + 1));
  expect([...new Set(pages.map(({ file }) => file))].sort()).toEqual(files.sort());
});

lookAt(pages.filter((page) => !isOfRecords(page)));
