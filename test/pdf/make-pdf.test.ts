import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { makePdf } from "#app/pdf/make-pdf.server.ts";

const madeAt = "2026-11-22T20:00:00.000Z";
const base = { title: "Approval memo", workspace: "Kestrel Logistics", madeAt };

const textOf = async (pdf: Buffer) =>
  (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text;

describe("a PDF", () => {
  test("says what it was handed, in the letters of more than one script", async () => {
    const text = await textOf(
      await makePdf({ ...base, lede: "Dita Nováková, Ωμέγα, Жук", content: [{ text: "A line" }] }),
    );
    expect(text).toContain("Approval memo");
    expect(text).toContain("Dita Nováková, Ωμέγα, Жук");
    expect(text).toContain("A line");
    expect(text).toContain("made Sun, 22 Nov 2026, 20:00 UTC");
  });

  test("draws a chart that is an SVG", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="0" y="12">Live exceptions</text></svg>';
    expect(await textOf(await makePdf({ ...base, content: [{ svg }] }))).toContain("Live exceptions");
  });

  test("fetches nothing that its content points to", async () => {
    const image = makePdf({ ...base, content: [{ image: "http://127.0.0.1:9/secret.png" }] });
    await expect(image).rejects.toThrow();
    await expect(makePdf({ ...base, content: [{ image: "/etc/hostname" }] })).rejects.toThrow();
  });
});
