// Files dropped anywhere on the window.

import { complain } from "../../kit/toast";
import { count } from "../../kit/dom";
import type { NamedFile } from "./upload";

export interface DropHooks {
  /** Files are held over the window (true), or no longer. */
  over(over: boolean): void;
  dropped(files: NamedFile[]): void;
}

/** Watches the whole window. */
export function watchDrops(hooks: DropHooks): void {
  // dragenter and dragleave fire for every element on the way: count them.
  let depth = 0;
  const leave = (): void => {
    depth = 0;
    hooks.over(false);
  };
  window.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (depth++ === 0) hooks.over(true);
  });
  window.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = "copy";
  });
  window.addEventListener("dragleave", (event) => {
    if (hasFiles(event) && --depth <= 0) leave();
  });
  window.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    leave();
    void collect(event.dataTransfer!).then((files) => {
      if (files.length > 0) hooks.dropped(files);
    }, complain);
  });
}

function hasFiles(event: DragEvent): boolean {
  return !!event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
}

/** All files of a drop, those in dropped folders too. The entries must be taken before the first await. */
async function collect(transfer: DataTransfer): Promise<NamedFile[]> {
  const plain = named(transfer.files);
  const entries = Array.from(transfer.items || [])
    .map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null))
    .filter((entry): entry is FileSystemEntry => entry !== null);
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  const files: NamedFile[] = [];
  for (const entry of entries) await walk(entry, "", files);
  return files;
}

/** What systems, file managers and tools leave in folders is nobody's slides. */
const JUNK = /^(\..*|~\$.*|__macosx|node_modules|\$recycle\.bin|system volume information|@eadir|thumbs\.db|ehthumbs\.db|desktop\.ini)$/i;

/** The most files of a deck, and bytes, as the server has it. */
const MOST_FILES = 2000;
const MOST_BYTES = 512 * 1024 * 1024;

/** Throws where files are more than a deck is made of: before they are all read, or sent. */
function bound(files: readonly NamedFile[], name: string): void {
  if (files.length > MOST_FILES) throw new Error(`${name} has more than ${count(MOST_FILES, "file")} in it. Drop the folder that the deck is in.`);
  if (files.reduce((sum, f) => sum + f.file.size, 0) > MOST_BYTES) throw new Error(`${name} has more than 512 MB in it. Leave out what is not on the slides.`);
}

async function walk(entry: FileSystemEntry, folder: string, files: NamedFile[]): Promise<void> {
  if (JUNK.test(entry.name)) return;
  if (entry.isFile) {
    try {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      files.push({ file, path: folder + entry.name });
    } catch {
      throw new Error(`${entry.name} cannot be read.`);
    }
    if (folder) bound(files, folder.split("/")[0]!);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader hands out a folder in batches, until an empty one.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, folder + entry.name + "/", files);
  }
}

/** The files of a drop or of a chooser. */
export function named(list: FileList | null): NamedFile[] {
  return Array.from(list || []).map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** The files of a folder that was chosen, which comes whole. */
export function chosenFolder(list: FileList | null): NamedFile[] {
  const files = named(list).filter((f) => !f.path.split("/").some((part) => JUNK.test(part)));
  if (files[0]) bound(files, files[0].path.split("/")[0]!);
  return files;
}
