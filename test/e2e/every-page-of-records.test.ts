import { lookAt, openWindows } from "./demo-windows.ts";
import { isOfRecords, pages } from "./pages.ts";

openWindows();
lookAt(pages.filter(isOfRecords));
