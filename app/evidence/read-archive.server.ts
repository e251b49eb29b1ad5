import { type Entry, openPromise, type ZipFile } from "yauzl";
import { Manifest, manifestPath, signaturePath } from "./manifest.ts";
import { type PackFault, packFault } from "./pack-report.ts";

/** Far more than a pack has; an archive with more was made to wear somebody out. */
const mostEntries = 20_000;
const path = Manifest.shape.files.element.shape.path;

/** A fault that was found while reading; it ends the verification. */
export class PackFaultFound extends Error {
  readonly fault: PackFault;
  constructor(fault: PackFault) {
    super(fault.code);
    this.name = "PackFaultFound";
    this.fault = fault;
  }
}

export type Archive = {
  paths: readonly string[];
  /** Gives a file piece by piece, and no more of it than so many bytes. */
  read(path: string, mostBytes: number): AsyncGenerator<Buffer>;
  close(): void;
};

/**
 * Opens an archive and looks at its names. Nothing is written anywhere, so that no name can lead out of a folder.
 * @throws PackFaultFound when it is no archive, or one that no pack looks like.
 */
export async function openArchive(file: string): Promise<Archive> {
  const zip = await openPromise(file, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch(unreadable);
  try {
    const entries = await entriesOf(zip);
    return {
      paths: [...entries.keys()],
      read: (name, mostBytes) => readEntry(zip, entries.get(name), { name, mostBytes }),
      close: () => zip.close(),
    };
  } catch (fault) {
    zip.close();
    throw fault;
  }
}

function unreadable(fault: unknown): never {
  throw new PackFaultFound(packFault("unreadable", null, { detail: messageOf(fault) }));
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      if (!path.safeParse(fileName).success && fileName !== manifestPath && fileName !== signaturePath)
        throw new PackFaultFound(packFault("unsafe_name", null, { detail: JSON.stringify(fileName) }));
      if (entries.has(fileName)) throw new PackFaultFound(packFault("twice", fileName));
      if (entries.size >= mostEntries)
        throw new PackFaultFound(packFault("unreadable", null, { detail: "too many files" }));
      entries.set(fileName, entry);
    }
  } catch (fault) {
    if (fault instanceof PackFaultFound) throw fault;
    unreadable(fault);
  }
  return entries;
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry | undefined,
  { name, mostBytes }: { name: string; mostBytes: number },
): AsyncGenerator<Buffer> {
  if (!entry) throw new PackFaultFound(packFault("missing", name));
  let bytes = 0;
  try {
    const header = await zip.readLocalFileHeaderPromise(entry);
    // A tool that unpacks without looking at the directory goes by this name.
    if (header.fileName.toString("utf8") !== name)
      throw new PackFaultFound(packFault("unsafe_name", name, { detail: "it has two names" }));
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      const buffer = piece as Buffer; // cast: a stream without an encoding gives buffers
      bytes += buffer.length;
      if (bytes > mostBytes) throw new PackFaultFound(packFault("too_large", name));
      yield buffer;
    }
  } catch (fault) {
    if (fault instanceof PackFaultFound) throw fault;
    throw new PackFaultFound(packFault("damaged", name, { detail: messageOf(fault) }));
  }
}
