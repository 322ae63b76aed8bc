package source

// atOnce is nothing here: no file of a disk is a pipe.
const atOnce = 0
