import { lookAt } from "./demo-windows.ts";
import { isOfRecords, pages } from "./pages.ts";

lookAt(pages.filter(isOfRecords));
