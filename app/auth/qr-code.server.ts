import QRCode from "qrcode";

/** A QR code to draw as an SVG: one path of unit squares in a square of `size`, the quiet zone included. */
export type QrCode = { size: number; path: string };

/** ISO/IEC 18004 asks for four light modules around the code. */
const quietZone = 4;

export function qrCode(text: string): QrCode {
  const { modules } = QRCode.create(text);
  let path = "";
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) path += `M${column + quietZone} ${row + quietZone}h1v1h-1z`;
  return { size: modules.size + 2 * quietZone, path };
}
