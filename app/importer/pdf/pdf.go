// Package pdf reads and draws PDFs: it runs PDFium in sandboxes, within limits of
// memory. A Document is described at once, as a deck whose pages are not drawn yet;
// each page is read and drawn when it is needed. What takes too long it leaves to its
// caller, who can kill the process.
package pdf
