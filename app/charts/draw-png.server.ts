import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "#app/pdf/make-pdf.server.ts";

/** Draws an SVG as a PNG of so many pixels across, for mail: few programs show an SVG. */
export function drawPng(svg: string, width: number): Buffer {
  const drawn = new Resvg(svg, {
    fitTo: { mode: "width", value: width },
    background: "#ffffff",
    // Only the fonts that come with the product, so that a picture is the same on every machine.
    font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: "Roboto" },
  });
  return drawn.render().asPng();
}
