import { text } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";

type Read = string | number | boolean | null;

/** A sheet as its own XML has it, whatever the library that wrote it would make of it. */
export type Sheet = { isHeadFrozen: boolean; hasFormulas: boolean; rows: Read[][] };

/** Unpacks a workbook and reads its sheets, in their order. */
export async function readWorkbook(bytes: Buffer): Promise<Sheet[]> {
  const archive = await fromBufferPromise(bytes, { lazyEntries: true });
  const sheets: { name: string; xml: string }[] = [];
  for await (const entry of archive.eachEntry())
    if (/^xl\/worksheets\/sheet\d+\.xml$/.test(entry.fileName))
      sheets.push({ name: entry.fileName, xml: await text(await archive.openReadStreamPromise(entry)) });
  return sheets.sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true })).map(sheetOf);
}

function sheetOf({ xml }: { xml: string }): Sheet {
  const rows = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = ""]) => {
    const cells: Read[] = [];
    for (const [, column = "", kind, value = ""] of row.matchAll(/<c r="([A-Z]+)\d+"(?: t="(\w+)")?[^>]*>(.*?)<\/c>/gs))
      cells[indexOf(column)] = valueOfCell(kind, value);
    return Array.from(cells, (cell) => cell ?? null);
  });
  return { isHeadFrozen: /<pane [^>]*ySplit="1"[^>]*state="frozen"/.test(xml), hasFormulas: xml.includes("<f>"), rows };
}

function indexOf(column: string): number {
  return [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOfCell(kind: string | undefined, xml: string): Read {
  const plain = xml.replace(/<[^>]+>/g, "");
  if (kind === "b") return plain === "1";
  if (kind === undefined) return Number(plain);
  return plain
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&")
    .replace(/_x([0-9A-F]{4})_/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
