// Files dropped anywhere on the window.

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
    });
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

async function walk(entry: FileSystemEntry, folder: string, files: NamedFile[]): Promise<void> {
  // .DS_Store, .git and their like are nobody's slides.
  if (entry.name.startsWith(".")) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    files.push({ file, path: folder + entry.name });
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

/** The files of a drop or of a file chooser. */
export function named(list: FileList | null): NamedFile[] {
  return Array.from(list || []).map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
