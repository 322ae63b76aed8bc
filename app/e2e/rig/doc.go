// Package rig does harm to a running talk and looks whether everybody sees it
// right all the same. It holds tests only.
//
// A seed is one Lectern with a talk that is moved ten times a second, by PUT and
// by UPDATE, fifty viewers, and four rounds of harm. After it, each move that was
// accepted was final or overtaken by a later accepted one; each viewer saw
// revisions only grow on each connection; two seconds after the last harm each
// shows what the database says; and of processes, files, ports and shared memory
// nothing is left. `go run ./build rig` runs as many seeds as are wanted; the
// suite has one, `go run ./build test -all` four.
//
// # What each harm is for
//
// Processes killed (PostgreSQL, a backend, the listener, the keeper, Lectern, it
// and the keeper): nothing that was accepted is lost, orphans are found, and
// streams outlive a database that does not. "Three starts at once": one serves.
// "The next version takes over": the room goes through a migration.
//
// Processes stopped, "suspend" (the lid of a laptop) and "clock stepped": nobody
// is taken for dead, or for alive, by the wrong clock.
//
// The listener ended again and again, or killed between LISTEN and its snapshot,
// and a queue of notifications filled by a transaction that sleeps: no change
// falls between what was heard and what was read.
//
// The disk full or read-only: moves are refused, not lost, and go on afterwards.
//
// The network cut, slow, out of order, losing packets, its address gone: viewers
// that were away end where the others are.
//
// Crowds, silent and half-open connections, slow requests, viewers that never
// read, pipelining, enormous headers, twenty consoles, a large import, everybody
// reloading: what strangers and colleagues do is not felt by the rest.
package rig
